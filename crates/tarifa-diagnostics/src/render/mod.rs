//! A finding as text for people and as data for tools.
//!
//! Both renderers are functions of the finding and the sources alone: they
//! print nothing and ask nothing of the environment. Whether the reader has
//! colour is said by the caller.

mod excerpt;
mod human;
mod json;
mod safe;

pub use human::{Colour, human};
pub use json::{Finding, Place, Remark, finding, place};
pub use safe::{safe, safe_json};
