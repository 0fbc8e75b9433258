//! A process as a graph: stages and outcomes, and what leads from one to the other.

mod layout;
mod mermaid;
mod svg;
mod words;

use tarifa::program::{Late, Permission, Process, Stage, Target};

pub(crate) use mermaid::mermaid;
pub(crate) use svg::svg;

/// What is drawn.
#[derive(Debug)]
pub(crate) struct Chart {
    /// The process's name and title.
    title: String,
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
    pub(crate) fn of(process: &Process) -> Self {
        let mut nodes =
            vec![Node { kind: NodeKind::Start, name: String::new(), title: String::new(), lines: Vec::new() }];
        for stage in &process.stages {
            let lines = words::stage(process, stage);
            nodes.push(Node { kind: NodeKind::Stage, name: stage.name.clone(), title: stage.title.clone(), lines });
        }
        for outcome in &process.outcomes {
            let (name, title) = (outcome.name.clone(), outcome.title.clone());
            nodes.push(Node { kind: NodeKind::Outcome, name, title, lines: Vec::new() });
        }
        let mut chart = Self { title: title(&process.name, &process.title), nodes, edges: Vec::new() };
        for window in &process.opening.windows {
            let label = words::opening(process, window);
            chart.edge(process, 0, &process.opening.target, Cause::Act, label);
        }
        for (stage, from) in process.stages.iter().zip(1..) {
            chart.stage(process, stage, from);
        }
        chart
    }

    fn stage(&mut self, process: &Process, stage: &Stage, from: usize) {
        for obligation in &stage.obligations {
            let who = words::party(process, obligation.party);
            for answer in &obligation.answers {
                let act = words::act(process, answer.act);
                let label = format!("{who}: {act}{}", words::gate(process, &answer.gate));
                self.edge(process, from, &answer.target, Cause::Act, label);
            }
            let late = format!("{who} late: {}", obligation.name);
            match &obligation.late {
                None => {}
                Some(Late::As(act)) => {
                    let name = words::act(process, *act);
                    for answer in obligation.answers.iter().filter(|answer| answer.act == *act) {
                        let when = words::when(process, answer.gate.when.as_ref());
                        self.edge(process, from, &answer.target, Cause::Late, format!("{late}, as {name}{when}"));
                    }
                }
                Some(Late::To(lines)) => {
                    for (guard, target) in lines {
                        let when = words::when(process, guard.as_ref());
                        self.edge(process, from, target, Cause::Late, format!("{late}{when}"));
                    }
                }
            }
        }
        for permission in &stage.permissions {
            self.edge(process, from, &permission.target, Cause::Act, permitted(process, permission));
        }
        for timer in &stage.timers {
            self.edge(process, from, &timer.target, Cause::Timer, words::timer(process, timer));
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

fn permitted(process: &Process, permission: &Permission) -> String {
    let who: Vec<String> = permission.parties.iter().map(|party| words::party(process, *party)).collect();
    let act = words::act(process, permission.act);
    format!("{}: {act}{}", who.join(", "), words::gate(process, &permission.gate))
}

/// The title, and the name where it is another.
fn title(name: &str, title: &str) -> String {
    if title.is_empty() || title == name { name.to_owned() } else { format!("{title} ({name})") }
}
