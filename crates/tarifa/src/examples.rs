//! Running the examples of a rule set: what was expected, what was found, and
//! the whole answer behind it.

mod case;
mod compensation;

use std::collections::BTreeSet;

use tarifa_compiler::model::{Example, Expectation};
use tarifa_diagnostics::Span;
use tarifa_engine::answer::{Answer, AnswerLine, ServiceOption, Verdict};
use tarifa_engine::case_answer::CaseAnswer;
use tarifa_engine::currency::Money;
use tarifa_engine::exact::Exact;
use tarifa_engine::unit::{Dimension, Quantity};

use crate::Tariff;
pub use case::run_case;
use compensation::Expected;

/// How one example went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The example's title; rows of a table carry their number.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// What did not come out as expected; empty for an example that passes.
    pub mismatches: Vec<Mismatch>,
    /// The answer; none where the shipment itself is not taken.
    pub answer: Option<Answer>,
    /// Of an example of a case, the answers at the moments at which something did not come out.
    pub cases: Vec<CaseAnswer>,
}

impl Outcome {
    /// Whether everything came out as expected.
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where it is written.
    pub span: Span,
    /// What was expected, in the language's words.
    pub expected: String,
    /// What was found, in the same words.
    pub found: String,
}

/// Runs `example` against `tariff`.
pub fn run(tariff: &Tariff, example: &Example) -> Outcome {
    let outcome = |mismatches, answer| Outcome {
        title: example.title.clone(),
        span: example.span,
        mismatches,
        answer,
        cases: Vec::new(),
    };
    match tariff.quote(&example.shipment) {
        Ok(answer) => {
            let option = option_at_hand(&answer, example.shipment.service.as_deref());
            let unmet = example.expectations.iter().filter_map(|(expectation, span)| {
                let judged = match expected_compensation(expectation) {
                    Some((name, expected)) => compensation::judge(tariff, &example.shipment, name, expected),
                    None => judge(expectation, &answer, option),
                };
                let found = judged.err()?;
                Some(Mismatch { span: *span, expected: in_words(expectation), found })
            });
            outcome(unmet.collect(), Some(answer))
        }
        Err(error) => {
            let expected = example.expectations.iter().map(|(expectation, _)| in_words(expectation));
            let expected = expected.collect::<Vec<_>>().join(", ");
            outcome(vec![Mismatch { span: example.span, expected, found: error.to_string() }], None)
        }
    }
}

/// What is expected of a compensation, if that is what is expected.
fn expected_compensation(expectation: &Expectation) -> Option<(&str, Expected)> {
    match expectation {
        Expectation::Compensation(name, None) => Some((name, Expected::Something)),
        Expectation::Compensation(name, Some(amount)) => Some((name, Expected::Amount(*amount))),
        Expectation::NoCompensation(name) => Some((name, Expected::Nothing)),
        Expectation::Total(_)
        | Expectation::Line(..)
        | Expectation::LinePresent(_)
        | Expectation::LineAbsent(_)
        | Expectation::BilledWeight(_)
        | Expectation::PayerTotal(..)
        | Expectation::Recommended(_)
        | Expectation::Verdict(_)
        | Expectation::NeedsFact(_)
        | Expectation::By(..)
        | Expectation::Requires(_)
        | Expectation::Warns(_)
        | Expectation::NoWarning(_) => None,
    }
}

/// The option that expectations speak of: the service asked for, else the
/// recommended one, else the first of the best verdict.
fn option_at_hand<'a>(answer: &'a Answer, asked: Option<&str>) -> Option<&'a ServiceOption> {
    let recommended = answer.recommended.as_ref().and_then(|recommendation| recommendation.service.as_deref());
    match asked.or(recommended) {
        Some(name) => answer.options.iter().find(|option| option.service == name),
        None => answer.options.iter().reduce(|best, option| if option.verdict > best.verdict { option } else { best }),
    }
}

