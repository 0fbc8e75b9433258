//! One copy of each word of a file.

use std::collections::HashSet;

use crate::tree::Text;

/// The words of a file; a word that recurs takes memory once.
#[derive(Debug, Default)]
pub(crate) struct Words(HashSet<Text>);

impl Words {
    /// The shared copy of `word`.
    pub(crate) fn share(&mut self, word: &str) -> Text {
        if let Some(shared) = self.0.get(word) {
            return Text::clone(shared);
        }
        let shared = Text::from(word);
        self.0.insert(Text::clone(&shared));
        shared
    }
}
