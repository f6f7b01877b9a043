//! Listeners and their rules.

use std::collections::BTreeMap;

use bartizan_service::store::Record;
use bartizan_types::Tag;
use serde::{Deserialize, Serialize};

use super::{Action, BY_GROUP, Condition};
use crate::naming::{Kind, Resource};

/// A listener. Its default rule is part of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListenerRecord {
    /// Its ARN.
    pub arn: String,
    /// `app/name/id/id`.
    pub id: String,
    /// The id of its balancer.
    pub balancer: String,
    /// Whether it speaks HTTPS.
    pub is_tls: bool,
    /// Its port.
    pub port: u16,
    /// The security policy of HTTPS.
    pub ssl_policy: Option<String>,
    /// The ARNs of its certificates, the default one first.
    pub certificates: Vec<String>,
    /// What is done where no rule matches.
    pub default_action: Action,
    /// The last part of its default rule's id.
    pub default_rule: String,
    /// The attributes that were set, by their keys.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A rule that is not a default one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Its ARN.
    pub arn: String,
    /// `app/name/id/id/id`.
    pub id: String,
    /// The id of its listener.
    pub listener: String,
    /// The lower, the earlier it is asked.
    pub priority: u32,
    /// What must all hold.
    pub conditions: Vec<Condition>,
    /// What is done then.
    pub action: Action,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl Record for ListenerRecord {
    const COLLECTION: &'static str = "elbv2.listener";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        groups_of(&self.default_action)
    }
}

impl Record for RuleRecord {
    const COLLECTION: &'static str = "elbv2.rule";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        groups_of(&self.action)
    }
}

fn groups_of(action: &Action) -> Vec<(&'static str, String)> {
    action.groups().into_iter().map(|group| (BY_GROUP, group.clone())).collect()
}

impl Resource for ListenerRecord {
    const KIND: Kind = Kind::Listener;

    fn id(&self) -> &str {
        &self.id
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }
}

impl Resource for RuleRecord {
    const KIND: Kind = Kind::Rule;

    fn id(&self) -> &str {
        &self.id
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }
}

impl RuleRecord {
    /// The id of its balancer.
    pub(crate) fn balancer(&self) -> &str {
        self.listener.rsplit_once('/').map_or("", |(balancer, _)| balancer)
    }
}
