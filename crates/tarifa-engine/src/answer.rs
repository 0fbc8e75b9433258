//! What a host gets: for every service a verdict, and every figure with the
//! rule, the place and the reckoning behind it.

use serde::Serialize;

use crate::currency::Money;
use crate::exact::Exact;
use crate::program::DocumentKind;

/// The answer to a shipment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The tariff's name.
    pub tariff: String,
    /// The content hash of the tariff that answered.
    pub hash: String,
    /// One entry for each service, or the one asked for; in the order of their names.
    pub options: Vec<ServiceOption>,
    /// The service to take, where one can be told.
    pub recommended: Option<Recommendation>,
    /// What the host should know about its input, such as weights that disagree.
    pub warnings: Vec<String>,
}

/// What one service says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceOption {
    /// The service's name in the policy.
    pub service: String,
    /// What customers call it.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The money lines, in the order of computing; empty unless there is a price.
    pub lines: Vec<AnswerLine>,
    /// The sum of the lines, in the tariff's currency.
    pub total: Option<Money>,
    /// The sums of the lines by payer, in the order of the header; empty unless there is a price.
    pub payers: Vec<PayerTotal>,
    /// The billed weight and how it came about; one entry for each time it was reckoned (each parcel, where parcels are priced each).
    pub billed_weights: Vec<BilledWeightAnswer>,
    /// The fewest and the most days that it takes.
    pub transit_days: Option<(u16, u16)>,
    /// Why it is not available, all reasons at once.
    pub reasons: Vec<Reason>,
    /// What must be provided before it can be shipped, all at once.
    pub requirements: Vec<Requirement>,
    /// What the policy wants told; it changes nothing.
    pub warnings: Vec<Warning>,
    /// What must be known before it can be said; only what could change the answer.
    pub needs: Vec<Need>,
    /// The exchange rates that were used, each once.
    pub rates: Vec<RateUsed>,
}

/// The kinds of answer; in the order in which they win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The service does not carry it: places, dates, weights, sides, values.
    NotServed,
    /// A rule refuses it.
    Refused,
    /// A fact is missing that could change the answer.
    Needs,
    /// Somebody must be asked.
    Refer,
    /// Priced, with something to be provided first.
    Conditional,
    /// Priced.
    Available,
}

/// One money line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerLine {
    /// The line's name: `freight`, `fuel`.
    pub name: String,
    /// What it is.
    pub kind: AnswerLineKind,
    /// The statement that priced it, such as `standard_eu`.
    pub rule: String,
    /// Where the row or statement stands.
    pub place: Option<SourcePlace>,
    /// The amount, rounded, in the tariff's currency; positive for a discount, which the total takes off.
    pub amount: Money,
    /// The amount before it was converted, where the price is in another currency; exact.
    pub original: Option<Money>,
    /// The amount before rounding, where rounding changed it; exact.
    pub unrounded: Option<Money>,
    /// The reckoning with its numbers, in words: `11.50 for the first 50 g + 113 x 0.75 per started 10 g`.
    pub formula: String,
    /// Who pays it.
    pub payer: String,
    /// The parcel, from 1, where parcels are priced each and there are several.
    pub parcel: Option<usize>,
}

/// What a money line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerLineKind {
    /// Freight or a part of it.
    Freight,
    /// Added.
    Charge,
    /// Taken off.
    Discount,
    /// Added.
    Tax,
}

/// What one payer pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PayerTotal {
    /// Who.
    pub payer: String,
    /// How much.
    pub amount: Money,
}

/// A billed weight and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BilledWeightAnswer {
    /// The parcel, from 1, where there are several and each is weighed.
    pub parcel: Option<usize>,
    /// In grams, exact.
    pub grams: Exact,
    /// In words, in the author's unit.
    pub text: String,
    /// The weight that was priced instead, in grams, where the next band was cheaper.
    pub priced_as: Option<Exact>,
    /// Each step that applied, in order.
    pub steps: Vec<StepTaken>,
}

/// One step of a reckoning.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepTaken {
    /// What was done, with its numbers: `volumetric 20 x 15 x 10 cm / 8000 cm3 per kg = 375 g`.
    pub text: String,
    /// Where the step stands.
    pub place: Option<SourcePlace>,
}

