//! Rules of listeners. (ELB User Guide for Application Load Balancers, "Listener rules for your
//! Application Load Balancer".)

mod priorities;

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

pub(crate) use priorities::set_priorities;

use crate::error::{ElbError, refuse_unbuilt};
use crate::naming::{Kind, Scope, new_id};
use crate::records::{BalancerRecord, ListenerRecord, RuleRecord};
use crate::shapes::{
    CreateRuleInput, CreateRuleOutput, DeleteRuleInput, DeleteRuleOutput, DescribeRulesInput,
    DescribeRulesOutput, ModifyRuleInput, ModifyRuleOutput, Rule,
};
use crate::{LoadBalancing, action, condition, limits, paging, tags};

/// Makes a rule.
pub(crate) async fn create(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<CreateRuleInput>,
) -> Result<CreateRuleOutput, ElbError> {
    let request = request.into_inner();
    let transforms = request.transforms.unwrap_or_default();
    refuse_unbuilt(&[("a transform of requests", !transforms.is_empty())])?;
    let tags = tags::read(request.tags)?;
    tags::check_policy(call, Kind::Rule, &tags)?;
    let (conditions, action) =
        (condition::read(request.conditions)?, action::read(request.actions)?);
    let priority = u32::try_from(request.priority)
        .map_err(|_| ElbError::invalid("The priority must be between 1 and 50000"))?;
    let (scope, random) = (Scope::of(call)?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let listener: ListenerRecord = scope.find(writer, &request.listener_arn)?;
        let balancer: BalancerRecord = scope.by_id(writer, &listener.balancer)?;
        let all = scope.all::<RuleRecord>(writer, &format!("{}/", balancer.id))?;
        if all.iter().any(|other| other.listener == listener.id && other.priority == priority) {
            let message = format!("Priority '{priority}' is currently in use");
            return Err(ElbError::refused("PriorityInUse", message));
        }
        if all.len() >= limits::RULES {
            let message = "The maximum number of rules has been reached";
            return Err(ElbError::refused("TooManyRules", message));
        }
        let at = (balancer.id.as_str(), balancer.vpc.as_str(), listener.is_tls);
        action::check(writer, &scope, at, &action)?;
        let id = format!("{}/{}", listener.id, new_id(&*random));
        let rule = RuleRecord {
            arn: scope.arn(Kind::Rule, &id).to_string(),
            id,
            listener: listener.id,
            priority,
            conditions,
            action,
            tags,
        };
        scope.put(writer, &rule)?;
        Ok(CreateRuleOutput { rules: Some(vec![shown(&rule)]) })
    });
    Ok(done.await?)
}

/// The rules of a listener, its default one at the end, or those that are named.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeRulesInput>,
) -> Result<DescribeRulesOutput, ElbError> {
    let scope = Scope::of(call)?;
    let arns = request.rule_arns.as_deref().unwrap_or_default();
    if arns.is_empty() == request.listener_arn.is_none() {
        return Err(ElbError::invalid(
            "You must specify either listener rule ARNs or a listener ARN",
        ));
    }
    let rules = call.read(|reader| match &request.listener_arn {
        Some(arn) => of_listener(reader, &scope, arn),
        None => arns.iter().map(|arn| of_arn(reader, &scope, arn)).collect(),
    })?;
    let key = |(priority, rule): &(u32, Rule)| {
        format!("{priority:010} {}", rule.rule_arn.as_deref().unwrap_or_default())
    };
    let page = paging::page(rules, request.marker.as_deref(), request.page_size, key)?;
    Ok(DescribeRulesOutput {
        rules: Some(page.items.into_iter().map(|(_, rule)| rule).collect()),
        next_marker: page.next,
    })
}

/// The rules of a listener with their priorities, its default one too.
fn of_listener(
    reader: &Reader<'_>,
    scope: &Scope,
    arn: &str,
) -> Result<Vec<(u32, Rule)>, ElbError> {
    let listener: ListenerRecord = scope.find(reader, arn)?;
    let rules = scope.all::<RuleRecord>(reader, &format!("{}/", listener.id))?;
    let mut all: Vec<_> = rules.iter().map(|rule| (rule.priority, shown(rule))).collect();
    all.push((u32::MAX, shown_default(scope, &listener)));
    Ok(all)
}

