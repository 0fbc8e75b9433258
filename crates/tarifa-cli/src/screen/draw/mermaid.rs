//! A process as the text of a Mermaid state diagram.

use super::{Chart, Node, NodeKind};

/// The diagram, `stateDiagram-v2`.
pub(crate) fn mermaid(chart: &Chart) -> String {
    let comment = |words: &str| words.replace(['\n', '\r', '{', '}'], " ");
    let mut text = format!("%% {}\n%% {}\nstateDiagram-v2\n", comment(&chart.title), comment(&chart.longest));
    for (number, node) in chart.nodes.iter().enumerate() {
        let name = id(number, node);
        match node.kind {
            NodeKind::Start => continue,
            NodeKind::Stage | NodeKind::Outcome => {
                let title = if node.title.is_empty() { &node.name } else { &node.title };
                text.push_str(&format!("    state \"{}\" as {name}\n", escaped(title)));
            }
        }
        for line in &node.lines {
            text.push_str(&format!("    {name} : {}\n", escaped(line)));
        }
    }
    for edge in &chart.edges {
        let name = |number: usize| chart.nodes.get(number).map_or_else(String::new, |node| id(number, node));
        text.push_str(&format!("    {} --> {} : {}\n", name(edge.from), name(edge.to), escaped(&edge.label)));
    }
    for (number, node) in chart.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Outcome) {
        text.push_str(&format!("    {} --> [*]\n", id(number, node)));
    }
    text
}

/// The node's name, with what keeps it from being one of Mermaid's own words.
fn id(number: usize, node: &Node) -> String {
    let is_plain = node.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match (node.kind, is_plain) {
        (NodeKind::Start, _) => "[*]".to_owned(),
        (NodeKind::Stage, true) => format!("stage_{}", node.name),
        (NodeKind::Outcome, true) => format!("outcome_{}", node.name),
        (NodeKind::Stage | NodeKind::Outcome, false) => format!("node_{number}"),
    }
}

/// Text in which nothing is a sign of Mermaid's.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '#' | ';' | ':' | '"' | '%' | '<' | '>' | '&' | '{' | '}' | '[' | ']' | '`' | '\\' => {
                escaped.push_str(&format!("#{};", u32::from(letter)));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
