//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for Amazon EC2".)

use bartizan_service::store::Reader;
use bartizan_service::{Access, Ask};
use bartizan_types::{Fault, Tag};
use bartizan_wire::Value;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::{
    AddressRecord, ImageRecord, InstanceRecord, KeyPairRecord, NetworkAclRecord,
    NetworkInterfaceRecord, RouteTableRecord, SecurityGroupRecord, SubnetRecord, VpcRecord,
};
use crate::scope::Scope;
use crate::tags;

/// The action where AWS defines no resource.
pub(crate) fn anything(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_any(ask)?])
}

/// The action on the VPC that is named.
pub(crate) fn vpc(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::Vpc, "VpcId")?])
}

/// The action on the subnet that is named.
pub(crate) fn subnet(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::Subnet, "SubnetId")?])
}

/// The action on the internet gateway that is named.
pub(crate) fn internet_gateway(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::InternetGateway, "InternetGatewayId")?])
}

/// The action on the route table that is named.
pub(crate) fn route_table(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::RouteTable, "RouteTableId")?])
}

/// The action on the network interface that is named.
pub(crate) fn network_interface(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::NetworkInterface, "NetworkInterfaceId")?])
}

/// The action on the network ACL that is named.
pub(crate) fn network_acl(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::NetworkAcl, "NetworkAclId")?])
}

/// The action on the NAT gateway that is named.
pub(crate) fn nat_gateway(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::NatGateway, "NatGatewayId")?])
}

/// The action on the prefix list that is named.
pub(crate) fn prefix_list(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::PrefixList, "PrefixListId")?])
}

/// The action on the image that is named.
pub(crate) fn image(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::Image, "ImageId")?])
}

/// The action on the instance that is named.
pub(crate) fn instance(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, Kind::Instance, "InstanceId")?])
}

/// The action on `*`.
pub(crate) fn on_any(ask: &Ask<'_>) -> Result<Access, Fault> {
    let scope = Scope::of(ask.call)?;
    Ok(Access::on_any(ask.action()).key("ec2:Region", scope.region.as_str()))
}

/// The action on a resource of this kind that a member names.
pub(crate) fn named(ask: &Ask<'_>, kind: Kind, member: &str) -> Result<Access, Fault> {
    existing(ask, kind, ask.text(member).unwrap_or_default())
}

/// The action on a resource that the call makes, with the tags that it gets: where it gets some, giving
/// them must be allowed, too. (Amazon EC2 User Guide, "Grant permission to tag resources during
/// creation".)
pub(crate) fn new(ask: &Ask<'_>, kind: Kind) -> Result<Vec<Access>, Fault> {
    new_named(ask, kind, "*")
}

/// The same where the request says how the ARN of what it makes ends.
pub(crate) fn new_named(ask: &Ask<'_>, kind: Kind, name: &str) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let any = scope.arn(kind, name);
    let tags = new_tags(ask, kind);
    let on = |action| {
        Access::on(action, &any)
            .resource_type(kind.recorded())
            .key("ec2:Region", scope.region.as_str())
            .request_tags(tags.iter().copied())
    };
    let mut all = vec![on(ask.action())];
    if !tags.is_empty() {
        let making = ask.action().trim_start_matches("ec2:");
        all.push(on("ec2:CreateTags").key("ec2:CreateAction", making));
    }
    Ok(all)
}

/// The action on an existing resource, with what is known of it. Of one that is not there nothing is:
/// the handler says so, to whom policies let it.
pub(crate) fn existing(ask: &Ask<'_>, kind: Kind, id: &str) -> Result<Access, Fault> {
    let scope = Scope::of(ask.call)?;
    let (keys, tags) = ask.call.read(|reader| {
        Ok::<_, Ec2Error>((keys(reader, &scope, kind, id)?, tags::of(reader, &scope, id)?))
    })?;
    let own_name = keys.iter().find(|(name, _)| *name == KEY_PAIR_NAME);
    let name = own_name.map_or_else(|| id.to_owned(), |(_, name)| name.clone());
    Ok(with(ask, &scope, kind, &name, (keys, tags)))
}

/// The action on a resource that is not there, by the end of its ARN.
pub(crate) fn absent(ask: &Ask<'_>, kind: Kind, name: &str) -> Result<Access, Fault> {
    Ok(with(ask, &Scope::of(ask.call)?, kind, name, (Vec::new(), Vec::new())))
}

fn with(
    ask: &Ask<'_>,
    scope: &Scope,
    kind: Kind,
    id: &str,
    (keys, tags): (Keys, Vec<Tag>),
) -> Access {
    let access = Access::on(ask.action(), &scope.arn(kind, id))
        .resource_type(kind.recorded())
        .key("ec2:Region", scope.region.as_str())
        .resource_tags(Some("ec2"), &tags);
    keys.into_iter().fold(access, |access, (name, value)| access.key(name, value))
}

/// The condition key with the name of a key pair, which its ARN has, too.
const KEY_PAIR_NAME: &str = "ec2:KeyPairName";

