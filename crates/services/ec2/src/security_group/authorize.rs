//! `AuthorizeSecurityGroupIngress` and `AuthorizeSecurityGroupEgress`.

use std::sync::Arc;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::{Random, Tag};

use super::permission::{self, Asked};
use super::shown::{Active, duplicate, shown_rule};
use super::{check_count, of_request};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{Direction, Rule, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::{
    AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult,
    AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResult, IpPermission,
    IpRange, SecurityGroupRule, TagSpecification,
};
use crate::tags::{self, Shown};
use crate::{Ec2, defaults};

/// What is to be permitted, and to which group.
struct Wanted {
    direction: Direction,
    id: Option<String>,
    name: Option<String>,
    permissions: Vec<IpPermission>,
    tags: Option<Vec<TagSpecification>>,
    dry_run: Option<bool>,
}

/// The one permission that a request may give without a list.
pub(super) struct Single {
    pub(super) protocol: Option<String>,
    pub(super) from_port: Option<i32>,
    pub(super) to_port: Option<i32>,
    pub(super) cidr: Option<String>,
    pub(super) source_name: Option<String>,
    pub(super) source_owner: Option<String>,
}

/// The permissions of a request: all four that change rules name them by the same members.
macro_rules! asked {
    ($request:ident) => {
        $crate::security_group::authorize::Single {
            protocol: $request.ip_protocol,
            from_port: $request.from_port,
            to_port: $request.to_port,
            cidr: $request.cidr_ip,
            source_name: $request.source_security_group_name,
            source_owner: $request.source_security_group_owner_id,
        }
        .among($request.ip_permissions)
    };
}
pub(super) use asked;

/// Lets traffic in.
pub(crate) async fn authorize_ingress(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AuthorizeSecurityGroupIngressRequest>,
) -> Result<AuthorizeSecurityGroupIngressResult, Ec2Error> {
    let request = request.into_inner();
    let wanted = Wanted {
        direction: Direction::Ingress,
        id: request.group_id,
        name: request.group_name,
        permissions: asked!(request)?,
        tags: request.tag_specifications,
        dry_run: request.dry_run,
    };
    authorize(call, wanted, |rules| AuthorizeSecurityGroupIngressResult {
        r#return: Some(true),
        security_group_rules: Some(rules),
    })
    .await
}

/// Lets traffic out.
pub(crate) async fn authorize_egress(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AuthorizeSecurityGroupEgressRequest>,
) -> Result<AuthorizeSecurityGroupEgressResult, Ec2Error> {
    let request = request.into_inner();
    let wanted = Wanted {
        direction: Direction::Egress,
        id: Some(request.group_id),
        name: None,
        permissions: asked!(request)?,
        tags: request.tag_specifications,
        dry_run: request.dry_run,
    };
    authorize(call, wanted, |rules| AuthorizeSecurityGroupEgressResult {
        r#return: Some(true),
        security_group_rules: Some(rules),
    })
    .await
}

impl Single {
    /// The permissions of a request: this one or those of the list.
    pub(super) fn among(
        self,
        list: Option<Vec<IpPermission>>,
    ) -> Result<Vec<IpPermission>, Ec2Error> {
        refuse_unbuilt(&[
            ("SourceSecurityGroupName", self.source_name.is_some()),
            ("SourceSecurityGroupOwnerId", self.source_owner.is_some()),
        ])?;
        let list = list.unwrap_or_default();
        let is_given = self.protocol.is_some()
            || self.cidr.is_some()
            || self.from_port.is_some()
            || self.to_port.is_some();
        if !is_given {
            return Ok(list);
        }
        if !list.is_empty() {
            return Err(Ec2Error::combination(
                "The parameter ipPermissions cannot be used with the parameters of one permission",
            ));
        }
        let range = |cidr| IpRange { cidr_ip: Some(cidr), ..IpRange::default() };
        Ok(vec![IpPermission {
            ip_protocol: self.protocol,
            from_port: self.from_port,
            to_port: self.to_port,
            ip_ranges: self.cidr.map(|cidr| vec![range(cidr)]),
            ..IpPermission::default()
        }])
    }
}

async fn authorize<R>(
    call: &Call,
    wanted: Wanted,
    answer: impl FnOnce(Vec<SecurityGroupRule>) -> R + Send + 'static,
) -> Result<R, Ec2Error>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    if wanted.permissions.is_empty() {
        return Err(Ec2Error::missing("ipPermissions"));
    }
    let tags = tags::of_new(call, Kind::SecurityGroupRule, wanted.tags.clone())?;
    check_dry_run(wanted.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let group = of_request(writer, &scope, wanted.id.as_deref(), wanted.name.as_deref())?;
        let asked = permission::read(writer, &scope, &group, &wanted.permissions)?;
        Ok::<_, Ec2Error>(answer(add(
            writer,
            &scope,
            group,
            (wanted.direction, asked),
            &tags,
            &*random,
        )?))
    });
    Ok(done.await?)
}

/// Adds rules to a group; answers them as they are shown.
fn add(
    writer: &mut Writer<'_>,
    scope: &Scope,
    mut group: SecurityGroupRecord,
    (direction, asked): (Direction, Vec<Asked>),
    tags: &[Tag],
    random: &dyn Random,
) -> Result<Vec<SecurityGroupRule>, Ec2Error> {
    let first = group.rules.len();
    for Asked { permission, description } in asked {
        if group.rules_of(direction).any(|rule| rule.permission == permission) {
            return Err(duplicate(&permission));
        }
        let id = Kind::SecurityGroupRule.new_id(random);
        tags::put(writer, scope, &id, tags.to_vec())?;
        group.rules.push(Rule { id, direction, permission, description });
    }
    check_count(&group)?;
    scope.put(writer, &group)?;
    let (active, mut shown) = (Active::of(writer, scope)?, Vec::new());
    for rule in group.rules.iter().skip(first) {
        let tags = Shown::one(writer, scope, &rule.id)?;
        shown.push(shown_rule(scope, &group, rule, &active, &tags));
    }
    Ok(shown)
}
