//! Tags. (Amazon EC2 User Guide, "Tag your Amazon EC2 resources"; Amazon EC2 API Reference,
//! `CreateTags`, `DeleteTags` and `DescribeTags`.)

mod describe;
pub(crate) mod records;
pub(crate) mod rule;

use std::collections::BTreeMap;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::tags::{self, RefusedTags};
use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

pub(crate) use describe::describe;

use self::records::TagsRecord;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::quotas::TAGS_PER_RESOURCE;
use crate::records::{
    AddressRecord, EgressOnlyGatewayRecord, FlowLogRecord, ImageRecord, InstanceRecord,
    InternetGatewayRecord, KeyPairRecord, NatGatewayRecord, NetworkAclRecord,
    NetworkInterfaceRecord, PrefixListRecord, RouteTableRecord, SecurityGroupRecord, SubnetRecord,
    VpcRecord,
};
use crate::scope::Scope;
use crate::shapes::{self, CreateTagsRequest, DeleteTagsRequest, TagSpecification};
use crate::{Ec2, defaults, peering, security_group};

/// The longest key and the longest value, in characters. (Amazon EC2 User Guide, "Tag restrictions".)
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;
/// The most resources of one call. (Amazon EC2 API Reference, `CreateTags`.)
const RESOURCES_MAX: usize = 1000;

/// Gives resources tags; one whose key is there takes its place.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateTagsRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    let new = read(request.tags)?;
    if new.is_empty() {
        return Err(Ec2Error::missing("tagSet"));
    }
    check_resources(&request.resources)?;
    for kind in request.resources.iter().filter_map(|id| Kind::of_id(id)) {
        check_policy(call, kind, &new)?;
    }
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        for id in &request.resources {
            check_is_there(writer, &scope, id)?;
            let mut present = of(writer, &scope, id)?;
            tags::put(&mut present, new.iter().cloned(), TAGS_PER_RESOURCE)
                .map_err(|why| refused(&why))?;
            put(writer, &scope, id, present)?;
        }
        Ok::<_, Ec2Error>(())
    });
    Ok(done.await?)
}

/// Takes tags from resources: those of these keys, where the values are given only those of these, or
/// all.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteTagsRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    check_resources(&request.resources)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        for id in &request.resources {
            check_is_there(writer, &scope, id)?;
            let mut present = of(writer, &scope, id)?;
            present.retain(|tag| {
                !request.tags.as_ref().is_none_or(|gone| gone.iter().any(|one| is_meant(one, tag)))
            });
            put(writer, &scope, id, present)?;
        }
        Ok::<_, Ec2Error>(())
    });
    Ok(done.await?)
}

fn is_meant(asked: &shapes::Tag, tag: &Tag) -> bool {
    asked.key.as_deref() == Some(tag.key.as_str())
        && asked.value.as_ref().is_none_or(|value| *value == tag.value)
}

/// The tags that a request gives what it makes of each kind, in the order of the kinds.
pub(crate) fn of_several(
    call: &Call,
    kinds: &[Kind],
    specifications: Option<Vec<TagSpecification>>,
) -> Result<Vec<Vec<Tag>>, Ec2Error> {
    let mut left = specifications.unwrap_or_default();
    let mut all = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let is_last = place + 1 == kinds.len();
        let is_its =
            |one: &TagSpecification| is_last || one.resource_type.as_deref() == Some(kind.name());
        let (own, others) = left.into_iter().partition(is_its);
        all.push(of_new(call, *kind, Some(own))?);
        left = others;
    }
    Ok(all)
}

/// The tags that a request gives what it makes, each key once.
pub(crate) fn of_new(
    call: &Call,
    kind: Kind,
    specifications: Option<Vec<TagSpecification>>,
) -> Result<Vec<Tag>, Ec2Error> {
    let refused = |message| Ec2Error::refused(kind.misspecified(), message);
    let mut all = Vec::new();
    for specification in specifications.unwrap_or_default() {
        match specification.resource_type.as_deref() {
            Some(name) if name == kind.name() => {}
            Some(other) => {
                return Err(refused(format!(
                    "'{other}' is not a valid taggable resource type for this operation."
                )));
            }
            None => {
                return Err(refused(
                    "Tag specification resource type must have a value".to_owned(),
                ));
            }
        }
        let tags = specification.tags.unwrap_or_default();
        if tags.is_empty() {
            return Err(refused("Tag specification must have at least one tag".to_owned()));
        }
        all.extend(tags);
    }
    let tags = read(all)?;
    check_policy(call, kind, &tags)?;
    Ok(tags)
}

/// The tags of a request, each key once.
fn read(asked: Vec<shapes::Tag>) -> Result<Vec<Tag>, Ec2Error> {
    let asked = asked
        .into_iter()
        .map(|tag| Tag { key: tag.key.unwrap_or_default(), value: tag.value.unwrap_or_default() });
    let read = tags::read(asked, TAGS_PER_RESOURCE).map_err(|why| refused(&why))?;
    for tag in &read {
        if tag.key.is_empty() {
            return Err(Ec2Error::invalid("Tag key cannot be null or empty."));
        }
        for (what, text, max) in [("key", &tag.key, KEY_MAX), ("value", &tag.value, VALUE_MAX)] {
            if text.chars().count() > max {
                return Err(Ec2Error::invalid(format!(
                    "Tag {what} exceeds the maximum length of {max} characters"
                )));
            }
        }
    }
    Ok(read)
}