/// Why a service is not available.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// What kind of reason.
    pub kind: ReasonKind,
    /// The reason in words, with the value and the bound: `weight is 31 kg, standard carries up to 30 kg`.
    pub text: String,
    /// The rule: the service's name for a limit of the service, the statement's for a price row, the restriction's.
    pub rule: String,
    /// The item, from 1, where a restriction speaks of one.
    pub item: Option<usize>,
    /// The other item, from 1, where two do not keep apart.
    pub other_item: Option<usize>,
    /// The parcel, from 1, where there are several and one fails.
    pub parcel: Option<usize>,
    /// Whose rule it is and why there is one, of a restriction; its keys stand beside the others.
    #[serde(flatten)]
    pub cited: Cited,
    /// The value that failed, where a limit did.
    pub value: Option<String>,
    /// The bound that it failed, as written.
    pub bound: Option<String>,
    /// Where the rule stands.
    pub place: Option<SourcePlace>,
}

/// The kinds of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The ship date lies outside the tariff's or the service's dates.
    Dates,
    /// The service does not collect there.
    Origin,
    /// The service does not deliver there.
    Destination,
    /// A limit of the service.
    Limit,
    /// A row says `refuse` or `-`.
    Refused,
    /// A row says `refer`.
    Refer,
    /// A restriction forbids it.
    Forbidden,
    /// A restriction's limit does not hold.
    OverLimit,
    /// Two kinds of goods do not keep apart.
    NotSeparate,
}

/// What a restriction says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Whose rule it is.
    pub authorities: Vec<String>,
    /// Why there is a rule, in every language that the policy writes.
    pub because: Vec<Because>,
    /// Where to read more.
    pub see: Vec<String>,
}

/// A reason of the policy in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The language's tag, such as `zh`; none for the policy's own.
    pub language: Option<String>,
    /// The reason.
    pub text: String,
}

/// Something that must be provided before it can be shipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// The rule that requires.
    pub rule: String,
    /// In words: `CPNP notification for item 1`.
    pub text: String,
    /// What to provide.
    pub documents: Vec<RequiredDocument>,
    /// Whether each of the documents is needed, or one is enough.
    pub needed: Needed,
    /// The item that needs it, from 1; none where the shipment does.
    pub item: Option<usize>,
    /// Whose rule it is and why there is one; its keys stand beside the others.
    #[serde(flatten)]
    pub cited: Cited,
    /// Where the rule stands.
    pub place: Option<SourcePlace>,
}

/// Whether each of several documents is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Each of them.
    All,
    /// One is enough.
    Any,
}

/// A document that is lacking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequiredDocument {
    /// The key under which a host provides it.
    pub document: String,
    /// What staff call it.
    pub title: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Why what is at hand, if anything, does not count.
    pub why: Lack,
}

/// Why a document does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// It is not at hand.
    Absent,
    /// It is issued after the day of shipping.
    NotYetIssued,
    /// It is older than the rule takes.
    TooOld,
    /// Its last valid day is before the day of shipping.
    Expired,
}

/// Something that the policy wants told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The rule that warns.
    pub rule: String,
    /// In words.
    pub text: String,
    /// The item, from 1, where it is about one.
    pub item: Option<usize>,
    /// Whether it surely applies, or a missing fact would tell.
    pub certainty: Certainty,
    /// Whose rule it is and why there is one; its keys stand beside the others.
    #[serde(flatten)]
    pub cited: Cited,
    /// Where the rule stands.
    pub place: Option<SourcePlace>,
}

/// Whether a warning surely applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It does.
    Surely,
    /// A missing fact would tell.
    Possibly,
}

/// A fact that must be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// Its key: `battery`, `destination.postcode`, `ship_time`, `rate USD/CNY`.
    pub fact: String,
    /// The item, from 1, where an item lacks it.
    pub item: Option<usize>,
    /// What staff call it.
    pub title: String,
    /// The rules that ask, by name.
    pub asked_by: Vec<String>,
}

/// An exchange rate that an answer used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateUsed {
    /// As written or given: `1 USD = 7.1240 CNY`.
    pub text: String,
    /// Where it was written; none where the host gave it.
    pub place: Option<SourcePlace>,
}

/// The service to take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recommendation {
    /// The verdict on the recommendation itself: available, conditional, or needs where an undecided service could win.
    pub verdict: Verdict,
    /// The service; none where it cannot be told yet.
    pub service: Option<String>,
    /// Why.
    pub reason: String,
    /// Where the rule that decided stands.
    pub place: Option<SourcePlace>,
}

/// A place in the policy, for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourcePlace {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}
