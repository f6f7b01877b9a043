//! Which resources calls concern. (Service Authorization Reference, "AWS WAF V2".)

use bartizan_service::{Access, Ask, any_resource};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;

use crate::error::WafError;
use crate::logging;
use crate::scope::{Kind, Name, Scope};

/// Declares the rules of a kind: of a thing that is there, and of a new one.
macro_rules! kinds {
    ($($kind:ident $held:ident $new:ident;)*) => {$(
        pub(crate) fn $held(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
            Ok(vec![on_held(ask, Kind::$kind)?])
        }

        pub(crate) fn $new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
            on_new(ask, Kind::$kind)
        }
    )*};
}

kinds! {
    WebAcl web_acl new_plain_web_acl;
    RuleGroup rule_group new_plain_rule_group;
    IpSet ip_set new_ip_set;
    RegexPatternSet regex_set new_regex_set;
}

/// What a vendor publishes.
pub(crate) fn managed_rule_set(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_held(ask, Kind::ManagedRuleSet)?])
}

/// The same, and the rule groups that become its versions.
pub(crate) fn offered(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut accesses = managed_rule_set(ask)?;
    let Some(Value::Map(versions)) = ask.input.field("VersionsToPublish") else {
        return Ok(accesses);
    };
    for (_, version) in versions {
        if let Some(arn) = version.field("AssociatedRuleGroupArn").and_then(Value::text) {
            accesses.push(named(ask, arn)?);
        }
    }
    Ok(accesses)
}

/// A new web ACL, and what its rules use.
pub(crate) fn new_web_acl(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(with_used(ask, new_plain_web_acl(ask)?))
}

/// A web ACL, and what its rules use.
pub(crate) fn changed_web_acl(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(with_used(ask, web_acl(ask)?))
}

/// A new rule group, and what its rules use.
pub(crate) fn new_rule_group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(with_used(ask, new_plain_rule_group(ask)?))
}

/// A rule group, and what its rules use.
pub(crate) fn changed_rule_group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(with_used(ask, rule_group(ask)?))
}

/// Rules that are weighed, and what they use: what a group of another account takes is told only by
/// its policy.
pub(crate) fn weighed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(with_used(ask, any_resource(ask)?))
}

/// A thing that its ARN names.
pub(crate) fn with_arn(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, ask.text("ResourceArn").unwrap_or_default())?])
}

/// A thing, and the tags of the request.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = named(ask, ask.text("ResourceARN").unwrap_or_default())?;
    let keys = ask.tag_keys("TagKeys");
    let access = if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) };
    Ok(vec![access.request_tags(ask.tags("Tags"))])
}

/// A web ACL that its ARN names.
pub(crate) fn named_web_acl(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, ask.text("WebACLArn").unwrap_or_default())?])
}

/// A web ACL whose requests are looked at.
pub(crate) fn sampled(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![named(ask, ask.text("WebAclArn").unwrap_or_default())?])
}

/// A web ACL whose rule limits.
pub(crate) fn limited(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = |member| ask.text(member).unwrap_or_default();
    Ok(vec![on(ask, Kind::WebAcl, text("WebACLName"), text("WebACLId"))?])
}

/// A web ACL whose log shall go somewhere.
pub(crate) fn logged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = |path| ask.input.path(path).and_then(Value::text);
    let access = named(ask, text("LoggingConfiguration.ResourceArn").unwrap_or_default())?;
    let access = scoped(access, text("LoggingConfiguration.LogScope"));
    let Some(Value::List(to)) = ask.input.path("LoggingConfiguration.LogDestinationConfigs") else {
        return Ok(vec![access]);
    };
    // A condition must hold of each place, though the handler takes one alone.
    let of = |to: &Value| access.clone().key_if("wafv2:LogDestinationResource", to.text());
    Ok(if to.is_empty() { vec![access] } else { to.iter().map(of).collect() })
}

/// A web ACL whose log is looked at or ended.
pub(crate) fn log(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let accesses = with_arn(ask)?.into_iter();
    Ok(accesses.map(|access| scoped(access, ask.text("LogScope"))).collect())
}

/// The logs of an account.
pub(crate) fn logs(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let accesses = any_resource(ask)?.into_iter();
    Ok(accesses.map(|access| scoped(access, ask.text("LogScope"))).collect())
}

