//! What the model makes of every construct: source and essentials side by side.

use std::fmt::Write as _;

use tarifa_engine::program::{Body, LimitTest, RestrictionRule, RowOutcome};

use super::model_of;
use crate::model::Model;

/// The essentials of a model, a line for each thing.
fn essentials(model: &Model) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{}", without_places(&words)).expect("text can be written to");
    for fact in &model.facts {
        line(format!("fact {} {:?} {:?} default {:?}", fact.name, fact.per, fact.kind, fact.default));
    }
    for node in &model.categories.nodes {
        line(format!("category {} in {:?} ids {:?} hs {:?}", node.name, node.parent, node.ids, node.hs));
    }
    for (index, places) in model.place_sets.iter().enumerate() {
        line(format!("places {index} `{}`: {:?}", places.name, places.set));
    }
    for service in &model.services {
        line(format!(
            "service {}: from {:?} to {:?} in {} when {:?} transit {:?} {:?}",
            service.name,
            service.from,
            service.to,
            service.currency,
            service.when,
            service.transit.iter().map(|it| format!("{}..{} {:?}", it.from, it.to, it.when)).collect::<Vec<_>>(),
            service.parcels
        ));
        for limit in &service.limits {
            let test = match &limit.test {
                LimitTest::Amount { amount, interval } => format!("{amount:?} in {interval:?}"),
                LimitTest::Condition(condition) => format!("{condition:?}"),
            };
            line(format!("  limit `{}` where {:?}: {test}", limit.text, limit.scope));
        }
        for step in &service.billed_weight.steps {
            line(format!("  step when {:?}: {:?}", step.when, step.kind));
        }
    }
    for (index, it) in model.lines.iter().enumerate() {
        line(format!("line {index} {} {:?} {:?}", it.name, it.kind, it.group));
    }
    for block in &model.blocks {
        line(format!(
            "block {} of {:?} in {} paid by {:?} {:?}",
            block.name, block.line, block.currency, block.payer, block.scope
        ));
        if !block.overridden_by.is_empty() {
            line(format!("  overridden by {:?}", block.overridden_by));
        }
        let row = |bound: String, outcome: &RowOutcome| format!("  {bound}: {outcome:?}");
        match &block.body {
            Body::Single(outcome) => line(row("=".to_owned(), outcome)),
            Body::Bands(bands) => {
                line(format!("  by {:?}", bands.measure));
                bands.rows.iter().for_each(|it| line(row(format!("{:?} {:?}", it.upper, it.next_band), &it.outcome)));
            }
            Body::Progressive(bands) => {
                line(format!("  progressive by {:?} clamps {:?}", bands.measure, bands.clamps));
                bands.rows.iter().for_each(|it| line(row(format!("{:?}", it.upper), &it.outcome)));
            }
            Body::Rows(rows) => {
                line(format!("  by {:?}", rows.measures));
                rows.rows.iter().for_each(|it| line(row(format!("{:?}", it.uppers), &it.outcome)));
            }
        }
    }
    for it in &model.documents {
        line(format!("{:?} {} \"{}\"", it.kind, it.name, it.title));
    }
    for it in &model.restrictions {
        line(format!("restriction {} \"{}\" of {:?}: {:?}", it.name, it.title, it.subject, it.scope));
        line(format!("  by {:?} because {:?} see {:?}", it.authorities, it.because, it.see));
        match &it.rule {
            RestrictionRule::Limit(parts) => {
                for part in parts {
                    line(format!("  `{}` {:?}: {:?}", part.text, part.within, part.test));
                }
            }
            RestrictionRule::Forbid
            | RestrictionRule::Require(_)
            | RestrictionRule::Separate(_)
            | RestrictionRule::Warn => line(format!("  {:?}", it.rule)),
        }
    }
    model.groups.iter().for_each(|it| line(format!("{it:?}")));
    model.exchange.iter().for_each(|it| line(format!("{it:?}")));
    model.preferences.iter().for_each(|it| line(format!("{it:?}")));
    line(format!("ranking {:?}", model.ranking));
    for it in &model.examples {
        line(format!("example {}: {:?}", it.title, it.shipment));
        it.expectations.iter().for_each(|(expectation, _)| line(format!("  {expectation:?}")));
    }
    for it in &model.invariants {
        line(format!("invariant {}: {:?} {:?} {:?}", it.title, it.claim, it.services, it.when));
    }
    text
}