/// A rule with its priority.
fn of_arn(reader: &Reader<'_>, scope: &Scope, arn: &str) -> Result<(u32, Rule), ElbError> {
    let id = scope.id(Kind::Rule, arn)?;
    Ok(match reader.get::<RuleRecord>(&scope.key(&id))? {
        Some(rule) => (rule.priority, shown(&rule)),
        None => (u32::MAX, default_of(reader, scope, &id)?),
    })
}

/// Changes a rule: what the request does not name stays.
pub(crate) async fn modify(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyRuleInput>,
) -> Result<ModifyRuleOutput, ElbError> {
    let request = request.into_inner();
    let transforms = request.transforms.unwrap_or_default();
    refuse_unbuilt(&[("a transform of requests", !transforms.is_empty())])?;
    let conditions = request.conditions.filter(|conditions| !conditions.is_empty());
    let conditions = conditions.map(condition::read).transpose()?;
    let actions = request.actions.filter(|actions| !actions.is_empty());
    let action = actions.map(action::read).transpose()?;
    let scope = Scope::of(call)?;
    let done = call.commit(move |writer| {
        let id = scope.id(Kind::Rule, &request.rule_arn)?;
        let Some(mut rule) = writer.get::<RuleRecord>(&scope.key(&id))? else {
            default_of(writer, &scope, &id)?;
            return Err(not_of_default());
        };
        let balancer: BalancerRecord = scope.by_id(writer, rule.balancer())?;
        let listener: ListenerRecord = scope.by_id(writer, &rule.listener)?;
        if let Some(action) = action {
            let at = (balancer.id.as_str(), balancer.vpc.as_str(), listener.is_tls);
            action::check(writer, &scope, at, &action)?;
            rule.action = action;
        }
        rule.conditions = conditions.unwrap_or(rule.conditions);
        scope.put(writer, &rule)?;
        Ok(ModifyRuleOutput { rules: Some(vec![shown(&rule)]) })
    });
    Ok(done.await?)
}

/// Deletes a rule, but never a default one.
pub(crate) async fn delete(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DeleteRuleInput>,
) -> Result<DeleteRuleOutput, ElbError> {
    let (scope, arn) = (Scope::of(call)?, request.into_inner().rule_arn);
    let done = call.commit(move |writer| {
        let id = scope.id(Kind::Rule, &arn)?;
        if writer.get::<RuleRecord>(&scope.key(&id))?.is_none() {
            default_of(writer, &scope, &id)?;
            return Err(not_of_default());
        }
        scope.remove::<RuleRecord>(writer, &id)?;
        Ok(DeleteRuleOutput {})
    });
    Ok(done.await?)
}

/// The default rule of this id.
fn default_of(reader: &Reader<'_>, scope: &Scope, id: &str) -> Result<Rule, ElbError> {
    let (listener, own) = id.rsplit_once('/').ok_or_else(|| Kind::Rule.not_found())?;
    let found = reader.get::<ListenerRecord>(&scope.key(listener))?;
    let found = found.filter(|listener| listener.default_rule == own);
    found.map(|listener| shown_default(scope, &listener)).ok_or_else(|| Kind::Rule.not_found())
}

fn not_of_default() -> ElbError {
    let message = "Default rule cannot be changed or deleted: change its listener";
    ElbError::refused("OperationNotPermitted", message)
}

/// A rule as answers show it.
fn shown(rule: &RuleRecord) -> Rule {
    Rule {
        rule_arn: Some(rule.arn.clone()),
        priority: Some(rule.priority.to_string()),
        conditions: Some(rule.conditions.iter().map(condition::shown).collect()),
        actions: Some(vec![action::shown(&rule.action)]),
        is_default: Some(false),
        ..Rule::default()
    }
}

fn shown_default(scope: &Scope, listener: &ListenerRecord) -> Rule {
    let id = format!("{}/{}", listener.id, listener.default_rule);
    Rule {
        rule_arn: Some(scope.arn(Kind::Rule, &id).to_string()),
        priority: Some("default".to_owned()),
        conditions: Some(Vec::new()),
        actions: Some(vec![action::shown(&listener.default_action)]),
        is_default: Some(true),
        ..Rule::default()
    }
}
