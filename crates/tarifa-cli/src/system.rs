//! What the operating system says, in words for people.

use std::io::{Error, ErrorKind};

/// Why a file could not be read or written, without the system's number for it.
pub(crate) fn says(error: &Error) -> String {
    let told = [
        (ErrorKind::NotFound, "there is no such file or folder"),
        (ErrorKind::PermissionDenied, "it is not permitted"),
        (ErrorKind::IsADirectory, "it is a folder, and a file is needed"),
        (ErrorKind::StorageFull, "there is no room left"),
    ];
    let told = told.into_iter().find(|(kind, _)| *kind == error.kind());
    told.map_or_else(
        || error.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
        |(_, words)| words.to_owned(),
    )
}
