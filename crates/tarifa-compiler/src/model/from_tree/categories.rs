//! The tree of categories: names, the host's own ids, Harmonised System prefixes.

use std::collections::BTreeMap;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::Category;
use tarifa_syntax::tree::{self, CategoryNode, StringLiteral};

use super::Resolver;
use super::statements::Stated;

impl<'t> Resolver<'t> {
    /// The categories, those of one parent in the order of their names.
    pub(super) fn categories(&mut self, categories: &[Stated<'t, tree::Category>]) {
        let mut ids = BTreeMap::new();
        for category in categories {
            self.category(&category.it.root, None, &mut ids);
        }
    }

    fn category(&mut self, node: &'t CategoryNode, parent: Option<u32>, ids: &mut BTreeMap<&'t str, Span>) {
        let Ok(index) = u32::try_from(self.categories.nodes.len()) else { return };
        if super::meaning::is_built_in(&node.name.text) {
            self.reserved(&node.name);
        } else if let Err(earlier) = self.symbols.categories.define(&node.name.text, index, node.name.span) {
            self.duplicate(&node.name.text, "the category", (earlier, node.name.span));
        }
        for id in &node.ids {
            if let Some(earlier) = ids.insert(&id.text, id.span) {
                self.duplicate(&id.text, "the category id", (earlier, id.span));
            }
        }
        let at = self.at(node.name.span);
        let hs = node.hs.iter().filter_map(|prefix| self.hs_prefix(prefix)).collect();
        self.categories.nodes.push(Category {
            name: node.name.text.to_string(),
            title: node.title.as_ref().map_or_else(|| node.name.text.to_string(), |title| title.text.to_string()),
            parent,
            ids: node.ids.iter().map(|id| id.text.to_string()).collect(),
            hs,
            at,
        });
        let mut children: Vec<_> = node.children.iter().collect();
        children.sort_by_key(|child| (&child.name.text, child.span));
        for child in children {
            self.category(child, Some(index), ids);
        }
    }

    /// The digits of a Harmonised System prefix, whose dots are for people.
    pub(super) fn hs_prefix(&mut self, written: &StringLiteral) -> Option<String> {
        let digits: String = written.text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let is_range = written.text.contains("..");
        if !is_range && (2..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(digits);
        }
        let message = format!("`{}` is no Harmonised System code", written.text);
        let help = if is_range {
            "there are no ranges of codes; write each beginning: `\"2203\", \"2204\"`"
        } else {
            "write 2 to 12 digits, as in `\"8517.13\"`"
        };
        self.refuse(Diagnostic::new(Code::BAD_NUMBER, written.span, message).help(help))
    }
}
