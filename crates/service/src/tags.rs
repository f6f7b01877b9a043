//! Tags in requests: what all services with tags check alike. Each answers in its own words.

use bartizan_types::Tag;

/// What the keys of AWS's own tags begin with.
pub const RESERVED: &str = "aws:";

/// Why tags are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedTags {
    /// This key is one of AWS's own.
    Reserved(String),
    /// This key is there twice.
    Repeated(String),
    /// There would be more than a resource may have.
    TooMany,
}

/// Whether a key is one of AWS's own.
pub fn is_reserved(key: &str) -> bool {
    key.get(..RESERVED.len()).is_some_and(|head| head.eq_ignore_ascii_case(RESERVED))
}

/// The tags of a request: each key once, none of AWS's own, and no more than `most`.
///
/// # Errors
/// They are not so.
pub fn read(tags: impl IntoIterator<Item = Tag>, most: usize) -> Result<Vec<Tag>, RefusedTags> {
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags {
        if is_reserved(&tag.key) {
            return Err(RefusedTags::Reserved(tag.key));
        }
        if read.iter().any(|other| other.key == tag.key) {
            return Err(RefusedTags::Repeated(tag.key));
        }
        if read.len() == most {
            return Err(RefusedTags::TooMany);
        }
        read.push(tag);
    }
    Ok(read)
}

/// Adds tags to those of a resource, which has at most `most`; one whose key is there takes its place.
///
/// # Errors
/// There would be more.
pub fn put(
    tags: &mut Vec<Tag>,
    more: impl IntoIterator<Item = Tag>,
    most: usize,
) -> Result<(), RefusedTags> {
    for tag in more {
        match tags.iter_mut().find(|other| other.key == tag.key) {
            Some(other) => other.value = tag.value,
            None => tags.push(tag),
        }
    }
    if tags.len() > most { Err(RefusedTags::TooMany) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_request_names_each_key_once_and_none_of_aws() {
        let asked = |keys: &[&str]| read(keys.iter().map(|key| tag(key, "")), 2).err();
        assert_eq!(asked(&["a", "A"]), None);
        assert_eq!(asked(&["a", "a"]), Some(RefusedTags::Repeated("a".to_owned())));
        assert_eq!(asked(&["AWS:x"]), Some(RefusedTags::Reserved("AWS:x".to_owned())));
        assert_eq!(asked(&["a", "b", "c"]), Some(RefusedTags::TooMany));
        assert_eq!(asked(&["awß"]), None);
    }

    #[test]
    fn a_tag_takes_the_place_of_its_key() {
        let mut tags = vec![tag("a", "1")];
        assert_eq!(put(&mut tags, [tag("a", "2"), tag("b", "3")], 2), Ok(()));
        assert_eq!(tags, [tag("a", "2"), tag("b", "3")]);
        assert_eq!(put(&mut tags, [tag("c", "")], 2), Err(RefusedTags::TooMany));
    }
}
