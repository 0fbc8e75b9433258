//! From a condition to its region.

use tarifa_engine::program::{Bits, Condition, Interval, PlaceSetId, Program};

use super::gather::{day_interval, difference_of, items_subject, normal};
use super::{Diagram, Domain, Path, Region, Space, Subject, Undecided, Variable};

impl Space {
    /// The shipments for which `condition` holds, all facts being known.
    ///
    /// The condition must have been shown to the builder of this space.
    ///
    /// # Errors
    ///
    /// [`Undecided::Size`].
    pub(crate) fn region(
        &self,
        diagram: &mut Diagram,
        program: &Program,
        condition: &Condition,
    ) -> Result<Region, Undecided> {
        let mut all = |parts: &[Condition]| -> Result<Vec<Region>, Undecided> {
            parts.iter().map(|part| self.region(diagram, program, part)).collect()
        };
        match condition {
            Condition::Always => Ok(Region::FULL),
            Condition::Never => Ok(Region::EMPTY),
            Condition::All(parts) => {
                let parts = all(parts)?;
                diagram.intersection(parts)
            }
            Condition::Any(parts) => {
                let parts = all(parts)?;
                diagram.union(parts)
            }
            Condition::Not(part) => {
                let part = self.region(diagram, program, part)?;
                diagram.not(part)
            }
            Condition::Amount(test) => {
                self.ordered(diagram, &Subject::Amount(normal(&test.amount)), Some(test.interval))
            }
            Condition::Compare { left, difference, right } => {
                self.ordered(diagram, &Subject::Amount(difference_of(left, right)), Some(*difference))
            }
            Condition::Place(field, set) => self.indices(diagram, &Subject::Place(*field), &place_set(program, *set)),
            Condition::Date { field, zone, from, to } => {
                self.ordered(diagram, &Subject::Date(*field, *zone), day_interval(*from, *to))
            }
            Condition::Yes(fact) => self.yes(diagram, &Subject::Yes(*fact), true),
            Condition::OneOf(fact, words) => self.indices(diagram, &Subject::OneOf(*fact), words),
            Condition::Has(fact, word) => self.yes(diagram, &Subject::Has(*fact, *word), true),
            Condition::Text(fact, texts) => {
                self.texts(diagram, &Subject::Text(*fact), |text| texts.iter().any(|named| named == text))
            }
            Condition::Given(fact) => self.yes(diagram, &Subject::Given(*fact), true),
            Condition::Provided(document) => self.yes(diagram, &Subject::Provided(*document), true),
            Condition::Service(services) => self.indices(diagram, &Subject::Service, services),
            Condition::Category(categories) => self.indices(diagram, &Subject::Category, categories),
            Condition::Hs(prefixes) => self
                .texts(diagram, &Subject::Hs, |code| prefixes.iter().any(|prefix| code.starts_with(prefix.as_str()))),
            Condition::AnyItem(_) | Condition::EveryItem(_) => match items_subject(condition) {
                Some((subject, answer)) => self.yes(diagram, &subject, answer),
                None => Ok(Region::FULL),
            },
        }
    }

    /// The shipments that stay on every step of `path`.
    pub(crate) fn cube(&self, diagram: &mut Diagram, path: &Path) -> Result<Region, Undecided> {
        diagram.cube(path, |variable| self.cells(variable))
    }

    /// A way to a shipment of `region`.
    pub(crate) fn first_path(&self, diagram: &Diagram, region: Region) -> Option<Path> {
        diagram.first_path(region, |variable| self.domain(variable).is_some_and(Domain::is_unordered))
    }

    /// The shipments whose amount lies in `interval`, whose ends must have been shown to the builder.
    pub(crate) fn amount(
        &self,
        diagram: &mut Diagram,
        amount: &tarifa_engine::program::Expression,
        interval: Interval,
    ) -> Result<Region, Undecided> {
        self.ordered(diagram, &Subject::Amount(normal(amount)), Some(interval))
    }

    fn ordered(
        &self,
        diagram: &mut Diagram,
        subject: &Subject,
        interval: Option<Interval>,
    ) -> Result<Region, Undecided> {
        self.within(diagram, subject, |variable| {
            interval.and_then(|interval| self.run(variable, &interval)).into_iter().collect()
        })
    }

    /// The shipments whose answer to `subject` is one of `members`.
    pub(crate) fn indices(
        &self,
        diagram: &mut Diagram,
        subject: &Subject,
        members: &Bits,
    ) -> Result<Region, Undecided> {
        self.within(diagram, subject, |variable| {
            let cells = self.cells(variable);
            runs_of(members.iter().filter(|member| *member < cells))
        })
    }

    fn yes(&self, diagram: &mut Diagram, subject: &Subject, answer: bool) -> Result<Region, Undecided> {
        let cell = u32::from(answer);
        self.within(diagram, subject, |_| vec![(cell, cell.saturating_add(1))])
    }

    fn texts(
        &self,
        diagram: &mut Diagram,
        subject: &Subject,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<Region, Undecided> {
        self.within(diagram, subject, |variable| match self.domain(variable) {
            Some(Domain::Texts(texts)) => {
                runs_of((0_u32..).zip(texts).filter(|(_, t)| is_meant(t)).map(|(cell, _)| cell))
            }
            Some(Domain::YesNo | Domain::Indices(_) | Domain::Ordered(_)) | None => Vec::new(),
        })
    }

    fn within(
        &self,
        diagram: &mut Diagram,
        subject: &Subject,
        runs: impl Fn(Variable) -> Vec<(u32, u32)>,
    ) -> Result<Region, Undecided> {
        // A subject that was not gathered is a slip of the caller; it must not pass for a proof.
        let variable = self.variable(subject).ok_or(Undecided::Search)?;
        diagram.within(variable, self.cells(variable), &runs(variable))
    }
}

/// The classes of a set of places.
pub(crate) fn place_set(program: &Program, set: PlaceSetId) -> Bits {
    program.places.sets.get(set.0 as usize).cloned().unwrap_or_default()
}

/// Ascending members as runs.
fn runs_of(members: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for member in members {
        let end = member.saturating_add(1);
        match runs.last_mut() {
            Some(last) if last.1 == member => last.1 = end,
            Some(_) | None => runs.push((member, end)),
        }
    }
    runs
}
