//! From JSON to a value, in one pass: no tree of JSON is made on the way. The parser bounds the depth
//! to 128.

use std::collections::{HashMap, HashSet};
use std::fmt;

use bartizan_model::{Location, Member, ServiceModel, Shape, ShapeId, ShapeKind, StructShape};
use base64_simd::STANDARD;
use bytes::Bytes;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use crate::malformed::Malformed;
use crate::scalar;
use crate::value::Value;

/// Reads a body as a value of the shape; an empty body is an empty structure.
pub(crate) fn decode(
    service: &ServiceModel,
    id: ShapeId,
    bytes: &[u8],
) -> Result<Value, Malformed> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Struct(Vec::new()));
    }
    let mut malformed = None;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Reading { service, id, malformed: &mut malformed }.deserialize(&mut reader);
    let value = read.and_then(|value| reader.end().map(|()| value));
    match value {
        Ok(Value::Null) if matches!(service.shape(id).kind, ShapeKind::Structure(_)) => {
            Err(Malformed::Body("the body must be a JSON object"))
        }
        Ok(value) => Ok(value),
        // What is no JSON at all is said before what is of the wrong kind.
        Err(_) => Err(malformed
            .filter(|_| serde_json::from_slice::<Json>(bytes).is_ok())
            .unwrap_or(Malformed::Body("the body is not valid JSON, or nested too deeply"))),
    }
}

/// Reads a value of a shape. Why it cannot be read is left in `malformed`.
struct Reading<'r> {
    service: &'r ServiceModel,
    id: ShapeId,
    malformed: &'r mut Option<Malformed>,
}

