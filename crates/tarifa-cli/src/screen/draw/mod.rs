//! A process as a graph: stages and outcomes, and what leads from one to the other.

mod conditions;
mod layout;
mod mermaid;
mod money;
mod svg;
mod words;

use tarifa::program::{Late, Permission, Process, Program, Stage, Target, longest};

pub(crate) use mermaid::mermaid;
pub(crate) use svg::svg;

use words::Of;

/// What is drawn.
#[derive(Debug)]
pub(crate) struct Chart {
    /// The process's name and title.
    title: String,
    /// How long a case can take.
    longest: String,
    /// The beginning, then the stages, then the outcomes, as they are written.
    nodes: Vec<Node>,
    /// What leads from one node to another, in the order written.
    edges: Vec<Edge>,
}

/// A place where a case can stand.
#[derive(Debug)]
struct Node {
    kind: NodeKind,
    /// The name in the policy.
    name: String,
    /// What staff call it.
    title: String,
    /// Its clocks, or its money.
    lines: Vec<String>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NodeKind {
    /// Before the opening.
    Start,
    /// A stage.
    Stage,
    /// An end.
    Outcome,
}

/// What leads from one node to another.
#[derive(Debug)]
struct Edge {
    from: usize,
    to: usize,
    cause: Cause,
    label: String,
}

/// Why a case goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// Somebody acted.
    Act,
    /// Somebody did not act in time.
    Late,
    /// A timer, or an event.
    Timer,
}

impl Chart {
    /// The graph of a process.
    pub(crate) fn of(program: &Program, process: &Process) -> Self {
        let of = Of { program, process };
        let mut nodes =
            vec![Node { kind: NodeKind::Start, name: String::new(), title: String::new(), lines: Vec::new() }];
        for stage in &process.stages {
            let lines = words::stage(of, stage);
            nodes.push(Node { kind: NodeKind::Stage, name: stage.name.clone(), title: stage.title.clone(), lines });
        }
        for outcome in &process.outcomes {
            let (name, title) = (outcome.name.clone(), outcome.title.clone());
            let lines = money::lines(of, &outcome.payments);
            nodes.push(Node { kind: NodeKind::Outcome, name, title, lines });
        }
        let mut chart = Self {
            title: title(&process.name, &process.title),
            longest: how_long(program, process),
            nodes,
            edges: Vec::new(),
        };
        for window in &process.opening.windows {
            let label = words::opening(of, window);
            chart.edge(process, 0, &process.opening.target, Cause::Act, label);
        }
        for (stage, from) in process.stages.iter().zip(1..) {
            chart.stage(of, stage, from);
        }
        chart
    }

    fn stage(&mut self, of: Of<'_>, stage: &Stage, from: usize) {
        let process = of.process;
        for obligation in &stage.obligations {
            let who = words::party(process, obligation.party);
            for answer in &obligation.answers {
                let act = words::act(process, answer.act);
                let label = format!("{who}: {act}{}", words::gate(of, &answer.gate));
                self.edge(process, from, &answer.target, Cause::Act, label);
            }
            let late = format!("{who} late: {}", obligation.name);
            match &obligation.late {
                None => {}
                Some(Late::As(act)) => {
                    let name = words::act(process, *act);
                    for answer in obligation.answers.iter().filter(|answer| answer.act == *act) {
                        let when = words::when(of, answer.gate.when.as_ref());
                        self.edge(process, from, &answer.target, Cause::Late, format!("{late}, as {name}{when}"));
                    }
                }
                Some(Late::To(lines)) => {
                    for (guard, target) in lines {
                        let when = words::when(of, guard.as_ref());
                        self.edge(process, from, target, Cause::Late, format!("{late}{when}"));
                    }
                }
            }
        }
        for permission in &stage.permissions {
            self.edge(process, from, &permission.target, Cause::Act, permitted(of, permission));
        }
        for timer in &stage.timers {
            self.edge(process, from, &timer.target, Cause::Timer, words::timer(of, timer));
        }
    }

    /// Adds an edge, unless the case stays where it is; the same edge is drawn once.
    fn edge(&mut self, process: &Process, from: usize, target: &Target, cause: Cause, label: String) {
        let stages = process.stages.len();
        let to = match target {
            Target::Stage(stage, _) => usize::from(stage.0).saturating_add(1),
            Target::Outcome(outcome, _) => usize::from(outcome.0).saturating_add(stages).saturating_add(1),
            Target::Again => from,
            Target::KeepWaiting | Target::Extend { .. } => return,
        };
        let same = |edge: &&Edge| edge.to == to && edge.cause == cause && edge.label == label;
        // The edges of one node stand together.
        let is_drawn = self.edges.iter().rev().take_while(|edge| edge.from == from).any(|edge| same(&edge));
        if to < self.nodes.len() && !is_drawn {
            self.edges.push(Edge { from, to, cause, label });
        }
    }
}

fn permitted(of: Of<'_>, permission: &Permission) -> String {
    let process = of.process;
    let who: Vec<String> = permission.parties.iter().map(|party| words::party(process, *party)).collect();
    let act = words::act(process, permission.act);
    format!("{}: {act}{}", who.join(", "), words::gate(of, &permission.gate))
}

/// How long a case can take from its opening to an end.
fn how_long(program: &Program, process: &Process) -> String {
    match longest(program, process) {
        Ok(longest) => {
            let days = if longest.days == 1 { "1 day".to_owned() } else { format!("{} days", longest.days) };
            format!("a case takes {days} at most from its opening to an end")
        }
        Err(why) => format!("a case can take any time: {}", why.to_string().replace('`', "")),
    }
}

/// The title, and the name where it is another.
fn title(name: &str, title: &str) -> String {
    if title.is_empty() || title == name { name.to_owned() } else { format!("{title} ({name})") }
}
