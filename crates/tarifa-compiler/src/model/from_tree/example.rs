//! Examples: a shipment in the host's words, and what is expected of it.

mod given;
mod ship;
mod table;

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::answer::Verdict;
use tarifa_engine::case::Case;
use tarifa_engine::currency::Money;
use tarifa_engine::shipment::Shipment;
use tarifa_syntax::tree::{
    self, ExampleLine, ExampleLineKind, ExpectationKind, ExpectedLine, Name, Presence, Soundness,
};

use super::Resolver;
use super::names::Wanted;
use super::processes::CaseWords;
use super::statements::{Stated, Statements};
use super::symbols::Value;
use super::typed::Kind;
use crate::model::{CaseExample, CaseLook, Example, Expectation};

/// What the lines of an example say together.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub(super) shipment: Shipment,
    pub(super) expectations: Vec<(Expectation, Span)>,
    /// The `ship` line.
    ship: Option<Span>,
    /// The `case` line.
    pub(super) case: Option<(Span, Case)>,
    /// Whether there is a `case` line, well made or not.
    pub(super) is_of_case: bool,
    /// The words of the case's process.
    pub(super) words: CaseWords,
    pub(super) looks: Vec<CaseLook>,
}

impl<'t> Resolver<'t> {
    /// The examples in the order of writing, one for each row of a table.
    pub(super) fn examples(&mut self, statements: &Statements<'t>) -> (Vec<Example>, Vec<CaseExample>) {
        let (mut found, mut cases) = (Vec::new(), Vec::new());
        for stated in &statements.examples {
            let draft = self.example_lines(&stated.it.lines);
            let is_sound = stated.soundness == Soundness::Sound;
            let Some(mut draft) = draft else { continue };
            if let Some((span, case)) = draft.case.take() {
                cases.extend(self.case_example(stated, draft, (span, case)));
                continue;
            }
            let Some(draft) = self.complete(Some(draft), stated.it.title.span, is_sound) else { continue };
            if draft.expectations.is_empty() && is_sound {
                self.expects_nothing(stated.it.title.span);
            }
            found.push(Example {
                title: stated.it.title.text.to_string(),
                span: stated.span,
                shipment: draft.shipment,
                expectations: draft.expectations,
            });
        }
        for stated in &statements.example_tables {
            let draft = self.example_lines(&stated.it.lines);
            let is_sound = stated.soundness == Soundness::Sound;
            if let Some((span, _)) = draft.as_ref().and_then(|draft| draft.case.as_ref()) {
                let message = "a table has a shipment in each row, and no case";
                let help = "write each case as an `example` of its own";
                self.report(Diagnostic::new(Code::NOT_HERE, *span, message).help(help));
                continue;
            }
            let Some(draft) = self.complete(draft, stated.it.title.span, is_sound) else { continue };
            if let Some(table) = &stated.it.table {
                self.table(&stated.it.title.text, table, &draft, &mut found);
            }
        }
        found.sort_by_key(|example| example.span);
        (found, cases)
    }

    /// An example of a case; what is expected of it stands behind `at`.
    fn case_example(
        &mut self,
        stated: &Stated<'t, tree::Example>,
        draft: Draft,
        (span, case): (Span, Case),
    ) -> Option<CaseExample> {
        if let Some((_, expected)) = draft.expectations.first() {
            let message = "this does not say when it is expected of the case";
            let help = "write `at 2026-03-18: expect …`, or the shipment in an example of its own";
            return self
                .refuse(Diagnostic::new(Code::NOT_HERE, *expected, message).related(span, "the case").help(help));
        }
        if draft.looks.is_empty() && stated.soundness == Soundness::Sound {
            let message = "this example expects nothing, so it would always pass";
            let help = "write a line such as `at 2026-03-18: expect nothing to do`";
            return self.refuse(Diagnostic::new(Code::LINE_MISSING, stated.it.title.span, message).help(help));
        }
        Some(CaseExample {
            title: stated.it.title.text.to_string(),
            span: stated.span,
            case: Case { order: draft.shipment, ..case },
            looks: draft.looks,
        })
    }

