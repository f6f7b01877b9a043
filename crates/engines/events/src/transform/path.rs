//! JSON paths, as far as EventBridge understands them. (EventBridge User Guide, "Amazon EventBridge
//! input transformation": dots, dashes, underscores, letters, digits, slashes, indices, wildcards.)

use std::borrow::Cow;

use super::InvalidInput;
use crate::json::{Kind, Reader, Unreadable};

/// How long a path may be, in characters. (EventBridge API Reference, `TargetInputPath`.)
const CHARS_MAX: usize = 256;

/// A path to parts of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPath {
    steps: Vec<Step>,
    pub(super) is_in_dots: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Element(usize),
    /// All members or elements.
    All,
}

impl JsonPath {
    /// Reads a path.
    ///
    /// # Errors
    /// It is none that is understood.
    pub fn parse(text: &str) -> Result<Self, InvalidInput> {
        let path = || {
            if text.chars().count() > CHARS_MAX {
                return None;
            }
            let mut path = Self { steps: Vec::new(), is_in_dots: true };
            let mut rest = text.strip_prefix('$')?;
            while !rest.is_empty() {
                rest = path.step(rest)?;
            }
            Some(path)
        };
        path().ok_or_else(|| InvalidInput::Path(text.to_owned()))
    }

    /// Reads a step, and answers what follows it.
    fn step<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix('.') {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(end)?;
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '$' | ':');
            self.steps.push(match name {
                "*" => Step::All,
                name if !name.is_empty() && name.chars().all(is_name) => {
                    Step::Member(name.to_owned())
                }
                _ => return None,
            });
            return Some(behind);
        }
        let rest = text.strip_prefix('[')?;
        for quote in ['\'', '"'] {
            if let Some(rest) = rest.strip_prefix(quote) {
                let (name, behind) = rest.split_once(quote)?;
                self.steps.push(Step::Member(name.to_owned()));
                self.is_in_dots = false;
                return behind.strip_prefix(']');
            }
        }
        let (index, behind) = rest.split_once(']')?;
        self.steps.push(match index {
            "*" => Step::All,
            index if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                Step::Element(index.parse().ok()?)
            }
            _ => return None,
        });
        Some(behind)
    }

    /// The part of an event that the path leads to, as it is written there; with wildcards a list
    /// of all parts.
    ///
    /// # Errors
    /// The event is no JSON.
    pub fn select<'e>(&self, event: &'e str) -> Result<Option<Cow<'e, str>>, Unreadable> {
        let mut reader = Reader::new(event);
        let mut found = vec![reader.skip()?];
        reader.end()?;
        for step in &self.steps {
            let mut below = Vec::new();
            for value in found {
                step.select(value, &mut below)?;
            }
            found = below;
        }
        if self.steps.contains(&Step::All) {
            return Ok(Some(Cow::Owned(format!("[{}]", found.join(",")))));
        }
        Ok(found.into_iter().next().map(Cow::Borrowed))
    }
}

impl Step {
    /// Adds what a step leads to from a value. Of members with the same name the last counts.
    fn select<'e>(&self, value: &'e str, found: &mut Vec<&'e str>) -> Result<(), Unreadable> {
        let mut reader = Reader::new(value);
        match reader.kind()? {
            Kind::Object => {
                let mut last = None;
                let mut more = reader.enter()?;
                while more {
                    let key = reader.key()?;
                    let value = reader.skip()?;
                    match self {
                        Self::Member(name) if *name == key => last = Some(value),
                        Self::All => found.push(value),
                        _ => {}
                    }
                    more = reader.more(b'}')?;
                }
                found.extend(last);
            }
            Kind::List => {
                let mut more = reader.enter()?;
                let mut index = 0;
                while more {
                    let value = reader.skip()?;
                    if *self == Self::Element(index) || *self == Self::All {
                        found.push(value);
                    }
                    index += 1;
                    more = reader.more(b']')?;
                }
            }
            Kind::Text | Kind::Plain => {}
        }
        Ok(())
    }
}
