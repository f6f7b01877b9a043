//! Event patterns: what an event must look like. (EventBridge User Guide, "Creating event patterns"
//! and "Comparison operators"; places of faults and what is refused as the open-source event-ruler,
//! which EventBridge reads patterns with, does.)

mod atom;
mod complexity;
mod expression;
mod fault;
mod glob;

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_json::{Member, Node, Position, Value};

pub(crate) use atom::{Atom, Network, address, caseless};
use fault::Fault;
pub use fault::InvalidPattern;
pub(crate) use glob::Glob;

use crate::matcher::{Matcher, Unmatched};

/// The longest pattern that a rule may have, in characters, unless the quota is raised. (EventBridge
/// API Reference, `EventPattern`.)
pub const PATTERN_CHARS_MAX: usize = 4096;

/// Into how many conjunctions `$or` may be multiplied out. (EventBridge User Guide, "Matching using
/// Or".)
const CONJUNCTIONS_MAX: usize = 1000;

/// A field must have one of some values. Its name is its path, joined by dots.
pub(crate) type Conjunction = BTreeMap<Arc<str>, Arc<[Atom]>>;

/// An event pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    conjunctions: Vec<Conjunction>,
}

impl Pattern {
    /// Reads the pattern of a rule.
    ///
    /// # Errors
    /// It is no pattern, longer than [`PATTERN_CHARS_MAX`], or too complex.
    pub fn parse(text: &str) -> Result<Self, InvalidPattern> {
        Self::parse_within(text, PATTERN_CHARS_MAX)
    }

    /// Reads a pattern that may be `chars` long.
    ///
    /// # Errors
    /// As [`Pattern::parse`].
    pub fn parse_within(text: &str, chars: usize) -> Result<Self, InvalidPattern> {
        if text.chars().count() > chars {
            return Err(InvalidPattern::unplaced(format!(
                "The pattern is longer than {chars} characters"
            )));
        }
        let node = Node::parse(text).map_err(|error| {
            Fault::at(error.at, format!("Invalid JSON: {}", error.problem)).within(text)
        })?;
        let conjunctions = conjunctions(&node).map_err(|fault| fault.within(text))?;
        complexity::check(&conjunctions)?;
        Ok(Self { conjunctions })
    }

    /// Whether an event matches. Where many patterns or events are asked about, a [`Matcher`] is
    /// made once.
    ///
    /// # Errors
    /// As [`Matcher::matches`].
    pub fn matches(&self, event: &str) -> Result<bool, Unmatched> {
        Ok(!Matcher::new([self]).matches(event)?.is_empty())
    }

    pub(crate) fn conjunctions(&self) -> &[Conjunction] {
        &self.conjunctions
    }
}

/// Where a reader that goes from token to token stands behind the first one of a value: strings are
/// read no further than their opening quote.
fn behind_token(node: &Node) -> Position {
    match node.value {
        Value::String(_) | Value::Object(_) | Value::List(_) => {
            let start = node.span.start;
            Position { column: start.column + 1, offset: start.offset + 1, ..start }
        }
        _ => node.span.end,
    }
}

fn conjunctions(node: &Node) -> Result<Vec<Conjunction>, Fault> {
    let Value::Object(members) = &node.value else {
        return Err(Fault::at(behind_token(node), "Filter is not an object"));
    };
    let mut found = Vec::new();
    object(&mut found, "", members, node, false)?;
    Ok(found)
}

/// Adds what an object demands to each conjunction; the fields of one must all match.
fn object(
    found: &mut Vec<Conjunction>,
    path: &str,
    members: &[Member],
    node: &Node,
    is_within_or: bool,
) -> Result<(), Fault> {
    for member in members {
        let value = &member.value;
        if member.key == "$or" {
            alternatives(found, path, value)?;
            continue;
        }
        if is_within_or && RESERVED.contains(&&*member.key) {
            return Err(Fault::at(
                behind_token(value),
                format!(
                    "{} is Ruler reserved fieldName which cannot be used inside $or.",
                    member.key
                ),
            ));
        }
        let path = match path {
            "" => member.key.clone(),
            path => format!("{path}.{}", member.key),
        };
        match &value.value {
            Value::Object(members) => object(found, &path, members, value, is_within_or)?,
            Value::List(nodes) => {
                let atoms: Arc<[Atom]> = expression::atoms(nodes, value)?.into();
                if found.is_empty() {
                    found.push(Conjunction::new());
                }
                let path: Arc<str> = path.into();
                for conjunction in found.iter_mut() {
                    conjunction.insert(Arc::clone(&path), Arc::clone(&atoms));
                }
            }
            _ => {
                let text = format!("\"{}\" must be an object or an array", member.key);
                return Err(Fault::at(behind_token(value), text));
            }
        }
    }
    if members.is_empty() {
        return Err(Fault::at(node.span.end, "Empty objects are not allowed"));
    }
    Ok(())
}

/// Multiplies the conjunctions by the objects of a `$or`.
fn alternatives(found: &mut Vec<Conjunction>, path: &str, node: &Node) -> Result<(), Fault> {
    let Value::List(nodes) = &node.value else {
        let text = "It must be an Array followed with $or.";
        return Err(Fault::at(behind_token(node), text));
    };
    let mut before = std::mem::take(found);
    if before.is_empty() {
        before.push(Conjunction::new());
    }
    for node in nodes {
        let Value::Object(members) = &node.value else {
            let text = "Only JSON object is allowed in array of $or relationship.";
            return Err(Fault::at(behind_token(node), text));
        };
        let mut branch = before.clone();
        object(&mut branch, path, members, node, true)?;
        found.append(&mut branch);
        if found.len() > CONJUNCTIONS_MAX {
            let text = format!("$or leads to more than {CONJUNCTIONS_MAX} combinations");
            return Err(Fault::unplaced(text));
        }
    }
    if nodes.len() < 2 {
        let text = "There must have at least 2 Objects in $or relationship.";
        return Err(Fault::at(node.span.end, text));
    }
    Ok(())
}

/// What no field within `$or` may be named: the words of expressions, also of those that may come.
const RESERVED: [&str; 24] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];

#[cfg(test)]
mod tests;
