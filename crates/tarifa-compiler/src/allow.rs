//! Warnings that the author means: `# allow(W0507): the carrier's own table drops here`.
//!
//! The comment stands behind a line, or on lines of its own above it. On the
//! first line of a statement it speaks for the whole statement, else for the
//! line. It must name the warnings and give a reason; one that silences
//! nothing is a warning itself, so that no comment outlives what it was
//! written for. Errors cannot be allowed.

use tarifa_diagnostics::{Code, Diagnostic, Diagnostics, Severity, Source, Sources, Span};
use tarifa_syntax::tree::{Comment, File, Tree};

#[cfg(test)]
mod tests;

/// How far the stages came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// All of them ran: a warning that is not there is not there.
    Whole,
    /// Errors stopped them: what later stages would warn of is not known.
    Partial,
}

/// Takes out what the comments of `tree` allow, and adds what is wrong with the comments.
pub(crate) fn apply(tree: &Tree, sources: &Sources, coverage: Coverage, found: Diagnostics) -> Diagnostics {
    let mut kept = Diagnostics::default();
    let mut allowances = Vec::new();
    for file in &tree.files {
        let Some(source) = sources.get(file.source) else { continue };
        for comment in &file.comments {
            match read(comment) {
                None => {}
                Some(Err(diagnostic)) => kept.push(*diagnostic),
                Some(Ok(codes)) => allowances.extend(of_comment(file, source, comment, &codes)),
            }
        }
    }
    for diagnostic in found {
        let mut allowing = allowances.iter_mut().filter(|allowance| allowance.silences(&diagnostic)).peekable();
        if allowing.peek().is_none() {
            kept.push(diagnostic);
        } else {
            allowing.for_each(|allowance| allowance.is_used = Use::Used);
        }
    }
    let unused = allowances.iter().filter(|allowance| allowance.is_used == Use::Unused);
    if coverage == Coverage::Whole {
        kept.extend(unused.map(|allowance| {
            let message = format!("nothing here reports {}", allowance.code);
            Diagnostic::new(Code::UNUSED_ALLOW, allowance.comment, message).help("delete the comment")
        }));
    }
    kept
}

/// A warning that is allowed in a region.
struct Allowance {
    code: Code,
    /// The lines for which the comment speaks.
    region: Span,
    comment: Span,
    is_used: Use,
}

/// Whether an allowance silenced something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Used,
    Unused,
}

impl Allowance {
    fn silences(&self, diagnostic: &Diagnostic) -> bool {
        let inside = |span: Span| {
            span.source == self.region.source && (self.region.start..self.region.end).contains(&span.start)
        };
        diagnostic.code == self.code && diagnostic.primary.as_ref().is_some_and(|label| inside(label.span))
    }
}

/// The codes that the comment allows; nothing where it is another comment.
fn read(comment: &Comment) -> Option<Result<Vec<Code>, Box<Diagnostic>>> {
    let words = comment.text.trim().strip_prefix("allow(")?;
    let malformed = |message: String| {
        let help =
            "write the warning's code and why it is meant, as in `# allow(W0507): the carrier's own table drops here`";
        Err(Box::new(Diagnostic::new(Code::MALFORMED_ALLOW, comment.span, message).help(help)))
    };
    let Some((codes, reason)) = words.split_once(')') else {
        return Some(malformed("`)` is missing after the code".into()));
    };
    if reason.trim_start().strip_prefix(':').is_none_or(|reason| reason.trim().is_empty()) {
        return Some(malformed("a reason is missing".into()));
    }
    let mut allowed = Vec::new();
    for code in codes.split(',').map(str::trim) {
        match Code::find(code) {
            Some(code) if code.severity() == Severity::Warning => allowed.push(code),
            Some(code) => return Some(malformed(format!("{code} is an error, and only a warning can be allowed"))),
            None => return Some(malformed(format!("there is no warning `{code}`"))),
        }
    }
    Some(Ok(allowed))
}

/// What the comment allows, where it stands.
fn of_comment(file: &File, source: &Source, comment: &Comment, codes: &[Code]) -> Vec<Allowance> {
    let line = line_spoken_for(source, comment);
    // Of a statement that begins on the line, the whole is meant.
    let begins = |span: &Span| line.start <= span.start && span.start < line.end;
    let statement = file.statements.iter().map(|statement| statement.span).find(begins);
    let region = statement.map_or(line, |statement| line.to(statement));
    let allowance = |code: &Code| Allowance { code: *code, region, comment: comment.span, is_used: Use::Unused };
    codes.iter().map(allowance).collect()
}

/// The line that the comment stands behind, or the next line with more than a comment where it stands alone.
fn line_spoken_for(source: &Source, comment: &Comment) -> Span {
    let mut start = 0_u32;
    let mut is_below = false;
    for line in source.text.split_inclusive('\n') {
        let end = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let holds = (start..end).contains(&comment.span.start);
        let text = line.trim_start_matches('\u{feff}').trim_start();
        let has_text = !text.is_empty() && !text.starts_with('#');
        if has_text && (holds || is_below) {
            return Span::new(comment.span.source, start, end);
        }
        is_below |= holds;
        start = end;
    }
    Span::new(comment.span.source, start, start)
}
