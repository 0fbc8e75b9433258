//! `never available when …`, `always refused when …`.

use tarifa_engine::answer::Verdict as Answer;
use tarifa_engine::program::{Bits, Block, LineKind, Program};

use crate::check::context::{Carried, Context, Known, in_dates};
use crate::check::pieces::{self, Kind};
use crate::region::{Region, Subject, Undecided};
use crate::witness::{Finding, Parcel, Question, Verdict};

use super::{Outcome, words};

/// Which statements are looked at.
type Wanted = fn(&Program, &Block) -> bool;

/// Whether the service never gives `answer` in `when`.
pub(super) fn never(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    answer: Answer,
) -> Result<Outcome, Undecided> {
    let expected = format!("no shipment is {}", words(answer));
    match answer {
        Answer::NotServed => outside(context, carried, when, answer),
        Answer::Available | Answer::Conditional => {
            with_pieces(context, carried, when, Kind::Price, is_freight, |got| got == answer, &expected)
        }
        Answer::Refused => never_refused(context, carried, when, &expected),
        Answer::Refer => with_pieces(context, carried, when, Kind::Refer, any_line, |got| got == answer, &expected),
        // A shipment that lacks facts is none that a region holds.
        Answer::Needs => Ok(Outcome::Open),
    }
}

/// Whether neither a row nor a restriction refuses anything in `when`.
fn never_refused(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    expected: &str,
) -> Result<Outcome, Undecided> {
    let of_rows = with_pieces(context, carried, when, Kind::Refuse, any_line, |got| got == Answer::Refused, expected)?;
    let by_rules = match of_rows {
        Outcome::Proved => restricted(context, carried, when, expected)?,
        other @ (Outcome::Open | Outcome::Refuted { .. }) => return Ok(other),
    };
    // What a rule of items refuses beside what is known cannot be excluded.
    let open = carried.refusals == Known::Partly && matches!(by_rules, Outcome::Proved);
    Ok(if open { Outcome::Open } else { by_rules })
}

/// Looks for a shipment that a restriction refuses.
fn restricted(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    claim: &str,
) -> Result<Outcome, Undecided> {
    let region = context.and(carried.refused, when)?;
    let sides = carried.cases.first().map_or(crate::witness::Sides::Read, |(_, parcel)| parcel.sides);
    let parcel = Parcel { service: carried.id, steps: Vec::new(), sides, system: carried.system };
    let question = Question { region, parcel: &parcel, further: &[] };
    let found = context.asker.ask(&question, |_, got| match got {
        Ok(quote) if quote.verdict == Answer::Refused => Verdict::Confirmed(()),
        Ok(_) => Verdict::Otherwise,
        Err(_) => Verdict::Hidden,
    });
    Ok(match found {
        Finding::Found(shipment, ()) => Outcome::Refuted {
            shipments: vec![(*shipment, words(Answer::Refused).to_owned())],
            instead: format!("the claim is that {claim}; the one below is refused"),
        },
        Finding::Undecided(_) => Outcome::Open,
        Finding::Nothing | Finding::Hidden => Outcome::Proved,
    })
}

/// Whether the service always gives `answer` in `when`.
pub(super) fn always(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    answer: Answer,
) -> Result<Outcome, Undecided> {
    if answer != Answer::NotServed {
        let outside = outside(context, carried, when, Answer::NotServed)?;
        if !matches!(outside, Outcome::Proved) {
            return Ok(outside);
        }
    }
    let expected = format!("every shipment is {}", words(answer));
    let mut open = false;
    if answer != Answer::Refused {
        match restricted(context, carried, when, &expected)? {
            Outcome::Proved => open |= carried.refusals == Known::Partly,
            Outcome::Open => open = true,
            refuted @ Outcome::Refuted { .. } => return Ok(refuted),
        }
    }
    let kinds: [(Kind, Wanted); 3] = [(Kind::Price, is_freight), (Kind::Refuse, any_line), (Kind::Refer, any_line)];
    for (kind, of) in kinds {
        let breaks = |got| got != answer;
        match with_pieces(context, carried, when, kind, of, breaks, &expected)? {
            Outcome::Proved => {}
            // A piece that gives the answer is what is claimed.
            Outcome::Open => open |= gives(kind) != Some(answer),
            refuted @ Outcome::Refuted { .. } => return Ok(refuted),
        }
    }
    Ok(if open { Outcome::Open } else { Outcome::Proved })
}

