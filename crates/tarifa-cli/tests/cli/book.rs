//! `docs/command.md` is true: each command that it shows is run in a folder that holds what the root of the repository
//! holds for it, and prints what it says. Nothing is written into the repository.
//!
//! `UPDATE_BOOK=1 cargo test -p tarifa-cli --test cli book` writes what the commands print into the page.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate lies in the repository").to_owned()
}

/// Copies the folder `from` and everything in it to `to`.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("a folder of the repository") {
        let from = entry.expect("an entry of the folder").path();
        let to = to.join(from.file_name().expect("an entry has a name"));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a file of the repository");
        }
    }
}

/// A working folder with what the page presumes: the shipped rule sets and the page's own shipments.
fn workplace() -> TempDir {
    let workplace = tempfile::tempdir().expect("a temporary folder");
    for folder in ["rules", "docs/command"] {
        copy(&root().join(folder), &workplace.path().join(folder));
    }
    workplace
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

/// What a shell shows of the command line in the folder `at`: both streams, and the exit code where it is not 0.
fn run(at: &Path, line: &str) -> String {
    let words = words(line);
    let (program, arguments) = words.split_first().expect("a command");
    if program == "cat" {
        return fs::read_to_string(at.join(arguments.concat())).expect("a file of the repository");
    }
    assert_eq!(program, "tarifa", "the page shows `tarifa` and `cat` alone");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tarifa"));
    let output = command.current_dir(at).args(arguments).env_remove("CLICOLOR_FORCE").output().expect("it starts");
    let mut shown = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    match output.status.code() {
        Some(0) => {}
        code => shown += &format!("(exit code {})\n", code.expect("no signal")),
    }
    shown
}

/// The page with what its commands print now.
fn rerun(page: &str) -> String {
    let workplace = workplace();
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
            written += &run(workplace.path(), &command);
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
    assert_alike(&page, &now);
}

/// Fails at the first line that differs in more than what any edit of a rule set changes.
#[track_caller]
fn assert_alike(page: &str, now: &str) {
    for (index, (written, printed)) in page.lines().zip(now.lines()).enumerate() {
        let (written, printed) = (without_figures_of_the_day(written), without_figures_of_the_day(printed));
        assert_eq!(written, printed, "docs/command.md:{}; UPDATE_BOOK=1 writes it anew", index + 1);
    }
    assert_eq!(page.lines().count(), now.lines().count(), "UPDATE_BOOK=1 writes the page anew");
}

/// The words of a line without line numbers, content hashes and counts of examples and bytes, which change with every
/// edit of the rule sets, and without the widths of columns.
fn without_figures_of_the_day(line: &str) -> String {
    let is_hash = |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let counted = ["passed", "passed,", "example:", "examples:", "bytes,"];
    let words: Vec<_> = line.split_whitespace().collect();
    let next = words.iter().skip(1).copied().chain([""]);
    let shown = words.iter().zip(next).map(|(word, next)| match word.split_once(".tarifa:") {
        Some((file, _)) => format!("{file}.tarifa"),
        None if is_hash(word) || (is_count(word) && counted.contains(&next)) => "…".to_owned(),
        None => (*word).to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}
