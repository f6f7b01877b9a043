//! Terms that messages contain: all that are required, none that is excluded, and one of those that are
//! optional, which count only where all are.

use regex::Regex;

use crate::cursor::{Cursor, InvalidFilter};
use crate::value;

/// The terms of a pattern.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    required: Vec<Term>,
    excluded: Vec<Term>,
    optional: Vec<Term>,
}

#[derive(Debug, Clone)]
enum Term {
    Text(String),
    Regex(Regex),
}

impl Term {
    fn is_in(&self, message: &str) -> bool {
        match self {
            Self::Text(text) => message.contains(text.as_str()),
            Self::Regex(regex) => regex.is_match(message),
        }
    }
}

impl Terms {
    pub(crate) fn matches(&self, message: &str) -> bool {
        let is_in = |term: &Term| term.is_in(message);
        if self.excluded.iter().any(is_in) || !self.required.iter().all(is_in) {
            return false;
        }
        let are_all_optional = self.required.is_empty() && self.excluded.is_empty();
        !are_all_optional || self.optional.iter().any(is_in)
    }
}

pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Result<Terms, InvalidFilter> {
    let mut terms = Terms::default();
    loop {
        cursor.skip_spaces();
        if cursor.peek().is_none() {
            return Ok(terms);
        }
        cursor.part()?;
        let list = if cursor.take("?") {
            &mut terms.optional
        } else if cursor.take("-") {
            &mut terms.excluded
        } else {
            &mut terms.required
        };
        list.push(term(cursor)?);
    }
}

fn term(cursor: &mut Cursor<'_>) -> Result<Term, InvalidFilter> {
    match cursor.peek() {
        Some('"') => cursor.quoted().map(Term::Text),
        Some('%') => value::regex(cursor).map(Term::Regex),
        _ => {
            let text = cursor.take_while(|c| !c.is_whitespace());
            if text.is_empty() || !text.chars().all(|c| c.is_alphanumeric() || c == '_') {
                return Err(InvalidFilter::new(format!("Invalid character(s) in term '{text}'")));
            }
            Ok(Term::Text(text.to_owned()))
        }
    }
}
