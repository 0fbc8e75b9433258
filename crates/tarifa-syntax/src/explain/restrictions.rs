//! Known slips in restrictions and in what they ask for, and what to write instead.

use super::{Explainer, Failure, expected, shortened};
use crate::lexer::TokenKind;
use crate::near::nearest;

/// The statements whose slips are known here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Document,
    Forbid,
    Require,
    Limit,
    Separate,
    Warn,
}

impl Kind {
    /// The kind of the statement that begins with `keyword`.
    fn of(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "document" | "label" | "packaging" | "licence" | "status" => Self::Document,
            "forbid" => Self::Forbid,
            "require" => Self::Require,
            "limit" => Self::Limit,
            "separate" => Self::Separate,
            "warn" => Self::Warn,
            _ => return None,
        })
    }

    /// What stands behind its keyword, as an example.
    fn begin(self) -> &'static str {
        match self {
            Self::Document => "the name of what is asked for stands behind it: `document cpnp \"CPNP notification\"`",
            Self::Forbid => "the rule's name stands behind it: `forbid loose_lithium for …`",
            Self::Require => "what is asked for stands behind it: `require cpnp for …`",
            Self::Limit => "the rule's name stands behind it: `limit perfume for …: quantity up to 2 per parcel`",
            Self::Separate => "the rule's name stands behind it: `separate fire: lithium from gas_21 per parcel`",
            Self::Warn => "the rule's name stands behind it: `warn charge_state for … because \"…\"`",
        }
    }

    /// What stands behind its colon; none where it has none.
    fn body(self) -> Option<&'static str> {
        match self {
            Self::Limit => Some("write a `:` before what is limited: `limit a: quantity up to 2 per parcel`"),
            Self::Separate => {
                Some("write a `:` before what is kept apart: `separate a: lithium from gas_21 per parcel`")
            }
            Self::Document | Self::Forbid | Self::Require | Self::Warn => None,
        }
    }
}

/// Whether `keyword` begins a restriction.
pub(super) fn is_restriction(keyword: &str) -> bool {
    Kind::of(keyword).is_some_and(|kind| kind != Kind::Document)
}

/// The statement that an author meant who began a line with `word`.
pub(super) fn meant_statement(word: &str) -> Option<&'static str> {
    Some(match word {
        "forbidden" | "prohibit" | "prohibited" | "ban" | "banned" | "disallow" | "deny" | "refuse" | "exclude"
        | "block" => "write `forbid` and a name",
        "allow" | "permit" | "allowed" => {
            "what nothing forbids is allowed; write `except` behind the `forbid` from which it is free"
        }
        "required" | "must" | "need" | "needs" | "demand" => "write `require` and what is asked for",
        "restrict" | "restriction" | "maximum" | "max" | "cap" => "write `limit` and a name",
        "segregate" | "segregation" | "apart" | "incompatible" => "write `separate` and a name",
        "warning" | "caution" | "notice" => "write `warn` and a name",
        "certificate" | "permission" | "paper" | "form" | "report" => {
            "write `document`, `label`, `packaging`, `licence` or `status`"
        }
        _ => return None,
    })
}

/// The clause that an author meant who began one with `word`.
pub(super) fn meant_clause(word: &str) -> Option<&'static str> {
    Some(match word {
        "reason" | "reasons" | "since" | "why" | "explanation" | "note" | "message" => "write `because \"…\"`",
        "source" | "sources" | "ref" | "reference" | "cf" | "url" | "link" => "write `see \"…\"`",
        "authority" | "regulator" | "according" => "write `by \"…\"`",
        "unless" => "write `except when` before a condition, `except` before another clause",
        "excluding" | "save" | "exempt" | "exemption" | "without" => "write `except`",
        "category" | "categories" => "write `for` before categories",
        "service" | "services" | "on" => {
            "write `via` before services, `to` before places, `for` before categories, `valid` before dates"
        }
        "within" | "into" => "write `to` before places",
        _ => return None,
    })
}

/// What to write behind a bound instead of `per` and `word`.
fn extent(word: &str) -> Option<&'static str> {
    Some(match word {
        "package" | "packages" | "box" | "pack" | "packet" | "bag" | "parcels" => "write `per parcel`",
        "piece" | "pieces" | "item" | "items" | "unit" | "units" | "article" | "pc" | "pcs" => "write `each`",
        "shipment" | "delivery" | "sending" | "consignments" => {
            "write `per consignment`, or `per parcel` where each of its parcels is meant"
        }
        "basket" | "cart" | "purchase" | "transaction" | "orders" => "write `per order`",
        "recipient" | "person" | "customer" | "buyer" | "receiver" | "household" | "address" | "day" | "week"
        | "month" | "quarter" | "year" => "write `per consignee per month`, or another period",
        _ => return None,
    })
}

