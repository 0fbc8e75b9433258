//! Conditions: every test between things that can be tested so.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Bits, Condition, FactId, FactKind, PlaceField};
use tarifa_syntax::tree::{Expr, ExprKind, Name, Polarity, Quantifier, StringLiteral, YesNo};

use super::Resolver;
use super::expression::{Place, Subject};
use super::meaning::Meaning;
use super::names::{Wanted, nearest};

/// All of `conditions`, as plainly as it can be said.
pub(super) fn all(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let mut parts: Vec<_> = conditions.into_iter().filter(|part| *part != Condition::Always).collect();
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Condition::Always,
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            Condition::All(parts)
        }
    }
}

/// Any of `conditions`, as plainly as it can be said.
pub(super) fn any(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let mut parts: Vec<_> = conditions.into_iter().filter(|part| *part != Condition::Never).collect();
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Condition::Never,
        (Some(only), true) => only,
        (Some(last), false) => {
            parts.push(last);
            Condition::Any(parts)
        }
    }
}

/// The opposite of `condition`.
pub(super) fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Always => Condition::Never,
        Condition::Never => Condition::Always,
        Condition::Not(inner) => *inner,
        other @ (Condition::All(_)
        | Condition::Any(_)
        | Condition::Amount(_)
        | Condition::Compare { .. }
        | Condition::Place(..)
        | Condition::Date { .. }
        | Condition::Yes(_)
        | Condition::OneOf(..)
        | Condition::Has(..)
        | Condition::Text(..)
        | Condition::Given(_)
        | Condition::Provided(_)
        | Condition::Service(_)
        | Condition::Category(_)
        | Condition::Hs(_)
        | Condition::AnyItem(_)
        | Condition::EveryItem(_)) => Condition::Not(Box::new(other)),
    }
}

