//! The header: name, currency, time zone, dates, rounding and who pays.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::currency::Currency;
use tarifa_engine::date::{DateRange, ZoneName};
use tarifa_engine::program::PayerId;
use tarifa_engine::rounding::Rounding;
use tarifa_syntax::tree::{HeaderLineKind, HeaderRounding, Name, Soundness, Tariff, Tree};

use super::Resolver;
use super::statements::Stated;
use super::typed::Kind;

/// How many parties can pay.
const MOST_PAYERS: usize = 1000;

/// What the header says.
pub(super) struct Header {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) currency: Currency,
    pub(super) valid: DateRange,
    pub(super) rounding: Option<Rounding>,
}

/// What a header's lines say, as far as they are written.
#[derive(Default)]
struct Lines {
    currency: Option<(Span, Option<Currency>)>,
    zone: Option<(Span, Option<ZoneName>)>,
    valid: Option<(Span, Option<DateRange>)>,
    rounding: Option<(Span, Option<Option<Rounding>>)>,
    payer: Option<(Span, Option<String>)>,
}

impl<'t> Resolver<'t> {
    /// The header of the rule set; what is missing is reported and made up, so that the rest can be judged.
    pub(super) fn header(&mut self, tree: &Tree, headers: &[Stated<'t, Tariff>]) -> Header {
        let first = headers.iter().min_by_key(|header| header.span);
        if first.is_none() && tree.broken().next().is_none() {
            let message = "no file of this rule set holds a `tariff` header";
            let help = "write one, as in `tariff parcels \"Parcels abroad\" { currency EUR; time zone \"Europe/Berlin\"; rounding half up in steps of 0.01 }`";
            self.report(Diagnostic::nowhere(Code::NO_HEADER, message).help(help));
        }
        if let Some(first) = first {
            for other in headers.iter().filter(|other| other.span != first.span) {
                let diagnostic =
                    Diagnostic::new(Code::TWO_HEADERS, other.it.name.span, "a rule set has one `tariff` header")
                        .related(first.it.name.span, "the other one")
                        .help("keep one of them, or put the second rule set into a folder of its own");
                self.report(diagnostic);
            }
        }
        let lines = first.map(|header| self.header_lines(header)).unwrap_or_default();
        self.currency = lines.currency.and_then(|(_, currency)| currency);
        self.time_zones.push(lines.zone.and_then(|(_, zone)| zone).unwrap_or_else(ZoneName::utc));
        // Where one party pays everything, its name need not be said.
        self.payers.push(lines.payer.and_then(|(_, payer)| payer).unwrap_or_else(|| "sender".to_owned()));
        let name = first.map_or_else(String::new, |header| header.it.name.text.to_string());
        let title = first
            .and_then(|header| header.it.title.as_ref())
            .map_or_else(|| name.clone(), |title| title.text.to_string());
        Header {
            name,
            title,
            currency: self.currency.unwrap_or(Currency::EUR),
            valid: lines.valid.and_then(|(_, valid)| valid).unwrap_or(DateRange::ALWAYS),
            rounding: lines.rounding.and_then(|(_, rounding)| rounding).unwrap_or_default(),
        }
    }

    fn header_lines(&mut self, header: &Stated<'t, Tariff>) -> Lines {
        let mut lines = Lines::default();
        for line in &header.it.lines {
            let earlier = match &line.kind {
                HeaderLineKind::Currency(code) => {
                    let currency = self.currency_of(code);
                    lines.currency.replace((line.span, currency)).map(|(span, _)| span)
                }
                HeaderLineKind::TimeZone(zone) => {
                    let zone = self.time_zone(zone);
                    lines.zone.replace((line.span, zone)).map(|(span, _)| span)
                }
                HeaderLineKind::Valid(validity) => {
                    let range = self.header_days(validity);
                    lines.valid.replace((line.span, range)).map(|(span, _)| span)
                }
                HeaderLineKind::Rounding(rounding) => {
                    let rounding = match rounding {
                        HeaderRounding::None => Some(None),
                        HeaderRounding::To(rounding) => self.money_rounding(rounding).map(Some),
                    };
                    lines.rounding.replace((line.span, rounding)).map(|(span, _)| span)
                }
                HeaderLineKind::PaidBy(payer) => {
                    lines.payer.replace((line.span, Some(payer.text.to_string()))).map(|(span, _)| span)
                }
            };
            if let Some(earlier) = earlier {
                self.line_twice(earlier, line.span, "the header");
            }
        }
        if header.soundness == Soundness::Sound {
            self.missing_lines(header, &lines);
        }
        lines
    }

    fn missing_lines(&mut self, header: &Stated<'t, Tariff>, lines: &Lines) {
        let needed = [
            ("currency", lines.currency.is_some(), "currency EUR"),
            ("time zone", lines.zone.is_some(), "time zone \"Europe/Berlin\""),
            ("rounding", lines.rounding.is_some(), "rounding half up in steps of 0.01"),
        ];
        for (what, is_there, sample) in needed {
            if !is_there {
                let message = format!("the header does not say `{what}`");
                let help = format!("write a line such as `{sample}`");
                self.report(Diagnostic::new(Code::LINE_MISSING, header.it.name.span, message).help(help));
            }
        }
    }

    /// The header's dates, which are ship dates in the tariff's own zone.
    fn header_days(&mut self, validity: &tarifa_syntax::tree::Validity) -> Option<DateRange> {
        let stray = validity.on.as_ref().map(|name| name.span).or(validity.zone.as_ref().map(|zone| zone.span));
        if let Some(span) = stray {
            let message = "the dates of a tariff are ship dates in its own time zone";
            self.report(Diagnostic::new(Code::NOT_HERE, span, message).help("remove it"));
        }
        self.days(validity)
    }

    /// The rounding of money lines, whose step is a bare number or an amount in the tariff's currency.
    fn money_rounding(&mut self, rounding: &tarifa_syntax::tree::Rounding) -> Option<Rounding> {
        let step = self.quantity(&rounding.step)?;
        if matches!(step.kind, Kind::Money(_)) || step.kind == Kind::Number(None) {
            let bare = tarifa_syntax::tree::Quantity { unit: None, ..rounding.step.clone() };
            return self
                .rounding(&tarifa_syntax::tree::Rounding { step: bare, ..rounding.clone() }, &Kind::Number(None));
        }
        let message = format!("{} is {}, and money is rounded in steps of money", self.quoted(step.span), step.kind);
        self.refuse(Diagnostic::new(Code::TYPE_MISMATCH, step.span, message).help("write a step such as `0.01`"))
    }

    /// Reports a line that may be written once.
    pub(super) fn line_twice(&mut self, earlier: Span, later: Span, of: &str) {
        let message = format!("{} is said twice in {of}", self.quoted(later));
        let diagnostic = Diagnostic::new(Code::LINE_TWICE, later, message)
            .related(earlier, "the other one")
            .help("keep one of them");
        self.report(diagnostic);
    }

    /// Reports more of something than a rule set can hold.
    pub(super) fn beyond_limit<T>(&mut self, span: Span, what: &str, most: usize) -> Option<T> {
        let message = format!("more than {most} {what} is more than a rule set can hold");
        self.refuse(Diagnostic::new(Code::TOO_MANY, span, message))
    }

    /// The payer of that name, who from now on is one.
    pub(super) fn payer(&mut self, name: &Name) -> PayerId {
        let index = self.payers.iter().position(|payer| **payer == *name.text).unwrap_or_else(|| {
            if self.payers.len() == MOST_PAYERS {
                self.beyond_limit::<()>(name.span, "payers", MOST_PAYERS);
            }
            self.payers.push(name.text.to_string());
            self.payers.len().saturating_sub(1)
        });
        PayerId(u16::try_from(index).unwrap_or(u16::MAX))
    }
}
