//! Rules made, changed, told and deleted. (Amazon EventBridge API Reference, `PutRule` and what goes with it.)

use bartizan_events::{Pattern, Schedule};
use bartizan_service::paging::page;
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::EventBridge;
use crate::error::EventsError;
use crate::names::{BusName, RuleName};
use crate::records::{self, Rule, State, TARGET, Turn};
use crate::shapes::{
    DeleteRuleRequest, DescribeRuleRequest, DescribeRuleResponse, DisableRuleRequest,
    EnableRuleRequest, ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse,
    ListRulesRequest, ListRulesResponse, PutRuleRequest, PutRuleResponse, Rule as ShownRule,
};
use crate::{list, tags};

/// The most rules of a bus. (Amazon EventBridge User Guide, "EventBridge quotas".)
const RULES_MAX: usize = 300;

/// Makes a rule, or puts another in its place, which keeps the targets.
pub(crate) async fn put(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<PutRuleRequest>,
) -> Result<PutRuleResponse, EventsError> {
    let request = request.into_inner();
    let account = call.account()?;
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.name);
    let pattern = request.event_pattern.filter(|text| !text.is_empty());
    let schedule = request.schedule_expression.filter(|text| !text.is_empty());
    if pattern.is_none() && schedule.is_none() {
        let reason = "Parameter(s) EventPattern or ScheduleExpression must be specified.";
        return Err(EventsError::Invalid(reason.to_owned()));
    }
    if let Some(text) = &pattern {
        Pattern::parse(text)?;
    }
    if let Some(text) = &schedule {
        Schedule::parse(text)?;
        if !name.bus.is_default() {
            let message = "ScheduleExpression is supported only on the default event bus.";
            return Err(EventsError::Invalid(message.to_owned()));
        }
    }
    let rule = Rule {
        pattern,
        schedule,
        state: state(request.state.as_deref()),
        description: request.description,
        role: request.role_arn,
        tags: tags::read(request.tags.unwrap_or_default())?,
        created_by: account.to_string(),
        since: call.now,
        targets: std::collections::BTreeMap::default(),
    };
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let now = call.now;
    let done = call.commit(move |writer| {
        records::bus(writer, &name.bus)?;
        let held = writer.get::<Rule>(&name.key())?;
        if held.is_none() {
            check_room(writer, &name)?;
        }
        let rule = go_on(rule, held);
        store(writer, &name, &rule, now)?;
        Ok::<_, EventsError>(PutRuleResponse { rule_arn: Some(name.arn().to_string()) })
    });
    Ok(done.await?)
}

fn check_room(writer: &Writer<'_>, name: &RuleName) -> Result<(), EventsError> {
    let (key, prefix) = (name.key(), format!("{}/", name.bus.name));
    let held = writer.scan::<Rule>(&key.account, &key.region, &prefix, None, RULES_MAX)?;
    if held.len() < RULES_MAX {
        return Ok(());
    }
    let message = "The requested resource exceeds the maximum number allowed.";
    Err(EventsError::OverLimit(message.to_owned()))
}

/// What a rule keeps of the one that it replaces. Tags are given to new rules alone.
fn go_on(mut rule: Rule, held: Option<Rule>) -> Rule {
    if let Some(held) = held {
        rule.targets = held.targets;
        rule.tags = held.tags;
        if rule.schedule == held.schedule && rule.state == held.state {
            rule.since = held.since;
        }
    }
    rule
}

/// Stores a rule, and when it runs next.
fn store(
    writer: &mut Writer<'_>,
    name: &RuleName,
    rule: &Rule,
    now: Timestamp,
) -> Result<(), EventsError> {
    let schedule = rule.schedule.as_deref().filter(|_| rule.state != State::Disabled);
    let schedule = schedule.map(Schedule::parse).transpose()?;
    let key = name.key();
    match schedule.and_then(|schedule| schedule.next(rule.since, now)) {
        Some(next) => writer.put(&key, &Turn { next })?,
        None => drop(writer.delete::<Turn>(&key)?),
    }
    Ok(writer.put(&key, rule)?)
}

fn state(name: Option<&str>) -> State {
    let known = [State::Disabled, State::EnabledWithReads];
    known.into_iter().find(|state| Some(state.name()) == name).unwrap_or(State::Enabled)
}

