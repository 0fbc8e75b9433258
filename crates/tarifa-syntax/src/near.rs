//! Near words, for "did you mean".

/// The one of `candidates` that `word` was most likely meant to be: at most one slip in short words, two in longer.
///
/// Blanks count for nothing, so that `upto` is near `up to`.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    // A long word is no slip, and measuring it would take time.
    if !(3..=40).contains(&length) {
        return None;
    }
    let allowed = if length < 5 { 1 } else { 2 };
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, &candidate.replace(' ', "")), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.len() && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
