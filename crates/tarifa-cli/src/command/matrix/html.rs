//! The matrix as a page of its own: a heat map in words and colours, and the rules below, to which its cells lead.

use tarifa::lanes::{LaneKind, LaneSays, LaneVerdict};
use tarifa::program::RestrictionId;
use tarifa_diagnostics::render::safe;

use super::axes::{Axes, Axis};
use super::grid::Grid;
use super::layout::{ColumnHead, Layout, heads};
use super::legend::{Legend, LegendRule, answer, kind};

/// The look of the page; colours only repeat what the words say.
const STYLE: &str = "\
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.map { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; padding-bottom: .5rem; color: #555; }
th, td { border: 1px solid #d0d4da; padding: .3rem .55rem; text-align: left; vertical-align: top; max-width: 22rem; }
thead th { background: #f3f4f6; position: sticky; top: 0; } tbody th { background: #f9fafb; font-weight: 600; }
.allowed { background: #dff3e3; } .conditional { background: #fdf3cf; } .needs { background: #e3ecfb; }
.refused { background: #f9dcdc; } .notserved { background: #f0f0f0; color: #666; }
td a { color: inherit; } td strong { display: block; }
article { border-left: 4px solid #d0d4da; padding: .1rem 1rem; margin: 1rem 0; }
article:target { border-color: #2f6fd0; background: #f4f8ff; }
pre { background: #f6f7f9; padding: .6rem; overflow-x: auto; }
h3 { margin: .3rem 0; font-size: 1rem; } .place { color: #666; font-weight: 400; }
";

/// The most destinations that stand unfolded.
const UNFOLDED: usize = 12;

/// The page.
pub(super) fn render(caption: &str, axes: &Axes, grid: &Grid, legend: &Legend<'_>) -> String {
    let layout = Layout::new(axes, grid);
    let title = escaped(caption);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<div class=\"map\">\n<table>\n\
         <caption>One item of each category, of which nothing else is known. Prices, sizes and amounts are left aside; \
         limits are named.</caption>\n<thead>\n<tr><th scope=\"col\"></th>"
    );
    for head in &layout.columns {
        page.push_str(&format!("<th scope=\"col\">{}</th>", column_head(head)));
    }
    page.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &layout.rows {
        let heads = heads(axes, &row.members);
        let head = match axes.rows {
            Axis::Destinations => places(&heads),
            Axis::Categories | Axis::Services => escaped(&heads.join(", ")),
        };
        page.push_str(&format!("<tr><th scope=\"row\">{head}</th>"));
        for verdict in row.cells.iter().filter_map(|number| grid.verdict(*number)) {
            page.push_str(&cell(verdict, legend));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
    page.push_str(&not_served(&layout.not_served));
    if !legend.rules.is_empty() {
        page.push_str("<h2>Rules</h2>\n");
    }
    for (id, rule) in &legend.rules {
        page.push_str(&entry(&format!("rule-{}", id.0), rule));
    }
    page + "</body>\n</html>\n"
}

/// A cell: the answer, what it hangs on, and links to the rules.
fn cell(verdict: &LaneVerdict, legend: &Legend<'_>) -> String {
    let class = match verdict.kind {
        LaneKind::Allowed => "allowed",
        LaneKind::Conditional => "conditional",
        LaneKind::Needs => "needs",
        LaneKind::Refused => "refused",
        LaneKind::NotServed => "notserved",
    };
    let what = match verdict.kind {
        LaneKind::Conditional => format!("provide {}<br>", escaped(&legend.provide(verdict).join(", "))),
        LaneKind::Needs => format!("{}<br>", escaped(&verdict.needs.join(", "))),
        LaneKind::Allowed | LaneKind::Refused | LaneKind::NotServed => String::new(),
    };
    let mut said = verdict.rules.clone();
    said.sort_by_key(|(says, id)| (*id, *says));
    said.dedup_by_key(|(_, id)| *id);
    let link = |(says, id): &(LaneSays, RestrictionId)| {
        let rule = legend.get(*id)?;
        let says = match says {
            LaneSays::Refuses | LaneSays::Requires | LaneSays::Asks => "",
            LaneSays::Limits => "limit ",
            LaneSays::MayLimit => "perhaps limit ",
            LaneSays::Warns => "warning ",
            LaneSays::MayWarn => "perhaps warning ",
        };
        let because = own_reason(rule);
        let title = if because.is_empty() { rule.place.clone() } else { format!("{because} ({})", rule.place) };
        Some(format!("{says}<a href=\"#rule-{}\" title=\"{}\">{}</a>", id.0, escaped(&title), escaped(&rule.rule.name)))
    };
    let links: Vec<_> = said.iter().filter_map(link).collect();
    format!("<td class=\"{class}\"><strong>{}</strong>{what}{}</td>", answer(verdict.kind), links.join(", "))
}

/// A rule with its text and its sources.
fn entry(id: &str, rule: &LegendRule<'_>) -> String {
    let mut entry = format!(
        "<article id=\"{id}\">\n<h3>{} {} <span class=\"place\">{}</span></h3>\n",
        kind(&rule.rule.rule),
        escaped(&rule.rule.name),
        escaped(&rule.place)
    );
    for because in &rule.rule.because {
        let language = because.language.as_ref().map(|tag| format!(" lang=\"{}\"", escaped(tag))).unwrap_or_default();
        entry.push_str(&format!("<p{language}>{}</p>\n", escaped(&because.text)));
    }
    if !rule.rule.authorities.is_empty() {
        entry.push_str(&format!("<p>By {}</p>\n", escaped(&rule.rule.authorities.join(", "))));
    }
    if !rule.rule.see.is_empty() {
        let sources: Vec<_> = rule.rule.see.iter().map(|see| source(see)).collect();
        entry.push_str(&format!("<p>See {}</p>\n", sources.join(", ")));
    }
    if !rule.text.is_empty() {
        entry.push_str(&format!("<pre>{}</pre>\n", escaped(&rule.text)));
    }
    entry + "</article>\n"
}

/// A source; a link where it is the address of a page.
fn source(see: &str) -> String {
    let text = escaped(see);
    match see.starts_with("https://") || see.starts_with("http://") {
        true => format!("<a href=\"{text}\" rel=\"noreferrer\">{text}</a>"),
        false => text,
    }
}

fn own_reason(rule: &LegendRule<'_>) -> String {
    let own = rule.rule.because.iter().find(|because| because.language.is_none()).or(rule.rule.because.first());
    own.map(|because| because.text.clone()).unwrap_or_default()
}

fn column_head(head: &ColumnHead) -> String {
    let parts = [escaped(&head.services.join(", ")), places(&head.destinations)];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "answer".to_owned() } else { parts.join(" to ") }
}

/// The destinations; many of them behind their number, to be unfolded.
fn places(destinations: &[String]) -> String {
    let all = escaped(&destinations.join(", "));
    match destinations.len() > UNFOLDED {
        true => format!("<details><summary>{} destinations</summary>{all}</details>", destinations.len()),
        false => all,
    }
}

/// Where nothing goes.
fn not_served(heads: &[ColumnHead]) -> String {
    let mut text = String::new();
    for head in heads {
        let by = if head.services.is_empty() { String::new() } else { format!(" by {}", head.services.join(", ")) };
        text.push_str(&format!("<div>Not served{}: {}</div>\n", escaped(&by), places(&head.destinations)));
    }
    text
}

/// Text from files, without a sign that HTML or a reader could take for another.
fn escaped(text: &str) -> String {
    // Line breaks are the author's; other control characters are written out.
    let lines: Vec<_> = text.split('\n').map(|line| safe(line).into_owned()).collect();
    lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
