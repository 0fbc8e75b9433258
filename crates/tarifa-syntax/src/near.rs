//! Near words, for "did you mean".

/// The one of `candidates` that `word` was likely meant to be: at most one slip in short words, two in longer.
///
/// Blanks count for nothing, so that `upto` is near `up to`.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let slips = if word.chars().count() < 5 { 1 } else { 2 };
    nearest_within(slips, word, candidates)
}

/// The one of `candidates` that `word` comes to with at most so many slips.
pub(crate) fn nearest_within<'c>(
    slips: usize,
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // A long word is no slip, and measuring it would take time.
    if !(3..=40).contains(&word.chars().count()) {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, &candidate.replace(' ', "")), candidate))
        .filter(|(distance, candidate)| *distance <= slips && *distance < candidate.len() && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
