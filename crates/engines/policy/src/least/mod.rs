//! The smallest identity policy that allows what was used.

mod fold;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value as Json;

use crate::compile::ActionName;
use crate::{Policy, PolicyError, PolicyKind};
use fold::folded;

/// Something that was done, and allowed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The action, as `s3:GetObject`.
    pub action: String,
    /// The resource's ARN, or `*` where the action takes none.
    pub resource: String,
    /// The `Condition` element, as JSON, under which it was allowed.
    pub condition: Option<String>,
}

/// A policy that allows what was used, and little else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeastPolicy {
    /// The policy; `None` where nothing was used.
    pub text: Option<String>,
    /// How many actions have resources that were folded by their prefixes, as their list was too long.
    pub folded_actions: usize,
}

/// Actions and the resources that each of them was used on.
type Statement = (BTreeSet<String>, BTreeSet<String>);

/// Writes the policy. Resources with a prefix in common are folded where an action has more than
/// `resources_max`. Of the statements that deny now, given as JSON, those that speak of an action in
/// use stay: they say under which conditions it may be used. Two of them may come from different
/// policies and have the same `Sid`, which is unique within one: only the first keeps it. The same
/// uses, in whatever order, give the same policy.
///
/// # Errors
/// A condition or a statement is not JSON, or no part of a policy.
pub fn least(
    uses: &[Use],
    denies: &[String],
    resources_max: usize,
) -> Result<LeastPolicy, PolicyError> {
    let mut by_condition: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let unconditional: BTreeSet<(&str, &str)> = uses
        .iter()
        .filter(|one| one.condition.is_none())
        .map(|one| (one.action.as_str(), one.resource.as_str()))
        .collect();
    for one in uses {
        let is_free = unconditional.contains(&(one.action.as_str(), one.resource.as_str()));
        let condition = one.condition.as_ref().filter(|_| !is_free);
        // Written anew, so that conditions that differ in their spaces alone are the same.
        let condition =
            condition.map(|text| read(text).map(|json| json.to_string())).transpose()?;
        let actions = by_condition.entry(condition.unwrap_or_default()).or_default();
        actions.entry(one.action.clone()).or_default().insert(one.resource.clone());
    }
    let mut folded_actions = 0;
    let mut statements = Vec::new();
    for (condition, actions) in by_condition {
        let mut patterns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (action, resources) in actions {
            folded_actions += usize::from(resources.len() > resources_max);
            patterns.insert(action, folded(&resources, resources_max));
        }
        let condition = if condition.is_empty() { None } else { Some(read(&condition)?) };
        for statement in grouped(&patterns) {
            statements.push(Written::Allow(Allow::of(statement, condition.as_ref())));
        }
    }
    if statements.is_empty() {
        return Ok(LeastPolicy { text: None, folded_actions });
    }
    let actions: BTreeSet<&str> = uses.iter().map(|one| one.action.as_str()).collect();
    let mut sids = BTreeSet::new();
    for deny in denies.iter().collect::<BTreeSet<_>>() {
        if speaks_of(deny, &actions)? {
            statements.push(Written::Deny(with_unique_sid(read(deny)?, &mut sids)));
        }
    }
    let document = Document { version: "2012-10-17", statement: statements };
    // It has a form in JSON: its maps have texts as keys.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    Ok(LeastPolicy { text: Some(ascii(&text)), folded_actions })
}

/// The actions and resources in few statements: actions with the same resources together, or
/// resources with the same actions, whichever takes fewer.
fn grouped(actions: &BTreeMap<String, BTreeSet<String>>) -> Vec<Statement> {
    let by_resources = together(actions);
    let mut resources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (action, of_action) in actions {
        for resource in of_action {
            resources.entry(resource.clone()).or_default().insert(action.clone());
        }
    }
    let by_actions = together(&resources);
    if by_actions.len() < by_resources.len() {
        let turned = by_actions.into_iter().map(|(resources, actions)| (actions, resources));
        let mut turned: Vec<Statement> = turned.collect();
        turned.sort();
        return turned;
    }
    by_resources
}

/// The names that have the same values, together.
fn together(names: &BTreeMap<String, BTreeSet<String>>) -> Vec<Statement> {
    let mut found: BTreeMap<&BTreeSet<String>, BTreeSet<String>> = BTreeMap::new();
    for (name, values) in names {
        found.entry(values).or_default().insert(name.clone());
    }
    let mut found: Vec<Statement> =
        found.into_iter().map(|(values, names)| (names, values.clone())).collect();
    found.sort();
    found
}

/// The policy in the order in which policies are written.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    version: &'static str,
    statement: Vec<Written>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Allow(Allow),
    /// One that stays.
    Deny(Json),
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Allow {
    effect: &'static str,
    action: Json,
    resource: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Json>,
}

impl Allow {
    fn of((actions, resources): Statement, condition: Option<&Json>) -> Self {
        let one_or_many = |texts: BTreeSet<String>| match texts.len() {
            1 => texts.into_iter().next().map_or(Json::Null, Json::String),
            _ => texts.into_iter().map(Json::String).collect(),
        };
        Self {
            effect: "Allow",
            action: one_or_many(actions),
            resource: one_or_many(resources),
            condition: condition.cloned(),
        }
    }
}

/// A statement without its `Sid` where another one has it.
fn with_unique_sid(mut statement: Json, sids: &mut BTreeSet<String>) -> Json {
    if let Some(fields) = statement.as_object_mut()
        && let Some(sid) = fields.get("Sid").and_then(Json::as_str)
        && !sids.insert(sid.to_owned())
    {
        fields.remove("Sid");
    }
    statement
}

/// Whether a statement's `Action` or `NotAction` means one of these.
fn speaks_of(statement: &str, actions: &BTreeSet<&str>) -> Result<bool, PolicyError> {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    let policy = Policy::parse_published(&text, PolicyKind::Identity)?;
    Ok(actions.iter().any(|action| {
        let action = ActionName::new(action);
        policy.program().concerning(&action).any(|(_, statement)| statement.names(&action))
    }))
}

fn read(text: &str) -> Result<Json, PolicyError> {
    // What the engine's own reader takes, this one takes.
    crate::json::Node::parse(text)?;
    Ok(serde_json::from_str(text).unwrap_or_default())
}

/// JSON whose texts have escapes for what is not ASCII: IAM takes few other characters. (IAM API
/// Reference, `PutRolePolicy`, `PolicyDocument`.)
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
