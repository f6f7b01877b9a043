//! What is wrong with a pattern, and where.

use std::fmt;

use bartizan_json::Position;

/// How much of a pattern a message shows, in characters.
const SHOWN_CHARS: usize = 500;

/// A text is no event pattern. Its display is the message of EventBridge's
/// `InvalidEventPatternException`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPattern {
    reason: String,
    source: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    text: String,
    line: u32,
    column: usize,
}

impl InvalidPattern {
    pub(crate) fn unplaced(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), source: None }
    }

    /// What is wrong.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The line and the column where it was noticed, both from 1.
    pub fn place(&self) -> Option<(u32, usize)> {
        self.source.as_ref().map(|place| (place.line, place.column))
    }
}

impl fmt::Display for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event pattern is not valid. Reason: {}", self.reason)?;
        let Some(Place { text, line, column }) = &self.source else { return Ok(()) };
        let shown = text.char_indices().nth(SHOWN_CHARS).and_then(|(at, _)| text.get(..at));
        write!(f, "\n at [Source: (String)\"{}\"", shown.unwrap_or(text))?;
        if shown.is_some() {
            write!(f, "[truncated {} chars]", text.chars().count() - SHOWN_CHARS)?;
        }
        write!(f, "; line: {line}, column: {column}]")
    }
}

impl std::error::Error for InvalidPattern {}

/// A fault found while a pattern is read.
#[derive(Debug)]
pub(super) struct Fault {
    reason: String,
    at: Option<Position>,
}

impl Fault {
    pub(super) fn at(at: Position, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), at: Some(at) }
    }

    pub(super) fn unplaced(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), at: None }
    }

    /// Columns are counted from 1 in UTF-16, as Java does.
    pub(super) fn within(self, text: &str) -> InvalidPattern {
        let place = |at: Position| {
            let offset = usize::try_from(at.offset).unwrap_or(usize::MAX).min(text.len());
            let before = text.get(..offset).unwrap_or(text);
            let line = before.rsplit('\n').next().unwrap_or_default();
            Place { text: text.to_owned(), line: at.line, column: line.encode_utf16().count() + 1 }
        };
        InvalidPattern { reason: self.reason, source: self.at.map(place) }
    }
}