/// Debug text without the numbers of origins, which say nothing here.
fn without_places(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(", at: At(") {
        kept.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Asserts what the model makes of `text`.
#[track_caller]
fn check_model(name: &str, text: &str) {
    let (model, found, _) = model_of(text);
    assert!(found.is_empty(), "{found:#?}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots" }, {
        insta::assert_snapshot!(name, format!("{}\n\n{}", text.trim(), essentials(&model)));
    });
}

const SERVICE: &str = "service standard { from CN; to DE, FR }\n";

#[test]
fn facts() {
    check_model(
        "facts",
        "fact tier \"Tier\": one of bronze, silver, default bronze
fact battery per item: one of none, loose
fact watt_hours per item: number in Wh, default 15 Wh
fact age: number in days, default 2 weeks
fact abv: number in %, default 12.5%
fact net per item: volume, default 0.5 l
fact made_of: any of wood, seed, default seed
fact insured: yes/no, default no
fact paid: money, default 10.00 USD
fact order_date: date, default 2026-03-01
fact note: text, default \"none\"
fact seller_place: place",
    );
}

#[test]
fn places_and_categories() {
    check_model(
        "places_and_categories",
        "zone eu = AT, BE, spain
zone spain = ES
zone far = ES(35*, 38*), PT(9000..9999), GB(IV1..IV28)
zone main = eu except far
zone outside = US-AK, US-HI
category goods { toys hs \"9503.00\" { kite ids \"k1\", \"k2\"; ball }; books \"Books\" }
service standard { from all except US; to main, outside }
freight a via standard to eu, far except BE for toys = 1.00",
    );
}

#[test]
fn services() {
    check_model(
        "services",
        "service standard \"Standard\" {
  from CN
  to DE, FR
  valid 2026-01-01..2026-06-30
  currency USD
  weight up to 30 kg
  weight up to 10 kg to FR
  length + width + height up to 90 cm
  50 g..2 kg
  only when declared_value in EUR up to 150 EUR or weight under 1 lb
  transit 12..20 days
  billed weight {
    sides rounded up in steps of 1 cm valid 2025-08-18..
    volumetric 8000 cm3 per kg when length + width + height up to 90 cm
    volumetric 167 kg per m3 rounded up in steps of 10 g otherwise
    bill the greater of weight and volumetric when longest_side over 40 cm, otherwise weight
    minimum 50 g
    rounded by weight { up to 10 kg: half up in steps of 0.1 kg; otherwise: up in steps of 1 kg }
    maximum 30 kg
  }
  parcels weighed each, priced together
}
service express like standard { weight up to 5 kg; transit 3 days; parcels weighed together }
service mean { to DE; billed weight { volumetric 6000 cm3 per kg; bill the mean of weight and volumetric } }"
            .replace("  50 g..2 kg\n", "  billed_weight 50 g..2 kg\n")
            .as_str(),
    );
}

#[test]
fn conditions() {
    check_model(
        "conditions",
        "fact tier: one of bronze, silver, gold
fact insured: yes/no
fact order_date: date
fact made_of per item: any of wood, seed
fact watt_hours per item: number in Wh
category toys { kite }
service standard { from CN; to DE }
freight a via standard = 1.00
charge b when tier in (silver, gold) and not insured = 1.00
charge c when tier is not bronze or insured is no = 1.00
charge d when order_date over 2026-01-01 up to 2026-01-31 = 1.00
charge e valid 2026-01-01.. on order_date in \"America/Chicago\" = 1.00
charge f when any item (made_of has wood and quantity over 2) = 1.00
charge g when every item (category is toys or hs is \"8517.13\") = 1.00
charge h when total watt_hours over 100 Wh = 1.00
charge i when origin in (CN, HK) and destination is DE = 1.00
charge j when weight over volumetric_weight = 1.00
charge k when weight is 2 kg = 1.00
charge l when declared_value in USD over 5 USD and freight over 2 CNY = 1.00
charge m when declared_value is given and tier is not given = 1.00
charge n for toys except (to DE when insured) except via standard = 1.00
charge o when total unit_value in EUR over 2 EUR and count of parcels at least 2 = 1.00
charge p when service is standard and total_quantity up to 3 = 1.00",
    );
}

#[test]
fn prices() {
    check_model(
        "prices",
        &format!(
            "{SERVICE}freight f via standard = 58.50 per kg + 16.50 as registration - 1.00 minimum 9.90 maximum 100.00
charge a = 11.50 for the first 50 g, then 0.75 per started 10 g
charge b = 2.00 per item + 3.00 per parcel + 4.00 per consignment
charge c = 5% of (freight + a) paid by platform
charge d = 3.00 EUR x count of distinct hs6
charge e by volume = 5.00 per started 10 l
charge g by declared_value in EUR = 0.50 per 100 EUR
charge h in USD = 5.00 + freight in USD
charge i = the greater of (freight, 5.00)
charge j = 0.01 x 3.50
charge k = 3.50 per started lb per parcel
discount l = 5% of freight
tax m = 19% of (declared_value in CNY + freight + handling)
charges handling to DE take the highest {{ n when weight over 2 kg = 5.00; o to FR = 6.00 paid by buyer }}"
        ),
    );
}

#[test]
fn bands() {
    check_model(
        "bands",
        &format!(
            "{SERVICE}freight f via standard or next band if cheaper {{
  minimum 5.00
  under 1 kg: 5.00
  up to 2 kg: 6.00, then 1.00 per started 500 g
  up to 10 kg: refuse \"too heavy\"
  otherwise: repeat
}}
freight g via standard to DE overrides f by weight {{ up to 10 lb: 2.00 per lb; otherwise: refer }}
charge c by declared_value in EUR, progressive {{
  maximum 50.00 EUR
  up to 100 EUR: 2%
  otherwise: 1% + 0.50 EUR
}}
charge d by total_quantity {{ up to 5: 1.00; otherwise: 0.50 per item }}"
        ),
    );
}

