//! Small programs and shipments for tests, built by hand as the compiler would.

#![expect(clippy::arithmetic_side_effects, reason = "fixtures are small, and a test that overflows should stop")]

use crate::currency::Currency;
use crate::date::DateRange;
use crate::exact::{Exact, RoundingMode};
use crate::place_code::{Country, PostcodePattern};
use crate::program::*;
use crate::rounding::Rounding;
use crate::shipment::{Item, PlaceInput, Shipment};

/// An exact number from its text; a fraction as `1/3`.
#[track_caller]
pub(crate) fn n(text: &str) -> Exact {
    match text.split_once('/') {
        Some((num, den)) => n(num).checked_div(n(den)).unwrap(),
        None => crate::decimal::from_str_exact(text).unwrap(),
    }
}

pub(crate) fn up(step: &str) -> Rounding {
    Rounding { mode: RoundingMode::Up, step: n(step) }
}

pub(crate) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

/// A day as the program counts it.
pub(crate) fn day(text: &str) -> i32 {
    text.parse::<crate::date::Date>().unwrap().days()
}

/// The sets of places of every fixture.
pub(crate) const EVERYWHERE: PlaceSetId = PlaceSetId(0);
pub(crate) const CHINA: PlaceSetId = PlaceSetId(1);
pub(crate) const GERMANY: PlaceSetId = PlaceSetId(2);
pub(crate) const CANARIES: PlaceSetId = PlaceSetId(3);
pub(crate) const SPAIN: PlaceSetId = PlaceSetId(4);
pub(crate) const ALASKA: PlaceSetId = PlaceSetId(5);

/// A program that grows.
pub(crate) struct Policy {
    program: Program,
}

impl Policy {
    /// A tariff in CNY, rounded half up to cents; Spain is divided by postcode, the United States by subdivision.
    pub(crate) fn new() -> Self {
        let mut first = 0;
        let mut countries = Vec::new();
        let spain: Country = "ES".parse().unwrap();
        for country in Country::all() {
            let subdivisions = if country.code() == "US" { vec!["US-AK".to_owned()] } else { Vec::new() };
            let canaries = PostcodePattern::parse(spain, "35*").unwrap().interval();
            let postcodes = if country == spain { vec![canaries] } else { Vec::new() };
            let classes = CountryClasses { code: country.code().to_owned(), first, subdivisions, postcodes };
            first += classes.class_count();
            countries.push(classes);
        }
        let class = |code: &str, inside: u32| {
            Bits::from_members([countries.iter().find(|classes| classes.code == code).unwrap().first + inside])
        };
        let spain = Bits::from_members(class("ES", 0).iter().chain(class("ES", 1).iter()));
        let sets =
            vec![Bits::from_members(0..first), class("CN", 0), class("DE", 0), class("ES", 1), spain, class("US", 1)];
        let names = ["everywhere", "CN", "DE", "canaries", "ES", "US-AK"].map(str::to_owned).to_vec();
        let program = Program {
            name: "test".to_owned(),
            title: "Test".to_owned(),
            currency: currency("CNY"),
            zones: ["Asia/Shanghai", "America/Chicago"].map(|zone| zone.parse().unwrap()).to_vec(),
            valid: DateRange::ALWAYS,
            rounding: Some(Rounding { mode: RoundingMode::HalfUp, step: n("0.01") }),
            payers: vec!["seller".to_owned(), "platform".to_owned()],
            facts: Vec::new(),
            places: Places { countries, sets, names },
            categories: Categories::default(),
            services: Vec::new(),
            documents: Vec::new(),
            restrictions: Vec::new(),
            exchange: Vec::new(),
            lines: Vec::new(),
            blocks: Vec::new(),
            groups: Vec::new(),
            calendars: Vec::new(),
            processes: Vec::new(),
            compensations: Vec::new(),
            preferences: Vec::new(),
            ranking: Vec::new(),
            origins: Vec::new(),
            files: Vec::new(),
        };
        Self { program }.service("standard", |_| {}).line("freight", LineKind::Freight)
    }

    /// A service from China to everywhere; service 0 is `standard`.
    pub(crate) fn service(mut self, name: &str, change: impl FnOnce(&mut Service)) -> Self {
        let mut service = Service {
            name: name.to_owned(),
            title: name.to_owned(),
            from: CHINA,
            to: EVERYWHERE,
            currency: currency("CNY"),
            when: Condition::Always,
            limits: Vec::new(),
            transit: Vec::new(),
            billed_weight: BilledWeight::default(),
            parcels: ParcelMode::PricedEach,
            at: At(0),
        };
        change(&mut service);
        self.program.services.push(service);
        self
    }

    /// Changes the service `standard`.
    pub(crate) fn standard(mut self, change: impl FnOnce(&mut Service)) -> Self {
        change(&mut self.program.services[0]);
        self
    }

