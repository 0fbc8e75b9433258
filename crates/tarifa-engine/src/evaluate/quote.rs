//! What one service says to one shipment, as ids and exact numbers: the
//! compact answer, from which the explanation is rendered elsewhere.

use smallvec::SmallVec;

use crate::answer::Verdict;
use crate::currency::Currency;
use crate::exact::{ArithmeticError, Exact};
use crate::program::{
    BlockId, DateField, DocumentId, FactId, FactRef, LineId, PayerId, PlaceField, RestrictionId, ServiceId,
};

/// What one service says.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The service.
    pub service: ServiceId,
    /// The verdict.
    pub verdict: Verdict,
    /// The money lines, in the order of computing, for the first parcel, then the second, and so on; empty unless there is a price.
    pub lines: SmallVec<[QuoteLine; 6]>,
    /// The sum of the lines, discounts taken off; none unless there is a price.
    pub total: Option<Exact>,
    /// The sums of the lines by payer, in the order of the header; a discount lowers its payer's sum.
    pub payers: SmallVec<[(PayerId, Exact); 2]>,
    /// The billed weights: one for each parcel that is weighed, and one of the whole where it is priced at once.
    pub billed_weights: SmallVec<[BilledWeight; 1]>,
    /// The exchange rates that were used, each once.
    pub rates: SmallVec<[RateUse; 2]>,
    /// Why it is not available, all reasons at once.
    pub reasons: Vec<Reason>,
    /// What must be provided before it can be shipped, all at once, by rule and item; empty unless it is priced or referred.
    pub requirements: Vec<Unmet>,
    /// What is told and changes nothing, by rule and item.
    pub warnings: Vec<Warned>,
    /// What must be known first, each once, in the order of [`Missing`].
    pub needs: Vec<Need>,
}

impl Quote {
    /// An answer that is still to be given; every list in it has room for what is usual.
    #[must_use]
    pub fn new(service: ServiceId) -> Self {
        Self {
            service,
            verdict: Verdict::Available,
            lines: SmallVec::new(),
            total: None,
            payers: SmallVec::new(),
            billed_weights: SmallVec::new(),
            rates: SmallVec::new(),
            reasons: Vec::new(),
            requirements: Vec::new(),
            warnings: Vec::new(),
            needs: Vec::new(),
        }
    }

    /// Empties it for another answer, and keeps its room.
    #[inline(always)]
    pub(super) fn restart(&mut self, service: ServiceId) {
        let Self {
            service: own,
            verdict,
            lines,
            total,
            payers,
            billed_weights,
            rates,
            reasons,
            requirements,
            warnings,
            needs,
        } = self;
        (*own, *verdict, *total) = (service, Verdict::Available, None);
        lines.clear();
        payers.clear();
        billed_weights.clear();
        rates.clear();
        reasons.clear();
        requirements.clear();
        warnings.clear();
        needs.clear();
    }
}

/// One money line of one parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteLine {
    /// The line.
    pub line: LineId,
    /// The statement that priced it.
    pub block: BlockId,
    /// The row of the statement, from 0; 0 where it has one price.
    pub row: u32,
    /// The parcel, from 0; 0 where the consignment is priced at once.
    pub parcel: u16,
    /// Who pays it.
    pub payer: PayerId,
    /// The amount in the tariff's currency, rounded; positive for a discount.
    pub amount: Exact,
}

/// A weight that a price was read at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BilledWeight {
    /// The parcel, from 0; none for the consignment as a whole.
    pub parcel: Option<u16>,
    /// In grams.
    pub grams: Exact,
    /// The weight that was priced, where the next band was cheaper.
    pub priced_as: Option<Exact>,
}

/// Why a service is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The ship date lies outside the tariff's dates.
    TariffDates,
    /// The ship date lies outside the service's dates.
    ServiceDates,
    /// The service does not collect there.
    Origin,
    /// The service does not deliver there.
    Destination,
    /// A limit of the service does not hold.
    Limit {
        /// The limit, as an index into the service's.
        limit: u16,
        /// The parcel, from 0.
        parcel: u16,
        /// The value that lies outside the bounds; none for `only when`.
        value: Option<Exact>,
    },
    /// A restriction forbids it.
    Forbidden {
        /// The restriction.
        restriction: RestrictionId,
        /// The item that it forbids, from 0; none where it speaks of the shipment.
        item: Option<u32>,
    },
    /// A part of a restriction's limit does not hold.
    OverLimit {
        /// The restriction.
        restriction: RestrictionId,
        /// The part, from 0.
        part: u16,
        /// The item, from 0, where each piece is limited.
        item: Option<u32>,
        /// The parcel, from 0, where each parcel is limited and it is told which fails.
        parcel: Option<u16>,
        /// The value that lies outside the bounds, at least; none where two amounts are compared.
        value: Option<Exact>,
    },
    /// Two items that must keep apart do not.
    NotSeparate {
        /// The restriction.
        restriction: RestrictionId,
        /// The item of the one kind, from 0.
        first: u32,
        /// The item of the other, from 0.
        second: u32,
        /// The parcel that they share, from 0, where that is what they may not share.
        parcel: Option<u16>,
    },
    /// The row says `refuse` or `-`.
    Refused {
        /// The statement.
        block: BlockId,
        /// The row, from 0.
        row: u32,
    },
    /// The row says `refer`.
    Refer {
        /// The statement.
        block: BlockId,
        /// The row, from 0.
        row: u32,
    },
}

