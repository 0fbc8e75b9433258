//! What the model makes of every construct, and what it says of every mistake.