    pub(crate) fn limit(self, amount: Expression, interval: Interval) -> Self {
        let test = LimitTest::Amount { amount, interval };
        self.standard(|service| {
            service.limits.push(Limit { scope: Condition::Always, test, text: String::new(), at: At(0) });
        })
    }

    pub(crate) fn step(self, when: Condition, kind: WeightStepKind) -> Self {
        self.standard(|service| service.billed_weight.steps.push(WeightStep { when, kind, at: At(0) }))
    }

    /// A line that statements or parts fill.
    pub(crate) fn line(mut self, name: &str, kind: LineKind) -> Self {
        let line = Line { name: name.to_owned(), kind, group: None, first_block: BlockId(0), block_count: 0 };
        self.program.lines.push(line);
        self
    }

    /// A statement of a line for every service and place.
    pub(crate) fn block(self, line: &str, body: Body) -> Self {
        self.block_with(line, body, |_| {})
    }

    /// A statement of a line, changed; statements come in the order of their lines.
    pub(crate) fn block_with(mut self, line: &str, body: Body, change: impl FnOnce(&mut Block)) -> Self {
        let services = Bits::from_members(0..u32::try_from(self.program.services.len()).unwrap());
        let mut block = Block {
            line: self.id(line),
            name: format!("{line}_{}", self.program.blocks.len()),
            scope: Scope { services, from: None, to: None, when: Condition::Always },
            overridden_by: Vec::new(),
            currency: currency("CNY"),
            payer: PayerId(0),
            body,
            at: At(0),
        };
        change(&mut block);
        let number = BlockId(u32::try_from(self.program.blocks.len()).unwrap());
        let line = &mut self.program.lines[usize::from(block.line.0)];
        if line.block_count == 0 {
            line.first_block = number;
        }
        line.block_count += 1;
        self.program.blocks.push(block);
        self
    }

    pub(crate) fn fact(mut self, name: &str, per: FactPer, kind: FactKind, default: Option<FactValue>) -> Self {
        let fact = Fact { name: name.to_owned(), title: name.to_owned(), per, kind, default, at: At(0) };
        self.program.facts.push(fact);
        self
    }

    pub(crate) fn category(mut self, name: &str, ids: &[&str], hs: &[&str]) -> Self {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        self.program.categories.nodes.push(Category {
            name: name.to_owned(),
            title: name.to_owned(),
            parent: None,
            ids: owned(ids),
            hs: owned(hs),
            at: At(0),
        });
        self
    }

    /// Something that a rule can require.
    pub(crate) fn document(mut self, name: &str) -> Self {
        let document =
            Document { name: name.to_owned(), title: name.to_owned(), kind: DocumentKind::Document, at: At(0) };
        self.program.documents.push(document);
        self
    }

    /// A restriction for every service and place; what its condition reads makes it about items or not.
    pub(crate) fn restriction(self, name: &str, subject: Subject, rule: RestrictionRule, when: Condition) -> Self {
        self.restriction_with(name, subject, rule, when, |_| {})
    }

    /// A restriction, changed.
    pub(crate) fn restriction_with(
        mut self,
        name: &str,
        subject: Subject,
        rule: RestrictionRule,
        when: Condition,
        change: impl FnOnce(&mut Restriction),
    ) -> Self {
        let services = Bits::from_members(0..u32::try_from(self.program.services.len()).unwrap());
        let mut restriction = Restriction {
            name: name.to_owned(),
            title: name.to_owned(),
            rule,
            scope: Scope { services, from: None, to: None, when },
            subject,
            authorities: Vec::new(),
            because: Vec::new(),
            see: Vec::new(),
            at: At(0),
        };
        change(&mut restriction);
        self.program.restrictions.push(restriction);
        self
    }

    /// Puts lines into an exclusive group, in the order written.
    pub(crate) fn group(mut self, rule: ExclusiveGroup, members: &[&str]) -> Self {
        let id = GroupId(u16::try_from(self.program.groups.len()).unwrap());
        let members: Vec<LineId> = members.iter().map(|name| self.id(name)).collect();
        for member in &members {
            self.program.lines[usize::from(member.0)].group = Some(id);
        }
        self.program.groups.push(Group { name: "group".to_owned(), rule, members, at: At(0) });
        self
    }

    pub(crate) fn exchange(mut self, valid: &str, from: &str, rate: &str, to: &str) -> Self {
        let rates = vec![ExchangeRate { from: currency(from), to: currency(to), rate: n(rate) }];
        self.program.exchange.push(ExchangePeriod { valid: valid.parse().unwrap(), rates, at: At(0) });
        self
    }

    pub(crate) fn change(mut self, change: impl FnOnce(&mut Program)) -> Self {
        change(&mut self.program);
        self
    }

    pub(crate) fn build(self) -> Program {
        self.program
    }

    fn id(&self, line: &str) -> LineId {
        let position = self.program.lines.iter().position(|known| known.name == line).unwrap();
        LineId(u16::try_from(position).unwrap())
    }
}

