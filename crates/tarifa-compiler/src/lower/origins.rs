//! Places of the program, numbered in the program's own order, with their lines.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use tarifa_diagnostics::{Sources, Span};
use tarifa_engine::program::{At, Origin, Program};

/// Numbers every place of `program` anew and fills its `origins` and `files`.
///
/// The model numbers places as it meets them; the program's numbers must not
/// depend on the order of files or statements.
pub(super) fn number(program: &mut Program, spans: &[Span], sources: &Sources) {
    let mut numbers: HashMap<At, At, FxBuildHasher> = HashMap::default();
    let mut origins = Vec::new();
    program.visit_places(&mut |at| {
        *at = *numbers.entry(*at).or_insert_with(|| {
            let number = At(u32::try_from(origins.len()).unwrap_or(u32::MAX));
            origins.push(origin(spans.get(at.0 as usize).copied().unwrap_or_default(), sources));
            number
        });
    });
    program.origins = origins;
    program.files = sources.iter().map(|(_, source)| source.name.clone()).collect();
}

fn origin(span: Span, sources: &Sources) -> Origin {
    let line = sources.get(span.source).map_or(1, |source| source.line(span.start));
    Origin { file: span.source.0, line, start: span.start, end: span.end }
}
