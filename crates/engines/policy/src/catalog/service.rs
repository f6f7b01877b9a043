//! One service's part of the reference.

use serde::Serialize;

use super::ArnPattern;

/// A service: what can be done in it, to what, and under which conditions.
#[derive(Debug, Default)]
pub struct Service {
    /// The prefix of its actions, such as `s3`.
    pub prefix: &'static str,
    /// Its name, such as `Amazon S3`.
    pub name: &'static str,
    /// Whether resource control policies bind it. (Organizations User Guide, "List of AWS services
    /// that support RCPs".)
    pub supports_resource_control_policies: bool,
    /// Its condition keys, ordered by lower-case name.
    pub condition_keys: Vec<ConditionKey>,
    /// Its resource types, ordered by lower-case name.
    pub resource_types: Vec<ResourceType>,
    /// Its actions, ordered by lower-case name.
    pub actions: Vec<Action>,
}

/// A condition key that a service documents.
#[derive(Debug, Clone, Copy)]
pub struct ConditionKey {
    /// The key, such as `s3:prefix` or `aws:ResourceTag/${TagKey}`.
    pub key: &'static str,
    /// The type of its values.
    pub value_type: ValueType,
    /// Whether a request may carry many values of it.
    pub multivalued: bool,
}

/// A type of resource.
#[derive(Debug)]
pub struct ResourceType {
    /// The name, such as `object`.
    pub name: &'static str,
    /// The forms of its ARN.
    pub arns: Vec<ArnPattern>,
    /// Places among the service's condition keys.
    pub(super) keys: Vec<u16>,
}

/// An action.
#[derive(Debug)]
pub struct Action {
    /// The name without the prefix, such as `GetObject`.
    pub name: &'static str,
    /// What it does.
    pub access_level: AccessLevel,
    /// The types of resources it takes; empty where only `"Resource": "*"` speaks of it.
    pub resources: Vec<ActionResource>,
    /// Places among the service's condition keys.
    pub(super) keys: Vec<u16>,
}

/// A resource type that an action takes.
#[derive(Debug, Clone, Copy)]
pub struct ActionResource {
    /// The place among the service's resource types.
    pub(super) place: u16,
    /// Whether the action always takes one.
    pub required: bool,
}

/// What an action does. (Service Authorization Reference, "Access levels".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum AccessLevel {
    /// Lists resources.
    List,
    /// Reads what resources hold.
    Read,
    /// Makes, changes or deletes resources.
    Write,
    /// Changes tags.
    Tagging,
    /// Grants or changes permissions.
    PermissionsManagement,
}

/// The type of a condition key's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum ValueType {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Numeric,
    /// A time.
    Date,
    /// An address.
    IpAddress,
}

impl Service {
    /// The action with this name, without the prefix; case is ignored.
    pub fn action(&self, name: &str) -> Option<&Action> {
        let lower = name.to_ascii_lowercase();
        let place = self
            .actions
            .binary_search_by(|action| action.name.to_ascii_lowercase().cmp(&lower))
            .ok()?;
        self.actions.get(place)
    }

    /// The actions whose names match a pattern of a policy, such as `Get*`, without the prefix; case
    /// is ignored.
    pub fn actions_matching<'s>(&'s self, pattern: &'s str) -> impl Iterator<Item = &'s Action> {
        self.actions.iter().filter(move |action| matches(pattern, action.name))
    }

    /// The resource type with this name.
    pub fn resource_type(&self, name: &str) -> Option<&ResourceType> {
        self.resource_types.iter().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// The condition key with this name; the part behind a slash may be of the caller's choice.
    pub fn condition_key(&self, key: &str) -> Option<&ConditionKey> {
        self.condition_keys.iter().find(|it| same_key(it.key, key))
    }

    /// The resource types that an action of this service takes.
    pub fn resources_of<'s>(
        &'s self,
        action: &'s Action,
    ) -> impl Iterator<Item = (&'s ResourceType, bool)> {
        action
            .resources
            .iter()
            .filter_map(|it| Some((self.resource_types.get(usize::from(it.place))?, it.required)))
    }

    /// The condition keys that an action of this service supports, its own and those of the
    /// resource types it takes.
    pub fn keys_of<'s>(&'s self, action: &'s Action) -> impl Iterator<Item = &'s ConditionKey> {
        let of_resources = self.resources_of(action).flat_map(|(resource, _)| &resource.keys);
        action
            .keys
            .iter()
            .chain(of_resources)
            .filter_map(|place| self.condition_keys.get(usize::from(*place)))
    }

    /// Whether an action of this service supports a condition key.
    pub fn supports_key(&self, action: &Action, key: &str) -> bool {
        self.keys_of(action).any(|it| same_key(it.key, key))
    }
}

/// Whether a written key is the documented one, which may hold placeholders such as `${TagKey}` or
/// `<key>`. Case is ignored.
pub(super) fn same_key(documented: &str, written: &str) -> bool {
    let Some((head, tail)) = around_placeholder(documented) else {
        return documented.eq_ignore_ascii_case(written);
    };
    let Some(behind) = strip_prefix_ignoring_case(written, head) else { return false };
    if tail.is_empty() {
        return !behind.is_empty();
    }
    behind
        .char_indices()
        .skip(1)
        .filter_map(|(at, _)| behind.get(at..))
        .any(|candidate| same_key(tail, candidate))
}

/// What stands before and behind the first placeholder.
fn around_placeholder(documented: &str) -> Option<(&str, &str)> {
    let (at, end) = match documented.find("${") {
        Some(at) => (at, '}'),
        None => (documented.find('<')?, '>'),
    };
    let (head, rest) = documented.split_at(at);
    let (_, tail) = rest.split_once(end)?;
    Some((head, tail))
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

/// Whether a name matches a pattern with `*` and `?`; case is ignored. On a mismatch only the last
/// `*` is widened, so that the time is at most the product of both lengths.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut last_star = None;
    while let Some(byte) = name.get(place) {
        match pattern.get(at) {
            Some(b'*') => {
                last_star = Some((at, place));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted.eq_ignore_ascii_case(byte) => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((star, taken)) = last_star else { return false };
                last_star = Some((star, taken + 1));
                at = star + 1;
                place = taken + 1;
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}