    /// The lines together; none where one is broken.
    fn example_lines(&mut self, lines: &'t [ExampleLine]) -> Option<Draft> {
        let mut draft = Draft::default();
        let mut complete = Some(());
        for line in lines {
            let done = match &line.kind {
                ExampleLineKind::Ship(ship) => {
                    if let Some(earlier) = draft.ship.replace(line.span) {
                        self.line_twice(earlier, line.span, "this example");
                        None
                    } else {
                        self.ship(ship, &mut draft.shipment)
                    }
                }
                ExampleLineKind::Parcel(parcel) => self.parcel(parcel, &mut draft.shipment),
                ExampleLineKind::With(facts) => self.with(facts, &mut draft.shipment),
                ExampleLineKind::OrderItems(order) => self.order_items(order, &mut draft.shipment),
                ExampleLineKind::Case(case) => {
                    draft.is_of_case = true;
                    self.example_case(case, line.span, &mut draft)
                }
                ExampleLineKind::At(standing) => self.example_standing(standing, line.span, &mut draft),
                ExampleLineKind::Expect(expectations) => {
                    let all: Vec<_> = expectations.iter().map(|it| self.expectation(it, &mut draft)).collect();
                    all.into_iter().collect()
                }
            };
            complete = complete.and(done);
        }
        complete.map(|()| draft)
    }

    /// Reports an example without a shipment.
    fn complete(&mut self, draft: Option<Draft>, title: Span, is_sound: bool) -> Option<Draft> {
        let draft = draft?;
        if draft.ship.is_some() || !is_sound {
            return draft.ship.is_some().then_some(draft);
        }
        let help = "write a line such as `ship via standard from CN to DE on 2026-03-02, 1.2 kg`";
        self.refuse(Diagnostic::new(Code::LINE_MISSING, title, "this example ships nothing").help(help))
    }

    /// Reports an example that cannot fail.
    fn expects_nothing(&mut self, span: Span) {
        let diagnostic =
            Diagnostic::new(Code::LINE_MISSING, span, "this example expects nothing, so it would always pass");
        self.report(diagnostic.help("write a line such as `expect total 88.60`"));
    }

    fn expectation(&mut self, written: &'t tree::Expectation, draft: &mut Draft) -> Option<()> {
        let span = written.span;
        match &written.kind {
            ExpectationKind::Total { amount, payer: None } => {
                let total = self.total_money(amount)?;
                draft.expectations.push((Expectation::Total(total), span));
            }
            ExpectationKind::Total { amount, payer: Some(payer) } => {
                let (total, payer) = (self.total_money(amount), self.known_payer(payer));
                draft.expectations.push((Expectation::PayerTotal(payer?, total?), span));
            }
            ExpectationKind::BilledWeight(weight) => {
                let weight = self.example_weight(weight)?;
                draft.expectations.push((Expectation::BilledWeight(weight), span));
            }
            ExpectationKind::Line { line, presence, amount } => {
                let name = self.expected_line(line, span)?;
                let expectation = match (presence, amount) {
                    (Presence::Present, Some(amount)) => Expectation::Line(name, self.line_money(amount)?),
                    (Presence::Present, None) => Expectation::LinePresent(name),
                    (Presence::Absent, _) => Expectation::LineAbsent(name),
                };
                draft.expectations.push((expectation, span));
            }
            ExpectationKind::Verdict { verdict, names } => {
                let found = self.expected_verdict(*verdict, names)?;
                draft.expectations.extend(found.into_iter().map(|expectation| (expectation, span)));
            }
            ExpectationKind::Requires(names) => self.expected_requirements(names, span, draft)?,
            ExpectationKind::Warning { presence, rules } => self.expected_warning(*presence, rules, span, draft)?,
            ExpectationKind::Compensation { presence, name, amount } => {
                self.expected_compensation(*presence, name, amount.as_ref(), span, draft)?;
            }
            ExpectationKind::Recommended(name) => {
                let service = self.example_service(name)?;
                draft.expectations.push((Expectation::Recommended(service), span));
            }
        }
        Some(())
    }

    /// A verdict, and the rules or facts behind it.
    fn expected_verdict(&mut self, verdict: tree::Verdict, names: &[Name]) -> Option<Vec<Expectation>> {
        let verdict = engine_verdict(verdict);
        let mut found = vec![Expectation::Verdict(verdict)];
        let mut complete = Some(());
        for name in names {
            let expectation = if verdict == Verdict::Needs {
                self.needed_fact(name).map(Expectation::NeedsFact)
            } else {
                self.rule_name(name).map(|rule| Expectation::By(verdict, rule))
            };
            match expectation {
                Some(expectation) => found.push(expectation),
                None => complete = None,
            }
        }
        complete.map(|()| found)
    }

