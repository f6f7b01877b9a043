//! All the rules for a resource.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Action, Condition, Group, Rule};

/// All the rules for a resource: what a web ACL says.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name, as decisions and the counts of rates know it: an ARN.
    pub id: String,
    /// What its labels begin with, such as `awswaf:111122223333:webacl:shop:`.
    pub label_namespace: String,
    /// Rules and groups in order of their priority.
    pub entries: Vec<Entry>,
    /// What is done with a request that no rule decided about.
    pub default: Action,
    /// How long a solved captcha holds.
    pub captcha_immunity_seconds: u32,
    /// How long a solved challenge holds.
    pub challenge_immunity_seconds: u32,
}

impl Policy {
    /// How long a solved captcha or challenge holds, unless said otherwise. (The page of the API's
    /// `ImmunityTimeProperty`.)
    pub const IMMUNITY_SECONDS: u32 = 300;
}

/// A rule, or a group of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A rule.
    Rule(Rule),
    /// The rules of a group.
    Group(GroupUse),
}

/// The use of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupUse {
    /// The name of the rule that uses it.
    pub name: String,
    /// The group.
    pub group: Arc<Group>,
    /// Only requests for which this holds are asked about.
    pub scope: Option<Condition>,
    /// Actions of rules by their names, instead of their own.
    pub overrides: HashMap<String, Action>,
    /// Whether what ends the group is only counted.
    pub is_counted: bool,
}
