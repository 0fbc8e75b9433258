//! A single value between two services: one carries what is under it, the other what is over it, and nothing what is just that.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::answer::Verdict as Answer;
use tarifa_engine::exact::Exact;
use tarifa_engine::program::{At, Condition, End, Expression, Interval, LimitTest, Measure, Node};

use crate::region::Undecided;
use crate::witness::{self, Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::{known, report};

/// A bound of a service that leaves its own value out.
#[derive(Clone, Debug)]
struct Open {
    /// The position of its limit.
    limit: usize,
    at: At,
    amount: Expression,
    value: Exact,
    side: Side,
}

/// On which side of its bound a service carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Under,
    Over,
}

/// Looks at every two services with such bounds at one value.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    let services = context.services.clone();
    let bounds: Vec<Vec<Open>> = services.iter().map(open_bounds).collect();
    let mut told: Vec<(Expression, Exact)> = Vec::new();
    for (under, its) in services.iter().zip(&bounds) {
        for (over, theirs) in services.iter().zip(&bounds).filter(|(other, _)| other.id != under.id) {
            for one in its.iter().filter(|one| one.side == Side::Under) {
                let meets =
                    |other: &&Open| other.side == Side::Over && other.value == one.value && other.amount == one.amount;
                let Some(other) = theirs.iter().find(meets) else { continue };
                if told.contains(&(one.amount.clone(), one.value)) {
                    continue;
                }
                if let Some(found) = between(context, (under, one), (over, other))? {
                    told.push((one.amount.clone(), one.value));
                    diagnostics.push(found);
                }
            }
        }
    }
    Ok(())
}

/// The bounds of a service that hold everywhere and leave their own value out.
fn open_bounds(carried: &Carried<'_>) -> Vec<Open> {
    let limits = carried.service.limits.iter().enumerate().filter(|(_, limit)| limit.scope == Condition::Always);
    let mut found = Vec::new();
    for (index, limit) in limits {
        let tests = match &limit.test {
            LimitTest::Amount { amount, interval } => vec![(amount.clone(), *interval)],
            LimitTest::Condition(condition) => known::of_condition(condition),
        };
        for (amount, interval) in tests.into_iter().filter(|(amount, _)| !is_billed(amount)) {
            let sides = [(interval.upper, Side::Under), (interval.lower, Side::Over)];
            for (bound, side) in sides {
                if let Some((value, End::Excluded)) = bound {
                    found.push(Open { limit: index, at: limit.at, amount: amount.clone(), value, side });
                }
            }
        }
    }
    found
}

/// The billed weight is each service's own.
fn is_billed(amount: &Expression) -> bool {
    let mut reads = false;
    amount.visit(&mut |node| {
        reads |=
            matches!(node, Node::Expression(Expression::Measure(Measure::BilledWeight | Measure::VolumetricWeight)));
    });
    reads
}

/// The finding, where some shipment of just that value is carried by no service and would be without the two bounds.
fn between<'a>(
    context: &mut Context<'a>,
    (under, one): (&Carried<'a>, &Open),
    (over, other): (&Carried<'a>, &Open),
) -> Result<Option<Diagnostic>, Undecided> {
    let (program, runtime) = (context.program, context.asker.runtime);
    let first = context.gates(under.id, under.service, &[one.limit])?;
    let second = context.gates(over.id, over.service, &[other.limit])?;
    let mut region = context.and(first.region, second.gates)?;
    for carried in context.services.clone() {
        region = context.minus(region, carried.gates)?;
    }
    let end = Some((one.value, End::Included));
    let further = [(one.amount.clone(), Interval { lower: end, upper: end })];
    for (case, parcel) in context.cases(under, region)? {
        let question = Question { region: case, parcel: &parcel, further: &further };
        let ids: Vec<_> = context.services.iter().map(|carried| carried.id).collect();
        let found = context.asker.ask(&question, |shipment, _| {
            let mut shipment = shipment.clone();
            shipment.service = None;
            for id in &ids {
                match witness::quote(program, runtime, *id, shipment.clone()) {
                    Some((_, Ok(quote))) if quote.verdict == Answer::NotServed => {}
                    Some((_, Ok(_))) | None => return Verdict::Otherwise,
                    Some((_, Err(_))) => return Verdict::Hidden,
                }
            }
            Verdict::Confirmed(shipment)
        });
        if let Finding::Found(_, shipment) = found {
            let value = report::amount_text(&one.amount, one.value);
            let (name, its) = (&under.service.name, &over.service.name);
            let message = format!("no service carries exactly {value}: `{name}` ends below it, `{its}` begins above");
            let title = format!("neither {name} nor {its} carries exactly {value}");
            return Ok(Some(
                Diagnostic::new(Code::ONE_POINT, context.span(other.at), message)
                    .related(context.span(one.at), "the other one")
                    .help(format!("write `up to {value}` in one, or `at least {value}` in the other"))
                    .witness(witness::example(program, &title, &shipment, "not served")),
            ));
        }
    }
    Ok(None)
}
