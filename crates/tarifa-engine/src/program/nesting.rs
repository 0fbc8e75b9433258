//! How deep conditions and formulas nest: bounded, so that no artefact can overflow the stack.

use std::cell::Cell;

use serde::{Deserialize, Deserializer, de::Error as _};

/// The most conditions and formulas inside each other.
pub const MAX_NESTING: usize = 200;

thread_local! {
    /// How many are open in the reading at hand. A derived `Deserialize` cannot be handed a count,
    /// and a recursion that is not counted ends only with the stack.
    static OPEN: Cell<usize> = const { Cell::new(0) };
}

/// Counts one level for as long as it lives.
struct Level;

impl Level {
    fn open() -> Option<Self> {
        let open = OPEN.get().saturating_add(1);
        (open <= MAX_NESTING).then(|| {
            OPEN.set(open);
            Self
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        OPEN.set(OPEN.get().saturating_sub(1));
    }
}

/// Reads what stands inside a condition or a formula, one level deeper.
pub(in crate::program) fn deeper<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let _level = Level::open()
        .ok_or_else(|| D::Error::custom(format_args!("conditions nest deeper than {MAX_NESTING} levels")))?;
    T::deserialize(deserializer)
}
