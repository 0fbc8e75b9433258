//! The nearest of known words, for "did you mean".

/// The known word that `word` was probably meant to be, if one is near enough.
///
/// Near is a transposition or a slip in every third letter at most; of equally near words the first counts.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let most = word.chars().count().div_euclid(3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        assert_eq!(nearest(word, ["weight", "width", "seller_tier"]), expected, "for `{word}`");
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        check("wieght", Some("weight"));
        check("Width", Some("width"));
        check("sellertier", Some("seller_tier"));
        check("colour", None);
    }
}