impl Explainer<'_> {
    /// What to do about the failure, where the statement is a restriction and the slip a known one.
    pub(super) fn help_in_restriction(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let Some(kind) = Kind::of(self.text(failure.region.first)) else {
            return self.help_in_example(failure, expected).map(str::to_owned);
        };
        let behind = failure.region.first.checked_add(1)?;
        let help = if failure.token == behind && expected.contains(&expected::A_NAME) {
            let word = self.text(behind);
            if !self.is_at_end(failure) && crate::layout::is_reserved(word) {
                let example = kind.begin().split_once(": ").map_or("", |(_, example)| example);
                return Some(format!(
                    "`{word}` is a word of the language and cannot be a name; write a name before it, or another one in its \
                     place: {example}"
                ));
            }
            self.is_at_end(failure).then(|| kind.begin())
        } else if kind == Kind::Document {
            self.help_in_document(failure)
        } else {
            self.help_in_rule(kind, failure, expected)
        };
        help.map(str::to_owned).or_else(|| self.help_in_text(failure, expected))
    }

    /// What to do about a failure in a line of an example that speaks of restrictions.
    fn help_in_example(&self, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        let expects = |word: &str| expected.contains(&word);
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        let next = failure.token.checked_add(1).map_or("", |next| self.text(next));
        let two_before = failure.token.checked_sub(2).map_or("", |at| self.text(at));
        match (self.text(failure.region.first), found) {
            (_, "provided") if expects("`with`") => Some("write `with` before it: `with provided cpnp`"),
            (_, "so") if expects("`with`") && next == "far" => {
                Some("write `with` before it: `with so far duty_free 300 USD`")
            }
            ("with", "{") if before == "items" => Some("`order items { … }` is a line of its own, without `with`"),
            (_, "issued" | "valid") if expects("`)`") || expects(expected::THE_END) => {
                Some("its days stand in parentheses: `provided cpnp (issued 2026-03-01)`")
            }
            (_, _) if expects("`issued`") && expects("`valid to`") => {
                Some("write `issued` before the day of issue, `valid to` before the last valid day")
            }
            (_, "on" | "in" | "at") if before == "issued" => Some("the day stands directly behind `issued`"),
            ("with", _)
                if before == "far" || two_before == "far" && (expects("`per`") || expects(expected::A_NUMBER)) =>
            {
                Some(
                    "write the limit's name and how much: `so far duty_free 300 USD`, or `so far duty_free per month 2`",
                )
            }
            ("expect", "require" | "required" | "missing") => Some("write `requires` and what is missing"),
            ("expect", "warn" | "warning" | "warned") => Some("write `warns` and the rule that warns"),
            ("expect", "forbidden" | "prohibited" | "denied") => Some("write `refused by` and the rule"),
            ("expect", "allowed" | "ok" | "shippable") => {
                Some("write `available`, or `conditional` where something is missing")
            }
            ("expect", "because" | "for" | "with") if before == "refused" => Some("write `refused by` and the rule"),
            ("expect", "on" | "with" | "without" | "by") if before == "conditional" => {
                Some("write what is missing behind a `,`: `conditional, requires cpnp`")
            }
            _ => None,
        }
    }

    /// What to do about a failure in a declaration.
    fn help_in_document(&self, failure: Failure) -> Option<&'static str> {
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        match self.kind(failure.token)? {
            TokenKind::Mark(b':' | b'=') => Some("the words for people stand directly behind the name: `cpnp \"…\"`"),
            TokenKind::Mark(b',') => Some("each has a line of its own"),
            TokenKind::Word if Kind::of(before) == Some(Kind::Document) => {
                Some("write one of the two words before the name")
            }
            TokenKind::Word if crate::layout::continues(self.text(failure.token)) => {
                Some("for what it is asked for stands in a `require`")
            }
            TokenKind::Word => Some("the words for people stand in quotation marks"),
            TokenKind::Number
            | TokenKind::Text
            | TokenKind::UnclosedText
            | TokenKind::Mark(_)
            | TokenKind::Dots
            | TokenKind::Arrow
            | TokenKind::Break
            | TokenKind::Comment
            | TokenKind::Unknown => None,
        }
    }

    /// What to do about a failure in a rule, behind its name.
    fn help_in_rule(&self, kind: Kind, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        let expects = |word: &str| expected.contains(&word);
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        if before == "," && crate::layout::continues(found) {
            return Some("delete the `,` before it, or write what it announces");
        }
        if nearest(found, expected::in_backticks(expected)).is_some() {
            return None;
        }
        self.help_at_extent(kind, failure, expected)
            .or_else(|| match kind {
                Kind::Require => self.help_in_require(failure, expected),
                Kind::Limit => self.help_in_limit(failure, expected),
                Kind::Separate => self.help_in_separation(failure, expected),
                Kind::Document | Kind::Forbid | Kind::Warn => None,
            })
            .or_else(|| match found {
                "," if expects("`because`") => Some("clauses stand side by side, without a `,`"),
                ":" | "=" if expects("`because`") => {
                    Some(kind.body().unwrap_or("its clauses stand directly behind the name, without a sign"))
                }
                "{" if expects("`because`") => {
                    Some(kind.body().unwrap_or("a restriction has no block; its clauses stand one behind another"))
                }
                "per" if expects("`see`") && self.is_text(failure.token.checked_add(1)) => {
                    Some("write `by` before who says so, `see` before where it is written")
                }
                _ if expects("`because`") => meant_clause(found),
                _ => None,
            })
    }

    /// What to do where something else than `each`, `per parcel` or `per consignee per month` stands.
    fn help_at_extent(&self, kind: Kind, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        let expects = |word: &str| expected.contains(&word);
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        match kind {
            Kind::Limit if before == "consignee" => Some("write its period too: `per consignee per month`"),
            Kind::Limit if expects("`parcel`") => extent(found),
            Kind::Limit if before == "a" || before == "every" || before == "in" => match found {
                "parcel" => Some("write `per parcel`"),
                "order" => Some("write `per order`"),
                "consignment" => Some("write `per consignment`"),
                _ => extent(found),
            },
            Kind::Separate if expects("`parcel`") => Some(match extent(found) {
                Some(help) if help != "write `each`" && !help.contains("consignee") => help,
                Some(_) | None => APART,
            }),
            Kind::Separate if expects("`per`") && matches!(found, "" | "each") => Some(APART),
            Kind::Document | Kind::Forbid | Kind::Require | Kind::Limit | Kind::Separate | Kind::Warn => None,
        }
    }

    /// What to do about a failure in a `require`.
    fn help_in_require(&self, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        const AGE: &str = "write `not older than 5 years`, or `issued in the same year`";
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let before = self.token_before(failure.token);
        let before_text = before.map_or("", |before| self.text(before));
        let is_list = expected.contains(&"`,`") || expected.contains(&"`or`");
        let has = |word: &str| (failure.region.first..failure.token).any(|at| self.text(at) == word);
        match found {
            _ if before_text == "than" => Some("write a number and its unit: `not older than 5 years`"),
            "and" if is_list => Some("write a `,` between what is asked for together; `or` asks for one of them"),
            "or" if has(",") => Some("a `,` asks for all, `or` for one of them; write two rules where both are meant"),
            "," if has("or") && !has("because") && !has("see") => {
                Some("a `,` asks for all, `or` for one of them; write two rules where both are meant")
            }
            "," if has("older") && !has("because") && !has("see") && !has("by") => {
                Some("an age is that of all that the rule asks for; write a `require` of its own for the others")
            }
            _ if self.is_text(Some(failure.token)) && is_list => {
                Some("a title stands behind the rule's own name: `require msds as papers \"Papers for lithium\"`")
            }
            "older" | "newer" | "younger" | "within" | "max" | "maximum" | "issued" | "dated" => Some(AGE),
            "no" | "not" => Some(AGE),
            "named" | "called" | "id" | "name" => Some("write `as` before the rule's name"),
            _ if self.kind(failure.token) == Some(TokenKind::Word)
                && is_list
                && before.and_then(|before| before.checked_sub(1)) == Some(failure.region.first)
                && meant_clause(found).is_none() =>
            {
                Some(match before_text {
                    "document" | "label" | "packaging" | "licence" | "status" => {
                        "what is asked for stands by its name alone: `require cpnp`"
                    }
                    "either" => "write `or` between the names, and nothing before them",
                    "a" | "an" | "the" => "write the names alone, with `,` between them",
                    _ => "write a `,` between what is asked for, `as` before the rule's own name",
                })
            }
            _ => None,
        }
    }

    /// What to do about a failure in a `limit`.
    fn help_in_limit(&self, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        const PARTS: &str = "write what is limited, then its bound: `quantity up to 2 per parcel`";
        let expects = |word: &str| expected.contains(&word);
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let next = failure.token.checked_add(1).map_or("", |next| self.text(next));
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        let is_word = self.kind(failure.token) == Some(TokenKind::Word);
        let has_colon = self.has_colon(failure);
        let expects_bound = expects("`up to`") && expects("`at least`");
        match found {
            "up" | "under" | "over" | "at" | "upto" if expects("`because`") => Some(if has_colon {
                "clauses stand before the `:` or behind the last part"
            } else {
                "write a `:` before what is limited: `limit a: quantity up to 2 per parcel`"
            }),
            "at" if next == "most" => Some("write `up to`, which includes the bound"),
            "no" | "not" if matches!(next, "more" | "over" | "above") => {
                Some("write `up to`, which includes the bound")
            }
            "no" | "not" if matches!(next, "less" | "under" | "below" | "fewer") => {
                Some("write `at least`, which includes the bound")
            }
            "more" if before == "no" => Some("write what is limited and `up to`: `quantity up to 2`"),
            "less" | "fewer" if before == "no" => Some("write what is limited and `at least`: `quantity at least 2`"),
            _ if before == "sum" || before == "total" && found == "of" => {
                Some("the sum over the items is written `total`: `total net_volume up to 200 ml`")
            }
            "each" | "per" if has_colon && !expects("`because`") => Some(PARTS),
            "up" | "under" | "over" | "at" | "not" if has_colon && !expects_bound => Some(PARTS),
            "" if !has_colon && expects("`:`") => Kind::Limit.body(),
            "" if before == ":" || before == "," => Some(PARTS),
            _ if expected == ["`..`"] => Some(PARTS),
            _ if !has_colon && is_word && expects("`:`") && meant_clause(found).is_none() => Kind::Limit.body(),
            _ if has_colon && is_word && expects("`,`") && meant_clause(found).is_none() && found != "and" => {
                Some("write a `,` between the parts")
            }
            _ => None,
        }
    }

    /// What to do about a failure in a `separate`.
    fn help_in_separation(&self, failure: Failure, expected: &[&'static str]) -> Option<&'static str> {
        const SIDES: &str = "write both sides with `from` between them: `lithium, magnets from gas_21 per parcel`";
        let expects = |word: &str| expected.contains(&word);
        let found = if self.is_at_end(failure) { "" } else { self.text(failure.token) };
        let is_word = self.kind(failure.token) == Some(TokenKind::Word);
        let has_colon = self.has_colon(failure);
        match found {
            _ if has_colon && (expects("`from`") && !expects("`because`") || expected == [expected::A_NAME]) => {
                Some(SIDES)
            }
            "per" if !has_colon => Some(Kind::Separate.begin()),
            "" if !has_colon && expects("`:`") => Kind::Separate.body(),
            _ if !has_colon && is_word && expects("`:`") && meant_clause(found).is_none() => Kind::Separate.body(),
            _ => None,
        }
    }

    /// What to do where a text is not in quotation marks, or a language is not written as one.
    fn help_in_text(&self, failure: Failure, expected: &[&'static str]) -> Option<String> {
        let before = self.token_before(failure.token).map_or("", |before| self.text(before));
        let words = [before, self.text(failure.token)];
        if self.is_at_end(failure) || !matches!(words, ["because" | "see" | "by", _]) {
            return None;
        }
        if !expected.contains(&expected::A_TEXT) || self.kind(failure.token) != Some(TokenKind::Word) {
            return None;
        }
        if before == "because" && self.is_text(failure.token.checked_add(1)) {
            let code = self.text(failure.token).to_lowercase();
            let code = if matches!(code.len(), 2 | 3) { code } else { "zh".to_owned() };
            return Some(format!("a language is written by its code, in small letters: `because {code} \"…\"`"));
        }
        let rest = self.source.get(failure.at..).unwrap_or("");
        let line = rest.split(['\n', '"', '#', ';']).next().unwrap_or(rest).trim_end();
        Some(format!("put it into quotation marks: `\"{}\"`", shortened(line)))
    }

    /// Whether the token `at` is a text.
    fn is_text(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.kind(at)) == Some(TokenKind::Text)
    }

    /// Whether a colon stands before the failure.
    fn has_colon(&self, failure: Failure) -> bool {
        (failure.region.first..failure.token).any(|at| self.kind(at) == Some(TokenKind::Mark(b':')))
    }
}

/// In what things are kept apart.
const APART: &str = "say in what they are kept apart: `per parcel`, `per order` or `per consignment`";
