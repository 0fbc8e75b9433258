//! The book is true: every rule set that the README and `docs/` show compiles,
//! and its examples come out; every one that is shown failing fails so.

use std::path::{Path, PathBuf};

use tarifa::Sources;
use tarifa_tests::markdown::{Fence, fences};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite lies in the repository").to_owned()
}

/// Runs the `tarifa` blocks of a page and says how many there were; everything that is not true is told at once.
#[track_caller]
fn check_page(path: &Path) -> usize {
    let page = std::fs::read_to_string(path).expect("a page of the book");
    let name = path.strip_prefix(root()).expect("inside the repository").display().to_string();
    let blocks: Vec<Fence> =
        fences(&page).into_iter().filter(|fence| fence.info.split(' ').next() == Some("tarifa")).collect();
    let found = |fence: &Fence| match fence.info.split(' ').collect::<Vec<_>>().as_slice() {
        ["tarifa"] => passes(&fence.text),
        ["tarifa", "fail", code] => fails(&fence.text, code),
        other => Err(format!("unknown kind of block {other:?}")),
    };
    let untrue: Vec<String> =
        blocks.iter().filter_map(|fence| Some(format!("{name}:{}: {}", fence.line, found(fence).err()?))).collect();
    assert!(untrue.is_empty(), "{} of {} blocks:\n{}", untrue.len(), blocks.len(), untrue.join("\n"));
    blocks.len()
}

/// Whether a rule set has no findings and all its examples come out.
fn passes(text: &str) -> Result<(), String> {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    let findings = findings(&compilation);
    if !findings.is_empty() {
        return Err(findings.join("; "));
    }
    let outcomes = compilation.run_examples().ok_or("it does not compile")?;
    let failed = outcomes.iter().filter(|outcome| !outcome.passed());
    let failed: Vec<String> = failed
        .flat_map(|outcome| {
            let title = &outcome.title;
            outcome.mismatches.iter().map(move |it| format!("`{title}`: expected {}, found {}", it.expected, it.found))
        })
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

/// Whether a rule set has exactly one finding, with this code.
fn fails(text: &str, code: &str) -> Result<(), String> {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    let codes: Vec<_> = compilation.diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect();
    if codes == [code] { Ok(()) } else { Err(format!("expected {code}, found {}", findings(&compilation).join("; "))) }
}

/// Every finding with its code and the author's text.
fn findings(compilation: &tarifa::Compilation) -> Vec<String> {
    let found = compilation.diagnostics.iter();
    found.map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message)).collect()
}

#[test]
fn the_readme_shows_rule_sets_that_work() {
    assert!(check_page(&root().join("README.md")) >= 1);
}

#[test]
fn the_language_reference_shows_rule_sets_that_work() {
    assert!(check_page(&root().join("docs/language.md")) >= 40, "every construct has an example");
}
