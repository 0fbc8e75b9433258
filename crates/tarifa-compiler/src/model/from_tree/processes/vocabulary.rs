//! The words of one process: its parties, reasons, evidence, events, acts, amounts, stages and outcomes.
//!
//! It is long because eight kinds of names are declared alike, and each says its own mistakes.

use tarifa_diagnostics::{Code, Diagnostic, Span};
use tarifa_engine::program::{Act, ActId, AmountId, Argument, EventId, EvidenceId, FactPer, PartyId, ReasonId};
use tarifa_syntax::tree::{
    self, LateKind, Name, NameList, Returns, ReturnsLineKind, Soundness, StageLineKind, TargetKind,
};

use super::super::Resolver;
use super::super::meaning::is_built_in;
use super::super::statements::Stated;
use super::super::symbols::Value;
use super::MOST_STAGES;

/// Names of one kind, in the order written.
#[derive(Default)]
pub(super) struct Words<'t> {
    known: Vec<Word<'t>>,
    /// Whether some other word was written where one of them was meant.
    missed: bool,
}

struct Word<'t> {
    text: &'t str,
    span: Span,
    used: bool,
}

impl<'t> Words<'t> {
    /// The index of a word, which is thereby used.
    pub(super) fn find(&mut self, text: &str) -> Option<u16> {
        let index = self.peek(text)?;
        if let Some(word) = self.known.get_mut(usize::from(index)) {
            word.used = true;
        }
        Some(index)
    }

    /// The index of a word.
    pub(super) fn peek(&self, text: &str) -> Option<u16> {
        self.known.iter().position(|word| word.text == text).and_then(|index| u16::try_from(index).ok())
    }

    /// Forgets that some of them are used, to see what uses them from here on.
    pub(super) fn forget_uses(&mut self, of: &[AmountId]) {
        for id in of {
            if let Some(word) = self.known.get_mut(usize::from(id.0)) {
                word.used = false;
            }
        }
    }

    /// Which of them are not used; they count as used from here on.
    pub(super) fn take_unused(&mut self, of: &[AmountId]) -> Vec<bool> {
        let unused = |id: &AmountId| {
            let word = self.known.get_mut(usize::from(id.0));
            word.is_some_and(|word| !std::mem::replace(&mut word.used, true))
        };
        of.iter().map(unused).collect()
    }

    /// Takes down that a word is none of them and perhaps meant one, so that no other is called idle.
    pub(super) fn miss(&mut self) {
        self.missed = true;
    }

    pub(super) fn place(&self, text: &str) -> Option<Span> {
        self.known.iter().find(|word| word.text == text).map(|word| word.span)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.known.iter().map(|word| word.text)
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.names().map(str::to_owned).collect()
    }

    fn add(&mut self, name: &'t Name) -> u16 {
        let index = u16::try_from(self.known.len()).unwrap_or(u16::MAX);
        self.known.push(Word { text: &name.text, span: name.span, used: false });
        index
    }

    fn unused(&self) -> impl Iterator<Item = (&'t str, Span)> {
        self.known.iter().filter(|word| !word.used && !self.missed).map(|word| (word.text, word.span))
    }
}

/// What a party does, wherever it is written.
pub(super) struct KnownAct<'t> {
    pub(super) name: &'t str,
    pub(super) arguments: Vec<Argument>,
    pub(super) span: Span,
    /// Whether a clock counts from it.
    pub(super) anchors: bool,
}

/// A stage or an outcome, with the amounts that it takes.
pub(super) struct Entered<'t> {
    pub(super) name: &'t Name,
    pub(super) parameters: Vec<AmountId>,
}

/// The words of one process.
pub(super) struct Vocabulary<'t> {
    pub(super) process: &'t str,
    pub(super) parties: Words<'t>,
    pub(super) reasons: Words<'t>,
    pub(super) evidence: Words<'t>,
    pub(super) events: Words<'t>,
    pub(super) acts: Vec<KnownAct<'t>>,
    pub(super) amounts: Words<'t>,
    pub(super) stages: Vec<Entered<'t>>,
    pub(super) outcomes: Vec<Entered<'t>>,
    /// Whether some stage reckons a return freight.
    pub(super) returns_goods: bool,
    /// Whether every line could be read.
    pub(super) soundness: Soundness,
    /// Whether every line of every stage could be read, too.
    pub(super) stages_read: Soundness,
    /// Whether its words are well made.
    pub(super) sound: bool,
    /// Stages and outcomes that are defined a second time.
    repeated: Vec<Repeated<'t>>,
    /// The one name that lines lead to and nothing defines, where it is told already.
    pub(super) lost: Option<&'t str>,
}

