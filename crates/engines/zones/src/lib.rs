//! Hosted zones as DNS answers them: names and values read from Route 53's text, queries read from
//! bytes of anybody, and answers written. Pure: chance and health are arguments.

mod answer;
mod chance;
mod choice;
mod given;
mod health;
mod lead;
mod message;
mod name;
mod referral;
mod set;
mod value;
mod zone;

pub use answer::{Answered, Asker, Transport, answer};
pub use health::Health;
pub use message::{Malformed, Query};
pub use name::{InvalidText, Name, reversed};
pub use set::{Choice, Content, Set, Watched};
pub use value::{Kind, data};
pub use zone::{Zone, Zones};
