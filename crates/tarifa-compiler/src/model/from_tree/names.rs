//! Names that nothing defines, names defined twice, names of another kind than is needed.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_syntax::tree::Name;

use super::Resolver;
use super::printed;
use super::symbols::Value;

/// What a place in the text needs a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Value,
    Zone,
    Category,
    Service,
    /// The head of a card's column.
    Column,
    /// A declared fact.
    Fact,
    /// A money line.
    Line,
    /// What can be required.
    Document,
    /// A `limit`.
    Limit,
    /// A `warn`.
    Warning,
    /// What can be the reason of an answer.
    Rule,
    /// The head of a column of examples.
    ExampleColumn,
}

impl Wanted {
    /// The language's word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Value => "fact, measure or money line",
            Self::Zone => "zone",
            Self::Category => "category",
            Self::Service => "service",
            Self::Column => "zone or measure",
            Self::Fact => "fact",
            Self::Line => "money line",
            Self::Document => "document, label, packaging, licence or status",
            Self::Limit => "limit",
            Self::Warning => "warning",
            Self::Rule => "restriction, price statement or service",
            Self::ExampleColumn => "fact or expectation",
        }
    }
}

/// How many unknown names get a suggestion: looking for near ones takes time for each.
const SUGGESTIONS: usize = 200;

/// How many further places of an unknown name are shown beside the first.
const FURTHER_PLACES: usize = 3;

