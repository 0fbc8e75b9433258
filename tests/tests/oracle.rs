//! The engine agrees with the oracle in every field, on random rule sets and
//! random shipments, complete or with something left out.
//!
//! `TARIFA_CASES=1000000 cargo test --release -p tarifa-tests --test oracle`
//! runs as many shipments as it says.

#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the whole file is a test, where a broken assumption must stop the run"
)]

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;
use tarifa::answer::{Answer, ReasonKind, ServiceOption, Verdict};
use tarifa::diagnostics::Severity;
use tarifa::shipment::Shipment;
use tarifa::{Compilation, Sources};
use tarifa_compiler::model::Model;
use tarifa_engine::evaluate::{Certainty, Lack, Need, Quote, Reason, Runtime};
use tarifa_engine::program::{Join, Program, RestrictionId, RestrictionRule, ServiceId};
use tarifa_tests::generate::{Asked, CONSTRUCTS, Dice, LEFT_OUT, LeftOut, rule_set, without};
use tarifa_tests::oracle::{self, Fraction, OracleLack, OracleOption, OracleReason, OracleUnmet, OracleWarned, Said};

/// Shipments for each rule set.
const SHIPMENTS: u64 = 10;

/// How many shipments are tried.
fn cases() -> u64 {
    std::env::var("TARIFA_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000)
}

fn fraction(value: tarifa::exact::Exact) -> Fraction {
    Fraction::new(value.numerator().into(), value.denominator().into())
}

/// What restrictions say, in the oracle's form: numbers of rules, items and parcels, and exact values.
fn said(quote: &Quote) -> Said {
    let rule = |id: RestrictionId| id.0 as usize;
    let item = |item: u32| item as usize;
    let reason = |reason: &Reason| {
        let plain = |id| OracleReason {
            restriction: rule(id),
            part: None,
            item: None,
            other_item: None,
            parcel: None,
            value: None,
        };
        Some(match *reason {
            Reason::Forbidden { restriction, item: of } => OracleReason { item: of.map(item), ..plain(restriction) },
            Reason::OverLimit { restriction, part, item: of, parcel, value } => OracleReason {
                part: Some(part.into()),
                item: of.map(item),
                parcel: parcel.map(usize::from),
                value: value.map(fraction),
                ..plain(restriction)
            },
            Reason::NotSeparate { restriction, first, second, parcel } => OracleReason {
                item: Some(item(first)),
                other_item: Some(item(second)),
                parcel: parcel.map(usize::from),
                ..plain(restriction)
            },
            Reason::TariffDates
            | Reason::ServiceDates
            | Reason::Origin
            | Reason::Destination
            | Reason::Limit { .. }
            | Reason::Refused { .. }
            | Reason::Refer { .. } => return None,
        })
    };
    let lack = |lack| match lack {
        Lack::Absent => OracleLack::Absent,
        Lack::NotYetIssued => OracleLack::NotYetIssued,
        Lack::TooOld => OracleLack::TooOld,
        Lack::Expired => OracleLack::Expired,
    };
    let unmet = quote.requirements.iter().map(|unmet| OracleUnmet {
        restriction: rule(unmet.restriction),
        item: unmet.item.map(item),
        documents: unmet.documents.iter().map(|(id, why)| (usize::from(id.0), lack(*why))).collect(),
    });
    let warned = |warned: &tarifa_engine::evaluate::Warned| OracleWarned {
        restriction: rule(warned.restriction),
        item: warned.item.map(item),
    };
    let mut said = Said {
        reasons: quote.reasons.iter().filter_map(reason).collect(),
        unmet: unmet.collect(),
        warnings: quote.warnings.iter().map(warned).collect(),
    };
    said.reasons.sort();
    said.unmet.sort();
    said.warnings.sort();
    said
}

/// Checks that an answer in words names what the numbers say: the rules, the items and parcels from 1, the bounds.
#[track_caller]
fn check_words(model: &Model, parcels: usize, option: &ServiceOption, said: &Said, context: &str) {
    let name = |restriction: usize| model.restrictions[restriction].name.clone();
    let from_one = |number: Option<usize>| number.map(|number| number + 1);
    let bound = |reason: &OracleReason| match &model.restrictions[reason.restriction].rule {
        RestrictionRule::Limit(parts) => reason.part.map(|part| parts[part].text.clone()),
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => None,
    };
    let mut expected: Vec<_> = said
        .reasons
        .iter()
        .map(|reason| {
            let parcel = from_one(reason.parcel).filter(|_| parcels > 1);
            (name(reason.restriction), from_one(reason.item), from_one(reason.other_item), parcel, bound(reason))
        })
        .collect();
    let restricts = |kind| matches!(kind, ReasonKind::Forbidden | ReasonKind::OverLimit | ReasonKind::NotSeparate);
    let of_restrictions = option.reasons.iter().filter(|reason| restricts(reason.kind));
    let mut found: Vec<_> = of_restrictions
        .map(|reason| (reason.rule.clone(), reason.item, reason.other_item, reason.parcel, reason.bound.clone()))
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "reasons in words (left) and numbers (right)\n{context}");
    let document = |number: usize| model.documents[number].name.clone();
    let mut expected: Vec<(String, Option<usize>, Vec<String>)> = Vec::new();
    for unmet in &said.unmet {
        let documents = unmet.documents.iter().map(|(number, _)| document(*number)).collect();
        expected.push((name(unmet.restriction), from_one(unmet.item), documents));
    }
    let words = option.requirements.iter().map(|required| {
        let documents = required.documents.iter().map(|document| document.document.clone()).collect();
        (required.rule.clone(), required.item, documents)
    });
    let mut found: Vec<(String, Option<usize>, Vec<String>)> = words.collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "requirements in words (left) and numbers (right)\n{context}");
    let mut expected: Vec<_> =
        said.warnings.iter().map(|warned| (name(warned.restriction), from_one(warned.item))).collect();
    let mut found: Vec<_> = option.warnings.iter().map(|warning| (warning.rule.clone(), warning.item)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "warnings in words (left) and numbers (right)\n{context}");
}

