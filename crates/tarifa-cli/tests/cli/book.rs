//! `docs/command.md` and `docs/tutorial-claims.md` are true: each command that they show is run in a folder that holds
//! what the root of the repository holds for it, and prints what it says. Nothing is written into the repository.
//!
//! A block that ends its first line with `in FILE` is written to that file before the commands after it are run, as a
//! reader does who types along: JSON as the file, a part of a rule set at its end. What is shown as a mistake
//! (```` ```tarifa fail E0905 in FILE ````) is taken out again before the next such block.
//!
//! `UPDATE_BOOK=1 cargo test -p tarifa-cli --test cli book` writes what the commands print into the pages.

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

/// A block that a reader typed along.
struct Typed {
    /// The file.
    path: PathBuf,
    /// What was there before, where the block is a mistake.
    before: Option<String>,
}

/// Writes the block `text` into the file that its first line names; none where it names no file.
fn type_along(at: &Path, line: &str, text: &str) -> Option<Typed> {
    let (kind, file) = line.strip_prefix("```")?.split_once(" in ")?;
    let path = at.join(file);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the file");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let gap = if before.is_empty() { "" } else { "\n" };
    let now = if kind.starts_with("tarifa") { format!("{before}{gap}{text}") } else { text.to_owned() };
    fs::write(&path, now).expect("the file can be written");
    Some(Typed { path, before: kind.contains(" fail ").then_some(before) })
}

/// The page with what its commands print now.
fn rerun(page: &str) -> String {
    let workplace = workplace();
    let mut written = String::new();
    let mut last: Option<Typed> = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        written += &format!("{line}\n");
        if line.starts_with("```") && line.contains(" in ") {
            let text: String =
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            if let Some(Typed { path, before: Some(before) }) = last.take() {
                fs::write(path, before).expect("the mistake can be taken out");
            }
            last = type_along(workplace.path(), line, &text);
            written += &format!("{text}```\n");
            continue;
        }
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

/// Runs the commands of a page of the book, of which there are at least as many as `least`.
#[track_caller]
fn check_page(name: &str, least: usize) {
    let path = root().join(name);
    let page = fs::read_to_string(&path).expect("the page");
    let now = rerun(&page);
    assert!(page.matches("\n$ tarifa ").count() >= least, "{name} shows fewer commands than it did");
    if std::env::var_os("UPDATE_BOOK").is_some() {
        fs::write(&path, now).expect("the page can be written");
        return;
    }
    assert_alike(name, &page, &now);
}

#[test]
fn the_commands_of_the_manual_print_what_it_says() {
    check_page("docs/command.md", 15);
}

#[test]
fn the_commands_of_the_tutorial_print_what_it_says() {
    check_page("docs/tutorial-claims.md", 15);
}

/// Fails at the first line that differs in more than what any edit of a rule set changes.
#[track_caller]
fn assert_alike(name: &str, page: &str, now: &str) {
    for (index, (written, printed)) in page.lines().zip(now.lines()).enumerate() {
        let (written, printed) = (without_figures_of_the_day(written), without_figures_of_the_day(printed));
        assert_eq!(written, printed, "{name}:{}; UPDATE_BOOK=1 writes it anew", index + 1);
    }
    assert_eq!(page.lines().count(), now.lines().count(), "UPDATE_BOOK=1 writes {name} anew");
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
