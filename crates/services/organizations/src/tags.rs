//! Tags of roots, units, accounts and policies. (Organizations User Guide, "Tagging AWS Organizations
//! resources".)

use bartizan_service::tags::{self, RefusedTags};
use bartizan_types::Tag;

use crate::error::OrganizationsError;
use crate::shapes;

/// The most tags of a resource.
const TAGS_MAX: usize = 50;

/// The tags of a request, each key once.
pub(crate) fn read(tags: Option<Vec<shapes::Tag>>) -> Result<Vec<Tag>, OrganizationsError> {
    let tags = tags.into_iter().flatten().map(|tag| Tag { key: tag.key, value: tag.value });
    tags::read(tags, TAGS_MAX).map_err(|why| refused(&why))
}

/// Adds tags; one whose key is there takes its place.
pub(crate) fn put(tags: &mut Vec<Tag>, more: Vec<Tag>) -> Result<(), OrganizationsError> {
    tags::put(tags, more, TAGS_MAX).map_err(|why| refused(&why))
}

/// Refuses keys of AWS's own tags.
pub(crate) fn check_keys(keys: &[String]) -> Result<(), OrganizationsError> {
    match keys.iter().find(|key| tags::is_reserved(key)) {
        Some(key) => Err(refused(&RefusedTags::Reserved(key.clone()))),
        None => Ok(()),
    }
}

fn refused(why: &RefusedTags) -> OrganizationsError {
    match why {
        RefusedTags::Reserved(_) => OrganizationsError::InvalidInput(
            "INVALID_SYSTEM_TAGS_PARAMETER",
            "You can't add, edit or delete tags whose keys begin with aws:.",
        ),
        RefusedTags::Repeated(_) => OrganizationsError::InvalidInput(
            "DUPLICATE_TAG_KEY",
            "Tag keys must be unique among the tags attached to the same entity.",
        ),
        RefusedTags::TooMany => OrganizationsError::constraint(
            "MAX_TAG_LIMIT_EXCEEDED",
            "You have exceeded the number of tags allowed on this resource.",
        ),
    }
}
