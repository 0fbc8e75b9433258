//! The house is as `ARCHITECTURE.md` says: every path it names exists, crates
//! stand only on those below, every file says what it is for, and nothing
//! speaks of the place where it was written.

#![expect(clippy::expect_used, clippy::panic, reason = "tests alone, where a broken assumption must stop the run")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The crates from the ground up; each may use those before it, and no other.
const STOREYS: &[(&str, &[&str])] = &[
    ("tarifa-engine", &[]),
    ("tarifa-diagnostics", &[]),
    ("tarifa-syntax", &["tarifa-diagnostics"]),
    ("tarifa-compiler", &["tarifa-diagnostics", "tarifa-syntax", "tarifa-engine"]),
    ("tarifa", &["tarifa-diagnostics", "tarifa-syntax", "tarifa-engine", "tarifa-compiler"]),
    ("tarifa-cli", &["tarifa", "tarifa-diagnostics"]),
];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite lies in the repository").to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every text file of the repository with its path below the root; what is built or hidden aside.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry of a folder").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !matches!(name, "target" | ".git" | "corpus" | "artifacts") {
                folders.push(path);
            } else if path.is_file()
                && name != ".git"
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                let below = path.strip_prefix(root()).expect("inside the repository").display().to_string();
                found.push((below, text));
            }
        }
    }
    found.sort();
    found
}

/// The texts between backticks that are paths: they hold a slash or end like a file, and no blank.
fn paths_named_in(page: &str) -> Vec<&str> {
    let is_file = |text: &str| [".rs", ".md", ".toml", ".pest"].iter().any(|end| text.ends_with(end));
    let prose = page.split("```").step_by(2).flat_map(|part| part.split('`').skip(1).step_by(2));
    let mut named: Vec<&str> =
        prose.filter(|text| !text.contains([' ', ':', '*', '…']) && (text.contains('/') || is_file(text))).collect();
    named.dedup();
    named
}

#[test]
fn every_path_that_the_page_names_exists() {
    let page = read(&root().join("ARCHITECTURE.md"));
    let named = paths_named_in(&page);
    assert!(named.len() > 50, "only {} paths found: is the page still read rightly?", named.len());
    // A file is named by its place, or, where the sentence has said it, by its name alone.
    let files = files();
    let exists =
        |path: &str| root().join(path).exists() || files.iter().any(|(file, _)| file.rsplit('/').next() == Some(path));
    let missing: Vec<_> = named.into_iter().filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "not in the repository: {missing:?}");
}

#[test]
fn every_crate_stands_in_the_page_and_in_the_storeys() {
    let page = read(&root().join("ARCHITECTURE.md"));
    let mut crates: Vec<String> = std::fs::read_dir(root().join("crates"))
        .expect("the crates")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    crates.sort();
    for name in &crates {
        assert!(page.contains(&format!("`crates/{name}`")), "{name} is not in ARCHITECTURE.md");
    }
    let mut storeys: Vec<&str> = STOREYS.iter().map(|(name, _)| *name).collect();
    storeys.sort_unstable();
    assert_eq!(crates, storeys);
}

/// The crates of ours that a manifest depends on, by the table that says so.
fn own_dependencies(manifest: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = String::new();
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']').to_owned();
        }
        let key = line.split(['.', ' ', '=']).next().unwrap_or_default();
        if table.ends_with("dependencies") && (key == "tarifa" || key.starts_with("tarifa-")) {
            tables.entry(table.clone()).or_default().push(key.to_owned());
        }
    }
    tables
}

#[test]
fn edges_go_downward_only() {
    for (name, below) in STOREYS {
        let manifest = read(&root().join("crates").join(name).join("Cargo.toml"));
        for (table, used) in own_dependencies(&manifest) {
            // Tests of a crate may look at it through those above.
            if table.starts_with("dev-") {
                continue;
            }
            for dependency in used {
                assert!(below.contains(&dependency.as_str()), "{name} stands on {dependency}, which is not below it");
            }
        }
    }
}

#[test]
fn a_manifest_is_read_rightly() {
    let manifest = "[package]\nname = \"tarifa\"\n[dependencies]\ntarifa-engine.workspace = true\nserde = \"1\"\n";
    let expected = BTreeMap::from([("dependencies".to_owned(), vec!["tarifa-engine".to_owned()])]);
    assert_eq!(own_dependencies(manifest), expected);
}

#[test]
fn every_source_file_opens_by_saying_what_it_is_for() {
    let opens = |text: &str| text.starts_with("//! ") || text.starts_with("#![doc = include_str!");
    let mute: Vec<String> = files()
        .into_iter()
        .filter(|(path, text)| path.ends_with(".rs") && !opens(text))
        .map(|(path, _)| path)
        .collect();
    assert!(mute.is_empty(), "no `//!` at the head of {mute:?}");
}

#[test]
fn no_file_names_the_place_where_it_was_written() {
    // Put together, so that this file does not name them either.
    let places = [["/wo", "rk/"].concat(), ["../sha", "red"].concat(), ["/ho", "me/"].concat(), ["/tm", "p/"].concat()];
    let named: Vec<String> = files()
        .into_iter()
        .filter(|(_, text)| places.iter().any(|place| text.contains(place.as_str())))
        .map(|(path, _)| path)
        .collect();
    assert!(named.is_empty(), "these files name a place outside the repository: {named:?}");
}