/// Lets a rule work.
pub(crate) async fn enable(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<EnableRuleRequest>,
) -> Result<(), EventsError> {
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.name);
    change_state(call, name, State::Enabled).await
}

/// Lets a rule rest.
pub(crate) async fn disable(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<DisableRuleRequest>,
) -> Result<(), EventsError> {
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.name);
    change_state(call, name, State::Disabled).await
}

async fn change_state(call: &Call, name: RuleName, state: State) -> Result<(), EventsError> {
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut rule = records::rule(writer, &name)?;
        if rule.state == State::Disabled {
            rule.since = now;
        }
        rule.state = state;
        store(writer, &name, &rule, now)
    });
    Ok(done.await?)
}

/// Deletes a rule, which has no targets any more; one that is not there is deleted already.
pub(crate) async fn delete(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<DeleteRuleRequest>,
) -> Result<(), EventsError> {
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.name);
    let done = call.commit(move |writer| {
        records::bus(writer, &name.bus)?;
        let held = writer.get::<Rule>(&name.key())?;
        if held.is_some_and(|rule| !rule.targets.is_empty()) {
            let message = "Rule can't be deleted since it has targets.";
            return Err(EventsError::Invalid(message.to_owned()));
        }
        writer.delete::<Turn>(&name.key())?;
        writer.delete::<Rule>(&name.key())?;
        Ok(())
    });
    Ok(done.await?)
}

/// Tells what a rule is.
pub(crate) async fn describe(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<DescribeRuleRequest>,
) -> Result<DescribeRuleResponse, EventsError> {
    let name = BusName::own(call, request.event_bus_name.as_deref())?.rule(&request.name);
    let rule = call.read(|reader| records::rule(reader, &name))?;
    Ok(DescribeRuleResponse {
        arn: Some(name.arn().to_string()),
        name: Some(name.name),
        event_pattern: rule.pattern,
        schedule_expression: rule.schedule,
        state: Some(rule.state.name().to_owned()),
        description: rule.description,
        role_arn: rule.role,
        managed_by: None,
        event_bus_name: Some(name.bus.name),
        created_by: Some(rule.created_by),
    })
}

/// The rules of a bus whose names begin with a prefix.
pub(crate) async fn list(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<ListRulesRequest>,
) -> Result<ListRulesResponse, EventsError> {
    let bus = BusName::own(call, request.event_bus_name.as_deref())?;
    let prefix = format!("{}/{}", bus.name, request.name_prefix.as_deref().unwrap_or_default());
    let found = call.read(|reader| {
        records::bus(reader, &bus)?;
        let key = bus.key();
        Ok::<_, EventsError>(reader.scan::<Rule>(
            &key.account,
            &key.region,
            &prefix,
            None,
            RULES_MAX,
        )?)
    })?;
    let limit = list::limit(request.limit);
    let page = page(found, request.next_token.as_deref(), limit, |(key, _)| key.id.clone())?;
    let shown = page.items.into_iter().filter_map(|(key, rule)| {
        let name = RuleName::of_key(&key)?;
        Some(ShownRule {
            arn: Some(name.arn().to_string()),
            name: Some(name.name),
            event_pattern: rule.pattern,
            state: Some(rule.state.name().to_owned()),
            description: rule.description,
            schedule_expression: rule.schedule,
            role_arn: rule.role,
            managed_by: None,
            event_bus_name: Some(name.bus.name),
        })
    });
    Ok(ListRulesResponse { rules: Some(shown.collect()), next_token: page.next })
}

/// The names of the rules of a bus that send events to a target.
pub(crate) async fn list_by_target(
    _service: &EventBridge,
    call: &Call,
    request: Authorized<ListRuleNamesByTargetRequest>,
) -> Result<ListRuleNamesByTargetResponse, EventsError> {
    let bus = BusName::own(call, request.event_bus_name.as_deref())?;
    let found = call.read(|reader| {
        records::bus(reader, &bus)?;
        Ok::<_, EventsError>(reader.find::<Rule>(TARGET, &request.target_arn)?)
    })?;
    let names = found.into_iter().filter_map(|(key, _)| RuleName::of_key(&key));
    let names = names.filter(|rule| rule.bus == bus).map(|rule| rule.name).collect();
    let limit = list::limit(request.limit);
    let page = page(names, request.next_token.as_deref(), limit, String::clone)?;
    Ok(ListRuleNamesByTargetResponse { rule_names: Some(page.items), next_token: page.next })
}
