//! What the operating system says, in words for people.

use std::io::{Error, ErrorKind};

/// Why a file could not be read or written, without the system's number for it.
pub(crate) fn says(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "it is not permitted".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, and a file is needed".to_owned(),
        ErrorKind::StorageFull => "there is no room left".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}