/// Whether `expectation` is met; otherwise what was found instead.
fn judge(expectation: &Expectation, answer: &Answer, option: Option<&ServiceOption>) -> Result<(), String> {
    if let Expectation::Recommended(service) = expectation {
        let recommended = answer.recommended.as_ref().and_then(|recommendation| recommendation.service.as_ref());
        let found = recommended.map_or_else(|| "no service".to_owned(), |found| format!("service {found}"));
        return (recommended == Some(service)).then_some(()).ok_or(found);
    }
    let Some(option) = option else { return Err("no service".to_owned()) };
    match expectation {
        // What carriers owe is no matter of a service's answer.
        Expectation::Recommended(_) | Expectation::Compensation(..) | Expectation::NoCompensation(_) => Ok(()),
        Expectation::Total(expected) => match &option.total {
            Some(total) => (total == expected).then_some(()).ok_or_else(|| format!("total {total}")),
            None => Err(verdict_in_full(option)),
        },
        Expectation::Line(name, expected) => judge_line(name, expected, option),
        Expectation::LinePresent(name) => {
            lines_called(option, name).next().map(|_| ()).ok_or_else(|| priced_or(option, || format!("no {name}")))
        }
        Expectation::LineAbsent(name) => match (&option.total, lines_called(option, name).next()) {
            (Some(_), None) => Ok(()),
            (Some(_), Some(line)) => Err(format!("{name} {}", line.amount)),
            (None, _) => Err(verdict_in_full(option)),
        },
        Expectation::BilledWeight(grams) => judge_billed_weight(*grams, option),
        Expectation::PayerTotal(payer, expected) => {
            let paid = option.payers.iter().find(|total| total.payer == *payer);
            let found =
                || paid.map_or_else(|| format!("{payer} pays nothing"), |p| format!("{payer} pays {}", p.amount));
            let nothing = paid.is_none() && expected.amount.is_zero();
            let as_expected = nothing || paid.is_some_and(|total| total.amount == *expected);
            as_expected.then_some(()).ok_or_else(|| priced_or(option, found))
        }
        Expectation::Verdict(verdict) => {
            (option.verdict == *verdict).then_some(()).ok_or_else(|| verdict_in_full(option))
        }
        Expectation::NeedsFact(fact) => {
            let asked = option.needs.iter().any(|need| is_or_holds(fact, &need.fact));
            (option.verdict == Verdict::Needs && asked).then_some(()).ok_or_else(|| verdict_in_full(option))
        }
        Expectation::By(verdict, rule) => {
            let named = option.reasons.iter().any(|reason| reason.rule == *rule);
            (option.verdict == *verdict && named).then_some(()).ok_or_else(|| verdict_in_full(option))
        }
        Expectation::Requires(expected) => {
            let lacking = lacking(option);
            let found = || if lacking.is_empty() { verdict_in_full(option) } else { requires_in_words(&lacking) };
            (lacking == *expected).then_some(()).ok_or_else(found)
        }
        Expectation::Warns(rule) => {
            let warns = option.warnings.iter().any(|warning| warning.rule == *rule);
            warns.then_some(()).ok_or_else(|| warnings_in_words(option))
        }
        Expectation::NoWarning(rule) => {
            let meant = |warned: &str| rule.as_ref().is_none_or(|rule| rule == warned);
            let warns = option.warnings.iter().any(|warning| meant(&warning.rule));
            (!warns).then_some(()).ok_or_else(|| warnings_in_words(option))
        }
    }
}

