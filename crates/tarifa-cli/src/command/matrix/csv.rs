//! A row for each cell, for spreadsheets.

use super::axes::Axes;
use super::grid::Grid;
use super::legend::{Legend, answer};
use crate::trouble::Trouble;

const HEADS: [&str; 11] =
    ["service", "category", "destination", "answer", "provide", "needs", "rules", "by", "because", "see", "where"];

/// The table.
pub(super) fn render(axes: &Axes, grid: &Grid, legend: &Legend<'_>) -> Result<String, Trouble> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADS)?;
    for (service, (service_name, _)) in axes.services.iter().enumerate() {
        for (category, (category_name, _)) in axes.categories.iter().enumerate() {
            for (destination, place) in axes.destinations.iter().enumerate() {
                let Some(verdict) = grid.verdict(grid.number(service, category, destination)) else { continue };
                let mut rules: Vec<_> = verdict.rules.iter().map(|(_, id)| *id).collect();
                rules.sort();
                rules.dedup();
                let rules: Vec<_> = rules.into_iter().filter_map(|id| legend.get(id)).collect();
                let joined = |of: &dyn Fn(&super::legend::LegendRule<'_>) -> String| {
                    let parts: Vec<_> = rules.iter().map(|rule| of(rule)).filter(|part| !part.is_empty()).collect();
                    parts.join(" | ")
                };
                writer.write_record([
                    service_name.as_str(),
                    category_name,
                    &place.label,
                    answer(verdict.kind),
                    &legend.provide(verdict).join(" | "),
                    &verdict.needs.join(" | "),
                    &joined(&|rule| rule.rule.name.clone()),
                    &joined(&|rule| rule.rule.authorities.join(", ")),
                    &joined(&|rule| rule.rule.because.first().map(|why| why.text.clone()).unwrap_or_default()),
                    &joined(&|rule| rule.rule.see.join(", ")),
                    &joined(&|rule| rule.place.clone()),
                ])?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| Trouble::Write(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
