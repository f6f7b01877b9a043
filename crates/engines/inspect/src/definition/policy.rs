//! What definitions name, and what they belong to.

use std::collections::HashMap;
use std::sync::Arc;

use super::{CustomBody, DefaultAction, Immunity, RuleDefinition};
use crate::addresses::AddressSet;
use crate::language::Group;

/// A web ACL, as far as it says what is done with requests.
#[derive(Debug, Clone)]
pub struct PolicyDefinition<'a> {
    /// Its ARN.
    pub arn: &'a str,
    /// What its labels begin with.
    pub label_namespace: &'a str,
    /// Its rules, in any order.
    pub rules: &'a [RuleDefinition],
    /// What is done where no rule decided.
    pub default_action: &'a DefaultAction,
    /// Bodies that its actions may name.
    pub bodies: &'a HashMap<String, CustomBody>,
    /// How long a solved captcha holds.
    pub captcha: Option<&'a Immunity>,
    /// How long a solved challenge holds.
    pub challenge: Option<&'a Immunity>,
}

/// A rule group.
#[derive(Debug, Clone)]
pub struct RuleGroupDefinition {
    /// Its ARN.
    pub arn: String,
    /// What its labels begin with.
    pub label_namespace: String,
    /// The capacity that it was made with.
    pub capacity: u64,
    /// Its rules, in any order.
    pub rules: Vec<RuleDefinition>,
    /// Bodies that its actions may name.
    pub bodies: HashMap<String, CustomBody>,
}

/// A managed rule group in one of its versions.
#[derive(Debug, Clone)]
pub struct ManagedGroup {
    /// Its capacity.
    pub capacity: u64,
    /// Its rules.
    pub group: Arc<Group>,
}

/// What statements name.
pub trait References {
    /// The addresses of an IP set.
    fn ip_set(&self, arn: &str) -> Option<Arc<AddressSet>>;
    /// The expressions of a regex pattern set.
    fn regex_patterns(&self, arn: &str) -> Option<Vec<String>>;
    /// A rule group.
    fn rule_group(&self, arn: &str) -> Option<RuleGroupDefinition>;
    /// A managed rule group, in a version or its default one.
    fn managed(&self, vendor: &str, name: &str, version: Option<&str>) -> Option<ManagedGroup>;
}