#[test]
fn cards() {
    check_model(
        "cards",
        &format!(
            "{SERVICE}zone north = DE(1*)
freight f via standard to DE, FR in USD {{
  minimum 9.90
  | billed weight | north | DE   | others |
  |---------------|-------|------|--------|
  | up to 500 g   | 12.00 | 1.00 | 13.50  |
  | up to 20 kg   | 15.00, then 3.00 per started 500 g | 17.00 | - |
}}
freight boxes via standard to FR {{
  | weight     | length      | FR   |
  | up to 2 kg | up to 1 m   | 6.95 |
  | otherwise  | up to 176 cm | 13.25 per kg |
}}
freight flat via standard {{
  | DE   | FR   |
  | 5.00 | 6.00 |
}}"
        ),
    );
}

#[test]
fn choice_and_exchange() {
    check_model(
        "choice_and_exchange",
        &format!(
            "{SERVICE}freight f via standard = 1.00
prefer standard to DE when declared_value in USD under 5 USD
rank by total, then transit, then freight
exchange valid 2026-03-01..2026-03-31 {{ 2 USD = 14.2480 CNY; 1 EUR = 7.7310 CNY }}"
        ),
    );
}

#[test]
fn examples_and_invariants() {
    check_model(
        "examples_and_invariants",
        &format!(
            "{SERVICE}fact tier: one of bronze, gold
fact battery per item: one of none, loose
fact watt_hours per item: number in Wh
fact made_of per item: any of wood, seed
fact insured: yes/no
category phone
freight f via standard = 1.00 + 2.00 as registration
charge fuel = 1.00
example \"one\" {{
  ship via standard from CN to DE(10115) on 2026-03-02 14:30, 1.2 kg, 20 x 15 cm x 4 inch, worth 80.00 USD {{ 2 phone (battery loose, watt_hours 15 Wh, made_of (wood, seed), hs \"8517.13\", weight 0.5 kg, unit_value 4.00 USD) }}
  with tier gold, insured
  expect total 88.60, total 3 CNY paid by seller, billed weight 1.2 kg, no charge fuel, line registration 2.00, freight 1 CNY, charge fuel
}}
example \"two\" {{
  ship from CN to US-AK
  parcel 1 kg, 1 x 2 x 3 cm
  parcel 2 kg
  expect needs tier, recommended standard
}}
examples \"three\" {{
  ship via standard from CN
  | to        | weight | size           | tier | total           | charge fuel | line registration |
  | FR(75001) | 50 g   | 1 x 2 x 3 cm   | gold | 11.50           | -           | 2.00              |
  | DE        | 1 lb   |                |      | refused by f    |             |                   |
}}
invariant \"never less\": freight rises with weight via standard
invariant total falls with length
invariant never available when weight over 30 kg
invariant always available
invariant total at least 8.00 via standard
invariant freight + fuel 2.00..9.00"
        ),
    );
}

