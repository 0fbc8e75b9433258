//! Which files make up a rule set.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use tarifa_diagnostics::{Source, Sources};

use super::read::{read_bytes, read_text, text};
use super::{Artefact, RuleSet, Rules, slashed};
use crate::trouble::{Trouble, is_input};

/// The extension of policy files.
const EXTENSION: &str = "tarifa";

/// The most files of one rule set.
const MOST_FILES: usize = 10_000;

/// Every rule set that `paths` name, each once, in the order of the paths and then of the folders.
///
/// # Errors
///
/// A path that cannot be read, no rules at all, or policy files that belong to no rule set.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Vec<Rules>, Trouble> {
    let mut found: Vec<Rules> = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            found.push(from_stdin(path)?);
        } else if is_artefact(path)? {
            let bytes = read_bytes(path)?;
            if is_input(path) && !bytes.contains(&0) {
                return Err(Trouble::NotRules { path: path.clone() });
            }
            found.push(Rules::Artefact(Artefact { path: path.clone(), bytes }));
        } else {
            for folder in folders(path)? {
                let real = folder.canonicalize().map_err(|source| Trouble::Read { path: folder.clone(), source })?;
                if !seen.contains(&real) {
                    seen.push(real);
                    found.push(Rules::Text(read_rule_set(folder)?));
                }
            }
        }
    }
    if found.is_empty() { Err(Trouble::NoRules { paths: paths.to_vec() }) } else { Ok(found) }
}

/// Policy text or an artefact: the former is text, the latter is not.
fn from_stdin(path: &Path) -> Result<Rules, Trouble> {
    let bytes = read_bytes(path)?;
    if bytes.contains(&0) {
        return Ok(Rules::Artefact(Artefact { path: path.to_owned(), bytes }));
    }
    let sources = Sources::single("stdin", text(path, bytes)?);
    Ok(Rules::Text(RuleSet { folder: PathBuf::new(), sources }))
}

/// A file that does not end in `.tarifa` is taken for a compiled rule set.
fn is_artefact(path: &Path) -> Result<bool, Trouble> {
    let data = path.metadata().map_err(|source| Trouble::Read { path: path.to_owned(), source })?;
    Ok(data.is_file() && !is_policy(path))
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == EXTENSION)
}

/// The folders of the rule sets at `path`: those below it, else the one around it, else `path` itself if it holds policy text.
fn folders(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let start = match path.is_dir() {
        true => path,
        false => path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    };
    let mut files = walk(start, Respect::IgnoreFiles)?;
    if files.is_empty() {
        // The folder itself may be ignored, but it was named.
        files = walk(start, Respect::Nothing)?;
    }
    let mut roots: Vec<&Path> = Vec::new();
    for file in &files {
        let folder = file.parent().unwrap_or(start);
        // An inner header is not a rule set of its own: the outer one then has two, which the compiler reports.
        if !roots.iter().any(|root| folder.starts_with(root)) && has_header(file)? {
            roots.retain(|root| !root.starts_with(folder));
            roots.push(folder);
        }
    }
    if roots.is_empty() {
        return Ok(match around(start)? {
            Some(folder) => vec![folder],
            None if files.is_empty() => Vec::new(),
            None => vec![start.to_owned()],
        });
    }
    let stray: Vec<_> = files.iter().filter(|file| !roots.iter().any(|root| file.starts_with(root))).cloned().collect();
    if !stray.is_empty() {
        return Err(Trouble::Stray { files: stray });
    }
    roots.sort_unstable();
    Ok(roots.into_iter().map(Path::to_owned).collect())
}

/// The nearest folder above `start` whose own files hold a header.
fn around(start: &Path) -> Result<Option<PathBuf>, Trouble> {
    let real = start.canonicalize().map_err(|source| Trouble::Read { path: start.to_owned(), source })?;
    // The path is followed as it was written, then as the system knows it above that.
    let written = start.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let depth = written.clone().count();
    let above = real.ancestors().skip(1).skip(depth);
    for folder in written.chain(above) {
        let Ok(entries) = folder.read_dir() else { continue };
        let mut files: Vec<_> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|file| is_policy(file)).collect();
        files.sort_unstable();
        for file in files {
            if file.is_file() && has_header(&file)? {
                return Ok(Some(folder.to_owned()));
            }
        }
    }
    Ok(None)
}

/// Whether a line of the file opens a header; the parser has the last word on whether it is well formed.
fn has_header(file: &Path) -> Result<bool, Trouble> {
    let text = read_text(file)?;
    let opens = |line: &str| {
        let rest = line.trim_start_matches('\u{feff}').trim_start().strip_prefix("tariff");
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '"' || c == '{'))
    };
    Ok(text.lines().any(opens))
}

/// Which files a walk passes over, besides hidden ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Respect {
    /// Those that `.gitignore` and `.ignore` name: a search for rule sets does not enter build folders.
    IgnoreFiles,
    /// None: a rule set is complete or it is another rule set.
    Nothing,
}

/// The policy files under `folder`, in the order of their names.
fn walk(folder: &Path, respect: Respect) -> Result<Vec<PathBuf>, Trouble> {
    let mut files = Vec::new();
    let walk = WalkBuilder::new(folder)
        .standard_filters(respect == Respect::IgnoreFiles)
        .hidden(true)
        .require_git(false)
        .follow_links(true)
        .build();
    for entry in walk {
        let entry = entry?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) && is_policy(entry.path()) {
            files.push(entry.into_path());
            if files.len() > MOST_FILES {
                return Err(Trouble::TooMany { path: folder.to_owned(), limit: MOST_FILES });
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Reads every policy file under `folder`.
fn read_rule_set(folder: PathBuf) -> Result<RuleSet, Trouble> {
    // The names are made unique by the file system; the map puts them in order.
    let mut sources = BTreeMap::new();
    let mut total: u64 = 0;
    for file in walk(&folder, Respect::Nothing)? {
        let text = read_text(&file)?;
        total = total.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        if total > super::MOST_BYTES {
            return Err(Trouble::TooLarge { path: folder, limit: super::MOST_BYTES });
        }
        let name = slashed(file.strip_prefix(&folder).unwrap_or(&file));
        sources.insert(name.clone(), Source::new(name, text));
    }
    Ok(RuleSet { folder, sources: Sources::new(sources.into_values().collect()) })
}
