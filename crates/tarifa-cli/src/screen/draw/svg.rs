//! A process as an SVG file that stands alone.

use super::layout::{Ending, Exit, LINE, Layout, Link, MARGIN, PADDING, Placed, TITLE, layout};
use super::{Cause, Chart, Node, NodeKind};

/// The looks of everything; lines differ in colour and in dashes, so that neither is needed alone.
const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#1f2937}\
.head{font-size:18px;font-weight:600}.title{font-size:13px;font-weight:600}\
.note{fill:#475569;font-style:italic}.box{fill:#f8fafc;stroke:#475569}.end{fill:#ecfdf5;stroke:#047857}.start{fill:#1f2937}\
path,line{fill:none;stroke-width:1.3}\
.act{stroke:#1d4ed8}.late{stroke:#b91c1c;stroke-dasharray:6 3}.timer{stroke:#7c3aed;stroke-dasharray:2 3}\
text.act{fill:#1d4ed8;stroke:none}text.late{fill:#b91c1c;stroke:none}text.timer{fill:#7c3aed;stroke:none}\
.tip-act{fill:#1d4ed8}.tip-late{fill:#b91c1c}.tip-timer{fill:#7c3aed}";

/// Every cause with its class and what the legend says of it.
const CAUSES: [(Cause, &str); 3] =
    [(Cause::Act, "somebody acts"), (Cause::Late, "somebody is late"), (Cause::Timer, "time passes, or an event")];

/// The picture.
pub(crate) fn svg(chart: &Chart) -> String {
    let layout = layout(chart);
    let title = escaped(&chart.title);
    let words = chart.longest.chars().count().saturating_mul(7).saturating_add(MARGIN.saturating_mul(2));
    let width = layout.width.max(640).max(words);
    let height = layout.height;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n<style>{STYLE}</style>\n"
    );
    text.push_str(&tips());
    text.push_str(&format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"));
    text.push_str(&format!("<text class=\"head\" x=\"{MARGIN}\" y=\"36\">{title}</text>\n"));
    text.push_str(&legend());
    text.push_str(&format!("<text class=\"note\" x=\"{MARGIN}\" y=\"82\">{}</text>\n", escaped(&chart.longest)));
    for link in &layout.links {
        text.push_str(&bend(chart, link));
    }
    for (exit, edge) in layout.exits.iter().zip(&chart.edges) {
        text.push_str(&leaving(exit, class(edge.cause)));
    }
    for (number, (node, place)) in chart.nodes.iter().zip(&layout.boxes).enumerate() {
        text.push_str(&node_box(number, node, place, &layout));
    }
    text + "</svg>\n"
}

/// The class of a line.
const fn class(cause: Cause) -> &'static str {
    match cause {
        Cause::Act => "act",
        Cause::Late => "late",
        Cause::Timer => "timer",
    }
}

/// The tips of the arrows.
fn tips() -> String {
    let mut text = String::from("<defs>");
    for (cause, _) in CAUSES {
        let class = class(cause);
        text.push_str(&format!(
            "<marker id=\"{class}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
             orient=\"auto\"><path class=\"tip-{class}\" d=\"M0 0L10 5L0 10z\"/></marker>"
        ));
    }
    text + "</defs>\n"
}

fn legend() -> String {
    let mut text = String::new();
    let mut x = MARGIN;
    for (cause, words) in CAUSES {
        let class = class(cause);
        let end = x.saturating_add(30);
        text.push_str(&format!(
            "<line class=\"{class}\" x1=\"{x}\" y1=\"58\" x2=\"{end}\" y2=\"58\" marker-end=\"url(#{class})\"/>\
             <text x=\"{}\" y=\"62\">{words}</text>\n",
            end.saturating_add(8)
        ));
        x = end.saturating_add(words.len().saturating_mul(7)).saturating_add(32);
    }
    text
}

/// A bend to the next column, and the lane through it.
fn bend(chart: &Chart, link: &Link) -> String {
    let class = chart.edges.get(link.edge).map_or("act", |edge| class(edge.cause));
    let ((x, y), (to_x, to_y)) = (link.from, link.to);
    let half = x.midpoint(to_x);
    let curve = format!("M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}");
    match link.lane_to {
        Some(lane) => format!("<path class=\"{class}\" d=\"{curve}H{lane}\"/>\n"),
        None => format!("<path class=\"{class}\" d=\"{curve}\" marker-end=\"url(#{class})\"/>\n"),
    }
}

/// What leaves a box: its words above its line.
fn leaving(exit: &Exit, class: &str) -> String {
    let Exit { x, y, to_x, label, end } = exit;
    let mut text = match end {
        Ending::Line => format!("<line class=\"{class}\" x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{y}\"/>\n"),
        Ending::Sign => {
            format!(
                "<line class=\"{class}\" x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{y}\" marker-end=\"url(#{class})\"/>\n"
            )
        }
    };
    for (line, above) in label.iter().rev().zip(0_usize..) {
        let baseline = y.saturating_sub(above.saturating_mul(LINE)).saturating_sub(5);
        text.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{baseline}\">{}</text>\n",
            x.saturating_add(8),
            escaped(line)
        ));
    }
    text
}

/// A box with its title and its lines; the beginning is a dot.
fn node_box(number: usize, node: &Node, place: &Placed, layout: &Layout) -> String {
    let Placed { x, y, width, height, title, lines } = place;
    let class = match node.kind {
        NodeKind::Start => {
            let (right, middle) = (x.saturating_add(*width), y.saturating_add(height / 2));
            let left = right.saturating_sub(6);
            return format!(
                "<g id=\"node-{number}\"><circle class=\"start\" cx=\"{}\" cy=\"{middle}\" r=\"8\"/>\
                 <line stroke=\"#475569\" x1=\"{right}\" y1=\"{y}\" x2=\"{right}\" y2=\"{}\"/></g>\n",
                left.saturating_sub(8),
                y.saturating_add(*height).min(layout.height)
            );
        }
        NodeKind::Stage => "box",
        NodeKind::Outcome => "end",
    };
    let mut text = format!(
        "<g id=\"node-{number}\"><rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n"
    );
    let text_x = x.saturating_add(PADDING);
    let mut baseline = y.saturating_add(PADDING).saturating_add(12);
    for line in title {
        text.push_str(&format!("<text class=\"title\" x=\"{text_x}\" y=\"{baseline}\">{}</text>\n", escaped(line)));
        baseline = baseline.saturating_add(TITLE);
    }
    for line in lines {
        text.push_str(&format!("<text x=\"{text_x}\" y=\"{baseline}\">{}</text>\n", escaped(line)));
        baseline = baseline.saturating_add(LINE);
    }
    text + "</g>\n"
}

/// Text in which nothing is a sign of SVG's; control characters are none of XML's.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
