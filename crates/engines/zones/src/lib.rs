//! Hosted zones as DNS answers them: names and values read from Route 53's text, queries read from
//! bytes of anybody, and answers written. Pure: chance and health are arguments.

mod answer;
mod chance;
mod given;
mod lead;
mod message;
mod name;
mod referral;
mod value;
mod zone;

pub use answer::{Answered, Asker, Transport, answer};
pub use message::{Malformed, Query};
pub use name::{InvalidText, Name, reversed};
pub use value::{Kind, data};
pub use zone::{Choice, Content, Set, Zone, Zones};
