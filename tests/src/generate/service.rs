//! Services: where and what they carry, how they weigh it, and a freight for each of their lanes.

use super::Writer;
use super::header::ZONES;

/// What the freight of a service must price.
#[derive(Clone)]
pub(super) struct Carries {
    zones: Vec<&'static str>,
    /// In kilograms.
    most: u64,
    /// Whether billed weights can be more than that.
    open_ended: bool,
}

impl Writer {
    pub(super) fn service(&mut self, index: u64) {
        let name = format!("s{index}");
        if let Some(first) = self.first.clone()
            && self.maybe(4, "like")
        {
            self.line(format!("service {name} \"Like\" like s0 {{ transit 2..4 days }}"));
            self.lanes(&name, &first);
            self.services.push(name);
            return;
        }
        let start = usize::try_from(self.dice.between(0, 3)).expect("small");
        let zones: Vec<&'static str> = ZONES[start..].iter().take(3).map(|(name, ..)| *name).collect();
        let most = *self.dice.pick(&[2_u64, 10, 30]);
        let volumetric = self.maybe(2, "volumetric");
        self.line(format!("service {name} \"Service {index}\" {{"));
        self.line("  from CN, GB");
        self.line(format!("  to {}", zones.join(", ")));
        self.line(format!("  weight up to {most} kg"));
        self.limits(most, zones[0]);
        if self.maybe(2, "transit") {
            let least = self.dice.between(1, 9);
            let latest = least + self.dice.between(0, 9);
            self.line(format!("  transit {least}..{latest} days"));
            if self.maybe(2, "transit with a scope") {
                self.line("  transit 20..30 days to islands");
                self.line("  transit 9 days when weight over 1 kg except to islands");
            }
        }
        if volumetric || self.maybe(3, "billed weight") {
            self.billed_weight(volumetric);
        }
        // Parcels that are weighed alone and priced together can weigh more than any of them may.
        let mut open_ended = volumetric;
        match self.dice.between(0, 3) {
            0 => {
                self.uses("parcels weighed together");
                self.line("  parcels weighed together");
            }
            1 => {
                self.uses("parcels weighed each, priced together");
                self.line("  parcels weighed each, priced together");
                open_ended = true;
            }
            2 => {
                self.uses("parcels priced each");
                self.line("  parcels priced each");
            }
            _ => {}
        }
        self.line("}");
        let carries = Carries { zones, most, open_ended };
        self.lanes(&name, &carries);
        self.services.push(name);
        self.first.get_or_insert(carries);
    }

    fn lanes(&mut self, service: &str, carries: &Carries) {
        for zone in &carries.zones {
            self.freight(service, zone, carries.most, carries.open_ended);
        }
    }

    fn limits(&mut self, most: u64, zone: &str) {
        if self.maybe(3, "scoped limit") {
            self.line(format!("  weight up to {} g to {zone}", most * 500));
        }
        if self.maybe(2, "side limit") {
            self.line("  longest_side up to 120 cm");
        }
        if self.maybe(3, "sum of sides") {
            self.line("  length + width + height up to 200 cm");
        }
        if self.maybe(4, "only when") {
            self.line(format!(
                "  only when declared_value in {} up to 5000 {} or insured",
                self.currency, self.currency
            ));
        }
        if self.maybe(4, "size standards with or") {
            self.line("  only when longest_side up to 150 cm and girth up to 200 cm or length up to 100 cm");
        }
    }

    fn billed_weight(&mut self, volumetric: bool) {
        self.line("  billed weight {");
        if volumetric {
            if self.maybe(3, "sides rounded") {
                self.line("    sides rounded up in steps of 1 cm");
            }
            match self.dice.between(0, 2) {
                0 => self.line("    volumetric 6000 cm3 per kg"),
                1 => {
                    self.uses("volumetric by condition");
                    self.line("    volumetric 8000 cm3 per kg when length + width + height up to 90 cm");
                    self.line("    volumetric 6000 cm3 per kg otherwise");
                }
                _ => {
                    self.uses("volumetric rounded");
                    self.line("    volumetric 167 kg per m3 rounded up in steps of 10 g");
                }
            }
            match self.dice.between(0, 2) {
                0 => self.line("    bill the greater of weight and volumetric"),
                1 => {
                    self.uses("bill when, otherwise");
                    self.line(
                        "    bill the greater of weight and volumetric when longest_side over 40 cm, otherwise weight",
                    );
                }
                _ => {
                    self.uses("mean of");
                    self.line("    bill the mean of weight and volumetric");
                }
            }
        }
        if self.maybe(3, "minimum weight") {
            self.line("    minimum 50 g");
        }
        match self.dice.between(0, 2) {
            0 => self.line("    rounded up in steps of 10 g"),
            1 => {
                self.uses("rounded by weight");
                self.line("    rounded by weight { up to 1 kg: up in steps of 100 g; up to 10 kg: half up in steps of 0.5 kg; otherwise: up in steps of 1 kg }");
            }
            // A block without a step is a mistake.
            _ if !volumetric => self.line("    rounded up in steps of 1 g"),
            _ => {}
        }
        self.line("  }");
    }

    /// All freight of one lane: no gap, no overlap.
    fn freight(&mut self, service: &str, zone: &str, most: u64, open_ended: bool) {
        let name = format!("{service}_{zone}");
        let lane = format!("via {service} to {zone}");
        let part = ZONES.iter().find(|(own, ..)| *own == zone).map_or("DE", |(.., part)| *part);
        if self.maybe(4, "valid") {
            let first = self.body(part, most, open_ended);
            self.line(format!("freight {name}_early {lane} valid ..2026-05-31{first}"));
            let second = self.body(part, most, open_ended);
            self.line(format!("freight {name}_late {lane} valid 2026-06-01..{second}"));
        } else if self.maybe(4, "overrides") {
            let general = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane}{general}"));
            let condition = self.condition(1);
            let special = self.body(part, most, open_ended);
            self.line(format!("freight {name}_special {lane} when {condition} overrides {name}{special}"));
        } else if self.maybe(5, "except") {
            let general = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane} except when insured{general}"));
            let special = self.body(part, most, open_ended);
            self.line(format!("freight {name}_insured {lane} when insured{special}"));
        } else {
            let body = self.body(part, most, open_ended);
            self.line(format!("freight {name} {lane}{body}"));
        }
    }
}
