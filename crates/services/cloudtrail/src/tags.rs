//! Tags of trails and event data stores. (CloudTrail API Reference, `AddTags`, `RemoveTags`, `ListTags`.)

use bartizan_service::tags::is_reserved;
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::{self, EventDataStore};
use crate::records::Trail;
use crate::shapes::{
    self, AddTagsRequest, AddTagsResponse, ListTagsRequest, ListTagsResponse, RemoveTagsRequest,
    RemoveTagsResponse, ResourceTag,
};
use crate::trail::{Reference, find_at_home};

/// The most tags of a resource.
const TAGS_MAX: usize = 50;
/// The most resources whose tags are asked for at once.
const LISTED_MAX: usize = 20;

/// Adds tags to a resource; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<AddTagsRequest>,
) -> Result<AddTagsResponse, CloudTrailError> {
    let request = request.into_inner();
    let tags = request.tags_list;
    change(call, &request.resource_id, move |known| {
        *known = put(std::mem::take(known), tags)?;
        Ok(())
    })
    .await?;
    Ok(AddTagsResponse::default())
}

/// Takes tags from a resource, by their keys.
pub(crate) async fn remove(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<RemoveTagsRequest>,
) -> Result<RemoveTagsResponse, CloudTrailError> {
    let request = request.into_inner();
    let tags = request.tags_list;
    change(call, &request.resource_id, move |known| {
        known.retain(|tag| !tags.iter().any(|gone| gone.key == tag.key));
        Ok(())
    })
    .await?;
    Ok(RemoveTagsResponse::default())
}

/// The tags of resources.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListTagsRequest>,
) -> Result<ListTagsResponse, CloudTrailError> {
    if request.next_token.is_some() {
        return Err(CloudTrailError::InvalidToken());
    }
    if request.resource_id_list.len() > LISTED_MAX {
        return Err(CloudTrailError::InvalidParameter(format!(
            "ResourceIdList can have at most {LISTED_MAX} ARNs."
        )));
    }
    let mut listed = Vec::new();
    for id in &request.resource_id_list {
        let shown = of(call, id)?
            .into_iter()
            .map(|tag| shapes::Tag { key: tag.key, value: Some(tag.value) });
        listed
            .push(ResourceTag { resource_id: Some(id.clone()), tags_list: Some(shown.collect()) });
    }
    Ok(ListTagsResponse { resource_tag_list: Some(listed), next_token: None })
}

async fn change(
    call: &Call,
    id: &str,
    change: impl FnOnce(&mut Vec<Tag>) -> Result<(), CloudTrailError> + Send + 'static,
) -> Result<(), CloudTrailError> {
    if lake::rules::names_store(id) {
        let reference = lake::Reference::read(call, id)?;
        let (id, region) = (id.to_owned(), call.region.as_str().to_owned());
        let done = call.commit(move |writer| {
            let found = lake::find_active(writer, &reference, &region);
            let mut store: EventDataStore = found.map_err(|error| not_found(error, id))?;
            change(&mut store.tags)?;
            writer.put(&store.key(), &store)?;
            Ok::<_, CloudTrailError>(())
        });
        return Ok(done.await?);
    }
    let reference = reference(call, id)?;
    let (id, region) = (id.to_owned(), call.region.as_str().to_owned());
    let done = call.commit(move |writer| {
        let found = find_at_home(writer, &reference, &region);
        let mut trail = found.map_err(|error| not_found(error, id))?;
        change(&mut trail.tags)?;
        writer.put(&trail.key(), &trail)?;
        Ok::<_, CloudTrailError>(())
    });
    Ok(done.await?)
}

/// Where tags are asked for, what they are of is a resource.
fn not_found(error: CloudTrailError, id: String) -> CloudTrailError {
    match error {
        CloudTrailError::TrailNotFound(..) | CloudTrailError::EventDataStoreNotFound(_) => {
            CloudTrailError::ResourceNotFound(id)
        }
        other => other,
    }
}

/// The tags of the resource of this ARN.
fn of(call: &Call, id: &str) -> Result<Vec<Tag>, CloudTrailError> {
    let region = call.region.as_str();
    if lake::rules::names_store(id) {
        let reference = lake::Reference::read(call, id)?;
        let found = call.read(|reader| {
            lake::find_active(reader, &reference, region)
                .map_err(|error| not_found(error, id.to_owned()))
        });
        return Ok(found?.tags);
    }
    let reference = reference(call, id)?;
    let found = call.read(|reader| reader.get::<Trail>(&reference.key()))?;
    let trail = found.filter(|trail| trail.is_seen_in(region));
    Ok(trail.ok_or_else(|| CloudTrailError::ResourceNotFound(id.to_owned()))?.tags)
}

/// Tags go by ARN alone.
fn reference(call: &Call, id: &str) -> Result<Reference, CloudTrailError> {
    if !id.starts_with("arn:") {
        return Err(CloudTrailError::CloudTrailARNInvalid(id.to_owned()));
    }
    Reference::read(call, id)
}

/// Tags with more tags among them.
pub(crate) fn put(mut tags: Vec<Tag>, more: Vec<shapes::Tag>) -> Result<Vec<Tag>, CloudTrailError> {
    let mut seen: Vec<&str> = Vec::new();
    for tag in &more {
        if is_reserved(&tag.key) {
            let reason = format!("Tag key {} must not begin with aws:.", tag.key);
            return Err(CloudTrailError::InvalidTagParameter(reason));
        }
        if seen.contains(&tag.key.as_str()) {
            let reason = format!("Tag key {} is given twice.", tag.key);
            return Err(CloudTrailError::InvalidTagParameter(reason));
        }
        seen.push(&tag.key);
    }
    for tag in more {
        let value = tag.value.unwrap_or_default();
        match tags.iter_mut().find(|known| known.key == tag.key) {
            Some(known) => known.value = value,
            None => tags.push(Tag { key: tag.key, value }),
        }
    }
    if tags.len() > TAGS_MAX {
        return Err(CloudTrailError::TagsLimitExceeded(TAGS_MAX));
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str) -> shapes::Tag {
        shapes::Tag { key: key.to_owned(), value: Some("v".to_owned()) }
    }

    #[test]
    fn tags_are_bounded_and_each_key_is_there_once() {
        let tags = put(Vec::new(), vec![tag("a"), tag("b")]).unwrap();
        assert_eq!(put(tags, vec![tag("a"), tag("c")]).unwrap().len(), 3);
        for wrong in [vec![tag("a"), tag("a")], vec![tag("aws:x")]] {
            assert!(put(Vec::new(), wrong).is_err());
        }
        let many = (0..51).map(|number| tag(&number.to_string())).collect();
        assert!(put(Vec::new(), many).is_err());
    }
}