fn scoped(access: Access, scope: Option<&str>) -> Access {
    access.key("wafv2:LogScope", scope.unwrap_or(logging::CUSTOMER))
}

/// A web ACL, and the resource that it shall protect.
pub(crate) fn association(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut accesses = named_web_acl(ask)?;
    accesses.extend(released(ask)?);
    Ok(accesses)
}

/// A resource whose protection changes: that is for those who may change the load balancer. (AWS WAF
/// API Reference, "Permissions for `AssociateWebACL`" and "for `DisassociateWebACL`".)
pub(crate) fn released(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut accesses = protected(ask)?;
    if let Some(action) = ask.actions.get(1) {
        let resource = resource(ask)?;
        let port = ask.call.platform.ports.web_resources.as_ref();
        let tags = port.map(|port| port.tags(ask.call, &resource)).transpose()?;
        let access = Access::on(*action, &resource);
        let tags = tags.unwrap_or_default();
        accesses.push(access.resource_tags(Some("elasticloadbalancing"), &tags));
    }
    Ok(accesses)
}

/// A protected resource.
pub(crate) fn protected(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let kind = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    Ok(vec![Access::on(ask.action(), &resource(ask)?).resource_type(kind)])
}

fn resource(ask: &Ask<'_>) -> Result<Arn, Fault> {
    let text = ask.text("ResourceArn").unwrap_or_default();
    Ok(text.parse().map_err(|_| WafError::arn(text))?)
}

fn on_held(ask: &Ask<'_>, kind: Kind) -> Result<Access, Fault> {
    if let Some(arn) = ask.text("ARN") {
        return named(ask, arn);
    }
    let text = |member| ask.text(member).unwrap_or_default();
    on(ask, kind, text("Name"), text("Id"))
}

fn on_new(ask: &Ask<'_>, kind: Kind) -> Result<Vec<Access>, Fault> {
    let tags = ask.tags("Tags");
    let arn = name(ask, kind, ask.text("Name").unwrap_or_default(), "*")?.arn();
    let made = Access::on(ask.action(), &arn).resource_type(kind.resource_type());
    let mut accesses = vec![made.request_tags(tags.clone())];
    if let Some(action) = ask.actions.get(1).filter(|_| !tags.is_empty()) {
        accesses.push(Access::on(*action, &arn).request_tags(tags));
    }
    Ok(accesses)
}

fn on(ask: &Ask<'_>, kind: Kind, of: &str, id: &str) -> Result<Access, Fault> {
    let arn = name(ask, kind, of, id)?.arn();
    Ok(at(ask, &arn, kind))
}

fn named(ask: &Ask<'_>, arn: &str) -> Result<Access, Fault> {
    let name = Name::of_arn(arn).ok_or_else(|| WafError::arn(arn))?;
    Ok(at(ask, &name.arn(), name.kind))
}

/// A thing, with its tags and the policy that shares it.
fn at(ask: &Ask<'_>, arn: &Arn, kind: Kind) -> Access {
    let access = Access::on(ask.action(), arn).resource_type(kind.resource_type());
    match ask.call.directory.resource(arn.as_str()) {
        Some(held) => access.resource_tags(None, &held.tags).resource_policy(held.policy.clone()),
        None => access,
    }
}

fn name(ask: &Ask<'_>, kind: Kind, name: &str, id: &str) -> Result<Name, Fault> {
    let scope = Scope::of(ask.text("Scope").unwrap_or_default(), &ask.call.region)?;
    Ok(Name {
        account: ask.call.account()?,
        region: ask.call.region.clone(),
        scope,
        kind,
        name: name.to_owned(),
        id: id.to_owned(),
    })
}

/// The same action on everything that the rules of the request name.
fn with_used(ask: &Ask<'_>, mut accesses: Vec<Access>) -> Vec<Access> {
    let mut used = Vec::new();
    if let Some(rules) = ask.input.field("Rules") {
        collect(rules, &mut used);
    }
    used.sort();
    used.dedup();
    accesses.extend(used.iter().filter_map(|arn| named(ask, arn).ok()));
    accesses
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(entries) => entries.iter().for_each(|(_, entry)| collect(entry, found)),
        Value::Struct(members) => {
            for (name, member) in members {
                match (*name, member) {
                    ("ARN", Value::Text(arn)) => found.push(arn.clone()),
                    _ => collect(member, found),
                }
            }
        }
        _ => {}
    }
}
