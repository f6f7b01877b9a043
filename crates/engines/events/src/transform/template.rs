//! Templates: texts, or JSON, with variables for parts of an event.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bartizan_types::Timestamp;

use super::{InvalidInput, JsonPath, NotGiven, Rule};
use crate::json::{Kind, Reader, Unreadable};

/// How long a template may be. (EventBridge API Reference, `TransformerInput`.)
pub const TEMPLATE_CHARS_MAX: usize = 8192;

/// The most that a target is given, in bytes: what a message of Amazon SQS may have.
const BYTES_MAX: usize = 1 << 20;

const PATHS_MAX: usize = 100;
const NAME_CHARS_MAX: usize = 256;

/// A template, and where its variables come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformer {
    paths: BTreeMap<String, JsonPath>,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable(Variable, Place),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Variable {
    Path(String),
    RuleArn,
    RuleName,
    IngestionTime,
    /// The event without its detail.
    Envelope,
    Event,
}

/// Where a variable stands, which says how its value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Within quotes: as part of a JSON string.
    Quoted,
    /// Where JSON has a value.
    Json,
    /// In other text.
    Text,
}

impl Transformer {
    /// Reads a template and the paths of its variables.
    ///
    /// # Errors
    /// A path or template is not understood, or there is too much of it.
    pub fn new<'p>(
        paths: impl IntoIterator<Item = (&'p str, &'p str)>,
        template: &str,
    ) -> Result<Self, InvalidInput> {
        let mut read = BTreeMap::new();
        for (name, path) in paths {
            let is_named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(is_named) {
                return Err(InvalidInput::Name(name.to_owned()));
            }
            let parsed = JsonPath::parse(path)?;
            if !parsed.is_in_dots {
                return Err(InvalidInput::Path(path.to_owned()));
            }
            read.insert(name.to_owned(), parsed);
        }
        if read.len() > PATHS_MAX {
            return Err(InvalidInput::Paths);
        }
        if template.is_empty() || template.chars().count() > TEMPLATE_CHARS_MAX {
            return Err(InvalidInput::Length);
        }
        let pieces = pieces(template, &read)?;
        if is_json(template) {
            check_json(&pieces)?;
        }
        Ok(Self { paths: read, pieces })
    }

    /// Fills the template. A variable whose path leads nowhere is an empty text.
    ///
    /// # Errors
    /// The event is no JSON, or leads to more than a target takes.
    pub fn apply(
        &self,
        event: &str,
        rule: Rule<'_>,
        ingested: Timestamp,
    ) -> Result<String, NotGiven> {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Variable(variable, place) => {
                    let value = self.value(variable, event, rule, ingested)?;
                    place.write(value.as_deref().unwrap_or("\"\""), &mut out)?;
                }
            }
            if out.len() > BYTES_MAX {
                return Err(NotGiven::TooLong);
            }
        }
        Ok(out)
    }

    /// The JSON of a variable.
    fn value<'e>(
        &self,
        variable: &Variable,
        event: &'e str,
        rule: Rule<'_>,
        ingested: Timestamp,
    ) -> Result<Option<Cow<'e, str>>, Unreadable> {
        let text = |text: &str| {
            let mut out = "\"".to_owned();
            escape(text, &mut out);
            out.push('"');
            Ok(Some(Cow::Owned(out)))
        };
        match variable {
            Variable::Path(name) => match self.paths.get(name) {
                Some(path) => path.select(event),
                None => Ok(None),
            },
            Variable::RuleArn => text(rule.arn),
            Variable::RuleName => text(rule.name),
            Variable::IngestionTime => text(&ingested.iso8601()),
            Variable::Event => Ok(Some(Cow::Borrowed(event))),
            Variable::Envelope => envelope(event).map(|text| Some(Cow::Owned(text))),
        }
    }
}

impl Place {
    /// Writes a value so that nothing in it ends the string that it is in.
    fn write(self, value: &str, out: &mut String) -> Result<(), Unreadable> {
        let mut reader = Reader::new(value);
        let is_text = reader.kind()? == Kind::Text;
        match self {
            Self::Quoted if is_text => {
                let inner = reader.skip()?;
                out.push_str(inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default());
            }
            Self::Quoted => escape(value, out),
            Self::Text if is_text => out.push_str(&reader.text()?),
            Self::Json | Self::Text => out.push_str(value),
        }
        Ok(())
    }
}

