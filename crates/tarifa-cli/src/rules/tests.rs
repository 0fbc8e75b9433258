//! Which rule sets a path names.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Rules, find};

/// A folder that holds `files`, each with its path and text.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What `path` in `folder` names: each rule set with its files, or why it names none.
fn found(folder: &Path, path: &str) -> String {
    let shown = |path: &Path| path.strip_prefix(folder).unwrap_or(path).display().to_string();
    let describe = |rules: Rules| match rules {
        Rules::Text(set) => {
            let files: Vec<_> = set.sources.iter().map(|(_, source)| source.name.clone()).collect();
            format!("{}: {}\n", shown(&set.folder), files.join(" "))
        }
        Rules::Artefact(artefact) => format!("{}: {} bytes\n", shown(&artefact.path), artefact.bytes.len()),
    };
    match find(&[folder.join(path)]) {
        Ok(found) => found.into_iter().map(describe).collect(),
        Err(trouble) => trouble.to_string().replace(&format!("{}/", folder.display()), ""),
    }
}

#[track_caller]
fn check(files: &[(&str, &str)], path: &str, expected: &str) {
    let folder = tree(files);
    assert_eq!(found(folder.path(), path).trim_end(), expected);
}

const HEADER: &str = "# a comment\ntariff a { currency CNY }\n";

#[test]
fn a_rule_set_is_the_folder_of_the_header_with_every_file_under_it() {
    let files =
        [("a/tariff.tarifa", HEADER), ("a/freight/eu.tarifa", ""), ("a/freight/us.tarifa", ""), ("a/notes.txt", "")];
    check(&files, "a", "a: freight/eu.tarifa freight/us.tarifa tariff.tarifa");
    // A part of a rule set means nothing, so a part names the whole.
    check(&files, "a/freight", "a: freight/eu.tarifa freight/us.tarifa tariff.tarifa");
    check(&files, "a/freight/eu.tarifa", "a: freight/eu.tarifa freight/us.tarifa tariff.tarifa");
    check(&files, "a/tariff.tarifa", "a: freight/eu.tarifa freight/us.tarifa tariff.tarifa");
}

#[test]
fn a_folder_of_rule_sets_names_each() {
    check(
        &[("rules/b/b.tarifa", HEADER), ("rules/a/deep/a.tarifa", HEADER), ("rules/README.md", "")],
        "rules",
        "rules/a/deep: a.tarifa\nrules/b: b.tarifa",
    );
}

#[test]
fn an_inner_header_belongs_to_the_outer_rule_set() {
    check(&[("a/z.tarifa", HEADER), ("a/b/b.tarifa", HEADER)], "", "a: b/b.tarifa z.tarifa");
}

#[test]
fn the_header_may_follow_a_byte_order_mark_or_blanks() {
    check(&[("a/a.tarifa", "\u{feff}tariff a {\n}\n")], "", "a: a.tarifa");
    check(&[("a/a.tarifa", "\n  tariff \"a\"{}\n")], "", "a: a.tarifa");
}

#[test]
fn policy_text_without_a_header_is_one_rule_set_for_the_compiler_to_judge() {
    check(&[("a/b/x.tarifa", "tariffs = 1\n"), ("a/y.tarifa", "")], "a", "a: b/x.tarifa y.tarifa");
}

#[test]
fn a_stray_file_is_never_passed_over() {
    check(
        &[("rules/a/a.tarifa", HEADER), ("rules/b.tarifa", "")],
        "rules",
        "`rules/b.tarifa` belongs to no rule set: no folder above holds a file with a `tariff` header",
    );
}

#[test]
fn ignored_folders_are_not_searched_but_a_rule_set_is_always_whole() {
    let files = [
        (".gitignore", "build/\ndraft.tarifa\n"),
        ("a/a.tarifa", HEADER),
        ("a/draft.tarifa", ""),
        ("a/.hidden.tarifa", ""),
        ("build/copy/a.tarifa", HEADER),
    ];
    check(&files, "", "a: a.tarifa draft.tarifa");
    check(&files, "build", "build/copy: a.tarifa");
}

#[test]
fn no_rules_is_trouble() {
    check(&[("a/readme.md", "")], "a", "no rules found in `a`");
    check(&[], "b", "cannot read `b`: there is no such file or folder");
}

#[test]
fn another_file_is_a_compiled_rule_set() {
    check(&[("a.tarifac", "\0\0\0")], "a.tarifac", "a.tarifac: 3 bytes");
}

#[test]
fn text_in_another_encoding_is_trouble_with_a_line() {
    let folder = tree(&[("a.tarifa", HEADER)]);
    fs::write(folder.path().join("b.tarifa"), b"zone a = DE\n# \xce\xf7\xc5\xb7\n").unwrap();
    assert_eq!(found(folder.path(), ""), "`b.tarifa` is not UTF-8 text (line 2); save it as UTF-8");
}

#[test]
fn several_paths_name_each_rule_set_once() {
    let folder = tree(&[("a/a.tarifa", HEADER), ("b/b.tarifa", HEADER)]);
    let paths: Vec<PathBuf> = ["b", "a/a.tarifa", "a", "."].iter().map(|path| folder.path().join(path)).collect();
    let names: Vec<_> =
        find(&paths).unwrap().iter().map(|rules| rules.name().rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(names, ["b", "a"]);
}
