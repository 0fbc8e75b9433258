//! Single values: quantities, money, days, numbers, words.

use std::borrow::Cow;

use crate::currency::Money;
use crate::date::{Date, Moment};
use crate::decimal;
use crate::exact::Exact;
use crate::prepare::InputProblem;
use crate::unit::{Dimension, Quantity};

use super::Reader;
use super::path::Path;
use crate::json::value::Json;

impl Reader<'_> {
    pub(super) fn weight(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Weight, "a weight with its unit, such as \"1.2 kg\"")
    }

    pub(super) fn length(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Length, "a length with its unit, such as \"20 cm\"")
    }

    pub(super) fn volume(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Quantity> {
        self.quantity(path, json, Dimension::Volume, "a volume with its unit, such as \"30 ml\"")
    }

    pub(super) fn quantity(
        &mut self,
        path: &Path<'_>,
        json: Json<'_>,
        dimension: Dimension,
        wanted: &str,
    ) -> Option<Quantity> {
        let parsed = match &json {
            Json::Text(text) => text.parse::<Quantity>(),
            Json::Object(_) => {
                let (value, unit) = self.pair(path, json, ["value", "unit"], wanted)?;
                Quantity::from_parts(&value, &unit)
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(path, &json, wanted);
                return None;
            }
        };
        match parsed {
            Ok(quantity) if quantity.dimension() == dimension => Some(quantity),
            Ok(quantity) => {
                let found = format!("the {} `{quantity}`", quantity.dimension().word());
                self.problem(path, InputProblem::WrongKind { expected: wanted.to_owned(), found });
                None
            }
            Err(error) => {
                self.malformed(path, &error, wanted);
                None
            }
        }
    }

    pub(super) fn money(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Money> {
        let wanted = "money with its currency, such as \"80.00 USD\"";
        let parsed = match &json {
            Json::Text(text) => text.parse::<Money>(),
            Json::Object(_) => {
                let (amount, currency) = self.pair(path, json, ["amount", "currency"], wanted)?;
                Money::from_parts(&amount, &currency)
            }
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(path, &json, wanted);
                return None;
            }
        };
        parsed.map_err(|error| self.malformed(path, &error, wanted)).ok()
    }

    pub(super) fn moment(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Moment> {
        let wanted = "a date or a moment, such as \"2026-03-02\" or \"2026-03-02T14:30:00+08:00\"";
        let text = self.text_of(path, json, wanted)?;
        let parsed = text.parse::<Moment>();
        parsed.map_err(|error| self.malformed(path, &error, wanted)).ok()
    }

    pub(super) fn day(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Date> {
        let wanted = "a day, such as \"2026-03-02\"";
        let text = self.text_of(path, json, wanted)?;
        let parsed = text.parse::<Date>();
        parsed.map_err(|error| self.malformed(path, &error, wanted)).ok()
    }

    pub(super) fn number(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<Exact> {
        if let Json::Whole(value) = json {
            return Exact::from_wide_integer(value).ok();
        }
        let wanted = "the number as a text, such as \"7.1240\", so that no digit is lost on the way";
        let text = self.text_of(path, json, wanted)?;
        let parsed = decimal::from_str_exact(&text);
        parsed.map_err(|error| self.malformed(path, &error, wanted)).ok()
    }

    /// A number with the unit that the policy gives it, such as `"15 Wh"`.
    pub(super) fn labelled(&mut self, path: &Path<'_>, json: Json<'_>, unit: &str) -> Option<(Exact, String)> {
        let wanted = format!("a number with its unit, such as \"15 {unit}\"");
        let (number, own) = match json {
            Json::Text(text) => {
                let text = text.trim();
                let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
                let (number, own) = text.split_at(split);
                (number.trim().to_owned(), own.trim().to_owned())
            }
            Json::Object(_) => self.pair(path, json, ["value", "unit"], &wanted)?,
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) => {
                self.wrong_kind(path, &json, &wanted);
                return None;
            }
        };
        match decimal::from_str_exact(&number) {
            Ok(number) => Some((number, own)),
            Err(error) => {
                self.malformed(path, &error, &wanted);
                None
            }
        }
    }

    pub(super) fn yes_no(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<bool> {
        match &json {
            Json::YesNo(value) => Some(*value),
            Json::Text(text) if text == "yes" => Some(true),
            Json::Text(text) if text == "no" => Some(false),
            Json::Null | Json::Whole(_) | Json::Broken | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.wrong_kind(path, &json, "true or false");
                None
            }
        }
    }

    pub(super) fn count(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<u64> {
        let count = match &json {
            Json::Whole(value) => u64::try_from(*value).ok(),
            Json::Text(text) => text.parse().ok(),
            Json::Null | Json::YesNo(_) | Json::Broken | Json::List(_) | Json::Object(_) => None,
        };
        if count.is_none() {
            self.wrong_kind(path, &json, "a whole number of pieces, such as 2");
        }
        count
    }

    pub(super) fn text(&mut self, path: &Path<'_>, json: Json<'_>) -> Option<String> {
        self.text_of(path, json, "a text").map(Cow::into_owned)
    }

    pub(super) fn text_of<'j>(&mut self, path: &Path<'_>, json: Json<'j>, wanted: &str) -> Option<Cow<'j, str>> {
        match json {
            Json::Text(text) => Some(text),
            Json::Null | Json::YesNo(_) | Json::Whole(_) | Json::Broken | Json::List(_) | Json::Object(_) => {
                self.wrong_kind(path, &json, wanted);
                None
            }
        }
    }
}