impl Resolver<'_> {
    /// A condition.
    pub(super) fn condition(&mut self, expr: &Expr, place: Place) -> Option<Condition> {
        let signed = |polarity: &Polarity, condition| match polarity {
            Polarity::Positive => condition,
            Polarity::Negative => not(condition),
        };
        match &expr.kind {
            ExprKind::YesNo(YesNo::Yes) => Some(Condition::Always),
            ExprKind::YesNo(YesNo::No) => Some(Condition::Never),
            ExprKind::Name(name) => {
                let meaning = self.name(name, place)?;
                let Meaning::Condition(condition) = meaning else {
                    return self.not_a_condition(expr.span, &meaning.to_string());
                };
                Some(condition)
            }
            ExprKind::Compare { value, bounds } => self.compare(value, bounds, place),
            ExprKind::Is { value, polarity, other } => {
                let condition = self.is_one_of(value, std::slice::from_ref(&**other), place)?;
                Some(signed(polarity, condition))
            }
            ExprKind::In { value, polarity, members } => {
                let condition = self.is_one_of(value, members, place)?;
                Some(signed(polarity, condition))
            }
            ExprKind::Given { value, polarity } => {
                let condition = self.is_given(value, place)?;
                Some(signed(polarity, condition))
            }
            ExprKind::Has { value, member } => self.has(value, member, place),
            ExprKind::Items { quantifier, condition } => {
                if place.subject == Subject::Item {
                    let message =
                        "this already speaks of one item, so `any item` and `every item` cannot stand inside it";
                    return self.refuse(Diagnostic::new(Code::NOT_HERE, expr.span, message));
                }
                let inner = Box::new(self.condition(condition, place.item())?);
                Some(match quantifier {
                    Quantifier::Any => Condition::AnyItem(inner),
                    Quantifier::Every => Condition::EveryItem(inner),
                })
            }
            ExprKind::Occurred { .. } => {
                let message = format!("{} speaks of a case, and there is none here", self.quoted(expr.span));
                let help = "write it inside a `returns` block, where events happen and evidence is shown";
                self.refuse(Diagnostic::new(Code::NOT_HERE, expr.span, message).help(help))
            }
            ExprKind::Not(inner) => self.condition(inner, place).map(not),
            ExprKind::And(parts) => self.conditions(parts, place).map(all),
            ExprKind::Or(parts) => self.conditions(parts, place).map(any),
            ExprKind::Quantity(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::PercentOf { .. }
            | ExprKind::Total(_)
            | ExprKind::Count { .. }
            | ExprKind::Pick { .. }
            | ExprKind::InCurrency { .. } => self.not_a_condition(expr.span, "an amount"),
            ExprKind::Text(_) => self.not_a_condition(expr.span, "text"),
            ExprKind::Moment(_) => self.not_a_condition(expr.span, "a date"),
            ExprKind::Code(_) | ExprKind::Place(_) => self.not_a_condition(expr.span, "a place"),
        }
    }

    /// Each of several conditions, so that every mistake among them is reported.
    fn conditions(&mut self, parts: &[Expr], place: Place) -> Option<Vec<Condition>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part, place)).collect();
        parts.into_iter().collect()
    }

    /// What stands at the left of a test.
    pub(super) fn meaning(&mut self, expr: &Expr, place: Place) -> Option<Meaning> {
        if let ExprKind::Name(name) = &expr.kind {
            self.name(name, place)
        } else {
            self.amount(expr, place).map(Meaning::Amount)
        }
    }

    /// `x is a`, `x in (a, b)`.
    fn is_one_of(&mut self, value: &Expr, members: &[Expr], place: Place) -> Option<Condition> {
        match self.meaning(value, place)? {
            Meaning::Condition(condition) => self.is_yes_or_no(condition, members),
            Meaning::OneOf(fact) => {
                let words: Vec<_> = members.iter().map(|member| self.word(fact, member)).collect();
                let words = words.into_iter().collect::<Option<Vec<_>>>()?;
                Some(Condition::OneOf(fact, Bits::from_members(words.into_iter().map(u32::from))))
            }
            Meaning::AnyOf(_) => {
                let other = members.first().map_or_else(String::new, |member| self.written(member.span));
                let message = format!("{} is a set of words, so it has a word or not", self.quoted(value.span));
                let help = format!("write `{} has {other}`", self.written(value.span));
                self.refuse(Diagnostic::new(Code::WRONG_TEST, value.span, message).help(help))
            }
            Meaning::Text(fact) => {
                let texts = self.texts(members)?;
                Some(Condition::Text(fact, texts.into_iter().map(|text| text.text.to_string()).collect()))
            }
            Meaning::Hs => {
                let codes: Vec<_> = self.texts(members)?.into_iter().map(|code| self.hs_prefix(code)).collect();
                codes.into_iter().collect::<Option<Vec<_>>>().map(Condition::Hs)
            }
            Meaning::Category => {
                let found: Vec<_> = members.iter().map(|member| self.member_name(member, Wanted::Category)).collect();
                let names = found.into_iter().collect::<Option<Vec<_>>>()?;
                Some(Condition::Category(self.category_set(&names)?))
            }
            Meaning::Service => {
                let found: Vec<_> = members.iter().map(|member| self.member_name(member, Wanted::Service)).collect();
                let names = found.into_iter().collect::<Option<Vec<_>>>()?;
                Some(Condition::Service(self.service_set(&names)?))
            }
            Meaning::Place(field) => self.is_place(field, members),
            Meaning::Date(field) => {
                let days: Vec<_> = members.iter().map(|member| self.is_day(field, member, value.span)).collect();
                days.into_iter().collect::<Option<Vec<_>>>().map(any)
            }
            Meaning::Amount(amount) => {
                let tests: Vec<_> = members.iter().map(|member| self.equals(&amount, member, place)).collect();
                tests.into_iter().collect::<Option<Vec<_>>>().map(any)
            }
        }
    }

    fn is_yes_or_no(&mut self, condition: Condition, members: &[Expr]) -> Option<Condition> {
        let mut answers = Vec::new();
        for member in members {
            let ExprKind::YesNo(answer) = &member.kind else {
                let message = format!("{} is neither `yes` nor `no`", self.quoted(member.span));
                let help = "write `is yes` or `is no`, or the fact alone: `insured`, `not insured`";
                return self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message).help(help));
            };
            answers.push(match answer {
                YesNo::Yes => condition.clone(),
                YesNo::No => not(condition.clone()),
            });
        }
        Some(any(answers))
    }

    fn is_place(&mut self, field: PlaceField, members: &[Expr]) -> Option<Condition> {
        let set = self.place_members(members)?;
        Some(Condition::Place(field, set))
    }

    /// Texts in quotation marks.
    fn texts<'e>(&mut self, members: &'e [Expr]) -> Option<Vec<&'e StringLiteral>> {
        let mut texts = Vec::new();
        for member in members {
            if let ExprKind::Text(text) = &member.kind {
                texts.push(text);
                continue;
            }
            let message = format!("{} is not text in quotation marks", self.quoted(member.span));
            let help = format!("write `\"{}\"`", self.written(member.span));
            self.report(Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message).help(help));
            return None;
        }
        Some(texts)
    }

    fn member_name<'e>(&mut self, member: &'e Expr, wanted: Wanted) -> Option<&'e Name> {
        if let ExprKind::Name(name) = &member.kind {
            return Some(name);
        }
        let message = format!("{} is no {}", self.quoted(member.span), wanted.word());
        self.refuse(Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message))
    }

    /// The index of a word of a one-of or any-of fact.
    pub(super) fn word(&mut self, fact: FactId, member: &Expr) -> Option<u16> {
        let fact = self.facts.get(usize::from(fact.0))?;
        let (FactKind::OneOf(words) | FactKind::AnyOf(words)) = &fact.kind else { return None };
        let written =
            if let ExprKind::Text(text) = &member.kind { text.text.to_string() } else { self.written(member.span) };
        if let Some(index) = words.iter().position(|word| *word == written) {
            return u16::try_from(index).ok();
        }
        let message = format!("`{}` has no value `{written}`", fact.name);
        let list = format!("its values are {}", words.join(", "));
        let near = nearest(&written, words.iter().map(String::as_str));
        let declared = self.symbols.values.place(&fact.name);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message).note(list);
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        if let Some(declared) = declared {
            diagnostic = diagnostic.related(declared, "declared here");
        }
        self.refuse(diagnostic)
    }

    /// `materials has wood`, `provided has cpnp`.
    fn has(&mut self, value: &Expr, member: &Expr, place: Place) -> Option<Condition> {
        if let ExprKind::Name(name) = &value.kind
            && &*name.text == "provided"
        {
            let document = self.member_name(member, Wanted::Document)?;
            return self.document(document).map(Condition::Provided);
        }
        let meaning = self.meaning(value, place)?;
        let Meaning::AnyOf(fact) = meaning else {
            let message = format!("{} is {meaning}, and only an `any of` fact has words", self.quoted(value.span));
            let help = "write `is` or a bound such as `up to`";
            return self.refuse(Diagnostic::new(Code::WRONG_TEST, value.span, message).help(help));
        };
        self.word(fact, member).map(|word| Condition::Has(fact, word))
    }

    fn not_a_condition<T>(&mut self, span: Span, what: &str) -> Option<T> {
        let message = format!("{} is {what}, and a yes or no is needed here", self.quoted(span));
        let text = self.written(span);
        let fact = text.rsplit_once(" in ").map(|(fact, _)| fact);
        let is_fact =
            fact.is_some_and(|fact| matches!(self.symbols.values.peek(fact), Some(super::symbols::Value::Fact(_))));
        let help = match (what, fact) {
            ("a place", _) => format!("write `destination in {text}`, or `to {text}` outside the condition"),
            ("one of several words", _) => format!("compare it with one of its words: `{text} is …`"),
            ("an amount", Some(fact)) if is_fact => {
                let currency = text.get(fact.len()..).unwrap_or("").trim();
                format!("the currency of a price stands before the condition: `{currency} when {fact}`")
            }
            _ => "compare it: `… up to 2 kg`, `… is gold`, `… in eu`".to_owned(),
        };
        self.refuse(Diagnostic::new(Code::NOT_A_CONDITION, span, message).label(what).help(help))
    }
}
