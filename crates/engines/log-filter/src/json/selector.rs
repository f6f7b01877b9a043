//! Where in a message a value is, as `$.a.b[0].c`; `*` stands for all members or elements.

use serde_json::Value as Json;

use crate::cursor::{Cursor, InvalidFilter};

/// How long a selector may be, in steps.
const STEPS_MAX: usize = 32;
/// How many wildcards a selector may have, so that what it selects stays within a message's size.
const WILDCARDS_MAX: usize = 2;

/// A selector.
#[derive(Debug, Clone)]
pub(crate) struct Selector {
    text: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Element(usize),
    AllMembers,
    AllElements,
}

impl Selector {
    /// As it is written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The values that it selects.
    pub(crate) fn select<'j>(&self, json: &'j Json) -> Vec<&'j Json> {
        let mut found = vec![json];
        for step in &self.steps {
            found = found.into_iter().flat_map(|json| step.select(json)).collect();
        }
        found
    }
}

impl Step {
    fn select<'j>(&self, json: &'j Json) -> Vec<&'j Json> {
        match (self, json) {
            (Self::Member(name), Json::Object(members)) => members.get(name).into_iter().collect(),
            (Self::Element(index), Json::Array(elements)) => {
                elements.get(*index).into_iter().collect()
            }
            (Self::AllMembers, Json::Object(members)) => members.values().collect(),
            (Self::AllElements, Json::Array(elements)) => elements.iter().collect(),
            _ => Vec::new(),
        }
    }
}

pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Result<Selector, InvalidFilter> {
    cursor.expect("$")?;
    let (mut text, mut steps) = ("$".to_owned(), Vec::new());
    loop {
        let (step, written) = match cursor.peek() {
            Some('.') => {
                cursor.expect(".")?;
                match cursor.peek() {
                    Some('[') => {
                        let (step, written) = bracketed(cursor)?;
                        (step, format!(".{written}"))
                    }
                    Some('*') => {
                        cursor.expect("*")?;
                        (Step::AllMembers, ".*".to_owned())
                    }
                    _ => member(cursor)?,
                }
            }
            Some('[') => bracketed(cursor)?,
            _ => break,
        };
        text.push_str(&written);
        steps.push(step);
        if steps.len() > STEPS_MAX {
            return Err(InvalidFilter::new("a selector has too many steps"));
        }
    }
    let is_wild = |step: &&Step| matches!(step, Step::AllMembers | Step::AllElements);
    if steps.iter().filter(is_wild).count() > WILDCARDS_MAX {
        return Err(InvalidFilter::new("a selector has too many wildcards"));
    }
    if steps.is_empty() {
        return Err(InvalidFilter::new("a selector names a property behind '$'"));
    }
    Ok(Selector { text, steps })
}

fn member(cursor: &mut Cursor<'_>) -> Result<(Step, String), InvalidFilter> {
    let name = cursor.take_while(|c| c.is_alphanumeric() || "_-@$:/".contains(c));
    if name.is_empty() {
        return Err(InvalidFilter::new("expected the name of a property behind '.'"));
    }
    Ok((Step::Member(name.to_owned()), format!(".{name}")))
}

fn bracketed(cursor: &mut Cursor<'_>) -> Result<(Step, String), InvalidFilter> {
    cursor.expect("[")?;
    cursor.skip_spaces();
    let read = match cursor.peek() {
        Some('*') => {
            cursor.expect("*")?;
            (Step::AllElements, "[*]".to_owned())
        }
        Some('"') => {
            let name = cursor.quoted()?;
            let written = format!("[\"{name}\"]");
            (Step::Member(name), written)
        }
        _ => {
            let digits = cursor.take_while(|c| c.is_ascii_digit());
            let index = digits.parse().map_err(|_| {
                InvalidFilter::new("expected a number, '*' or a quoted name in '[]'")
            })?;
            (Step::Element(index), format!("[{digits}]"))
        }
    };
    cursor.expect("]")?;
    Ok(read)
}
