//! Between values and Rust types.

use std::collections::BTreeMap;
use std::fmt;

use bartizan_types::{Fault, Timestamp};
use bytes::Bytes;

use crate::value::Value;

/// A type that a value of the model can become.
pub trait FromValue: Sized {
    /// Takes the value.
    ///
    /// # Errors
    /// `SerializationException` if the value is of another kind, or a required member is absent.
    fn from_value(value: Value) -> Result<Self, Fault>;

    /// What stands for a member that is not set.
    ///
    /// # Errors
    /// `ValidationException` unless the type allows absence.
    fn from_absent(name: &'static str) -> Result<Self, Fault> {
        let message = format!(
            "1 validation error detected: Value null at '{name}' failed to satisfy constraint: \
             Member must not be null"
        );
        Err(Fault::new("ValidationException", message, 400))
    }
}

/// A type that becomes a value of the model.
pub trait IntoValue {
    /// The value; [`Value::Null`] for what is not set.
    fn into_value(self) -> Value;
}

/// A type with an empty value: none, zero, no text, the epoch, a structure of such.
pub trait Blank {
    /// The empty value.
    fn blank() -> Self;
}

/// Stands for a secret in `Debug` output.
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The members of a structure, taken one by one.
pub struct Fields(Vec<(&'static str, Value)>);

impl Fields {
    /// The members of `value`; an absent structure has none.
    ///
    /// # Errors
    /// `value` is something else.
    pub fn of(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Struct(fields) => Ok(Self(fields)),
            Value::Null => Ok(Self(Vec::new())),
            _ => Err(unexpected("a structure")),
        }
    }

    /// Takes the member of this name.
    ///
    /// # Errors
    /// It is of another kind than `T`, or absent where `T` must be there.
    pub fn take<T: FromValue>(&mut self, name: &'static str) -> Result<T, Fault> {
        let found = self.0.iter().position(|(known, _)| *known == name);
        match found.map(|index| self.0.swap_remove(index).1) {
            None | Some(Value::Null) => T::from_absent(name),
            Some(value) => T::from_value(value),
        }
    }
}

/// Adds a member unless its value is nothing.
#[doc(hidden)]
pub fn push_member(
    fields: &mut Vec<(&'static str, Value)>,
    name: &'static str,
    value: impl IntoValue,
) {
    let value = value.into_value();
    if !value.is_null() {
        fields.push((name, value));
    }
}

/// Writes a structure's members.
///
/// # Errors
/// The formatter fails.
#[doc(hidden)]
pub fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (name, value) in fields {
        shown.field(name, value);
    }
    shown.finish()
}

fn unexpected(wanted: &str) -> Fault {
    Fault::new("SerializationException", format!("a member is not {wanted}"), 400)
}

macro_rules! scalar {
    ($($type:ty, $variant:ident, $wanted:literal, $blank:expr;)*) => {$(
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Fault> {
                match value {
                    Value::$variant(inner) => Ok(inner),
                    _ => Err(unexpected($wanted)),
                }
            }
        }

        impl IntoValue for $type {
            fn into_value(self) -> Value {
                Value::$variant(self)
            }
        }

        impl Blank for $type {
            fn blank() -> Self {
                $blank
            }
        }
    )*};
}

scalar! {
    String, Text, "a text", Self::new();
    bool, Bool, "a boolean", false;
    i64, Int, "a whole number", 0;
    f64, Float, "a number", 0.0;
    Bytes, Blob, "a blob", Self::new();
    Timestamp, Time, "a timestamp", Self::from_millis(0);
    serde_json::Value, Document, "a document", Self::Null;
}

impl FromValue for i32 {
    fn from_value(value: Value) -> Result<Self, Fault> {
        let wide = i64::from_value(value)?;
        Self::try_from(wide).map_err(|_| unexpected("a whole number of 32 bits"))
    }
}

impl IntoValue for i32 {
    fn into_value(self) -> Value {
        Value::Int(i64::from(self))
    }
}

impl Blank for i32 {
    fn blank() -> Self {
        0
    }
}

/// The input of operations that take nothing.
impl FromValue for () {
    fn from_value(value: Value) -> Result<Self, Fault> {
        Fields::of(value).map(|_| ())
    }
}

/// The answer of operations that answer nothing.
impl IntoValue for () {
    fn into_value(self) -> Value {
        Value::Null
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Fault> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }

    fn from_absent(_: &'static str) -> Result<Self, Fault> {
        Ok(None)
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T: FromValue> FromValue for Box<T> {
    fn from_value(value: Value) -> Result<Self, Fault> {
        T::from_value(value).map(Self::new)
    }
}

impl<T: IntoValue> IntoValue for Box<T> {
    fn into_value(self) -> Value {
        (*self).into_value()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Result<Self, Fault> {
        match value {
            Value::List(items) => items.into_iter().map(T::from_value).collect(),
            _ => Err(unexpected("a list")),
        }
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(T::into_value).collect())
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Map(entries) => {
                entries.into_iter().map(|(key, value)| Ok((key, T::from_value(value)?))).collect()
            }
            _ => Err(unexpected("a map")),
        }
    }
}

impl<T: IntoValue> IntoValue for BTreeMap<String, T> {
    fn into_value(self) -> Value {
        Value::Map(self.into_iter().map(|(key, value)| (key, value.into_value())).collect())
    }
}

impl<T> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
}
