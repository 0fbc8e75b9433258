//! Random processes that compile, and random cases for them.
//!
//! A generated process ends from every stage by construction: stages lead only onwards, and what is
//! done in each has a line that always holds. Every construct that is used is counted, so that the
//! suite can see that none is left out.

mod case;
mod clock;
mod constructs;
mod money;
mod opening;
mod stage;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Dice;

pub use case::{CaseDice, Possible};
pub use constructs::PROCESS_CONSTRUCTS;

/// A generated rule set with one process, called `dispute`.
#[derive(Clone, Debug)]
pub struct ProcessRules {
    /// The text.
    pub text: String,
    /// How often each construct is used.
    pub constructs: BTreeMap<&'static str, usize>,
    /// The zone of the process.
    pub zone: &'static str,
    /// The currency of what is paid.
    pub currency: &'static str,
}

/// Zones with clocks that change: by an hour, at midnight, by half an hour, and not at all.
const ZONES: &[&str] = &[
    "America/Los_Angeles",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Havana",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Auckland",
];

/// The process of a seed.
pub fn process_rules(seed: u64) -> ProcessRules {
    let mut writer = Writer::new(seed);
    writer.header();
    writer.process();
    let Writer { text, constructs, zone, currency, .. } = writer;
    ProcessRules { text, constructs, zone, currency }
}

/// A process being written.
struct Writer {
    dice: Dice,
    text: String,
    constructs: BTreeMap<&'static str, usize>,
    zone: &'static str,
    currency: &'static str,
    /// Whether a case is opened for a reason.
    has_reasons: bool,
    /// The outcomes that something leads to.
    outcomes: BTreeSet<&'static str>,
    /// How many stages there are.
    stages: u64,
    /// Whether a stage has had its way back priced.
    returned: bool,
}

impl Writer {
    fn new(seed: u64) -> Self {
        // Seeds that follow each other are no neighbours.
        let mut dice = Dice::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let zone = *dice.pick(ZONES);
        let currency = *dice.pick(&["USD", "USD", "CNY", "JPY", "EUR"]);
        Self {
            dice,
            text: String::new(),
            constructs: BTreeMap::new(),
            zone,
            currency,
            has_reasons: false,
            outcomes: BTreeSet::new(),
            stages: 0,
            returned: false,
        }
    }

    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Notes that a construct is used.
    fn uses(&mut self, construct: &'static str) {
        *self.constructs.entry(construct).or_insert(0) += 1;
    }

    /// Whether to write something that is left out otherwise; notes it where it is written.
    fn maybe(&mut self, times: u64, construct: &'static str) -> bool {
        let chosen = self.dice.once_in(times);
        if chosen {
            self.uses(construct);
        }
        chosen
    }

    fn header(&mut self) {
        self.line("tariff generated \"Generated\" { currency CNY; time zone \"Asia/Shanghai\"; rounding half up in steps of 0.1; paid by seller }");
        self.line("calendar cn covers 2025-01-01..2029-12-31 {");
        self.line("  weekend saturday, sunday");
        self.line("  holiday 2026-03-09, 2026-10-01..2026-10-07 \"National Day\", 2026-10-26");
        self.line("  workday 2026-10-10, 2026-03-07");
        self.line("}");
        self.line("calendar all_days covers 2025-01-01..2029-12-31 { holiday 2026-03-10..2026-03-12 }");
        self.line("service standard { from CN; to DE; weight up to 30 kg }");
        self.line("service return_line { from DE; to CN; weight up to 30 kg }");
        self.line("freight out via standard = 40.00");
        self.line("freight back via return_line = 20.00 + 7.77 per started kg");
        self.line("exchange { 1 USD = 7 CNY; 1 EUR = 8 CNY; 1 JPY = 0.05 CNY }");
        self.line("category phone");
        self.line("fact asked: one of refund_only, return_and_refund");
        self.line("fact asked_amount: money");
        self.line("fact tier: one of gold, silver");
        self.line("fact insured: yes/no");
        self.line("fact promised: date");
        self.line("fact score: number");
        self.line("compensation owed \"Owed\" via standard =");
        self.line("  lesser of (declared_value in CNY, 100.00 + 60.00 per started kg of weight) + freight");
    }

    fn process(&mut self) {
        let versions = if self.maybe(5, "versions") { 2 } else { 1 };
        let on = if versions > 1 { "open" } else { self.dice.pick(&["", "open", "open", "shipped", "promised"]) };
        let zone = self.zone;
        self.has_reasons = self.dice.once_in(2);
        for version in 0..versions {
            let dates = match (versions, version, on) {
                (_, _, "") => String::new(),
                (2, 0, _) => {
                    self.uses("valid on open");
                    " valid ..2026-03-12 on open".to_owned()
                }
                (2, ..) => " valid 2026-03-13.. on open".to_owned(),
                (_, _, on) => {
                    self.uses(match on {
                        "open" => "valid on open",
                        "shipped" => "valid on an event",
                        _ => "valid on a date",
                    });
                    format!(" valid 2026-03-04..2028-02-28 on {on}")
                }
            };
            let scope = if self.maybe(4, "scope") { " via standard" } else { "" };
            self.outcomes.clear();
            self.returned = false;
            self.line(format!("returns dispute \"Dispute\"{scope}{dates} {{"));
            self.line(format!("  time zone \"{zone}\""));
            self.line("  parties  buyer, seller, platform");
            if self.has_reasons {
                self.uses("reasons");
                self.line("  reasons  damaged, not_received, changed_mind");
            } else {
                self.uses("no reasons");
            }
            self.line("  evidence photo, video");
            self.line("  events   shipped, delivered, ends, chargeback, report");
            self.opening();
            self.stages = self.dice.between(1, 4);
            for stage in 0..self.stages {
                self.stage(stage);
            }
            self.write_outcomes();
            self.line("}");
        }
    }

    /// A condition of a case, mostly of things that change in its course.
    fn guard(&mut self) -> String {
        let one = self.plain_guard();
        match self.dice.between(0, 9) {
            0 => {
                self.uses("and");
                format!("{one} and {}", self.plain_guard())
            }
            1 => {
                self.uses("or");
                format!("{one} or {}", self.plain_guard())
            }
            _ => one,
        }
    }

    fn plain_guard(&mut self) -> String {
        let (construct, guard): (&'static str, &str) = match self.dice.between(0, 12) {
            0 | 1 => ("fact is", "asked is refund_only"),
            2 => ("fact is", "tier is gold"),
            3 => ("yes/no", "insured"),
            4 => ("number", "score over 5"),
            5 => ("has happened", "report has happened"),
            6 => ("has not happened", "chargeback has not happened"),
            7 => ("was shown", "photo was shown"),
            8 => ("was not shown", "video was not shown"),
            9 => ("money compared", "asked_amount up to 50% of paid"),
            10 if self.has_reasons => ("reason is", "reason is damaged"),
            11 if self.has_reasons => ("reason in", "reason in (damaged, changed_mind)"),
            12 => ("any item", "total weight over 1 kg"),
            _ => ("money compared", "asked_amount over paid_freight"),
        };
        self.uses(construct);
        guard.to_owned()
    }
}
