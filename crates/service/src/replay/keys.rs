//! Condition keys as the activity record keeps them: one value is a text, a multivalued key's are a
//! list.

use std::fmt;

use bartizan_policy::{Context, Values};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::json::Object;

/// A key, whether it is multivalued, and its values.
pub(super) type Key<'c> = (&'c str, bool, Values<'c>);

/// Writes keys as members of an object.
pub(super) fn write<'c>(keys: impl Iterator<Item = Key<'c>>, object: &mut Object) {
    for (name, multivalued, values) in keys {
        match values.first() {
            Some(value) if !multivalued => object.named_text(name, value),
            _ => object.named_texts(name, values.iter()),
        }
    }
}

/// The keys as they are read.
#[derive(Debug, Default)]
pub(super) struct ReadKeys(pub(super) Vec<(String, OneOrMany)>);

/// The values of a key.
#[derive(Debug)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl ReadKeys {
    /// Sets the keys.
    pub(super) fn enter(&self, context: &mut Context) {
        for (name, values) in &self.0 {
            match values {
                OneOrMany::One(value) => context.set(name, value),
                OneOrMany::Many(values) => context.set_list(name, values),
            }
        }
    }
}

impl<'de> Deserialize<'de> for ReadKeys {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = ReadKeys;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("condition keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ReadKeys, A::Error> {
                /// What most requests have.
                const KEYS: usize = 24;
                let mut keys = Vec::with_capacity(KEYS);
                while let Some(entry) = map.next_entry()? {
                    keys.push(entry);
                }
                Ok(ReadKeys(keys))
            }
        }

        input.deserialize_map(Object)
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(OneOrMany::Many(values))
            }
        }

        input.deserialize_any(Either)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_were_kept() {
        let mut context = Context::new();
        context.set("aws:PrincipalTag/\"quoted\"", "✓");
        context.set("aws:SourceIp", "192.0.2.1");
        context.set_list("aws:TagKeys", &["a".to_owned()]);
        context.set_list("aws:PrincipalOrgPaths", &["o/r/".to_owned(), "p".to_owned()]);
        let mut object = Object::default();
        write(context.entries(), &mut object);
        let text = String::from_utf8(object.finish()).unwrap();
        let mut read = Context::new();
        serde_json::from_str::<ReadKeys>(&text).unwrap().enter(&mut read);
        assert_eq!(read, context, "{text}");
        assert!(serde_json::from_str::<ReadKeys>(r#"{"aws:SourceIp":7}"#).is_err());
    }
}
