//! The shape of a document: objects, lists, keys, and what is said of them.

use crate::prepare::{InputError, InputProblem, nearest};
use crate::program::FactPer;

use super::{ITEM_KEYS, Reader, SHIPMENT_KEYS};
use crate::json::value::Json;

/// The fields of an object, to be taken one by one; what is left over is unknown.
pub(super) struct Fields {
    pub(super) path: String,
    pub(super) entries: Vec<(String, Json)>,
}

impl Fields {
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value under `key`, and its path; `null` is as good as nothing.
    pub(super) fn take(&mut self, key: &str) -> Option<(String, Json)> {
        let position = self.entries.iter().position(|(own, _)| own == key)?;
        let (_, value) = self.entries.remove(position);
        (value != Json::Null).then(|| (self.path_of(key), value))
    }
}

impl Reader<'_> {
    pub(super) fn list<T>(
        &mut self,
        path: String,
        json: Json,
        mut element: impl FnMut(&mut Self, String, Json) -> Option<T>,
    ) -> Option<Vec<T>> {
        match json {
            Json::List(list) => {
                let read = |(index, json)| element(self, format!("{path}[{index}]"), json);
                // All are read, so that all mistakes are told; a list with a hole would call the rest by other numbers.
                let read: Vec<Option<T>> = list.into_iter().enumerate().map(read).collect();
                read.into_iter().collect()
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::Object(_) => {
                self.wrong_kind(&path, &json, "a list");
                None
            }
        }
    }

    /// The two texts of an object such as `{"value": "1.2", "unit": "kg"}`.
    pub(super) fn pair(&mut self, path: String, json: Json, keys: [&str; 2], wanted: &str) -> Option<(String, String)> {
        let mut fields = self.object(path.clone(), json, wanted)?;
        let [first, second] = keys.map(|key| self.optional(&mut fields, key, Self::text));
        self.nothing_left(fields, &keys, FactPer::Item);
        if first.is_none() || second.is_none() {
            let found = "an object without them".to_owned();
            let expected = format!("`{}`: {wanted}", keys.join("` and `"));
            self.problem(&path, InputProblem::WrongKind { expected, found });
        }
        Some((first?, second?))
    }

    pub(super) fn object(&mut self, path: String, json: Json, what: &str) -> Option<Fields> {
        match json {
            Json::Object(entries) => {
                for (index, (key, _)) in entries.iter().enumerate() {
                    if entries.iter().take(index).any(|(earlier, _)| earlier == key) {
                        let key = key.clone();
                        self.problem(&path, InputProblem::KeyTwice { key });
                    }
                }
                Some(Fields { path, entries })
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) => {
                self.wrong_kind(&path, &json, &format!("an object: {what}"));
                None
            }
        }
    }

    pub(super) fn optional<T>(
        &mut self,
        fields: &mut Fields,
        key: &str,
        read: impl FnOnce(&mut Self, String, Json) -> Option<T>,
    ) -> Option<T> {
        let (path, json) = fields.take(key)?;
        read(self, path, json)
    }

    /// Reports every key that nothing took, with a near one that is known.
    pub(super) fn nothing_left(&mut self, fields: Fields, keys: &[&str], per: FactPer) {
        let program = self.program;
        let facts = program.facts.iter().filter(|fact| fact.per == per).map(|fact| fact.name.as_str());
        let mut known: Vec<&str> = keys.to_vec();
        if keys == SHIPMENT_KEYS || keys == ITEM_KEYS {
            known.extend(facts);
        }
        for (key, value) in &fields.entries {
            if value == &Json::Null && known.contains(&key.as_str()) {
                continue;
            }
            let path = fields.path_of(key);
            let near = nearest(key, known.iter().copied());
            self.problem(&path, InputProblem::UnknownKey { key: key.clone(), near, known: known.join(", ") });
        }
    }

    pub(super) fn wrong_kind(&mut self, path: &str, json: &Json, wanted: &str) {
        let found = json.kind().to_owned();
        self.problem(path, InputProblem::WrongKind { expected: wanted.to_owned(), found });
    }

    pub(super) fn malformed(&mut self, path: &str, error: &dyn std::fmt::Display, wanted: &str) {
        self.problem(path, InputProblem::Malformed { why: error.to_string(), wanted: wanted.to_owned() });
    }

    pub(super) fn problem(&mut self, path: &str, problem: InputProblem) {
        self.problems.push(InputError { path: path.to_owned(), problem });
    }
}
