//! Arguments that a command needs and was not given.

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::arguments::Arguments;
use crate::trouble::{Trouble, is_input};

/// What to say of `error`, where all that is wrong is that arguments are missing among `words`.
pub(crate) fn missing(error: &Error, words: impl Iterator<Item = OsString>) -> Option<Trouble> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return None };
    let all = Arguments::command();
    let words: Vec<OsString> = words.collect();
    let command = words.iter().find_map(|word| all.find_subcommand(word))?;
    let missing = missing.iter().map(|argument| argument.replace(['<', '>'], ""));
    let (options, mut places): (Vec<_>, Vec<String>) = missing.partition(|argument| argument.starts_with('-'));
    // A lone input was read as the rules.
    let input = words.iter().map(Path::new).find(|word| is_input(word)).filter(|_| places.len() == 1);
    if input.is_some() {
        places = vec!["RULES".to_owned()];
    }
    Some(Trouble::Missing {
        command: command.get_name().to_owned(),
        arguments: places.into_iter().chain(options).collect(),
        example: example(&command.get_after_help()?.to_string()),
        input: input.map(Path::to_owned),
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