/// Facts, categories and documents that restrictions speak of.
const GOODS: &str = "fact battery per item: one of none, loose
fact net_volume per item: volume
fact abv per item: number in %
fact known: yes/no
category lithium { power_bank; phone }
category flammable
category gas
category cosmetics { perfume; cream }
document cpnp \"CPNP notification\"
licence adr
service standard { from CN; to DE, FR, GB, US }
service battery_line { from CN; to DE }
";

#[test]
fn documents() {
    check_model(
        "documents",
        "document un38_3 \"UN 38.3 test report\"
label li_mark
packaging un_box \"UN box\"
licence adr
status known_consignor
service standard { from CN; to DE; only when provided has adr }
freight a via standard when provided has un_box and not provided has li_mark = 1.00",
    );
}

#[test]
fn forbidding() {
    check_model(
        "forbidding",
        &format!(
            "{GOODS}forbid loose \"Loose batteries\" for power_bank, phone when battery is loose and quantity over 2 by \"IATA\"
  because \"only on the battery line\" because zh \"纯电池只能走专线\" see \"PI 965\"
  except via battery_line except (to GB when abv under 24%)
forbid heavy to US valid 2026-01-01.. when weight over 20 kg
forbid mixed when any item (battery is loose) and known
forbid all_but_cream to FR except for cream
forbid unknown for lithium when provided has adr or battery is not given"
        ),
    );
}

#[test]
fn requiring() {
    check_model(
        "requiring",
        &format!(
            "{GOODS}document msds
document un38_3
require cpnp, msds for cosmetics to DE
require cpnp or adr as either \"One of both\" for lithium not older than 5 years
require un38_3 issued in the same year
require un38_3 as recent not older than 2 weeks"
        ),
    );
}

#[test]
fn limiting() {
    check_model(
        "limiting",
        &format!(
            "{GOODS}limit perfume_gb for perfume to GB: net_volume up to 30 ml each, total net_volume up to 200 ml per parcel, quantity up to 2 per order
limit heavy: weight up to 4 kg per parcel, weight under 2 kg each, total weight up to 3 kg per consignment
limit value for phone: total unit_value up to 500 USD per consignment, unit_value in USD 10..100 USD each, declared_value up to 800 EUR per consignment
limit formula: total net_volume over 20% of volume up to volume per parcel, total_quantity at least 2 per order
limit alcohol when abv over 24%: quantity x 2 up to 5 per parcel"
        ),
    );
}

#[test]
fn totals_so_far() {
    check_model(
        "totals_so_far",
        &format!(
            "{GOODS}limit duty_free to US: total declared_value in USD up to 1500 USD per consignee per month
limit phones for phone: quantity up to 2 per consignee per day, quantity up to 5 per consignee per year
limit liquids to DE: total net_volume up to 1 l per consignee per quarter
limit liquids to FR: total net_volume up to 2 l per consignee per quarter"
        ),
    );
}

#[test]
fn separating_and_warning() {
    check_model(
        "separating_and_warning",
        &format!(
            "{GOODS}separate fire: lithium from flammable, gas per parcel to US when battery is loose
separate any_fire: lithium from lithium, gas per order
warn charge for lithium valid ..2025-12-31 because \"state of charge up to 30% recommended\"
warn customs to US because \"customs\" because de \"Zoll\""
        ),
    );
}

#[test]
fn examples_of_restrictions() {
    check_model(
        "examples_of_restrictions",
        &format!(
            "{GOODS}limit phones for phone: quantity up to 2 per consignee per month
example \"e\" {{
  ship via standard from CN to DE on 2026-03-02, 1 kg
  parcel 0.5 kg {{ 1 phone (battery none, provided adr) }}
  parcel 0.5 kg {{ 2 cream }}
  with provided cpnp (issued 2025-03-01, valid to 2026-12-31), so far phones 1
  order items {{ 2 perfume (net_volume 10 ml) }}
  expect refused by phones, no warning
}}
warn charge for lithium because \"pack it well\"
example \"f\" {{ ship via standard from CN to DE {{ 1 phone }}; with phones_so_far 1; expect needs phones_so_far }}
examples \"g\" {{
  ship via standard from CN to DE {{ 1 phone }}
  | provided                      | phones_so_far | expect      | requires  | warns  |
  | cpnp                          | 1             | conditional | adr       | charge |
  | cpnp, adr                     |               | available   | -         | -      |
  | cpnp, adr (issued 2026-01-01) |               |             | adr, cpnp |        |
}}"
        ),
    );
}
