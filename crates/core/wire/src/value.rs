//! What was on the wire, whatever the protocol.

use std::fmt;

use bartizan_types::Timestamp;
use bytes::Bytes;
use serde_json::json;

/// A value of the model. Its `Debug` shows its form and hides texts, blobs and documents, for they
/// may be secrets; [`Value::to_json`] shows all.
#[derive(Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number of up to 64 bits.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Bytes),
    /// An instant.
    Time(Timestamp),
    /// A list.
    List(Vec<Value>),
    /// A map with keys of the caller's choice, in the order that came.
    Map(Vec<(String, Value)>),
    /// A structure: members that are set, by the model's names.
    Struct(Vec<(&'static str, Value)>),
    /// Any JSON.
    Document(serde_json::Value),
}

impl Value {
    /// A text.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The member of a structure, or the entry of a map, of this name.
    pub fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Struct(fields) => {
                fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
            }
            Self::Map(entries) => {
                entries.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// As [`Value::field`], to change.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Struct(fields) => {
                fields.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
            }
            Self::Map(entries) => {
                entries.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value at a path of names and list indices: `Delete.Objects.0.Key`.
    pub fn path(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, part| match value {
            Self::List(items) => items.get(part.parse::<usize>().ok()?),
            other => other.field(part),
        })
    }

    /// Sets a member of a structure; any other kind becomes a structure with it.
    pub fn set(&mut self, name: &'static str, value: impl Into<Self>) {
        let value = value.into();
        if let Some(present) = self.field_mut(name) {
            *present = value;
            return;
        }
        match self {
            Self::Struct(fields) => fields.push((name, value)),
            other => *other = Self::Struct(vec![(name, value)]),
        }
    }

    /// Takes a member of a structure, or an entry of a map, out.
    pub fn remove(&mut self, name: &str) -> Option<Self> {
        match self {
            Self::Struct(fields) => {
                let index = fields.iter().position(|(known, _)| *known == name)?;
                Some(fields.remove(index).1)
            }
            Self::Map(entries) => {
                let index = entries.iter().position(|(known, _)| known == name)?;
                Some(entries.remove(index).1)
            }
            _ => None,
        }
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean.
    pub const fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The whole number.
    pub const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The bytes.
    pub const fn blob(&self) -> Option<&Bytes> {
        match self {
            Self::Blob(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The instant.
    pub const fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Time(instant) => Some(*instant),
            _ => None,
        }
    }

    /// The list's items; none for any other kind.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The map's entries; none for any other kind.
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The structure's members; none for any other kind.
    pub fn fields(&self) -> &[(&'static str, Self)] {
        match self {
            Self::Struct(fields) => fields,
            _ => &[],
        }
    }

    /// Whether it is nothing.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// As JSON, with the model's names: blobs in base64, instants in ISO 8601. It shows secrets:
    /// see [`crate::redact`].
    pub fn to_json(&self) -> serde_json::Value {
        use base64::Engine as _;
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => json!(value),
            Self::Int(value) => json!(value),
            Self::Float(value) => json!(value),
            Self::Text(text) => json!(text),
            Self::Blob(bytes) => json!(base64::engine::general_purpose::STANDARD.encode(bytes)),
            Self::Time(instant) => json!(instant.iso8601()),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(entries) => {
                entries.iter().map(|(key, value)| (key.clone(), value.to_json())).collect()
            }
            Self::Struct(fields) => {
                fields.iter().map(|(name, value)| ((*name).to_owned(), value.to_json())).collect()
            }
            Self::Document(json) => json.clone(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Timestamp> for Value {
    fn from(instant: Timestamp) -> Self {
        Self::Time(instant)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Text(text) => write!(f, "<{} bytes of text>", text.len()),
            Self::Blob(bytes) => write!(f, "<{} bytes>", bytes.len()),
            Self::Time(instant) => instant.fmt(f),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Map(entries) => {
                f.debug_map().entries(entries.iter().map(|(key, value)| (key, value))).finish()
            }
            Self::Struct(fields) => {
                f.debug_map().entries(fields.iter().map(|(name, value)| (name, value))).finish()
            }
            Self::Document(_) => f.write_str("<document>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_set_and_removed() {
        let mut value = Value::Null;
        value.set("UserName", "ada");
        value.set("UserName", "bob");
        value.set("Tags", vec![Value::Struct(vec![("Key", "team".into())])]);
        assert_eq!(value.path("Tags.0.Key").and_then(Value::text), Some("team"));
        assert_eq!(value.path("Tags.1.Key"), None);
        assert_eq!(value.remove("UserName"), Some("bob".into()));
        assert_eq!(value.field("UserName"), None);
    }

    #[test]
    fn debug_hides_texts() {
        let value = Value::Struct(vec![("Password", "hunter2".into())]);
        assert_eq!(format!("{value:?}"), r#"{"Password": <7 bytes of text>}"#);
    }
}
