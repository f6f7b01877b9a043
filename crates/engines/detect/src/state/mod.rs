//! State that stays small: sketches, tables that forget, windows of the records' time, and how all of it
//! is stored.

mod checkpoint;
mod distinct;
mod index;
mod stored;
mod table;
mod told;
mod window;

pub use checkpoint::Damaged;
pub(crate) use checkpoint::{seal, unseal};
pub(crate) use distinct::Distinct;
pub(crate) use stored::{Input, Stored, stored};
pub(crate) use table::Table;
pub(crate) use told::Told;
pub(crate) use window::{Entered, Window};