/// One price for all.
pub(crate) fn single(steps: Vec<PriceStep>) -> Body {
    Body::Single(priced(steps))
}

/// A row's price.
pub(crate) fn priced(steps: Vec<PriceStep>) -> RowOutcome {
    RowOutcome::Price(Price { steps, parts: Vec::new() })
}

pub(crate) fn add(amount: Amount) -> PriceStep {
    PriceStep::Add(Component { amount, charged: None })
}

pub(crate) fn flat(amount: &str) -> PriceStep {
    add(Amount::Flat(n(amount)))
}

/// `rate per step of the billed weight`, above a threshold.
pub(crate) fn per(count: Count, rate: &str, step: &str, above: &str) -> PriceStep {
    let of = Expression::Measure(Measure::BilledWeight);
    let unit = Per::Unit(crate::unit::Unit::Kilogram);
    add(Amount::Units(Units { rate: n(rate), step: n(step), unit, count, above: n(above), of }))
}

pub(crate) fn share(percent: &str, of: Expression) -> PriceStep {
    add(Amount::Share { share: n(percent).checked_div(n("100")).unwrap(), of })
}

/// Bands of the billed weight in grams; `otherwise` without a bound.
pub(crate) fn bands(rows: Vec<(&str, RowOutcome)>) -> Body {
    bands_of(Expression::Measure(Measure::BilledWeight), NextBand::Ignored, rows)
}

pub(crate) fn bands_of(measure: Expression, next_band: NextBand, rows: Vec<(&str, RowOutcome)>) -> Body {
    let rows = rows_of(rows).into_iter().map(|row| Row { next_band, ..row }).collect();
    Body::Bands(Bands { measure, rows })
}

/// Rows by `up to`, or `otherwise`.
pub(crate) fn rows_of(rows: Vec<(&str, RowOutcome)>) -> Vec<Row> {
    let row = |(upper, outcome): (&str, RowOutcome)| {
        let upper = (upper != "otherwise").then(|| (n(upper), End::Included));
        Row { upper, outcome, next_band: NextBand::Ignored, at: At(0) }
    };
    rows.into_iter().map(row).collect()
}

pub(crate) fn up_to(bound: &str) -> Interval {
    Interval { lower: None, upper: Some((n(bound), End::Included)) }
}

pub(crate) fn over(bound: &str) -> Interval {
    Interval { lower: Some((n(bound), End::Excluded)), upper: None }
}

pub(crate) fn is_in(amount: Expression, interval: Interval) -> Condition {
    Condition::Amount(AmountTest { amount, interval })
}

pub(crate) fn declared_value_in(code: &str) -> Expression {
    Expression::Money { fact: FactRef::Builtin(Builtin::DeclaredValue), currency: currency(code) }
}

/// A place from `US`, `US-AK` or `ES 35001`.
pub(crate) fn place(text: &str) -> PlaceInput {
    let (place, postcode) = match text.split_once(' ') {
        Some((place, postcode)) => (place, Some(postcode.to_owned())),
        None => (text, None),
    };
    let (country, subdivision) = match place.split_once('-') {
        Some((country, _)) => (country, Some(place.to_owned())),
        None => (place, None),
    };
    PlaceInput { country: country.to_owned(), subdivision, postcode }
}

/// 1.2 kg, 30 x 20 x 10 cm from China to Germany, worth 80 USD, on a day in March.
pub(crate) fn shipment() -> Shipment {
    Shipment {
        origin: Some(place("CN")),
        destination: Some(place("DE")),
        weight: Some("1.2 kg".parse().unwrap()),
        sides: Some(["20 cm", "30 cm", "10 cm"].map(|side| side.parse().unwrap())),
        declared_value: Some("80 USD".parse().unwrap()),
        ship_date: Some("2026-03-02".parse().unwrap()),
        items: Some(Vec::new()),
        ..Shipment::default()
    }
}

pub(crate) fn to(text: &str) -> Shipment {
    Shipment { destination: Some(place(text)), ..shipment() }
}

pub(crate) fn weighing(text: &str) -> Shipment {
    Shipment { weight: Some(text.parse().unwrap()), ..shipment() }
}

/// Some pieces of a category.
pub(crate) fn pieces(quantity: u64, category: &str) -> Item {
    Item { category: Some(category.to_owned()), quantity: Some(quantity), ..Item::default() }
}

/// Saturdays and Sundays off, the first week of October too, but for one Saturday; 2026 alone.
pub(crate) fn chinese_calendar() -> Calendar {
    let mut weekend = [Work::Business; 7];
    weekend[5] = Work::Weekend;
    weekend[6] = Work::Weekend;
    Calendar {
        name: "cn".to_owned(),
        title: "China".to_owned(),
        covers: (day("2026-01-01"), day("2026-12-31")),
        weekend,
        holidays: vec![(day("2026-10-01"), day("2026-10-07"))],
        workdays: vec![(day("2026-10-10"), day("2026-10-10"))],
        at: At(0),
    }
}
