//! Billed-weight lines: of those that set one weight, exactly one may apply wherever that weight is read.

pub(super) mod idle;

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::evaluate::{Fault, Rule};
use tarifa_engine::program::{Expression, Measure, Node, WeightStep, WeightStepKind};

use crate::region::{Region, Undecided};
use crate::witness::{Finding, Question, Verdict};

use super::context::{Carried, Context};
use super::report;

/// What a line sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sets {
    Volumetric,
    Billed,
}

/// Looks at the billed-weight lines of every service.
pub(super) fn check(context: &mut Context<'_>, diagnostics: &mut Diagnostics) -> Result<(), Undecided> {
    for carried in context.services.clone() {
        for sets in [Sets::Volumetric, Sets::Billed] {
            let steps: Vec<(u16, &WeightStep)> = (0_u16..)
                .zip(&carried.service.billed_weight.steps)
                .filter(|(_, step)| what(step) == Some(sets))
                .collect();
            twice(context, &carried, &steps, diagnostics)?;
            never(context, &carried, sets, &steps, diagnostics)?;
        }
    }
    Ok(())
}

fn what(step: &WeightStep) -> Option<Sets> {
    match step.kind {
        WeightStepKind::Volumetric { .. } => Some(Sets::Volumetric),
        WeightStepKind::Bill(_) => Some(Sets::Billed),
        WeightStepKind::Sides(_)
        | WeightStepKind::Minimum(_)
        | WeightStepKind::Maximum(_)
        | WeightStepKind::Rounded(_)
        | WeightStepKind::RoundedByWeight(_) => None,
    }
}

/// Two lines that apply at once.
fn twice(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    steps: &[(u16, &WeightStep)],
    diagnostics: &mut Diagnostics,
) -> Result<(), Undecided> {
    for (index, (a, first)) in steps.iter().enumerate() {
        for (b, second) in steps.iter().skip(index.saturating_add(1)) {
            let both = {
                let (first, second) = (context.region(&first.when)?, context.region(&second.when)?);
                context.and(first, second)?
            };
            let is_they =
                |rule: &Rule| *rule == Rule::WeightStep(carried.id, *a) || *rule == Rule::WeightStep(carried.id, *b);
            let found = in_cases(context, carried, both, |fault| match fault {
                // Lines that happen to set the same weight apply both all the same.
                None => Verdict::Confirmed(()),
                Some(Fault::Conflict { first, second }) if is_they(first) && is_they(second) => Verdict::Confirmed(()),
                Some(_) => Verdict::Hidden,
            })?;
            let (first, second) = (context.span(first.at), context.span(second.at));
            match found {
                Finding::Found(shipment, ()) => diagnostics.push(
                    Diagnostic::new(Code::WEIGHT_STEP_CONFLICT, second, "two lines set one weight at once")
                        .label("this line")
                        .related(first, "and this one apply both")
                        .help("write `when` after both so that only one applies, or `otherwise` after the last")
                        .witness(report::example(context, "one line sets the weight", &shipment)),
                ),
                Finding::Undecided(why) => {
                    diagnostics.push(
                        report::undecided(second, "two lines set one weight at once", why)
                            .related(first, "the other line"),
                    );
                }
                Finding::Nothing | Finding::Hidden => {}
            }
        }
    }
    Ok(())
}

/// A weight that is read where no line sets it.
fn never(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    sets: Sets,
    steps: &[(u16, &WeightStep)],
    diagnostics: &mut Diagnostics,
) -> Result<(), Undecided> {
    let mut set = Vec::new();
    for (_, step) in steps {
        set.push(context.region(&step.when)?);
    }
    let set = context.asker.diagram.union(set)?;
    let read = match sets {
        Sets::Billed if steps.is_empty() => Region::EMPTY,
        Sets::Billed => Region::FULL,
        Sets::Volumetric => volumetric_read(context, carried)?,
    };
    let unset = context.minus(read, set)?;
    let (what, is_it) = match sets {
        Sets::Volumetric => ("volumetric", Fault::NoVolumetricWeight(carried.id)),
        Sets::Billed => ("bill", Fault::NoBilledWeight(carried.id)),
    };
    let found = in_cases(context, carried, unset, |fault| match fault {
        Some(fault) if *fault == is_it => Verdict::Confirmed(()),
        Some(_) => Verdict::Hidden,
        None => Verdict::Otherwise,
    })?;
    let last = steps.last().map_or(carried.service.at, |(_, step)| step.at);
    // A service that takes over the lines of another has nothing of its own to mend.
    let is_known = |known: &Diagnostic| {
        known.code == Code::WEIGHT_STEP_GAP
            && known.primary.as_ref().is_some_and(|label| label.span == context.span(last))
    };
    if !steps.is_empty() && diagnostics.iter().any(is_known) {
        return Ok(());
    }
    let name = &carried.service.name;
    match found {
        Finding::Found(shipment, ()) => diagnostics.push(
            Diagnostic::new(
                Code::WEIGHT_STEP_GAP,
                context.span(last),
                format!("`{name}` carries this shipment, and no `{what}` line applies to it"),
            )
            .label(format!("the last `{what}` line"))
            .help(format!("write a `{what}` line for it, or `otherwise` after the last one"))
            .witness(report::example(context, &format!("{name} knows the weight"), &shipment)),
        ),
        Finding::Undecided(why) => {
            let question = format!("a `{what}` line of `{name}` applies to everything that it carries");
            diagnostics.push(report::undecided(context.span(last), &question, why));
        }
        Finding::Nothing | Finding::Hidden => {}
    }
    Ok(())
}

/// Where the volumetric weight is read: by a `bill` line that applies, or anywhere by a limit or a price.
fn volumetric_read(context: &mut Context<'_>, carried: &Carried<'_>) -> Result<Region, Undecided> {
    let mut is_read_elsewhere = false;
    let mut look = |node: Node<'_>| {
        is_read_elsewhere |= matches!(node, Node::Expression(Expression::Measure(Measure::VolumetricWeight)));
    };
    for limit in &carried.service.limits {
        limit.scope.visit(&mut look);
        match &limit.test {
            tarifa_engine::program::LimitTest::Condition(condition) => condition.visit(&mut look),
            tarifa_engine::program::LimitTest::Amount { amount, .. } => amount.visit(&mut look),
        }
    }
    if is_read_elsewhere {
        return Ok(Region::FULL);
    }
    let mut read = Vec::new();
    for step in &carried.service.billed_weight.steps {
        let mut reads = false;
        if let WeightStepKind::Bill(amount) = &step.kind {
            amount.visit(&mut |node| {
                reads |= matches!(node, Node::Expression(Expression::Measure(Measure::VolumetricWeight)));
            });
        }
        if reads {
            read.push(context.region(&step.when)?);
        }
    }
    context.asker.diagram.union(read)
}

/// Asks in each case of the service until one has a shipment.
fn in_cases(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    region: Region,
    verdict: impl Fn(Option<&Fault>) -> Verdict<()>,
) -> Result<Finding<()>, Undecided> {
    let mut open = None;
    for (case, parcel) in &carried.cases {
        let region = context.and(region, *case)?;
        let question = Question { region, parcel, further: &[] };
        match context.asker.ask(&question, |_, answer| verdict(answer.as_ref().err())) {
            found @ Finding::Found(..) => return Ok(found),
            Finding::Undecided(why) => open = Some(why),
            Finding::Nothing | Finding::Hidden => {}
        }
    }
    Ok(open.map_or(Finding::Nothing, Finding::Undecided))
}
