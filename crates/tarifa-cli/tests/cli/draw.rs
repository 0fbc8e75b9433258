//! `tarifa draw`.

use super::run::{check, tarifa};

#[test]
fn a_state_diagram() {
    check("draw_mermaid", &["draw", "disputes", "dispute", "--format", "mermaid"]);
}

#[test]
fn a_picture_that_stands_alone() {
    check("draw_svg", &["draw", "disputes", "dispute"]);
}

#[test]
fn it_shows_everything_once_and_nothing_beside_the_picture() {
    let picture = tarifa(&["draw", "disputes", "dispute"], "");
    let text = String::from_utf8(picture.stdout).unwrap();
    for title in
        ["Buyer and seller", "The platform looks at it", "receiving", "Refund in full", "Refund in part", "Closed"]
    {
        let lines =
            text.lines().filter(|line| line.contains("<text class=\"title\"") && line.contains(&format!(">{title}<")));
        assert_eq!(lines.count(), 1, "{title}");
    }
    assert!(!text.contains("href"), "it refers to nothing outside");
}

#[test]
fn a_file_holds_what_the_standard_output_would() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dispute.svg");
    let written = tarifa(&["draw", "disputes", "dispute", "-o", file.to_str().unwrap()], "");
    assert_eq!((written.status.code(), written.stdout), (Some(0), Vec::new()));
    assert_eq!(std::fs::read(file).unwrap(), tarifa(&["draw", "disputes", "dispute"], "").stdout);
}

#[test]
fn what_is_not_there_cannot_be_drawn() {
    check("draw_no_such_process", &["draw", "disputes", "disputes"]);
    check("draw_no_process", &["draw", "parcels", "dispute"]);
    check("draw_no_version", &["draw", "disputes", "dispute", "--at", "2030-01-01"]);
}
