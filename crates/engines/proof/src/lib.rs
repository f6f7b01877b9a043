//! What clients prove to the firewall: puzzles that a browser works at or a person answers, and tokens
//! for those who solved one. Nothing is remembered: what is handed out is signed, for one domain,
//! network and user agent. Pure: time, keys and randomness are arguments.

mod audience;
mod key;
mod puzzle;
mod token;

pub use audience::Audience;
pub use key::{KeyRing, ProofKey};
pub use puzzle::{PUZZLE_SECONDS, Proof, Puzzle, Refusal};
pub use token::Times;
