//! The batch of questions as it comes: read straight from its JSON, text borrowed where it can be.

use std::borrow::Cow;
use std::fmt;

use bartizan_service::inquiry::{Key, KeyValues};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The most questions a batch may hold.
pub const REQUESTS_MAX: usize = 1_000;
/// The most questions of a batch whose answers are explained: an explanation shows every policy.
pub(crate) const EXPLAINED_MAX: usize = 50;

/// The body of a call. What the batch says stands for every request that does not say otherwise.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Batch<'a> {
    #[serde(borrow)]
    pub(crate) requests: Vec<Request<'a>>,
    #[serde(borrow)]
    pub(crate) principal: Option<Who<'a>>,
    #[serde(borrow, default)]
    pub(crate) context: Keys<'a>,
    #[serde(default)]
    pub(crate) explain: bool,
}

/// One question.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Request<'a> {
    #[serde(borrow)]
    pub(crate) principal: Option<Who<'a>>,
    #[serde(borrow)]
    pub(crate) action: Text<'a>,
    #[serde(borrow)]
    pub(crate) resource: Text<'a>,
    #[serde(borrow)]
    pub(crate) resource_account: Option<Text<'a>>,
    #[serde(borrow)]
    pub(crate) resource_policy: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) context: Keys<'a>,
}

/// Who is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Who<'a> {
    /// Whoever asks.
    Caller,
    /// A user, a role, a role's session or the root user.
    Arn(Text<'a>),
    /// Whoever has these credentials.
    Credentials { access_key_id: Text<'a>, session_token: Option<Text<'a>> },
}

/// Text of the batch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

/// The condition keys that the asker sets.
#[derive(Debug, Default)]
pub(crate) struct Keys<'a>(pub(crate) Vec<Key<'a>>);

impl Text<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Credentials<'a> {
    #[serde(borrow)]
    access_key_id: Text<'a>,
    #[serde(borrow)]
    session_token: Option<Text<'a>>,
}

struct WhoVisitor;

impl<'de> Visitor<'de> for WhoVisitor {
    type Value = Who<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an ARN, `caller`, or AccessKeyId and SessionToken")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(if text == "caller" { Who::Caller } else { Who::Arn(Text(Cow::Borrowed(text))) })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let owned = || Who::Arn(Text(Cow::Owned(text.to_owned())));
        Ok(if text == "caller" { Who::Caller } else { owned() })
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        let Credentials { access_key_id, session_token } =
            Credentials::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Who::Credentials { access_key_id, session_token })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Who<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WhoVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("condition keys with their values")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut keys = Vec::new();
        while let Some((Text(name), Values(values))) = map.next_entry()? {
            keys.push((name, values));
        }
        Ok(Keys(keys))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Keys<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

/// The values of a key: one, or a list of a multivalued key.
struct Values<'a>(KeyValues<'a>);

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, true or false, or a list of these")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Values(KeyValues::One(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Values(KeyValues::One(Cow::Owned(text.to_owned()))))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.visit_borrowed_str(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut values = Vec::new();
        while let Some(Values(value)) = seq.next_element()? {
            match value {
                KeyValues::One(value) => values.push(value),
                KeyValues::Many(_) => return Err(S::Error::custom("a list within a list")),
            }
        }
        Ok(Values(KeyValues::Many(values)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Values<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_borrowed_where_nothing_is_escaped() {
        let text = r#"{"Requests":[{"Action":"a:B","Resource":"*","Context":
            {"a:one":"1","a:n":2,"a:yes":true,"a:list":["x",1.5],"a\u0021":"\n"}}]}"#;
        let batch: Batch<'_> = serde_json::from_str(text).unwrap();
        let [request] = batch.requests.as_slice() else { panic!("one request") };
        assert!(matches!(request.action.0, Cow::Borrowed("a:B")));
        let one = |text: &'static str| KeyValues::One(Cow::Borrowed(text));
        let wanted = [
            ("a:one", one("1")),
            ("a:n", one("2")),
            ("a:yes", one("true")),
            ("a:list", KeyValues::Many(vec!["x".into(), "1.5".into()])),
            ("a!", one("\n")),
        ];
        let wanted = wanted.map(|(name, values)| (Cow::Borrowed(name), values));
        assert_eq!(request.context.0, wanted);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"Requests":[{"Action":"a:B"}]}"#,
            r#"{"Requests":[],"Explan":true}"#,
            r#"{"Requests":[{"Action":"a:B","Resource":"*","Context":{"a:b":[["c"]]}}]}"#,
            r#"{"Requests":[{"Action":"a:B","Resource":"*","Context":{"a:b":null}}]}"#,
            r#"{"Requests":[{"Action":"a:B","Resource":"*","Principal":{"SessionToken":"t"}}]}"#,
            r#"{"Requests":[{"Action":"a:B","Action":"a:C","Resource":"*"}]}"#,
        ] {
            assert!(serde_json::from_str::<Batch<'_>>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _read = serde_json::from_slice::<Batch<'_>>(&bytes);
        }
    }
}
