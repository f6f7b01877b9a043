//! `DescribeSecurityGroupRules`.

use bartizan_service::{Authorized, Call};

use super::shown::{Active, shown_rule};
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::SecurityGroupRecord;
use crate::shapes::{
    DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResult, Filter, SecurityGroupRule,
    Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The rules of the account's security groups in the region.
pub(crate) async fn describe_rules(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeSecurityGroupRulesRequest>,
) -> Result<DescribeSecurityGroupRulesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    check_groups(request.filters.as_deref().unwrap_or_default())?;
    let rules = call.read(|reader| {
        let (tags, active) = (Shown::all(reader, &scope)?, Active::of(reader, &scope)?);
        let groups = scope.all::<SecurityGroupRecord>(reader)?;
        let of = |group: &SecurityGroupRecord| {
            let shown = |rule| shown_rule(&scope, group, rule, &active, &tags);
            group.rules.iter().map(shown).collect::<Vec<_>>()
        };
        Ok::<_, Ec2Error>(groups.iter().flat_map(of).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        rules,
        &Wanted {
            ids: request.security_group_rule_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeSecurityGroupRulesResult {
        security_group_rules: Some(page.items),
        next_token: page.next,
    })
}

/// Whether a filter by groups names what can be their ids.
fn check_groups(filters: &[Filter]) -> Result<(), Ec2Error> {
    let by_group = filters.iter().filter(|filter| filter.name.as_deref() == Some("group-id"));
    let mut ids = by_group.flat_map(|filter| filter.values.iter().flatten());
    match ids.find(|id| Kind::of_id(id) != Some(Kind::SecurityGroup)) {
        Some(id) => Err(Ec2Error::refused(
            "InvalidGroupId.Malformed",
            format!("The security group ID '{id}' is malformed"),
        )),
        None => Ok(()),
    }
}

impl Listed for SecurityGroupRule {
    const KIND: Kind = Kind::SecurityGroupRule;

    fn id(&self) -> &str {
        self.security_group_rule_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for SecurityGroupRule {
    const FILTERS: &'static [&'static str] = &["group-id", "security-group-rule-id"];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        text(match name {
            "group-id" => self.group_id.as_ref(),
            _ => self.security_group_rule_id.as_ref(),
        })
    }
}
