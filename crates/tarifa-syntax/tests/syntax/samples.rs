//! Every construct of the language with its tree: source and output together.

use crate::support;

/// Parses `source` without a finding and shows it with its tree.
#[track_caller]
pub(crate) fn check(name: &str, source: &str) {
    let source = source.trim();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, format!("{source}\n\n---- is ----\n\n{}", support::tree(source)));
    });
}

#[test]
fn header() {
    check(
        "header",
        r#"
# the house tariff
tariff north_line "North Line, public prices" {
  currency  SEK
  time zone "Europe/Stockholm"     # for every date
  valid     2026-04-01..2027-03-31
  rounding  half even in steps of 0.05
  paid by   sender
}
"#,
    );
    check("header_without_rounding", "tariff plain { currency JPY; rounding none }");
}

#[test]
fn facts() {
    check(
        "facts",
        r#"
fact loyalty "Loyalty tier": one of blue, red, black, default blue
fact cells "Cells" per item: one of none, inside, apart
fact capacity per item "Capacity": number in Wh
fact pieces: number
fact content per item: volume
fact made_of per item: any of wood, seed, leather
fact covered: yes/no, default no
fact fragile: yes/no, assume no
fact paid_price: money
fact tare: weight
fact reach: length
fact ordered: date
fact note: text
fact depot: place
define awkward = longest_side over 150 cm or weight over 25 kg and not covered
"#,
    );
}

#[test]
fn places() {
    check(
        "places",
        r#"
zone nordic "The north" = DK, SE, NO, FI
zone remote = NO(90*, 91*, "9950".."9990"), FI(99800..99990), GB(HS1..HS9, KW*, "SW1A 1AA", BT1 1AA)
zone near = nordic except remote, US-AK
zone rest = all except nordic, GB
zone 北欧 = DK，SE
"#,
    );
}

#[test]
fn categories() {
    check(
        "categories",
        r#"
category devices "Devices" {
  handset "Handsets" ids "10", "11" hs "8517.13"
  tablet; charger
  cell { pouch, button
         coin }
}
category other
"#,
    );
}

#[test]
fn services() {
    check(
        "services",
        r#"
service parcel_line "Parcel Line" {
  from SE
  to   nordic, DE except remote
  valid 2026-04-01..
  currency EUR
  weight 20 g..20 kg
  weight up to 5 kg to FI, NO when not covered
  length + width + height up to 150 cm
  only when declared_value in EUR up to 500 EUR or covered
  transit 3..5 days to DE
  transit 2 days
  parcels weighed each, priced together
}
service parcel_fast "Parcel Fast" like parcel_line { transit 1..2 days; parcels weighed together }
service parcel_twin like parcel_line
"#,
    );
}

#[test]
fn billed_weight() {
    check(
        "billed_weight",
        r#"
service s {
  billed weight {
    sides rounded up in steps of 1 cm valid 2025-08-18..
    volumetric 5000 cm3 per kg rounded half up in steps of 10 g to DE when length over 60 cm
    volumetric 167 kg per m3
      otherwise
    bill the greater of weight and volumetric when longest_side over 40 cm,
      otherwise weight
    bill mean of (weight, volumetric, 2 kg) to FI
    minimum 50 g
    rounded by weight {
      under 1 kg: up in steps of 10 g
      up to 10 kg: half down in steps of 100 g
      otherwise: down in steps of 1 kg
    }
    rounded up in steps of 1 g
  }
  parcels priced each
}
"#,
    );
}

#[test]
fn scope() {
    check(
        "scope",
        r#"
charge a "A" via one, two from SE, NO to DE for handset, cell valid 2026-01-01..2026-06-30 on ordered in "America/Chicago"
  when covered and weight over 2 kg
  except to DE(10*) except (via two valid ..2026-02-01 14:30 for cell) = 1.00
charge b valid 2026-05-01 except when covered = 1.00
"#,
    );
}

#[test]
fn conditions() {
    check(
        "conditions",
        r#"
define c1 = weight over 1 kg up to 2 kg
define c2 = weight 1..2 kg or ordered in 2026-01-01..2026-02-01 or weight not in 1 kg..2 kg
define c3 = loyalty is red and loyalty is not blue and covered is given and depot is not given
define c4 = destination in nordic or destination not in (DE, FR(20*), nordic) and destination is SE
define c5 = made_of has wood and not any item (cells is inside and capacity over 100 Wh)
define c6 = every item weight under 2 kg
define c7 = total content at least 3 l and count of parcels up to 3 or count of distinct hs6 over 1
define c8 = a or b and not c or (d or e) and f
define c9 = note is "a \"quoted\" word \\" and covered is yes and fragile is no
"#,
    );
}

