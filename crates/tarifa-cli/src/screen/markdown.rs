//! An explanation page as a terminal shows it.
//!
//! The pages are written in a few of Markdown's forms: headings, paragraphs,
//! lists, code. Anything else is shown as the text that it is.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::style::{BAD, CODE, FAINT, GOOD, STRONG, paint};

/// The page in lines of at most `width` columns.
pub(crate) fn page(markdown: &str, width: usize) -> String {
    let mut page = Page { width, ..Page::default() };
    for event in Parser::new(markdown) {
        page.event(event);
    }
    page.text.trim_end().to_owned() + "\n"
}

/// What has been written and what is being written.
#[derive(Default)]
struct Page {
    width: usize,
    text: String,
    /// The words of the block that is open.
    block: String,
    /// The open lists, each with its next number if it counts.
    lists: Vec<Option<u64>>,
    /// What stands before the first line of the block that is open.
    bullet: String,
    /// Whether the block that is open is code, which is neither wrapped nor styled.
    in_code: bool,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the forms of Markdown that the pages do not use are shown as their text"
)]
impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.block.push_str(&text),
            Event::Code(code) => self.block.push_str(&paint(CODE, code)),
            Event::SoftBreak if !self.in_code => self.block.push(' '),
            Event::SoftBreak | Event::HardBreak => self.block.push('\n'),
            Event::Rule => self.text.push('\n'),
            Event::Html(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.block.push_str(&text);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::CodeBlock(kind) => {
                self.close();
                let words = match kind {
                    CodeBlockKind::Fenced(words) => words.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.text.push_str(&caption(&words));
                self.in_code = true;
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                self.bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let bullet = format!("{number}. ");
                        *number = number.saturating_add(1);
                        bullet
                    }
                    Some(None) | None => "- ".into(),
                };
            }
            Tag::Strong | Tag::Emphasis => self.block.push_str(&STRONG.to_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let heading = paint(STRONG, &self.block);
                self.block = heading;
                self.close();
                self.text.push('\n');
            }
            TagEnd::Paragraph => {
                self.close();
                if self.lists.is_empty() {
                    self.text.push('\n');
                }
            }
            TagEnd::CodeBlock => {
                for line in std::mem::take(&mut self.block).lines() {
                    self.text.push_str(format!("    {line}").trim_end());
                    self.text.push('\n');
                }
                self.text.push('\n');
                self.in_code = false;
            }
            TagEnd::Item => self.close(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.text.push('\n');
                }
            }
            TagEnd::Strong | TagEnd::Emphasis => self.block.push_str(&format!("{STRONG:#}")),
            _ => {}
        }
    }

    /// Writes the words of the open block, wrapped.
    fn close(&mut self) {
        let block = std::mem::take(&mut self.block);
        let bullet = std::mem::take(&mut self.bullet);
        if block.trim().is_empty() {
            return;
        }
        let depth = self.lists.len().saturating_mul(2);
        let first = format!("{}{bullet}", " ".repeat(depth.saturating_sub(2)));
        let next = " ".repeat(depth.max(first.len()));
        let form = textwrap::Options::new(self.width).initial_indent(&first).subsequent_indent(&next);
        self.text.push_str(&textwrap::fill(block.trim(), form));
        self.text.push('\n');
    }
}

/// What is said above a block of code, by the words behind its fence.
fn caption(words: &str) -> String {
    let caption = if words.contains("fail") {
        paint(BAD, "reported:")
    } else if words.contains("pass") {
        paint(GOOD, "corrected:")
    } else if words.contains("tarifa") {
        paint(FAINT, "with the rules:")
    } else {
        return String::new();
    };
    caption + "\n\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(anstream::adapter::strip_str(&page(markdown, 40)).to_string(), expected);
    }

    #[test]
    fn headings_paragraphs_and_code_in_words() {
        check(
            "# E0201: a name\n\nThe name `eu_fra` is written here, and\nnothing defines it.\n",
            "E0201: a name\n\nThe name eu_fra is written here, and\nnothing defines it.\n",
        );
    }

    #[test]
    fn code_is_shown_as_it_is() {
        check(
            "Wrong:\n\n```tarifa fail\nzone a = eu   # kept\n\n  b\n```\n\n```tarifa pass\nzone a = DE\n```\n",
            "Wrong:\n\nreported:\n\n    zone a = eu   # kept\n\n      b\n\ncorrected:\n\n    zone a = DE\n",
        );
    }

    #[test]
    fn lists_are_set_in() {
        check(
            "- one\n- two `b` and a longer text that has to wrap\n\nend\n",
            "- one\n- two b and a longer text that has to\n  wrap\n\nend\n",
        );
        check("1. one\n2. two\n", "1. one\n2. two\n");
    }
}
