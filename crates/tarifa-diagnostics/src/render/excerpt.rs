//! Which lines of a file to show for a finding.
//!
//! A file may have a hundred thousand lines, or one line of a megabyte, and a
//! rule set may have a thousand findings: what is handed to the renderer is
//! cut to the lines around the labels first, so that showing a finding costs
//! what it shows.

use std::ops::Range;

use crate::{Label, Source, SourceId, Sources};

/// Labels further apart than this are shown in excerpts of their own; a longer label is shown by its first line.
const NEAR_LINES: u32 = 100;

/// An excerpt of more bytes than this is not shown, its place is only named.
const LONGEST: u32 = 32 * 1024;

/// Some lines of one file with the labels on them.
pub(super) struct Excerpt<'a> {
    /// The file.
    pub(super) source: &'a Source,
    /// The number of the first line, from 1.
    pub(super) line: u32,
    /// The bytes of the lines; none where the lines are too long to show.
    pub(super) bytes: Option<Range<u32>>,
    /// The labels.
    pub(super) labels: Vec<Placed<'a>>,
}

/// A label with its bytes, which lie inside the text and on the bounds of characters.
pub(super) struct Placed<'a> {
    /// The bytes in the file.
    pub(super) bytes: Range<u32>,
    /// The label.
    pub(super) label: &'a Label,
    /// What the finding is about, or what else takes part.
    pub(super) role: Role,
}

/// The part of a place in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// The finding is about this place.
    Primary,
    /// This place takes part in it.
    Related,
}

/// The excerpts that show all labels: the file of the finding first, then the others by name, each from top to bottom.
pub(super) fn excerpts<'a>(sources: &'a Sources, primary: Option<&'a Label>, related: &'a [Label]) -> Vec<Excerpt<'a>> {
    let first_file = primary.or(related.first()).map(|label| label.span.source);
    let all = primary.into_iter().map(|label| (Role::Primary, label));
    let mut labels: Vec<_> = all.chain(related.iter().map(|label| (Role::Related, label))).collect();
    labels.sort_by_key(|(role, label)| (Some(label.span.source) != first_file, label.span, *role));

    let mut excerpts: Vec<(SourceId, Excerpt<'a>)> = Vec::new();
    for (role, label) in labels {
        let id = label.span.source;
        let Some(source) = sources.get(id) else { continue };
        let placed = Placed { bytes: inside(source, label), label, role };
        match excerpts.last_mut() {
            Some((last, excerpt)) if *last == id && excerpt.is_near(&placed) => excerpt.labels.push(placed),
            _ => excerpts.push((id, Excerpt::of(source, placed))),
        }
    }
    let mut excerpts: Vec<_> = excerpts.into_iter().map(|(_, excerpt)| excerpt.cut()).collect();
    // The excerpt that holds the finding's own place names the file at the top.
    excerpts.sort_by_key(|excerpt| excerpt.labels.iter().map(|placed| placed.role).min());
    excerpts
}

impl<'a> Excerpt<'a> {
    fn of(source: &'a Source, placed: Placed<'a>) -> Self {
        let line = source.line(placed.bytes.start);
        Self { source, line, bytes: None, labels: vec![placed] }
    }

    fn is_near(&self, next: &Placed<'_>) -> bool {
        let end = self.labels.iter().map(|placed| placed.bytes.end).max().unwrap_or(0);
        self.source.line(next.bytes.start).saturating_sub(self.source.line(end)) <= NEAR_LINES
    }

    /// Settles which bytes are shown.
    fn cut(mut self) -> Self {
        let text = self.source.text.as_ref();
        let from = self.labels.iter().map(|placed| placed.bytes.start).min().unwrap_or(0);
        let to = self.labels.iter().map(|placed| placed.bytes.end).max().unwrap_or(0);
        let start =
            text.get(..from as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at.saturating_add(1));
        let end = text.get(to as usize..).and_then(|after| after.find('\n'));
        let end = end.map_or(text.len(), |at| at.saturating_add(to as usize));
        let (start, end) = (u32::try_from(start).unwrap_or(0), u32::try_from(end).unwrap_or(u32::MAX));
        self.bytes = (end.saturating_sub(start) <= LONGEST).then_some(start..end);
        self
    }
}

/// The bytes of `label` that can be shown: inside the text, on the bounds of characters, of few lines.
fn inside(source: &Source, label: &Label) -> Range<u32> {
    let text = source.text.as_ref();
    let floor = |offset: u32| {
        let offset = text.floor_char_boundary(offset as usize);
        u32::try_from(offset).unwrap_or(u32::MAX)
    };
    let start = floor(label.span.start);
    let end = floor(label.span.end).max(start);
    if source.line(end).saturating_sub(source.line(start)) <= NEAR_LINES {
        return start..end;
    }
    let line = text.get(start as usize..).and_then(|rest| rest.lines().next()).unwrap_or("");
    start..start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX)).min(end)
}
