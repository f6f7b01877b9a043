//! Tags of roots, units, accounts and policies. (Organizations User Guide, "Tagging AWS Organizations
//! resources".)

use bartizan_types::Tag;

use crate::error::OrganizationsError;
use crate::shapes;

/// The most tags of a resource.
const TAGS_MAX: usize = 50;
/// What the keys of AWS's own tags begin with.
const RESERVED: &str = "aws:";

/// The tags of a request, each key once.
pub(crate) fn read(tags: Option<Vec<shapes::Tag>>) -> Result<Vec<Tag>, OrganizationsError> {
    let mut read: Vec<Tag> = Vec::new();
    for tag in tags.unwrap_or_default() {
        refuse_reserved(&tag.key)?;
        if read.iter().any(|other| other.key == tag.key) {
            return Err(OrganizationsError::InvalidInput(
                "DUPLICATE_TAG_KEY",
                "Tag keys must be unique among the tags attached to the same entity.",
            ));
        }
        read.push(Tag { key: tag.key, value: tag.value });
    }
    if read.len() > TAGS_MAX {
        return Err(too_many());
    }
    Ok(read)
}

/// Adds tags; one whose key is there takes its place.
pub(crate) fn put(tags: &mut Vec<Tag>, more: Vec<Tag>) -> Result<(), OrganizationsError> {
    for tag in more {
        match tags.iter_mut().find(|other| other.key == tag.key) {
            Some(other) => *other = tag,
            None => tags.push(tag),
        }
    }
    if tags.len() > TAGS_MAX { Err(too_many()) } else { Ok(()) }
}

/// Refuses keys of AWS's own tags.
pub(crate) fn check_keys(keys: &[String]) -> Result<(), OrganizationsError> {
    keys.iter().try_for_each(|key| refuse_reserved(key))
}

fn refuse_reserved(key: &str) -> Result<(), OrganizationsError> {
    let is_reserved =
        key.get(..RESERVED.len()).is_some_and(|head| head.eq_ignore_ascii_case(RESERVED));
    if is_reserved {
        return Err(OrganizationsError::InvalidInput(
            "INVALID_SYSTEM_TAGS_PARAMETER",
            "You can't add, edit or delete tags whose keys begin with aws:.",
        ));
    }
    Ok(())
}

fn too_many() -> OrganizationsError {
    OrganizationsError::constraint(
        "MAX_TAG_LIMIT_EXCEEDED",
        "You have exceeded the number of tags allowed on this resource.",
    )
}
