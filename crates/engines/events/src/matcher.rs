//! Many patterns as one: an event is read once, each value of a field that any pattern asks for is
//! looked up once, and patterns that begin alike are followed together.
//!
//! Fields are ordered by name. The conjunctions of all patterns are a tree, a step for each field's
//! list of values, so that what is never reached costs nothing. Values of different elements of one
//! array count together for no conjunction, as event-ruler has it.

mod build;
mod members;
mod read;
mod values;
mod walk;

use rustc_hash::FxHashMap;

use crate::json::Unreadable;
use crate::pattern::Pattern;
use values::Values;

/// Why nothing is known about an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmatched {
    /// It is no JSON object.
    #[error("the event is not a JSON object: {0}")]
    Unreadable(#[from] Unreadable),
    /// Its arrays can be combined in too many ways.
    #[error("the event's arrays can be combined in too many ways: send smaller events")]
    TooManyCombinations,
}

/// Compiled patterns.
#[derive(Debug, Default)]
pub struct Matcher {
    paths: Vec<PathNode>,
    /// In the order of their names.
    fields: Vec<Values>,
    steps: Vec<Step>,
    patterns: usize,
}

/// A place in an event that patterns lead to.
#[derive(Debug, Default)]
struct PathNode {
    below: FxHashMap<Box<str>, u32>,
    field: Option<u32>,
}

/// A node of the tree of conjunctions: behind a test that held, or the root.
#[derive(Debug, Default)]
struct Step {
    /// The tests that may follow, in order.
    next: Vec<Next>,
    /// Those of `next` that hold where a field has no value.
    absences: Vec<u32>,
    /// The patterns that match here.
    matched: Vec<u32>,
}

/// A test, and where it leads.
#[derive(Debug, Clone, Copy)]
struct Next {
    test: Test,
    step: u32,
    /// Whether it also holds where the field has no value.
    holds_absent: bool,
}

/// A field's list of values. Tests are ordered by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Test {
    field: u32,
    list: u32,
}

impl Matcher {
    /// Compiles patterns.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        build::matcher(patterns)
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.patterns
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns == 0
    }

    /// The patterns that an event matches, by their place among those that were given, in order.
    ///
    /// # Errors
    /// The event is no JSON object, or made to be looked at for too long.
    pub fn matches(&self, event: &str) -> Result<Vec<usize>, Unmatched> {
        let seen = read::read(self, event)?;
        walk::walk(self, &seen)
    }
}

#[cfg(test)]
mod tests;