#[test]
fn formulas() {
    check(
        "formulas",
        r#"
define f1 = a + b x 2 - 3.50 SEK
define f2 = 5% of (a + b) x c
define f3 = declared_value in EUR + 12.5% of total declared_value in EUR
define f4 = lesser of (a, b + 1, 30% of c) + the greater of a and b
define f5 = 20 × 15 × 10 cm
define f6 = (a - b) in USD
"#,
    );
}

#[test]
fn bands() {
    check(
        "bands",
        r#"
freight by_band via s to DE {
  minimum 4.00
  up to 150 g: 11.50 for the first 50 g, then 0.75 per started 10 g
  under 300 g: 58.50 per kg + 16.50 as registration minimum 20.00 maximum 90.00
  up to 2 kg:  67.00,
               then 2.40 per started 100 g
  up to 5 kg:  9.00 EUR per kg per parcel or next band if cheaper
  up to 30 kg: repeat
  up to 40 kg: refuse "too heavy"
  otherwise: refer
}
freight flat via s to SE overrides by_band, other = 85.00 per kg + 25.00 - 1.00 per item
freight air via s by length + width in SEK or next band if cheaper { up to 45 kg: 5.00 per kg; up to 100 kg: 4.00 per kg }
charge clearance to DE by declared_value in EUR, progressive { up to 100 EUR: 2%; otherwise: refer "by hand" } paid by receiver
discount gold when loyalty is black = 5% of (freight + fuel) paid by platform
tax duty paid by receiver to DE = 3.00 EUR x count of distinct hs6
"#,
    );
}

#[test]
fn cards() {
    check(
        "cards",
        r#"
freight card via s to nordic in EUR {
  minimum 9.90
  | billed weight | nordic | US, US-AK | DE(10*) | others |
  |---------------|:------:|-----------|---------|--------|
  | up to 500 g   | 12.00  | 13.50 |  | - |
  | under 20 kg   | 15.00, then 3.00 per started 500 g | 17.00 as base | repeat | refer "ask" |
  | otherwise     | refuse "no" | - | 5% of declared_value | 1 |
  maximum 900.00
}
freight boxes via s {
  | weight | length + width | declared_value in EUR | NL |
  | up to 2 kg | up to 100 cm | under 50 EUR | 6.95 |
}
"#,
    );
}

#[test]
fn exclusive_charges_and_exchange() {
    check(
        "exclusive_charges_and_exchange",
        r#"
charges handling "Handling" via s take the highest paid by receiver {
  oversize "Oversize" when longest_side over 120 cm = 50.00
  heavy when weight over 25 kg { up to 30 kg: 5.00; otherwise: 9.00 }
}
charges first_of take the first { a = 1.00 }
exchange valid 2026-03-01..2026-03-31 { 1 USD = 9.1240 SEK; 100 JPY = 6.31 SEK }
exchange { 1 EUR = 11.00 SEK }
"#,
    );
}

#[test]
fn documents() {
    check(
        "documents",
        r#"
document cpnp "CPNP notification"
document un38_3
label lithium_mark "Lithium battery mark"
packaging outer_box "Rigid outer packaging"
licence wildlife "CITES permit"
status approved_shipper "Approved shipper"
"#,
    );
}

#[test]
fn forbidding() {
    check(
        "forbidding",
        r#"
forbid loose_cells "Loose cells" for cell, power_bank when cells is apart by "IATA", "ICAO" because "loose cells travel only by road"
  because zh "纯电池只能走专线"
  because pt-BR "somente por via terrestre"
  see "PI 965", "PI 968"
  by "CAAC"
  valid 2026-01-01..
  except via road, rail
  except (to GB when capacity under 20 Wh)
  see "A154"
forbid nothing_at_all for all
forbid brief
"#,
    );
}

#[test]
fn requiring() {
    check(
        "requiring",
        r#"
require cpnp for cosmetics to eu because "EU Regulation 1223/2009, article 13"
require un38_3 not older than 1 year for power_bank
require un38_3, msds, lithium_mark as battery_papers "Battery papers" for cell
  issued in the same year
  except via road
require msds or un38_3 or tested
require approved_shipper via air when battery is loose not older than 18 months to US
"#,
    );
}

