//! The filter patterns of CloudWatch Logs: read once, then asked of each message. Pure and bounded: a
//! pattern is short, shallow and has few parts, and what a message costs is linear in its length.
//! (Amazon CloudWatch Logs User Guide, "Filter pattern syntax".)

mod cursor;
mod fields;
mod json;
mod terms;
mod value;

use std::collections::BTreeMap;

pub use cursor::InvalidFilter;

use self::cursor::Cursor;
use self::fields::Fields;
use self::json::Condition;
use self::terms::Terms;

/// The longest pattern, in characters. (Amazon CloudWatch Logs API Reference, `FilterPattern`.)
pub const PATTERN_CHARS_MAX: usize = 1024;

/// A filter pattern, compiled; by default the one that every message matches.
#[derive(Debug, Clone, Default)]
pub struct Filter(Kind);

#[derive(Debug, Clone, Default)]
enum Kind {
    #[default]
    Everything,
    Terms(Terms),
    Fields(Fields),
    Json(Condition),
}

impl Filter {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It is none, or longer, deeper or of more parts than a pattern may be.
    pub fn parse(text: &str) -> Result<Self, InvalidFilter> {
        if text.chars().count() > PATTERN_CHARS_MAX {
            return Err(InvalidFilter::new("the pattern is too long"));
        }
        let mut cursor = Cursor::new(text.trim());
        let kind = match cursor.peek() {
            None => Kind::Everything,
            Some('{') => Kind::Json(json::parse(&mut cursor)?),
            Some('[') => Kind::Fields(fields::parse(&mut cursor)?),
            Some(_) => Kind::Terms(terms::parse(&mut cursor)?),
        };
        cursor.end()?;
        Ok(Self(kind))
    }

    /// Whether every message matches.
    pub const fn is_everything(&self) -> bool {
        matches!(self.0, Kind::Everything)
    }

    /// Whether a message matches.
    pub fn matches(&self, message: &str) -> bool {
        match &self.0 {
            Kind::Everything => true,
            Kind::Terms(terms) => terms.matches(message),
            Kind::Fields(fields) => fields.matches(message),
            Kind::Json(condition) => condition.matches(message),
        }
    }

    /// What a message that matches gives to the names of the pattern; nothing where it does not match.
    pub fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        match &self.0 {
            Kind::Fields(fields) => fields.extract(message),
            Kind::Json(condition) => condition.extract(message),
            Kind::Everything | Kind::Terms(_) => self.matches(message).then(BTreeMap::new),
        }
    }
}
