//! What a verified token says.

use serde_json::{Map, Value};

/// The claims of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(pub(crate) Map<String, Value>);

impl Claims {
    /// A claim as it stands.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Every claim.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// A claim of text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A claim of one text or several, as `aud` and `amr`.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// A claim of time, in whole seconds since 1970; fractions are cut off. (RFC 7519, section 2,
    /// `NumericDate`.)
    pub fn seconds(&self, name: &str) -> Option<i64> {
        let number = self.0.get(name)?;
        if let Some(seconds) = number.as_i64() {
            return Some(seconds);
        }
        // Beyond the years that a clock can show there is nothing to compare.
        let seconds = number.as_f64().filter(|seconds| seconds.abs() < 1e12)?;
        format!("{:.0}", seconds.trunc()).parse().ok()
    }
}
