//! What an answer looks like.

use tarifa::answer::{
    Answer, AnswerLine, AnswerLineKind, BilledWeightAnswer, Cited, Need, PayerTotal, RateUsed, Reason, ReasonKind,
    Recommendation, ServiceOption, SourcePlace, StepTaken, Verdict,
};

use super::{Changes, Depth, View, answer};

fn at(file: &str, line: u32) -> Option<SourcePlace> {
    Some(SourcePlace { file: file.into(), line })
}

fn option(service: &str, title: &str, verdict: Verdict) -> ServiceOption {
    ServiceOption {
        service: service.into(),
        title: title.into(),
        verdict,
        lines: Vec::new(),
        total: None,
        payers: Vec::new(),
        billed_weights: Vec::new(),
        transit_days: None,
        reasons: Vec::new(),
        requirements: Vec::new(),
        warnings: Vec::new(),
        needs: Vec::new(),
        rates: Vec::new(),
    }
}

fn line(name: &str, kind: AnswerLineKind, rule: &str, line: u32, amount: &str, formula: &str) -> AnswerLine {
    AnswerLine {
        name: name.into(),
        kind,
        rule: rule.into(),
        place: at("freight/eu.tarifa", line),
        amount: amount.parse().unwrap(),
        original: None,
        unrounded: None,
        formula: formula.into(),
        payer: "seller".into(),
        parcel: None,
    }
}

fn paid(payer: &str, amount: &str) -> PayerTotal {
    PayerTotal { payer: payer.into(), amount: amount.parse().unwrap() }
}

fn standard() -> ServiceOption {
    let mut fuel =
        line("fuel", AnswerLineKind::Charge, "fuel", 40, "16.80 CNY", "18.5% of (freight + remote) = 18.5% of 90.80");
    fuel.unrounded = Some("16.798 CNY".parse().unwrap());
    let mut gold = line("gold", AnswerLineKind::Discount, "gold", 51, "4.54 CNY", "5% of freight = 5% of 90.80");
    gold.payer = "platform".into();
    let mut duty = line("duty", AnswerLineKind::Tax, "duty", 60, "23.19 CNY", "3.00 EUR x 1 (count of distinct hs6)");
    duty.original = Some("3 EUR".parse().unwrap());
    duty.unrounded = Some("23.193 CNY".parse().unwrap());
    ServiceOption {
        lines: vec![
            line(
                "freight",
                AnswerLineKind::Freight,
                "standard_eu",
                12,
                "90.80 CNY",
                "67.00 + 12 x 2.40 per started 100 g",
            ),
            fuel,
            gold,
            duty,
        ],
        total: Some("126.25 CNY".parse().unwrap()),
        payers: vec![paid("seller", "130.79 CNY"), paid("platform", "-4.54 CNY")],
        billed_weights: vec![BilledWeightAnswer {
            parcel: None,
            grams: "1200".parse::<u32>().unwrap().into(),
            text: "1.2 kg".into(),
            priced_as: None,
            steps: vec![
                StepTaken {
                    text: "volumetric 20 x 15 x 10 cm / 8000 cm3 per kg = 375 g".into(),
                    place: at("services.tarifa", 21),
                },
                StepTaken {
                    text: "the greater of weight 1.2 kg and volumetric 375 g".into(),
                    place: at("services.tarifa", 22),
                },
            ],
        }],
        transit_days: Some((12, 20)),
        rates: vec![
            RateUsed { text: "1 EUR = 7.7310 CNY".into(), place: at("exchange.tarifa", 3) },
            RateUsed { text: "1 USD = 7.1240 CNY".into(), place: None },
        ],
        ..option("standard", "AliExpress Standard Shipping", Verdict::Available)
    }
}

fn economy() -> ServiceOption {
    let reason = |kind, text: &str, value: Option<&str>, bound: Option<&str>, line| Reason {
        kind,
        text: text.into(),
        rule: "economy".into(),
        item: None,
        other_item: None,
        parcel: None,
        cited: Cited::default(),
        value: value.map(Into::into),
        bound: bound.map(Into::into),
        place: at("services.tarifa", line),
    };
    ServiceOption {
        reasons: vec![
            reason(
                ReasonKind::Limit,
                "weight is 1.2 kg, economy carries up to 500 g",
                Some("1.2 kg"),
                Some("up to 500 g"),
                9,
            ),
            reason(ReasonKind::Destination, "economy does not deliver to DE", None, None, 8),
        ],
        ..option("economy", "economy", Verdict::NotServed)
    }
}

fn battery() -> ServiceOption {
    ServiceOption {
        needs: vec![Need {
            fact: "battery".into(),
            item: Some(1),
            title: "How the battery travels".into(),
            asked_by: vec!["loose_lithium".into(), "battery_line".into()],
        }],
        ..option("battery_line", "Battery line", Verdict::Needs)
    }
}

fn premium() -> ServiceOption {
    ServiceOption {
        lines: vec![line("freight", AnswerLineKind::Freight, "premium", 3, "1190.00 CNY", "1190.00")],
        total: Some("1190 CNY".parse().unwrap()),
        payers: vec![paid("seller", "1190 CNY")],
        transit_days: Some((4, 7)),
        ..option("premium", "Premium", Verdict::Available)
    }
}

#[track_caller]
fn check(name: &str, options: Vec<ServiceOption>, recommended: Option<Recommendation>, depth: Depth) {
    let given = Answer { tariff: "aliexpress".into(), hash: "4f3a".into(), options, recommended, warnings: Vec::new() };
    let shown = answer(&given, &Changes::new(), View { depth, width: 100, language: None });
    insta::assert_snapshot!(name, anstream::adapter::strip_str(&shown).to_string());
}

fn take(service: &str) -> Option<Recommendation> {
    Some(Recommendation {
        verdict: Verdict::Available,
        service: Some(service.into()),
        reason: "the lowest total".into(),
        place: at("choice.tarifa", 9),
    })
}

#[test]
fn several_services() {
    check("several_services", vec![battery(), economy(), premium(), standard()], take("standard"), Depth::Reasons);
}

#[test]
fn one_service() {
    check("one_service", vec![premium()], None, Depth::Reasons);
}

#[test]
fn why_not() {
    check("why_not", vec![economy()], None, Depth::Why);
}

#[test]
fn an_undecided_recommendation() {
    let undecided = Some(Recommendation {
        verdict: Verdict::Needs,
        service: None,
        reason: "`battery_line` could win once `battery` of item 1 is known".into(),
        place: None,
    });
    check("undecided", vec![battery(), premium()], undecided, Depth::Reasons);
}

#[test]
fn parcels_priced_each() {
    let mut two = premium();
    two.lines = vec![
        AnswerLine { parcel: Some(1), ..two.lines[0].clone() },
        AnswerLine { parcel: Some(2), ..two.lines[0].clone() },
    ];
    let billed = |number| BilledWeightAnswer {
        parcel: Some(number),
        grams: 300_u32.into(),
        text: "300 g".into(),
        priced_as: (number == 2).then(|| 500_u32.into()),
        steps: Vec::new(),
    };
    two.billed_weights = vec![billed(1), billed(2)];
    check("parcels", vec![two], None, Depth::Reasons);
}
