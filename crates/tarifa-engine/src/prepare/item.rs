//! Items: what each is, by name, by the host's own id and by Harmonised System code.
//!
//! Several keys of one item add up: it is in every category that any of them names, so that no
//! rule about either is passed over.

use smallvec::SmallVec;

use crate::currency::Money;
use crate::exact::Exact;
use crate::program::{Bits, Builtin, Categories, FactPer, FactValue};
use crate::shipment::Item;

use super::error::{InputProblem, InputWarning, nearest};
use super::from_shipment::Preparation;
use super::{Days, MAX_ITEMS, PreparedDocument};

/// A checked item.
#[derive(Clone, Debug, Default)]
pub struct PreparedItem {
    /// The categories that its keys surely name.
    pub categories: SmallVec<[u32; 2]>,
    /// How far the categories are known.
    pub(crate) key: CategoryKey,
    /// Categories that a code too short to tell could be in.
    pub(crate) possible: SmallVec<[u32; 2]>,
    /// The number of pieces.
    pub quantity: Option<Exact>,
    /// The weight of one piece, in grams.
    pub weight: Option<Exact>,
    /// The value of one piece.
    pub unit_value: Option<Money>,
    /// The digits of its Harmonised System code.
    pub hs: Option<String>,
    /// Its declared facts by the index's item slots, defaults filled in.
    pub facts: Vec<Option<FactValue>>,
    /// Which declared facts the host gave.
    pub given: Bits,
    /// The days of its dates.
    pub(crate) days: SmallVec<[Option<Days>; 2]>,
    /// What is at hand for this item.
    pub provided: Vec<PreparedDocument>,
    /// The parcel that it is in, from 0; none where the host does not tell.
    pub parcel: Option<u16>,
}

/// How the host told an item's category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CategoryKey {
    /// Not at all.
    #[default]
    Untold,
    /// By its code alone.
    Code,
    /// By name or by the host's id: where there is no code, that is the whole answer.
    Named,
}

impl PreparedItem {
    /// Whether a category was told, by whatever key.
    pub(crate) fn has_category_key(&self) -> bool {
        self.key != CategoryKey::Untold
    }

    /// Whether every question about its category has an answer.
    #[inline]
    pub(crate) fn is_categorised(&self) -> bool {
        match self.key {
            CategoryKey::Named => self.possible.is_empty(),
            CategoryKey::Code => self.possible.is_empty() && !self.categories.is_empty(),
            CategoryKey::Untold => false,
        }
    }

    /// Whether it is in one of the categories, or the fact that would tell.
    pub(crate) fn is_in(&self, nodes: &Bits) -> Result<bool, Builtin> {
        if self.categories.iter().any(|node| nodes.contains(*node)) {
            return Ok(true);
        }
        match self.key {
            // A code that is told and too short to tell is asked for beside a name, too: what it may turn out to be is not
            // taken for harmless.
            CategoryKey::Named | CategoryKey::Code if self.possible.iter().any(|node| nodes.contains(*node)) => {
                Err(Builtin::ItemHs)
            }
            CategoryKey::Named => Ok(false),
            // A code tells the categories that list codes, and says nothing of the others.
            CategoryKey::Code if !self.categories.is_empty() => Ok(false),
            CategoryKey::Code | CategoryKey::Untold => Err(Builtin::ItemCategory),
        }
    }

    /// Whether its code begins with one of the prefixes; nothing where that cannot be told.
    pub(crate) fn has_hs(&self, prefixes: &[String]) -> Option<bool> {
        let hs = self.hs.as_deref()?;
        if prefixes.iter().any(|prefix| hs.starts_with(prefix.as_str())) {
            return Some(true);
        }
        let open = prefixes.iter().any(|prefix| prefix.starts_with(hs));
        if open { None } else { Some(false) }
    }

    /// Names its category, as a host would; none for one that no rule names.
    pub(crate) fn name_category(&mut self, node: Option<u32>) {
        self.key = CategoryKey::Named;
        self.categories.extend(node);
    }

    /// Tells its whole code, as a host would.
    pub(crate) fn name_code(&mut self, code: &str, categories: &Categories) {
        self.hs = Some(code.to_owned());
        self.possible.clear();
        self.take_code(categories);
    }