/// A stage or an outcome that is defined a second time.
#[derive(Clone, Copy)]
struct Repeated<'t> {
    name: &'t Name,
    what: &'static str,
    earlier: Span,
}

impl<'t> Vocabulary<'t> {
    fn of(process: &'t str, soundness: Soundness) -> Self {
        Self {
            process,
            parties: Words::default(),
            reasons: Words::default(),
            evidence: Words::default(),
            events: Words::default(),
            acts: Vec::new(),
            amounts: Words::default(),
            stages: Vec::new(),
            outcomes: Vec::new(),
            returns_goods: false,
            soundness,
            stages_read: soundness,
            sound: true,
            repeated: Vec::new(),
            lost: None,
        }
    }

    /// The index of an act.
    pub(super) fn act(&self, text: &str) -> Option<ActId> {
        let index = self.acts.iter().position(|act| act.name == text)?;
        u16::try_from(index).ok().map(ActId)
    }

    /// Whether some act tells what came back.
    pub(super) fn tells_received(&self) -> bool {
        self.acts.iter().any(|act| act.arguments.contains(&Argument::Received))
    }

    /// What a word is, with its article, and where it is told.
    pub(super) fn kind_of(&self, text: &str) -> Option<(&'static str, Span)> {
        let lists = [
            (&self.parties, "a party"),
            (&self.reasons, "a reason"),
            (&self.evidence, "evidence"),
            (&self.events, "an event"),
            (&self.amounts, "an amount of money"),
        ];
        let listed = lists.into_iter().find_map(|(list, kind)| Some((kind, list.place(text)?)));
        let act = || self.acts.iter().find(|act| act.name == text).map(|act| ("an act", act.span));
        let stage = || entered(&self.stages, text).map(|span| ("a stage", span));
        let outcome = || entered(&self.outcomes, text).map(|span| ("an outcome", span));
        listed.or_else(act).or_else(stage).or_else(outcome)
    }

    /// Takes down that a line is lost that may have used any of them, so that none is called idle.
    pub(super) fn miss_all(&mut self) {
        for list in [&mut self.parties, &mut self.evidence, &mut self.events, &mut self.amounts] {
            list.miss();
        }
    }

    /// The acts as the program holds them.
    pub(super) fn program_acts(&self) -> Vec<Act> {
        self.acts.iter().map(|act| Act { name: act.name.to_owned(), arguments: act.arguments.clone() }).collect()
    }
}

