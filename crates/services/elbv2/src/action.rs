//! What a request says of actions. (Elastic Load Balancing API Reference, `Action`.)

use bartizan_service::store::Reader;

use crate::error::{ElbError, refuse_unbuilt};
use crate::limits;
use crate::naming::Scope;
use crate::records::{
    Action, BY_GROUP, FixedResponse, Forward, GroupRecord, ListenerRecord, Redirect, RuleRecord,
};
use crate::shapes::{
    self, FixedResponseActionConfig, ForwardActionConfig, RedirectActionConfig,
    TargetGroupStickinessConfig, TargetGroupTuple,
};

/// The most that a group weighs, and the longest that a client stays with its group, in seconds. (The
/// API Reference, `TargetGroupTuple` and `TargetGroupStickinessConfig`.)
const WEIGHT_MAX: u32 = 999;
const STICKINESS_MAX: u32 = 604_800;
/// The types of bodies of fixed responses. (The API Reference, `FixedResponseActionConfig`.)
const CONTENT_TYPES: [&str; 5] =
    ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

/// The parts of a request that redirects can repeat. (The API Reference, `RedirectActionConfig`, which
/// says where each may stand.)
const KEYWORDS: [&str; 5] = ["#{protocol}", "#{host}", "#{port}", "#{path}", "#{query}"];

/// The one action of a request's. Others beside it, which authenticate, are not built.
pub(crate) fn read(actions: Vec<shapes::Action>) -> Result<Action, ElbError> {
    let mut actions = actions.into_iter();
    let Some(action) = actions.next() else {
        return Err(ElbError::invalid("An action must be specified"));
    };
    for name in std::iter::once(&action).chain(actions.as_slice()).map(|one| one.r#type.as_str()) {
        refuse_unbuilt(&[(
            "an action that authenticates",
            matches!(name, "authenticate-oidc" | "authenticate-cognito" | "jwt-validation"),
        )])?;
    }
    if actions.next().is_some() {
        let message = "A rule has one forward, redirect or fixed-response action";
        return Err(ElbError::refused("InvalidLoadBalancerAction", message));
    }
    match action.r#type.as_str() {
        "forward" => forward(action.target_group_arn, action.forward_config),
        "redirect" => redirect(action.redirect_config),
        "fixed-response" => fixed(action.fixed_response_config),
        other => Err(invalid(&format!("The action type '{other}' is not valid"))),
    }
}

fn invalid(message: &str) -> ElbError {
    ElbError::refused("InvalidLoadBalancerAction", message)
}

fn forward(group: Option<String>, config: Option<ForwardActionConfig>) -> Result<Action, ElbError> {
    let config = config.unwrap_or_default();
    let mut groups = Vec::new();
    for one in config.target_groups.unwrap_or_default() {
        let arn =
            one.target_group_arn.ok_or_else(|| invalid("A target group ARN must be specified"))?;
        let weight = u32::try_from(one.weight.unwrap_or(1)).unwrap_or(u32::MAX);
        if weight > WEIGHT_MAX {
            return Err(invalid("The weight of a target group must be between 0 and 999"));
        }
        if groups.iter().any(|(other, _)| *other == arn) {
            return Err(invalid("A target group must not be specified twice"));
        }
        groups.push((arn, weight));
    }
    match (group, groups.as_slice()) {
        (None, []) => return Err(invalid("A forward action must name a target group")),
        (Some(arn), []) => groups.push((arn, 1)),
        (Some(arn), [(only, _)]) if arn == *only => {}
        (Some(_), _) => {
            return Err(invalid("TargetGroupArn and ForwardConfig contradict each other"));
        }
        (None, _) => {}
    }
    if groups.len() > limits::GROUPS_PER_ACTION {
        let message = format!("An action has at most {} target groups", limits::GROUPS_PER_ACTION);
        return Err(ElbError::refused("TooManyTargetGroups", message));
    }
    let sticky = config.target_group_stickiness_config.unwrap_or_default();
    let stickiness_seconds = if sticky.enabled == Some(true) {
        let seconds = sticky.duration_seconds.and_then(|seconds| u32::try_from(seconds).ok());
        let seconds = seconds.filter(|seconds| (1..=STICKINESS_MAX).contains(seconds));
        Some(seconds.ok_or_else(|| {
            invalid("The duration of group stickiness must be between 1 and 604800 seconds")
        })?)
    } else {
        None
    };
    Ok(Action::Forward(Forward { groups, stickiness_seconds }))
}