    /// Adds the categories that its code names or could name.
    fn take_code(&mut self, categories: &Categories) {
        let Some(hs) = self.hs.as_deref() else { return };
        for (number, node) in (0_u32..).zip(&categories.nodes) {
            if node.hs.iter().any(|prefix| hs.starts_with(prefix.as_str())) {
                if !self.categories.contains(&number) {
                    self.categories.push(number);
                }
            } else if node.hs.iter().any(|prefix| prefix.starts_with(hs)) {
                self.possible.push(number);
            }
        }
        if self.key == CategoryKey::Untold {
            self.key = CategoryKey::Code;
        }
    }
}

impl Preparation<'_> {
    /// The checked items of the list under a key.
    pub(super) fn items(&mut self, key: &str, items: &[Item]) -> Vec<PreparedItem> {
        if items.len() > MAX_ITEMS {
            let instead = "give equal pieces as one item with a quantity";
            self.report(key, InputProblem::TooMany { what: "items", found: items.len(), most: MAX_ITEMS, instead });
            return Vec::new();
        }
        items.iter().enumerate().map(|(position, item)| self.item(&format!("{key}[{position}]"), item)).collect()
    }

    fn item(&mut self, place: &str, item: &Item) -> PreparedItem {
        let path = |field: &str| format!("{place}.{field}");
        let mut prepared = PreparedItem { hs: self.hs(&path("hs"), item.hs.as_deref()), ..PreparedItem::default() };
        if let Some(name) = &item.category {
            let path = path("category");
            if self.is_text(&path, name) {
                self.category(&path, name, &mut prepared);
            }
        }
        prepared.take_code(&self.program.categories);
        prepared.quantity = item.quantity.and_then(|quantity| self.quantity(&path("quantity"), quantity));
        prepared.weight = item.weight.and_then(|weight| self.weight(&path("weight"), weight));
        prepared.unit_value = item.unit_value.filter(|value| self.is_value(&path("unit_value"), "a value", value));
        let given = self.given(&format!("{place}."), FactPer::Item, &item.facts);
        let mut facts = vec![None; self.index.item_facts()];
        for (fact, value) in given.values {
            if let Some(slot) = facts.get_mut(self.index.item_slot(fact)) {
                *slot = value;
            }
        }
        prepared.days = self.days_of(FactPer::Item, &given.dates);
        (prepared.facts, prepared.given) = (facts, given.given);
        prepared.provided = self.provided(&path("provided"), &item.provided);
        prepared
    }

    /// The categories that a name or an id of the host's means.
    fn category(&mut self, path: &str, name: &str, prepared: &mut PreparedItem) {
        let nodes = &self.program.categories.nodes;
        let named = (0_u32..).zip(nodes).filter(|(_, node)| node.name == name || node.ids.iter().any(|id| id == name));
        prepared.categories.extend(named.map(|(number, _)| number));
        if !prepared.categories.is_empty() {
            prepared.key = CategoryKey::Named;
            return;
        }
        // It may be a slip in a category that a rule is about, so it is not taken for none: it stays asked for.
        let near = nearest(name, nodes.iter().map(|node| node.name.as_str()));
        let (path, name) = (path.to_owned(), crate::decimal::excerpt(name));
        self.warnings.push(InputWarning::UnknownCategory { path, name, near });
    }

    fn quantity(&mut self, path: &str, quantity: u64) -> Option<Exact> {
        if quantity == 0 {
            let problem = InputProblem::NotPositive { what: "a quantity", value: "0".to_owned() };
            self.report(path, problem);
            return None;
        }
        let exact = i64::try_from(quantity).ok().map(Exact::from_integer);
        if exact.is_none() {
            self.report(path, InputProblem::OutOfRange);
        }
        exact
    }

    /// The digits of a Harmonised System code.
    fn hs(&mut self, path: &str, code: Option<&str>) -> Option<String> {
        let code = code?;
        let separators = ['.', ' ', '-'];
        let digits: String = code.chars().filter(|c| !separators.contains(c)).take(13).collect();
        let is_code = (2..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code {
            return Some(digits);
        }
        self.report(path, InputProblem::MalformedHs { code: crate::decimal::excerpt(code) });
        None
    }
}