impl<'r> Reading<'r> {
    fn shape(&self) -> &'r Shape {
        self.service.shape(self.id)
    }

    /// The same for what is within.
    fn of(&mut self, id: ShapeId) -> Reading<'_> {
        Reading { service: self.service, id, malformed: self.malformed }
    }

    fn fail<E: Error>(self, found: Found) -> E {
        *self.malformed = Some(unexpected(self.shape(), found));
        E::custom("a value of another kind")
    }

    fn leaf<E: Error>(self, value: Option<Value>, found: Found) -> Result<Value, E> {
        value.ok_or_else(|| self.fail(found))
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if matches!(self.shape().kind, ShapeKind::Document) {
            return Json::deserialize(deserializer).map(Value::Document);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the model")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        let is_one = matches!(self.shape().kind, ShapeKind::Boolean);
        self.leaf(is_one.then_some(Value::Bool(value)), Found::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        let taken = number(self.shape(), Some(value), as_float(value));
        self.leaf(taken, Found::Number)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.visit_f64(serde_json::Number::from(value).as_f64().unwrap_or_default()),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let taken = number(self.shape(), None, value);
        self.leaf(taken, Found::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        let shape = self.shape();
        let taken = match &shape.kind {
            ShapeKind::Text(_) => Some(Value::of_text(text)),
            ShapeKind::Float { .. } => match text {
                "NaN" => Some(Value::Float(f64::NAN)),
                "Infinity" => Some(Value::Float(f64::INFINITY)),
                "-Infinity" => Some(Value::Float(f64::NEG_INFINITY)),
                _ => None,
            },
            ShapeKind::Timestamp(_) => scalar::parse(shape, text),
            ShapeKind::Blob { .. } => {
                let bytes = STANDARD.decode_to_vec(text.as_bytes()).ok();
                bytes.map(|bytes| Value::Blob(Bytes::from(bytes)))
            }
            _ => None,
        };
        self.leaf(taken, Found::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let ShapeKind::List(list) = &self.shape().kind else {
            return Err(self.fail(Found::List));
        };
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self.of(list.member.shape))? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Value, A::Error> {
        match &self.shape().kind {
            ShapeKind::Structure(structure) => self.structure(structure, object),
            ShapeKind::Map(map) => {
                let mut entries = Vec::new();
                while let Some(key) = object.next_key::<String>()? {
                    entries.push((key, object.next_value_seed(self.of(map.value.shape))?));
                }
                let mut entries = last_of_each(entries);
                entries.retain(|(_, value)| *value != Value::Null);
                Ok(Value::Map(entries))
            }
            _ => Err(self.fail(Found::Object)),
        }
    }
}

impl Reading<'_> {
    /// The members of a structure, in the model's order. Of a name that comes twice the last counts,
    /// and names that the model has not are passed over.
    fn structure<'de, A: MapAccess<'de>>(
        mut self,
        structure: &StructShape,
        mut object: A,
    ) -> Result<Value, A::Error> {
        let mut found: Vec<(usize, Value)> = Vec::new();
        while let Some(known) = object.next_key_seed(Name(&structure.members))? {
            let Some((place, member)) = known else {
                object.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = object.next_value_seed(self.of(member.shape))?;
            match found.iter_mut().find(|(known, _)| *known == place) {
                Some((_, earlier)) => *earlier = value,
                None => found.push((place, value)),
            }
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        let named = found.into_iter().filter(|(_, value)| *value != Value::Null);
        let fields = named.filter_map(|(place, value)| {
            structure.members.get(place).map(|member| (member.name, value))
        });
        Ok(Value::Struct(fields.collect()))
    }
}

/// Reads a name as the member of the body that has it, with its place.
struct Name<'m>(&'m [Member]);

impl<'de, 'm> DeserializeSeed<'de> for Name<'m> {
    type Value = Option<(usize, &'m Member)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'m> Visitor<'_> for Name<'m> {
    type Value = Option<(usize, &'m Member)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let is_it =
            |member: &Member| member.location == Location::Body && member.wire_name() == name;
        Ok(self.0.iter().enumerate().find(|(_, member)| is_it(member)))
    }
}

/// The entries of a map without repeated keys: the last value counts, at the first one's place.
fn last_of_each(entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut seen = HashSet::new();
    if entries.len() < 2 || entries.iter().all(|(key, _)| seen.insert(key.as_str())) {
        return entries;
    }
    let mut places = HashMap::new();
    let mut kept: Vec<(String, Value)> = Vec::new();
    for (key, value) in entries {
        if let Some((_, earlier)) = places.get(&key).and_then(|place: &usize| kept.get_mut(*place))
        {
            *earlier = value;
        } else {
            places.insert(key.clone(), kept.len());
            kept.push((key, value));
        }
    }
    kept
}

/// A number as a value of the shape; a fraction is cut off where a whole one is wanted, as AWS does.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn number(shape: &Shape, whole: Option<i64>, float: f64) -> Option<Value> {
    match &shape.kind {
        ShapeKind::Integer { long, .. } => {
            let cut = || (float.abs() < 9.0e18).then_some(float as i64);
            let whole = whole.or_else(cut)?;
            (*long || i32::try_from(whole).is_ok()).then_some(Value::Int(whole))
        }
        ShapeKind::Float { .. } => Some(Value::Float(float)),
        ShapeKind::Timestamp(_) => scalar::from_seconds(float).map(Value::Time),
        _ => None,
    }
}

/// The nearest float.
#[expect(clippy::cast_precision_loss, reason = "JSON promises no more")]
const fn as_float(whole: i64) -> f64 {
    whole as f64
}

/// What stands in the body.
#[derive(Clone, Copy)]
enum Found {
    List,
    Object,
    Text,
    Number,
    Bool(bool),
}

fn unexpected(shape: &Shape, found: Found) -> Malformed {
    let found = match found {
        Found::List => return Malformed::Body("Start of list found where not expected"),
        Found::Object => {
            return Malformed::Body("Start of structure or map found where not expected.");
        }
        Found::Text => "STRING_VALUE",
        Found::Number => "NUMBER_VALUE",
        Found::Bool(true) => "TRUE_VALUE",
        Found::Bool(false) => "FALSE_VALUE",
    };
    let wanted = match shape.kind {
        ShapeKind::Text(_) => "String",
        ShapeKind::Boolean => "Boolean",
        ShapeKind::Integer { long: true, .. } => "Long",
        ShapeKind::Integer { .. } => "Integer",
        ShapeKind::Float { .. } => "Double",
        ShapeKind::Blob { .. } => "Blob",
        ShapeKind::Timestamp(_) => "milliseconds since epoch",
        ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_) | ShapeKind::Document => {
            return Malformed::Kind("Unexpected field type".to_owned());
        }
    };
    Malformed::Kind(format!("{found} can not be converted to {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The body of `Encrypt`, read.
    fn read(body: &str) -> Result<Value, Malformed> {
        let service = bartizan_model::service("kms").unwrap();
        let encrypt = service.operations().find(|one| one.name == "Encrypt").unwrap();
        decode(service, encrypt.input.unwrap(), body.as_bytes())
    }

    #[test]
    fn members_come_in_the_order_of_the_model_and_the_last_of_a_name_counts() {
        let body = r#" {"Unknown":[{"x":1}],"Plaintext":"aGk=","KeyId":"a","KeyId":"b",
            "EncryptionContext":{"k":"1","l":"2","k":"3"},"DryRun":true,"DryRun":null} "#;
        let text = Value::of_text;
        let context = vec![("k".to_owned(), text("3")), ("l".to_owned(), text("2"))];
        let fields = vec![
            ("KeyId", text("b")),
            ("Plaintext", Value::Blob(Bytes::from_static(b"hi"))),
            ("EncryptionContext", Value::Map(context)),
        ];
        assert_eq!(read(body), Ok(Value::Struct(fields)));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let invalid = "the body is not valid JSON, or nested too deeply";
        for (body, told) in [
            (r#"{"KeyId":1}"#, "NUMBER_VALUE can not be converted to String"),
            (r#"{"KeyId":true}"#, "TRUE_VALUE can not be converted to String"),
            (r#"{"KeyId":[]}"#, "Start of list found where not expected"),
            (r#"{"EncryptionContext":"x"}"#, "Unexpected field type"),
            ("null", "the body must be a JSON object"),
            (r#"{"KeyId":1"#, invalid),
            (r#"{"KeyId":1} x"#, invalid),
            (r#"{"KeyId":"\ud800"}"#, invalid),
            ("{\"KeyId\":\"a\nb\"}", invalid),
        ] {
            assert_eq!(read(body).unwrap_err().to_string(), told, "{body}");
        }
    }
}