/// The answer that rows of a kind give by themselves.
fn gives(kind: Kind) -> Option<Answer> {
    match kind {
        // Another line may still refuse.
        Kind::Price | Kind::Refer => None,
        Kind::Refuse => Some(Answer::Refused),
    }
}

fn is_freight(program: &Program, block: &Block) -> bool {
    program.lines.get(usize::from(block.line.0)).is_some_and(|line| line.kind == LineKind::Freight)
}

fn any_line(_: &Program, _: &Block) -> bool {
    true
}

/// Looks among the pieces of a kind for a shipment whose answer breaks the claim.
fn with_pieces(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    kind: Kind,
    of: impl Fn(&Program, &Block) -> bool,
    breaks: impl Fn(Answer) -> bool,
    claim: &str,
) -> Result<Outcome, Undecided> {
    let program = context.program;
    let mut open = false;
    for piece in pieces::of_service(context, carried, |block| of(program, block))? {
        if piece.kind != kind {
            continue;
        }
        let region = context.and(piece.region, when)?;
        for (case, parcel) in &carried.cases {
            let region = context.and(region, *case)?;
            let question = Question { region, parcel, further: &piece.cell };
            let found = context.asker.ask(&question, |_, answer| match answer {
                Ok(quote) if breaks(quote.verdict) => Verdict::Confirmed(quote.verdict),
                Ok(_) => Verdict::Otherwise,
                Err(_) => Verdict::Hidden,
            });
            match found {
                Finding::Found(shipment, got) => {
                    let instead = format!("the claim is that {claim}; the one below is {}", words(got));
                    return Ok(Outcome::Refuted { shipments: vec![(*shipment, words(got).to_owned())], instead });
                }
                Finding::Undecided(_) => open = true,
                Finding::Nothing | Finding::Hidden => {}
            }
        }
    }
    Ok(if open { Outcome::Open } else { Outcome::Proved })
}

/// Looks for a shipment that the service does not carry.
fn outside(
    context: &mut Context<'_>,
    carried: &Carried<'_>,
    when: Region,
    answer: Answer,
) -> Result<Outcome, Undecided> {
    let only = Bits::from_members([u32::from(carried.id.0)]);
    let service = context.asker.space.indices(&mut context.asker.diagram, &Subject::Service, &only)?;
    // Beyond its dates the tariff says nothing, and so does the claim.
    let dates = context.region(&in_dates(context.program.valid))?;
    let valid = context.and(service, dates)?;
    let there = context.and(valid, when)?;
    let region = context.minus(there, carried.region)?;
    let sides = carried.cases.first().map_or(crate::witness::Sides::Read, |(_, parcel)| parcel.sides);
    let parcel = Parcel { service: carried.id, steps: Vec::new(), sides, system: carried.system };
    let question = Question { region, parcel: &parcel, further: &[] };
    let found = context.asker.ask(&question, |_, got| match got {
        Ok(quote) if quote.verdict == answer => Verdict::Confirmed(()),
        Ok(_) => Verdict::Otherwise,
        Err(_) => Verdict::Hidden,
    });
    Ok(match found {
        Finding::Found(shipment, ()) => Outcome::Refuted {
            shipments: vec![(*shipment, words(answer).to_owned())],
            instead: "the shipment below is not served".to_owned(),
        },
        Finding::Undecided(_) => Outcome::Open,
        Finding::Nothing | Finding::Hidden => Outcome::Proved,
    })
}
