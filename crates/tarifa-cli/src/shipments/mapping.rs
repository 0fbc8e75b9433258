//! Which column of a table is which key of a shipment.
//!
//! `weight=Weight (kg) in kg` takes the key `weight` from the column
//! `Weight (kg)`, whose figures are kilograms. A column that is not named in
//! the mapping is taken by its head, which may be written the same way:
//! `weight`, `weight in kg`, `destination.postcode`.

#[cfg(test)]
mod tests;

use super::target::{Target, Targets};
use crate::trouble::Trouble;

/// The mapping as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapping(Vec<Assignment>);

/// `KEY=COLUMN` or `KEY=COLUMN in UNIT`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Assignment {
    key: String,
    column: String,
}

/// A column that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its position in a row.
    pub(super) index: usize,
    /// What it is.
    pub(super) target: Target,
    /// What its figures are counted in.
    pub(super) unit: Option<String>,
}

/// The columns that are read, and the heads of those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) read: Vec<Column>,
    pub(super) unread: Vec<String>,
    /// The column that says what a shipment is called.
    pub(super) name: Option<usize>,
}

/// The key of what a shipment is called: an order's number.
const NAME: &str = "shipment";

impl Mapping {
    /// The mapping that is written as `KEY=COLUMN` words, each of which may hold several with commas between.
    ///
    /// A comma that does not stand before another `KEY=` belongs to the column's name.
    pub(crate) fn parse(words: &[String]) -> Result<Self, Trouble> {
        let mut assignments: Vec<Assignment> = Vec::new();
        for word in words {
            for (index, part) in word.split(',').enumerate() {
                match (part.split_once('='), assignments.last_mut()) {
                    (Some((key, column)), _) => {
                        assignments.push(Assignment { key: key.trim().to_owned(), column: column.trim().to_owned() });
                    }
                    (None, Some(last)) if index > 0 => {
                        last.column.push(',');
                        last.column.push_str(part.trim_end());
                    }
                    (None, _) => return Err(Trouble::Assignment { text: word.clone() }),
                }
            }
        }
        Ok(Self(assignments))
    }

    /// Which of the columns with these heads is which key.
    pub(super) fn resolve(&self, heads: &[String], targets: &Targets) -> Result<Columns, Trouble> {
        let mut columns = Columns::default();
        // A fact that is called so is meant first.
        let is_name = |key: &str| key == NAME && targets.find(key).is_none();
        for assignment in &self.0 {
            if is_name(&assignment.key) {
                columns.name = Some(assignment.find(heads)?.0);
                continue;
            }
            let target = targets.get(&assignment.key)?;
            let (index, unit) = assignment.find(heads)?;
            columns.read.push(Column { index, target, unit });
        }
        for (index, head) in heads.iter().enumerate() {
            if columns.name == Some(index) || columns.read.iter().any(|column| column.index == index) {
                continue;
            }
            if is_name(head) && columns.name.is_none() {
                columns.name = Some(index);
                continue;
            }
            let (name, unit) = with_unit(head);
            match targets.find(name) {
                Some(target) if !columns.read.iter().any(|column| column.target == target) => {
                    columns.read.push(Column { index, target, unit: unit.map(str::to_owned) });
                }
                Some(_) | None => columns.unread.push(head.clone()),
            }
        }
        for (position, column) in columns.read.iter().enumerate() {
            let earlier = columns.read.iter().take(position);
            if let Some(twice) = earlier.into_iter().find(|earlier| earlier.target == column.target) {
                return Err(Trouble::KeyTwice { key: twice.target.path.clone() });
            }
        }
        Ok(columns)
    }
}

impl Assignment {
    /// The column that is meant, and the unit: the whole text is a head, or it is a head with ` in UNIT` after it.
    fn find(&self, heads: &[String]) -> Result<(usize, Option<String>), Trouble> {
        let position = |name: &str| heads.iter().position(|head| head == name);
        if let Some(index) = position(&self.column) {
            return Ok((index, None));
        }
        let (name, unit) = with_unit(&self.column);
        match (position(name), unit) {
            (Some(index), Some(unit)) => Ok((index, Some(unit.to_owned()))),
            _ => Err(Trouble::NoColumn { column: name.to_owned(), heads: heads.to_vec() }),
        }
    }
}

/// `Weight in kg` in its two parts.
fn with_unit(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(" in ") {
        Some((name, unit)) if !unit.trim().is_empty() => (name.trim_end(), Some(unit.trim())),
        _ => (text, None),
    }
}
