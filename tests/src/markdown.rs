//! The fenced blocks of a Markdown page, so that what the book shows is what
//! the suite runs.
//!
//! A block may be only a part of a rule set. What completes it stands in a
//! comment right before it, which readers do not see:
//!
//! ```text
//! <!-- with
//! tariff t "T" { currency CNY; … }
//! -->
//! ```

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The words behind the opening backticks: `tarifa`, `tarifa fail E0501`, `json pass`.
    pub info: String,
    /// The text, with what the comment before it adds in front.
    pub text: String,
    /// The line of the opening backticks, from 1.
    pub line: usize,
}

/// The fenced blocks of `page`, in order.
pub fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut hidden = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line.trim_end() == "<!-- with" {
            hidden = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| line.trim() != "-->")
                .fold(String::new(), |text, line| text + line + "\n");
        } else if let Some(info) = line.strip_prefix("```") {
            let body = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim_end() != "```");
            let text = body.fold(std::mem::take(&mut hidden), |text, line| text + line + "\n");
            fences.push(Fence { info: info.trim().to_owned(), text, line: index + 1 });
        } else if !line.trim().is_empty() {
            hidden.clear();
        }
    }
    fences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_completes_the_block_after_it_and_no_other() {
        let page = "<!-- with\nservice s\n-->\n\n```tarifa\nzone z = DE\n```\n\n```tarifa fail E0501\nx\n```\n";
        let expected = [
            Fence { info: "tarifa".into(), text: "service s\nzone z = DE\n".into(), line: 5 },
            Fence { info: "tarifa fail E0501".into(), text: "x\n".into(), line: 9 },
        ];
        assert_eq!(fences(page), expected);
    }
}
