//! The compact form of what most statements are: bounds, rates and roundings as whole numbers over
//! denominators that are fixed when a program is made ready.
//!
//! It is a second representation of numbers, not a second evaluator: the walk from the gates to the
//! total is one, and asks at three places (the billed weight, a limit, a statement's body) whether
//! there is a compact form that answers. A compact form answers exactly or not at all: where a
//! fact is missing, a product does not fit or a number is not whole in its parts, it says nothing, and the
//! general form at the same place decides. What is told to a listener is always the general form's.

mod body;
mod limit;
mod parts;
mod weighing;

pub(super) use body::CompactBody;
pub(super) use limit::CompactLimit;
pub(super) use parts::Measures;
pub(super) use weighing::Weighing;

use crate::program::{BlockId, Program, ServiceId};

use self::parts::Denominators;

/// The compact forms of a program; none where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Compact {
    denominators: Option<Denominators>,
    services: Vec<CompactService>,
    blocks: Vec<Option<CompactBody>>,
}

/// The compact forms of one service.
#[derive(Clone, Debug)]
struct CompactService {
    weighing: Option<Weighing>,
    limits: Vec<Option<CompactLimit>>,
}

/// How much of a program has a compact form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compaction {
    /// The price statements that have one.
    pub blocks: usize,
    /// The services whose way to the billed weight has one.
    pub weighings: usize,
    /// The limits that have one.
    pub limits: usize,
}

impl Compact {
    /// Brings into the compact form what it can say.
    pub(super) fn from_program(program: &Program) -> Self {
        let denominators = Denominators::of(program);
        let services = program.services.iter().map(|service| CompactService {
            weighing: Weighing::new(&service.billed_weight, denominators),
            limits: service.limits.iter().map(|limit| CompactLimit::new(limit, denominators)).collect(),
        });
        Self {
            denominators: Some(denominators),
            services: services.collect(),
            blocks: program.blocks.iter().map(|block| CompactBody::new(program, block, denominators)).collect(),
        }
    }

    pub(super) const fn denominators(&self) -> Option<Denominators> {
        self.denominators
    }

    #[inline]
    pub(super) fn weighing(&self, service: ServiceId) -> Option<&Weighing> {
        self.services.get(usize::from(service.0))?.weighing.as_ref()
    }

    #[inline]
    pub(super) fn limits(&self, service: ServiceId) -> &[Option<CompactLimit>] {
        self.services.get(usize::from(service.0)).map(|service| service.limits.as_slice()).unwrap_or_default()
    }

    #[inline]
    pub(super) fn body(&self, block: BlockId) -> Option<&CompactBody> {
        self.blocks.get(block.0 as usize)?.as_ref()
    }

    /// How much there is.
    pub(super) fn share(&self) -> Compaction {
        let limits = self.services.iter().flat_map(|service| &service.limits);
        Compaction {
            blocks: self.blocks.iter().flatten().count(),
            weighings: self.services.iter().filter(|service| service.weighing.is_some()).count(),
            limits: limits.flatten().count(),
        }
    }
}
