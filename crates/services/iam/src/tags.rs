//! Tags of IAM's entities. (IAM User Guide, "Tags for AWS Identity and Access Management
//! resources".)

use bartizan_service::tags::{RESERVED, is_reserved};
use bartizan_types::Tag;

use crate::error::IamError;
use crate::paging::{self, Page};
use crate::shapes;

/// The most tags an entity may have.
const TAGS_MAX: usize = 50;

/// The tags of a request, each key once.
pub(crate) fn read(tags: Option<Vec<shapes::Tag>>) -> Result<Vec<Tag>, IamError> {
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags.unwrap_or_default() {
        if is_reserved(&tag.key) {
            return Err(IamError::InvalidInput(format!(
                "Tag keys may not begin with {RESERVED}: {}",
                tag.key
            )));
        }
        if read.iter().any(|other| other.key.eq_ignore_ascii_case(&tag.key)) {
            return Err(IamError::InvalidInput(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                    .to_owned(),
            ));
        }
        read.push(Tag { key: tag.key, value: tag.value });
    }
    Ok(read)
}

/// Adds tags; one whose key is there, in any case, takes its place.
pub(crate) fn put(tags: &mut Vec<Tag>, more: Vec<Tag>) -> Result<(), IamError> {
    for tag in more {
        match tags.iter_mut().find(|other| other.key.eq_ignore_ascii_case(&tag.key)) {
            Some(other) => *other = tag,
            None => tags.push(tag),
        }
    }
    if tags.len() > TAGS_MAX {
        return Err(IamError::LimitExceeded(
            "The number of tags has reached the maximum limit.".to_owned(),
        ));
    }
    Ok(())
}

/// Takes tags out.
pub(crate) fn remove(tags: &mut Vec<Tag>, keys: &[String]) {
    tags.retain(|tag| !keys.iter().any(|key| key.eq_ignore_ascii_case(&tag.key)));
}

/// A page of tags as an answer shows them.
pub(crate) fn page(
    tags: &[Tag],
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Page<shapes::Tag>, IamError> {
    paging::page(shown(tags), marker, max_items, |tag| tag.key.clone())
}

/// Tags as an answer shows them.
pub(crate) fn shown(tags: &[Tag]) -> Vec<shapes::Tag> {
    tags.iter().map(|tag| shapes::Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

/// As [`shown`]; nothing where there are none.
pub(crate) fn shown_if_any(tags: &[Tag]) -> Option<Vec<shapes::Tag>> {
    (!tags.is_empty()).then(|| shown(tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_key_is_the_same_in_any_case() {
        let mut tags = vec![tag("Team", "red"), tag("cost", "1")];
        put(&mut tags, vec![tag("team", "blue")]).unwrap();
        assert_eq!(tags, [tag("team", "blue"), tag("cost", "1")]);
        remove(&mut tags, &["COST".to_owned()]);
        assert_eq!(tags, [tag("team", "blue")]);
    }

    #[test]
    fn requests_name_each_key_once_and_none_of_aws() {
        let shape = |key: &str| shapes::Tag { key: key.to_owned(), value: String::new() };
        for keys in [["a", "A"], ["AWS:x", "y"]] {
            assert!(read(Some(keys.iter().map(|key| shape(key)).collect())).is_err(), "{keys:?}");
        }
        let many = (0..51).map(|number| tag(&number.to_string(), "")).collect();
        assert!(put(&mut Vec::new(), many).is_err());
    }
}
