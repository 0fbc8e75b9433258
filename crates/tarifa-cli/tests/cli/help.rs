//! The help of the command and of each of its parts.

use super::run::{check, tarifa};

#[test]
fn the_whole() {
    check("help", &["--help"]);
}

#[test]
fn each_command() {
    for command in ["case", "check", "draw", "due", "quote", "rates", "matrix", "facts", "explain", "compile", "test"] {
        check(&format!("help_{command}"), &[command, "--help"]);
    }
}

#[test]
fn a_slip_is_answered_with_what_was_meant() {
    check("help_slip", &["chekc", "rules"]);
    assert_eq!(tarifa(&[], "").status.code(), Some(2));
}
