//! `CreateTargetGroup`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use super::health_check;
use super::shown::shown;
use crate::error::{ElbError, refuse_unbuilt};
use crate::naming::{Kind, Scope, check_name, new_id};
use crate::records::{BY_NAME, GroupRecord};
use crate::shapes::{CreateTargetGroupInput, CreateTargetGroupOutput};
use crate::{LoadBalancing, action, limits, tags};

/// Makes a target group. The same request again answers the one that is there.
pub(crate) async fn create(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<CreateTargetGroupInput>,
) -> Result<CreateTargetGroupOutput, ElbError> {
    let mut request = request.into_inner();
    check_name("Target group name", &request.name)?;
    check_supported(&request)?;
    let tags = tags::read(request.tags.take())?;
    tags::check_policy(call, Kind::Group, &tags)?;
    let scope = Scope::of(call)?;
    let protocol = request.protocol.clone().unwrap_or_default();
    let port = request.port.and_then(|port| u16::try_from(port).ok());
    let port = port.ok_or_else(|| ElbError::invalid("A port must be specified"))?;
    let vpc = request.vpc_id.clone();
    let vpc = vpc.ok_or_else(|| ElbError::invalid("A VPC ID must be specified"))?;
    let id = format!("{}/{}", request.name, new_id(&*call.platform.random));
    let wanted = GroupRecord {
        arn: scope.arn(Kind::Group, &id).to_string(),
        id,
        name: request.name.clone(),
        port,
        vpc,
        health: health_check::changed(&health_check::of_new(), request.into())?,
        protocol,
        targets: Vec::new(),
        attributes: BTreeMap::new(),
        tags,
    };
    let networks = call.platform.ports.networks.as_ref().map(Arc::clone).ok_or_else(|| {
        ElbError::not_implemented("a target group without the service that keeps networks")
    })?;
    let done = call.commit(move |writer| {
        if !networks.has_vpc(writer, &scope.place(), &wanted.vpc)? {
            return Err(ElbError::invalid(format!("The VPC ID '{}' is not found", wanted.vpc)));
        }
        let group = put(writer, &scope, wanted)?;
        let users = action::users(writer, &group.arn)?;
        let target_groups = Some(vec![shown(&scope, &group, &users)]);
        Ok(CreateTargetGroupOutput { target_groups })
    });
    Ok(done.await?)
}

fn check_supported(request: &CreateTargetGroupInput) -> Result<(), ElbError> {
    refuse_unbuilt(&[
        (
            "a target group of the target type instance, which a request has that names none,",
            request.target_type.as_deref().is_none_or(|kind| kind == "instance"),
        ),
        (
            "a target group of the target type lambda or alb",
            request.target_type.as_deref().is_some_and(|kind| kind != "ip"),
        ),
        (
            "a protocol version other than HTTP1",
            request.protocol_version.as_ref().is_some_and(|version| version != "HTTP1"),
        ),
        (
            "an address type other than ipv4",
            request.ip_address_type.as_ref().is_some_and(|kind| kind != "ipv4"),
        ),
        ("TargetControlPort", request.target_control_port.is_some()),
    ])?;
    match request.protocol.as_deref() {
        Some("HTTP" | "HTTPS") => Ok(()),
        Some(other) => {
            Err(ElbError::not_implemented(&format!("a target group of the protocol {other}")))
        }
        None => Err(ElbError::invalid("A protocol must be specified")),
    }
}

/// The target group that is there, if it is as it is wanted, or a new one.
fn put(
    writer: &mut Writer<'_>,
    scope: &Scope,
    wanted: GroupRecord,
) -> Result<GroupRecord, ElbError> {
    let found = writer.find::<GroupRecord>(BY_NAME, &wanted.name)?.into_iter();
    let mut own = found.filter(|(key, group)| *key == scope.key(&group.id));
    if let Some((_, present)) = own.next() {
        let is_same = present.protocol == wanted.protocol
            && present.port == wanted.port
            && present.vpc == wanted.vpc
            && present.health == wanted.health;
        if is_same {
            return Ok(present);
        }
        let message = format!(
            "A target group with the same name '{}' exists, but with different settings",
            wanted.name
        );
        return Err(ElbError::refused("DuplicateTargetGroupName", message));
    }
    let (account, region) = (scope.account.to_string(), scope.region.as_str());
    if writer.count::<GroupRecord>(&account, region)? >= limits::GROUPS {
        let message = "The maximum number of target groups has been reached";
        return Err(ElbError::refused("TooManyTargetGroups", message));
    }
    scope.put(writer, &wanted)?;
    Ok(wanted)
}
