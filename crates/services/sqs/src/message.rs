//! What a message says, and what it may say. (Amazon SQS API Reference, `SendMessage`; Amazon SQS
//! Developer Guide, "Amazon SQS message attributes" and "message quotas".)

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::SqsError;
use crate::shapes::{MessageAttributeValue, MessageSystemAttributeValue};

/// The most attributes of a message.
const ATTRIBUTES_MAX: usize = 10;
/// The longest name and the longest type of one.
const NAME_MAX: usize = 256;
/// The attribute of X-Ray.
pub(crate) const TRACE: &str = "AWSTraceHeader";

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) body: String,
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) system: BTreeMap<String, Attribute>,
}

/// An attribute of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub(crate) kind: String,
    pub(crate) data: Data,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Data {
    Text(String),
    Binary(Vec<u8>),
}

impl Message {
    /// How much of the size that a queue allows it takes.
    pub(crate) fn size(&self) -> usize {
        let of_attributes = self.attributes.iter().map(|(name, attribute)| {
            let data = match &attribute.data {
                Data::Text(text) => text.len(),
                Data::Binary(bytes) => bytes.len(),
            };
            name.len() + attribute.kind.len() + data
        });
        self.body.len() + of_attributes.sum::<usize>()
    }
}

/// The message of a request.
pub(crate) fn read(
    body: String,
    attributes: Option<BTreeMap<String, MessageAttributeValue>>,
    system: Option<BTreeMap<String, MessageSystemAttributeValue>>,
) -> Result<Message, SqsError> {
    if body.is_empty() {
        return Err(SqsError::MissingParameter("MessageBody".to_owned()));
    }
    check_characters(&body, "message body")?;
    let attributes = attributes.unwrap_or_default();
    if attributes.len() > ATTRIBUTES_MAX {
        return Err(SqsError::InvalidParameter(format!(
            "Number of message attributes [{}] exceeds the allowed maximum [{ATTRIBUTES_MAX}].",
            attributes.len()
        )));
    }
    let attributes = attributes.into_iter().map(|(name, value)| {
        check_name(&name)?;
        let lists = (value.string_list_values.is_some(), value.binary_list_values.is_some());
        let binary = value.binary_value.map(|bytes| bytes.to_vec());
        let read = attribute(&name, value.data_type, value.string_value, binary, lists)?;
        Ok((name, read))
    });
    let attributes = attributes.collect::<Result<BTreeMap<_, _>, SqsError>>()?;
    let system = system.unwrap_or_default().into_iter().map(|(name, value)| {
        if name != TRACE {
            return Err(SqsError::InvalidParameter(format!(
                "Message system attribute name '{name}' is invalid."
            )));
        }
        let lists = (value.string_list_values.is_some(), value.binary_list_values.is_some());
        let binary = value.binary_value.map(|bytes| bytes.to_vec());
        if value.data_type != "String" {
            return Err(SqsError::InvalidParameter(format!(
                "The message system attribute '{name}' must be of type String."
            )));
        }
        let read = attribute(&name, value.data_type, value.string_value, binary, lists)?;
        Ok((name, read))
    });
    let system = system.collect::<Result<BTreeMap<_, _>, SqsError>>()?;
    Ok(Message { body, attributes, system })
}

fn attribute(
    name: &str,
    kind: String,
    text: Option<String>,
    binary: Option<Vec<u8>>,
    (texts, binaries): (bool, bool),
) -> Result<Attribute, SqsError> {
    let refused = |what: &str| {
        Err(SqsError::InvalidParameter(format!("The message attribute '{name}' {what}")))
    };
    if texts || binaries {
        return Err(SqsError::Unsupported(
            "Message attribute list values in SendMessage operation are not supported.".to_owned(),
        ));
    }
    let base = kind.split_once('.').map_or(&*kind, |(base, _)| base);
    if kind.is_empty() {
        return refused("must contain a non-empty message attribute type.");
    }
    if kind.len() > NAME_MAX {
        return refused("has a type that is longer than 256 bytes.");
    }
    let data = match (base, text, binary) {
        ("String" | "Number", Some(text), None) if !text.is_empty() => {
            check_characters(&text, &format!("message attribute '{name}'"))?;
            if base == "Number" && !is_number(&text) {
                return Err(SqsError::InvalidParameter(format!(
                    "Can't cast the value of message (user) attribute '{name}' to a number."
                )));
            }
            Data::Text(text)
        }
        ("Binary", None, Some(bytes)) if !bytes.is_empty() => Data::Binary(bytes),
        ("String" | "Number" | "Binary", None, None) => {
            return refused(&format!(
                "must contain a non-empty value of type '{}'.",
                if base == "Binary" { "Binary" } else { "String" }
            ));
        }
        ("String" | "Number" | "Binary", _, _) => {
            return refused(&format!(
                "must contain a non-empty message attribute value for message attribute type '{base}'."
            ));
        }
        _ => {
            return refused(
                "has an invalid message attribute type, the set of supported type prefixes is \
                 Binary, Number, and String.",
            );
        }
    };
    Ok(Attribute { kind, data })
}

/// Up to 38 digits between 10^-128 and 10^126, as the guide says; that it is a number at all is checked
/// by its form.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn check_name(name: &str) -> Result<(), SqsError> {
    let lower = name.to_ascii_lowercase();
    let is_reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_well = !name.is_empty()
        && name.len() <= NAME_MAX
        && name.bytes().all(is_plain)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    if is_well && !is_reserved {
        return Ok(());
    }
    let shown: String = name.chars().take(NAME_MAX).collect();
    Err(SqsError::InvalidParameter(format!("Message (user) attribute name '{shown}' is invalid.")))
}

fn check_characters(text: &str, what: &str) -> Result<(), SqsError> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    match text.chars().find(|c| !is_allowed(*c)) {
        None => Ok(()),
        Some(wrong) => Err(SqsError::InvalidMessage(format!(
            "Invalid binary character '#x{:X}' was found in the {what}, the set of allowed \
             characters is #x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to \
             #x10FFFF]",
            u32::from(wrong)
        ))),
    }
}