    /// A fact that can be asked for.
    pub(super) fn needed_fact(&mut self, name: &Name) -> Option<String> {
        let is_fact = matches!(self.symbols.values.peek(&name.text), Some(Value::Fact(_)));
        if is_fact || self.so_far.find(&name.text).is_some() || super::meaning::is_built_in(&name.text) {
            return Some(name.text.to_string());
        }
        self.unknown_name(name, Wanted::Value)
    }

    /// A rule that can be a reason: a restriction, a price statement, or a service for its limits.
    fn rule_name(&mut self, name: &Name) -> Option<String> {
        if self.restriction_names.contains_key(&*name.text)
            || self.statement_counts.contains_key(&*name.text)
            || self.symbols.services.peek(&name.text).is_some()
        {
            return Some(name.text.to_string());
        }
        self.unknown_name(name, Wanted::Rule)
    }

    /// The name of a line that is expected.
    fn expected_line(&mut self, line: &ExpectedLine, span: Span) -> Option<String> {
        let name = match line {
            ExpectedLine::Priced { kind: tree::LineKind::Freight, name: None } => return Some("freight".to_owned()),
            ExpectedLine::Priced { kind: tree::LineKind::Freight, name: Some(name) } => {
                let message = format!("all freight is one line, so `{}` has no amount of its own", name.text);
                return self.refuse(Diagnostic::new(Code::NOT_HERE, name.span, message).help("write `freight 85.00`"));
            }
            ExpectedLine::Priced { name: None, .. } => {
                let message = "this does not say which line is expected";
                return self.refuse(
                    Diagnostic::new(Code::NOT_HERE, span, message).help("write its name, as in `charge fuel`"),
                );
            }
            ExpectedLine::Priced { name: Some(name), .. } | ExpectedLine::Part(name) => name,
        };
        match self.symbols.values.peek(&name.text) {
            Some(Value::Line(_)) => Some(name.text.to_string()),
            Some(Value::Fact(_) | Value::Define(_) | Value::Group(_)) | None => self.unknown_name(name, Wanted::Line),
        }
    }

    /// The amount of a total, which is in the tariff's currency.
    fn total_money(&mut self, amount: &tree::Quantity) -> Option<Money> {
        let money = self.line_money(amount)?;
        let tariff = self.currency?;
        if money.currency == tariff {
            return Some(money);
        }
        let message = format!("totals are in {tariff}, the tariff's currency, and {} is not", self.quoted(amount.span));
        self.refuse(
            Diagnostic::new(Code::CURRENCY_MISMATCH, amount.span, message)
                .label(format!("money in {}", money.currency)),
        )
    }

    /// An amount of money; a bare number is in the tariff's currency.
    pub(super) fn line_money(&mut self, amount: &tree::Quantity) -> Option<Money> {
        if amount.unit.is_some() {
            return self.money(amount);
        }
        let number = self.number(amount)?;
        self.currency.map(|currency| Money::new(number, currency))
    }

    fn example_weight(&mut self, weight: &tree::Quantity) -> Option<tarifa_engine::exact::Exact> {
        let value = self.quantity(weight)?;
        self.constant_of(value, &Kind::Weight, weight.span, "the billed weight")
    }

    fn known_payer(&mut self, payer: &Name) -> Option<String> {
        if self.payers.iter().any(|known| *known == *payer.text) {
            return Some(payer.text.to_string());
        }
        let message = format!("nothing is paid by `{}`", payer.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, payer.span, message);
        if let Some(near) = super::names::nearest(&payer.text, self.payers.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.refuse(diagnostic)
    }

    fn example_service(&mut self, name: &Name) -> Option<String> {
        match self.symbols.services.peek(&name.text) {
            Some(_) => Some(name.text.to_string()),
            None => self.unknown_name(name, Wanted::Service),
        }
    }
}

pub(super) fn engine_verdict(verdict: tree::Verdict) -> Verdict {
    match verdict {
        tree::Verdict::Available => Verdict::Available,
        tree::Verdict::Conditional => Verdict::Conditional,
        tree::Verdict::Refused => Verdict::Refused,
        tree::Verdict::NotServed => Verdict::NotServed,
        tree::Verdict::Refer => Verdict::Refer,
        tree::Verdict::Needs => Verdict::Needs,
    }
}
