//! The shape of a document: objects, lists, keys, and what is said of them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use smallvec::SmallVec;

use crate::prepare::{InputError, InputProblem, nearest};
use crate::program::FactPer;

use super::path::Path;
use super::{ITEM_KEYS, Reader, SHIPMENT_KEYS};
use crate::json::value::Json;

/// The most problems of one document that are told: what is wrong in so many places is no shipment.
const MOST_PROBLEMS: usize = 1_000;

/// The fields of an object, to be taken one by one; what is left over is unknown.
pub(super) struct Fields<'p, 'j> {
    pub(super) path: &'p Path<'p>,
    pub(super) entries: Vec<(Cow<'j, str>, Json<'j>)>,
}

impl<'j> Fields<'_, 'j> {
    /// The value under `key`; `null` is as good as nothing.
    pub(super) fn take(&mut self, key: &str) -> Option<Json<'j>> {
        let position = self.entries.iter().position(|(own, _)| own == key)?;
        let (_, value) = self.entries.remove(position);
        (value != Json::Null).then_some(value)
    }

    /// Whether something stands under `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(own, value)| own == key && *value != Json::Null)
    }
}

impl Reader<'_> {
    pub(super) fn list<'j, T>(
        &mut self,
        path: &Path<'_>,
        json: Json<'j>,
        mut element: impl FnMut(&mut Self, &Path<'_>, Json<'j>) -> Option<T>,
    ) -> Option<Vec<T>> {
        match json {
            Json::List(list) => {
                // All are read, so that all mistakes are told; a list with a hole would call the rest by other numbers.
                let count = list.len();
                let mut read = Vec::with_capacity(count);
                for (index, json) in list.into_iter().enumerate() {
                    read.extend(element(self, &Path::Element(path, index), json));
                }
                (read.len() == count).then_some(read)
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::Object(_) => {
                self.wrong_kind(path, &json, "a list");
                None
            }
        }
    }

    /// The two texts of an object such as `{"value": "1.2", "unit": "kg"}`.
    pub(super) fn pair(
        &mut self,
        path: &Path<'_>,
        json: Json<'_>,
        keys: [&str; 2],
        wanted: &str,
    ) -> Option<(String, String)> {
        let mut fields = self.object(path, json, wanted)?;
        let [first, second] = keys.map(|key| self.optional(&mut fields, key, Self::text));
        self.nothing_left(fields, &keys, FactPer::Item);
        if first.is_none() || second.is_none() {
            let found = "an object without them".to_owned();
            let expected = format!("`{}`: {wanted}", keys.join("` and `"));
            self.problem(path, InputProblem::WrongKind { expected, found });
        }
        Some((first?, second?))
    }

    pub(super) fn object<'p, 'j>(&mut self, path: &'p Path<'p>, json: Json<'j>, what: &str) -> Option<Fields<'p, 'j>> {
        match json {
            Json::Object(mut entries) => {
                let again = told_again(&entries);
                if !again.is_empty() {
                    let mut position = 0..;
                    entries.retain(|(key, _)| {
                        let is_again = position.next().is_some_and(|position: usize| again.contains(&position));
                        if is_again {
                            self.problem(path, InputProblem::KeyTwice { key: key.to_string() });
                        }
                        !is_again
                    });
                }
                Some(Fields { path, entries })
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) => {
                self.wrong_kind(path, &json, &format!("an object: {what}"));
                None
            }
        }
    }

    pub(super) fn optional<'j, T>(
        &mut self,
        fields: &mut Fields<'_, 'j>,
        key: &str,
        read: impl FnOnce(&mut Self, &Path<'_>, Json<'j>) -> Option<T>,
    ) -> Option<T> {
        let json = fields.take(key)?;
        read(self, &Path::Key(fields.path, key), json)
    }

    /// Reports every key that nothing took, with a near one that is known.
    pub(super) fn nothing_left(&mut self, fields: Fields<'_, '_>, keys: &[&str], per: FactPer) {
        if fields.entries.is_empty() {
            return;
        }
        let program = self.program;
        let facts = program.facts.iter().filter(|fact| fact.per == per).map(|fact| fact.name.as_str());
        let mut known: Vec<&str> = keys.to_vec();
        if keys == SHIPMENT_KEYS || keys == ITEM_KEYS {
            known.extend(facts);
        }
        for (key, value) in &fields.entries {
            if self.problems.len() >= MOST_PROBLEMS {
                return;
            }
            if value == &Json::Null && known.contains(&key.as_ref()) {
                continue;
            }
            let path = &Path::Key(fields.path, key);
            let near = nearest(key, known.iter().copied());
            self.problem(path, InputProblem::UnknownKey { key: key.to_string(), near, known: known.join(", ") });
        }
    }

    pub(super) fn wrong_kind(&mut self, path: &Path<'_>, json: &Json<'_>, wanted: &str) {
        let found = json.kind().to_owned();
        self.problem(path, InputProblem::WrongKind { expected: wanted.to_owned(), found });
    }

    pub(super) fn malformed(&mut self, path: &Path<'_>, error: &dyn std::fmt::Display, wanted: &str) {
        self.problem(path, InputProblem::Malformed { why: error.to_string(), wanted: wanted.to_owned() });
    }

    pub(super) fn problem(&mut self, path: &Path<'_>, problem: InputProblem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(InputError { path: path.to_string(), problem });
        }
    }
}

/// Where keys stand that were told before; the keys of a usual object are sorted without an allocation.
fn told_again(entries: &[(Cow<'_, str>, Json<'_>)]) -> BTreeSet<usize> {
    let mut sorted: SmallVec<[(&str, usize); 16]> =
        entries.iter().enumerate().map(|(position, (key, _))| (key.as_ref(), position)).collect();
    sorted.sort_unstable();
    let pairs = sorted.iter().zip(sorted.iter().skip(1));
    pairs.filter(|((key, _), (next, _))| key == next).map(|(_, (_, position))| *position).collect()
}
