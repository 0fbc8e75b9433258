//! The one table of codes, by subject, each with its explanation page.
//!
//! A code is stable: its meaning never changes and it is never reused. Its
//! page, `pages/CODE.md`, holds a failing and a corrected example, and the
//! suite runs both.

use std::fmt;

mod check;
mod input;
mod model;
mod process;
mod restriction;
mod returns;
mod syntax;
mod types;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the rule set compiles.
    Warning,
    /// The rule set does not compile, or the input is not taken.
    Error,
}

/// A stable name of a kind of finding, such as `E0201`.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// A row of the table.
struct Entry {
    id: &'static str,
    title: &'static str,
    page: &'static str,
}

impl Code {
    /// The code as it is shown, such as `E0201`.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// What it means, in a few words.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// The explanation page, in Markdown.
    pub fn page(self) -> &'static str {
        self.0.page
    }

    /// How grave it is: `E` codes are errors, `W` codes warnings.
    pub fn severity(self) -> Severity {
        if self.0.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// Every code, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        [syntax::ALL, types::ALL, model::ALL, check::ALL, input::ALL, restriction::ALL, returns::ALL, process::ALL]
            .into_iter()
            .flatten()
            .copied()
    }

    /// The code that is written `id`, in either case.
    pub fn find(id: &str) -> Option<Self> {
        Self::all().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Declares the codes of one subject: a constant on [`Code`] for each, and the list of them.
macro_rules! codes {
    ($($id:ident $name:ident $title:literal;)*) => {
        impl crate::Code {
            $(
                #[doc = concat!("`", stringify!($id), "`: ", $title, ".")]
                pub const $name: crate::Code = crate::code::Code(&super::Entry {
                    id: stringify!($id),
                    title: $title,
                    page: include_str!(concat!("../../pages/", stringify!($id), ".md")),
                });
            )*
        }

        /// The codes of this subject, in order.
        pub(super) const ALL: &[crate::Code] = &[$(crate::Code::$name),*];
    };
}
use codes;
