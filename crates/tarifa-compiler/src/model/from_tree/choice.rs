//! Which service to take: `prefer` and `rank`.

use tarifa_diagnostics::{Code, Diagnostic};
use tarifa_engine::program::{Bits, Preference, RankBy};
use tarifa_syntax::tree::{self, Expr, ExprKind};

use super::Resolver;
use super::expression::{Place, Stage};
use super::names::Wanted;
use super::statements::Stated;
use super::symbols::Value;

impl<'t> Resolver<'t> {
    /// The services to prefer.
    pub(super) fn preferences(&mut self, prefers: &[Stated<'t, tree::Prefer>]) -> Vec<Preference> {
        prefers.iter().filter_map(|prefer| self.preference(prefer)).collect()
    }

    fn preference(&mut self, prefer: &Stated<'t, tree::Prefer>) -> Option<Preference> {
        if let Some(via) = &prefer.it.scope.via {
            let message = "`prefer` names its service, so it has no `via`";
            self.report(Diagnostic::new(Code::NOT_HERE, via.span, message).help("remove it"));
        }
        let service = self.service(&prefer.it.service);
        let when = self.scope_condition(&prefer.it.scope, Place::of(Stage::Choosing));
        let (service, when) = (service?, when?);
        let at = self.at(prefer.span);
        Some(Preference { services: Bits::from_members([u32::from(service.0)]), when, at })
    }

    /// What the recommendation goes by; the total, then the transit, where nothing is said.
    pub(super) fn ranking(&mut self, ranks: &[Stated<'t, tree::Rank>]) -> Vec<RankBy> {
        let first = ranks.iter().min_by_key(|rank| rank.span);
        for again in ranks.iter().filter(|rank| Some(rank.span) != first.map(|first| first.span)) {
            let earlier = first.map(|first| first.span).unwrap_or_default();
            self.line_twice(earlier, again.span, "this rule set");
        }
        let Some(first) = first else { return vec![RankBy::Total] };
        first.it.keys.iter().filter_map(|key| self.rank_key(key)).collect()
    }

    fn rank_key(&mut self, key: &Expr) -> Option<RankBy> {
        let ExprKind::Name(name) = &key.kind else {
            let message = format!("services are not ranked by {}", self.quoted(key.span));
            let help = "write `total`, `transit` or a money line such as `freight`";
            return self.refuse(Diagnostic::new(Code::NOT_HERE, key.span, message).help(help));
        };
        match &*name.text {
            "total" => Some(RankBy::Total),
            "transit" => Some(RankBy::Transit),
            _ => match self.symbols.values.find(&name.text) {
                Some(Value::Line(line)) => Some(RankBy::Line(line)),
                Some(Value::Fact(_) | Value::Define(_) | Value::Group(_)) => {
                    let message = format!(
                        "`{}` is no money line, and services are ranked by `total`, `transit` or one",
                        name.text
                    );
                    self.refuse(Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message))
                }
                None => match ranked_by(&name.text) {
                    Some(key) => {
                        let message = format!("there is no money line called `{}`", name.text);
                        self.refuse(
                            Diagnostic::new(Code::UNKNOWN_NAME, name.span, message).help(format!("write `{key}`")),
                        )
                    }
                    None => self.unknown_name(name, Wanted::Value),
                },
            },
        }
    }
}

/// What another word for an order of services means.
fn ranked_by(word: &str) -> Option<&'static str> {
    match word {
        "price" | "cost" | "cheapest" | "amount" | "rate" => Some("total"),
        "time" | "speed" | "days" | "fastest" | "duration" => Some("transit"),
        _ => None,
    }
}
