//! What calls ask to be allowed. (Service Authorization Reference, "Amazon EventBridge".)

use std::collections::BTreeSet;

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;
use serde_json::Value as Json;

use crate::error::EventsError;
use crate::names::{BusName, RuleName};
use crate::send::PRINCIPAL;

const BUS_TYPE: &str = "AWS::Events::EventBus";
const RULE_TYPE: &str = "AWS::Events::Rule";
/// Members of a pattern that policies may look at, and the condition keys by which they do.
const PATTERN_KEYS: [(&str, &str); 5] = [
    ("/source", "events:source"),
    ("/detail-type", "events:detail-type"),
    ("/detail/service", "events:detail.service"),
    ("/detail/eventTypeCode", "events:detail.eventTypeCode"),
    ("/detail/userIdentity/principalId", "events:detail.userIdentity.principalId"),
];

/// The operation on the bus that `Name` names.
pub(crate) fn bus(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let bus = BusName::own(ask.call, ask.text("Name"))?;
    Ok(vec![on(ask, &bus.arn(), BUS_TYPE).request_tags(ask.tags("Tags"))])
}

/// The operation on a bus that is to be made, and its tags.
pub(crate) fn created(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let bus = BusName::own(ask.call, ask.text("Name"))?;
    Ok(with_tags(ask, &bus.arn(), BUS_TYPE))
}

/// The operation on the rule that `Name` names.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_rule(ask, "Name")
}

/// The operation on the rule that `Rule` names, and the targets that it is given.
pub(crate) fn targets(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let given = ask.input.field("Targets").map(Value::items).unwrap_or_default();
    let arns: BTreeSet<&str> =
        given.iter().filter_map(|target| target.field("Arn")?.text()).collect();
    let accesses = on_rule(ask, "Rule")?.into_iter().map(|access| {
        if arns.is_empty() {
            return access;
        }
        access.key_list("events:TargetArn", arns.iter().copied().map(str::to_owned).collect())
    });
    let roles: BTreeSet<&str> =
        given.iter().filter_map(|target| target.field("RoleArn")?.text()).collect();
    Ok(accesses.chain(roles.into_iter().filter_map(|role| passed(ask, role))).collect())
}

/// That a role is passed to the service, which then acts as it.
fn passed(ask: &Ask<'_>, role: &str) -> Option<Access> {
    let role: Arn = role.parse().ok()?;
    Some(Access::pass_role(&ask.call.directory, &role, PRINCIPAL))
}

/// The operation on a rule that is made or changed, what it listens to, and its tags.
pub(crate) fn put_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let bus = BusName::own(ask.call, ask.text("EventBusName"))?;
    let rule = bus.rule(ask.text("Name").unwrap_or_default());
    let pattern = ask.text("EventPattern").and_then(|text| serde_json::from_str::<Json>(text).ok());
    let accesses = with_tags(ask, &rule.arn(), RULE_TYPE).into_iter().map(|access| {
        let mut access = access
            .key("events:creatorAccount", bus.account.to_string())
            .key("events:EventBusArn", bus.arn().to_string());
        for (place, key) in PATTERN_KEYS {
            let found = pattern.as_ref().and_then(|pattern| pattern.pointer(place)?.as_array());
            let texts = found.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
            let texts: Vec<String> = texts.collect();
            if !texts.is_empty() {
                access = access.key_list(key, texts);
            }
        }
        access
    });
    let passing = ask.text("RoleArn").and_then(|role| passed(ask, role));
    Ok(accesses.chain(passing).collect())
}

/// The operation on the bus or rule of `ResourceARN`, with the tags that it is given or loses.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn: Arn = ask
        .text("ResourceARN")
        .unwrap_or_default()
        .parse()
        .map_err(|_| EventsError::parameter("ResourceArn", "it is no ARN."))?;
    let kind = if BusName::of_arn(arn.as_str()).is_some() { BUS_TYPE } else { RULE_TYPE };
    let keys = ask.tag_keys("TagKeys");
    let access = on(ask, &arn, kind).request_tags(ask.tags("Tags"));
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// Events put on buses: each bus once for each kind of event.
pub(crate) fn put_events(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let entries = ask.input.field("Entries").map(Value::items).unwrap_or_default();
    let mut kinds = BTreeSet::new();
    for entry in entries {
        let text = |name: &str| entry.field(name).and_then(Value::text);
        let bus = BusName::named(ask.call, text("EventBusName"))?;
        kinds.insert((bus, text("Source"), text("DetailType")));
    }
    let is_passed_on = ask.call.on_behalf_of.is_some();
    let accesses = kinds.into_iter().map(|(bus, source, detail_type)| {
        on(ask, &bus.arn(), BUS_TYPE)
            .key_if("events:source", source)
            .key_if("events:detail-type", detail_type)
            .key("events:eventBusInvocation", if is_passed_on { "true" } else { "false" })
    });
    Ok(accesses.collect())
}

fn on_rule(ask: &Ask<'_>, member: &str) -> Result<Vec<Access>, Fault> {
    let bus = BusName::own(ask.call, ask.text("EventBusName"))?;
    let rule: RuleName = bus.rule(ask.text(member).unwrap_or_default());
    let access = on(ask, &rule.arn(), RULE_TYPE);
    Ok(vec![access.key("events:creatorAccount", bus.account.to_string())])
}

/// The operation on something that may be given tags as it is made.
fn with_tags(ask: &Ask<'_>, arn: &Arn, kind: &'static str) -> Vec<Access> {
    let tags = ask.tags("Tags");
    let tagging = (!tags.is_empty()).then_some("events:TagResource");
    let actions = std::iter::once(ask.action()).chain(tagging);
    actions.map(|action| of(ask, action, arn, kind).request_tags(tags.iter().copied())).collect()
}

fn on(ask: &Ask<'_>, arn: &Arn, kind: &'static str) -> Access {
    of(ask, ask.action(), arn, kind)
}

fn of(ask: &Ask<'_>, action: &'static str, arn: &Arn, kind: &'static str) -> Access {
    let access = Access::on(action, arn).resource_type(kind);
    match ask.call.directory.resource(arn.as_str()) {
        None => access,
        Some(held) => access.resource_policy(held.policy.clone()).resource_tags(None, &*held.tags),
    }
}
