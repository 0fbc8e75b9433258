//! Places and sets of them.

use super::{Builder, Node, Parts};
use crate::grammar::Rule;
use crate::tree::{Place, PlaceKind, PlaceSet, Postcodes, Text};

impl Builder<'_> {
    /// `A, B except C`.
    pub(super) fn place_set(&mut self, node: Node<'_>) -> Option<PlaceSet> {
        let span = self.span(&node);
        let mut places = Vec::new();
        let mut except = Vec::new();
        for part in Parts::of(node) {
            if part.as_rule() == Rule::except_places {
                for place in Parts::of(part) {
                    except.push(self.place(place)?);
                }
            } else {
                places.push(self.place(part)?);
            }
        }
        places.shrink_to_fit();
        except.shrink_to_fit();
        Some(PlaceSet { places, except, span })
    }

    /// `all`, a code, or a zone.
    fn place(&mut self, node: Node<'_>) -> Option<Place> {
        let span = self.span(&node);
        let part = Parts::of(node).next()?;
        match part.as_rule() {
            Rule::all => Some(Place { kind: PlaceKind::All, span }),
            Rule::name => Some(Place { kind: PlaceKind::Zone(self.name(&part)), span }),
            Rule::place_code => self.place_code(part),
            _ => None,
        }
    }

    /// `ES`, `ES(35*)`.
    pub(super) fn place_code(&mut self, node: Node<'_>) -> Option<Place> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let country = self.name(&parts.accept(Rule::code)?);
        let kind = match parts.accept(Rule::postcodes) {
            None => PlaceKind::Code(country),
            Some(list) => {
                let entries: Option<Vec<_>> = Parts::of(list).map(|entry| self.postcode_entry(entry)).collect();
                PlaceKind::Postcodes { country, postcodes: entries? }
            }
        };
        Some(Place { kind, span })
    }

    /// `35*`, `9000..9999`, `10115`.
    fn postcode_entry(&mut self, node: Node<'_>) -> Option<Postcodes> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        let first = parts.accept(Rule::postcode)?;
        let first = self.postcode(&first);
        // The ends of a range are beginnings, with a `*` behind them or without.
        let star = parts.accept(Rule::star);
        Some(match (parts.accept(Rule::dots), star) {
            (Some(_), _) => {
                let last = parts.accept(Rule::postcode)?;
                Postcodes::Range { from: first, to: self.postcode(&last), span }
            }
            (None, Some(_)) => Postcodes::Prefix { prefix: first, span },
            (None, None) => Postcodes::Whole { code: first, span },
        })
    }

    /// The text of a postcode, without quotation marks.
    fn postcode(&mut self, node: &Node<'_>) -> Text {
        self.words.share(node.as_str().trim().trim_matches('"'))
    }
}
