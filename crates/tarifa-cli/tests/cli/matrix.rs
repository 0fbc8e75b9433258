//! `tarifa matrix`.

use super::run::{check, tarifa};

#[test]
fn a_service_to_every_country() {
    check("matrix_via", &["matrix", "restricted", "--via", "standard", "--at", "2026-07-01"]);
}

#[test]
fn a_category_by_every_service() {
    check("matrix_category", &["matrix", "restricted", "--category", "perfume", "--at", "2026-07-01"]);
    check("matrix_category_above", &["matrix", "restricted", "--category", "electronics", "--to", "DE"]);
}

#[test]
fn a_zone_by_every_service() {
    check("matrix_to", &["matrix", "restricted", "--to", "eu", "--at", "2026-07-01"]);
}

#[test]
fn two_axes_leave_a_list() {
    check(
        "matrix_two",
        &["matrix", "restricted", "--category", "power_bank", "--via", "standard", "--set", "item.battery=loose"],
    );
}

#[test]
fn a_row_of_the_table_for_each_cell() {
    check("matrix_csv", &["matrix", "restricted", "--to", "GB", "--at", "2026-07-01", "--format", "csv"]);
}

#[test]
fn a_page_that_leads_to_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.html");
    let arguments = ["matrix", "restricted", "--via", "standard", "--at", "2026-07-01", "--format", "html"];
    let run = tarifa(&[&arguments[..], &["-o", file.to_str().unwrap()]].concat(), "");
    assert_eq!(run.status.code(), Some(0));
    let page = std::fs::read_to_string(file).unwrap();
    let anchors = page.matches("<article id=\"rule-").count();
    assert_eq!(anchors, 7, "{page}");
    let links = page.split("href=\"#").skip(1).filter_map(|rest| rest.split_once('"'));
    for (id, _) in links {
        assert!(page.contains(&format!("id=\"{id}\"")), "`{id}` leads nowhere");
    }
    assert!(page.contains("forbid loose_lithium for electronics"), "the rule's text");
    assert!(page.contains("lang=\"zh\">纯电池只能走专线"), "every language");
    assert!(!page.contains("<script") && !page.contains("src="), "nothing is loaded");
}

#[test]
fn slips() {
    check("matrix_no_axis", &["matrix", "restricted"]);
    check("matrix_no_category", &["matrix", "restricted", "--category", "perfum"]);
    check("matrix_no_zone", &["matrix", "restricted", "--to", "europe"]);
    check("matrix_no_service", &["matrix", "restricted", "--via", "standrd"]);
}
