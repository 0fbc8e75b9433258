//! Writes many cases, one on each line: `cargo run --release -p tarifa-tests --example cases -- 1000000 > cases.jsonl`.

#![expect(clippy::expect_used, reason = "who generates cases sees at once what is missing")]

use std::io::{BufWriter, Write as _};

fn main() -> std::io::Result<()> {
    let count = std::env::args().nth(1).expect("how many cases to write");
    let count: u64 = count.parse().expect("a whole number of cases");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for number in 0..count {
        writeln!(out, "{}", tarifa_tests::cases::case(number))?;
    }
    out.flush()
}