/// What the engine says of every service, in the oracle's form.
fn found(compilation: &Compilation, shipment: &Shipment, context: &str) -> (Answer, Vec<OracleOption>) {
    let tariff = compilation.tariff.as_ref().expect("it compiles");
    let answer: Answer = tariff.quote(shipment).unwrap_or_else(|error| panic!("{error}\n{shipment:#?}\n{context}"));
    let runtime = tariff.runtime();
    let prepared = runtime.prepare(shipment).unwrap_or_else(|errors| panic!("{errors:?}\n{shipment:#?}\n{context}"));
    let parcels = shipment.parcels.as_ref().map_or(1, Vec::len);
    let options = (0_u16..).map(ServiceId).zip(&answer.options).map(|(id, option)| {
        let quote = runtime.quote(id, &prepared).unwrap_or_else(|fault| panic!("{fault:?}\n{shipment:#?}\n{context}"));
        let said = said(&quote);
        check_words(&compilation.model, parcels, option, &said, &format!("{shipment:#?}\n{context}"));
        OracleOption { said, ..in_the_oracles_form(option) }
    });
    let options = options.map(without_nothing).collect();
    (answer, options)
}

/// What an option says of its price, in the oracle's form.
fn in_the_oracles_form(option: &ServiceOption) -> OracleOption {
    let mut lines: BTreeMap<(String, usize), Fraction> = BTreeMap::new();
    for line in &option.lines {
        let key = (line.name.clone(), line.parcel.unwrap_or(0));
        *lines.entry(key).or_insert_with(Fraction::zero) += fraction(line.amount.amount);
    }
    OracleOption {
        service: option.service.clone(),
        verdict: option.verdict,
        lines,
        total: option.total.map(|total| fraction(total.amount)),
        payers: option.payers.iter().map(|payer| (payer.payer.clone(), fraction(payer.amount.amount))).collect(),
        billed_weights: each_weighed(option).collect(),
        said: Said::default(),
    }
}

/// The weights of the parcels that are weighed; their sum, where it is priced, is left out.
fn each_weighed(option: &ServiceOption) -> impl Iterator<Item = Fraction> + '_ {
    let of_parcels = option.billed_weights.iter().any(|billed| billed.parcel.is_some());
    let each = option.billed_weights.iter().filter(move |billed| !of_parcels || billed.parcel.is_some());
    each.map(|billed| fraction(billed.grams))
}

