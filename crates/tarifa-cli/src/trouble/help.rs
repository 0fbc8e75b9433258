//! What to do about what stopped a command.

use super::{Trouble, list};

impl Trouble {
    /// What to do about it, where there is something to say.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Missing { command, input: Some(input), .. } => Some(format!(
                "the rules come first, then the input: `tarifa {command} RULES {}`; `tarifa {command} --help` says more",
                input.display()
            )),
            Self::NotRules { path } => Some(format!(
                "RULES is the folder that holds the `*.tarifa` files; where a command takes an input, it comes behind them: `RULES {}`",
                path.display()
            )),
            Self::Missing { command, example, .. } => {
                let more = format!("`tarifa {command} --help` says more");
                Some(example.as_ref().map_or(more.clone(), |example| format!("as in `{example}`; {more}")))
            }
            Self::NoRules { .. } => Some(
                "a rule set is a folder with `*.tarifa` files, one of which holds a header such as `tariff name \"Title\" { … }`".into(),
            ),
            Self::Stray { .. } => Some("move them into the folder of their rule set, or give the folder above it".into()),
            Self::UnknownCode { near, .. } if near.is_empty() => Some("`tarifa explain --list` shows every code".into()),
            Self::UnknownCode { near, .. } => Some(format!("did you mean {}? `tarifa explain --list` shows every code", near.join(" or "))),
            Self::NoExamples { filter: None } => {
                Some("write one: `example \"title\" { ship via … to … on …, 1 kg; expect total … }`".into())
            }
            Self::NoExamples { filter: Some(_) } => None,
            Self::UnknownPlace { text, zones } => Some(unknown_place(text, zones)),
            Self::UnknownService { known, .. } => Some(format!("its services are {}", list(known))),
            Self::UnknownCategory { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::MatrixAxes => {
                Some("as in --via standard, or --category power_bank --to DE; `tarifa quote` answers for one shipment".into())
            }
            Self::MatrixTooLarge { .. } => Some("fix another axis, or give a smaller zone with --to".into()),
            Self::Assignment { .. } => Some("as in --map 'weight=Weight (kg) in kg' and --set origin=CN".into()),
            Self::UnknownKey { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownKey { near: None, .. } => Some("`tarifa facts RULES` shows every key".into()),
            Self::NoColumn { heads, .. } => Some(format!("its columns are {}", list(heads))),
            Self::UnclosedQuote { .. } => {
                Some("write the `\"` that ends its cell, or delete it; within a cell in quotes, `\"\"` is one `\"`".into())
            }
            Self::NoColumns { heads } => Some(no_columns(heads)),
            Self::UnknownProcess { known, .. } => Some(format!("its processes are {}", list(known))),
            Self::NoProcesses { .. } => Some("a process is written `returns name { … }`; docs/language.md shows one".into()),
            Self::Read { .. }
            | Self::Artefact { .. }
            | Self::DoesNotCompile { .. }
            | Self::UnknownCategory { near: None, .. }
            | Self::MatrixEmpty
            | Self::AlreadyCompiled { .. }
            | Self::WriteFile { .. }
            | Self::NoExamplesInside { .. }
            | Self::Arithmetic(_)
            | Self::Shipment { .. }
            | Self::Case { .. }
            | Self::NoCases
            | Self::NoVersion { .. }
            | Self::NoShipments
            | Self::Json(_)
            | Self::Table(_)
            | Self::KeyTwice { .. }
            | Self::Value { .. }
            | Self::NotText { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::Walk(_)
            | Self::SeveralRuleSets { .. }
            | Self::StdinTwice
            | Self::Write(_) => None,
        }
    }
}

/// What to write instead of a zone that there is not: codes are in capitals, and zones may be near.
fn unknown_place(text: &str, zones: &[String]) -> String {
    const SHOWN: usize = 20;
    let code = text.to_uppercase();
    if code.parse::<tarifa::place_code::Country>().is_ok() {
        return format!("codes of places are written in capitals: `{code}`");
    }
    match zones {
        [] => "write a code such as `DE`, `US-AK` or `DE(10115)`".to_owned(),
        _ if zones.len() > SHOWN => {
            "write a code such as `DE`, `US-AK` or `DE(10115)`, or a zone of the rules".to_owned()
        }
        _ => format!("write a code such as `DE` or `DE(10115)`, or one of the zones {}", list(zones)),
    }
}

/// What to do about a table of which no column is known.
fn no_columns(heads: &[String]) -> String {
    let heads: Vec<String> = heads.iter().filter(|head| !head.is_empty()).cloned().collect();
    match heads.as_slice() {
        [] => "the first row of a table holds the heads of its columns, such as `weight in kg`".to_owned(),
        [head] => format!(
            "its only column is `{head}`; cells are separated by `,`, `;` or tabs, and the first row holds the heads"
        ),
        _ => format!("its columns are {}; say which is which, as in --map 'weight=Weight (kg) in kg'", list(&heads)),
    }
}
