//! `tarifa explain`.

use super::run::{check, tarifa};

#[test]
fn a_code_that_is_not_there() {
    check("explain_unknown", &["explain", "E0200"]);
    check("explain_far", &["explain", "Q1"]);
}

#[test]
fn one_of_code_and_list_is_needed() {
    check("explain_nothing", &["explain"]);
    check("explain_both", &["explain", "E0201", "--list"]);
}

/// Every code is in the list, and its page is shown in either form.
#[test]
fn every_code_is_explained() {
    let list = tarifa(&["explain", "--list"], "");
    let list = String::from_utf8(list.stdout).unwrap();
    let codes: Vec<_> = list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.contains(&"E0201"), "{list}");
    for code in codes {
        let page = tarifa(&["explain", &code.to_lowercase()], "");
        assert!(page.status.success() && page.stderr.is_empty(), "{code}");
        let page = String::from_utf8(page.stdout).unwrap();
        assert!(page.starts_with(code), "{page}");
        assert!(!page.contains('\u{1b}'), "no colour in a pipe");
        let markdown = tarifa(&["explain", code, "--format", "markdown"], "");
        assert!(String::from_utf8(markdown.stdout).unwrap().starts_with(&format!("# {code}")));
    }
}

#[test]
fn colour_is_used_where_it_is_asked_for() {
    assert!(tarifa(&["--color", "always", "explain", "E0201"], "").stdout.contains(&0x1b));
}
