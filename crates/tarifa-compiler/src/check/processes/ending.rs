//! Ends: of one clock, or of the one of several that counts.

use tarifa_engine::program::{At, Clock, Edge, Whichever};

/// An end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending<'a> {
    clocks: &'a [Clock],
    whichever: Whichever,
}

impl<'a> Ending<'a> {
    pub(super) fn of(edge: &'a Edge) -> Self {
        match edge {
            Edge::One(clock) => Self::of_clock(clock),
            Edge::Of(whichever, clocks) => Self { clocks, whichever: *whichever },
        }
    }

    pub(super) const fn of_clock(clock: &'a Clock) -> Self {
        Self { clocks: std::slice::from_ref(clock), whichever: Whichever::Later }
    }

    /// Every clock of it.
    pub(super) const fn clocks(self) -> &'a [Clock] {
        self.clocks
    }

    /// Whether it comes, where a clock comes of which `comes` says so: the later one with all, the earlier one with one.
    pub(super) fn comes(self, comes: impl Fn(&Clock) -> bool) -> bool {
        match self.whichever {
            Whichever::Later => self.clocks.iter().all(comes),
            Whichever::Earlier => self.clocks.iter().any(comes),
        }
    }

    /// Why it comes after something, where `why` says it of a clock: the later one with one, the earlier one with all.
    pub(super) fn after<T>(self, mut why: impl FnMut(&'a Clock) -> Option<T>) -> Option<T> {
        match self.whichever {
            Whichever::Later => self.clocks.iter().find_map(why),
            Whichever::Earlier => {
                let all: Option<Vec<T>> = self.clocks.iter().map(&mut why).collect();
                all?.into_iter().next()
            }
        }
    }

    /// Whether it surely comes together with another, where `is_same` says so of two clocks.
    pub(super) fn is_with(self, other: Self, is_same: impl Fn(&Clock, &Clock) -> bool) -> bool {
        let is_alike = self.clocks.len() == 1 || self.whichever == other.whichever;
        let mut pairs = self.clocks.iter().zip(other.clocks);
        is_alike && self.clocks.len() == other.clocks.len() && pairs.all(|(own, other)| is_same(own, other))
    }

    /// As it was written.
    pub(super) fn text(self) -> String {
        match self.clocks {
            [clock] => clock.text.clone(),
            clocks => Edge::Of(self.whichever, clocks.to_vec()).text().into_owned(),
        }
    }

    /// Where it was written.
    pub(super) fn at(self) -> At {
        self.clocks.first().map(|clock| clock.at).unwrap_or_default()
    }
}
