//! Rules and groups of them.

use super::{Action, Condition};

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// When it applies.
    pub condition: Condition,
    /// What is done then.
    pub action: Action,
    /// Labels that the request gets then, without the group's prefix.
    pub labels: Vec<String>,
}

/// Rules that belong together, in order of their priority.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name, as decisions give it: an ARN, or `AWS#AWSManagedRulesCommonRuleSet`.
    pub id: String,
    /// What its labels begin with, such as `awswaf:managed:aws:core-rule-set:`.
    pub label_namespace: String,
    /// The rules.
    pub rules: Vec<Rule>,
}
