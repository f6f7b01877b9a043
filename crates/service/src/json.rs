//! JSON written straight into its bytes: events are made for each call, and trees of values for
//! them would cost more than all that is decided.

use bartizan_wire::push_json_text;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// An object in the making.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    text: Vec<u8>,
    /// Where in the text it begins.
    from: usize,
}

impl Default for Object {
    fn default() -> Self {
        Self::with_capacity(512)
    }
}

impl Object {
    /// An object that has room for about so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self::behind(b"", bytes)
    }

    /// An object that stands behind other text, with room for about so many bytes in all.
    pub(crate) fn behind(text: &[u8], bytes: usize) -> Self {
        let mut whole = Vec::with_capacity(bytes);
        whole.extend_from_slice(text);
        let from = whole.len();
        whole.push(b'{');
        Self { text: whole, from }
    }

    /// Adds a member.
    pub(crate) fn set<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.name(name);
        push_json(&mut self.text, value);
    }

    /// Adds a member that is a text.
    pub(crate) fn text(&mut self, name: &'static str, value: &str) {
        self.name(name);
        push_json_text(&mut self.text, value);
    }

    /// Adds a member of any name that is a text.
    pub(crate) fn named_text(&mut self, name: &str, value: &str) {
        self.any_name(name);
        push_json_text(&mut self.text, value);
    }

    /// Adds a member that is a text or, where there is none, `null`.
    pub(crate) fn set_text(&mut self, name: &'static str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.raw(name, b"null"),
        }
    }

    /// Adds a member that is true or false.
    pub(crate) fn flag(&mut self, name: &'static str, value: bool) {
        self.raw(name, if value { b"true" } else { b"false" });
    }

    /// Adds a member of any name that is a list of texts.
    pub(crate) fn named_texts<'t>(&mut self, name: &str, values: impl Iterator<Item = &'t str>) {
        self.any_name(name);
        self.text.push(b'[');
        for (place, value) in values.enumerate() {
            if place > 0 {
                self.text.push(b',');
            }
            push_json_text(&mut self.text, value);
        }
        self.text.push(b']');
    }

    /// Adds a member whose value is JSON already.
    pub(crate) fn raw(&mut self, name: &'static str, json: &[u8]) {
        self.name(name);
        self.text.extend_from_slice(json);
    }

    /// Adds a member that is an object.
    pub(crate) fn object(&mut self, name: &'static str, fill: impl FnOnce(&mut Self)) {
        self.name(name);
        self.text.push(b'{');
        fill(self);
        self.text.push(b'}');
    }

    /// Adds a member that is a list of objects, one for each item.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        items: impl Iterator<Item = T>,
        mut fill: impl FnMut(&mut Self, T),
    ) {
        self.name(name);
        self.text.push(b'[');
        for (place, item) in items.enumerate() {
            self.text.extend_from_slice(if place > 0 { b",{" } else { b"{" });
            fill(self, item);
            self.text.push(b'}');
        }
        self.text.push(b']');
    }

    /// Puts other values in the places of members that are there.
    pub(crate) fn replace(&mut self, members: &[(&str, Json)]) {
        self.text.push(b'}');
        let text = self.text.get(self.from..).unwrap_or_default();
        // It is an object of JSON: this type wrote it.
        let mut object: Map<String, Json> = serde_json::from_slice(text).unwrap_or_default();
        self.text.truncate(self.from);
        self.text.push(b'{');
        for (name, value) in members {
            if let Some(place) = object.get_mut(*name) {
                place.clone_from(value);
            }
        }
        for (name, value) in &object {
            self.any_name(name);
            push_json(&mut self.text, value);
        }
    }

    /// The object, behind the text that it stands behind.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.text.push(b'}');
        self.text
    }

    /// The name of a member, as the code has it: there is nothing in it to be escaped.
    fn name(&mut self, name: &'static str) {
        /// For a comma, two quotes and a colon.
        const AROUND: usize = 4;
        self.text.reserve(name.len() + AROUND);
        if self.text.last() != Some(&b'{') {
            self.text.push(b',');
        }
        self.text.push(b'"');
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b"\":");
    }

    fn any_name(&mut self, name: &str) {
        if self.text.last() != Some(&b'{') {
            self.text.push(b',');
        }
        push_json_text(&mut self.text, name);
        self.text.push(b':');
    }
}

/// A value as JSON.
pub(crate) fn json_text<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut text = Vec::with_capacity(256);
    push_json(&mut text, value);
    text
}

/// Appends a value, or `null` where it has no form in JSON, as a map whose keys are no text.
pub(crate) fn push_json<T: Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) {
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
        object.text("b", "\"quoted\" ✓");
        object.raw("a", br#"{"x":[1,2]}"#);
        object.set("c", &None::<bool>);
        object.replace(&[("a", json!(7)), ("missing", json!(1))]);
        let text = String::from_utf8(object.finish()).unwrap();
        assert_eq!(text, r#"{"b":"\"quoted\" ✓","a":7,"c":null}"#);
        assert_eq!(Object::default().finish(), b"{}");
        let mut behind = Object::behind(b"[1,", 9);
        behind.named_texts("a\n", ["x", "\\"].into_iter());
        behind.replace(&[("a\n", json!([]))]);
        assert_eq!(behind.finish(), b"[1,{\"a\\n\":[]}");
    }

    #[test]
    fn what_has_no_form_in_json_is_null_and_breaks_nothing() {
        let mut object = Object::default();
        object.set("bad", &BTreeMap::from([((1, 2), 3)]));
        object.set("good", &1);
        assert_eq!(object.finish(), br#"{"bad":null,"good":1}"#);
    }
}
