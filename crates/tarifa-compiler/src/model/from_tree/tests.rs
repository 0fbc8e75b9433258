//! What the model makes of every construct, and what it says of every mistake.

mod constructs;
mod mistakes;
mod order;
mod processes;

use tarifa_diagnostics::{Diagnostics, Sources};

use crate::model::Model;

/// A header that suits every fragment.
const HEADER: &str =
    "tariff t { currency CNY; time zone \"Asia/Shanghai\"; rounding half up in steps of 0.01; paid by seller }\n";

/// The model of `text`, behind a header where it has none.
pub(super) fn model_of(text: &str) -> (Model, Diagnostics, Sources) {
    let text = if text.contains("tariff ") { text.to_owned() } else { format!("{HEADER}{text}") };
    let sources = Sources::single("t.tarifa", text);
    let (tree, found) = tarifa_syntax::parse(&sources);
    assert!(found.is_empty(), "the text itself is broken: {found:#?}");
    let (model, found) = super::from_tree(&tree, &sources);
    (model, found, sources)
}
