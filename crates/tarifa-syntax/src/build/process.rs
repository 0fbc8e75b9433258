//! Processes: their header lines, openings, stages and outcomes.

use tarifa_diagnostics::{Code, Diagnostic};

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{
    Edge, Gate, Name, Opening, Outcome, PaymentLine, Returns, ReturnsLine, ReturnsLineKind, Stage, StageLine,
    StageLineKind, Window,
};

impl Builder<'_> {
    /// `returns dispute "Dispute" valid 2024-01-01.. on open { … }`.
    pub(super) fn returns(&mut self, node: Node<'_>) -> Option<Returns> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let title = self.title(&mut parts);
        let mut scope = crate::tree::Scope::default();
        while parts.peek() != Some(Rule::returns_block) {
            self.scope_clause(&mut scope, parts.next()?)?;
        }
        let block = parts.next()?;
        let span = self.span(&block);
        let lines = self.entries(Parts::of(block), Self::returns_line);
        self.require_entries(&lines, span, "line");
        Some(Returns { name, title, scope, lines })
    }

    /// A line of a process.
    fn returns_line(&mut self, node: Node<'_>) -> Option<ReturnsLine> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::time_zone => ReturnsLineKind::TimeZone(self.string(&Parts::of(node).accept(Rule::string)?)),
            Rule::parties => ReturnsLineKind::Parties(self.name_list(node)?),
            Rule::reasons => ReturnsLineKind::Reasons(self.name_list(node)?),
            Rule::evidence_kinds => ReturnsLineKind::Evidence(self.name_list(node)?),
            Rule::events => ReturnsLineKind::Events(self.name_list(node)?),
            Rule::opening => ReturnsLineKind::Open(self.opening(node)?),
            Rule::stage => ReturnsLineKind::Stage(self.stage(node)?),
            Rule::outcome => ReturnsLineKind::Outcome(self.outcome(node)?),
            _ => return None,
        };
        Some(ReturnsLine { kind, span })
    }

    /// `open by buyer (reason, asked) { … } -> negotiation`.
    fn opening(&mut self, node: Node<'_>) -> Option<Opening> {
        let mut parts = Parts::of(node);
        let parties = self.listed_names(parts.accept(Rule::names)?);
        let arguments = self.parameters(&mut parts);
        let block = parts.accept(Rule::windows)?;
        let span = self.span(&block);
        let (windows, soundness) = self.part_of_block(span, |builder| {
            let windows = builder.entries(Parts::of(block), Self::window);
            builder.require_entries(&windows, span, "window");
            windows
        });
        let target = self.target(parts.accept(Rule::target)?)?;
        Some(Opening { parties, arguments, windows, target, soundness })
    }

    /// `not_as_described, damaged: within 15 days after last delivered, with photo`.
    fn window(&mut self, node: Node<'_>) -> Option<Window> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let reasons = match parts.accept(Rule::window_reasons) {
            Some(reasons) => self.names(Parts::of(reasons)),
            None => Vec::new(),
        };
        let (mut gate, mut otherwise) = (Gate::default(), None);
        for part in parts {
            if part.as_rule() == Rule::otherwise {
                otherwise = Some(self.span(&part));
            } else {
                self.gate_part(&mut gate, part)?;
            }
        }
        if let (Some(otherwise), Some(when)) = (otherwise, &gate.when) {
            return self.refuse_guarded_otherwise(otherwise, when);
        }
        for clock in [&gate.not_before, &gate.within, &gate.until].into_iter().flatten().flat_map(Edge::clocks) {
            if clock.after.is_none() {
                let message = "this does not say from when, and before a case is opened there is no stage";
                let finding = Diagnostic::new(Code::SYNTAX_ERROR, clock.span, message);
                self.report(finding.help("write the event that it counts from: `within 15 days after delivered`"));
                return None;
            }
        }
        Some(Window { reasons, gate, otherwise, span })
    }

    /// `stage partial_offer(amount) "…" { … }`.
    fn stage(&mut self, node: Node<'_>) -> Option<Stage> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let parameters = self.parameters(&mut parts);
        let title = self.title(&mut parts);
        let block = parts.accept(Rule::stage_block)?;
        let span = self.span(&block);
        let (lines, soundness) = self.part_of_block(span, |builder| {
            let lines = builder.entries(Parts::of(block), Self::stage_line);
            builder.require_entries(&lines, span, "line");
            lines
        });
        Some(Stage { name, parameters, title, lines, soundness })
    }

    /// A line of a stage.
    fn stage_line(&mut self, node: Node<'_>) -> Option<StageLine> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::obligation => StageLineKind::Must(Box::new(self.obligation(node)?)),
            Rule::permission => StageLineKind::May(Box::new(self.permission(node)?)),
            Rule::timer => StageLineKind::Timer(Box::new(self.timer(node)?)),
            Rule::payment_line => StageLineKind::Payment(Box::new(self.payment_line(node)?)),
            Rule::return_freight_line => StageLineKind::ReturnFreight(Box::new(self.return_freight(node)?)),
            _ => return None,
        };
        Some(StageLine { kind, span })
    }

    /// `outcome partial(amount) { buyer gets amount maximum paid; seller keeps the rest }`.
    fn outcome(&mut self, node: Node<'_>) -> Option<Outcome> {
        let mut parts = Parts::of(node);
        let name = self.name(&parts.accept(Rule::name)?);
        let parameters = self.parameters(&mut parts);
        let title = self.title(&mut parts);
        let block = parts.accept(Rule::outcome_block)?;
        let span = self.span(&block);
        let (payments, soundness) = self.part_of_block(span, |builder| {
            let payments: Vec<PaymentLine> = builder.entries(Parts::of(block), Self::payment_line);
            builder.require_entries(&payments, span, "line");
            payments
        });
        Some(Outcome { name, parameters, title, payments, soundness })
    }

    /// `(reason, asked)`, where it stands.
    pub(super) fn parameters(&mut self, parts: &mut Parts<'_>) -> Vec<Name> {
        parts.accept(Rule::parameters).map(|names| self.names(Parts::of(names))).unwrap_or_default()
    }
}
