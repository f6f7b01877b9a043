//! What a target is given of an event. (EventBridge API Reference, `Target` and `InputTransformer`;
//! User Guide, "Amazon EventBridge input transformation".)

mod path;
mod template;

use std::borrow::Cow;

use bartizan_types::Timestamp;

use crate::json::{Reader, Unreadable};
pub use path::JsonPath;
pub use template::{TEMPLATE_CHARS_MAX, Transformer};

/// What a target is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The event.
    Event,
    /// Always the same: JSON, as [`Input::constant`] checks.
    Constant(String),
    /// A part of the event.
    Part(JsonPath),
    /// A text with parts of the event.
    Transformed(Transformer),
}

/// The rule by which an event goes to a target.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'r> {
    /// Its ARN.
    pub arn: &'r str,
    /// Its name.
    pub name: &'r str,
}

/// Why no target is given that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInput {
    /// A constant is no JSON.
    #[error("Input is not JSON: {0}")]
    Constant(Unreadable),
    /// A path is none that is understood.
    #[error("JSON path {0} is not valid: write $.name, $.name[0] or $.name[*]")]
    Path(String),
    /// A name of a path.
    #[error("{0} is no name of a variable: write letters, digits, _ and -, 256 at most")]
    Name(String),
    /// More paths than there may be.
    #[error("InputPathsMap has more than 100 paths")]
    Paths,
    /// A template that is empty or too long.
    #[error("InputTemplate must have 1 to 8192 characters")]
    Length,
    /// A placeholder that names nothing.
    #[error("InputTemplate contains invalid placeholder {0}.")]
    Placeholder(String),
    /// A placeholder in the name of a member.
    #[error("InputTemplate has placeholder {0} in a key of an object")]
    Key(String),
    /// A template that begins as JSON and is none.
    #[error("InputTemplate is not JSON: {0}")]
    Template(Unreadable),
}

/// Why a target is given nothing of an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotGiven {
    /// The event is no JSON.
    #[error("the event is not JSON: {0}")]
    Unreadable(#[from] Unreadable),
    /// A template leads to more than a target takes.
    #[error("the target's input is longer than 1 MiB: name less of the event in InputTemplate")]
    TooLong,
}

impl Input {
    /// Always the same JSON.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn constant(text: &str) -> Result<Self, InvalidInput> {
        let mut reader = Reader::new(text);
        reader.skip().and_then(|_| reader.end()).map_err(InvalidInput::Constant)?;
        Ok(Self::Constant(text.to_owned()))
    }

    /// What a target is given of an event that came at `ingested`; none if the event has no such
    /// part.
    ///
    /// # Errors
    /// The event is no JSON, or leads to more than a target takes.
    pub fn of<'e>(
        &'e self,
        event: &'e str,
        rule: Rule<'_>,
        ingested: Timestamp,
    ) -> Result<Option<Cow<'e, str>>, NotGiven> {
        Ok(match self {
            Self::Event => Some(Cow::Borrowed(event)),
            Self::Constant(text) => Some(Cow::Borrowed(text)),
            Self::Part(path) => path.select(event)?,
            Self::Transformed(transformer) => {
                Some(Cow::Owned(transformer.apply(event, rule, ingested)?))
            }
        })
    }
}

#[cfg(test)]
mod tests;
