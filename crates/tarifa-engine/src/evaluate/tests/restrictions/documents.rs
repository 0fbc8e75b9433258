//! Requirements: what must be at hand, for which item, and until when it counts.

use super::*;

fn requiring(rule: RestrictionRule) -> Policy {
    policy().restriction("rule", Subject::Item, rule, is(PERFUME))
}

fn with(provided: Vec<Provided>) -> Shipment {
    Shipment { provided, ..of(vec![pieces(1, "perfume")]) }
}

fn dated(issued: Option<&str>, valid_to: Option<&str>) -> Vec<Provided> {
    let day = |day: Option<&str>| day.map(|day| day.parse().unwrap());
    vec![Provided { document: "cpnp".to_owned(), issued: day(issued), valid_to: day(valid_to) }]
}

#[test]
fn all_that_is_lacking_is_told_at_once() {
    let all = || requiring(require(&[CPNP, MSDS], Join::All));
    check(all(), with(vec![]), "requires rule item 0: cpnp Absent + msds Absent");
    check(all(), with(vec![provided("cpnp")]), "requires rule item 0: msds Absent");
    check(all(), with(vec![provided("cpnp"), provided("msds")]), AVAILABLE);
    let any = || requiring(require(&[CPNP, MSDS], Join::Any));
    check(any(), with(vec![]), "requires rule item 0: cpnp Absent + msds Absent");
    check(any(), with(vec![provided("msds")]), AVAILABLE);
}

#[test]
fn it_is_asked_of_every_item_and_met_by_the_item_or_the_shipment() {
    let rule = || requiring(require(&[CPNP], Join::All));
    let own = Item { provided: vec![provided("cpnp")], ..pieces(1, "perfume") };
    check(rule(), of(vec![own.clone()]), AVAILABLE);
    check(rule(), of(vec![own, pieces(1, "perfume"), pieces(1, "phone")]), "requires rule item 1: cpnp Absent");
    check(rule(), of(vec![pieces(1, "phone")]), AVAILABLE);
}

#[test]
fn a_requirement_of_the_shipment_is_not_met_by_an_item() {
    let rule = || policy().restriction("rule", Subject::Shipment, require(&[CPNP], Join::All), Condition::Always);
    check(rule(), of(vec![]), "requires rule: cpnp Absent");
    let own = Item { provided: vec![provided("cpnp")], ..pieces(1, "perfume") };
    check(rule(), of(vec![own]), "requires rule: cpnp Absent");
    check(rule(), with(vec![provided("cpnp")]), AVAILABLE);
}

#[test]
fn a_document_counts_through_its_last_day() {
    // It ships on 2026-03-02.
    let rule = || requiring(require(&[CPNP], Join::All));
    check(rule(), with(dated(None, Some("2026-03-02"))), AVAILABLE);
    check(rule(), with(dated(None, Some("2026-03-01"))), "requires rule item 0: cpnp Expired");
    check(rule(), with(dated(Some("2026-03-02"), None)), AVAILABLE);
    check(rule(), with(dated(Some("2026-03-03"), None)), "requires rule item 0: cpnp NotYetIssued");
    let either = [dated(None, Some("2026-03-01")), vec![provided("cpnp")]].concat();
    check(rule(), with(either), AVAILABLE);
}

#[test]
fn a_document_counts_through_the_last_day_of_its_age() {
    let aged = || {
        let age = Age { count: 1, unit: AgeUnit::Years };
        requiring(RestrictionRule::Require(Requirement {
            documents: vec![CPNP],
            join: Join::All,
            validity: Some(Validity::NotOlderThan(age)),
        }))
    };
    check(aged(), with(dated(Some("2025-03-02"), None)), AVAILABLE);
    check(aged(), with(dated(Some("2025-03-01"), None)), "requires rule item 0: cpnp TooOld");
    check(aged(), with(dated(None, None)), "needs Issued(DocumentId(0), None)");
    check(aged(), with(dated(None, Some("2026-03-01"))), "requires rule item 0: cpnp Expired");
    check(aged(), with(dated(Some("2025-03-02"), Some("2026-03-01"))), "requires rule item 0: cpnp Expired");
    let same_year = requiring(RestrictionRule::Require(Requirement {
        documents: vec![CPNP],
        join: Join::All,
        validity: Some(Validity::SameYear),
    }));
    check(same_year, with(dated(Some("2025-12-31"), None)), "requires rule item 0: cpnp TooOld");
    // Of two copies, the one that comes closest says why.
    let two = [dated(Some("2026-03-03"), None), dated(Some("2025-03-01"), None)].concat();
    check(aged(), with(two), "requires rule item 0: cpnp TooOld");
}

#[test]
fn a_missing_day_is_asked_for_only_where_it_could_matter() {
    let rule = || requiring(require(&[CPNP], Join::All));
    let undated = |provided| Shipment { ship_date: None, ..with(provided) };
    check(rule(), undated(vec![provided("cpnp")]), AVAILABLE);
    check(rule(), undated(vec![]), "requires rule item 0: cpnp Absent");
    check(rule(), undated(dated(None, Some("2026-03-01"))), "needs Date(ShipDate)");
}
