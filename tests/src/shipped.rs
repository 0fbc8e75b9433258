//! The rule sets under `rules`, by the names of their folders.

use std::fs;
use std::path::{Path, PathBuf};

use tarifa::{Compilation, Source, Sources};

/// Compiles the rule set in a folder below `rules`.
pub fn compile(folder: &str) -> Compilation {
    let mut sources = Vec::new();
    read_policies(&rules().join(folder), &mut sources);
    tarifa::compile(&Sources::new(sources))
}

/// The folders below `rules` that hold a rule set, in order.
pub fn rule_sets() -> Vec<String> {
    let mut found = Vec::new();
    find_rule_sets(&rules(), &mut found);
    found.iter().map(|folder| name_of(folder)).collect()
}

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules")
}

/// The folder's name below `rules`, with slashes.
fn name_of(folder: &Path) -> String {
    let below = folder.strip_prefix(rules()).expect("found below `rules`");
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("`rules` can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("`rules` can be read").path()).collect();
    paths.sort();
    paths
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tarifa")
}

/// Folders that hold a policy file; what lies below one belongs to it.
fn find_rule_sets(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = entries(folder);
    if entries.iter().any(|path| is_policy(path)) {
        found.push(folder.to_owned());
        return;
    }
    for path in entries.iter().filter(|path| path.is_dir()) {
        find_rule_sets(path, found);
    }
}

fn read_policies(folder: &Path, sources: &mut Vec<Source>) {
    for path in entries(folder) {
        if path.is_dir() {
            read_policies(&path, sources);
        } else if is_policy(&path) {
            let text = fs::read_to_string(&path).expect("a policy is text");
            sources.push(Source::new(name_of(&path), text));
        }
    }
}
