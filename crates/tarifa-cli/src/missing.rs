//! Arguments that a command needs and was not given.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::arguments::Arguments;
use crate::trouble::Trouble;

/// What to say of `error`, where all that is wrong is that arguments are missing among `words`.
pub(crate) fn missing(error: &Error, words: impl Iterator<Item = OsString>) -> Option<Trouble> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return None };
    let all = Arguments::command();
    let command = words.filter_map(|word| all.find_subcommand(word)).next()?;
    let missing = missing.iter().map(|argument| argument.replace(['<', '>'], ""));
    let (options, places): (Vec<_>, Vec<_>) = missing.partition(|argument| argument.starts_with('-'));
    Some(Trouble::Missing {
        command: command.get_name().to_owned(),
        arguments: places.into_iter().chain(options).collect(),
        example: example(&command.get_after_help()?.to_string()),
    })
}

/// The first example of a command's help, on one line.
fn example(help: &str) -> Option<String> {
    let mut lines = help.lines().map(str::trim).skip_while(|line| !line.starts_with("tarifa "));
    let mut words = String::new();
    loop {
        let line = lines.next()?;
        match line.strip_suffix('\\') {
            Some(more) => words.push_str(more),
            None => return Some(words + line),
        }
    }
}
