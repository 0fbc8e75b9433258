//! Goods that keep apart: an item of the one kind and another item of the other kind in one place.
//!
//! How a host writes its lines changes nothing: two pieces of one line are two items, so that a line of several pieces
//! of both kinds does not keep apart from itself.

use crate::exact::Exact;
use crate::prepare::PreparedItem;
use crate::program::{Bits, Builtin, FactRef, Restriction, RestrictionId, Separation, Within};

use super::super::condition::Truth;
use super::super::run::{Evaluation, Stop};
use super::super::{Missing, Reason, Rule, Trace};
use super::members::{Member, Members};

impl<'p, 's, T: Trace> Evaluation<'p, 's, '_, T> {
    /// Finds items that do not keep apart, or that may not; one pair for each parcel.
    pub(super) fn separate(
        &mut self,
        id: RestrictionId,
        restriction: &'p Restriction,
        separation: &'p Separation,
    ) -> Result<(), Stop> {
        let shipment = self.shipment;
        let Some(items) = &shipment.items else { return Ok(()) };
        let mut firsts = self.members(restriction, 0, items)?;
        firsts.retain_mut(|member| self.narrow(member, &separation.first));
        let mut seconds = self.of_kind(0, items, &separation.second);
        match separation.within {
            Within::Parcel if shipment.parcels.len() > 1 => self.apart_in_parcels(id, &firsts, &seconds),
            Within::Order => {
                let rest = &shipment.order_items;
                seconds.extend(self.of_kind(items.len(), rest, &separation.second));
                let mut others = self.members(restriction, items.len(), rest)?;
                others.retain_mut(|member| self.narrow(member, &separation.first));
                firsts.extend(others);
                self.apart(id, &firsts, &seconds, None);
            }
            Within::Parcel => self.apart(id, &firsts, &seconds, Some(0)),
            Within::Each | Within::Consignment => self.apart(id, &firsts, &seconds, None),
        }
        Ok(())
    }

    /// Whether a member is or may be of the kind as well.
    fn narrow(&mut self, member: &mut Member<'s>, kind: &'p Bits) -> bool {
        let truth = self.kind_of(member.position, member.item, kind, &mut member.missed);
        member.truth = member.truth.and(truth);
        member.truth != Truth::No
    }

    fn of_kind(&mut self, first: usize, items: &'s [PreparedItem], kind: &'p Bits) -> Members<'s> {
        let positions = u32::try_from(first).unwrap_or(u32::MAX)..;
        let mut found = Members::new();
        for (position, item) in positions.zip(items) {
            let mut missed = Vec::new();
            let truth = self.kind_of(position, item, kind, &mut missed);
            if truth != Truth::No {
                found.push(Member { position, item, truth, missed });
            }
        }
        found
    }

    fn kind_of(
        &mut self,
        position: u32,
        item: &'s PreparedItem,
        kind: &'p Bits,
        missed: &mut Vec<(Missing, Rule)>,
    ) -> Truth {
        self.item = Some((position, item));
        let mark = self.missed.len();
        let truth = self.category(kind);
        missed.extend(self.missed.drain(mark..));
        self.item = None;
        truth
    }

    /// Looks at every parcel by itself; items of which it is not told where they are could be in any.
    fn apart_in_parcels(&mut self, id: RestrictionId, firsts: &[Member<'s>], seconds: &[Member<'s>]) {
        let mut members = firsts.iter().chain(seconds);
        if members.any(|member| member.item.parcel.is_none()) {
            let before = self.missed.len();
            let kept = self.quote.reasons.len();
            self.apart(id, firsts, seconds, None);
            // Together they would not be apart; whether they travel together is not told.
            if self.quote.reasons.len() > kept {
                self.quote.reasons.truncate(kept);
                self.miss(Missing::Contents);
            } else if self.missed.len() > before {
                self.miss(Missing::Contents);
            }
            return;
        }
        // Items stand in the order of their parcels, and so do the parcels that hold one of the first kind.
        for inside in firsts.chunk_by(|one, next| one.item.parcel == next.item.parcel) {
            let parcel = inside.first().and_then(|member| member.item.parcel);
            let start = seconds.partition_point(|member| member.item.parcel < parcel);
            let end = seconds.partition_point(|member| member.item.parcel <= parcel);
            self.apart(id, inside, seconds.get(start..end).unwrap_or_default(), parcel);
        }
    }

    /// Notes the first pair of items that share a place, or what is missing to tell whether there is one.
    fn apart(&mut self, id: RestrictionId, firsts: &[Member<'s>], seconds: &[Member<'s>], parcel: Option<u16>) {
        let here = self.shipment.items.as_ref().and_then(|items| u32::try_from(items.len()).ok()).unwrap_or(u32::MAX);
        let sure = |members: &[Member<'s>]| -> Vec<u32> {
            members.iter().filter(|member| member.truth == Truth::Yes).map(|member| member.position).collect()
        };
        let positions = |members: &[Member<'s>]| -> Vec<u32> { members.iter().map(|member| member.position).collect() };
        let sure_seconds = sure(seconds);
        let surely = || firsts.iter().filter(|member| member.truth == Truth::Yes);
        let with = |member: &Member<'s>, pieces| Some((member.position, partner(member, &sure_seconds, here, pieces)?));
        // Two items are told before the pieces of one, whose number may not be told.
        let two = surely().find_map(|member| with(member, Pieces::One));
        let pair = two.or_else(|| surely().find_map(|member| with(member, pieces_of(member))));
        if let Some((first, second)) = pair {
            self.refuse(Reason::NotSeparate { restriction: id, first, second, parcel });
            return;
        }
        let (all_firsts, all_seconds) = (positions(firsts), positions(seconds));
        for (members, others) in [(firsts, &all_seconds), (seconds, &all_firsts)] {
            for member in members {
                if partner(member, others, here, pieces_of(member)).is_some() {
                    self.missed.extend(member.missed.iter().copied());
                } else if member.item.quantity.is_none() && partner(member, others, here, Pieces::Several).is_some() {
                    self.missed.extend(member.missed.iter().copied());
                    self.miss(Missing::Item(member.position, FactRef::Builtin(Builtin::ItemQuantity)));
                }
            }
        }
    }
}

/// Another item that shares a place with a member, or the same one where it is several pieces; of the two, one is
/// shipped here.
fn partner(member: &Member<'_>, others: &[u32], here: u32, pieces: Pieces) -> Option<u32> {
    let position = member.position;
    // Positions ascend: what is not among the first two is nowhere.
    let mut first = others.iter().copied().take(2);
    first.find(|other| (pieces == Pieces::Several || *other != position) && (position < here || *other < here))
}

/// How many pieces a line is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pieces {
    /// One, or it is not told.
    One,
    Several,
}

fn pieces_of(member: &Member<'_>) -> Pieces {
    match member.item.quantity {
        Some(pieces) if pieces > Exact::ONE => Pieces::Several,
        Some(_) | None => Pieces::One,
    }
}
