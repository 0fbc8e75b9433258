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
use tarifa::answer::{Answer, ServiceOption, Verdict};
use tarifa::shipment::Shipment;
use tarifa::{Compilation, Sources};
use tarifa_engine::evaluate::Runtime;
use tarifa_engine::program::ServiceId;
use tarifa_tests::generate::{CONSTRUCTS, Dice, LEFT_OUT, complete_shipment, completions, rule_set, without};
use tarifa_tests::oracle::{self, Fraction, OracleOption};

/// Shipments for each rule set.
const SHIPMENTS: u64 = 10;

/// How many shipments are tried.
fn cases() -> u64 {
    std::env::var("TARIFA_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000)
}

fn fraction(value: tarifa::exact::Exact) -> Fraction {
    Fraction::new(value.numerator().into(), value.denominator().into())
}

/// What the engine says, in the oracle's form.
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
    if option.verdict != Verdict::Available {
        option.billed_weights.clear();
    }
    option
}

#[track_caller]
fn check(compilation: &Compilation, shipment: &Shipment, context: &str) {
    let tariff = compilation.tariff.as_ref().expect("it compiles");
    let answer: Answer = tariff.quote(shipment).unwrap_or_else(|error| panic!("{error}\n{shipment:#?}\n{context}"));
    let expected = oracle::quote(&compilation.model, shipment)
        .unwrap_or_else(|missing| panic!("the oracle misses {missing:?}\n{shipment:#?}\n{context}"));
    let found: Vec<_> = answer.options.iter().map(in_the_oracles_form).map(without_nothing).collect();
    let expected: Vec<_> = expected.into_iter().map(without_nothing).collect();
    assert_eq!(found, expected, "engine (left) and oracle (right)\n{shipment:#?}\n{context}");
}

/// Checks that the compact forms of the program's statements say what their general forms say.
#[track_caller]
fn check_forms(compilation: &Compilation, general: &Runtime, shipment: &Shipment, context: &str) {
    let compact = compilation.tariff.as_ref().expect("it compiles").runtime();
    let prepared = compact.prepare(shipment).unwrap_or_else(|errors| panic!("{errors:?}\n{shipment:#?}\n{context}"));
    for id in (0_u16..).map(ServiceId).take(compact.program().services.len()) {
        let (left, right) = (compact.quote(id, &prepared), general.quote(id, &prepared));
        assert_eq!(left, right, "compact (left) and general (right)\n{shipment:#?}\n{context}");
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
    constructs: BTreeMap<&'static str, usize>,
    verdicts: BTreeMap<Verdict, usize>,
}

/// Compiles the rule set of a seed and compares its shipments.
fn compare(seed: u64, tally: &mut Tally) {
    let rules = rule_set(seed);
    let compilation = tarifa::compile(&Sources::single("generated.tarifa", rules.text.as_str()));
    let tariff = compilation.tariff.as_ref();
    let tariff = tariff.unwrap_or_else(|| panic!("rule set {seed}: {:#?}\n{}", compilation.diagnostics, rules.text));
    for (construct, count) in rules.constructs {
        *tally.constructs.entry(construct).or_insert(0) += count;
    }
    let compaction = tariff.runtime().index().compaction();
    let compact = [compaction.blocks, compaction.weighings, compaction.limits];
    tally.compact.iter_mut().zip(compact).for_each(|(sum, count)| *sum += count);
    let general = in_general(&compilation);
    let mut dice = Dice::new(seed ^ 0x5eed);
    for index in 0..SHIPMENTS {
        let shipment = complete_shipment(&mut dice);
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
    for tally in &halves {
        assert!(tally.compact.iter().all(|count| *count > 100), "every kind has compact forms: {:?}", tally.compact);
    }
    for verdict in [Verdict::NotServed, Verdict::Refused, Verdict::Refer, Verdict::Available] {
        let count: usize = halves.iter().filter_map(|tally| tally.verdicts.get(&verdict)).sum();
        assert!(count > 50, "{verdict:?} occurs {count} times");
    }
}

/// Checks what the engine says when `what` is left out: the one answer of all completions, or that it is needed.
#[track_caller]
fn check_left_out(
    compilation: &Compilation,
    shipment: &Shipment,
    what: &str,
    context: &str,
) -> BTreeMap<Verdict, usize> {
    let less = without(shipment, what);
    let tariff = compilation.tariff.as_ref().expect("it compiles");
    let answer = tariff.quote(&less).unwrap_or_else(|error| panic!("{error}\n{less:#?}\n{context}"));
    let possible: Vec<Vec<OracleOption>> = completions(&less, what)
        .iter()
        .map(|whole| oracle::quote(&compilation.model, whole).expect("a complete shipment"))
        .map(|options| options.into_iter().map(without_nothing).collect())
        .collect();
    let mut verdicts = BTreeMap::new();
    for (index, option) in answer.options.iter().enumerate() {
        *verdicts.entry(option.verdict).or_insert(0) += 1;
        let mut each = possible.iter().map(|options| &options[index]);
        let first = each.next().expect("at least one completion");
        let turned_away = |option: &OracleOption| matches!(option.verdict, Verdict::NotServed | Verdict::Refused);
        if possible.iter().all(|options| turned_away(&options[index])) && option.verdict == Verdict::Refused {
            // Surely refused where it is carried at all: nobody has to ask whether it is.
            continue;
        }
        let differs = each.any(|other| other != first);
        if differs {
            let asked: Vec<&str> = option.needs.iter().map(|need| need.fact.as_str()).collect();
            assert_eq!(option.verdict, Verdict::Needs, "`{what}` decides {}\n{less:#?}\n{context}", option.service);
            assert_eq!(asked, [what], "{}\n{less:#?}\n{context}", option.service);
        } else {
            let found = without_nothing(in_the_oracles_form(option));
            assert_eq!(found, *first, "`{what}` decides nothing for {}\n{less:#?}\n{context}", option.service);
        }
    }
    verdicts
}

#[test]
fn a_missing_fact_is_asked_for_exactly_where_it_could_change_the_answer() {
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for seed in 0..cases().div_ceil(200) {
        let rules = rule_set(seed);
        let compilation = tarifa::compile(&Sources::single("generated.tarifa", rules.text.as_str()));
        let general = in_general(&compilation);
        let mut dice = Dice::new(seed ^ 0xfac7);
        for what in LEFT_OUT {
            let shipment = complete_shipment(&mut dice);
            let context = format!("rule set {seed} without {what}\n{}", rules.text);
            check_forms(&compilation, &general, &without(&shipment, what), &context);
            for (verdict, count) in check_left_out(&compilation, &shipment, what, &context) {
                *verdicts.entry(verdict).or_insert(0) += count;
            }
        }
    }
    for verdict in [Verdict::Needs, Verdict::Available] {
        assert!(verdicts.get(&verdict).is_some_and(|count| *count > 20), "{verdict:?} occurs: {verdicts:?}");
    }
}
