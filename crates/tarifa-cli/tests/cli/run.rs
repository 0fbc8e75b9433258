//! Runs the command and shows everything that a shell would see.

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;

/// The folder in which the command runs: rule sets and shipments of its own.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Runs `tarifa` among the fixtures, with `input` on its standard input.
pub(crate) fn tarifa(arguments: &[&str], input: &(impl AsRef<[u8]> + ?Sized)) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tarifa"));
    command.current_dir(fixtures()).args(arguments).write_stdin(input.as_ref().to_owned());
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.output().expect("the command starts")
}

/// The run as a snapshot holds it: what was typed, both streams, the exit code.
fn transcript(arguments: &[&str], output: &Output) -> String {
    let quoted = |word: &&str| if word.contains([' ', '(', '"']) { format!("'{word}'") } else { (*word).to_owned() };
    let mut shown = format!("$ tarifa {}\n", arguments.iter().map(quoted).collect::<Vec<_>>().join(" "));
    shown += &String::from_utf8_lossy(&output.stdout);
    if !output.stderr.is_empty() {
        shown += &format!("--- standard error\n{}", String::from_utf8_lossy(&output.stderr));
    }
    shown + &format!("--- exit code {}\n", output.status.code().expect("no signal"))
}

/// Runs the command among the fixtures and compares everything with the snapshot called `name`.
#[track_caller]
pub(crate) fn check(name: &str, arguments: &[&str]) {
    check_with_input(name, arguments, "");
}

/// Like [`check`], with `input` on the standard input.
#[track_caller]
pub(crate) fn check_with_input(name: &str, arguments: &[&str], input: &str) {
    let output = tarifa(arguments, input);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, transcript(arguments, &output));
    });
}