#[test]
fn limiting() {
    check(
        "limiting",
        r#"
limit perfume_gb for perfume to GB: net_volume up to 30 ml each, total net_volume up to 200 ml per parcel, quantity up to 2 per parcel
limit duty_free "Duty free" to ID: total declared_value in USD up to 1500 USD per consignee per month
limit spares for spare when depth over 3 cm by "IATA":
  total spares up to (total needed + 2) per parcel,
  capacity over 2.7 Wh up to 20 Wh each,
  quantity 1..4 per order,
  weight under 2 kg per consignment
  because "spares stay few" see "PI 966"
  except via road
limit periods: quantity up to 1 per consignee per day, quantity up to 3 per consignee per week,
  quantity up to 9 per consignee per quarter, quantity up to 20 per consignee per year
limit unsaid: quantity up to 2
"#,
    );
}

#[test]
fn separating_and_warning() {
    check(
        "separating_and_warning",
        r#"
separate lithium_fire: lithium from flammable_3, gas_21 per parcel
separate food_poison "Food and poison" to US valid ..2026-12-31: food, drink from poison per consignment because "49 CFR" from CN except via road
separate orders: a from b per order
warn charge_state for lithium valid ..2025-12-31 because "state of charge up to 30% recommended"
"#,
    );
}

#[test]
fn names_that_are_keywords_elsewhere() {
    check(
        "names_that_are_keywords_elsewhere",
        r#"
fact status: one of document, label, each
fact limit per item: number
define warn = status is label and limit up to 5 or see is issued
zone require = DE
category licence {
  packaging
  separate, label
}
freight forbid via document to require for label when status is document = 1.00
forbid forbid for label when status is each see "limit" by "document"
limit limit for see, each: limit up to 2 each, quantity up to 3 each
require label as label for packaging when issued is label issued in the same year
"#,
    );
}

#[test]
fn examples_of_restrictions() {
    check(
        "examples_of_restrictions",
        r#"
example "what is at hand" {
  ship via s from SE to DE on 2026-05-02, 1 kg { 1 cream (provided cpnp, fragile, provided un38_3 (issued 2025-03-01)) }
  order items { 2 handset, 1 cream (provided cpnp) }
  with provided cpnp, loyalty red, provided un38_3 (issued 2025-03-01, valid to 2026-12-31), provided mark (valid to 2026-12-31)
  with so far duty_free 300 USD, so far duty_free per month 2
  expect conditional, requires cpnp, un38_3, warns charge_state, no warning old_state, no warning
  expect requires cpnp and un38_3, warns a, b, refused by loose
}
examples "many" {
  ship via s from SE to DE on 2026-05-02 { 1 cream }
  | provided                    | so far duty_free | expect              | requires      | warns |
  | cpnp                        | 300 USD          | available           |               |       |
  | cpnp, un38_3                |                  | conditional         | msds, mark    | a     |
  | cpnp, un38_3 (issued 2025-03-01), msds (valid to 2026-01-01) | | refused by loose | - | a, b |
}
"#,
    );
}

#[test]
fn choosing() {
    check(
        "choosing",
        "prefer fast when declared_value in EUR under 5 EUR to DE\nrank by total, then transit\nrank by total",
    );
}

#[test]
fn examples() {
    check(
        "examples",
        r#"
example "a handset to Berlin" {
  ship via s from SE to DE(10115) on 2026-05-02 14:30, 1.2 kg, 20 x 15 x 10 cm, worth 80.00 EUR {
    1 handset (cells inside, capacity 15 Wh, made_of (wood, seed)); 2 cell, 3 tablet (fragile)
  }
  with loyalty red, provided cpnp, depot NO(9950)
  expect total 88.60 SEK, total 3 SEK paid by receiver, billed weight 1.2 kg, no charge fuel, charge peak 2.00,
         freight 80.00, freight by_band, discount gold, tax vat 3.00, line registration 16.50, recommended s, no freight
}
example "several parcels" {
  ship to DE
  parcel 1 kg, 10 x 10 x 10 cm { 1 handset }
  parcel 2 kg
  expect refused by a and b
  expect needs battery, insured, not served
  expect conditional, available, refer
}
examples "by weight" {
  ship via s from SE to DE on 2026-05-02 { 1 handset }
  | weight | to        | billed weight | charge fuel | total |
  |--------|-----------|---------------|-------------|-------|
  | 50 g   | DE(10115) | 50 g          | -           | 11.50 |
  | 51 g   | SE        |               | 1.00        | needs cells |
}
"#,
    );
}

#[test]
fn invariants() {
    check(
        "invariants",
        r#"
invariant "heavier never costs less": freight rises with weight via s
invariant never available when any item (cells is apart) via s
invariant always refused to US
invariant total at least 8.00 via s, t
invariant "no tax": total - freight up to 5.00 SEK
invariant billing falls with weight + 1 kg
"#,
    );
}
