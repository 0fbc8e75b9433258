//! `tarifa explain`: the page about a code.

use clap::{Args, ValueEnum};
use tarifa_diagnostics::{Code, Severity};

use crate::exit::Exit;
use crate::screen::style::{BAD, OPEN, paint};
use crate::screen::{Column, Console, Table, page, width};
use crate::trouble::Trouble;

/// A code counts as near if it takes at most this many changed letters to reach it.
const NEAR: usize = 1;

/// Explain a code that a finding carries.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tarifa explain E0201
  tarifa explain --list
  tarifa explain E0501 --format markdown > E0501.md")]
pub(crate) struct Explain {
    /// The code, such as E0201
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// Show every code with its title
    #[arg(long, conflicts_with = "code")]
    list: bool,
    /// For whom the page is written: `human`, or `markdown` as it is
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: PageFormat,
}

/// The forms of a page.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PageFormat {
    /// For people, on a terminal.
    Human,
    /// The page as it is written.
    Markdown,
}

impl Explain {
    /// Shows the page, or the list of them.
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Trouble> {
        let Some(written) = &self.code else {
            console.result(&self.list())?;
            return Ok(Exit::Fine);
        };
        let code = Code::find(written).ok_or_else(|| unknown(written))?;
        match self.format {
            PageFormat::Human => console.result(&page(code.page(), width()))?,
            PageFormat::Markdown => console.result(code.page())?,
        }
        Ok(Exit::Fine)
    }

    /// Every code with its title.
    fn list(&self) -> String {
        match self.format {
            PageFormat::Human => {
                let mut table = Table::new([("code", Column::Words), ("title", Column::Text)]);
                for code in Code::all() {
                    let style = match code.severity() {
                        Severity::Error => BAD,
                        Severity::Warning => OPEN,
                    };
                    table.row([paint(style, code.id()), code.title().to_owned()]);
                }
                table.render(0, width())
            }
            PageFormat::Markdown => Code::all().map(|code| format!("- `{}`: {}\n", code.id(), code.title())).collect(),
        }
    }
}

/// The trouble with a code that is not in the table.
fn unknown(written: &str) -> Trouble {
    let upper = written.to_uppercase();
    let near = Code::all().map(Code::id).filter(|id| strsim::osa_distance(id, &upper) <= NEAR).collect();
    Trouble::UnknownCode { code: written.to_owned(), near }
}
