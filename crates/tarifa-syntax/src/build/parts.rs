//! Walking over the children of a pair.

use pest::iterators::{Pair, Pairs};

use crate::grammar::Rule;

/// A pair of the grammar.
pub(crate) type Node<'i> = Pair<'i, Rule>;

/// The children of a pair without punctuation and words that only introduce what follows.
#[derive(Clone)]
pub(super) struct Parts<'i> {
    pairs: Pairs<'i, Rule>,
}

impl<'i> Parts<'i> {
    /// The children of `node`.
    pub(super) fn of(node: Node<'i>) -> Self {
        Self { pairs: node.into_inner() }
    }

    /// The next child, left in place.
    pub(super) fn peek(&mut self) -> Option<Rule> {
        while let Some(node) = self.pairs.peek() {
            if !is_mark(node.as_rule()) {
                return Some(node.as_rule());
            }
            self.pairs.next();
        }
        None
    }

    /// The text up to the part that comes next, and that part's own.
    pub(super) fn around(&mut self) -> Option<(&'i str, &'i str)> {
        self.peek()?;
        let next = self.pairs.peek()?.as_span();
        Some((next.get_input().get(..next.start())?, next.as_str().trim()))
    }

    /// The next child, if it is a `rule`.
    pub(super) fn accept(&mut self, rule: Rule) -> Option<Node<'i>> {
        if self.peek()? == rule { self.pairs.next() } else { None }
    }
}

impl<'i> Iterator for Parts<'i> {
    type Item = Node<'i>;

    fn next(&mut self) -> Option<Node<'i>> {
        self.pairs.find(|node| !is_mark(node.as_rule()))
    }
}

/// Whether a child of this rule says nothing that its neighbours do not.
fn is_mark(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::comma
            | Rule::colon
            | Rule::equals
            | Rule::open
            | Rule::close
            | Rule::open_paren
            | Rule::close_paren
            | Rule::bar
            | Rule::sep
            | Rule::EOI
            | Rule::ruler
            | Rule::via_word
            | Rule::from_word
            | Rule::to_word
            | Rule::for_word
            | Rule::valid_word
            | Rule::when_word
            | Rule::except_word
            | Rule::overrides_word
            | Rule::by_word
            | Rule::in_word
            | Rule::per_word
            | Rule::then_word
            | Rule::as_word
            | Rule::like_word
            | Rule::paid_by
            | Rule::for_the_first
            | Rule::in_steps_of
            | Rule::is_word
            | Rule::has_word
            | Rule::currency_word
            | Rule::time_zone_word
            | Rule::rounding_word
            | Rule::tariff_word
            | Rule::fact_word
            | Rule::number_word
            | Rule::one_of_word
            | Rule::any_of_word
            | Rule::define_word
            | Rule::zone_word
            | Rule::category_word
            | Rule::ids_word
            | Rule::hs_word
            | Rule::service_word
            | Rule::only_when_word
            | Rule::transit_word
            | Rule::parcels_word
            | Rule::sides_word
            | Rule::volumetric_word
            | Rule::bill_word
            | Rule::rounded_word
            | Rule::freight_word
            | Rule::charge_word
            | Rule::discount_word
            | Rule::tax_word
            | Rule::refuse_word
            | Rule::charges_word
            | Rule::exchange_word
            | Rule::prefer_word
            | Rule::rank_by
            | Rule::example_word
            | Rule::examples_word
            | Rule::ship_word
            | Rule::parcel_word
            | Rule::worth_word
            | Rule::with_word
            | Rule::expect_word
            | Rule::total_word
            | Rule::total_alone
            | Rule::count_of
            | Rule::part_word
            | Rule::recommended_word
            | Rule::invariant_word
            | Rule::because_word
            | Rule::see_word
            | Rule::forbid_word
            | Rule::warn_word
            | Rule::require_word
            | Rule::limit_word
            | Rule::separate_word
            | Rule::provided_word
            | Rule::issued_word
            | Rule::valid_to_word
            | Rule::so_far_word
            | Rule::order_items_word
            | Rule::requires_word
            | Rule::warns_word
            | Rule::no_warning_word
            | Rule::calendar_word
            | Rule::covers_word
            | Rule::weekend_word
            | Rule::holiday_word
            | Rule::workday_word
            | Rule::returns_word
            | Rule::parties_word
            | Rule::reasons_word
            | Rule::evidence_word
            | Rule::events_word
            | Rule::open_by
            | Rule::not_before_words
            | Rule::within_word
            | Rule::until_word
            | Rule::times_word
            | Rule::business_days
            | Rule::after_word
            | Rule::rolling_to
            | Rule::held_until_words
            | Rule::paused_while_words
            | Rule::is_to_act
            | Rule::stage_word
            | Rule::must_word
            | Rule::may_word
            | Rule::pass_word
            | Rule::if_late
            | Rule::extend_word
            | Rule::outcome_word
            | Rule::compensation_word
            | Rule::at_rate_of_words
            | Rule::case_word
            | Rule::paid_word
            | Rule::refunded_before_words
            | Rule::of_parcel_words
            | Rule::at_word
            | Rule::next_due_words
            | Rule::opens_word
            | Rule::ended_word
            | Rule::arrow
            | Rule::was_word
            | Rule::shown_word
            | Rule::happened
    )
}
