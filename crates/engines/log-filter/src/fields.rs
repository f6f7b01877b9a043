//! Messages of fields between spaces, where a field may be in quotes or brackets.

use std::collections::BTreeMap;

use crate::cursor::{Cursor, InvalidFilter};
use crate::value::{self, Test};

/// What stands for any number of fields.
const ELLIPSIS: &str = "...";
/// How deep parentheses may nest.
const DEPTH_MAX: usize = 16;

/// The fields of a pattern.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    before: Vec<Field>,
    /// Those behind an ellipsis, where there is one.
    behind: Option<Vec<Field>>,
}

#[derive(Debug, Clone)]
struct Field {
    name: Option<String>,
    condition: Option<Condition>,
}

/// What a field must be.
#[derive(Debug, Clone)]
enum Condition {
    Is(Test),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Condition {
    fn admits(&self, word: &str) -> bool {
        match self {
            Self::Is(test) => test.admits_text(word),
            Self::All(parts) => parts.iter().all(|part| part.admits(word)),
            Self::Any(parts) => parts.iter().any(|part| part.admits(word)),
        }
    }
}

impl Field {
    fn admits(&self, word: &str) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.admits(word))
    }
}

impl Fields {
    pub(crate) fn matches(&self, message: &str) -> bool {
        let words = words(message);
        self.admitted(&words).is_some()
    }

    /// How many words the ellipsis stands for, where the message matches.
    fn admitted(&self, words: &[&str]) -> Option<usize> {
        let behind = self.behind.as_deref().unwrap_or_default();
        let skipped = words.len().checked_sub(self.before.len() + behind.len())?;
        if skipped > 0 && self.behind.is_none() {
            return None;
        }
        let (head, rest) = words.split_at_checked(self.before.len())?;
        let tail = rest.get(skipped..)?;
        let pairs = self.before.iter().zip(head).chain(behind.iter().zip(tail));
        pairs.into_iter().all(|(field, word)| field.admits(word)).then_some(skipped)
    }

    pub(crate) fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        let words = words(message);
        let skipped = self.admitted(&words)?;
        let behind = self.behind.as_deref().unwrap_or_default();
        let names = self.before.iter().map(Some);
        let names = names.chain(std::iter::repeat_n(None, skipped)).chain(behind.iter().map(Some));
        let pairs = names.zip(&words).enumerate().map(|(index, (field, word))| {
            let name = field.and_then(|field| field.name.as_deref());
            let name = name.map_or_else(|| format!("${}", index + 1), |name| format!("${name}"));
            (name, (*word).to_owned())
        });
        Some(pairs.collect())
    }
}

/// The fields of a message.
fn words(message: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), message.trim_start());
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let inside = rest.get(1..).unwrap_or_default();
        let closed = close.and_then(|close| inside.split_once(close));
        let (word, behind) = match closed {
            Some(found) => found,
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Result<Fields, InvalidFilter> {
    cursor.expect("[")?;
    let mut fields = Fields { before: Vec::new(), behind: None };
    if cursor.take("]") {
        return Ok(Fields { behind: Some(Vec::new()), ..fields });
    }
    loop {
        cursor.part()?;
        if cursor.take(ELLIPSIS) {
            if fields.behind.is_some() {
                return Err(InvalidFilter::new("a pattern has '...' at most once"));
            }
            fields.behind = Some(Vec::new());
        } else {
            let field = field(cursor)?;
            fields.behind.as_mut().unwrap_or(&mut fields.before).push(field);
        }
        if cursor.take("]") {
            return Ok(fields);
        }
        cursor.expect(",")?;
    }
}

fn field(cursor: &mut Cursor<'_>) -> Result<Field, InvalidFilter> {
    cursor.skip_spaces();
    if matches!(cursor.peek(), Some(',' | ']')) {
        return Ok(Field { name: None, condition: None });
    }
    let is_grouped = cursor.peek() == Some('(');
    let name = if is_grouped { None } else { Some(name(cursor)?) };
    cursor.skip_spaces();
    if matches!(cursor.peek(), Some(',' | ']')) {
        return Ok(Field { name, condition: None });
    }
    let mut known = name;
    let first = if is_grouped { None } else { Some(Condition::Is(value::test(cursor, ",]()")?)) };
    let condition = any(cursor, &mut known, first, 0)?;
    Ok(Field { name: known, condition: Some(condition) })
}

fn any(
    cursor: &mut Cursor<'_>,
    name: &mut Option<String>,
    first: Option<Condition>,
    depth: usize,
) -> Result<Condition, InvalidFilter> {
    let mut parts = vec![all(cursor, name, first, depth)?];
    while cursor.take("||") {
        parts.push(all(cursor, name, None, depth)?);
    }
    Ok(Condition::Any(parts))
}

fn all(
    cursor: &mut Cursor<'_>,
    name: &mut Option<String>,
    first: Option<Condition>,
    depth: usize,
) -> Result<Condition, InvalidFilter> {
    let mut parts = vec![match first {
        Some(first) => first,
        None => one(cursor, name, depth)?,
    }];
    while cursor.take("&&") {
        parts.push(one(cursor, name, depth)?);
    }
    Ok(Condition::All(parts))
}

fn one(
    cursor: &mut Cursor<'_>,
    known: &mut Option<String>,
    depth: usize,
) -> Result<Condition, InvalidFilter> {
    cursor.part()?;
    if cursor.take("(") {
        if depth == DEPTH_MAX {
            return Err(InvalidFilter::new("the pattern is too deep"));
        }
        let inside = any(cursor, known, None, depth + 1)?;
        cursor.expect(")")?;
        return Ok(inside);
    }
    cursor.skip_spaces();
    let named = name(cursor)?;
    if known.as_ref().is_some_and(|known| *known != named) {
        return Err(InvalidFilter::new("the conditions of a field are of one name"));
    }
    *known = Some(named);
    Ok(Condition::Is(value::test(cursor, ",]()")?))
}

fn name(cursor: &mut Cursor<'_>) -> Result<String, InvalidFilter> {
    let name = cursor.take_while(|c| c.is_alphanumeric() || "_-$.".contains(c));
    if name.is_empty() {
        return Err(InvalidFilter::new("expected the name of a field"));
    }
    Ok(name.to_owned())
}
