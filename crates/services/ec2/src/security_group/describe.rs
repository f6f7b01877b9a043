//! `DescribeSecurityGroups`.

use bartizan_service::{Authorized, Call};

use super::shown::{Active, combined};
use super::{no_default_vpc, not_in_default};
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{Direction, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult, IpPermission, SecurityGroup, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's security groups in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeSecurityGroupsRequest>,
) -> Result<DescribeSecurityGroupsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let names = request.group_names.unwrap_or_default();
    let (mut groups, default) = call.read(|reader| {
        let (tags, active) = (Shown::all(reader, &scope)?, Active::of(reader, &scope)?);
        let groups = scope.all::<SecurityGroupRecord>(reader)?;
        let shown = |group| shown(&scope, group, &active, &tags);
        let groups: Vec<_> = groups.iter().map(shown).collect();
        Ok::<_, Ec2Error>((groups, defaults::vpc(reader, &scope)?))
    })?;
    if !names.is_empty() {
        let default = default.ok_or_else(no_default_vpc)?.id;
        keep_named(&mut groups, &names, &default)?;
        if request.max_results.is_some() {
            return Err(Ec2Error::combination(
                "The parameter MaxResults cannot be used with the names of security groups",
            ));
        }
    }
    let page = listing::page(
        groups,
        &Wanted {
            ids: request.group_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeSecurityGroupsResult { security_groups: Some(page.items), next_token: page.next })
}

/// Keeps the groups of these names in the default VPC.
fn keep_named(
    groups: &mut Vec<SecurityGroup>,
    names: &[String],
    default: &str,
) -> Result<(), Ec2Error> {
    let is_named = |group: &SecurityGroup, name: &String| {
        group.vpc_id.as_deref() == Some(default) && group.group_name.as_ref() == Some(name)
    };
    if let Some(unknown) =
        names.iter().find(|name| !groups.iter().any(|group| is_named(group, name)))
    {
        return Err(not_in_default(unknown, default));
    }
    groups.retain(|group| names.iter().any(|name| is_named(group, name)));
    Ok(())
}

fn shown(
    scope: &Scope,
    group: &SecurityGroupRecord,
    active: &Active,
    tags: &Shown,
) -> SecurityGroup {
    let permissions = |direction| {
        let rules = group.rules_of(direction);
        Some(combined(
            scope,
            active,
            rules.map(|rule| (&rule.permission, rule.description.as_ref())),
        ))
    };
    SecurityGroup {
        group_id: Some(group.id.clone()),
        ip_permissions_egress: permissions(Direction::Egress),
        tags: Some(tags.of(&group.id)),
        vpc_id: Some(group.vpc.clone()),
        security_group_arn: Some(scope.arn(Kind::SecurityGroup, &group.id).to_string()),
        owner_id: Some(scope.account.to_string()),
        group_name: Some(group.name.clone()),
        description: Some(group.description.clone()),
        ip_permissions: permissions(Direction::Ingress),
    }
}

impl Listed for SecurityGroup {
    const KIND: Kind = Kind::SecurityGroup;

    fn id(&self) -> &str {
        self.group_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for SecurityGroup {
    const FILTERS: &'static [&'static str] = &[
        "description",
        "egress.ip-permission.cidr",
        "egress.ip-permission.from-port",
        "egress.ip-permission.group-id",
        "egress.ip-permission.group-name",
        "egress.ip-permission.ipv6-cidr",
        "egress.ip-permission.prefix-list-id",
        "egress.ip-permission.protocol",
        "egress.ip-permission.to-port",
        "egress.ip-permission.user-id",
        "group-id",
        "group-name",
        "ip-permission.cidr",
        "ip-permission.from-port",
        "ip-permission.group-id",
        "ip-permission.group-name",
        "ip-permission.ipv6-cidr",
        "ip-permission.prefix-list-id",
        "ip-permission.protocol",
        "ip-permission.to-port",
        "ip-permission.user-id",
        "owner-id",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        if let Some(what) = name.strip_prefix("egress.ip-permission.") {
            return of_permissions(self.ip_permissions_egress.as_deref(), what);
        }
        if let Some(what) = name.strip_prefix("ip-permission.") {
            return of_permissions(self.ip_permissions.as_deref(), what);
        }
        text(match name {
            "description" => self.description.as_ref(),
            "group-id" => self.group_id.as_ref(),
            "group-name" => self.group_name.as_ref(),
            "owner-id" => self.owner_id.as_ref(),
            _ => self.vpc_id.as_ref(),
        })
    }
}

/// What permissions hold under a name of their filters.
fn of_permissions(permissions: Option<&[IpPermission]>, what: &str) -> Vec<String> {
    let of = |one: &IpPermission| -> Vec<String> {
        let pairs = one.user_id_group_pairs.iter().flatten();
        match what {
            "cidr" => {
                one.ip_ranges.iter().flatten().filter_map(|one| one.cidr_ip.clone()).collect()
            }
            "ipv6-cidr" => {
                one.ipv6_ranges.iter().flatten().filter_map(|one| one.cidr_ipv6.clone()).collect()
            }
            "from-port" => text(one.from_port.as_ref()),
            "to-port" => text(one.to_port.as_ref()),
            "protocol" => text(one.ip_protocol.as_ref()),
            "group-id" => pairs.filter_map(|pair| pair.group_id.clone()).collect(),
            "group-name" => pairs.filter_map(|pair| pair.group_name.clone()).collect(),
            "user-id" => pairs.filter_map(|pair| pair.user_id.clone()).collect(),
            _ => Vec::new(),
        }
    };
    permissions.iter().copied().flatten().flat_map(of).collect()
}