/// Lines and payers of no amount say nothing, and a billed weight matters only where there is a price.
fn without_nothing(mut option: OracleOption) -> OracleOption {
    option.lines.retain(|_, amount| !amount.is_zero());
    option.payers.retain(|_, amount| !amount.is_zero());
    of_priced_weight(option)
}

/// A billed weight matters only where there is a price.
fn of_priced_weight(mut option: OracleOption) -> OracleOption {
    if !matches!(option.verdict, Verdict::Available | Verdict::Conditional) {
        option.billed_weights.clear();
    }
    option
}

#[track_caller]
fn check(compilation: &Compilation, shipment: &Shipment, context: &str) {
    let (answer, found) = found(compilation, shipment, context);
    let days: Vec<_> = answer.options.iter().map(|option| option.transit_days).collect();
    let expected = oracle::transit(&compilation.model, shipment);
    assert_eq!(Ok(days), expected, "transit of engine (left) and oracle (right)\n{shipment:#?}\n{context}");
    let expected = oracle::quote(&compilation.model, shipment)
        .unwrap_or_else(|missing| panic!("the oracle misses {missing:?}\n{shipment:#?}\n{context}"));
    let expected: Vec<_> = expected.into_iter().map(without_nothing).collect();
    assert_eq!(found, expected, "engine (left) and oracle (right)\n{shipment:#?}\n{context}");
}

/// Checks that a verdict alone says what the quote says of everything but the price, and is never more hopeful.
#[track_caller]
fn check_verdict(verdict: &Quote, quote: &Quote, context: &str) {
    let context = format!("{verdict:#?}\n{quote:#?}\n{context}");
    let (alone, priced) = (said(verdict), said(quote));
    assert!(verdict.lines.is_empty() && verdict.total.is_none() && verdict.payers.is_empty(), "{context}");
    match verdict.verdict {
        Verdict::NotServed => assert_eq!(quote.verdict, Verdict::NotServed, "{context}"),
        Verdict::Refused => {
            assert_eq!(quote.verdict, Verdict::Refused, "{context}");
            assert!(priced.reasons.iter().all(|reason| alone.reasons.contains(reason)), "{context}");
        }
        Verdict::Conditional | Verdict::Available => {
            assert!(quote.verdict != Verdict::NotServed && priced.reasons.is_empty(), "{context}");
            // A row that refuses needs no document; whoever asks for a fact of the price has not told of any.
            if matches!(quote.verdict, Verdict::Conditional | Verdict::Available | Verdict::Refer) {
                assert_eq!((&alone.unmet, &alone.warnings), (&priced.unmet, &priced.warnings), "{context}");
            }
        }
        Verdict::Needs => {
            // A row may refuse whatever else is told; otherwise the quote asks for the same, and perhaps for more.
            assert!(matches!(quote.verdict, Verdict::Needs | Verdict::Refused), "{context}");
            // Of what is refused one way or another, the reasons of one way are told.
            assert!(quote.verdict == Verdict::Refused || priced.reasons.is_empty(), "{context}");
            let asks = |need: &Need| quote.needs.iter().any(|other| other.missing == need.missing);
            assert!(quote.verdict == Verdict::Refused || verdict.needs.iter().all(asks), "{context}");
        }
        Verdict::Refer => panic!("only a price refers\n{context}"),
    }
}

/// Checks that the compact forms of the program's statements say what their general forms say.
#[track_caller]
fn check_forms(compilation: &Compilation, general: &Runtime, shipment: &Shipment, context: &str) {
    let compact = compilation.tariff.as_ref().expect("it compiles").runtime();
    let prepared = compact.prepare(shipment).unwrap_or_else(|errors| panic!("{errors:?}\n{shipment:#?}\n{context}"));
    for id in (0_u16..).map(ServiceId).take(compact.program().services.len()) {
        let (left, right) = (compact.quote(id, &prepared), general.quote(id, &prepared));
        assert_eq!(left, right, "compact (left) and general (right)\n{shipment:#?}\n{context}");
        let (alone, right) = (compact.verdict(id, &prepared), general.verdict(id, &prepared));
        assert_eq!(alone, right, "the verdict alone, compact (left) and general (right)\n{shipment:#?}\n{context}");
        if let (Ok(alone), Ok(quote)) = (alone, left) {
            check_verdict(&alone, &quote, &format!("{shipment:#?}\n{context}"));
        }
    }
}

