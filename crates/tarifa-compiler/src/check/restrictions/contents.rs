//! Bounds of the parcel's own volume that are written as those of contents are: in millilitres and litres, for goods.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics};
use tarifa_engine::program::{
    AmountTest, Condition, Expression, FactKind, FactPer, LimitPart, Measure, Node, Program, RestrictionRule, Subject,
    Within,
};

use crate::check::context::Context;

use super::words::name;

/// Looks at the parts of limits on goods.
pub(super) fn check(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let program = context.program;
    for it in program.restrictions.iter().filter(|it| it.subject == Subject::Item) {
        let RestrictionRule::Limit(parts) = &it.rule else { continue };
        // Beside a side, the size of the parcel is meant.
        if parts.iter().any(|part| reads_a_side(&part.test)) {
            continue;
        }
        for part in parts.iter().filter(|part| bounds_volume(part) && is_in_litres(&part.text)) {
            let message = format!("`{}` of `{}` is about the outer size of the parcel", part.text, name(it));
            let help = match of_contents(program) {
                Some(fact) => format!("write `total {fact} …` for the contents"),
                None => "for the contents declare `fact net_volume per item: volume` and write `total net_volume …`"
                    .to_owned(),
            };
            diagnostics.push(
                Diagnostic::new(Code::VOLUME_OF_PARCEL, context.span(part.at), message)
                    .label("length times width times height")
                    .note("what is in bottles is a fact of the goods, and `volume` does not read it")
                    .help(format!("{help}; for the parcel write the bound in `cm3` or `m3`")),
            );
        }
    }
}

/// Whether a part bounds the volume of parcels by itself.
fn bounds_volume(part: &LimitPart) -> bool {
    let Condition::Amount(AmountTest { amount, .. }) = &part.test else { return false };
    let of_parcels = matches!(part.within, Within::Parcel | Within::Consignment);
    of_parcels && *amount == Expression::Measure(Measure::Volume)
}

/// Whether a test reads a side of the parcel.
fn reads_a_side(test: &Condition) -> bool {
    let mut found = false;
    test.visit(&mut |node| {
        if let Node::Expression(Expression::Measure(measure)) = node {
            found |= matches!(measure, Measure::Length | Measure::Width | Measure::Height | Measure::Girth);
        }
    });
    found
}

/// Whether a bound is written in a unit in which contents are told.
fn is_in_litres(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| {
        let unit = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
        ["ml", "cl", "l", "L"].contains(&unit)
    })
}

/// A volume that the policy knows of goods.
fn of_contents(program: &Program) -> Option<&str> {
    let mut facts = program.facts.iter().filter(|fact| fact.per == FactPer::Item && fact.kind == FactKind::Volume);
    facts.next().map(|fact| fact.name.as_str())
}
