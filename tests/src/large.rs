//! A large rule set of restrictions whose rules differ from each other: for what many rules cost.
//!
//! Nothing in it is random: rule `i` is made of the digits of `i`, so that hand-written code can know what it says.
//! No rule lies inside another one: those of inner categories name one country, those of leaves three or more.

use std::fmt::Write;

use tarifa_engine::place_code::Country;

/// How many services there are.
pub const SERVICES: usize = 20;
/// How many destinations there are.
pub const DESTINATIONS: usize = 240;
/// How many top categories, how many groups in each, and how many goods in each group.
const TREE: (usize, usize, usize) = (15, 19, 20);
/// How many goods there are; the tree has [`CATEGORIES`] nodes.
pub const GOODS: usize = TREE.0 * TREE.1 * TREE.2;
/// How many nodes the tree has.
pub const CATEGORIES: usize = TREE.0 + TREE.0 * TREE.1 + GOODS;

/// What a rule says, as hand-written code would know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LargeRule {
    /// Its number in the text.
    pub number: usize,
    /// Of what kind it is.
    pub kind: LargeKind,
    /// The goods that it speaks of, as a range of numbers.
    pub goods: std::ops::Range<usize>,
    /// The destinations, by number.
    pub to: Vec<usize>,
    /// The services, by number.
    pub via: Vec<usize>,
    /// Whether it speaks of goods with a loose battery alone.
    pub battery: Battery,
}

/// A kind of rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LargeKind {
    /// `forbid`.
    Forbid,
    /// `require` of the document of that number.
    Require(usize),
    /// `limit` of so many pieces in a parcel.
    Limit(u32),
}

/// What a rule asks of the battery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Battery {
    /// Nothing.
    Any,
    /// That it is loose.
    Loose,
}

/// A rule set with so many rules.
#[derive(Clone, Debug)]
pub struct LargeRuleSet {
    /// The text.
    pub text: String,
    /// What it says.
    pub rules: Vec<LargeRule>,
}

/// The codes of the destinations, by number.
pub fn destinations() -> Vec<String> {
    let codes = Country::all().into_iter().map(|country| country.code().to_owned()).filter(|code| code != "CN");
    codes.take(DESTINATIONS).collect()
}

/// The large rule set with `count` rules.
pub fn large(count: usize) -> LargeRuleSet {
    let countries = destinations();
    let mut text = String::from(
        "tariff large { currency CNY; time zone \"Asia/Shanghai\"; valid 2026-01-01..2026-12-31; \
         rounding half up in steps of 0.01; paid by seller }\n\
         fact battery per item: one of none, in_device, loose\n",
    );
    for document in 0..8 {
        writeln!(text, "document paper{document}").expect("a string takes everything");
    }
    for top in 0..TREE.0 {
        writeln!(text, "category top{top} {{").expect("a string takes everything");
        for group in 0..TREE.1 {
            let goods: Vec<String> =
                (0..TREE.2).map(|leaf| goods_name((top * TREE.1 + group) * TREE.2 + leaf)).collect();
            writeln!(text, " group{top}_{group} {{ {} }}", goods.join(", ")).expect("a string takes everything");
        }
        text.push_str("}\n");
    }
    for service in 0..SERVICES {
        writeln!(
            text,
            "service s{service} {{ from CN; to {}; weight up to 30 kg }}\nfreight s{service} via s{service} = {}.00 per kg",
            countries.join(", "),
            20 + service
        )
        .expect("a string takes everything");
    }
    let rules: Vec<LargeRule> = (0..count).map(rule).collect();
    for rule in &rules {
        write(&mut text, rule, &countries);
    }
    LargeRuleSet { text, rules }
}

/// The name of the goods with that number.
pub fn goods_name(number: usize) -> String {
    format!("goods{number}")
}

fn rule(number: usize) -> LargeRule {
    let round = number / GOODS;
    // One rule in ten speaks of a whole group of goods, and of one country alone.
    let is_inner = number % 10 == 9;
    let (goods, width) = if is_inner {
        let group = number * 7 / 10 % (TREE.0 * TREE.1);
        (group * TREE.2..(group + 1) * TREE.2, 1)
    } else {
        let leaf = number * 7 % GOODS;
        (leaf..leaf + 1, 3 + number % 5)
    };
    let first = number * 13 + round * 101;
    let to = (0..width).map(|step| (first + step * 17) % DESTINATIONS).collect();
    let via = (0..4).map(|step| (number + step * 5) % SERVICES).collect();
    let kind = match number % 4 {
        0 | 1 => LargeKind::Forbid,
        2 => LargeKind::Require(number / 4 % 8),
        _ => LargeKind::Limit(u32::try_from(1 + number % 7).expect("small")),
    };
    let battery = if number.is_multiple_of(3) { Battery::Loose } else { Battery::Any };
    LargeRule { number, kind, goods, to, via, battery }
}

fn write(text: &mut String, rule: &LargeRule, countries: &[String]) {
    let LargeRule { number, kind, goods, to, via, battery } = rule;
    let category = if goods.len() > 1 {
        let group = goods.start / TREE.2;
        format!("group{}_{}", group / TREE.1, group % TREE.1)
    } else {
        goods_name(goods.start)
    };
    let to: Vec<&str> = to.iter().map(|country| countries[*country].as_str()).collect();
    let via: Vec<String> = via.iter().map(|service| format!("s{service}")).collect();
    let when = match battery {
        Battery::Any => "",
        Battery::Loose => " when battery is loose",
    };
    let scope = format!("for {category} to {} via {}{when}", to.join(", "), via.join(", "));
    let statement = match kind {
        LargeKind::Forbid => format!("forbid r{number} {scope}"),
        LargeKind::Require(document) => format!("require paper{document} {scope}"),
        LargeKind::Limit(pieces) => format!("limit r{number} {scope}: quantity up to {pieces} per parcel"),
    };
    writeln!(text, "{statement} by \"authority {}\"", number % 9).expect("a string takes everything");
}