/// The rule set as it evaluates without compact forms.
fn in_general(compilation: &Compilation) -> Runtime {
    Runtime::without_compact_forms(compilation.tariff.as_ref().expect("it compiles").program().clone())
}

/// How often each construct was written and each verdict was given.
#[derive(Default)]
struct Tally {
    /// Statements, ways to the billed weight and limits that have a compact form.
    compact: [usize; 3],
    /// Rule sets of which two rules contradict each other by chance.
    contradictory: u64,
    constructs: BTreeMap<&'static str, usize>,
    verdicts: BTreeMap<Verdict, usize>,
}

/// The rule sets that compile, each of them: those of a run without `TARIFA_CASES`.
const SOUND: u64 = 2_000;

/// Whether nothing but limits that leave nothing, by chance, keeps a rule set of a longer run from being a tariff.
fn contradicts_itself(seed: u64, compilation: &Compilation) -> bool {
    let mut errors = compilation.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    seed >= SOUND && errors.all(|found| matches!(found.code.id(), "E0910" | "E0590"))
}

/// Compiles the rule set of a seed and compares its shipments.
fn compare(seed: u64, tally: &mut Tally) {
    let rules = rule_set(seed);
    let compilation = tarifa::compile(&Sources::single("generated.tarifa", rules.text.as_str()));
    let Some(tariff) = &compilation.tariff else {
        assert!(
            contradicts_itself(seed, &compilation),
            "rule set {seed}: {:#?}\n{}",
            compilation.diagnostics,
            rules.text
        );
        tally.contradictory += 1;
        return;
    };
    for (construct, count) in &rules.constructs {
        *tally.constructs.entry(construct).or_insert(0) += *count;
    }
    let compaction = tariff.runtime().index().compaction();
    let compact = [compaction.blocks, compaction.weighings, compaction.limits];
    tally.compact.iter_mut().zip(compact).for_each(|(sum, count)| *sum += count);
    let general = in_general(&compilation);
    let mut dice = Dice::new(seed ^ 0x5eed);
    for index in 0..SHIPMENTS {
        let shipment = rules.shipment(&mut dice);
        check_forms(&compilation, &general, &shipment, &format!("rule set {seed}, shipment {index}\n{}", rules.text));
        check(&compilation, &shipment, &format!("rule set {seed}, shipment {index}\n{}", rules.text));
        for option in tariff.quote(&shipment).expect("an answer").options {
            *tally.verdicts.entry(option.verdict).or_insert(0) += 1;
        }
    }
}

