//! scratch
#![allow(warnings, clippy::all)]
use tarifa::{Source, Sources};
fn walk(p: &std::path::Path, out: &mut Vec<Source>) {
    let mut es: Vec<_> = std::fs::read_dir(p).unwrap().map(|e| e.unwrap().path()).collect();
    es.sort();
    for e in es {
        if e.is_dir() { walk(&e, out) } else if e.extension().is_some_and(|x| x == "tarifa") {
            out.push(Source::new(e.display().to_string(), std::fs::read_to_string(&e).unwrap()));
        }
    }
}
fn main() {
    let mut v = vec![];
    for a in std::env::args().skip(1) { walk(std::path::Path::new(&a), &mut v); }
    let s = Sources::new(v);
    let t = std::time::Instant::now();
    let c = tarifa::compile(&s);
    println!("compiled in {:?}", t.elapsed());
    for d in c.diagnostics.iter() {
        println!("{}", tarifa::diagnostics::render::human(d, &s, tarifa::diagnostics::render::Colour::Plain));
    }
    println!("{} findings", c.diagnostics.len());
    if let Some(o) = c.run_examples() {
        let bad: Vec<_> = o.iter().filter(|o| !o.passed()).collect();
        for b in &bad {
            for m in &b.mismatches { 
                let src = s.get(m.span.source).unwrap();
                println!("FAIL {} ({}:{}): expected {}, found {}", b.title, src.name, src.line(m.span.start), m.expected, m.found);
            }
        }
        println!("{} examples, {} failed", o.len(), bad.len());
    }
}
