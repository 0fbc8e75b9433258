//! Countries, subdivisions, zones and sets of them.

use rustc_hash::FxHashMap;
use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::place_code::{Country, CountryError, Subdivision, SubdivisionError};
use tarifa_engine::program::PlaceSetId;
use tarifa_syntax::tree::{self, Expr, ExprKind, Name, PlaceKind};

use super::Resolver;
use super::names::Wanted;
use super::statements::Stated;
use crate::model::{NamedPlaces, PlaceRegion, PlaceSet};

/// How deep zones can stand in one another.
const DEEPEST: usize = 64;

/// How many places all sets of a rule set can name together.
const MOST_PLACES: usize = 4_000_000;

/// The zones, each worked out when it is first used.
#[derive(Debug, Default)]
pub(super) struct Zones<'t> {
    states: Vec<State<'t>>,
    /// The sets that scopes use, by the text of the author.
    known: FxHashMap<String, PlaceSetId>,
    places: usize,
    /// How many zones are being worked out inside one another.
    level: usize,
}

#[derive(Clone, Debug)]
enum State<'t> {
    Waiting(&'t tree::Zone),
    Working,
    Done(Option<Sized>),
}

/// A set with how many places it names and how deep it is.
#[derive(Clone, Debug)]
struct Sized {
    set: PlaceSet,
    places: usize,
    depth: usize,
}

