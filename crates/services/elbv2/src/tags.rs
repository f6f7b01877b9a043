//! Tags. (Elastic Load Balancing API Reference, `AddTags`, `RemoveTags` and `DescribeTags`.)

use bartizan_service::store::{Reader, Writer};
use bartizan_service::tags::{self, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::LoadBalancing;
use crate::error::ElbError;
use crate::limits;
use crate::naming::{self, Kind, Resource, Scope};
use crate::records::{BalancerRecord, GroupRecord, ListenerRecord, RuleRecord};
use crate::shapes::{
    self, AddTagsInput, AddTagsOutput, DescribeTagsInput, DescribeTagsOutput, RemoveTagsInput,
    RemoveTagsOutput, TagDescription,
};

/// The most resources of one call. (The API Reference, `DescribeTags`.)
const RESOURCES_MAX: usize = 20;

/// Gives resources tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<AddTagsInput>,
) -> Result<AddTagsOutput, ElbError> {
    let request = request.into_inner();
    let new = read(Some(request.tags))?;
    change(call, request.resource_arns, AddTagsOutput {}, move |its| {
        tags::put(its, new.iter().cloned(), limits::TAGS).map_err(|why| refused(&why))
    })
    .await
}

/// Takes tags from resources.
pub(crate) async fn remove(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<RemoveTagsInput>,
) -> Result<RemoveTagsOutput, ElbError> {
    let request = request.into_inner();
    let keys = request.tag_keys;
    change(call, request.resource_arns, RemoveTagsOutput {}, move |tags| {
        tags.retain(|tag| !keys.contains(&tag.key));
        Ok(())
    })
    .await
}

/// The tags of resources.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeTagsInput>,
) -> Result<DescribeTagsOutput, ElbError> {
    check_resources(&request.resource_arns)?;
    let scope = Scope::of(call)?;
    let described = call.read(|reader| {
        let of = |arn: &String| {
            let tags = found(reader, &scope, arn)?;
            let tags =
                tags.into_iter().map(|tag| shapes::Tag { key: tag.key, value: Some(tag.value) });
            Ok::<_, ElbError>(TagDescription {
                resource_arn: Some(arn.clone()),
                tags: Some(tags.collect()),
            })
        };
        request.resource_arns.iter().map(of).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(DescribeTagsOutput { tag_descriptions: Some(described) })
}

/// The tags of a request, each key once.
pub(crate) fn read(tags: Option<Vec<shapes::Tag>>) -> Result<Vec<Tag>, ElbError> {
    let tags = tags.into_iter().flatten();
    let tags = tags.map(|tag| Tag { key: tag.key, value: tag.value.unwrap_or_default() });
    tags::read(tags, limits::TAGS).map_err(|why| refused(&why))
}

fn refused(why: &RefusedTags) -> ElbError {
    match why {
        RefusedTags::Reserved(_) => ElbError::invalid("Tag keys beginning with aws: are reserved"),
        RefusedTags::Repeated(_) => {
            ElbError::refused("DuplicateTagKeys", "Tag keys must be unique in a request")
        }
        RefusedTags::TooMany => {
            let message = format!("A resource has at most {} tags", limits::TAGS);
            ElbError::refused("TooManyTags", message)
        }
    }
}

/// Whether the account's tag policy allows these tags.
pub(crate) fn check_policy(call: &Call, kind: Kind, tags: &[Tag]) -> Result<(), ElbError> {
    let resource_type = format!("elasticloadbalancing:{}", kind.name());
    match call.directory.refused_tag(call.account()?, &resource_type, tags) {
        Some(reason) => Err(ElbError::refused("TagPolicyViolation", reason)),
        None => Ok(()),
    }
}

fn check_resources(arns: &[String]) -> Result<(), ElbError> {
    if arns.is_empty() || arns.len() > RESOURCES_MAX {
        let message = format!("A request names 1 to {RESOURCES_MAX} resources");
        return Err(ElbError::invalid(message));
    }
    Ok(())
}

async fn change<R>(
    call: &Call,
    arns: Vec<String>,
    answer: R,
    change: impl Fn(&mut Vec<Tag>) -> Result<(), ElbError> + Send + 'static,
) -> Result<R, ElbError>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    check_resources(&arns)?;
    let (scope, directory) = (Scope::of(call)?, call.directory.clone());
    let done = call.commit(move |writer| {
        for arn in &arns {
            let kind = kind_of(arn)?;
            let tags = match kind {
                Kind::Balancer => put::<BalancerRecord>(writer, &scope, arn, &change),
                Kind::Group => put::<GroupRecord>(writer, &scope, arn, &change),
                Kind::Listener => put::<ListenerRecord>(writer, &scope, arn, &change),
                Kind::Rule => put::<RuleRecord>(writer, &scope, arn, &change),
            }?;
            let resource_type = format!("elasticloadbalancing:{}", kind.name());
            if let Some(reason) = directory.refused_tag(scope.account, &resource_type, &tags) {
                return Err(ElbError::refused("TagPolicyViolation", reason));
            }
        }
        Ok(answer)
    });
    Ok(done.await?)
}

fn put<T: Resource>(
    writer: &mut Writer<'_>,
    scope: &Scope,
    arn: &str,
    change: &impl Fn(&mut Vec<Tag>) -> Result<(), ElbError>,
) -> Result<Vec<Tag>, ElbError> {
    let mut resource: T = scope.find(writer, arn)?;
    change(resource.tags_mut())?;
    scope.put(writer, &resource)?;
    Ok(resource.tags().to_vec())
}

fn found(reader: &Reader<'_>, scope: &Scope, arn: &str) -> Result<Vec<Tag>, ElbError> {
    Ok(match kind_of(arn)? {
        Kind::Balancer => scope.find::<BalancerRecord>(reader, arn)?.tags,
        Kind::Group => scope.find::<GroupRecord>(reader, arn)?.tags,
        Kind::Listener => scope.find::<ListenerRecord>(reader, arn)?.tags,
        Kind::Rule => scope.find::<RuleRecord>(reader, arn)?.tags,
    })
}

fn kind_of(arn: &str) -> Result<Kind, ElbError> {
    let parsed = naming::arn(arn)?;
    let kind = Kind::of_arn(&parsed).map(|(kind, _)| kind);
    kind.ok_or_else(|| ElbError::invalid(format!("'{arn}' is not the ARN of a resource with tags")))
}
