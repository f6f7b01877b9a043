//! `CreateSecurityGroup`.

use std::sync::Arc;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;
use ipnet::{Ipv4Net, Ipv6Net};

use super::{in_vpc, no_default_vpc};
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{BY_VPC, Direction, Peer, Permission, Rule, SecurityGroupRecord, VpcRecord};
use crate::scope::{self, Scope};
use crate::shapes::{CreateSecurityGroupRequest, CreateSecurityGroupResult};
use crate::tags::{self, Shown};
use crate::{Ec2, defaults, quotas};

/// The most characters of names and descriptions, and which they may have beside letters and digits.
/// (Amazon EC2 API Reference, `CreateSecurityGroup`.)
const TEXT_MAX: usize = 255;
const TEXT_MARKS: &str = " ._-:/()#,@[]+=&;{}!$*";

/// Makes a security group, which lets everything out and nothing in.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateSecurityGroupRequest>,
) -> Result<CreateSecurityGroupResult, Ec2Error> {
    let request = request.into_inner();
    if request.description.is_empty() {
        return Err(Ec2Error::missing("GroupDescription"));
    }
    check_text("GroupDescription", &request.description)?;
    // As AWS does, spaces at the end are left out of a name.
    let name = check_name(request.group_name.trim_end())?.to_owned();
    let tags = tags::of_new(call, Kind::SecurityGroup, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let vpc = match &request.vpc_id {
            Some(id) => scope.find::<VpcRecord>(writer, id)?,
            None => defaults::vpc(writer, &scope)?.ok_or_else(no_default_vpc)?,
        };
        if in_vpc(writer, &vpc.id, &name)?.is_some() {
            let message =
                format!("The security group '{name}' already exists for VPC '{}'", vpc.id);
            return Err(Ec2Error::refused("InvalidGroup.Duplicate", message));
        }
        if scope.count::<SecurityGroupRecord>(writer)? >= quotas::SECURITY_GROUPS {
            let message = "The maximum number of security groups has been reached.";
            return Err(Ec2Error::refused("SecurityGroupLimitExceeded", message));
        }
        let everywhere = everywhere(vpc.has_v6()).into_iter();
        let rules = everywhere.map(|peer| everything(Direction::Egress, peer, &*random));
        let group = SecurityGroupRecord {
            id: Kind::SecurityGroup.new_id(&*random),
            rules: rules.collect(),
            name,
            description: request.description,
            vpc: vpc.id,
        };
        scope.put(writer, &group)?;
        tags::put(writer, &scope, &group.id, tags)?;
        Ok(CreateSecurityGroupResult {
            tags: Some(Shown::one(writer, &scope, &group.id)?.of(&group.id)),
            security_group_arn: Some(scope.arn(Kind::SecurityGroup, &group.id).to_string()),
            group_id: Some(group.id),
        })
    });
    Ok(done.await?)
}

/// The group that comes with a VPC: what has it may reach each other and everything outside. (Amazon
/// VPC User Guide, "Default security groups for your VPCs".)
pub(crate) fn of_vpc(vpc: &str, random: &dyn Random) -> SecurityGroupRecord {
    let id = Kind::SecurityGroup.new_id(random);
    let rules = vec![
        everything(Direction::Ingress, Peer::Group(id.clone()), random),
        everything(Direction::Egress, Peer::V4(Ipv4Net::default()), random),
    ];
    SecurityGroupRecord {
        id,
        name: SecurityGroupRecord::DEFAULT.to_owned(),
        description: "default VPC security group".to_owned(),
        vpc: vpc.to_owned(),
        rules,
    }
}

/// Every address that a VPC knows.
fn everywhere(has_v6: bool) -> Vec<Peer> {
    let v6 = has_v6.then(|| Peer::V6(Ipv6Net::default()));
    [Peer::V4(Ipv4Net::default())].into_iter().chain(v6).collect()
}

/// Lets the security groups of a VPC that gets IPv6 let all of that out, too, but those whose outbound rules
/// somebody has changed. (Amazon VPC User Guide, "Security group rules".)
pub(crate) fn know_v6(
    writer: &mut Writer<'_>,
    scope: &Scope,
    vpc: &str,
    random: &dyn Random,
) -> Result<(), Ec2Error> {
    for mut group in scope::found::<SecurityGroupRecord>(writer, BY_VPC, vpc)? {
        let outbound = group.rules_of(Direction::Egress).map(|rule| &rule.permission);
        if outbound.eq([&every(Peer::V4(Ipv4Net::default()))]) {
            let v6 = Peer::V6(Ipv6Net::default());
            group.rules.push(everything(Direction::Egress, v6, random));
            scope.put(writer, &group)?;
        }
    }
    Ok(())
}

fn everything(direction: Direction, peer: Peer, random: &dyn Random) -> Rule {
    Rule {
        id: Kind::SecurityGroupRule.new_id(random),
        direction,
        permission: every(peer),
        description: None,
    }
}

fn every(peer: Peer) -> Permission {
    Permission { protocol: "-1".to_owned(), ports: (-1, -1), peer }
}

fn check_name(name: &str) -> Result<&str, Ec2Error> {
    if name.eq_ignore_ascii_case(SecurityGroupRecord::DEFAULT) {
        return Err(Ec2Error::invalid(format!("Cannot use reserved security group name: {name}")));
    }
    if name.starts_with("sg-") {
        return Err(Ec2Error::invalid(format!(
            "Value ({name}) for parameter GroupName is invalid. Group names may not be in the \
             format sg-*."
        )));
    }
    check_text("GroupName", name)?;
    Ok(name)
}

fn check_text(parameter: &str, text: &str) -> Result<(), Ec2Error> {
    let may_be = |one: char| one.is_ascii_alphanumeric() || TEXT_MARKS.contains(one);
    let why = if text.is_empty() {
        "It must not be empty."
    } else if !text.is_ascii() {
        "Character sets beyond ASCII are not supported."
    } else if text.len() > TEXT_MAX || !text.chars().all(may_be) {
        "Valid are up to 255 of a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*"
    } else {
        return Ok(());
    };
    let message = format!("Value ({text}) for parameter {parameter} is invalid. {why}");
    Err(Ec2Error::invalid(message))
}
