//! Names, strings, quantities, moments.

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{Moment, Name, Quantity, StringLiteral, Unit};

impl Builder<'_> {
    /// A name, a code, a currency, or any other single word.
    pub(super) fn name(&mut self, node: &Node<'_>) -> Name {
        Name { text: self.words.share(node.as_str().trim_end()), span: self.span(node) }
    }

    /// `billed weight` in two words, as the name `billed_weight`.
    pub(super) fn billed_weight_name(&mut self, node: &Node<'_>) -> Name {
        Name { text: self.words.share("billed_weight"), span: self.span(node) }
    }

    /// The names among the rest of `parts`.
    pub(super) fn names(&mut self, parts: Parts<'_>) -> Vec<Name> {
        parts.filter(|node| node.as_rule() == Rule::name).map(|node| self.name(&node)).collect()
    }

    /// Text in quotation marks, without them.
    pub(super) fn string(&mut self, node: &Node<'_>) -> StringLiteral {
        let quoted = node.as_str().trim_end();
        let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
        let text =
            if inner.contains('\\') { inner.replace("\\\"", "\"").replace("\\\\", "\\") } else { inner.to_owned() };
        StringLiteral { text: text.into(), span: self.span(node) }
    }

    /// A number with its unit.
    pub(super) fn quantity(&mut self, node: Node<'_>) -> Option<Quantity> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let number = parts.accept(Rule::number)?;
        let number = self.words.share(number.as_str().trim_end());
        let unit = parts.next().map(|unit| Unit { name: self.name(&unit), per: None });
        Some(Quantity { number, unit, span })
    }

    /// A day or a minute.
    pub(super) fn moment(&mut self, node: Node<'_>) -> Option<Moment> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let date = parts.accept(Rule::date)?;
        let date = self.words.share(date.as_str());
        let time = parts.accept(Rule::time).map(|time| self.words.share(time.as_str()));
        Some(Moment { date, time, span })
    }
}