/// A requirement that is not met.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unmet {
    /// The rule that requires.
    pub restriction: RestrictionId,
    /// The item for which it does, from 0; none where it speaks of the shipment.
    pub item: Option<u32>,
    /// What is lacking: each of them, or one where the rule says `or`.
    pub documents: SmallVec<[(DocumentId, Lack); 2]>,
}

/// Why a document does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// A warning of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Warned {
    /// The rule that warns.
    pub restriction: RestrictionId,
    /// The item of which it does, from 0; none where it speaks of the shipment, or the items are not told.
    pub item: Option<u32>,
    /// Whether it surely applies.
    pub certainty: Certainty,
}

/// Whether a warning surely applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// It does.
    Surely,
    /// A fact that is missing would tell.
    Possibly,
}

/// A fact that must be known, and the rules that ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What is missing.
    pub missing: Missing,
    /// Who asks, each once, in the order of the program.
    pub asked_by: SmallVec<[Rule; 2]>,
}

/// Something that the host did not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// A place altogether.
    Country(PlaceField),
    /// The subdivision of a place.
    Subdivision(PlaceField),
    /// The postcode of a place.
    Postcode(PlaceField),
    /// The weight of the parcel, from 0.
    Weight(u16),
    /// The sides of the parcel, from 0.
    Sides(u16),
    /// The declared value.
    DeclaredValue,
    /// A date altogether.
    Date(DateField),
    /// The time of a date, since the zones that rules read it in disagree on the day.
    Time(DateField),
    /// The items.
    Items,
    /// A built-in or declared fact of the item, from 0; items of the rest of the order follow those of the consignment.
    Item(u32, FactRef),
    /// Which items are in which parcel.
    Contents,
    /// A declared fact of the shipment.
    Fact(FactId),
    /// The day on which a document was issued that is at hand for the item, from 0, or for the shipment.
    Issued(DocumentId, Option<u32>),
    /// The rate from one currency to another on the day of shipping.
    Rate(Currency, Currency),
}

/// A rule of the policy, for those who ask and those who fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The tariff's dates.
    Tariff,
    /// The service's places and dates.
    Service(ServiceId),
    /// A limit of the service.
    Limit(ServiceId, u16),
    /// A step of the service's billed weight.
    WeightStep(ServiceId, u16),
    /// A price statement.
    Block(BlockId),
    /// A restriction.
    Restriction(RestrictionId),
    /// A preference among services, by its index.
    Preference(u16),
}

/// An exchange rate that a quote used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateUse {
    /// Where it comes from.
    pub source: RateSource,
    /// Which way it was read.
    pub direction: RateDirection,
}

/// Where an exchange rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateSource {
    /// Written in the policy.
    Written {
        /// The period, as an index into the program's.
        period: u16,
        /// The rate, as an index into the period's.
        rate: u16,
    },
    /// Given by the host, as an index into the shipment's rates.
    Given(u16),
}

/// Which way an exchange rate was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateDirection {
    /// As it was written.
    Forward,
    /// As its exact inverse.
    Inverse,
}

/// What a checked program never answers: the statements contradict each other, or leave a hole, or a number does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Two statements decide the same thing differently.
    #[error("two statements decide the same thing differently")]
    Conflict {
        /// The one.
        first: Rule,
        /// The other.
        second: Rule,
    },
    /// The service carries the shipment, and nothing prices it.
    #[error("the service carries the shipment, and no statement prices its freight")]
    NoFreight(ServiceId),
    /// The statement applies, and none of its rows does.
    #[error("a price statement applies, and none of its rows does")]
    NoRow(BlockId),
    /// A volumetric weight is asked for, and no `volumetric` step applies.
    #[error("the volumetric weight is asked for, and no `volumetric` step applies")]
    NoVolumetricWeight(ServiceId),
    /// The billed weight has `bill` steps, and none applies.
    #[error("the billed weight has `bill` steps, and none applies")]
    NoBilledWeight(ServiceId),
    /// A number does not fit.
    #[error("{error}")]
    Arithmetic {
        /// The rule that was reckoned.
        rule: Rule,
        /// What was wrong.
        error: ArithmeticError,
    },
}