/// Splits a template at its placeholders.
fn pieces(template: &str, paths: &BTreeMap<String, JsonPath>) -> Result<Vec<Piece>, InvalidInput> {
    let bare = if is_json(template) { Place::Json } else { Place::Text };
    let (mut is_quoted, mut is_escaped) = (false, false);
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(character) = rest.chars().next() {
        if let Some((name, behind)) = placeholder(rest) {
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            let place = if is_quoted { Place::Quoted } else { bare };
            pieces.push(Piece::Variable(variable(name, paths)?, place));
            rest = behind;
            continue;
        }
        match character {
            '"' if !is_escaped => is_quoted = !is_quoted,
            '\\' if is_quoted && !is_escaped => {
                is_escaped = true;
                text.push(character);
                rest = rest.get(character.len_utf8()..).unwrap_or_default();
                continue;
            }
            _ => {}
        }
        is_escaped = false;
        text.push(character);
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

/// The name in a placeholder that begins here, and what follows it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, behind) = text.strip_prefix('<')?.split_once('>')?;
    (!name.contains('<')).then_some((name, behind))
}

fn variable(name: &str, paths: &BTreeMap<String, JsonPath>) -> Result<Variable, InvalidInput> {
    Ok(match name {
        "aws.events.rule-arn" => Variable::RuleArn,
        "aws.events.rule-name" => Variable::RuleName,
        "aws.events.event.ingestion-time" => Variable::IngestionTime,
        "aws.events.event" => Variable::Envelope,
        "aws.events.event.json" => Variable::Event,
        name if paths.contains_key(name) => Variable::Path(name.to_owned()),
        name => return Err(InvalidInput::Placeholder(name.to_owned())),
    })
}

fn is_json(template: &str) -> bool {
    template.trim_start().starts_with(['{', '['])
}

/// A template of JSON must be JSON whatever its variables are, which stand in no key.
fn check_json(pieces: &[Piece]) -> Result<(), InvalidInput> {
    let mut sample = String::new();
    let mut quoted = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => sample.push_str(text),
            Piece::Variable(variable, Place::Quoted) => quoted.push((variable, sample.len())),
            Piece::Variable(..) => sample.push_str("null"),
        }
    }
    let mut reader = Reader::new(&sample);
    reader.skip().and_then(|_| reader.end()).map_err(InvalidInput::Template)?;
    for (variable, at) in quoted {
        let mut string = "\"".to_owned();
        string.push_str(sample.get(at..).unwrap_or_default());
        let mut reader = Reader::new(&string);
        if reader.key().is_ok() {
            return Err(InvalidInput::Key(variable.name().to_owned()));
        }
    }
    Ok(())
}

impl Variable {
    fn name(&self) -> &str {
        match self {
            Self::Path(name) => name,
            Self::RuleArn => "aws.events.rule-arn",
            Self::RuleName => "aws.events.rule-name",
            Self::IngestionTime => "aws.events.event.ingestion-time",
            Self::Envelope => "aws.events.event",
            Self::Event => "aws.events.event.json",
        }
    }
}

/// An event without its detail.
fn envelope(event: &str) -> Result<String, Unreadable> {
    let mut reader = Reader::new(event);
    if reader.kind()? != Kind::Object {
        return Err(reader.error("an object is missing"));
    }
    let mut out = "{".to_owned();
    let mut more = reader.enter()?;
    while more {
        let key = reader.key()?;
        let value = reader.skip()?;
        if key != "detail" {
            if out.len() > 1 {
                out.push(',');
            }
            out.push('"');
            escape(&key, &mut out);
            out.push_str("\":");
            out.push_str(value);
        }
        more = reader.more(b'}')?;
    }
    out.push('}');
    Ok(out)
}

/// Writes a text as part of a JSON string.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                let digit = |shift: u32| char::from_digit((u32::from(control) >> shift) & 0xf, 16);
                out.push_str("\\u00");
                out.extend([digit(4), digit(0)].into_iter().flatten());
            }
            other => out.push(other),
        }
    }
}
