//! What hand-written Rust does beside the engine: for benches, and for counting instructions.
//!
//! Both sides read interned input and must say the same of every shipment before anything is measured.

pub mod quoting;
pub mod restricting;

use tarifa_engine::evaluate::Runtime;

/// The engine for a policy.
///
/// # Panics
///
/// Where the policy is not well made.
pub fn runtime(policy: &str) -> Runtime {
    let compilation = tarifa::compile(&tarifa::Sources::single("by_hand.tarifa", policy));
    let tariff = compilation.tariff.unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics));
    Runtime::new(tariff.program().clone())
}

/// Numbers in an order that no branch predictor learns, the same in every run.
#[derive(Clone, Copy, Debug)]
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Self {
        Self(42)
    }
}

impl Dice {
    /// A number from nought to below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}
