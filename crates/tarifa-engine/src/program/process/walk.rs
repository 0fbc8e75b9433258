//! Visiting the guards, clocks and places of a process, in its own order.

use super::{
    Anchor, Answer, Clock, Edge, Gate, Guard, Late, Obligation, Opening, Outcome, PaymentLine, Permission, Process,
    Stage, Timer, Window,
};
use crate::program::{At, Condition, Node, NodeMut};

/// Writes the visitor once for shared and once for exclusive access.
macro_rules! walkers {
    ($guards:ident, $conditions:ident, $visit:ident, $node:ident, $iter:ident, $($exclusive:tt)?) => {
        impl Guard {
            /// Hands `visitor` every condition and formula inside.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                self.$conditions(&mut |condition| condition.$visit(visitor));
            }

            /// Hands `visitor` every outermost condition inside.
            fn $conditions(self: &$($exclusive)? Self, visitor: &mut dyn FnMut(&$($exclusive)? Condition)) {
                match self {
                    Self::Holds(condition) => visitor(condition),
                    Self::Not(inner) => inner.$conditions(visitor),
                    Self::All(parts) | Self::Any(parts) => parts.$iter().for_each(|part| part.$conditions(visitor)),
                    Self::Reason(_) | Self::Happened(_) | Self::Shown(_) | Self::Money { .. } => {}
                }
            }
        }

        impl Process {
            /// Hands `visitor` every condition and formula of the scope and the guards.
            pub fn $visit(self: &$($exclusive)? Self, visitor: &mut dyn FnMut($node<'_>)) {
                self.scope.when.$visit(visitor);
                self.$guards(&mut |guard| guard.$visit(visitor));
            }

            /// Hands `visitor` every outermost guard.
            pub fn $guards(self: &$($exclusive)? Self, visitor: &mut dyn FnMut(&$($exclusive)? Guard)) {
                for Window { gate, .. } in & $($exclusive)? self.opening.windows {
                    gate.when.$iter().for_each(&mut *visitor);
                }
                for stage in & $($exclusive)? self.stages {
                    for Obligation { answers, late, .. } in & $($exclusive)? stage.obligations {
                        answers.$iter().for_each(|answer| answer.gate.when.$iter().for_each(&mut *visitor));
                        if let Some(Late::To(lines)) = late {
                            lines.$iter().for_each(|(guard, _)| guard.$iter().for_each(&mut *visitor));
                        }
                    }
                    for Permission { gate, .. } in & $($exclusive)? stage.permissions {
                        gate.when.$iter().for_each(&mut *visitor);
                    }
                    for Timer { when, .. } in & $($exclusive)? stage.timers {
                        when.$iter().for_each(&mut *visitor);
                    }
                    for PaymentLine { when, .. } in & $($exclusive)? stage.payments {
                        when.$iter().for_each(&mut *visitor);
                    }
                    for freight in stage.return_freight.$iter() {
                        freight.payers.$iter().for_each(|(guard, _)| guard.$iter().for_each(&mut *visitor));
                    }
                }
                for Outcome { payments, .. } in & $($exclusive)? self.outcomes {
                    payments.$iter().for_each(|line| line.when.$iter().for_each(&mut *visitor));
                }
            }
        }
    };
}

walkers!(visit_guards, conditions, visit, Node, iter,);
walkers!(visit_guards_mut, conditions_mut, visit_mut, NodeMut, iter_mut, mut);

impl Process {
    /// Hands `visitor` every place that the process names, in its own order.
    pub fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        let Self { opening: Opening { windows, at, .. }, .. } = self;
        visitor(at);
        for Window { gate, at, .. } in windows {
            visitor(at);
            gate.visit_places(visitor);
        }
        self.stages.iter_mut().for_each(|stage| stage.visit_places(visitor));
        for Outcome { payments, at, .. } in &mut self.outcomes {
            visitor(at);
            payments.iter_mut().for_each(|line| visitor(&mut line.at));
        }
        visitor(&mut self.at);
    }
}

impl Stage {
    fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        visitor(&mut self.at);
        for Obligation { within, answers, at, .. } in &mut self.obligations {
            visitor(at);
            within.iter_mut().for_each(|edge| edge.visit_places(visitor));
            for Answer { gate, at, .. } in answers {
                visitor(at);
                gate.visit_places(visitor);
            }
        }
        for Permission { gate, at, .. } in &mut self.permissions {
            visitor(at);
            gate.visit_places(visitor);
        }
        for Timer { after, at, .. } in &mut self.timers {
            visitor(at);
            after.iter_mut().for_each(|clock| clock.visit_places(visitor));
        }
        self.payments.iter_mut().for_each(|line| visitor(&mut line.at));
        self.return_freight.iter_mut().for_each(|freight| visitor(&mut freight.at));
    }
}

impl Gate {
    fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        for edge in [&mut self.not_before, &mut self.within, &mut self.until].into_iter().flatten() {
            edge.visit_places(visitor);
        }
    }
}

impl Edge {
    fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        match self {
            Self::One(clock) => clock.visit_places(visitor),
            Self::Of(_, clocks) => clocks.iter_mut().for_each(|clock| clock.visit_places(visitor)),
        }
    }
}

impl Clock {
    fn visit_places(&mut self, visitor: &mut dyn FnMut(&mut At)) {
        visitor(&mut self.at);
        for anchor in [Some(&mut self.from), self.held_until.as_mut()].into_iter().flatten() {
            match anchor {
                Anchor::Clock(inner) => inner.visit_places(visitor),
                Anchor::Entry | Anchor::Open | Anchor::Event(..) | Anchor::Act(..) | Anchor::Date(_) => {}
            }
        }
    }
}
