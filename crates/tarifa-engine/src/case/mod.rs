//! Cases of returns, disputes and claims: where a case stands, who must or may do what by when,
//! and the money so far.
//!
//! A standing is a function of the rules, the order, what has happened and `now`, and of nothing
//! else. The events of a case are folded in the order of time, together with the ends of clocks.
//!
//! # What it decides, where the language leaves it open
//!
//! - **`now`** that is only a day means its last instant. An event that is known by its day alone
//!   counts from the start of its day: the host tells of it because it has happened.
//! - **Order within a day.** Where what happens on one day can have happened in several orders, and
//!   these lead to different standings, the times are asked for. Events at the very same instant
//!   are treated alike. The end of an hours' clock that began with an event of unknown time is
//!   asked for as soon as it could lie before what comes next.
//! - **External events** are known before they happen, since a host may tell of dates to come: a
//!   clock that begins with one has its end at once. Nothing has happened before its time.
//! - **A plain date of the order** that a clock counts from is a day of the process's zone.
//! - **`paused while`** moves the end by the days that lie between the beginning and the end of each
//!   pause (business days for a clock of these, exact time for one of hours).
//! - **Versions**: each attempt to open is answered by the version of its own day; what only another
//!   version knows is listed and leads nowhere, so that the past reads the same in each.
//! - **`up to N times`** counts each written line by itself, over the whole case.
//! - **An act that came after its obligation's end** is too late, also where the stage has been left.
//! - **Money** that cannot be told leaves the stage certain, and is asked for.

mod act;
mod anchor;
mod applies;
mod compensation;
mod counted;
mod due;
mod explore;
mod fault;
mod fold;
mod gate;
mod guard;
mod happening;
mod index;
mod input;
mod kept;
mod known;
mod money;
mod prepare;
mod report;
mod standing;
mod state;
mod step;
#[cfg(test)]
mod tests;

pub use applies::CaseOfProcess;
pub use compensation::Owed;
pub use due::{DueOfCase, DueThing, FallsDue};
pub use fault::CaseFault;
pub use happening::{Act, ForeignHappening, Happening, PreparedEvent};
pub use index::CaseIndex;
pub use input::{Case, CaseEvent, PaidInput, WhatHappened};
pub use prepare::PreparedCase;
pub use standing::{
    Attempt, Bar, CaseNeed, Cause, Certainty, Due, Duty, Leads, MoneyLine, MoneyWay, Position, Right, RightCondition,
    RightSource, Standing, Step, Uncounted, Verdict, Waiting, Wanted, When,
};

/// The most events of a case.
pub const MAX_EVENTS: usize = 1_000;
