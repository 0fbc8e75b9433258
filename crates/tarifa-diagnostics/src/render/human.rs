//! A finding for people, in the look of rustc.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Role, excerpts};
use super::safe::{safe, safe_line, same_bytes};
use crate::{Diagnostic, Severity, Sources};

/// Whether the reader sees colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Characters alone.
    #[default]
    Plain,
    /// With ANSI escape sequences for colour and weight.
    Ansi,
}

/// The finding with its lines, reasons, ways out and witness, ending with a line break.
///
/// The witness stands alone, indented and without a frame, so that it can be
/// copied into the rule set as it is.
pub fn human(diagnostic: &Diagnostic, sources: &Sources, colour: Colour) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(safe(&diagnostic.message)).id(diagnostic.code.id());
    let mut group = Group::with_title(title);
    for excerpt in excerpts(sources, diagnostic.primary.as_ref(), &diagnostic.related) {
        group = show(group, &excerpt);
    }
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(safe(note)));
    let helps = diagnostic.helps.iter().map(|help| Level::HELP.message(safe(help)));
    group = group.elements(notes.chain(helps));
    if let Some(witness) = &diagnostic.witness {
        group = group.element(Level::NOTE.message(introduction(witness)));
    }
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    if let Some(witness) = &diagnostic.witness {
        text.push('\n');
        for line in safe(witness.trim_end()).lines() {
            if !line.is_empty() {
                text.push_str("    ");
            }
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// What is said above the witness, which may be several examples.
fn introduction(witness: &str) -> &'static str {
    let is_case = witness.lines().any(|line| line.starts_with("  case "));
    match witness.lines().filter(|line| line.starts_with("example ")).count() {
        0 | 1 if is_case => "this case shows it; it can be pasted into the rule set:",
        0 | 1 => "this shipment shows it; it can be pasted into the rule set:",
        _ => "these shipments show it; they can be pasted into the rule set:",
    }
}

/// Adds the lines of `excerpt` with their labels, or only their place where the lines are too long to show.
fn show<'a>(group: Group<'a>, excerpt: &Excerpt<'a>) -> Group<'a> {
    let name = safe_line(&excerpt.source.name).into_owned();
    let Some(bytes) = &excerpt.bytes else {
        return excerpt.labels.iter().fold(group, |group, placed| {
            let (line, column) = (excerpt.source.line(placed.bytes.start), excerpt.source.column(placed.bytes.start));
            let place = Origin::path(name.clone()).line(line as usize).char_column(column as usize);
            let text =
                if placed.label.text.is_empty() { "here, in a line too long to show" } else { &placed.label.text };
            group.element(place).element(Level::NOTE.message(safe(text)))
        });
    };
    let text = excerpt.source.text.get(bytes.start as usize..bytes.end as usize).unwrap_or("");
    let annotations = excerpt.labels.iter().map(|placed| {
        let from = placed.bytes.start.saturating_sub(bytes.start) as usize;
        let to = placed.bytes.end.saturating_sub(bytes.start) as usize;
        let annotation = kind(placed.role).span(from..to);
        label(annotation, &placed.label.text)
    });
    let snippet =
        Snippet::source(same_bytes(text)).line_start(excerpt.line as usize).path(name).annotations(annotations);
    group.element(snippet)
}

fn kind(role: Role) -> AnnotationKind {
    match role {
        Role::Primary => AnnotationKind::Primary,
        Role::Related => AnnotationKind::Context,
    }
}

/// Gives the annotation its words, if it has any.
fn label<'a>(annotation: Annotation<'a>, text: &'a str) -> Annotation<'a> {
    if text.is_empty() { annotation } else { annotation.label(safe_line(text)) }
}
