//! The limits of the text; each has a code of its own.

/// The longest file, in bytes.
pub const SOURCE_BYTES: usize = 32 * 1024 * 1024;

/// The longest statement, in bytes. Parsing one takes about a hundred times its size in memory.
pub const STATEMENT_BYTES: usize = 2 * 1024 * 1024;

/// The deepest nesting of brackets. The grammar and the tree recurse once per bracket, and never otherwise.
pub const NESTING: usize = 128;

/// The most errors that are reported for one file; what is wrong behind them shows once they are put right.
pub const ERRORS: usize = 200;
