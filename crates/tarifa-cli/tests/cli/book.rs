//! `docs/command.md` is true: each command that it shows is run at the root of the repository, and prints what it says.
//!
//! `UPDATE_BOOK=1 cargo test -p tarifa-cli --test cli book` writes what the commands print into the page.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies in the repository").to_owned()
}

/// The words of a command line, with `'…'` around a word that holds blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What a shell shows of the command line: both streams, and the exit code where it is not 0.
fn run(line: &str) -> String {
    let words = words(line);
    let (program, arguments) = words.split_first().expect("a command");
    if program == "cat" {
        return fs::read_to_string(root().join(arguments.concat())).expect("a file of the repository");
    }
    assert_eq!(program, "tarifa", "the page shows `tarifa` and `cat` alone");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tarifa"));
    let output = command.current_dir(root()).args(arguments).env_remove("CLICOLOR_FORCE").output().expect("it starts");
    let mut shown = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    match output.status.code() {
        Some(0) => {}
        code => shown += &format!("(exit code {})\n", code.expect("no signal")),
    }
    shown
}

/// The page with what its commands print now.
fn rerun(page: &str) -> String {
    let mut written = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        written += &format!("{line}\n");
        if line != "```console" {
            continue;
        }
        let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let mut block = block.into_iter().peekable();
        while let Some(line) = block.next() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            written += &format!("{line}\n");
            let mut command = command.to_owned();
            while let Some(more) = command.strip_suffix('\\') {
                let next = block.next().expect("a line after `\\`");
                written += &format!("{next}\n");
                command = format!("{more}{next}");
            }
            written += &run(&command);
        }
        written += "```\n";
    }
    written
}

#[test]
fn the_commands_of_the_page_print_what_it_says() {
    let path = root().join("docs/command.md");
    let page = fs::read_to_string(&path).expect("the page");
    let now = rerun(&page);
    assert!(page.matches("\n$ tarifa ").count() >= 15, "every subcommand is shown");
    if std::env::var_os("UPDATE_BOOK").is_some() {
        fs::write(&path, now).expect("the page can be written");
        return;
    }
    similar_asserts(&page, &now);
}

/// Fails at the first line that differs.
#[track_caller]
fn similar_asserts(page: &str, now: &str) {
    for (index, (written, printed)) in page.lines().zip(now.lines()).enumerate() {
        assert_eq!(written, printed, "docs/command.md:{}", index + 1);
    }
    assert_eq!(page.lines().count(), now.lines().count());
}
