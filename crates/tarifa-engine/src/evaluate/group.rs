//! Exclusive groups: of several lines that apply, one is charged.

use crate::program::{BlockId, ExclusiveGroup, Group, GroupId, LineId};

use super::run::{Evaluation, Stop, Undecided};
use super::{Event, QuoteLine, Rule, Trace};

impl<'p, T: Trace> Evaluation<'p, '_, '_, T> {
    /// Remembers where the members of the next group begin.
    #[inline]
    pub(super) fn open_group(&mut self) {
        self.group_missed = self.missed.len();
        self.group_reasons = self.quote.reasons.len();
    }

    /// Keeps the one member that is charged, and takes the others back.
    #[inline]
    pub(super) fn close_group(&mut self, group: Option<GroupId>) -> Result<(), Stop> {
        match group {
            Some(group) => self.choose_member(group),
            None => Ok(()),
        }
    }

    fn choose_member(&mut self, id: GroupId) -> Result<(), Stop> {
        let Some(group) = self.program.groups.get(usize::from(id.0)) else { return Ok(()) };
        let winner = match group.rule {
            ExclusiveGroup::First => group.members.iter().copied().find(|member| self.may_apply(*member)),
            ExclusiveGroup::Highest => self.highest(group),
        };
        let Some(winner) = winner else { return Ok(()) };
        if self.is_undecided(winner) {
            self.take_back_all(group);
        }
        if group.rule == ExclusiveGroup::First {
            self.forget_later_members(group, winner);
        }
        self.take_back_others(id, group, winner);
        Ok(())
    }

    fn charged(&self, member: LineId) -> Option<QuoteLine> {
        let lines = self.quote.lines.get(self.first_line..).unwrap_or_default();
        lines.iter().find(|line| line.line == member).copied()
    }

    fn is_undecided(&self, member: LineId) -> bool {
        self.undecided.iter().any(|found| found.line == member && found.parcel == self.parcel)
    }

    fn may_apply(&self, member: LineId) -> bool {
        self.charged(member).is_some() || self.is_undecided(member)
    }

    /// The member with the highest rounded amount, the first of equals; an undecided one stands for all.
    fn highest(&self, group: &Group) -> Option<LineId> {
        if let Some(undecided) = group.members.iter().copied().find(|member| self.is_undecided(*member)) {
            return Some(undecided);
        }
        let mut best: Option<QuoteLine> = None;
        for line in group.members.iter().filter_map(|member| self.charged(*member)) {
            if best.is_none_or(|best| line.amount > best.amount) {
                best = Some(line);
            }
        }
        best.map(|line| line.line)
    }

    /// Where the member that counts is undecided, so is every other.
    #[cold]
    fn take_back_all(&mut self, group: &Group) {
        let parcel = self.parcel;
        for member in &group.members {
            if let Some(QuoteLine { line, block, .. }) = self.charged(*member) {
                self.undecided.push(Undecided { parcel, line, block });
            }
        }
        self.remove_lines(|this, block| this.is_member(group, block));
    }

    /// What the members behind the first that applies miss or say does not matter.
    fn forget_later_members(&mut self, group: &Group, winner: LineId) {
        let later: Vec<LineId> = group.members.iter().copied().skip_while(|member| *member != winner).skip(1).collect();
        let (program, parcel) = (self.program, self.parcel);
        let is_later =
            |block: BlockId| program.blocks.get(block.0 as usize).is_some_and(|block| later.contains(&block.line));
        let mut position = 0_usize;
        let first = self.group_missed;
        self.missed.retain(|(_, rule)| {
            position = position.saturating_add(1);
            let forgotten = match rule {
                Rule::Block(block) => is_later(*block),
                Rule::Tariff
                | Rule::Service(_)
                | Rule::Limit(..)
                | Rule::WeightStep(..)
                | Rule::Restriction(_)
                | Rule::Preference(_) => false,
            };
            position <= first || !forgotten
        });
        let mut position = 0_usize;
        let first = self.group_reasons;
        self.quote.reasons.retain(|reason| {
            position = position.saturating_add(1);
            let forgotten = match reason {
                super::Reason::Refused { block, .. } | super::Reason::Refer { block, .. } => is_later(*block),
                super::Reason::TariffDates
                | super::Reason::ServiceDates
                | super::Reason::Origin
                | super::Reason::Destination
                | super::Reason::Limit { .. }
                | super::Reason::Forbidden { .. }
                | super::Reason::OverLimit { .. }
                | super::Reason::NotSeparate { .. } => false,
            };
            position <= first || !forgotten
        });
        self.undecided.retain(|found| found.parcel != parcel || !is_later(found.block));
    }

    fn take_back_others(&mut self, id: GroupId, group: &Group, winner: LineId) {
        if self.charged(winner).is_some() {
            self.tell(|| Event::GroupMember { group: id, member: winner });
        }
        for member in &group.members {
            let Some(line) = self.charged(*member).filter(|_| *member != winner) else { continue };
            self.tell(|| Event::NotCharged { group: id, member: *member, amount: line.amount });
        }
        self.remove_lines(|this, block| this.is_member(group, block) && this.line_of(block) != Some(winner));
    }

    fn is_member(&self, group: &Group, block: BlockId) -> bool {
        self.line_of(block).is_some_and(|line| group.members.contains(&line))
    }

    /// Removes the lines of this parcel that a statement entered, its parts included.
    fn remove_lines(&mut self, of: impl Fn(&Self, BlockId) -> bool) {
        let mut lines = std::mem::take(&mut self.quote.lines);
        let first = self.first_line;
        let mut position = 0_usize;
        lines.retain(|line| {
            position = position.saturating_add(1);
            position <= first || !of(self, line.block)
        });
        self.quote.lines = lines;
    }
}