fn entered(list: &[Entered<'_>], text: &str) -> Option<Span> {
    list.iter().find(|entered| &*entered.name.text == text).map(|entered| entered.name.span)
}

impl<'t> Resolver<'t> {
    /// Every word of a process, before what they lead to is worked out.
    pub(super) fn vocabulary(&mut self, stated: &Stated<'t, Returns>) -> Vocabulary<'t> {
        let mut words = Vocabulary::of(&stated.it.name.text, stated.soundness);
        self.listed_words(stated, &mut words);
        for line in &stated.it.lines {
            match &line.kind {
                ReturnsLineKind::Open(open) => {
                    let party = open.parties.names.first();
                    self.declare_act("open", party.map_or(line.span, |name| name.span), &open.arguments, &mut words);
                }
                ReturnsLineKind::Stage(stage) => {
                    if stage.soundness == Soundness::Damaged {
                        words.stages_read = Soundness::Damaged;
                    }
                    let parameters = self.parameters(&stage.parameters, &mut words);
                    self.declare_entered(Entered { name: &stage.name, parameters }, Ends::No, &mut words);
                    self.declare_acts(stage, &mut words);
                }
                ReturnsLineKind::Outcome(outcome) => {
                    let parameters = self.parameters(&outcome.parameters, &mut words);
                    self.declare_entered(Entered { name: &outcome.name, parameters }, Ends::Yes, &mut words);
                }
                ReturnsLineKind::TimeZone(_)
                | ReturnsLineKind::Parties(_)
                | ReturnsLineKind::Reasons(_)
                | ReturnsLineKind::Evidence(_)
                | ReturnsLineKind::Events(_) => {}
            }
        }
        self.repeated_places(stated.it, &mut words);
        for (count, what) in [(words.stages.len(), "stages"), (words.outcomes.len(), "outcomes")] {
            if count > MOST_STAGES {
                words.sound = false;
                self.beyond_limit::<()>(stated.it.name.span, what, MOST_STAGES);
            }
        }
        words
    }

    /// The lines that list words; each once, and those that are needed there.
    fn listed_words(&mut self, stated: &Stated<'t, Returns>, words: &mut Vocabulary<'t>) {
        let mut lines: [(&str, Option<Span>); 6] = [
            ("time zone", None),
            ("parties", None),
            ("reasons", None),
            ("evidence", None),
            ("events", None),
            ("open by", None),
        ];
        let mut outcomes = 0_usize;
        for line in &stated.it.lines {
            let (position, list): (usize, Option<(&'t NameList, &mut Words<'t>)>) = match &line.kind {
                ReturnsLineKind::TimeZone(_) => (0, None),
                ReturnsLineKind::Parties(list) => (1, Some((list, &mut words.parties))),
                ReturnsLineKind::Reasons(list) => (2, Some((list, &mut words.reasons))),
                ReturnsLineKind::Evidence(list) => (3, Some((list, &mut words.evidence))),
                ReturnsLineKind::Events(list) => (4, Some((list, &mut words.events))),
                ReturnsLineKind::Open(_) => (5, None),
                ReturnsLineKind::Stage(_) => continue,
                ReturnsLineKind::Outcome(_) => {
                    outcomes = outcomes.saturating_add(1);
                    continue;
                }
            };
            let Some((_, known)) = lines.get_mut(position) else { continue };
            if let Some(earlier) = known.replace(line.span) {
                words.sound = false;
                self.line_twice(earlier, line.span, "this process");
                continue;
            }
            let Some((list, into)) = list else { continue };
            for name in &list.names {
                match into.place(&name.text) {
                    Some(earlier) => {
                        words.sound = false;
                        self.duplicate(&name.text, "the name", (earlier, name.span));
                    }
                    None => drop(into.add(name)),
                }
            }
        }
        // A date fact and an event, or an event and an act, could not be told apart behind `after`.
        let events: Vec<_> = words.events.known.iter().map(|word| (word.text, word.span)).collect();
        for (text, span) in events {
            if let Some(fact) = self.symbols.values.place(text) {
                words.sound = false;
                self.duplicate(text, "the name", (fact, span));
            }
        }
        if stated.soundness == Soundness::Damaged {
            return;
        }
        let needed = [
            ("parties", lines.iter().any(|(name, span)| *name == "parties" && span.is_some()), "parties buyer, seller"),
            (
                "open by",
                lines.iter().any(|(name, span)| *name == "open by" && span.is_some()),
                "open by buyer { within 15 days after delivered } -> refunded",
            ),
            ("outcome", outcomes > 0, "outcome refunded { buyer gets paid }"),
        ];
        for (what, is_there, sample) in needed {
            if !is_there {
                words.sound = false;
                let message = format!("the process `{}` has no `{what}`", stated.it.name.text);
                let help = format!("write a line such as `{sample}`");
                self.report(Diagnostic::new(Code::LINE_MISSING, stated.it.name.span, message).help(help));
            }
        }
    }

    /// Everything that parties do in a stage.
    fn declare_acts(&mut self, stage: &'t tree::Stage, words: &mut Vocabulary<'t>) {
        for line in &stage.lines {
            match &line.kind {
                StageLineKind::Must(must) => {
                    for answer in &must.answers {
                        let act = &answer.act;
                        self.declare_act(&act.name.text, act.name.span, &act.arguments, words);
                    }
                }
                StageLineKind::May(may) => {
                    self.declare_act(&may.act.name.text, may.act.name.span, &may.act.arguments, words);
                }
                StageLineKind::ReturnFreight(_) => words.returns_goods = true,
                StageLineKind::Timer(_) | StageLineKind::Payment(_) => {}
            }
        }
    }

    /// An act with what it brings along, which is the same wherever it is written.
    fn declare_act(&mut self, name: &'t str, span: Span, written: &'t [Name], words: &mut Vocabulary<'t>) {
        let arguments: Vec<_> = written.iter().map(|name| self.argument(name, words)).collect();
        let Some(arguments) = arguments.into_iter().collect::<Option<Vec<_>>>() else {
            words.sound = false;
            return;
        };
        if let Some(event) = words.events.place(name) {
            words.sound = false;
            self.duplicate(name, "the name", (event, span));
            return;
        }
        let Some(known) = words.acts.iter().find(|act| act.name == name) else {
            words.acts.push(KnownAct { name, arguments, span, anchors: false });
            return;
        };
        if known.arguments == arguments {
            return;
        }
        let (first, second) = (known.span.min(span), known.span.max(span));
        let message = format!("`{name}` does not bring the same along everywhere");
        let diagnostic = Diagnostic::new(Code::ACT_ARGUMENTS, second, message)
            .related(first, "the other one")
            .help("write the same names in parentheses at both places, or call one of the acts something else");
        words.sound = false;
        self.report(diagnostic);
    }

    /// What an act brings along: a reason, the pieces that came back, a fact of the order, or an amount.
    fn argument(&mut self, name: &'t Name, words: &mut Vocabulary<'t>) -> Option<Argument> {
        match &*name.text {
            "reason" => return Some(Argument::Reason),
            "received" => return Some(Argument::Received),
            _ => {}
        }
        if let Some(Value::Fact(id)) = self.symbols.values.find(&name.text) {
            if self.facts.get(usize::from(id.0))?.per == FactPer::Shipment {
                return Some(Argument::Fact(id));
            }
            let message = format!("`{}` is told of each item, and an act tells something of the order", name.text);
            let help = "declare a fact of the shipment, without `per item`";
            return self.refuse(Diagnostic::new(Code::ITEM_FACT_ALONE, name.span, message).help(help));
        }
        self.amount_name(name, words).map(Argument::Amount)
    }

    /// The amounts that a stage or an outcome takes.
    fn parameters(&mut self, names: &'t [Name], words: &mut Vocabulary<'t>) -> Vec<AmountId> {
        let found: Vec<_> = names.iter().map(|name| self.amount_name(name, words)).collect();
        let complete: Option<Vec<_>> = found.into_iter().collect();
        words.sound &= complete.is_some();
        complete.unwrap_or_default()
    }

    /// The name of an amount; one that means something else is reported.
    fn amount_name(&mut self, name: &'t Name, words: &mut Vocabulary<'t>) -> Option<AmountId> {
        if self.symbols.broken.contains(&*name.text) {
            return None;
        }
        if let Some(known) = words.amounts.peek(&name.text) {
            return Some(AmountId(known));
        }
        if is_built_in(&name.text) || RESERVED.contains(&&*name.text) {
            self.reserved(name);
            return None;
        }
        let defined = self.symbols.values.place(&name.text);
        let compensation = self.cases.compensation_names.contains_key(&*name.text);
        if defined.is_some() || compensation {
            let message = format!("`{}` is no amount that an act brings along: it means something else", name.text);
            let mut diagnostic = Diagnostic::new(Code::WRONG_KIND_OF_NAME, name.span, message);
            if let Some(span) = defined {
                diagnostic = diagnostic.related(span, "defined here");
            }
            return self.refuse(diagnostic.help("choose another name"));
        }
        Some(AmountId(words.amounts.add(name)))
    }

    /// Takes down a stage or an outcome; both are led to by name, so that they share their names.
    fn declare_entered(&mut self, it: Entered<'t>, ends: Ends, words: &mut Vocabulary<'t>) {
        let (name, what) = (it.name, if ends == Ends::Yes { "the outcome" } else { "the stage" });
        let known = words.stages.iter().chain(&words.outcomes).find(|known| known.name.text == name.text);
        if let Some(earlier) = known.map(|known| known.name.span) {
            words.sound = false;
            words.repeated.push(Repeated { name, what, earlier });
            return;
        }
        match ends {
            Ends::Yes => words.outcomes.push(it),
            Ends::No => words.stages.push(it),
        }
    }

    /// Reports stages and outcomes that are defined twice; where one was copied and not renamed, with the name that is lost.
    fn repeated_places(&mut self, process: &'t Returns, words: &mut Vocabulary<'t>) {
        let repeated = std::mem::take(&mut words.repeated);
        let defined = words.stages.iter().chain(&words.outcomes).map(|entered| &*entered.name.text);
        let defined: Vec<&str> = defined.collect();
        let mut lost = led_to(process).into_iter().filter(|name| !defined.contains(&&*name.text));
        let first = lost.next();
        let is_one = lost.all(|name| first.is_none_or(|first| first.text == name.text));
        let meant = first.filter(|_| is_one && repeated.len() == 1);
        words.lost = meant.map(|name| &*name.text);
        for Repeated { name, what, earlier } in repeated {
            let Some(lost) = meant else {
                self.duplicate(&name.text, what, (earlier, name.span));
                continue;
            };
            let diagnostic = super::super::names::repeated_name(&name.text, what, (earlier, name.span));
            let related = format!("`{}` is led to here, and nothing defines it", lost.text);
            let diagnostic = Diagnostic { helps: Vec::new(), ..diagnostic.related(lost.span, related) };
            self.report(diagnostic.help(format!("is one of them `{}`? Give it that name", lost.text)));
        }
    }

    /// Warns of parties, evidence, events and amounts that play no part.
    pub(super) fn idle_words(&mut self, words: &Vocabulary<'t>) {
        if words.soundness == Soundness::Damaged || !words.sound {
            return;
        }
        let lists = [
            (&words.parties, "party", "does nothing and gets nothing"),
            (&words.evidence, "evidence", "is asked for nowhere and decides nothing"),
            (&words.events, "event", "starts no clock and decides nothing"),
            (&words.amounts, "amount", "is told, and nothing reads it"),
        ];
        for (list, kind, why) in lists {
            for (text, span) in list.unused() {
                let message = match kind {
                    "evidence" => format!("`{text}` {why}"),
                    kind => format!("the {kind} `{text}` {why}"),
                };
                let mut diagnostic = Diagnostic::new(Code::IDLE_IN_PROCESS, span, message);
                if kind == "amount"
                    && let Some(near) = super::nearest(text, self.symbols.values.names())
                {
                    diagnostic = diagnostic.help(format!("did you mean the fact `{near}`?"));
                } else {
                    diagnostic = diagnostic.help("remove it, or write the line that it is for");
                }
                self.report(diagnostic);
            }
        }
    }

    /// The party of that name.
    pub(super) fn party(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<PartyId> {
        match words.parties.find(&name.text) {
            Some(party) => Some(PartyId(party)),
            None => {
                words.parties.miss();
                self.unknown_word(name, "a party", words.parties.names().collect::<Vec<_>>(), words)
            }
        }
    }

    /// Each of several parties.
    pub(super) fn party_list(&mut self, list: &NameList, words: &mut Vocabulary<'t>) -> Option<Vec<PartyId>> {
        let found: Vec<_> = list.names.iter().map(|name| self.party(name, words)).collect();
        found.into_iter().collect()
    }

    /// The reason of that name.
    pub(super) fn reason(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<ReasonId> {
        match words.reasons.find(&name.text) {
            Some(reason) => Some(ReasonId(reason)),
            None => self.unknown_word(name, "a reason", words.reasons.names().collect::<Vec<_>>(), words),
        }
    }

    /// The evidence of that name.
    pub(super) fn evidence_named(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<EvidenceId> {
        match words.evidence.find(&name.text) {
            Some(evidence) => Some(EvidenceId(evidence)),
            None => {
                words.evidence.miss();
                self.unknown_word(name, "evidence", words.evidence.names().collect::<Vec<_>>(), words)
            }
        }
    }

    /// The event of that name.
    pub(super) fn event_named(&mut self, name: &Name, words: &mut Vocabulary<'t>) -> Option<EventId> {
        match words.events.find(&name.text) {
            Some(event) => Some(EventId(event)),
            None => {
                words.events.miss();
                self.unknown_word(name, "an event", words.events.names().collect::<Vec<_>>(), words)
            }
        }
    }
}

/// Every name that a line leads to.
fn led_to(process: &Returns) -> Vec<&Name> {
    let mut targets = Vec::new();
    for line in &process.lines {
        match &line.kind {
            ReturnsLineKind::Open(open) => targets.push(&open.target),
            ReturnsLineKind::Stage(stage) => stage.lines.iter().for_each(|line| match &line.kind {
                StageLineKind::Must(must) => {
                    targets.extend(must.answers.iter().map(|answer| &answer.target));
                    targets.extend(must.late.iter().filter_map(|late| match &late.kind {
                        LateKind::To { target, .. } => Some(target),
                        LateKind::As(_) => None,
                    }));
                }
                StageLineKind::May(may) => targets.extend(&may.target),
                StageLineKind::Timer(timer) => targets.push(&timer.target),
                StageLineKind::ReturnFreight(_) | StageLineKind::Payment(_) => {}
            }),
            ReturnsLineKind::Outcome(_)
            | ReturnsLineKind::TimeZone(_)
            | ReturnsLineKind::Parties(_)
            | ReturnsLineKind::Reasons(_)
            | ReturnsLineKind::Evidence(_)
            | ReturnsLineKind::Events(_) => {}
        }
    }
    let names = targets.into_iter().filter_map(|target| match &target.kind {
        TargetKind::To { name, .. } => Some(name),
        TargetKind::KeepWaiting | TargetKind::Again | TargetKind::Extend { .. } => None,
    });
    names.collect()
}

/// Whether a case ends there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Yes,
    No,
}

/// Words of the language that no amount can have as its name.
const RESERVED: [&str; 8] = ["reason", "received", "paid", "paid_goods", "paid_freight", "nothing", "open", "entry"];