/// Condition keys with their values.
type Keys = Vec<(&'static str, String)>;

/// The condition keys that a resource sets.
fn keys(reader: &Reader<'_>, scope: &Scope, kind: Kind, id: &str) -> Result<Keys, Ec2Error> {
    let key = scope.key(id);
    let vpc = |id: &str| ("ec2:Vpc", scope.arn(Kind::Vpc, id).to_string());
    Ok(match kind {
        Kind::Vpc => reader
            .get::<VpcRecord>(&key)?
            .map(|vpc| vec![("ec2:VpcID", vpc.id), ("ec2:Tenancy", vpc.tenancy)]),
        Kind::Subnet => reader.get::<SubnetRecord>(&key)?.map(|subnet| {
            vec![
                vpc(&subnet.vpc),
                ("ec2:SubnetID", subnet.id),
                ("ec2:AvailabilityZone", subnet.zone),
                ("ec2:AvailabilityZoneId", subnet.zone_id),
            ]
        }),
        Kind::SecurityGroup => reader
            .get::<SecurityGroupRecord>(&key)?
            .map(|group| vec![vpc(&group.vpc), ("ec2:SecurityGroupID", group.id)]),
        Kind::RouteTable => reader
            .get::<RouteTableRecord>(&key)?
            .map(|table| vec![vpc(&table.vpc), ("ec2:RouteTableID", table.id)]),
        Kind::NetworkInterface => reader.get::<NetworkInterfaceRecord>(&key)?.map(|interface| {
            vec![
                vpc(&interface.vpc),
                ("ec2:Subnet", scope.arn(Kind::Subnet, &interface.subnet).to_string()),
                ("ec2:NetworkInterfaceID", interface.id),
                ("ec2:AvailabilityZone", interface.zone),
            ]
        }),
        Kind::Address => reader.get::<AddressRecord>(&key)?.map(|address| {
            vec![
                ("ec2:AllocationId", address.id),
                ("ec2:PublicIpAddress", address.public.to_string()),
                ("ec2:Domain", "vpc".to_owned()),
            ]
        }),
        Kind::InternetGateway => Some(vec![("ec2:InternetGatewayID", id.to_owned())]),
        Kind::NetworkAcl => reader
            .get::<NetworkAclRecord>(&key)?
            .map(|acl| vec![vpc(&acl.vpc), ("ec2:NetworkAclID", acl.id)]),
        Kind::Peering => crate::peering::known(reader, scope, id)?.map(|peering| {
            let vpc = |side: &crate::records::PeeringSide| {
                side.scope().arn(Kind::Vpc, &side.vpc).to_string()
            };
            vec![
                ("ec2:RequesterVpc", vpc(&peering.requester)),
                ("ec2:AccepterVpc", vpc(&peering.accepter)),
                ("ec2:VpcPeeringConnectionID", peering.id),
            ]
        }),
        Kind::KeyPair => reader
            .get::<KeyPairRecord>(&key)?
            .map(|pair| vec![(KEY_PAIR_NAME, pair.name), ("ec2:KeyPairType", pair.key_type)]),
        Kind::Image | Kind::Instance => return keys_of_machine(reader, scope, kind, id),
        Kind::SecurityGroupRule
        | Kind::EgressOnlyGateway
        | Kind::NatGateway
        | Kind::PrefixList
        | Kind::FlowLog => None,
    }
    .unwrap_or_default())
}

/// The condition keys that images and instances set.
fn keys_of_machine(
    reader: &Reader<'_>,
    scope: &Scope,
    kind: Kind,
    id: &str,
) -> Result<Keys, Ec2Error> {
    let key = scope.key(id);
    Ok(match kind {
        Kind::Image => reader.get::<ImageRecord>(&key)?.map(|image| {
            vec![
                ("ec2:ImageID", image.id),
                ("ec2:ImageType", "machine".to_owned()),
                ("ec2:Owner", scope.account.to_string()),
                ("ec2:Public", "false".to_owned()),
                ("ec2:RootDeviceType", crate::image::ROOT_DEVICE_TYPE.to_owned()),
            ]
        }),
        Kind::Instance => reader.get::<InstanceRecord>(&key)?.map(|instance| {
            let mut keys = vec![
                ("ec2:AvailabilityZone", instance.zone),
                ("ec2:AvailabilityZoneId", instance.zone_id),
                ("ec2:InstanceID", instance.id),
                ("ec2:RootDeviceType", crate::image::ROOT_DEVICE_TYPE.to_owned()),
                ("ec2:Tenancy", "default".to_owned()),
            ];
            keys.extend(instance.instance_type.map(|name| ("ec2:InstanceType", name)));
            keys
        }),
        _ => None,
    }
    .unwrap_or_default())
}

/// The texts of a list in the input.
pub(crate) fn texts<'a>(ask: &Ask<'a>, member: &str) -> Vec<&'a str> {
    let Some(Value::List(items)) = ask.input.field(member) else { return Vec::new() };
    items.iter().filter_map(Value::text).collect()
}

/// The tags that the input gives resources of this kind.
fn new_tags<'a>(ask: &Ask<'a>, kind: Kind) -> Vec<(&'a str, &'a str)> {
    let Some(Value::List(all)) = ask.input.field("TagSpecifications") else { return Vec::new() };
    let mut found = Vec::new();
    for specification in all {
        let is_of = |name: &str| name == kind.name();
        if !specification.field("ResourceType").and_then(Value::text).is_some_and(is_of) {
            continue;
        }
        let Some(Value::List(tags)) = specification.field("Tags") else { continue };
        let member = |tag: &'a Value, name| tag.field(name).and_then(Value::text);
        found.extend(tags.iter().filter_map(|tag| {
            Some((member(tag, "Key")?, member(tag, "Value").unwrap_or_default()))
        }));
    }
    found
}

/// The attributes that a request changes, as `ec2:Attribute` and `ec2:Attribute/…` tell them.
pub(crate) fn with_attributes(ask: &Ask<'_>, access: Access, identifier: &str) -> Access {
    let Value::Struct(members) = ask.input else { return access };
    members.iter().filter(|(name, _)| ![identifier, "DryRun"].contains(name)).fold(
        access,
        |access, (name, value)| {
            let value = value.field("Value").unwrap_or(value);
            let text = match value {
                Value::Bool(is_on) => is_on.to_string(),
                other => other.text().unwrap_or_default().to_owned(),
            };
            access.key("ec2:Attribute", *name).key(format!("ec2:Attribute/{name}"), text)
        },
    )
}
