//! From the paths on the command line to rule sets in memory.
//!
//! A rule set is the folder whose files hold a `tariff` header, with every
//! `*.tarifa` file under it. A command that is given a folder of rule sets
//! takes each; given a folder or a file inside a rule set, it takes the whole
//! rule set, since a part of one means nothing.

mod find;
mod load;
mod read;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use tarifa_diagnostics::{Source, Sources};

use crate::trouble::Trouble;

pub(crate) use find::find;
pub(crate) use load::show_errors;
pub(crate) use read::{MOST_BYTES, text};

/// Something that rules come from.
#[derive(Debug)]
pub(crate) enum Rules {
    /// Policy text.
    Text(RuleSet),
    /// A compiled rule set.
    Artefact(Artefact),
}

/// A folder of policy text.
#[derive(Debug)]
pub(crate) struct RuleSet {
    /// The folder as it is shown; empty for the standard input.
    pub(crate) folder: PathBuf,
    /// Its files, named from the folder, so that an answer does not depend on where the command was started.
    pub(crate) sources: Sources,
}

/// A compiled rule set, as it was read.
#[derive(Debug)]
pub(crate) struct Artefact {
    /// The file as it was given.
    pub(crate) path: PathBuf,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

impl Rules {
    /// The name to call it by.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Text(rule_set) if rule_set.folder.as_os_str().is_empty() => "the standard input".into(),
            Self::Text(rule_set) => slashed(&rule_set.folder),
            Self::Artefact(artefact) => slashed(&artefact.path),
        }
    }
}

impl RuleSet {
    /// The files, named from where the command was started, as a terminal or an editor finds them.
    pub(crate) fn shown(&self) -> Sources {
        let prefix = slashed(&self.folder);
        let file = |source: &Source| match prefix.as_str() {
            "" | "." => source.clone(),
            prefix => Source::new(format!("{}/{}", prefix.trim_end_matches('/'), source.name), source.text.clone()),
        };
        Sources::new(self.sources.iter().map(|(_, source)| file(source)).collect())
    }
}

/// The one rule set that a command of one is given.
pub(crate) fn only(path: &PathBuf) -> Result<Rules, Trouble> {
    let mut found = find(std::slice::from_ref(path))?;
    match (found.pop(), found.len()) {
        (Some(rules), 0) => Ok(rules),
        (Some(last), others) => {
            found.push(last);
            let names: Vec<_> = found.iter().map(|rules| format!("`{}`", rules.name())).collect();
            Err(Trouble::SeveralRuleSets {
                path: path.clone(),
                count: others.saturating_add(1),
                names: names.join(", "),
            })
        }
        (None, _) => Err(Trouble::NoRules { paths: vec![path.clone()] }),
    }
}

/// A path with `/` between its parts on every system.
fn slashed(path: &std::path::Path) -> String {
    let shown = path.to_string_lossy();
    let shown = shown.replace(std::path::MAIN_SEPARATOR, "/");
    shown.strip_prefix("./").map_or_else(|| shown.clone(), str::to_owned)
}
