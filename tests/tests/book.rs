//! The book is true: every rule set that the README and `docs/` show compiles,
//! and its examples come out; every one that is shown failing fails so.

#![expect(clippy::expect_used, reason = "tests alone, where a broken assumption must stop the run")]

use std::path::{Path, PathBuf};

use tarifa::Sources;
use tarifa_tests::markdown::{Fence, fences};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the suite lies in the repository").to_owned()
}

/// Runs the `tarifa` blocks of a page and says how many there were; everything that is not true is told at once.
///
/// Blocks that say `in FILE` are parts of one rule set, which is whole after each of them.
#[track_caller]
fn check_page(path: &Path) -> usize {
    let page = std::fs::read_to_string(path).expect("a page of the book");
    let name = path.strip_prefix(root()).expect("inside the repository").display().to_string();
    let blocks: Vec<Fence> =
        fences(&page).into_iter().filter(|fence| fence.info.split(' ').next() == Some("tarifa")).collect();
    let mut typed = String::new();
    let mut untrue = Vec::new();
    for fence in &blocks {
        let found = match fence.info.split(' ').collect::<Vec<_>>().as_slice() {
            ["tarifa"] => passes(&fence.text),
            ["tarifa", "fail", code] => fails(&fence.text, code),
            // The order of statements and of files says nothing, so that all files are one text here.
            ["tarifa", "in", _] => {
                typed += &fence.text;
                passes(&typed)
            }
            ["tarifa", "fail", code, "in", _] => fails(&format!("{typed}{}", fence.text), code),
            other => Err(format!("unknown kind of block {other:?}")),
        };
        untrue.extend(found.err().map(|found| format!("{name}:{}: {found}", fence.line)));
    }
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

/// Whether a rule set has findings, and all of them have this code.
fn fails(text: &str, code: &str) -> Result<(), String> {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    let mut found = compilation.diagnostics.iter().map(|diagnostic| diagnostic.code.id()).peekable();
    if found.peek().is_some() && found.all(|id| id == code) {
        return Ok(());
    }
    Err(format!("expected {code}, found {}", findings(&compilation).join("; ")))
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
    assert!(check_page(&root().join("docs/language.md")) >= 55, "every construct has an example");
}

#[test]
fn the_tutorial_shows_rule_sets_that_work() {
    assert!(check_page(&root().join("docs/tutorial.md")) >= 7);
}

#[test]
fn the_second_tutorial_shows_a_rule_set_that_grows_and_works() {
    assert!(check_page(&root().join("docs/tutorial-claims.md")) >= 14);
}

/// Every link of the book leads somewhere: to a file, and to a heading of it.
#[test]
fn every_link_leads_somewhere() {
    let mut lost = Vec::new();
    for name in [
        "README.md",
        "docs/language.md",
        "docs/tutorial.md",
        "docs/tutorial-claims.md",
        "docs/command.md",
        "docs/embedding.md",
        "docs/ci.md",
    ] {
        let path = root().join(name);
        let page = std::fs::read_to_string(&path).expect("a page of the book");
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { path.clone() } else { path.parent().expect("a page lies in a folder").join(file) };
            let text = std::fs::read_to_string(&target).unwrap_or_default();
            let leads = target.exists() && (heading.is_empty() || headings(&text).any(|own| own == heading));
            if !leads {
                lost.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(lost.is_empty(), "links that lead nowhere: {lost:#?}");
}

/// The anchors of a page's headings, as repository hosts make them.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let prose = page.split("\n```").step_by(2).flat_map(str::lines);
    prose.filter_map(|line| line.strip_prefix('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

/// Every code that the book names is a code.
#[test]
fn every_code_that_the_book_names_exists() {
    for name in ["docs/language.md", "docs/tutorial.md", "docs/tutorial-claims.md", "docs/embedding.md", "docs/ci.md"] {
        let page = std::fs::read_to_string(root().join(name)).expect("a page of the book");
        for word in page.split(|c: char| !c.is_ascii_alphanumeric()) {
            let is_code =
                word.len() == 5 && word.starts_with(['E', 'W']) && word.chars().skip(1).all(|c| c.is_ascii_digit());
            assert!(!is_code || tarifa::diagnostics::Code::find(word).is_some(), "{name} names {word}");
        }
    }
}

/// The page for hosts explains every key of a shipment, of a case, and of their answers.
#[test]
fn every_key_of_the_contract_is_explained() {
    let page = std::fs::read_to_string(root().join("docs/embedding.md")).expect("the page for hosts");
    let policy = r#"
        tariff t { currency EUR; time zone "Europe/Berlin"; rounding none }
        service s { to DE; weight up to 1 kg }
        freight s via s = 1.00
    "#;
    let tariff = tarifa::Tariff::compile(&Sources::single("t.tarifa", policy)).expect("it compiles");
    let mut keys = Vec::new();
    keys_of(&tariff.shipment_schema(), &mut keys);
    keys_of(&serde_json::from_str(tarifa::json::answer_schema()).expect("the schema is JSON"), &mut keys);
    keys_of(&tariff.case_schema(), &mut keys);
    keys_of(&serde_json::from_str(tarifa::json::case_answer_schema()).expect("the schema is JSON"), &mut keys);
    assert!(keys.len() > 100, "only {} keys found", keys.len());
    let forms = |key: &str| [format!("`{key}`"), format!("\"{key}\""), format!("[].{key}`")];
    let unexplained: Vec<_> =
        keys.into_iter().filter(|key| !forms(key).iter().any(|form| page.contains(form.as_str()))).collect();
    assert!(unexplained.is_empty(), "not on the page: {unexplained:?}");
}

/// The names of all properties in a schema.
fn keys_of(schema: &serde_json::Value, keys: &mut Vec<String>) {
    match schema {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                if key == "properties" {
                    keys.extend(value.as_object().into_iter().flat_map(|properties| properties.keys().cloned()));
                }
                keys_of(value, keys);
            }
        }
        serde_json::Value::Array(entries) => entries.iter().for_each(|entry| keys_of(entry, keys)),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}
