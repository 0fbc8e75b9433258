//! Every code has a page, and its failing example reports exactly that code
//! and its corrected example nothing.

#![expect(
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "the whole file is a test, where a broken assumption must stop the run"
)]

use tarifa::{Sources, Tariff};
use tarifa_diagnostics::{Code, Severity};
use tarifa_tests::markdown::{Fence, fences};

/// The blocks of a page that are run.
fn blocks(code: Code) -> Vec<Fence> {
    fences(code.page())
        .into_iter()
        .filter(|fence| ["tarifa", "json", "case", "artefact"].iter().any(|kind| fence.info.starts_with(kind)))
        .collect()
}

/// Runs the examples of one page.
fn check_page(code: Code) -> Result<(), String> {
    let page = code.page();
    if !page.starts_with(&format!("# {}: {}\n", code.id(), code.title())) {
        return Err("the page must open with `# CODE: title`, as in the table".into());
    }
    let mut tariff = None;
    let mut kinds = Vec::new();
    for fence in blocks(code) {
        let (info, times) = fence.info.split_once(" × ").unwrap_or((&fence.info, "1"));
        kinds.push(info.to_owned());
        match info {
            "tarifa" | "tarifa pass" => tariff = Some(passes(&fence.text)?),
            "tarifa fail" => fails(code, &with_last_line(&fence.text, times)?)?,
            "json fail" => {
                let tariff = tariff.as_ref().ok_or("a rule set must stand before the shipment")?;
                let error = quoted(tariff, &fence.text).err().ok_or("the shipment that should fail is taken")?;
                if !error.contains(&code.id().to_owned()) {
                    return Err(format!("the shipment fails with {error:?}"));
                }
            }
            "json pass" => {
                let tariff = tariff.as_ref().ok_or("a rule set must stand before the shipment")?;
                quoted(tariff, &fence.text).map_err(|codes| format!("the corrected shipment fails with {codes:?}"))?;
            }
            "case fail" => {
                let tariff = tariff.as_ref().ok_or("a rule set must stand before the case")?;
                let error = answered(tariff, &fence.text).err().ok_or("the case that should fail is taken")?;
                if error != [code.id()] {
                    return Err(format!("the case fails with {error:?}"));
                }
            }
            "case pass" => {
                let tariff = tariff.as_ref().ok_or("a rule set must stand before the case")?;
                answered(tariff, &fence.text).map_err(|codes| format!("the corrected case fails with {codes:?}"))?;
            }
            "artefact fail" => {
                let error =
                    Tariff::load(&bytes(&fence.text)?).err().ok_or("the artefact that should fail is loaded")?;
                if error.code() != code.id() {
                    return Err(format!("the artefact fails with {}: {error}", error.code()));
                }
            }
            other => return Err(format!("unknown kind of block `{other}`")),
        }
    }
    let has = |ending: &str| kinds.iter().any(|kind| kind.ends_with(ending));
    if has("fail") && has("pass") { Ok(()) } else { Err("a failing and a corrected example are needed".into()) }
}

/// The bytes that hexadecimal digits stand for.
fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let byte = |pair: &[u32]| u8::try_from(pair.iter().fold(0, |byte, digit| byte * 16 + digit));
    digits.chunks(2).map(|pair| byte(pair).map_err(|error| error.to_string())).collect()
}

/// `text` with its last line so many times, for limits that no page can show in full.
fn with_last_line(text: &str, times: &str) -> Result<String, String> {
    let times: usize = times.parse().map_err(|_| format!("`× {times}` is no number of times"))?;
    let (before, last) = text.trim_end().rsplit_once('\n').ok_or("a failing example has more than one line")?;
    Ok(format!("{before}\n{}", format!("{last}\n").repeat(times)))
}

fn passes(text: &str) -> Result<Tariff, String> {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    if !compilation.diagnostics.is_empty() {
        return Err(format!("the corrected example reports {:#?}", compilation.diagnostics));
    }
    compilation.tariff.ok_or_else(|| "no tariff".into())
}

fn fails(code: Code, text: &str) -> Result<(), String> {
    let compilation = tarifa::compile(&Sources::single("policy.tarifa", text));
    let codes: Vec<_> = compilation.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    if codes != [code] {
        return Err(format!("the failing example reports {:#?}", compilation.diagnostics));
    }
    if code.severity() == Severity::Warning && compilation.tariff.is_none() {
        return Err("a warning must not stop the rule set".into());
    }
    Ok(())
}

/// Quotes a shipment; otherwise the codes of what is wrong with it.
fn quoted(tariff: &Tariff, document: &str) -> Result<(), Vec<String>> {
    let shipment = tariff.shipment_from_json(document).map_err(|errors| errors.codes())?;
    match tariff.quote(&shipment) {
        Ok(_) => Ok(()),
        Err(tarifa::QuoteError::Input(errors)) => Err(errors.codes()),
        Err(error) => panic!("{error}"),
    }
}

/// Asks where a case stands; otherwise the codes of what is wrong with it.
fn answered(tariff: &Tariff, document: &str) -> Result<(), Vec<String>> {
    let case = tariff.case_from_json(document).map_err(|errors| errors.codes())?;
    let now = "2026-03-20".parse().map_err(|_| Vec::new())?;
    match tariff.case(&case, now) {
        Ok(_) => Ok(()),
        Err(tarifa::CaseError::Input(errors)) => Err(errors.codes()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_code_has_a_page_whose_examples_behave() {
    let failures: Vec<String> =
        Code::all().filter_map(|code| check_page(code).err().map(|why| format!("{}: {why}", code.id()))).collect();
    assert!(failures.is_empty(), "{} pages:\n{}", failures.len(), failures.join("\n\n"));
}
