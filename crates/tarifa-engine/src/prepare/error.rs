//! What can be wrong with a shipment: every violation with its path, its code and a way out.
//!
//! It is long because every mistake stands here with its words, so that one who reads them side by side can compare them.

use std::fmt;

use crate::currency::Currency;
use crate::date::Date;
use crate::exact::Exact;
use crate::place_code::{CountryError, PostcodeError, SubdivisionError};

/// Everything that is wrong with a shipment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct InputErrors(pub Vec<InputError>);

impl fmt::Display for InputErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.0.iter().enumerate() {
            if position > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{error}")?;
        }
        Ok(())
    }
}

impl InputErrors {
    /// The codes, in the order of the errors.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        self.0.iter().map(|error| error.problem.code().to_owned()).collect()
    }
}

/// One thing that is wrong with a shipment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {path}: {problem}", problem.code())]
pub struct InputError {
    /// The field, as a path into the document: `items[0].category`.
    pub path: String,
    /// What is wrong.
    pub problem: InputProblem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputProblem {
    /// A key that the rule set does not know.
    #[error("the rule set has no {what} called `{name}`{}", hint(near.as_deref()))]
    UnknownFact {
        /// `fact`, or `item fact`.
        what: &'static str,
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// A fact that is told elsewhere.
    #[error("`{name}` is told {instead}")]
    FactElsewhere {
        /// The fact.
        name: String,
        /// Where: `of each item`, `of the shipment`.
        instead: &'static str,
    },
    /// No country.
    #[error(transparent)]
    Country(#[from] CountryError),
    /// No subdivision.
    #[error(transparent)]
    Subdivision(#[from] SubdivisionError),
    /// A subdivision of another country.
    #[error("`{subdivision}` is no part of `{country}`: give a subdivision of that country, or leave it out")]
    ForeignSubdivision {
        /// The subdivision.
        subdivision: String,
        /// The country.
        country: String,
    },
    /// No postcode.
    #[error(transparent)]
    Postcode(#[from] PostcodeError),
    /// No service.
    #[error("the rule set has no service called `{name}`{}", hint_or_known(near.as_deref(), known))]
    UnknownService {
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
        /// The first of its services.
        known: String,
    },
    /// A value of another kind, or in another unit.
    #[error("expected {expected}, found {found}")]
    WrongKind {
        /// What the rule set asks for, with an example.
        expected: String,
        /// What was given.
        found: String,
    },
    /// A word that a fact does not list.
    #[error("`{word}` is none of {allowed}{}", hint(near.as_deref()))]
    UnknownWord {
        /// What was written, cut short.
        word: String,
        /// The words that the policy lists.
        allowed: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// A document that the rule set does not declare.
    #[error("the rule set has no document `{name}`{}", hint(near.as_deref()))]
    UnknownDocument {
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// A weight, a side, a quantity or a rate that is not more than zero.
    #[error("{what} must be more than zero, and is {value}: leave it out where it is not known")]
    NotPositive {
        /// What.
        what: &'static str,
        /// The value, as it was given.
        value: String,
    },
    /// Money below zero.
    #[error("{what} must not be negative, and is {value}")]
    Negative {
        /// What.
        what: &'static str,
        /// The value, as it was given.
        value: String,
    },
    /// No Harmonised System code.
    #[error("`{code}` is no Harmonised System code: write 2 to 12 digits, with or without points, as in `8517.13`")]
    MalformedHs {
        /// What was written, cut short.
        code: String,
    },
    /// More than can be taken.
    #[error("{found} {what}, and at most {most} are taken: {instead}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many are taken.
        most: usize,
        /// What to do.
        instead: &'static str,
    },
    /// A consignment without a parcel.
    #[error("a consignment has at least one parcel: leave `parcels` out where there is only one")]
    NoParcels,
    /// Weight or sides beside the parcels.
    #[error("the parcels have their own {what}: give it there, and not for the whole shipment")]
    BesideParcels {
        /// `weight`, or `sides`.
        what: &'static str,
    },
    /// Items beside those of the parcels.
    #[error("the parcels tell what is in them: give every item in its parcel, and none for the whole shipment")]
    ItemsBesideParcels,
    /// Items of some parcels and not of others.
    #[error(
        "some parcels tell what is in them and others do not: give `items` for each, an empty list where there are none"
    )]
    ItemsOfSomeParcels,
    /// A document that expires before it is issued.
    #[error("`{document}` is issued on {issued}, and its last valid day is {valid_to}: give the days as they are")]
    ValidBeforeIssue {
        /// The document.
        document: String,
        /// The day of its issue.
        issued: Date,
        /// Its last valid day.
        valid_to: Date,
    },
    /// A rate that is given twice.
    #[error("the rate from {from} to {to} is given twice: give each pair once")]
    RateTwice {
        /// The currency of which one unit is priced.
        from: Currency,
        /// The currency in which it is priced.
        to: Currency,
    },
    /// A document that is not JSON.
    #[error("this is not a JSON document: {error}: {expected}")]
    NotJson {
        /// What is read here, with an example.
        expected: &'static str,
        /// What the JSON reader says.
        error: String,
    },
    /// A key of a document that nothing reads.
    #[error("`{key}` is no key that the rule set knows here{}", hint_or_known(near.as_deref(), known))]
    UnknownKey {
        /// What was written.
        key: String,
        /// What was probably meant.
        near: Option<String>,
        /// The keys that are known here.
        known: String,
    },
    /// A key that is written twice in one object.
    #[error("`{key}` is written twice: leave one of them out")]
    KeyTwice {
        /// The key.
        key: String,
    },
    /// A text that cannot be read.
    #[error("{}", advised(why, wanted))]
    Malformed {
        /// What is wrong with it.
        why: String,
        /// What is wanted, with an example.
        wanted: String,
    },
    /// One or two sides without the others.
    #[error("the sides lack `{absent}`: give all three, in any order, or none")]
    MissingSide {
        /// The keys of the sides that are missing.
        absent: String,
    },
    /// A place without a country.
    #[error("the place has no `country`: write at least {{\"country\": \"DE\"}}")]
    NoCountry,
    /// A name that a process does not have.
    #[error("`{process}` has no {what} called `{name}`{}", hint_or_known(near.as_deref(), known))]
    UnknownInProcess {
        /// The process.
        process: String,
        /// Of what kind: `event`, `act`, `party`.
        what: &'static str,
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
        /// The names that the process has.
        known: String,
    },
    /// A process that the rule set does not have.
    #[error("the rule set has no process called `{name}`{}", hint_or_known(near.as_deref(), known))]
    UnknownProcess {
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
        /// The processes that there are.
        known: String,
    },
    /// A process that does not apply to the order.
    #[error("`{process}` does not apply to this order: {why}")]
    ProcessNotForOrder {
        /// The process.
        process: String,
        /// Why not.
        why: &'static str,
    },
    /// Something that an act does not bring along.
    #[error("`{act}` does not bring along `{name}`: it brings along {}", if known.is_empty() { "nothing" } else { known })]
    NotBrought {
        /// The act.
        act: String,
        /// What was written, cut short.
        name: String,
        /// What it brings along.
        known: String,
    },
    /// Something that an act brings along, and that is not told.
    #[error("`{act}` brings along `{argument}`: tell it")]
    BringsAlong {
        /// The act.
        act: String,
        /// What is missing.
        argument: String,
    },
    /// The parts of what was paid do not add up.
    #[error("{total} {currency} was paid, and its parts come to {parts} {currency}: correct one of them")]
    PartsDiffer {
        /// The whole.
        total: Exact,
        /// The sum of the parts.
        parts: Exact,
        /// The currency of both.
        currency: Currency,
    },
    /// A parcel that the order does not have.
    #[error("there is no parcel {parcel}: the order has {count}, counted from 1")]
    NoSuchParcel {
        /// What was written.
        parcel: u64,
        /// How many there are.
        count: usize,
    },
    /// More pieces than were sent.
    #[error("{pieces} pieces came back of {of} that were sent: correct one of them")]
    MoreThanSent {
        /// How many came back.
        pieces: u64,
        /// How many were sent.
        of: String,
    },
    /// A number that cannot be kept exactly.
    #[error("the number is too large or too fine to be kept exactly: give fewer digits")]
    OutOfRange,
}

impl InputProblem {
    /// The stable code, which `tarifa explain` knows.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownFact { .. } | Self::FactElsewhere { .. } | Self::UnknownKey { .. } => "E0701",
            Self::NoCountry | Self::Country(_) | Self::Subdivision(_) | Self::ForeignSubdivision { .. } => "E0702",
            Self::Postcode(_) => "E0703",
            Self::UnknownService { .. } => "E0704",
            Self::WrongKind { .. } | Self::Malformed { .. } => "E0705",
            Self::UnknownWord { .. } => "E0706",
            Self::NotPositive { .. } | Self::Negative { .. } => "E0708",
            Self::MalformedHs { .. } => "E0709",
            Self::TooMany { .. } => "E0710",
            Self::NoParcels
            | Self::BesideParcels { .. }
            | Self::ItemsBesideParcels
            | Self::ItemsOfSomeParcels
            | Self::ValidBeforeIssue { .. }
            | Self::RateTwice { .. } => "E0711",
            Self::OutOfRange => "E0712",
            Self::NotJson { .. } | Self::KeyTwice { .. } => "E0713",
            Self::MissingSide { .. } => "E0714",
            Self::UnknownDocument { .. } => "E0715",
            Self::UnknownProcess { .. } | Self::ProcessNotForOrder { .. } => "E0731",
            Self::UnknownInProcess { .. } => "E0732",
            Self::NotBrought { .. } | Self::BringsAlong { .. } => "E0733",
            Self::PartsDiffer { .. } | Self::NoSuchParcel { .. } | Self::MoreThanSent { .. } => "E0734",
        }
    }
}

/// The near key; where there is none, all that are known.
fn hint_or_known(near: Option<&str>, known: &str) -> String {
    near.map_or_else(|| format!(": known are {known}"), |near| format!(": did you mean `{near}`?"))
}

/// What is wrong with a text, and what to write: a reason that says that itself, with the text mended, says it better.
fn advised(why: &str, wanted: &str) -> String {
    if why.contains(": write ") || why.ends_with('?') { why.to_owned() } else { format!("{why}: write {wanted}") }
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default()
}

/// Something in a shipment that the host should know, and that stops nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputWarning {
    /// A category that the rule set does not have: the item's category is as good as not told.
    #[error("{path}: `{name}` is no category of this rule set{}", near.as_deref().map_or_else(|| ", so it counts as not told".to_owned(), |near| format!("; did you mean `{near}`?")))]
    UnknownCategory {
        /// The field.
        path: String,
        /// What was written, cut short.
        name: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// The weights do not agree.
    #[error("the shipment weighs {given} g and its items together {items} g: the shipment's own weight is taken")]
    WeightDiffers {
        /// In grams.
        given: Exact,
        /// In grams.
        items: Exact,
    },
    /// The values do not agree.
    #[error(
        "the declared value is {given} and the items' together {items} {currency}: the shipment's own value is taken"
    )]
    ValueDiffers {
        /// As it was given.
        given: String,
        /// In `currency`.
        items: Exact,
        /// The currency of both.
        currency: Currency,
    },
}

/// The name that was probably meant, if one is close.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    /// Longer words are never names, and comparing them costs their square.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let close = names.into_iter().filter(|name| name.len() <= LONGEST).filter_map(|name| {
        let distance = strsim::damerau_levenshtein(&word, &name.to_lowercase());
        let allowed = word.chars().count().checked_div(3).unwrap_or(0).max(1);
        (distance <= allowed).then_some((distance, name))
    });
    close.min().map(|(_, name)| name.to_owned())
}
