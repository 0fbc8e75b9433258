//! The rows for spreadsheets: those of the weights, then those of the declared values.

use super::grid::{amount, line_names, what_applies};
use super::{Row, RowKind};
use crate::screen::answer::verdict;
use crate::trouble::Trouble;

/// The table: a column for each money line, between what the row is and what it comes to.
pub(super) fn render(rows: &[Row]) -> Result<String, Trouble> {
    let names = line_names(rows.iter());
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let heads = ["weight", "value", "row"].into_iter().chain(names.iter().map(String::as_str));
    writer.write_record(heads.chain(["total", "currency", "verdict", "what applies", "where"]))?;
    for row in rows {
        let mut cells = vec![row.weight.clone(), row.value.clone().unwrap_or_default(), word(row.kind).to_owned()];
        cells.extend(names.iter().map(|name| amount(&row.answer, name)));
        let total = row.answer.total;
        cells.push(total.map(tarifa::currency::Money::amount_text).unwrap_or_default());
        cells.push(total.map(|total| total.currency.to_string()).unwrap_or_default());
        cells.push(verdict(row.answer.verdict).to_owned());
        let (what, whence) = what_applies(row);
        cells.extend([what, whence].map(|text| anstream::adapter::strip_str(&text).to_string()));
        writer.write_record(cells)?;
    }
    let bytes = writer.into_inner().map_err(|error| Trouble::Write(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The key of a kind of row, as in JSON.
fn word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::UpTo => "up_to",
        RowKind::From => "from",
        RowKind::JustOver => "just_over",
        RowKind::JustUnder => "just_under",
        RowKind::Asked => "asked",
    }
}