fn redirect(config: Option<RedirectActionConfig>) -> Result<Action, ElbError> {
    let config = config.ok_or_else(|| invalid("A redirect action must say where to"))?;
    let or = |given: Option<String>, same: &str| given.unwrap_or_else(|| same.to_owned());
    let redirect = Redirect {
        protocol: or(config.protocol, "#{protocol}"),
        host: or(config.host, "#{host}"),
        port: or(config.port, "#{port}"),
        path: or(config.path, "/#{path}"),
        query: or(config.query, "#{query}"),
        status: match config.status_code.as_str() {
            "HTTP_301" => 301,
            "HTTP_302" => 302,
            other => return Err(invalid(&format!("The status code '{other}' is not valid"))),
        },
    };
    let is_same = redirect.protocol == "#{protocol}"
        && redirect.host == "#{host}"
        && redirect.port == "#{port}"
        && redirect.path == "/#{path}";
    if is_same {
        return Err(invalid("The redirect configuration is not valid because it creates a loop."));
    }
    if redirect.port != "#{port}" && !redirect.port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(invalid("The port of a redirect must be between 1 and 65535, or #{port}"));
    }
    let is_text = |text: &str| text.chars().all(|one| one.is_ascii_graphic());
    if !redirect.path.starts_with('/') {
        return Err(invalid("The path of a redirect must begin with a '/'"));
    }
    if [&redirect.host, &redirect.path, &redirect.query].into_iter().any(|text| !is_text(text)) {
        return Err(invalid("A redirect can only contain printable characters of ASCII"));
    }
    // What a client asks for must not become the host that it is sent to.
    for (part, text, known) in [
        ("host", &redirect.host, &["#{host}"][..]),
        ("path", &redirect.path, &["#{host}", "#{path}", "#{port}"]),
        ("query", &redirect.query, &KEYWORDS),
    ] {
        let others = KEYWORDS.iter().filter(|keyword| !known.contains(keyword));
        if let Some(other) = others.into_iter().find(|keyword| text.contains(**keyword)) {
            return Err(invalid(&format!("The {part} of a redirect cannot contain {other}")));
        }
    }
    Ok(Action::Redirect(redirect))
}

fn fixed(config: Option<FixedResponseActionConfig>) -> Result<Action, ElbError> {
    let config = config.ok_or_else(|| invalid("A fixed-response action must have a response"))?;
    let status = config.status_code.parse::<u16>().ok();
    let status = status.filter(|status| matches!(status, 200..=299 | 400..=599));
    let content_type = config.content_type.unwrap_or_else(|| "text/plain".to_owned());
    if !CONTENT_TYPES.contains(&content_type.as_str()) {
        return Err(invalid(&format!("The content type '{content_type}' is not valid")));
    }
    Ok(Action::Fixed(FixedResponse {
        status: status.ok_or_else(|| invalid("The status code must be 2XX, 4XX or 5XX"))?,
        content_type,
        body: config.message_body.unwrap_or_default(),
    }))
}

/// Whether a balancer's rule may do this: its target groups are there, and no other balancer's, and it
/// leads nobody from HTTPS to HTTP. (The API Reference, `RedirectActionConfig`.)
pub(crate) fn check(
    reader: &Reader<'_>,
    scope: &Scope,
    (balancer, vpc, is_tls): (&str, &str, bool),
    action: &Action,
) -> Result<(), ElbError> {
    if is_tls && matches!(action, Action::Redirect(redirect) if redirect.protocol == "HTTP") {
        return Err(invalid("A listener of HTTPS cannot redirect to HTTP"));
    }
    for arn in action.groups() {
        let group: GroupRecord = scope.find(reader, arn)?;
        if group.vpc != vpc {
            let message =
                format!("The target group '{arn}' is not in the VPC of the load balancer: {vpc}");
            return Err(ElbError::refused("InvalidConfigurationRequest", message));
        }
        if users(reader, arn)?.iter().any(|user| user != balancer) {
            let message = format!(
                "The following target groups cannot be associated with more than one load \
                 balancer: {arn}"
            );
            return Err(ElbError::refused("TargetGroupAssociationLimit", message));
        }
    }
    Ok(())
}

/// The ids of the balancers that forward to a target group.
pub(crate) fn users(reader: &Reader<'_>, group: &str) -> Result<Vec<String>, ElbError> {
    let listeners = reader.find::<ListenerRecord>(BY_GROUP, group)?.into_iter();
    let rules = reader.find::<RuleRecord>(BY_GROUP, group)?.into_iter();
    let mut all: Vec<String> = listeners
        .map(|(_, listener)| listener.balancer)
        .chain(rules.map(|(_, rule)| rule.balancer().to_owned()))
        .collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// An action as answers show it.
pub(crate) fn shown(action: &Action) -> shapes::Action {
    let blank = shapes::Action { order: Some(1), ..shapes::Action::default() };
    match action {
        Action::Forward(forward) => shapes::Action {
            r#type: "forward".to_owned(),
            target_group_arn: match forward.groups.as_slice() {
                [(only, _)] => Some(only.clone()),
                _ => None,
            },
            forward_config: Some(ForwardActionConfig {
                target_groups: Some(forward.groups.iter().map(weighted).collect()),
                target_group_stickiness_config: Some(TargetGroupStickinessConfig {
                    enabled: Some(forward.stickiness_seconds.is_some()),
                    duration_seconds: forward
                        .stickiness_seconds
                        .and_then(|seconds| i32::try_from(seconds).ok()),
                }),
            }),
            ..blank
        },
        Action::Redirect(redirect) => shapes::Action {
            r#type: "redirect".to_owned(),
            redirect_config: Some(RedirectActionConfig {
                protocol: Some(redirect.protocol.clone()),
                port: Some(redirect.port.clone()),
                host: Some(redirect.host.clone()),
                path: Some(redirect.path.clone()),
                query: Some(redirect.query.clone()),
                status_code: format!("HTTP_{}", redirect.status),
            }),
            ..blank
        },
        Action::Fixed(fixed) => shapes::Action {
            r#type: "fixed-response".to_owned(),
            fixed_response_config: Some(FixedResponseActionConfig {
                message_body: Some(fixed.body.clone()),
                status_code: fixed.status.to_string(),
                content_type: Some(fixed.content_type.clone()),
            }),
            ..blank
        },
    }
}

fn weighted((arn, weight): &(String, u32)) -> TargetGroupTuple {
    TargetGroupTuple { target_group_arn: Some(arn.clone()), weight: i32::try_from(*weight).ok() }
}