impl Resolver<'_> {
    /// Reports a name that is not what is wanted here; in silence where its statement could not be read.
    pub(super) fn unknown_name<T>(&mut self, name: &Name, wanted: Wanted) -> Option<T> {
        if self.symbols.broken.contains(&*name.text) {
            return None;
        }
        if let Some((kind, span)) = self.other_kind(&name.text, wanted) {
            let message = format!("`{}` is a {kind}, and a {} is needed here", name.text, wanted.word());
            let mut diagnostic = Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message);
            diagnostic
                .related
                .extend(span.map(|span| tarifa_diagnostics::Label { span, text: "defined here".to_owned() }));
            if kind == "service" && wanted == Wanted::Value {
                diagnostic = diagnostic.help(format!("a service stands behind `via`: `via {}`", name.text));
            }
            return self.refuse(diagnostic);
        }
        let message = format!("there is no {} called `{}`", wanted.word(), name.text);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, name.span, message);
        if let (Wanted::Zone | Wanted::Column, Some(country)) = (wanted, printed::country(&name.text)) {
            self.small_codes.push((country.code().to_owned(), diagnostic));
            return None;
        }
        let printed = match wanted {
            Wanted::Value | Wanted::Column => printed::amount(&name.text),
            Wanted::Zone
            | Wanted::Category
            | Wanted::Service
            | Wanted::Fact
            | Wanted::Line
            | Wanted::Rule
            | Wanted::Document
            | Wanted::Limit
            | Wanted::Warning
            | Wanted::ExampleColumn => None,
        };
        if matches!(wanted, Wanted::Document) {
            diagnostic = diagnostic
                .note(format!("what a `require` can ask for has a line of its own: `document {}`", name.text));
        }
        if let Some(help) = printed {
            diagnostic = diagnostic.help(help);
        } else if let Some(near) = self.near_name(&name.text, wanted) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.unknown.entry(name.text.to_string()).or_default().push((wanted, diagnostic));
        None
    }

    /// Reports each unknown name once, at its first place: to define it, or to spell it right, is one mending.
    pub(super) fn tell_unknown_names(&mut self) {
        self.tell_small_codes();
        self.tell_repeated_names();
        for places in std::mem::take(&mut self.unknown).into_values() {
            let mut places: Vec<Diagnostic> = places.into_iter().map(|(_, place)| place).collect();
            places.sort_by_key(|place| place.primary.as_ref().map(|label| label.span));
            places.dedup_by_key(|place| place.primary.as_ref().map(|label| label.span));
            let mut places = places.into_iter();
            let Some(mut first) = places.next() else { continue };
            let more = places.len().saturating_sub(FURTHER_PLACES);
            for place in places.take(FURTHER_PLACES).filter_map(|place| place.primary) {
                first = first.related(place.span, "and here");
            }
            if more > 0 {
                first = first.note(format!("and in {more} more places"));
            }
            self.report(first);
        }
    }

    /// Reports zones and services that are defined twice. Where one name of the kind is used and defined by nothing, one of
    /// the two has lost it: a line was copied and not renamed, which is one slip and one finding.
    fn tell_repeated_names(&mut self) {
        let repeated = std::mem::take(&mut self.repeated);
        for kind in [Wanted::Zone, Wanted::Service] {
            let fits = |wanted: Wanted| wanted == kind || (kind == Wanted::Zone && wanted == Wanted::Column);
            let of_kind = repeated.iter().filter(|(repeated, _)| *repeated == kind);
            let mut findings: Vec<Diagnostic> = of_kind.map(|(_, finding)| finding.clone()).collect();
            let lost = self.unknown.iter().filter(|(_, places)| places.iter().all(|(wanted, _)| fits(*wanted)));
            let lost: Vec<String> = lost.map(|(name, _)| name.clone()).collect();
            if let ([finding], [name]) = (findings.as_mut_slice(), lost.as_slice()) {
                let places = self.unknown.remove(name).unwrap_or_default();
                let places = places.into_iter().filter_map(|(_, place)| place.primary);
                if let Some(first) = places.map(|label| label.span).min() {
                    let text = format!("`{name}` is used here, and nothing defines it");
                    finding.related.push(tarifa_diagnostics::Label { span: first, text });
                }
                finding.helps = vec![format!("is one of them `{name}`? Give it that name")];
            }
            for finding in findings {
                self.report(finding);
            }
        }
    }

    /// Reports codes of countries in small letters once: who writes one so writes them all so.
    fn tell_small_codes(&mut self) {
        let mut places = std::mem::take(&mut self.small_codes);
        places.sort_by_key(|(_, place)| place.primary.as_ref().map(|label| label.span));
        places.dedup_by_key(|(_, place)| place.primary.as_ref().map(|label| label.span));
        let codes: Vec<&str> = places.iter().map(|(code, _)| code.as_str()).collect();
        let mut named: Vec<String> = Vec::new();
        for code in codes {
            let quoted = format!("`{code}`");
            if !named.contains(&quoted) && named.len() <= FURTHER_PLACES {
                named.push(quoted);
            }
        }
        let help = format!("the codes of countries are written in capitals: {}", named.join(", "));
        let mut places = places.into_iter().map(|(_, place)| place);
        let Some(mut first) = places.next() else { return };
        let more = places.len().saturating_sub(FURTHER_PLACES);
        for place in places.take(FURTHER_PLACES).filter_map(|place| place.primary) {
            first = first.related(place.span, "and here");
        }
        if more > 0 {
            first = first.note(format!("and in {more} more places"));
        }
        self.report(first.help(help));
    }

    /// Reports a name that is given a second meaning.
    pub(super) fn duplicate(&mut self, name: &str, what: &str, places: (Span, Span)) {
        self.report(repeated_name(name, what, places));
    }

    /// Keeps the finding on a zone or a service that is defined twice, until all unknown names are known.
    pub(super) fn repeated_name(&mut self, name: &Name, kind: Wanted, earlier: Span) {
        let what = format!("the {}", kind.word());
        self.repeated.push((kind, repeated_name(&name.text, &what, (earlier, name.span))));
    }

    /// What `text` is instead, and where it was defined.
    fn other_kind(&self, text: &str, wanted: Wanted) -> Option<(&'static str, Option<Span>)> {
        let value = self.symbols.values.peek(text).map(|value| match value {
            Value::Fact(_) => "fact",
            Value::Define(_) => "define",
            Value::Line(_) => "money line",
            Value::Group(_) => "group of charges",
        });
        if let Some(kind) = value.filter(|_| wanted != Wanted::Value && wanted != Wanted::Column) {
            return Some((kind, self.symbols.values.place(text)));
        }
        let places = [
            (Wanted::Zone, self.symbols.zones.place(text)),
            (Wanted::Category, self.symbols.categories.place(text)),
            (Wanted::Service, self.symbols.services.place(text)),
            (Wanted::Document, self.symbols.documents.place(text)),
        ];
        let other = places.into_iter().find(|(kind, place)| *kind != wanted && place.is_some());
        other.map(|(kind, place)| (kind.word(), place))
    }

    /// The names of restrictions of one kind.
    fn restrictions_called<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.restriction_names.iter().filter(move |(_, (known, _))| *known == kind).map(|(name, _)| name.as_str())
    }

    fn near_name(&self, text: &str, wanted: Wanted) -> Option<String> {
        if self.diagnostics.len().saturating_add(self.unknown.len()) > SUGGESTIONS {
            return None;
        }
        match wanted {
            Wanted::Value => nearest(text, self.symbols.values.names().chain(super::meaning::BUILT_IN)),
            Wanted::Zone => nearest(text, self.symbols.zones.names()),
            Wanted::Category => nearest(text, self.symbols.categories.names()),
            Wanted::Service => nearest(text, self.symbols.services.names()),
            Wanted::Fact | Wanted::Line => nearest(text, self.symbols.values.names()),
            Wanted::Rule => {
                let rules = self.statement_counts.keys().copied();
                let rules = rules.chain(self.restriction_names.keys().map(String::as_str));
                nearest(text, rules.chain(self.symbols.services.names()))
            }
            Wanted::Document => nearest(text, self.symbols.documents.names()),
            Wanted::Limit => nearest(text, self.restrictions_called("limit")),
            Wanted::Warning => nearest(text, self.restrictions_called("warn")),
            Wanted::ExampleColumn => {
                let heads =
                    ["via", "from", "to", "on", "size", "worth", "recommended", "provided", "requires", "warns"];
                nearest(text, self.symbols.values.names().chain(super::meaning::BUILT_IN).chain(heads))
            }
            Wanted::Column => nearest(text, self.symbols.zones.names().chain(super::meaning::BUILT_IN)),
        }
    }
}

/// The candidate that `text` was probably meant to be: few slips away, of equals the first by name.
pub(super) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let length = text.chars().count();
    let allowed = length.div_ceil(3).clamp(1, 3);
    let close = candidates.into_iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed);
    let scored = close.map(|candidate| (strsim::osa_distance(text, candidate), candidate));
    let best = scored.filter(|(slips, _)| *slips <= allowed).min()?;
    Some(best.1.to_owned())
}

/// The finding on a name that is given a second meaning.
pub(super) fn repeated_name(name: &str, what: &str, places: (Span, Span)) -> Diagnostic {
    let (earlier, later) = (places.0.min(places.1), places.0.max(places.1));
    Diagnostic::new(Code::DUPLICATE_NAME, later, format!("{what} `{name}` is defined twice"))
        .label("defined again here")
        .related(earlier, "first defined here")
        .help("give one of them another name, or remove it")
}