impl<'t> Resolver<'t> {
    /// Works out every zone, so that mistakes in unused ones are found too.
    pub(super) fn zones(&mut self, zones: &[Stated<'t, tree::Zone>]) {
        for zone in zones {
            if self.symbols.zones.place(&zone.it.name.text) == Some(zone.it.name.span) {
                self.zone_sets.states.push(State::Waiting(zone.it));
            } else {
                self.collect(&zone.it.places);
            }
        }
        for index in 0..self.zone_sets.states.len() {
            self.zone(index, zones.first().map_or(Span::default(), |zone| zone.span));
        }
    }

    /// The places of a zone; `used` is where it is named.
    fn zone(&mut self, index: usize, used: Span) -> Option<Sized> {
        let state = self.zone_sets.states.get_mut(index)?;
        match std::mem::replace(state, State::Working) {
            State::Done(set) => {
                *state = State::Done(set.clone());
                set
            }
            // Of a name that is given twice, the other one may be meant.
            State::Working if self.symbols.twice.contains(&*self.written(used)) => None,
            State::Working => {
                let message = format!("{} is a zone that needs itself", self.quoted(used));
                self.refuse(Diagnostic::new(Code::CYCLIC_DEFINITION, used, message).help("write its places out"))
            }
            State::Waiting(zone) => {
                self.zone_sets.level = self.zone_sets.level.saturating_add(1);
                let set = if self.zone_sets.level > DEEPEST {
                    self.beyond_limit(zone.name.span, "levels of zones within zones", DEEPEST)
                } else {
                    self.collect(&zone.places)
                };
                self.zone_sets.level = self.zone_sets.level.saturating_sub(1);
                if let Some(state) = self.zone_sets.states.get_mut(index) {
                    *state = State::Done(set.clone());
                }
                set
            }
        }
    }

    /// The set that a scope, a service or a column names.
    pub(super) fn place_set(&mut self, set: &tree::PlaceSet) -> Option<PlaceSetId> {
        let name = self.written(set.span);
        if let Some(known) = self.zone_sets.known.get(&name) {
            return Some(*known);
        }
        let places = self.collect(set)?.set;
        Some(self.intern(name, places))
    }

    /// The set that `in (DE, eu)` names.
    pub(super) fn place_members(&mut self, members: &[Expr]) -> Option<PlaceSetId> {
        let mut places = Vec::new();
        let mut complete = true;
        for member in members {
            let Some(kind) = place_kind(&member.kind) else {
                let message = format!("{} is not a place", self.quoted(member.span));
                let help = "write a zone, or a country such as `DE`";
                self.report(Diagnostic::new(Code::UNKNOWN_VALUE, member.span, message).help(help));
                complete = false;
                continue;
            };
            places.push(tree::Place { kind, span: member.span });
        }
        let (first, last) = (members.first()?.span, members.last()?.span);
        let set = tree::PlaceSet { places, except: Vec::new(), span: first.to(last) };
        if complete { self.place_set(&set) } else { self.collect(&set).and(None) }
    }

    /// Gives a set its number, the same for the same words.
    pub(super) fn intern(&mut self, name: String, set: PlaceSet) -> PlaceSetId {
        if let Some(known) = self.zone_sets.known.get(&name) {
            return *known;
        }
        let id = PlaceSetId(u32::try_from(self.place_sets.len()).unwrap_or(u32::MAX));
        self.zone_sets.known.insert(name.clone(), id);
        self.place_sets.push(NamedPlaces { name, set });
        id
    }

    /// `A, B except C, D`.
    fn collect(&mut self, set: &tree::PlaceSet) -> Option<Sized> {
        let included = self.union(&set.places);
        let excluded = if set.except.is_empty() { Some(None) } else { self.union(&set.except).map(Some) };
        let (included, excluded) = (included?, excluded?);
        let sized = match excluded {
            None => included,
            Some(excluded) => Sized {
                set: PlaceSet::Difference(Box::new(included.set), Box::new(excluded.set)),
                places: included.places.saturating_add(excluded.places),
                depth: included.depth.max(excluded.depth).saturating_add(1),
            },
        };
        self.zone_sets.places = self.zone_sets.places.saturating_add(sized.places);
        if sized.depth > DEEPEST {
            return self.beyond_limit(set.span, "levels of zones within zones", DEEPEST);
        }
        if self.zone_sets.places > MOST_PLACES {
            return self.beyond_limit(set.span, "places in all zones and lists", MOST_PLACES);
        }
        Some(sized)
    }

    /// Several places together.
    fn union(&mut self, places: &[tree::Place]) -> Option<Sized> {
        let parts: Vec<_> = places.iter().map(|place| self.place(place)).collect();
        let parts: Vec<Sized> = parts.into_iter().collect::<Option<_>>()?;
        let mut members: Vec<PlaceSet> = Vec::new();
        let (mut count, mut depth) = (0_usize, 0);
        for part in parts {
            count = count.saturating_add(part.places);
            depth = depth.max(part.depth);
            match part.set {
                PlaceSet::Union(inner) => members.extend(inner),
                other @ (PlaceSet::All | PlaceSet::Region(_) | PlaceSet::Difference(..)) => members.push(other),
            }
        }
        let set = match (members.pop(), members.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                members.push(last);
                PlaceSet::Union(members)
            }
            (None, _) => return None,
        };
        Some(Sized { set, places: count, depth })
    }

    fn place(&mut self, place: &tree::Place) -> Option<Sized> {
        let region = |region, places| Some(Sized { set: PlaceSet::Region(region), places, depth: 0 });
        match &place.kind {
            PlaceKind::All => Some(Sized { set: PlaceSet::All, places: 1, depth: 0 }),
            PlaceKind::Code(code) => region(self.region(code)?, 1),
            PlaceKind::Zone(name) => match self.symbols.zones.find(&name.text) {
                Some(index) => {
                    let zone = self.zone(index, name.span)?;
                    Some(Sized { depth: zone.depth.saturating_add(1), ..zone })
                }
                None => self.unknown_name(name, Wanted::Zone),
            },
            PlaceKind::Postcodes { country, postcodes } => {
                let code = self.region(country);
                let patterns = self.postcodes(country, postcodes);
                let (code, patterns) = (code?, patterns?);
                let PlaceRegion::Country(country_code) = code else {
                    let message = format!("postcodes are those of a country, and `{}` is a part of one", country.text);
                    return self.refuse(Diagnostic::new(Code::BAD_POSTCODE, country.span, message));
                };
                let places = patterns.len();
                region(PlaceRegion::Postcodes { country: country_code, patterns }, places)
            }
        }
    }

