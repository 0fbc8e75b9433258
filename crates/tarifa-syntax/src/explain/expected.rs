//! The grammar's rules in the language's words.
//!
//! It is long because it is one table, a line for each rule of the grammar.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rules are pest's, some two hundred; the others are never expected by name"
)]

use crate::grammar::Rule;

/// What heads the columns of a card or of examples.
pub(super) const A_HEAD: &str = "the head of a column";

/// What a rule for names expects.
pub(super) const A_NAME: &str = "a name";

/// What a rule for numbers expects.
pub(super) const A_NUMBER: &str = "a number";

/// What a rule for texts expects.
pub(super) const A_TEXT: &str = "text in quotation marks";

/// What a rule for dates expects.
pub(super) const A_DATE: &str = "a date such as `2026-03-01`";

/// What the end of a line or a statement expects.
pub(super) const THE_END: &str = "the end of the line";

/// What a rule for currencies expects.
pub(super) const A_CURRENCY: &str = "a currency such as `CNY`";

/// What a clock expects.
pub(super) const A_LENGTH: &str = "a length of time such as `5 days`";

/// What stands behind the number of a clock.
pub(super) const A_UNIT_OF_TIME: &str = "a unit of time such as `days`";

/// What money of a case expects.
pub(super) const AN_AMOUNT: &str = "an amount such as `paid` or `5.00 USD`";

/// What a conversion expects.
const A_CURRENCY_CLAUSE: &str = "`in` and a currency";

/// What stands for all clauses of a restriction.
const A_CLAUSE: &str = "a clause (`for`, `except`, `because` …)";

/// The words and phrases of the language, for "did you mean".
pub(super) const LANGUAGE_WORDS: &[&str] = &[
    "via",
    "from",
    "to",
    "for",
    "valid",
    "when",
    "except",
    "overrides",
    "otherwise",
    "because",
    "and",
    "or",
    "not",
    "is",
    "in",
    "of",
    "on",
    "by",
    "per",
    "then",
    "up to",
    "at least",
    "over",
    "under",
    "minimum",
    "maximum",
    "started",
    "currency",
    "time zone",
    "rounding",
    "rounded",
    "half up",
    "half even",
    "half down",
    "in steps of",
    "none",
    "paid by",
    "per item",
    "yes/no",
    "number",
    "money",
    "weight",
    "length",
    "volume",
    "date",
    "text",
    "place",
    "one of",
    "any of",
    "default",
    "assume",
    "like",
    "only when",
    "transit",
    "parcels",
    "priced each",
    "weighed each",
    "priced together",
    "weighed together",
    "billed weight",
    "sides",
    "volumetric",
    "bill",
    "for the first",
    "as",
    "progressive",
    "refuse",
    "refer",
    "repeat",
    "take the highest",
    "take the first",
    "or next band if cheaper",
    "greater of",
    "lesser of",
    "mean of",
    "total",
    "count of",
    "distinct",
    "any item",
    "every item",
    "has",
    "given",
    "ship",
    "parcel",
    "with",
    "expect",
    "worth",
    "recommended",
    "available",
    "conditional",
    "refused",
    "needs",
    "not served",
    "never",
    "always",
    "rises with",
    "falls with",
    "ids",
    "hs",
    "all",
    "rank by",
    "see",
    "not older than",
    "issued in the same year",
    "provided",
    "so far",
    "order items",
    "requires",
    "warns",
    "no warning",
];