fn refused(why: &RefusedTags) -> Ec2Error {
    match why {
        RefusedTags::Reserved(_) => {
            Ec2Error::invalid("Tag keys starting with 'aws:' are reserved for internal use")
        }
        RefusedTags::Repeated(key) => {
            Ec2Error::invalid(format!("Duplicate tag key '{key}' specified."))
        }
        RefusedTags::TooMany => {
            let message =
                format!("The maximum number of tags per resource is {TAGS_PER_RESOURCE}.");
            Ec2Error::refused("TagLimitExceeded", message)
        }
    }
}

fn check_policy(call: &Call, kind: Kind, tags: &[Tag]) -> Result<(), Ec2Error> {
    let resource_type = format!("ec2:{}", kind.name());
    match call.directory.refused_tag(call.account()?, &resource_type, tags) {
        Some(reason) => Err(Ec2Error::refused("TagPolicyViolation", reason)),
        None => Ok(()),
    }
}

fn check_resources(ids: &[String]) -> Result<(), Ec2Error> {
    if ids.is_empty() {
        return Err(Ec2Error::missing("resourceIdSet"));
    }
    if ids.len() > RESOURCES_MAX {
        let message = format!("A call names at most {RESOURCES_MAX} resources");
        return Err(Ec2Error::invalid(message));
    }
    Ok(())
}

/// Whether a resource of this id is there.
fn check_is_there(reader: &Reader<'_>, scope: &Scope, id: &str) -> Result<(), Ec2Error> {
    match Kind::of_id(id) {
        Some(Kind::Vpc) => scope.find::<VpcRecord>(reader, id).map(drop),
        Some(Kind::Subnet) => scope.find::<SubnetRecord>(reader, id).map(drop),
        Some(Kind::SecurityGroup) => scope.find::<SecurityGroupRecord>(reader, id).map(drop),
        Some(Kind::SecurityGroupRule) => security_group::group_of_rule(reader, scope, id).map(drop),
        Some(Kind::InternetGateway) => scope.find::<InternetGatewayRecord>(reader, id).map(drop),
        Some(Kind::EgressOnlyGateway) => {
            scope.find::<EgressOnlyGatewayRecord>(reader, id).map(drop)
        }
        Some(Kind::RouteTable) => scope.find::<RouteTableRecord>(reader, id).map(drop),
        Some(Kind::NetworkInterface) => scope.find::<NetworkInterfaceRecord>(reader, id).map(drop),
        Some(Kind::Address) => scope.find::<AddressRecord>(reader, id).map(drop),
        Some(Kind::NetworkAcl) => scope.find::<NetworkAclRecord>(reader, id).map(drop),
        Some(Kind::NatGateway) => scope.find::<NatGatewayRecord>(reader, id).map(drop),
        Some(Kind::Peering) => peering::find(reader, scope, id).map(drop),
        Some(Kind::PrefixList) => scope.find::<PrefixListRecord>(reader, id).map(drop),
        Some(Kind::FlowLog) => scope.find::<FlowLogRecord>(reader, id).map(drop),
        Some(Kind::Image) => scope.find::<ImageRecord>(reader, id).map(drop),
        Some(Kind::KeyPair) => scope.find::<KeyPairRecord>(reader, id).map(drop),
        Some(Kind::Instance) => scope.find::<InstanceRecord>(reader, id).map(drop),
        None => Err(Ec2Error::refused("InvalidID", format!("The ID '{id}' is not valid"))),
    }
}

/// A resource's tags.
pub(crate) fn of(reader: &Reader<'_>, scope: &Scope, id: &str) -> Result<Vec<Tag>, Ec2Error> {
    let found = reader.get::<TagsRecord>(&scope.key(id))?;
    Ok(found.map(|record| record.tags).unwrap_or_default())
}

/// Stores a resource's tags.
pub(crate) fn put(
    writer: &mut Writer<'_>,
    scope: &Scope,
    id: &str,
    tags: Vec<Tag>,
) -> Result<(), Ec2Error> {
    if tags.is_empty() {
        writer.delete::<TagsRecord>(&scope.key(id))?;
        return Ok(());
    }
    Ok(writer.put(&scope.key(id), &TagsRecord { resource: id.to_owned(), tags })?)
}

/// The tags of many resources, as answers show them.
pub(crate) struct Shown(BTreeMap<String, Vec<Tag>>);

impl Shown {
    /// Of every resource in the scope.
    pub(crate) fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        let records = scope.all::<TagsRecord>(reader)?;
        Ok(Self(records.into_iter().map(|record| (record.resource, record.tags)).collect()))
    }

    /// Of one resource.
    pub(crate) fn one(reader: &Reader<'_>, scope: &Scope, id: &str) -> Result<Self, Ec2Error> {
        Ok(Self(BTreeMap::from([(id.to_owned(), of(reader, scope, id)?)])))
    }

    /// The tags of a resource.
    pub(crate) fn of(&self, id: &str) -> Vec<shapes::Tag> {
        let shown =
            |tag: &Tag| shapes::Tag { key: Some(tag.key.clone()), value: Some(tag.value.clone()) };
        self.0.get(id).into_iter().flatten().map(shown).collect()
    }
}