    /// A country or a subdivision by its ISO code.
    pub(super) fn region(&mut self, code: &Name) -> Option<PlaceRegion> {
        let text = &*code.text;
        if text.contains('-') {
            return match text.parse::<Subdivision>() {
                Ok(subdivision) => Some(PlaceRegion::Subdivision {
                    country: subdivision.country().code().to_owned(),
                    subdivision: subdivision.code().to_owned(),
                }),
                Err(error) => {
                    let diagnostic = Diagnostic::new(Code::UNKNOWN_PLACE, code.span, error.to_string());
                    self.refuse(with_subdivisions(diagnostic, &error))
                }
            };
        }
        match text.parse::<Country>() {
            Ok(country) => Some(PlaceRegion::Country(country.code().to_owned())),
            Err(CountryError { near, .. }) => {
                let message = format!("`{text}` is no country of ISO 3166-1");
                let mut diagnostic = Diagnostic::new(Code::UNKNOWN_PLACE, code.span, message);
                if let Some(near) = near {
                    diagnostic = diagnostic.help(format!("did you mean `{near}` ({})?", near.name()));
                }
                self.refuse(diagnostic)
            }
        }
    }
}

/// The most codes that a message lists.
const MOST_LISTED: usize = 12;

/// Adds which subdivisions a country has to the finding that it lacks one: those with letters of the code, or all of few.
fn with_subdivisions(diagnostic: Diagnostic, error: &SubdivisionError) -> Diagnostic {
    let (text, country) = match error {
        SubdivisionError::Unknown { text, country, near: None } => (text, country),
        SubdivisionError::Unknown { near: Some(_), .. }
        | SubdivisionError::Form { .. }
        | SubdivisionError::Country(_) => return diagnostic,
    };
    let all = country.subdivisions();
    let near: Vec<&Subdivision> = all.iter().filter(|known| is_one_slip_from(known.code(), text)).collect();
    let shown = if near.is_empty() { all.iter().collect() } else { near };
    let listed = |shown: &[&Subdivision]| {
        let named: Vec<String> = shown.iter().map(|known| format!("`{known}` ({})", known.name())).collect();
        named.join(", ")
    };
    match shown.as_slice() {
        [] => diagnostic.help(format!("{country} has no subdivisions: write `{country}`, or its postcodes")),
        [only] => diagnostic.help(format!("did you mean {}?", listed(&[only]))),
        some if some.len() <= MOST_LISTED => diagnostic.help(format!("did you mean one of {}?", listed(some))),
        _ => diagnostic.help(format!("write a code of ISO 3166-2, or postcodes, as in `{country}(…)`")),
    }
}

/// Whether two codes have all characters but one alike, or two that are exchanged.
fn is_one_slip_from(known: &str, written: &str) -> bool {
    strsim::damerau_levenshtein(known, written) == 1
}

/// The place that a word of a condition is, where it can be one.
pub(super) fn place_kind(kind: &ExprKind) -> Option<PlaceKind> {
    match kind {
        ExprKind::Code(code) => Some(PlaceKind::Code(code.clone())),
        ExprKind::Name(name) if &*name.text == "all" => Some(PlaceKind::All),
        ExprKind::Name(name) => Some(PlaceKind::Zone(name.clone())),
        ExprKind::Place(place) => Some(place.kind.clone()),
        ExprKind::Quantity(_)
        | ExprKind::Text(_)
        | ExprKind::Moment(_)
        | ExprKind::YesNo(_)
        | ExprKind::Sum(_)
        | ExprKind::Product(_)
        | ExprKind::PercentOf { .. }
        | ExprKind::Total(_)
        | ExprKind::Count { .. }
        | ExprKind::Pick { .. }
        | ExprKind::InCurrency { .. }
        | ExprKind::Compare { .. }
        | ExprKind::Is { .. }
        | ExprKind::Given { .. }
        | ExprKind::In { .. }
        | ExprKind::Has { .. }
        | ExprKind::Items { .. }
        | ExprKind::Occurred { .. }
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_) => None,
    }
}
