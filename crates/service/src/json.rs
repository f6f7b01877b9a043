//! JSON written straight into its bytes: events are made for each call, and trees of values for
//! them would cost more than all that is decided.

use serde::Serialize;
use serde_json::{Map, Value as Json};

/// An object in the making.
#[derive(Debug, Clone)]
pub(crate) struct Object(Vec<u8>);

impl Default for Object {
    fn default() -> Self {
        Self::with_capacity(512)
    }
}

impl Object {
    /// An object that has room for about so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        let mut text = Vec::with_capacity(bytes);
        text.push(b'{');
        Self(text)
    }

    /// Adds a member. Its name is one of the code's own and needs no escapes.
    pub(crate) fn set<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        write(&mut self.0, value);
    }

    /// Adds a member whose value is JSON already.
    pub(crate) fn raw(&mut self, name: &str, json: &[u8]) {
        self.name(name);
        self.0.extend_from_slice(json);
    }

    /// Adds a member that is an object.
    pub(crate) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.name(name);
        self.0.push(b'{');
        fill(self);
        self.0.push(b'}');
    }

    /// Puts other values in the places of members that are there.
    pub(crate) fn replace(&mut self, members: &[(&str, Json)]) {
        let text = std::mem::take(self).finish();
        // It is an object of JSON: this type wrote it.
        let mut object: Map<String, Json> = serde_json::from_slice(&text).unwrap_or_default();
        for (name, value) in members {
            if let Some(place) = object.get_mut(*name) {
                place.clone_from(value);
            }
        }
        for (name, value) in &object {
            self.set(name, value);
        }
    }

    /// The object.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.0.push(b'}');
        self.0
    }

    fn name(&mut self, name: &str) {
        if self.0.last() != Some(&b'{') {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }
}

/// A value as JSON.
pub(crate) fn json_text<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut text = Vec::with_capacity(256);
    write(&mut text, value);
    text
}

/// Appends a value, or `null` where it has no form in JSON, as a map whose keys are no text.
fn write<T: Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) {
    let before = text.len();
    if serde_json::to_writer(&mut *text, value).is_err() {
        text.truncate(before);
        text.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn members_stand_in_the_order_they_were_set() {
        let mut object = Object::default();
        object.set("b", "\"quoted\" ✓");
        object.raw("a", br#"{"x":[1,2]}"#);
        object.set("c", &None::<bool>);
        object.replace(&[("a", json!(7)), ("missing", json!(1))]);
        let text = String::from_utf8(object.finish()).unwrap();
        assert_eq!(text, r#"{"b":"\"quoted\" ✓","a":7,"c":null}"#);
        assert_eq!(Object::default().finish(), b"{}");
    }

    #[test]
    fn what_has_no_form_in_json_is_null_and_breaks_nothing() {
        let mut object = Object::default();
        object.set("bad", &BTreeMap::from([((1, 2), 3)]));
        object.set("good", &1);
        assert_eq!(object.finish(), br#"{"bad":null,"good":1}"#);
    }
}