/// Whether `asked` is `fact` or a part of it: `destination.postcode` of `destination`.
fn is_or_holds(fact: &str, asked: &str) -> bool {
    asked.strip_prefix(fact).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The documents that are lacking, each once, by name.
fn lacking(option: &ServiceOption) -> Vec<String> {
    let documents = option.requirements.iter().flat_map(|requirement| &requirement.documents);
    let names: BTreeSet<&String> = documents.map(|document| &document.document).collect();
    names.into_iter().cloned().collect()
}

fn requires_in_words(documents: &[String]) -> String {
    if documents.is_empty() { "nothing required".to_owned() } else { format!("requires {}", documents.join(", ")) }
}

fn warnings_in_words(option: &ServiceOption) -> String {
    let rules: BTreeSet<&str> = option.warnings.iter().map(|warning| warning.rule.as_str()).collect();
    if rules.is_empty() {
        return "no warning".to_owned();
    }
    format!("warns {}", rules.into_iter().collect::<Vec<_>>().join(", "))
}

fn lines_called<'a>(option: &'a ServiceOption, name: &'a str) -> impl Iterator<Item = &'a AnswerLine> {
    option.lines.iter().filter(move |line| line.name == name)
}

/// What `found` says of a priced option; else the verdict.
fn priced_or(option: &ServiceOption, found: impl FnOnce() -> String) -> String {
    if option.total.is_some() { found() } else { verdict_in_full(option) }
}

fn judge_line(name: &str, expected: &Money, option: &ServiceOption) -> Result<(), String> {
    let mut sum = Exact::ZERO;
    let mut currency = None;
    for line in lines_called(option, name) {
        let amount = match &line.original {
            Some(original) if original.currency == expected.currency => original,
            Some(_) | None => &line.amount,
        };
        currency = Some(amount.currency);
        sum = sum.checked_add(amount.amount).map_err(|error| error.to_string())?;
    }
    let Some(currency) = currency else { return Err(priced_or(option, || format!("no {name}"))) };
    let found = Money { amount: sum, currency };
    (found == *expected).then_some(()).ok_or_else(|| format!("{name} {found}"))
}

fn judge_billed_weight(expected: Exact, option: &ServiceOption) -> Result<(), String> {
    if option.billed_weights.is_empty() {
        return Err(verdict_in_full(option));
    }
    // Parcels that are weighed alone and priced together have their sum told too, for no parcel.
    let whole = option.billed_weights.iter().filter(|billed| billed.parcel.is_none());
    let counted: Vec<_> =
        if whole.clone().next().is_some() { whole.collect() } else { option.billed_weights.iter().collect() };
    let mut sum = Exact::ZERO;
    for billed in counted {
        sum = sum.checked_add(billed.priced_as.unwrap_or(billed.grams)).map_err(|error| error.to_string())?;
    }
    (sum == expected).then_some(()).ok_or_else(|| format!("billed weight {}", grams_in_words(sum)))
}

/// The verdict with its reasons or questions.
fn verdict_in_full(option: &ServiceOption) -> String {
    let verdict = verdict_in_words(option.verdict);
    let reasons = option.reasons.iter().map(|reason| reason.text.clone());
    let needs = option.needs.iter().map(|need| match need.item {
        Some(item) => format!("{} of item {item}", need.fact),
        None => need.fact.clone(),
    });
    let lacks = option.requirements.iter().map(|requirement| requirement.text.clone());
    let details: Vec<String> = match option.verdict {
        Verdict::Needs => needs.collect(),
        Verdict::Conditional => lacks.collect(),
        Verdict::NotServed | Verdict::Refused | Verdict::Refer | Verdict::Available => reasons.collect(),
    };
    match (details.is_empty(), &option.total) {
        (false, _) => format!("{verdict}: {}", details.join("; ")),
        (true, Some(total)) => format!("{verdict}, total {total}"),
        (true, None) => verdict.to_owned(),
    }
}

fn verdict_in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotServed => "not served",
        Verdict::Refused => "refused",
        Verdict::Needs => "needs",
        Verdict::Refer => "refer",
        Verdict::Conditional => "conditional",
        Verdict::Available => "available",
    }
}

/// The expectation as the language writes it.
fn in_words(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Total(money) => format!("total {money}"),
        Expectation::Line(name, money) => format!("{name} {money}"),
        Expectation::LinePresent(name) => name.clone(),
        Expectation::LineAbsent(name) => format!("no {name}"),
        Expectation::BilledWeight(grams) => format!("billed weight {}", grams_in_words(*grams)),
        Expectation::PayerTotal(payer, money) => format!("{payer} pays {money}"),
        Expectation::Recommended(service) => format!("service {service}"),
        Expectation::Verdict(verdict) => verdict_in_words(*verdict).to_owned(),
        Expectation::NeedsFact(fact) => format!("needs {fact}"),
        Expectation::By(verdict, rule) => format!("{} by {rule}", verdict_in_words(*verdict)),
        Expectation::Requires(documents) => requires_in_words(documents),
        Expectation::Warns(rule) => format!("warns {rule}"),
        Expectation::NoWarning(None) => "no warning".to_owned(),
        Expectation::NoWarning(Some(rule)) => format!("no warning {rule}"),
        Expectation::Compensation(name, None) => format!("compensation {name}"),
        Expectation::Compensation(name, Some(amount)) => format!("compensation {name} {amount}"),
        Expectation::NoCompensation(name) => format!("no compensation {name}"),
    }
}

/// A weight in the unit in which it was probably thought.
fn grams_in_words(grams: Exact) -> String {
    Quantity::readable(grams, Dimension::Weight).at_a_glance()
}
