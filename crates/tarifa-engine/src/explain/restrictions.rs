//! What restrictions say, with the item, the value and the bound, and why there is such a rule.

use crate::answer::{
    self, Because, Certainty, Cited, Needed, Reason, ReasonKind, RequiredDocument, Requirement, Warning,
};
use crate::evaluate::{self, Lack, Unmet, Warned};
use crate::exact::Exact;
use crate::prepare::Prepared;
use crate::program::{
    AmountTest, Condition, Join, LimitPart, Program, Restriction, RestrictionId, RestrictionRule, Within,
};

use super::words::{self, Kind};

/// The number of something, from 1.
pub(super) fn ordinal(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX).saturating_add(1)
}

fn of(program: &Program, id: RestrictionId) -> Option<&Restriction> {
    program.restrictions.get(id.0 as usize)
}

/// What a rule says of itself.
fn cited(rule: &Restriction) -> Cited {
    let because =
        rule.because.iter().map(|because| Because { language: because.language.clone(), text: because.text.clone() });
    Cited { authorities: rule.authorities.clone(), because: because.collect(), see: rule.see.clone() }
}

/// The reason in the policy's own language, behind a colon.
fn why(rule: &Restriction) -> String {
    let own = rule.because.iter().find(|because| because.language.is_none()).or_else(|| rule.because.first());
    // Without a reason, people read the rule's title; a rule without one has its name there.
    let title = Some(&rule.title).filter(|title| **title != rule.name);
    own.map(|because| &because.text).or(title).map_or_else(String::new, |text| format!(": {text}"))
}

/// An item with its category: `item 2 (power_bank)`.
fn item(program: &Program, shipment: &Prepared, position: u32) -> String {
    let count = shipment.items.as_ref().map_or(0, Vec::len);
    let position = position as usize;
    let (name, found) = match position.checked_sub(count) {
        Some(rest) => {
            (format!("item {} of the rest of the order", rest.saturating_add(1)), shipment.order_items.get(rest))
        }
        None => {
            let items = shipment.items.as_deref().unwrap_or_default();
            (format!("item {}", position.saturating_add(1)), items.get(position))
        }
    };
    let category = found.and_then(|item| item.categories.first());
    match category.and_then(|category| program.categories.nodes.get(*category as usize)) {
        Some(category) => format!("{name} ({})", category.name),
        None => name,
    }
}

fn parcel_of(shipment: &Prepared, parcel: Option<u16>) -> Option<usize> {
    parcel.filter(|_| shipment.parcels.len() > 1).map(|parcel| usize::from(parcel).saturating_add(1))
}

/// A reason of a rule, to be filled in.
fn reason(program: &Program, id: RestrictionId, kind: ReasonKind) -> Option<(&Restriction, Reason)> {
    let rule = of(program, id)?;
    let reason = Reason {
        cited: cited(rule),
        place: words::source_place(program, rule.at),
        ..super::reasons::plain(kind, String::new(), &rule.name)
    };
    Some((rule, reason))
}

pub(super) fn forbidden(program: &Program, shipment: &Prepared, id: RestrictionId, position: Option<u32>) -> Reason {
    let Some((rule, reason)) = reason(program, id, ReasonKind::Forbidden) else {
        return super::reasons::plain(ReasonKind::Forbidden, String::new(), "");
    };
    let what = position.map_or_else(|| "the shipment".to_owned(), |position| item(program, shipment, position));
    Reason { text: format!("{} forbids {what}{}", rule.name, why(rule)), item: position.map(ordinal), ..reason }
}

/// Where a limit was found not to hold.
pub(super) struct Exceeded {
    pub(super) restriction: RestrictionId,
    pub(super) part: u16,
    pub(super) item: Option<u32>,
    pub(super) parcel: Option<u16>,
    pub(super) value: Option<Exact>,
}

pub(super) fn over_limit(program: &Program, shipment: &Prepared, found: &Exceeded) -> Reason {
    let Some((rule, reason)) = reason(program, found.restriction, ReasonKind::OverLimit) else {
        return super::reasons::plain(ReasonKind::OverLimit, String::new(), "");
    };
    let part = part(rule, found.part);
    let value = found.value.zip(part).map(|(value, part)| shown(program, part, value));
    let parcel = parcel_of(shipment, found.parcel);
    let of_parcel = parcel.map_or_else(String::new, |parcel| format!(" in parcel {parcel}"));
    let of_item = found.item.map_or_else(String::new, |position| format!(" of {}", item(program, shipment, position)));
    let here = value.as_ref().map_or_else(
        || format!(", and that does not hold{of_parcel}{of_item}"),
        |value| format!(", here{of_parcel}{of_item} it is {value}"),
    );
    let bound = part.map(|part| part.text.clone());
    Reason {
        text: format!("{} allows {}{here}{}", rule.name, bound.as_deref().unwrap_or_default(), why(rule)),
        item: found.item.map(ordinal),
        parcel,
        value,
        bound,
        place: part.and_then(|part| words::source_place(program, part.at)).or(reason.place),
        ..reason
    }
}

