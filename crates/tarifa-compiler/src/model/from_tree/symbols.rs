//! The names of a rule set: what each stands for, where it is defined, and whether anything uses it.
//!
//! Values (facts, defines, money lines, groups), zones, categories, services,
//! documents, price statements and restrictions are told apart by where they are used, so a service
//! and a category may share a name; two values may not.

use rustc_hash::{FxHashMap, FxHashSet};
use tarifa_diagnostics::Span;
use tarifa_engine::program::{Document, DocumentId, FactId, GroupId, LineId, ServiceId};

use super::restrictions::document_word;
use crate::model::{Definition, Usage};

/// What a name in a formula stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Fact(FactId),
    /// An index into the defines.
    Define(usize),
    Line(LineId),
    Group(GroupId),
}

/// A name's meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<T> {
    pub(super) target: T,
    pub(super) span: Span,
    used: bool,
}

/// Names of one kind.
#[derive(Debug)]
pub(super) struct Namespace<'t, T> {
    known: FxHashMap<&'t str, Known<T>>,
}

impl<T> Default for Namespace<'_, T> {
    fn default() -> Self {
        Self { known: FxHashMap::default() }
    }
}

impl<'t, T: Copy> Namespace<'t, T> {
    /// Gives `name` a meaning, or says where it already has one.
    pub(super) fn define(&mut self, name: &'t str, target: T, span: Span) -> Result<(), Span> {
        if let Some(earlier) = self.known.get(name) {
            return Err(earlier.span);
        }
        self.known.insert(name, Known { target, span, used: false });
        Ok(())
    }

    /// What `name` stands for.
    pub(super) fn peek(&self, name: &str) -> Option<T> {
        self.known.get(name).map(|known| known.target)
    }

    /// What `name` stands for, which is thereby used.
    pub(super) fn find(&mut self, name: &str) -> Option<T> {
        let known = self.known.get_mut(name)?;
        known.used = true;
        Some(known.target)
    }

    /// Where `name` is defined.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.known.get(name).map(|known| known.span)
    }

    /// Every name.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.known.keys().copied()
    }

    fn definitions(&self, kind: impl Fn(T) -> Option<&'static str>, into: &mut Vec<Definition>) {
        for (name, known) in &self.known {
            let usage = if known.used { Usage::Used } else { Usage::Unused };
            let Some(kind) = kind(known.target) else { continue };
            into.push(Definition { kind, name: (*name).to_owned(), span: known.span, usage });
        }
    }
}

/// Every name of the rule set.
#[derive(Debug, Default)]
pub(super) struct Symbols<'t> {
    pub(super) values: Namespace<'t, Value>,
    /// The index of the zone.
    pub(super) zones: Namespace<'t, usize>,
    /// The index of the node.
    pub(super) categories: Namespace<'t, u32>,
    pub(super) services: Namespace<'t, ServiceId>,
    pub(super) documents: Namespace<'t, DocumentId>,
    /// The words of every `one of` and `any of` fact, to say what a stray word belongs to.
    pub(super) words: FxHashMap<&'t str, FactId>,
    /// Names of statements that could not be read: whatever they would have meant, using them is no further mistake.
    pub(super) broken: FxHashSet<&'t str>,
    /// Names of zones, services, facts and defines that are given twice: what needs itself may have meant the other one.
    pub(super) twice: FxHashSet<&'t str>,
}

impl Symbols<'_> {
    /// Everything that is defined for rules to use, with whether one does, by kind and name.
    pub(super) fn definitions(&self, documents: &[Document]) -> Vec<Definition> {
        let mut found = Vec::new();
        self.values.definitions(
            |value| match value {
                Value::Fact(_) => Some("fact"),
                Value::Define(_) => Some("define"),
                // A line is there to be charged, whether or not a formula reads it.
                Value::Line(_) | Value::Group(_) => None,
            },
            &mut found,
        );
        self.zones.definitions(|_| Some("zone"), &mut found);
        self.categories.definitions(|_| Some("category"), &mut found);
        self.documents.definitions(
            |id| documents.get(usize::from(id.0)).map(|document| document_word(document.kind)),
            &mut found,
        );
        found.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        found
    }
}
