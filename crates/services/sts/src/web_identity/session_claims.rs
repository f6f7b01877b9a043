//! Session tags and source identity in a token. (IAM User Guide, "Pass session tags in AWS STS" and
//! "Monitor and control actions taken with assumed roles".)

use bartizan_jose::Claims;
use serde_json::Value;

use crate::error::StsError;
use crate::session_tags::{self, SessionTags};
use crate::shapes::Tag;

/// The claim of tags; with a slash and a name, the same claim laid flat.
const TAGS: &str = "https://aws.amazon.com/tags";
/// The claim of the source identity.
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";
/// The longest key and the longest value of a tag, in characters. (STS API Reference, `Tag`.)
const TAG_CHARACTERS_MAX: (usize, usize) = (128, 256);

/// The session tags of a token, and which of them pass on.
///
/// # Errors
/// The claims have another form than AWS's, or the tags break its limits.
pub(super) fn tags(claims: &Claims) -> Result<SessionTags, StsError> {
    let mut tags = Vec::new();
    let mut transitive = Vec::new();
    if let Some(nested) = claims.value(TAGS) {
        let members = nested.as_object().ok_or_else(malformed)?;
        if let Some(principal) = members.get("principal_tags") {
            for (key, value) in principal.as_object().ok_or_else(malformed)? {
                tags.push(tag(key, value)?);
            }
        }
        if let Some(keys) = members.get("transitive_tag_keys") {
            transitive.extend(texts(keys)?);
        }
    }
    for (name, value) in claims.iter() {
        match name.strip_prefix(TAGS).and_then(|rest| rest.strip_prefix('/')) {
            Some("transitive_tag_keys") => transitive.extend(texts(value)?),
            Some(rest) => {
                let key = rest.strip_prefix("principal_tags/").ok_or_else(malformed)?;
                tags.push(tag(key, value)?);
            }
            None => {}
        }
    }
    session_tags::of(Some(&tags), Some(&transitive), None)
}

/// The source identity that a token sets.
///
/// # Errors
/// It is no text, or has other characters or another length than AWS takes.
pub(super) fn source_identity(claims: &Claims) -> Result<Option<String>, StsError> {
    let Some(value) = claims.value(SOURCE_IDENTITY) else { return Ok(None) };
    let fits = |text: &&str| {
        (2..=64).contains(&text.len())
            && !text.starts_with("aws:")
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
    };
    let text = value.as_str().filter(fits).ok_or_else(|| {
        StsError::InvalidIdentityToken("The source identity of the ID Token is invalid".to_owned())
    })?;
    Ok(Some(text.to_owned()))
}

/// A tag, whose value is a text or a list of one.
fn tag(key: &str, value: &Value) -> Result<Tag, StsError> {
    let values = texts(value)?;
    let [value] = values.as_slice() else { return Err(malformed()) };
    let (key_max, value_max) = TAG_CHARACTERS_MAX;
    let is_good = key.chars().chain(value.chars()).all(session_tags::is_tag_character);
    if key.is_empty()
        || key.chars().count() > key_max
        || value.chars().count() > value_max
        || !is_good
    {
        return Err(malformed());
    }
    Ok(Tag { key: key.to_owned(), value: value.clone() })
}

/// A text, or a list of texts.
fn texts(value: &Value) -> Result<Vec<String>, StsError> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            texts.collect::<Option<_>>().ok_or_else(malformed)
        }
        _ => Err(malformed()),
    }
}

fn malformed() -> StsError {
    StsError::InvalidIdentityToken("The session tags of the ID Token are malformed".to_owned())
}