fn part(rule: &Restriction, number: u16) -> Option<&LimitPart> {
    match &rule.rule {
        RestrictionRule::Limit(parts) => parts.get(usize::from(number)),
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => None,
    }
}

/// A value with its unit.
fn shown(program: &Program, part: &LimitPart, value: Exact) -> String {
    if let Condition::Amount(AmountTest { amount, .. }) = &part.test {
        return Kind::of(amount, program).show_beside(value, &part.text);
    }
    words::number(value)
}

pub(super) fn not_separate(
    program: &Program,
    shipment: &Prepared,
    id: RestrictionId,
    (first, second): (u32, u32),
    parcel: Option<u16>,
) -> Reason {
    let Some((rule, reason)) = reason(program, id, ReasonKind::NotSeparate) else {
        return super::reasons::plain(ReasonKind::NotSeparate, String::new(), "");
    };
    let parcel = parcel_of(shipment, parcel);
    let share = match &rule.rule {
        RestrictionRule::Separate(separation) => match separation.within {
            Within::Each | Within::Parcel => {
                parcel.map_or_else(|| "one parcel".to_owned(), |parcel| format!("parcel {parcel}"))
            }
            Within::Consignment => "one consignment".to_owned(),
            Within::Order => "one order".to_owned(),
        },
        RestrictionRule::Forbid | RestrictionRule::Require(_) | RestrictionRule::Limit(_) | RestrictionRule::Warn => {
            String::new()
        }
    };
    let (one, other) = (item(program, shipment, first), item(program, shipment, second));
    let pair = if first == second { format!("the pieces of {one}") } else { format!("{one} and {other}") };
    Reason {
        text: format!("{} keeps {pair} apart, and they share {share}{}", rule.name, why(rule)),
        item: Some(ordinal(first)),
        other_item: Some(ordinal(second)),
        parcel,
        ..reason
    }
}

/// What must be provided, in a host's terms.
pub(super) fn requirement(program: &Program, shipment: &Prepared, unmet: &Unmet) -> Option<Requirement> {
    let rule = of(program, unmet.restriction)?;
    let needed = match &rule.rule {
        RestrictionRule::Require(requirement) => match requirement.join {
            Join::All => Needed::All,
            Join::Any => Needed::Any,
        },
        RestrictionRule::Forbid | RestrictionRule::Limit(_) | RestrictionRule::Separate(_) | RestrictionRule::Warn => {
            Needed::All
        }
    };
    let document = |(id, lack): &(crate::program::DocumentId, Lack)| {
        let document = program.documents.get(usize::from(id.0))?;
        Some(RequiredDocument {
            document: document.name.clone(),
            title: document.title.clone(),
            kind: document.kind,
            why: lack_of(*lack),
        })
    };
    let documents: Vec<RequiredDocument> = unmet.documents.iter().filter_map(document).collect();
    let titles: Vec<String> = documents.iter().map(lacking).collect();
    let joined = match needed {
        Needed::All => titles.join(" and "),
        Needed::Any => titles.join(" or "),
    };
    let whose = unmet.item.map_or_else(|| "the shipment".to_owned(), |position| item(program, shipment, position));
    Some(Requirement {
        rule: rule.name.clone(),
        text: format!("{joined} for {whose}{}", why(rule)),
        documents,
        needed,
        item: unmet.item.map(ordinal),
        cited: cited(rule),
        place: words::source_place(program, rule.at),
    })
}

/// The document, and what is wrong with what is at hand.
fn lacking(document: &RequiredDocument) -> String {
    let title = &document.title;
    match document.why {
        answer::Lack::Absent => title.clone(),
        answer::Lack::NotYetIssued => format!("{title} (issued after the ship date)"),
        answer::Lack::TooOld => format!("{title} (too old on the ship date)"),
        answer::Lack::Expired => format!("{title} (expired on the ship date)"),
    }
}

const fn lack_of(lack: Lack) -> answer::Lack {
    match lack {
        Lack::Absent => answer::Lack::Absent,
        Lack::NotYetIssued => answer::Lack::NotYetIssued,
        Lack::TooOld => answer::Lack::TooOld,
        Lack::Expired => answer::Lack::Expired,
    }
}

/// A warning of the policy in words.
pub(super) fn warning(program: &Program, shipment: &Prepared, warned: &Warned) -> Option<Warning> {
    let rule = of(program, warned.restriction)?;
    let whose = warned.item.map_or_else(String::new, |position| format!(" ({})", item(program, shipment, position)));
    let certainty = match warned.certainty {
        evaluate::Certainty::Surely => Certainty::Surely,
        evaluate::Certainty::Possibly => Certainty::Possibly,
    };
    Some(Warning {
        rule: rule.name.clone(),
        text: format!("{}{whose}{}", rule.title, why(rule)),
        item: warned.item.map(ordinal),
        certainty,
        cited: cited(rule),
        place: words::source_place(program, rule.at),
    })
}
