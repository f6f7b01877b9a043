//! Security groups. (Amazon VPC User Guide, "Control traffic to your AWS resources using security
//! groups".)

mod authorize;
mod create;
mod describe;
mod modify;
mod peer;
mod permission;
mod revoke;
pub(crate) mod rule;
mod rule_list;
mod shown;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};

pub(crate) use authorize::{authorize_egress, authorize_ingress};
pub(crate) use create::{create, know_v6, of_vpc};
pub(crate) use describe::describe;
pub(crate) use modify::{describe_egress_as, describe_ingress_as, modify_rules};
pub(crate) use revoke::{revoke_egress, revoke_ingress};
pub(crate) use rule_list::describe_rules;

use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{
    BY_GROUP, BY_RULE, BY_VPC, Direction, NetworkInterfaceRecord, Peer, SecurityGroupRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{DeleteSecurityGroupRequest, DeleteSecurityGroupResult};
use crate::tags::records::TagsRecord;
use crate::{Ec2, defaults, quotas};

/// Deletes a security group that nothing has and no other one names.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteSecurityGroupRequest>,
) -> Result<DeleteSecurityGroupResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let done = call.commit(move |writer| {
        let (id, name) = (request.group_id.as_deref(), request.group_name.as_deref());
        let group = of_request(writer, &scope, id, name)?;
        if group.name == SecurityGroupRecord::DEFAULT {
            let message = format!(
                "the specified group: \"{}\" name: \"default\" cannot be deleted by a user",
                group.id
            );
            return Err(Ec2Error::refused("CannotDelete", message));
        }
        let naming = scope::found::<SecurityGroupRecord>(writer, BY_GROUP, &group.id)?;
        if writer.count_found::<NetworkInterfaceRecord>(BY_GROUP, &group.id)? > 0
            || naming.iter().any(|other| other.id != group.id)
        {
            let message = format!("resource {} has a dependent object", group.id);
            return Err(Ec2Error::dependency(message));
        }
        remove(writer, &scope, &group)?;
        Ok(DeleteSecurityGroupResult { r#return: Some(true), group_id: Some(group.id) })
    });
    Ok(done.await?)
}

/// Removes a security group with its rules.
pub(crate) fn remove(
    writer: &mut Writer<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
) -> Result<(), Ec2Error> {
    for rule in &group.rules {
        writer.delete::<TagsRecord>(&scope.key(&rule.id))?;
    }
    scope.remove::<SecurityGroupRecord>(writer, &group.id)
}

/// The security group that a request names by its id, or by its name in the default VPC.
fn of_request(
    reader: &Reader<'_>,
    scope: &Scope,
    id: Option<&str>,
    name: Option<&str>,
) -> Result<SecurityGroupRecord, Ec2Error> {
    if let Some(id) = id {
        return scope.find(reader, id);
    }
    let Some(name) = name else { return Err(Ec2Error::missing("groupName or groupId")) };
    let vpc = defaults::vpc(reader, scope)?.ok_or_else(no_default_vpc)?;
    in_vpc(reader, &vpc.id, name)?.ok_or_else(|| not_in_default(name, &vpc.id))
}

/// The security group of this name in a VPC.
pub(crate) fn in_vpc(
    reader: &Reader<'_>,
    vpc: &str,
    name: &str,
) -> Result<Option<SecurityGroupRecord>, Ec2Error> {
    let groups = scope::found::<SecurityGroupRecord>(reader, BY_VPC, vpc)?;
    Ok(groups.into_iter().find(|group| group.name == name))
}

/// Whether a group has no more rules than it may: for each direction and family of addresses, rules that
/// name a group count in both, and those that name a prefix list as often as that may have entries.
pub(crate) fn check_count(group: &SecurityGroupRecord) -> Result<(), Ec2Error> {
    let count = |direction, is_counted: fn(&Peer) -> bool| -> usize {
        let rules = group.rules_of(direction).map(|rule| &rule.permission.peer);
        let weight = |peer: &Peer| match peer {
            Peer::PrefixList(list) => list.weight,
            Peer::V4(_) | Peer::V6(_) | Peer::Group(_) | Peer::PeerGroup(_) => 1,
        };
        rules.filter(|peer| is_counted(peer)).map(weight).sum()
    };
    let is_too_many = [Direction::Ingress, Direction::Egress].into_iter().any(|direction| {
        count(direction, |peer| !matches!(peer, Peer::V6(_))) > quotas::RULES_PER_GROUP
            || count(direction, |peer| !matches!(peer, Peer::V4(_))) > quotas::RULES_PER_GROUP
    });
    if is_too_many {
        let message = "The maximum number of rules per security group has been reached.";
        return Err(Ec2Error::refused("RulesPerSecurityGroupLimitExceeded", message));
    }
    Ok(())
}

pub(crate) fn no_default_vpc() -> Ec2Error {
    Ec2Error::refused("VPCIdNotSpecified", "No default VPC for this user")
}

fn not_in_default(name: &str, vpc: &str) -> Ec2Error {
    let message = format!("The security group '{name}' does not exist in default VPC '{vpc}'");
    Ec2Error::refused("InvalidGroup.NotFound", message)
}

/// The security group that has the rule of this id.
pub(crate) fn group_of_rule(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<SecurityGroupRecord, Ec2Error> {
    let found = scope::found::<SecurityGroupRecord>(reader, BY_RULE, id)?;
    for group in found {
        // Of another account or region nothing is told.
        if reader.get::<SecurityGroupRecord>(&scope.key(&group.id))?.is_some() {
            return Ok(group);
        }
    }
    Err(Kind::SecurityGroupRule.not_found(id))
}
