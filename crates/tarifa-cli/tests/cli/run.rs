//! Runs the command and shows everything that a shell would see.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

/// Runs `tarifa` with `arguments` in `folder`, with `input` on its standard input.
pub(crate) fn tarifa(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tarifa"));
    command.current_dir(folder).args(arguments).write_stdin(input.to_owned());
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.output().expect("the command starts")
}

/// The run as a snapshot holds it: what was typed, both streams, the exit code.
pub(crate) fn transcript(arguments: &[&str], output: &Output) -> String {
    let quoted = arguments
        .iter()
        .map(|word| if word.contains([' ', '(', '"']) { format!("'{word}'") } else { (*word).to_owned() });
    let mut shown = format!("$ tarifa {}\n", quoted.collect::<Vec<_>>().join(" "));
    shown += &String::from_utf8_lossy(&output.stdout);
    if !output.stderr.is_empty() {
        shown += &format!("--- standard error\n{}", String::from_utf8_lossy(&output.stderr));
    }
    shown + &format!("--- exit code {}\n", output.status.code().expect("no signal"))
}

/// Runs the command in `folder` and compares everything with the snapshot called `name`.
#[track_caller]
pub(crate) fn check_in(folder: &Path, name: &str, arguments: &[&str]) {
    let output = tarifa(folder, arguments, "");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, transcript(arguments, &output));
    });
}
