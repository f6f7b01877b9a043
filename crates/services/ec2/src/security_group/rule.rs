//! What changes of security groups must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use super::of_request;
use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::scope::Scope;
use crate::{defaults, rules};

/// The action on a new security group and on its VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::SecurityGroup)?;
    let default = match ask.text("VpcId") {
        Some(_) => None,
        None => default_vpc(ask)?,
    };
    let vpc = ask.text("VpcId").or(default.as_deref()).unwrap_or("*");
    all.push(rules::existing(ask, Kind::Vpc, vpc)?);
    Ok(all)
}

/// The id of the default VPC, once it was made.
fn default_vpc(ask: &Ask<'_>) -> Result<Option<String>, Fault> {
    let scope = Scope::of(ask.call)?;
    ask.call.read(|reader| Ok::<_, Ec2Error>(defaults::vpc(reader, &scope)?.map(|vpc| vpc.id)))
}

/// The action on the security group that is named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let found = match ask.text("GroupId") {
        Some(id) => Some(id.to_owned()),
        None => ask.call.read(|reader| {
            let found = of_request(reader, &scope, None, ask.text("GroupName"));
            Ok::<_, Ec2Error>(found.ok().map(|group| group.id))
        })?,
    };
    let id = found.as_deref().unwrap_or("*");
    Ok(vec![rules::existing(ask, Kind::SecurityGroup, id)?])
}

/// The action on a security group, and on the rules that it gets.
pub(crate) fn authorized(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = named(ask)?;
    if ask.input.field("TagSpecifications").is_some() {
        all.extend(rules::new(ask, Kind::SecurityGroupRule)?);
    }
    Ok(all)
}

/// The action on a security group and on the rules of it that change.
pub(crate) fn modified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = named(ask)?;
    if let Some(Value::List(updates)) = ask.input.field("SecurityGroupRules") {
        for id in updates.iter().filter_map(|one| one.field("SecurityGroupRuleId")?.text()) {
            all.push(rules::existing(ask, Kind::SecurityGroupRule, id)?);
        }
    }
    Ok(all)
}
