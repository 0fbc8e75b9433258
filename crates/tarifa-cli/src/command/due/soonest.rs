//! What falls due, the soonest first: so much of it as is wanted, and a tally of all.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tarifa::case::FallsDue;

/// Something that falls due in one of the cases.
#[derive(Debug)]
pub(super) struct Kept {
    /// The line of the case.
    pub(super) line: usize,
    /// Its number among what falls due in that case.
    number: usize,
    /// What the host calls the case.
    pub(super) id: Option<Box<str>>,
    /// What falls due.
    pub(super) due: FallsDue,
}

impl Kept {
    fn key(&self) -> (i64, usize, usize) {
        (self.due.microsecond(), self.line, self.number)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// What falls due in all cases.
#[derive(Debug)]
pub(super) struct Soonest {
    most: usize,
    /// The latest on top, so that it gives way to what comes sooner.
    kept: BinaryHeap<Kept>,
    /// How much falls due.
    pub(super) count: usize,
    kinds: Vec<Kind>,
}

/// What falls due alike in several cases.
#[derive(Debug)]
pub(super) struct Kind {
    /// In how many.
    pub(super) count: usize,
    /// One of them, with the money of all; none where the sum does not fit.
    pub(super) sum: Option<FallsDue>,
    like: FallsDue,
}

impl Soonest {
    /// Keeps at most so much.
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: BinaryHeap::new(), count: 0, kinds: Vec::new() }
    }

    /// Takes what falls due in a case.
    pub(super) fn take(&mut self, line: usize, id: Option<&str>, found: Vec<FallsDue>) {
        for (number, due) in found.into_iter().enumerate() {
            self.count = self.count.saturating_add(1);
            self.tally(&due);
            let kept = Kept { line, number, id: None, due };
            if self.kept.len() < self.most {
                self.kept.push(Kept { id: id.map(Box::from), ..kept });
            } else if let Some(mut latest) = self.kept.peek_mut().filter(|latest| kept < **latest) {
                *latest = Kept { id: id.map(Box::from), ..kept };
            }
        }
    }

    fn tally(&mut self, due: &FallsDue) {
        let is_like = |kind: &&mut Kind| {
            let like = &kind.like;
            (like.process, like.position, like.what, like.leads, like.currency)
                == (due.process, due.position, due.what, due.leads, due.currency)
        };
        match self.kinds.iter_mut().find(is_like) {
            Some(kind) => {
                kind.count = kind.count.saturating_add(1);
                kind.sum = kind.sum.take().and_then(|sum| sum.with_money_of(due));
            }
            None => self.kinds.push(Kind { count: 1, sum: Some(due.clone()), like: due.clone() }),
        }
    }

    /// How much of it is kept.
    pub(super) fn shown(&self) -> usize {
        self.kept.len()
    }

    /// What is kept, the soonest first, and the kinds of all, the most frequent first.
    pub(super) fn sorted(self) -> (Vec<Kept>, Vec<Kind>) {
        let mut kinds = self.kinds;
        kinds
            .sort_by_key(|kind| (std::cmp::Reverse(kind.count), kind.like.process, kind.like.position, kind.like.what));
        (self.kept.into_sorted_vec(), kinds)
    }
}

impl Kind {
    /// One of them, without money where the sum does not fit.
    pub(super) fn shown(&self) -> FallsDue {
        let without_money = || FallsDue { money: Box::default(), ..self.like.clone() };
        self.sum.clone().unwrap_or_else(without_money)
    }
}
