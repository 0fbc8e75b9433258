//! From JSON to a [`Case`].

use std::collections::BTreeMap;

use super::super::MAX_DOCUMENT;
use super::super::value::Json;
use super::Reader;
use super::path::Path;
use super::shape::Fields;
use crate::case::{Case, CaseEvent, PaidInput, WhatHappened};
use crate::evaluate::Runtime;
use crate::prepare::{InputErrors, InputProblem};
use crate::program::FactPer;
use crate::shipment::{Given, Shipment};

/// The keys of a case.
const CASE_KEYS: &[&str] = &["id", "process", "order", "paid", "refunded_before", "reason", "events"];
/// The keys of something that happened outside.
const EVENT_KEYS: &[&str] = &["at", "event", "parcel"];
/// The keys of something that a party did, beside the facts and amounts that acts bring along.
const ACT_KEYS: &[&str] = &["at", "by", "act", "reason", "evidence", "received"];

/// Reads a case for the program of `runtime`.
pub(in crate::json) fn case(runtime: &Runtime, document: &str) -> Result<Case, InputErrors> {
    let amounts = runtime.cases().amounts(runtime.program());
    let mut reader = Reader { program: runtime.program(), amounts, problems: Vec::new() };
    let case = reader.case_document(document);
    if reader.problems.is_empty() { Ok(case) } else { Err(InputErrors(reader.problems)) }
}

impl Reader<'_> {
    fn case_document(&mut self, document: &str) -> Case {
        if document.len() > MAX_DOCUMENT {
            let (what, instead) = ("bytes of JSON", "send fewer events, or several cases");
            self.problem(
                &Path::Whole,
                InputProblem::TooMany { what, found: document.len(), most: MAX_DOCUMENT, instead },
            );
            return Case::default();
        }
        match serde_json::from_str::<Json<'_>>(document) {
            Ok(json) => self.case(json).unwrap_or_default(),
            Err(error) => {
                self.problem(
                    &Path::Whole,
                    InputProblem::NotJson {
                        expected: "a case is one object, such as {\"events\": []}; of several, each is on one line",
                        error: error.to_string(),
                    },
                );
                Case::default()
            }
        }
    }

    fn case(&mut self, json: Json<'_>) -> Option<Case> {
        let mut fields = self.object(&Path::Whole, json, "a case")?;
        let case = Case {
            id: self.optional(&mut fields, "id", Self::text),
            process: self.optional(&mut fields, "process", Self::text),
            order: self.optional(&mut fields, "order", Self::order).unwrap_or_default(),
            paid: self.optional(&mut fields, "paid", Self::paid).unwrap_or_default(),
            refunded_before: self.optional(&mut fields, "refunded_before", Self::money),
            reason: self.optional(&mut fields, "reason", Self::text),
            events: self
                .optional(&mut fields, "events", |reader, path, json| reader.list(path, json, Self::event))
                .unwrap_or_default(),
        };
        self.nothing_left(fields, CASE_KEYS, FactPer::Item);
        Some(case)
    }

    fn order(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Shipment> {
        Some(self.shipment_at(path, json))
    }

    /// `"80.00 USD"`, or `{"goods": "70.00 USD", "freight": "10.00 USD"}`.
    fn paid(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<PaidInput> {
        let is_parts = match &json {
            Json::Object(entries) => entries.iter().any(|(key, _)| key == "goods" || key == "freight"),
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) => false,
        };
        if !is_parts {
            let total = self.money(path, json);
            return Some(PaidInput { total, ..PaidInput::default() });
        }
        let mut fields = self.object(path, json, "what was paid")?;
        let paid = PaidInput {
            total: self.optional(&mut fields, "total", Self::money),
            goods: self.optional(&mut fields, "goods", Self::money),
            freight: self.optional(&mut fields, "freight", Self::money),
        };
        self.nothing_left(fields, &["total", "goods", "freight"], FactPer::Item);
        Some(paid)
    }

    fn event(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<CaseEvent> {
        let mut fields = self.object(path, json, "something that happened")?;
        let at = self.optional(&mut fields, "at", Self::moment);
        if at.is_none() && !self.problems.iter().any(|told| told.path == Path::Key(fields.path, "at").to_string()) {
            let expected = "`at`: when it happened, as in \"2026-03-12\" or \"2026-03-12 14:30\"".to_owned();
            self.problem(path, InputProblem::WrongKind { expected, found: "an object without it".to_owned() });
        }
        let what = match self.optional(&mut fields, "event", Self::text) {
            Some(event) => {
                let parcel = self.optional(&mut fields, "parcel", Self::count);
                self.nothing_left(fields, EVENT_KEYS, FactPer::Item);
                WhatHappened::Event { event, parcel }
            }
            None => self.act(path, fields)?,
        };
        Some(CaseEvent { at: at?, what })
    }

    fn act(&mut self, path: &Path<'_>, mut fields: Fields<'_, '_>) -> Option<WhatHappened> {
        let by = self.optional(&mut fields, "by", Self::text);
        let act = self.optional(&mut fields, "act", Self::text);
        let reason = self.optional(&mut fields, "reason", Self::text);
        let evidence = self.optional(&mut fields, "evidence", |reader, path, json| reader.list(path, json, Self::text));
        let received =
            self.optional(&mut fields, "received", |reader, path, json| reader.list(path, json, Self::count));
        let mut arguments = self.facts(&mut fields, FactPer::Shipment);
        self.amounts(&mut fields, &mut arguments);
        if !fields.entries.is_empty() {
            let mut known: Vec<&str> = ACT_KEYS.to_vec();
            known.extend(self.amounts.iter().map(String::as_str));
            self.nothing_left(fields, &known, FactPer::Item);
        }
        let (Some(by), Some(act)) = (by, act) else {
            let expected = "either `event`, or `by` and `act`: who did what".to_owned();
            self.problem(path, InputProblem::WrongKind { expected, found: "an object without them".to_owned() });
            return None;
        };
        let evidence = evidence.unwrap_or_default();
        Some(WhatHappened::Act { by, act, reason, evidence, received, arguments })
    }

    /// The amounts of money that acts bring along.
    fn amounts(&mut self, fields: &mut Fields<'_, '_>, arguments: &mut BTreeMap<String, Given>) {
        for name in self.amounts {
            if fields.entries.is_empty() {
                break;
            }
            if let Some(money) = self.optional(fields, name, Self::money) {
                arguments.insert(name.clone(), Given::Money(money));
            }
        }
    }
}