/// What `rules` expect, in words, each once, the likelier first.
pub(super) fn words(rules: &[Rule]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for word in rules.iter().flat_map(|rule| word(*rule).iter().copied()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// `a`, `a or b`, `a, b or c`; none where nothing is known. Long lists are cut.
pub(super) fn sentence(words: &[&'static str]) -> Option<String> {
    const SHOWN: usize = 7;
    let words = tidied(words);
    let (last, before) = words.split_last()?;
    if words.len() > SHOWN {
        let shown: Vec<&str> = words.iter().take(SHOWN).copied().collect();
        return Some(format!("{} …", shown.join(", ")));
    }
    if before.is_empty() { Some((*last).to_owned()) } else { Some(format!("{} or {last}", before.join(", "))) }
}

/// The words that help: what a value can begin with is "a value", what any value can go on with is left out, and the
/// end of the line comes last.
fn tidied(words: &[&'static str]) -> Vec<&'static str> {
    let begins_value = |word: &str| {
        let words = [A_NAME, A_NUMBER, A_TEXT, A_DATE, "a country such as `DE`", "`(`", "`all`", "`total`"];
        words.contains(&word) || matches!(word, "`greater of`" | "`count of`" | "`billed weight`")
    };
    let continues_value = |word: &str| {
        matches!(
            word,
            "`+`" | "`-`" | "`x`" | "`in`" | "`of`" | "`(`" | "a unit" | "`and`" | "`or`" | A_CURRENCY_CLAUSE
        )
    };
    let mut tidied: Vec<&'static str> = words.to_vec();
    if words.contains(&A_NAME) && (words.contains(&A_NUMBER) || words.contains(&"`total`")) {
        tidied.retain(|word| !begins_value(word));
        tidied.insert(0, "a value");
    }
    if tidied.iter().any(|word| !continues_value(word)) {
        tidied.retain(|word| !continues_value(word));
    }
    if tidied.contains(&"`because`") {
        let is_clause = |word: &str| {
            matches!(word, "`via`" | "`from`" | "`to`" | "`for`" | "`valid`" | "`when`" | "`except`")
                || matches!(word, "`by`" | "`because`" | "`see`")
        };
        tidied.retain(|word| !is_clause(word));
        tidied.push(A_CLAUSE);
    }
    tidied.sort_by_key(|word| *word == THE_END);
    tidied
}

/// The keywords among `words`, without their backticks.
pub(super) fn in_backticks<'w>(words: &'w [&'static str]) -> impl Iterator<Item = &'static str> + 'w {
    words.iter().filter_map(|word| word.strip_prefix('`')?.split('`').next())
}

/// The phrases of several words that begin with `word`.
pub(super) fn phrases(word: &str) -> impl Iterator<Item = &'static str> {
    LANGUAGE_WORDS.iter().copied().filter(move |phrase| phrase.split_once(' ').is_some_and(|(first, _)| first == word))
}

/// What a rule expects, in words; nothing for rules that say nothing to an author.
fn word(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::EOI | Rule::sep => &[THE_END],
        Rule::name | Rule::names | Rule::head_word => &[A_NAME],
        Rule::code | Rule::place_code => &["a country such as `DE`"],
        Rule::currency => &[A_CURRENCY],
        Rule::money => &["an amount such as `1 USD`"],
        Rule::in_currency => &[A_CURRENCY_CLAUSE],
        Rule::string => &[A_TEXT],
        Rule::number | Rule::quantity => &[A_NUMBER],
        Rule::unit => &["a unit"],
        Rule::date | Rule::moment | Rule::period => &[A_DATE],
        Rule::time => &["a time such as `14:30`"],
        Rule::comma => &["`,`"],
        Rule::colon => &["`:`"],
        Rule::equals => &["`=`"],
        Rule::open => &["`{`"],
        Rule::close => &["`}`"],
        Rule::open_paren => &["`(`"],
        Rule::close_paren => &["`)`"],
        Rule::bar => &["`|`"],
        Rule::dots => &["`..`"],
        Rule::star => &["`*`"],
        Rule::plus => &["`+`"],
        Rule::minus => &["`-`"],
        Rule::times => &["`x`"],
        Rule::dash => &["`-`"],
        Rule::via | Rule::via_word | Rule::ship_via => &["`via`"],
        Rule::from | Rule::from_word | Rule::ship_from => &["`from`"],
        Rule::to | Rule::to_word | Rule::ship_to => &["`to`"],
        Rule::for_names | Rule::for_word => &["`for`"],
        Rule::valid | Rule::valid_word => &["`valid`"],
        Rule::when | Rule::when_word => &["`when`"],
        Rule::exception | Rule::except_word | Rule::except_places => &["`except`"],
        Rule::overrides | Rule::overrides_word => &["`overrides`"],
        Rule::measure | Rule::by_word => &["`by`"],
        Rule::in_word | Rule::in_test => &["`in`"],
        Rule::on_word | Rule::ship_on => &["`on`"],
        Rule::of_word => &["`of`"],
        Rule::per_word | Rule::per => &["`per`"],
        Rule::then => &["`, then`"],
        Rule::then_word => &["`then`"],
        Rule::otherwise => &["`otherwise`"],
        Rule::all => &["`all`"],
        Rule::and_word => &["`and`"],
        Rule::or_word => &["`or`"],
        Rule::not_word => &["`not`"],
        Rule::is_word | Rule::is_test => &["`is`"],
        Rule::has_word | Rule::has_test => &["`has`"],
        Rule::given_word => &["`given`"],
        Rule::up_to => &["`up to`"],
        Rule::at_least => &["`at least`"],
        Rule::over => &["`over`"],
        Rule::under => &["`under`"],
        Rule::bound | Rule::bounds => &["`up to`", "`under`", "`over`", "`at least`"],
        Rule::range => &["a range such as `5..7 days`"],
        Rule::clamp | Rule::step_clamp => &["`minimum`", "`maximum`"],
        Rule::minimum => &["`minimum`"],
        Rule::maximum => &["`maximum`"],
        Rule::started => &["`started`"],
        Rule::part | Rule::as_word => &["`as`"],
        Rule::like_word => &["`like`"],
        Rule::payer | Rule::paid_by | Rule::paid_by_line => &["`paid by`"],
        Rule::first | Rule::for_the_first => &["`for the first`"],
        Rule::progression | Rule::progressive => &["`progressive`"],
        Rule::next_band => &["`or next band if cheaper`"],
        Rule::billed_weight | Rule::billed_block | Rule::expect_billed => &["`billed weight`"],
        Rule::in_steps_of => &["`in steps of`"],
        Rule::place_set | Rule::place => &["a place"],
        Rule::postcodes => &["postcodes in parentheses"],
        Rule::postcode | Rule::postcode_entry => &["a postcode"],
        Rule::condition | Rule::clause => &["a condition"],
        Rule::quantifier => &["`any item`", "`every item`"],
        Rule::formula | Rule::product | Rule::fact_value => &["a value"],
        Rule::group => &["`(`"],
        Rule::pick | Rule::pick_word => &["`greater of`"],
        Rule::count | Rule::count_of => &["`count of`"],
        Rule::total | Rule::total_word | Rule::total_alone | Rule::expect_total => &["`total`"],
        Rule::currency_line | Rule::currency_word => &["`currency`"],
        Rule::time_zone | Rule::time_zone_word => &["`time zone`"],
        Rule::rounding_line | Rule::rounding_word => &["`rounding`"],
        Rule::none => &["`none`"],
        Rule::direction => &["`up`", "`down`", "`half up`", "`half even`", "`half down`"],
        Rule::rounding => &["`up`", "`down`", "`half up`"],
        Rule::fact_type => &["a type such as `yes/no`, `number`, `weight` or `one of …`"],
        Rule::plain_type => &["`yes/no`", "`money`", "`weight`", "`length`", "`volume`", "`date`", "`text`", "`place`"],
        Rule::number_type | Rule::number_word => &["`number`"],
        Rule::one_of | Rule::one_of_word => &["`one of`"],
        Rule::any_of | Rule::any_of_word => &["`any of`"],
        Rule::per_item => &["`per item`"],
        Rule::fact_default => &["`default`", "`assume`"],
        Rule::default_word => &["`default`"],
        Rule::assume_word => &["`assume`"],
        Rule::category_node => &["a category"],
        Rule::category_block | Rule::service_block | Rule::charges_block | Rule::exchange_block => &["`{`"],
        Rule::example_block | Rule::examples_block | Rule::price_block | Rule::items | Rule::rounded_rows => &["`{`"],
        Rule::ids | Rule::ids_word => &["`ids`"],
        Rule::hs | Rule::hs_word => &["`hs`"],
        Rule::only_when | Rule::only_when_word => &["`only when`"],
        Rule::transit | Rule::transit_word => &["`transit`"],
        Rule::parcels | Rule::parcels_word => &["`parcels`"],
        Rule::priced_each => &["`priced each`"],
        Rule::priced_together => &["`priced together`"],
        Rule::weighed_together => &["`weighed together`"],
        Rule::weighed_each | Rule::weighed_each_priced_together => &["`weighed each, priced together`"],
        Rule::limit => &["a limit such as `weight up to 30 kg`"],
        Rule::step => &["`sides`", "`volumetric`", "`bill`", "`minimum`", "`rounded`"],
        Rule::sides | Rule::sides_word => &["`sides`"],
        Rule::volumetric | Rule::volumetric_word => &["`volumetric`"],
        Rule::bill | Rule::bill_word => &["`bill`"],
        Rule::rounded | Rule::rounded_word => &["`rounded`"],
        Rule::rounded_row => &["a row such as `up to 10 kg: up in steps of 1 g`"],
        Rule::row => &["a row such as `up to 1 kg: 5.00`"],
        Rule::row_bound => &["`up to`", "`under`", "`otherwise`"],
        Rule::bands => &["rows such as `up to 1 kg: 5.00`"],
        Rule::card | Rule::card_heads => &["a card"],
        Rule::card_row | Rule::example_row => &["a row of cells"],
        Rule::card_head | Rule::example_head => &[A_HEAD],
        Rule::cell | Rule::example_cell => &["a cell"],
        Rule::price | Rule::price_term | Rule::rate => &["a price"],
        Rule::refuse | Rule::refuse_word => &["`refuse`"],
        Rule::refer | Rule::refer_word => &["`refer`"],
        Rule::repeat => &["`repeat`"],
        Rule::take => &["`take the highest`", "`take the first`"],
        Rule::member => &["a charge"],
        Rule::exchange_rate => &["a rate such as `1 USD = 7.1240 CNY`"],
        Rule::ship | Rule::ship_word => &["`ship`"],
        Rule::parcel | Rule::parcel_word => &["`parcel`"],
        Rule::with | Rule::with_word => &["`with`"],
        Rule::expect | Rule::expect_word => &["`expect`"],
        Rule::worth | Rule::worth_word => &["`worth`"],
        Rule::dimensions_or_weight => &["a weight or `length x width x height`"],
        Rule::item => &["an item such as `1 phone`"],
        Rule::item_facts => &["facts in parentheses"],
        Rule::fact_given => &["a fact"],
        Rule::expectation => &["`total`", "`billed weight`", "`charge`", "`no charge`", "`refused`", "`available`"],
        Rule::expect_line | Rule::line_kind => &["`freight`", "`charge`", "`discount`", "`tax`"],
        Rule::part_word => &["`line`"],
        Rule::absent => &["`no`"],
        Rule::recommended | Rule::recommended_word => &["`recommended`"],
        Rule::verdict => &["`available`", "`refused`", "`needs`", "`refer`", "`not served`", "`conditional`"],
        Rule::available => &["`available`"],
        Rule::conditional => &["`conditional`"],
        Rule::not_served => &["`not served`"],
        Rule::refused => &["`refused`"],
        Rule::needs => &["`needs`"],
        Rule::calendar_block | Rule::returns_block | Rule::windows | Rule::stage_block | Rule::answers => &["`{`"],
        Rule::outcome_block | Rule::case_block => &["`{`"],
        Rule::arrow => &["`->`"],
        Rule::covers | Rule::covers_word => &["`covers`"],
        Rule::weekend | Rule::weekend_word => &["`weekend`"],
        Rule::holidays | Rule::holiday_word => &["`holiday`"],
        Rule::workdays | Rule::workday_word => &["`workday`"],
        Rule::days | Rule::named_days => &[A_DATE],
        Rule::parties | Rule::parties_word => &["`parties`"],
        Rule::reasons | Rule::reasons_word => &["`reasons`"],
        Rule::evidence_kinds | Rule::evidence_word => &["`evidence`"],
        Rule::events | Rule::events_word => &["`events`"],
        Rule::opening | Rule::open_by => &["`open by`"],
        Rule::stage | Rule::stage_word | Rule::expect_stage => &["`stage`"],
        Rule::outcome | Rule::outcome_word | Rule::expect_outcome => &["`outcome`"],
        Rule::parameters | Rule::case_arguments => &["`(`"],
        Rule::window_reasons => &["reasons and `:`"],
        Rule::not_before | Rule::not_before_words => &["`not before`"],
        Rule::within | Rule::within_word | Rule::deadline => &["`within`"],
        Rule::until | Rule::until_word => &["`until`"],
        Rule::evidence | Rule::shown => &["`with`"],
        Rule::up_to_times => &["`up to`"],
        Rule::times_word => &["`times`"],
        Rule::edge | Rule::the_later | Rule::the_earlier | Rule::clock | Rule::duration => &[A_LENGTH],
        Rule::duration_unit => &[A_UNIT_OF_TIME],
        Rule::business_days => &["`business days of`"],
        Rule::after_word => &["`after`"],
        Rule::anchor => &["an event"],
        Rule::is_to_act => &["`is to act`"],
        Rule::obligation | Rule::permission | Rule::payment_line => &["a party"],
        Rule::expect_money | Rule::expect_must | Rule::expect_may => &["a party"],
        Rule::timer => &["`when`"],
        Rule::return_freight_line => &["`return freight`"],
        Rule::must_word => &["`must`"],
        Rule::may_word => &["`may`"],
        Rule::gets => &["`gets`"],
        Rule::keeps => &["`keeps`"],
        Rule::pays => &["`pays`"],
        Rule::no_deadline => &["`no deadline`"],
        Rule::act | Rule::answer => &["what is done"],
        Rule::answer_group => &["what is done"],
        Rule::late | Rule::if_late => &["`if late`"],
        Rule::pass_word => &["`pass`"],
        Rule::target => &["a stage or an outcome"],
        Rule::first_payer => &["`paid by`"],
        Rule::reckoning | Rule::reckoned => &[AN_AMOUNT],
        Rule::reckoned_clamp => &["`minimum`", "`maximum`"],
        Rule::per_measure => &["`per`"],
        Rule::happened => &["`happened`"],
        Rule::shown_word => &["`shown`"],
        Rule::paid | Rule::paid_word => &["`paid`"],
        Rule::refunded_before | Rule::refunded_before_words => &["`refunded before`"],
        Rule::paid_part | Rule::paid_part_word => &["`goods`", "`freight`"],
        Rule::case | Rule::case_word => &["`case`"],
        Rule::standing | Rule::at_word => &["`at`"],
        Rule::of_parcel | Rule::of_parcel_words => &["`of parcel`"],
        Rule::case_event => &[A_DATE],
        Rule::not_opened => &["`not opened`"],
        Rule::next_due | Rule::next_due_words => &["`next due`"],
        Rule::expect_compensation => &["`compensation`"],
        Rule::claim => &["what must hold, such as `total at least 8.00`"],
        Rule::authority => &["`by`"],
        Rule::because | Rule::because_word => &["`because`"],
        Rule::see | Rule::see_word => &["`see`"],
        Rule::language => &["a language such as `zh`"],
        Rule::documents => &["what is asked for"],
        Rule::rule_name => &["`as`"],
        Rule::document_age => &["`not older than`", "`issued in the same year`"],
        Rule::not_older_than => &["`not older than`"],
        Rule::issued_in_the_same_year => &["`issued in the same year`"],
        Rule::limit_part => &["a part such as `quantity up to 2 per parcel`"],
        Rule::limit_extent => &["`each`", "`per`"],
        Rule::each => &["`each`"],
        Rule::per_consignee => &["`per consignee`"],
        Rule::calendar_period => &["`day`", "`week`", "`month`", "`quarter`", "`year`"],
        Rule::together => &["`parcel`", "`order`", "`consignment`"],
        Rule::provided | Rule::provided_word => &["`provided`"],
        Rule::provided_days => &["days in parentheses"],
        Rule::issued | Rule::issued_word => &["`issued`"],
        Rule::valid_to | Rule::valid_to_word => &["`valid to`"],
        Rule::so_far | Rule::so_far_word => &["`so far`"],
        Rule::order_items | Rule::order_items_word => &["`order items`"],
        Rule::requires | Rule::requires_word => &["`requires`"],
        Rule::warns | Rule::warns_word => &["`warns`"],
        Rule::no_warning | Rule::no_warning_word => &["`no warning`"],
        Rule::never => &["`never`"],
        Rule::always => &["`always`"],
        Rule::slope => &["`rises with`", "`falls with`"],
        _ => &[],
    }
}
