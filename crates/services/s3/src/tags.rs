//! Tags of buckets and objects. (Amazon S3 User Guide, "Categorizing your objects using tags";
//! AWS Billing User Guide, "User-defined tag restrictions".)

use bartizan_service::Directory;
use bartizan_service::tags::is_reserved;
use bartizan_types::{AccountId, Tag};
use percent_encoding::percent_decode_str;

use crate::error::S3Error;
use crate::shapes;

/// The most tags an object may have.
pub(crate) const OBJECT_TAGS_MAX: usize = 10;
/// The most tags a bucket may have.
pub(crate) const BUCKET_TAGS_MAX: usize = 50;
const RESERVED: &str = "System tags cannot be added/updated by requester";
const REPEATED: &str = "Cannot provide multiple Tags with the same key";
const KEY_CHARACTERS_MAX: usize = 128;
const VALUE_CHARACTERS_MAX: usize = 256;

/// Reads the header `x-amz-tagging`: tags in the form of a query string.
pub(crate) fn of_header(header: Option<&str>) -> Result<Vec<Tag>, S3Error> {
    let Some(header) = header.filter(|header| !header.is_empty()) else { return Ok(Vec::new()) };
    let wrong = || {
        S3Error::argument(
            "x-amz-tagging",
            header,
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query \
             parameters without tag name duplicates.",
        )
    };
    let text = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8().map(String::from).map_err(|_| wrong())
    };
    let mut tags = Vec::new();
    for pair in header.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        tags.push(Tag { key: text(key)?, value: text(value)? });
    }
    check(tags, OBJECT_TAGS_MAX).map_err(|error| match error {
        S3Error::InvalidTag { reason, .. } if reason == REPEATED => wrong(),
        S3Error::InvalidTag { key, reason } if reason == RESERVED => {
            S3Error::InvalidTag { key, reason: "Your TagKey cannot be prefixed with aws:".into() }
        }
        other => other,
    })
}

/// Reads a document's tags.
pub(crate) fn of_document(tags: Vec<shapes::Tag>, most: usize) -> Result<Vec<Tag>, S3Error> {
    check(tags.into_iter().map(|tag| Tag { key: tag.key, value: tag.value }).collect(), most)
}

/// Refuses tags that the tag policy of a bucket's owner does not allow. (Organizations User Guide,
/// "Services and resource types that support enforcement"; Amazon S3 API Reference, "List of error
/// codes".)
pub(crate) fn obey_tag_policy(
    directory: &Directory,
    owner: AccountId,
    tags: &[Tag],
) -> Result<(), S3Error> {
    let refused = directory.refused_tag(owner, "s3:bucket", tags);
    refused.map_or(Ok(()), |message| Err(S3Error::TagPolicyException { message }))
}

/// The tags as a document has them.
pub(crate) fn shown(tags: &[Tag]) -> Vec<shapes::Tag> {
    tags.iter().map(|tag| shapes::Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

fn check(tags: Vec<Tag>, most: usize) -> Result<Vec<Tag>, S3Error> {
    let refuse = |key: &str, reason: &str| {
        Err(S3Error::InvalidTag { key: key.to_owned(), reason: reason.to_owned() })
    };
    if tags.len() > most {
        let noun = if most == OBJECT_TAGS_MAX { "Object" } else { "Bucket" };
        let reason = format!("{noun} tags cannot be greater than {most}");
        return Err(S3Error::BadRequest { reason });
    }
    for (index, tag) in tags.iter().enumerate() {
        let key_length = tag.key.chars().count();
        if key_length == 0 || key_length > KEY_CHARACTERS_MAX || !tag.key.chars().all(is_allowed) {
            return refuse(&tag.key, "The TagKey you have provided is invalid");
        }
        if tag.value.chars().count() > VALUE_CHARACTERS_MAX || !tag.value.chars().all(is_allowed) {
            return refuse(&tag.key, "The TagValue you have provided is invalid");
        }
        if is_reserved(&tag.key) {
            return refuse(&tag.key, RESERVED);
        }
        if tags.iter().take(index).any(|other| other.key == tag.key) {
            return refuse(&tag.key, REPEATED);
        }
    }
    Ok(tags)
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn tags_in_a_header() {
        assert_eq!(of_header(None), Ok(Vec::new()));
        assert_eq!(
            of_header(Some("team=red%20ones&stage")),
            Ok(vec![tag("team", "red ones"), tag("stage", "")])
        );
        let many: Vec<_> = (0..11).map(|number| format!("k{number}=v")).collect();
        assert!(matches!(of_header(Some(&many.join("&"))), Err(S3Error::BadRequest { .. })));
        assert!(matches!(of_header(Some("a=1&a=2")), Err(S3Error::InvalidArgument { .. })));
        assert!(matches!(of_header(Some("a=%ff")), Err(S3Error::InvalidArgument { .. })));
        for wrong in ["=v", "aws:x=1", "a=%3C", &format!("{}=1", "k".repeat(129))] {
            assert!(matches!(of_header(Some(wrong)), Err(S3Error::InvalidTag { .. })), "{wrong}");
        }
    }
}
