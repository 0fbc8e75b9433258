//! Prices, bands, charges, groups and overrides.

use super::check;
use crate::fixture::*;
use crate::program::*;

fn freight(body: Body) -> Policy {
    Policy::new().block("freight", body)
}

#[track_caller]
fn check_weights(body: fn() -> Body, cases: &[(&str, &str)]) {
    for (weight, amount) in cases {
        let expected = match *amount {
            "refused" | "refer" | "fault" => continue,
            amount => format!("available {amount} = freight {amount}"),
        };
        check(freight(body()), weighing(weight), &expected);
    }
}

#[test]
fn first_weight_and_additional_weight_count_started_steps() {
    let body = || bands(vec![("150", priced(vec![flat("11.50"), per(Count::Started, "0.75", "10", "50")]))]);
    check_weights(body, &[("1 g", "11.5"), ("50 g", "11.5"), ("51 g", "12.25"), ("60 g", "12.25"), ("150 g", "19")]);
}

#[test]
fn a_rate_per_unit_is_proportional() {
    let body = || single(vec![per(Count::Proportional, "58.50", "1000", "0")]);
    check_weights(body, &[("300 g", "17.55"), ("1 g", "0.06"), ("333 g", "19.48")]);
}

#[test]
fn a_band_includes_its_upper_bound_and_not_the_one_before() {
    let body = || {
        bands(vec![
            ("500", priced(vec![flat("12")])),
            ("1000", priced(vec![flat("15")])),
            ("20000", priced(vec![flat("15"), per(Count::Started, "3", "500", "1000")])),
        ])
    };
    check_weights(body, &[("500 g", "12"), ("500.1 g", "15"), ("1 kg", "15"), ("1001 g", "18"), ("20 kg", "129")]);
}

#[test]
fn an_under_bound_excludes_its_end() {
    let rows = vec![
        Row {
            upper: Some((n("500"), End::Excluded)),
            outcome: priced(vec![flat("12")]),
            next_band: NextBand::Ignored,
            at: At(0),
        },
        Row { upper: None, outcome: priced(vec![flat("15")]), next_band: NextBand::Ignored, at: At(0) },
    ];
    let body = |rows: &Vec<Row>| {
        let measure = Expression::Measure(Measure::BilledWeight);
        Body::Bands(Bands { measure, rows: rows.clone() })
    };
    check(freight(body(&rows)), weighing("499 g"), "available 12 = freight 12");
    check(freight(body(&rows)), weighing("500 g"), "available 15 = freight 15");
}

#[test]
fn a_weight_above_every_band_is_a_hole() {
    let body = bands(vec![("500", priced(vec![flat("12")]))]);
    check(freight(body), weighing("501 g"), "fault: a price statement applies, and none of its rows does");
}

#[test]
fn rows_refuse_and_refer() {
    let body = || {
        bands(vec![
            ("500", priced(vec![flat("12")])),
            ("1000", RowOutcome::Refuse(None)),
            ("otherwise", RowOutcome::Refer(Some("ask".to_owned()))),
        ])
    };
    check(freight(body()), weighing("1 kg"), "refused: freight_0 row 1");
    check(freight(body()), weighing("2 kg"), "refer: freight_0 row 2");
}

#[test]
fn repeat_takes_whole_top_bands_and_the_band_of_the_rest() {
    let body = || {
        bands(vec![
            ("1000", priced(vec![flat("10")])),
            ("5000", priced(vec![flat("30"), per(Count::Started, "2", "1000", "1000")])),
            ("otherwise", RowOutcome::Repeat),
        ])
    };
    // Two top bands at 38 each, and 1 g in the first band.
    check_weights(body, &[("5 kg", "38"), ("10 kg", "76"), ("10.001 kg", "86"), ("5.5 kg", "48"), ("12 kg", "108")]);
}

#[test]
fn the_next_band_is_taken_where_it_is_cheaper() {
    let body = || {
        let rows = vec![
            ("45000", priced(vec![per(Count::Proportional, "30", "1000", "0")])),
            ("100000", priced(vec![per(Count::Proportional, "20", "1000", "0")])),
        ];
        bands_of(Expression::Measure(Measure::BilledWeight), NextBand::IfCheaper, rows)
    };
    // 45 kg at 20 is 900, which 30 kg at 30 is too: ties stay in their own band.
    check_weights(body, &[("29 kg", "870"), ("30 kg", "900"), ("31 kg", "900"), ("46 kg", "920")]);
}

#[test]
fn slices_are_each_priced_by_their_own_row() {
    let slice = |percent| priced(vec![share(percent, Expression::Slice)]);
    let progressive = Body::Progressive(Progressive {
        measure: declared_value_in("USD"),
        rows: rows_of(vec![("50", slice("2")), ("1000", slice("1"))]),
        clamps: vec![PriceStep::Minimum(n("1.25"))],
    });
    let policy =
        || freight(single(vec![flat("1")])).line("clearance", LineKind::Charge).block("clearance", progressive.clone());
    check(policy(), shipment(), "available 2.3 = freight 1 + clearance 1.3");
    let little = crate::shipment::Shipment { declared_value: Some("50 USD".parse().unwrap()), ..shipment() };
    check(policy(), little, "available 2.25 = freight 1 + clearance 1.25");
}