#[test]
fn the_engine_agrees_with_the_oracle() {
    let seeds = cases().div_ceil(SHIPMENTS);
    let halves = std::thread::scope(|scope| {
        let half = |first: u64| {
            scope.spawn(move || {
                let mut tally = Tally::default();
                (first..seeds).step_by(2).for_each(|seed| compare(seed, &mut tally));
                tally
            })
        };
        [half(0), half(1)].map(|half| half.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let used: BTreeSet<&str> = halves.iter().flat_map(|tally| tally.constructs.keys().copied()).collect();
    assert_eq!(used, CONSTRUCTS.iter().copied().collect(), "every construct is generated");
    let contradictory: u64 = halves.iter().map(|tally| tally.contradictory).sum();
    assert!(contradictory <= seeds / 100, "{contradictory} of {seeds} rule sets contradict themselves");
    for tally in &halves {
        assert!(tally.compact.iter().all(|count| *count > 100), "every kind has compact forms: {:?}", tally.compact);
    }
    for verdict in [Verdict::NotServed, Verdict::Refused, Verdict::Refer, Verdict::Conditional, Verdict::Available] {
        let count: usize = halves.iter().filter_map(|tally| tally.verdicts.get(&verdict)).sum();
        assert!(count > 50, "{verdict:?} occurs {count} times");
    }
}

/// What must be the same for two answers to be one: warnings are told as possible, one refusal is as good as another, and
/// that two rules require the same document is no difference.
fn as_decided(model: &Model, option: &OracleOption) -> OracleOption {
    let mut decided = option.clone();
    decided.said.warnings.clear();
    if decided.verdict == Verdict::Refused {
        decided.said.reasons.clear();
    }
    let whichever_rule = |unmet: &OracleUnmet| -> Vec<OracleUnmet> {
        let of = |documents: &[(usize, OracleLack)]| OracleUnmet {
            restriction: 0,
            item: unmet.item,
            documents: documents.to_vec(),
        };
        match &model.restrictions[unmet.restriction].rule {
            RestrictionRule::Require(requirement) if requirement.join == Join::Any => vec![of(&unmet.documents)],
            RestrictionRule::Require(_)
            | RestrictionRule::Forbid
            | RestrictionRule::Limit(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => unmet.documents.chunks(1).map(of).collect(),
        }
    };
    decided.said.unmet = option.said.unmet.iter().flat_map(whichever_rule).collect();
    decided.said.unmet.sort();
    decided.said.unmet.dedup();
    decided
}

/// What could change the answer: of what was left out, that of which two values give two answers, all else being one.
fn decisive(possible: &BTreeMap<Vec<usize>, OracleOption>, holes: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for hole in 0..holes {
        let mut answers: BTreeMap<Vec<usize>, &OracleOption> = BTreeMap::new();
        for (choices, option) in possible {
            let mut rest = choices.clone();
            rest.remove(hole);
            if answers.insert(rest, option).is_some_and(|other| other != option) {
                found.insert(hole);
            }
        }
    }
    found
}

/// Checks that what is told as sure is so whatever was left out, and that nothing possible is passed over.
///
/// Of a refusal for which no reason is the same whatever was left out, those of one completion are told. Of goods that
/// do not keep apart a pair may be told that is one whatever was left out, also where another one comes first.
#[track_caller]
fn check_told(program: &Program, quote: &Quote, possible: &[(&OracleOption, &[OracleReason])], context: &str) {
    let told = said(quote);
    // What is written as one part of a limit and tested as several is one part.
    let written = |reason: &OracleReason| match &program.restrictions[reason.restriction].rule {
        RestrictionRule::Limit(parts) => {
            reason.part.and_then(|part| parts.iter().position(|other| other.at == parts[part].at))
        }
        RestrictionRule::Forbid
        | RestrictionRule::Require(_)
        | RestrictionRule::Separate(_)
        | RestrictionRule::Warn => reason.part,
    };
    let place = |reason: &OracleReason| OracleReason { value: None, part: written(reason), ..reason.clone() };
    let places = |reasons: &[OracleReason]| reasons.iter().map(place).collect::<BTreeSet<_>>();
    let carried = || possible.iter().filter(|(option, _)| option.verdict != Verdict::NotServed);
    let each: Vec<BTreeSet<OracleReason>> = carried().map(|(option, _)| places(&option.said.reasons)).collect();
    let common = each.iter().cloned().reduce(|common, other| &common & &other).unwrap_or_default();
    let with_pairs = carried().map(|(option, pairs)| &places(&option.said.reasons) | &places(pairs));
    let sure = with_pairs.reduce(|sure, other| &sure & &other).unwrap_or_default();
    let told_reasons = places(&told.reasons);
    let is_refused_variously = quote.verdict == Verdict::Refused && common.is_empty();
    let is_sure = told_reasons.is_subset(&sure) || is_refused_variously && each.contains(&told_reasons);
    assert!(is_sure || each.is_empty(), "{told_reasons:?} is told as sure\n{each:?}\n{context}");
    for (option, _) in carried() {
        if quote.verdict == Verdict::NotServed {
            continue;
        }
        for warned in &option.said.warnings {
            assert!(told.warnings.contains(warned), "{warned:?} is possible\n{context}");
        }
        for warned in quote.warnings.iter().filter(|warned| warned.certainty == Certainty::Surely) {
            let warned = OracleWarned {
                restriction: warned.restriction.0 as usize,
                item: warned.item.map(|item| item as usize),
            };
            assert!(option.said.warnings.contains(&warned), "{warned:?} is told as sure\n{context}");
        }
    }
}

/// Checks what the engine says when something is left out: the one answer of all completions, or that it is needed.
#[track_caller]
fn check_left_out(compilation: &Compilation, left: &LeftOut, context: &str) -> BTreeMap<Verdict, usize> {
    let context = format!("{:?}\n{:#?}\n{context}", left.holes, left.less);
    let (answer, found) = found(compilation, &left.less, &context);
    let runtime = compilation.tariff.as_ref().expect("it compiles").runtime();
    let prepared = runtime.prepare(&left.less).expect("it was prepared before");
    let quote = |whole| oracle::quote(&compilation.model, whole).expect("a complete shipment");
    let possible: BTreeMap<Vec<usize>, Vec<OracleOption>> = left
        .completions
        .iter()
        .map(|(choices, whole)| (choices.clone(), quote(whole).into_iter().map(of_priced_weight).collect()))
        .collect();
    let pairs = |whole| oracle::pairs(&compilation.model, whole).expect("a complete shipment");
    let pairs: Vec<Vec<Vec<OracleReason>>> = left.completions.values().map(pairs).collect();
    let mut verdicts = BTreeMap::new();
    for (index, (option, found)) in answer.options.iter().zip(&found).enumerate() {
        *verdicts.entry(option.verdict).or_insert(0) += 1;
        let each: Vec<&OracleOption> = possible.values().map(|options| &options[index]).collect();
        let id = ServiceId(u16::try_from(index).expect("few services"));
        let told: Vec<_> = each.iter().zip(&pairs).map(|(option, pairs)| (*option, &pairs[index][..])).collect();
        check_told(runtime.program(), &runtime.quote(id, &prepared).expect("an answer"), &told, &context);
        let turned_away = |option: &&OracleOption| matches!(option.verdict, Verdict::NotServed | Verdict::Refused);
        if each.iter().all(turned_away) && option.verdict == Verdict::Refused {
            // Surely refused where it is carried at all: nobody has to ask whether it is.
            continue;
        }
        // A line that rounds to nothing is told all the same, so whether there is one counts.
        let possible = possible
            .iter()
            .map(|(choices, options)| (choices.clone(), as_decided(&compilation.model, &options[index])))
            .collect();
        let decisive = decisive(&possible, left.holes.len());
        let may_ask = left.asked == Asked::AtLeast && option.verdict == Verdict::Needs;
        if decisive.is_empty() && !may_ask {
            let first = possible.values().next().expect("at least one completion");
            assert_eq!(
                as_decided(&compilation.model, found),
                without_nothing(first.clone()),
                "it decides nothing for {}\n{context}",
                option.service
            );
            continue;
        }
        let mut asked: Vec<_> = option.needs.iter().map(|need| (need.fact.clone(), need.item)).collect();
        asked.sort();
        let expected: Vec<_> = match left.asked {
            Asked::Exactly => decisive.into_iter().map(|hole| left.holes[hole].clone()).collect(),
            Asked::AtLeast => left.holes.clone(),
        };
        assert_eq!(option.verdict, Verdict::Needs, "{expected:?} decides {}\n{context}", option.service);
        assert_eq!(asked, expected, "asked for (left) and decisive (right) for {}\n{context}", option.service);
    }
    verdicts
}

#[test]
fn a_missing_fact_is_asked_for_exactly_where_it_could_change_the_answer() {
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for seed in 0..cases().div_ceil(200) {
        let rules = rule_set(seed);
        let compilation = tarifa::compile(&Sources::single("generated.tarifa", rules.text.as_str()));
        if compilation.tariff.is_none() && contradicts_itself(seed, &compilation) {
            continue;
        }
        let general = in_general(&compilation);
        let mut dice = Dice::new(seed ^ 0xfac7);
        for what in LEFT_OUT {
            let left = without(&rules.shipment(&mut dice), what);
            // Of a rule that asks whether something was told, telling it is another shipment, and no completion.
            if rules.text.contains(&format!("{what} is given")) {
                continue;
            }
            // How many different codes there are depends on all of them at once, so a code is then asked for beyond need.
            if *what == "hs" && rules.text.contains("count of distinct") {
                continue;
            }
            let context = format!("rule set {seed} without {what}\n{}", rules.text);
            check_forms(&compilation, &general, &left.less, &context);
            for (verdict, count) in check_left_out(&compilation, &left, &context) {
                *verdicts.entry(verdict).or_insert(0) += count;
            }
        }
    }
    for verdict in [Verdict::Needs, Verdict::Refused, Verdict::Conditional, Verdict::Available] {
        assert!(verdicts.get(&verdict).is_some_and(|count| *count > 20), "{verdict:?} occurs: {verdicts:?}");
    }
}
