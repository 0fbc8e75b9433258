//! The book is true: every rule set that the README and `docs/` show compiles,
//! and its examples come out; every one that is shown failing fails so.

use std::path::{Path, PathBuf};

use tarifa::Sources;
use tarifa_tests::markdown::{Fence, fences};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite lies in the repository").to_owned()
}

/// Runs the `tarifa` blocks of a page and says how many there were.
#[track_caller]
fn check_page(path: &Path) -> usize {
    let page = std::fs::read_to_string(path).expect("a page of the book");
    let name = path.strip_prefix(root()).expect("inside the repository").display().to_string();
    let blocks: Vec<Fence> =
        fences(&page).into_iter().filter(|fence| fence.info.split(' ').next() == Some("tarifa")).collect();
    for fence in &blocks {
        let place = format!("{name}:{}", fence.line);
        match fence.info.split(' ').collect::<Vec<_>>().as_slice() {
            ["tarifa"] => check_passes(&place, &fence.text),
            ["tarifa", "fail", code] => check_fails(&place, &fence.text, code),
            other => panic!("{place}: unknown kind of block {other:?}"),
        }
    }
    blocks.len()
}

#[track_caller]
fn check_passes(place: &str, text: &str) {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    assert!(compilation.diagnostics.is_empty(), "{place}: {:#?}\n{text}", compilation.diagnostics);
    for outcome in compilation.run_examples().expect("it compiles") {
        assert!(outcome.passed(), "{place}: example `{}`: {:#?}", outcome.title, outcome.mismatches);
    }
}

#[track_caller]
fn check_fails(place: &str, text: &str, code: &str) {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    let codes: Vec<_> = compilation.diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect();
    assert_eq!(codes, [code], "{place}: {:#?}\n{text}", compilation.diagnostics);
}

#[test]
fn the_readme_shows_rule_sets_that_work() {
    assert!(check_page(&root().join("README.md")) >= 1);
}

#[test]
fn the_language_reference_shows_rule_sets_that_work() {
    assert!(check_page(&root().join("docs/language.md")) >= 40, "every construct has an example");
}
