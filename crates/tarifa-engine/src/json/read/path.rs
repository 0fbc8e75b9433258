//! Where a value stands in a document, put into words only where something is wrong with it.

use std::fmt;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'p> {
    /// It is the document.
    Whole,
    /// Under a key.
    Key(&'p Path<'p>, &'p str),
    /// In a list, from 0.
    Element(&'p Path<'p>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Key(Path::Whole, key) => formatter.write_str(key),
            Self::Key(parent, key) => write!(formatter, "{parent}.{key}"),
            Self::Element(parent, index) => write!(formatter, "{parent}[{index}]"),
        }
    }
}
