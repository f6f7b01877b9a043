//! What changes of instances must be allowed. (Service Authorization Reference, "Actions, resources, and
//! condition keys for Amazon EC2".)

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::scope::Scope;
use crate::{instance, key_pair, rules};

/// The action on the instances that are named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let ids = rules::texts(ask, "InstanceIds").into_iter();
    let all: Vec<_> =
        ids.map(|id| rules::existing(ask, Kind::Instance, id)).collect::<Result<_, _>>()?;
    if all.is_empty() { Ok(vec![rules::on_any(ask)?]) } else { Ok(all) }
}

/// The action on an interface and on the instance that gets it.
pub(crate) fn attached(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![
        rules::named(ask, Kind::NetworkInterface, "NetworkInterfaceId")?,
        rules::named(ask, Kind::Instance, "InstanceId")?,
    ])
}

/// The action on the interface that is attached so, and on the instance that has it.
pub(crate) fn detached(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let id = ask.text("AttachmentId").unwrap_or_default();
    let found = ask
        .call
        .read(|reader| Ok::<_, Ec2Error>(instance::with_attachment(reader, &scope, id).ok()))?;
    let interface = found.as_ref().map_or("*", |interface| interface.id.as_str());
    let mut all = vec![rules::existing(ask, Kind::NetworkInterface, interface)?];
    if let Some(attachment) = found.as_ref().and_then(|interface| interface.attachment.as_ref()) {
        all.push(rules::existing(ask, Kind::Instance, &attachment.instance)?);
    }
    Ok(all)
}

/// The action on an instance, with the attribute that is changed, and on the security groups that it
/// gets.
pub(crate) fn modified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::named(ask, Kind::Instance, "InstanceId")?;
    let mut all = vec![rules::with_attributes(ask, access, "InstanceId")];
    for group in rules::texts(ask, "Groups") {
        all.push(rules::existing(ask, Kind::SecurityGroup, group)?);
    }
    Ok(all)
}

/// The action on new instances and their interfaces, and on all that they are declared with.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = Vec::new();
    let zone = place(ask, "AvailabilityZone");
    for access in rules::new(ask, Kind::Instance)? {
        let access = access
            .key("ec2:InstanceType", ask.text("InstanceType").unwrap_or(instance::DEFAULT_TYPE))
            .key("ec2:Tenancy", place(ask, "Tenancy").unwrap_or("default"))
            .key("ec2:RootDeviceType", crate::image::ROOT_DEVICE_TYPE);
        all.push(match zone {
            Some(zone) => access.key("ec2:AvailabilityZone", zone),
            None => access,
        });
    }
    all.push(rules::named(ask, Kind::Image, "ImageId")?);
    if let Some(name) = ask.text("KeyName") {
        all.push(key_pair::rule::of_name(ask, name)?);
    }
    let (mut subnets, mut groups) = (Vec::new(), rules::texts(ask, "SecurityGroupIds"));
    let (mut is_new, mut has_listed) = (false, false);
    if let Some(Value::List(interfaces)) = ask.input.field("NetworkInterfaces") {
        has_listed = !interfaces.is_empty();
        for one in interfaces {
            match one.field("NetworkInterfaceId").and_then(Value::text) {
                Some(id) => all.push(rules::existing(ask, Kind::NetworkInterface, id)?),
                None => is_new = true,
            }
            subnets.extend(one.field("SubnetId").and_then(Value::text));
            if let Some(Value::List(own)) = one.field("Groups") {
                groups.extend(own.iter().filter_map(Value::text));
            }
        }
    }
    subnets.extend(ask.text("SubnetId"));
    if is_new || !has_listed {
        all.extend(rules::new(ask, Kind::NetworkInterface)?);
        if subnets.is_empty() {
            all.push(default_subnet(ask, zone)?);
        }
    }
    for subnet in subnets {
        all.push(rules::existing(ask, Kind::Subnet, subnet)?);
    }
    for group in groups {
        all.push(rules::existing(ask, Kind::SecurityGroup, group)?);
    }
    Ok(all)
}

/// The action on an instance that a host becomes and on its interface, and on where they are to be: as of
/// [`new`], but for what a host does not tell.
pub(crate) fn of_host(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::Instance)?;
    all.extend(rules::new(ask, Kind::NetworkInterface)?);
    all.push(match ask.text("SubnetId") {
        Some(subnet) => rules::existing(ask, Kind::Subnet, subnet)?,
        None => default_subnet(ask, None)?,
    });
    for group in rules::texts(ask, "SecurityGroupIds") {
        all.push(rules::existing(ask, Kind::SecurityGroup, group)?);
    }
    Ok(all)
}

fn place<'a>(ask: &Ask<'a>, member: &str) -> Option<&'a str> {
    ask.input.field("Placement")?.field(member)?.text()
}

/// The action on the subnet that is taken where the request names none.
fn default_subnet(ask: &Ask<'_>, zone: Option<&str>) -> Result<Access, Fault> {
    let scope = Scope::of(ask.call)?;
    let found = ask
        .call
        .read(|reader| Ok::<_, Ec2Error>(instance::default_subnet(reader, &scope, zone).ok()))?;
    let id = found.map(|subnet| subnet.id);
    rules::existing(ask, Kind::Subnet, id.as_deref().unwrap_or("*"))
}
