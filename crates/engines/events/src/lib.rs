//! EventBridge's language: event patterns, what a target is given of an event, and schedules. Pure:
//! texts come in, and time is an argument.
//!
//! The rules of a bus are compiled into one [`Matcher`], which reads an event once.

mod json;
mod matcher;
mod number;
mod pattern;
mod schedule;
mod transform;

pub use json::Unreadable;
pub use matcher::{Matcher, Unmatched};
pub use pattern::{InvalidPattern, PATTERN_CHARS_MAX, Pattern};
pub use schedule::{InvalidSchedule, Schedule};
pub use transform::{
    Input, InvalidInput, JsonPath, NotGiven, Rule, TEMPLATE_CHARS_MAX, Transformer,
};
