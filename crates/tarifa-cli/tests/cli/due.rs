//! `tarifa due`.

use assert_cmd::Command;

use super::run::{check, check_with_input, fixtures, tarifa};

const AT: [&str; 2] = ["--at", "2026-03-16 09:00"];

#[test]
fn the_soonest_first_with_what_it_costs() {
    check("due", &[&["due", "disputes", "cases/many.jsonl"][..], &AT].concat());
    check("due_week", &[&["due", "disputes", "cases/many.jsonl", "--within", "7d"][..], &AT].concat());
    check("due_json", &[&["due", "disputes", "cases/many.jsonl", "--format", "json"][..], &AT].concat());
}

#[test]
fn a_deadline_counts_from_the_moment_however_it_is_written() {
    let at = |at: &str| {
        let output = tarifa(&["due", "disputes", "cases/many.jsonl", "--within", "39h", "--at", at], "");
        String::from_utf8(output.stdout).unwrap().lines().count()
    };
    // The seller's five days end on the 17th at 24:00 in Los Angeles, 39 hours later.
    assert_eq!(at("2026-03-16 09:00"), at("2026-03-16T09:00:00-07:00"));
    assert_eq!(at("2026-03-16T09:00:00-07:00"), at("2026-03-16T16:00:00Z"));
    assert_eq!(at("2026-03-16 08:59") + 1, at("2026-03-16 09:00"));
}

#[test]
fn nothing_is_passed_over_in_silence() {
    let cases = "{\"process\": \"dispute\", \"paid\": \"1 USD\"}\n\nnothing\n{\"process\": \"disputes\"}\n\
        {\"process\": \"dispute\", \"paid\": \"80.00 USD\", \"events\": [\
        {\"at\": \"2026-03-10\", \"event\": \"delivered\"}, \
        {\"at\": \"2026-03-12\", \"by\": \"buyer\", \"act\": \"open\", \"evidence\": [\"photo\"]}]}\n";
    check_with_input("due_wrong", &[&["due", "disputes", "-"][..], &AT].concat(), cases);
    check_with_input("due_wrong_json", &[&["due", "disputes", "-", "--format", "json"][..], &AT].concat(), cases);
}

/// A case whose seller must answer by 2026-03-17, and nothing else.
fn open_case(id: &str) -> String {
    format!(
        r#"{{{id}"process": "dispute", "paid": "80.00 USD", "events": [{{"at": "2026-03-10", "event": "delivered"}}, {{"at": "2026-03-12 14:30", "by": "buyer", "act": "open", "reason": "damaged", "evidence": ["photo"]}}]}}"#
    )
}

#[test]
fn a_case_is_found_by_its_id() {
    let wrong = r#"{"id": "D-3", "process": "disputes"}"#;
    let cases = format!("{}\n{}\n{wrong}\n", open_case(r#""id": "D-1", "#), open_case(""));
    check_with_input("due_id", &[&["due", "disputes", "-"][..], &AT].concat(), cases.as_str());
    check_with_input("due_id_json", &[&["due", "disputes", "-", "--format", "json"][..], &AT].concat(), cases.as_str());
}

#[test]
fn much_is_cut_and_told_by_kinds() {
    let many: String = (1..=25).map(|number| open_case(&format!(r#""id": "D-{number}", "#)) + "\n").collect();
    let arguments = [&["due", "disputes", "-", "--most", "3"][..], &AT].concat();
    check_with_input("due_most", &arguments, many.as_str());
}

#[test]
fn nothing_due_is_said() {
    let arguments = ["due", "disputes", "-", "--at", "2026-03-12"];
    check_with_input("due_none", &arguments, open_case("").as_str());
}

/// Broken lines cost themselves alone, whatever is broken about them.
#[test]
fn a_line_that_is_no_text_or_too_long() {
    let mut input = open_case(r#""id": "first", "#).into_bytes();
    input.extend(b"\n{\"id\": \"\xff\"}\n");
    input.extend(std::iter::repeat_n(b' ', 5 * 1024 * 1024));
    input.extend(b"\n");
    input.extend(open_case(r#""id": "last", "#).into_bytes());
    let output = tarifa(&["due", "disputes", "-", "--format", "json", "--at", "2026-03-16 09:00"], &input);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<serde_json::Value> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let cases: Vec<&str> = lines.iter().map(|line| line["case"].as_str().unwrap()).collect();
    assert_eq!(cases, ["line 2", "line 3", "line 1", "line 4"]);
    assert!(lines[0]["errors"][0]["message"].as_str().unwrap().contains("UTF-8"), "{}", lines[0]);
    assert!(lines[1]["errors"][0]["message"].as_str().unwrap().contains("4194304 bytes"), "{}", lines[1]);
}

/// The same words in the same order, however many processors judge.
#[test]
fn threads_are_not_to_be_seen() {
    let mut cases = String::new();
    for number in 0..10_000 {
        match number % 97 {
            5 => cases.push_str("nothing\n"),
            _ => cases.push_str(&(open_case(&format!(r#""id": "D-{number}", "#)) + "\n")),
        }
    }
    let run = |threads: &str, format: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tarifa"));
        command.current_dir(fixtures()).env("RAYON_NUM_THREADS", threads).write_stdin(cases.as_str());
        let output = command.args(["due", "disputes", "-", "--format", format]).args(AT).output().unwrap();
        (output.status.code(), output.stdout, output.stderr)
    };
    for format in ["human", "json"] {
        assert_eq!(run("1", format), run("2", format), "{format}");
    }
}

#[test]
fn a_job_that_cannot_be_done() {
    check_with_input("due_nothing", &[&["due", "disputes", "-"][..], &AT].concat(), "\n");
    check_with_input("due_within", &[&["due", "disputes", "-", "--within", "2 months"][..], &AT].concat(), "{}");
}

/// The rules come before the cases.
#[test]
fn cases_without_rules() {
    check("due_without_rules", &[&["due", "cases/many.jsonl"][..], &AT].concat());
    check("due_swapped", &[&["due", "cases/many.jsonl", "disputes"][..], &AT].concat());
}