#[test]
fn of_bounded_rows_the_cheapest_that_holds_everything_counts() {
    let row = |weight: &str, length: &str, outcome| BoundedRow {
        uppers: vec![Some((n(weight), End::Included)), Some((n(length), End::Included))],
        outcome,
        at: At(0),
    };
    let body = Body::Rows(BoundedRows {
        measures: vec![Expression::Measure(Measure::Weight), Expression::Measure(Measure::Length)],
        rows: vec![
            row("20000", "100", priced(vec![flat("13.25")])),
            row("2000", "30", priced(vec![flat("6.95")])),
            row("2000", "20", priced(vec![flat("4")])),
            row("30000", "100", RowOutcome::Refuse(None)),
        ],
    });
    check(freight(body.clone()), shipment(), "available 6.95 = freight 6.95");
    check(freight(body.clone()), weighing("3 kg"), "available 13.25 = freight 13.25");
    check(freight(body), weighing("25 kg"), "refused: freight_0 row 3");
}

#[test]
fn clamps_take_the_whole_price_before_them() {
    let minimum =
        |least: &str| single(vec![per(Count::Started, "3.50", "1000", "0"), PriceStep::Minimum(n(least)), flat("1")]);
    check(freight(minimum("25")), shipment(), "available 26 = freight 26");
    check(freight(minimum("5")), shipment(), "available 8 = freight 8");
    let maximum = single(vec![flat("20"), PriceStep::Maximum(n("9.90"))]);
    check(freight(maximum), shipment(), "available 9.9 = freight 9.9");
}

#[test]
fn a_part_is_a_line_of_its_own() {
    let part = PricePart { line: LineId(1), component: Component { amount: Amount::Flat(n("16.50")), charged: None } };
    let body = Body::Single(RowOutcome::Price(Price {
        steps: vec![flat("10"), PriceStep::Minimum(n("12"))],
        parts: vec![part],
    }));
    let policy = Policy::new()
        .line("registration", LineKind::Freight)
        .block("freight", body)
        .line("fuel", LineKind::Charge)
        .block("fuel", single(vec![share("10", Expression::Line(LineId(0)))]));
    check(policy, shipment(), "available 29.7 = freight 12 + registration 16.5 + fuel 1.2");
}

#[test]
fn a_name_in_a_formula_is_the_rounded_amount_or_nought() {
    let sum = Expression::Sum(vec![Expression::Line(LineId(0)), Expression::Line(LineId(1))]);
    let policy = freight(single(vec![flat("10.005")]))
        .line("remote", LineKind::Charge)
        .block_with("remote", single(vec![flat("5")]), |block| block.scope.to = Some(SPAIN))
        .line("fuel", LineKind::Charge)
        .block("fuel", single(vec![share("10", sum)]));
    check(policy, shipment(), "available 11.01 = freight 10.01 + fuel 1");
}

#[test]
fn a_discount_is_positive_and_taken_off() {
    let policy = freight(single(vec![flat("100")])).line("gold", LineKind::Discount).block_with(
        "gold",
        single(vec![share("5", Expression::Line(LineId(0)))]),
        |block| block.payer = PayerId(1),
    );
    check(policy, shipment(), "available 95 = freight 100 + gold 5");
}

#[test]
fn an_overriding_statement_alone_decides_inside_its_scope() {
    let policy = |when| {
        freight(single(vec![flat("10")]))
            .block_with("freight", single(vec![flat("8")]), |block| {
                block.scope.to = Some(GERMANY);
                block.scope.when = when;
            })
            .change(|program| program.blocks[0].overridden_by = vec![BlockId(1)])
    };
    check(policy(Condition::Always), shipment(), "available 8 = freight 8");
    check(policy(Condition::Always), to("FR"), "available 10 = freight 10");
    let heavy = || is_in(Expression::Measure(Measure::Weight), over("1000"));
    check(policy(heavy()), shipment(), "available 8 = freight 8");
    check(policy(heavy()), weighing("1 kg"), "available 10 = freight 10");
}

#[test]
fn two_statements_that_differ_are_a_conflict_and_equal_ones_are_one() {
    let two = |second: &str| freight(single(vec![flat("10")])).block("freight", single(vec![flat(second)]));
    check(two("11"), shipment(), "fault: two statements decide the same thing differently");
    check(two("10.00"), shipment(), "available 10 = freight 10");
    let refused = freight(single(vec![flat("10")])).block("freight", Body::Single(RowOutcome::Refuse(None)));
    check(refused, shipment(), "fault: two statements decide the same thing differently");
}

#[test]
fn a_carried_shipment_that_nothing_prices_is_a_hole() {
    let only_spain = Policy::new().block_with("freight", single(vec![flat("1")]), |block| block.scope.to = Some(SPAIN));
    check(only_spain, shipment(), "fault: the service carries the shipment, and no statement prices its freight");
}

#[test]
fn of_a_group_one_member_is_charged() {
    let policy = |rule, oversize: &str, heavy_over: &str| {
        let heavy = is_in(Expression::Measure(Measure::Weight), over(heavy_over));
        freight(single(vec![flat("10")]))
            .line("oversize", LineKind::Charge)
            .line("heavy", LineKind::Charge)
            .block("oversize", single(vec![flat(oversize)]))
            .block_with("heavy", single(vec![flat("35")]), |block| block.scope.when = heavy)
            .group(rule, &["oversize", "heavy"])
            .line("fuel", LineKind::Charge)
            .block("fuel", single(vec![share("10", Expression::Group(GroupId(0)))]))
    };
    use ExclusiveGroup::{First, Highest};
    check(policy(Highest, "20", "1000"), shipment(), "available 48.5 = freight 10 + heavy 35 + fuel 3.5");
    check(policy(Highest, "50", "1000"), shipment(), "available 65 = freight 10 + oversize 50 + fuel 5");
    check(policy(Highest, "35", "1000"), shipment(), "available 48.5 = freight 10 + oversize 35 + fuel 3.5");
    check(policy(First, "20", "1000"), shipment(), "available 32 = freight 10 + oversize 20 + fuel 2");
    check(policy(Highest, "20", "2000"), shipment(), "available 32 = freight 10 + oversize 20 + fuel 2");
}
