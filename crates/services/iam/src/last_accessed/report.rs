//! A report: what was known of last accesses when it was made.

use std::collections::BTreeMap;
use std::time::Duration;

use bartizan_policy::catalog;
use bartizan_service::directory::Entity;
use bartizan_service::{Call, Noted};
use bartizan_store::{Key, Reader, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::scope::Scope;
use super::tracked::Tracked;
use crate::error::IamError;

/// How far back reports look. (IAM User Guide, "Refine permissions in AWS using last accessed
/// information", "Tracking period".)
pub(super) const TRACKED: Duration = Duration::from_hours(400 * 24);
/// How long a report is told.
pub(super) const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// How much a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Granularity {
    Service,
    Action,
}

/// A report on who reached what.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Report {
    /// Who asked for it, by user id: the session's own for a role.
    owner: Option<String>,
    pub(super) made: Timestamp,
    pub(super) granularity: Granularity,
    pub(super) entities: Vec<Reported>,
    /// What the policies let be reached, in the order of prefixes.
    pub(super) services: Vec<ServiceAccess>,
    /// How many bytes the rest takes in the store.
    #[serde(default)]
    pub(super) bytes: u64,
}

/// A user or role that is reported on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Reported {
    pub(super) arn: String,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) path: String,
    pub(super) is_role: bool,
}

/// A service, and who reached it when last.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ServiceAccess {
    pub(super) prefix: String,
    /// The latest first, each entity once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) accesses: Vec<Access>,
    /// Tracked actions in reach, where the report tells of actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) actions: Vec<ActionAccess>,
}

/// An action without the service's prefix, and its last use.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ActionAccess {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<Access>,
}

/// One entity's last access.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Access {
    /// The place among the report's entities.
    pub(super) entity: usize,
    pub(super) time: Timestamp,
    pub(super) region: String,
}

impl Record for Report {
    const COLLECTION: &'static str = "iam.last_accessed_report";
}

impl Granularity {
    pub(super) fn read(asked: Option<&str>) -> Self {
        if asked == Some("ACTION_LEVEL") { Self::Action } else { Self::Service }
    }

    pub(super) const fn shown(self) -> &'static str {
        match self {
            Self::Service => "SERVICE_LEVEL",
            Self::Action => "ACTION_LEVEL",
        }
    }
}

impl Report {
    /// The store's key.
    pub(super) fn key(account: AccountId, id: &str) -> Key {
        Key::global(account, id)
    }

    /// Makes a report of what the policies of `scope` let its entities reach.
    pub(super) fn make(
        reader: &Reader<'_>,
        call: &Call,
        scope: &Scope,
        noted: &Noted,
        granularity: Granularity,
    ) -> Result<Self, IamError> {
        let tracked = Tracked::of(call.road());
        let mut last = LastAccesses::default();
        for (place, entity) in scope.entities.iter().enumerate() {
            for (service, uses) in noted.with_stored(reader, entity.account, &entity.id)? {
                for (event, used) in uses.operations {
                    if call.now.since(used.time) < TRACKED {
                        let action = tracked.action(&service, &event);
                        let (time, region) = (used.time, used.region);
                        last.note(&action, Access { entity: place, time, region });
                    }
                }
            }
        }
        let mut services = Vec::new();
        for service in catalog::prefixes().filter_map(catalog::service) {
            let action = |name: &str| format!("{}:{name}", service.prefix);
            if !service.actions.iter().any(|one| scope.reaches(&action(one.name))) {
                continue;
            }
            let in_reach = tracked.of_service(service.prefix).filter(|one| scope.reaches(one));
            let actions = match granularity {
                Granularity::Service => Vec::new(),
                Granularity::Action => in_reach.map(|one| last.of_action(one)).collect(),
            };
            services.push(ServiceAccess {
                prefix: service.prefix.to_owned(),
                accesses: last.of_service(service.prefix),
                actions,
            });
        }
        Ok(Self {
            owner: call.caller.principal.user_id(),
            made: call.now,
            granularity,
            entities: scope.entities.iter().map(|entity| Reported::of(entity)).collect(),
            services,
            bytes: 0,
        })
    }

    /// How many bytes it takes in the store.
    pub(super) fn measured(&self) -> u64 {
        serde_json::to_vec(self).map_or(u64::MAX, |json| json.len().try_into().unwrap_or(u64::MAX))
    }

    /// A report that the caller asked for, and that is young enough. (IAM API Reference,
    /// `GenerateServiceLastAccessedDetails`: the same user, or the same session of the role.)
    pub(super) fn find(call: &Call, id: &str) -> Result<Self, IamError> {
        let key = Self::key(call.account()?, id);
        let report = call.read(|reader| Ok::<_, IamError>(reader.get::<Self>(&key)?))?;
        let is_told = |report: &Self| {
            report.owner == call.caller.principal.user_id()
                && call.now.since(report.made) < LIFETIME
        };
        report
            .filter(is_told)
            .ok_or_else(|| IamError::NoSuchEntity(format!("Job {id} was not found.")))
    }
}

impl Reported {
    fn of(entity: &Entity) -> Self {
        Self {
            arn: entity.arn.to_string(),
            name: entity.name.to_string(),
            id: entity.id.to_string(),
            path: entity.path().to_owned(),
            is_role: entity.role.is_some(),
        }
    }
}

/// The last accesses: of each action by anybody, and of each service by each entity. What every
/// entity did last by every action would be as many times more.
#[derive(Default)]
struct LastAccesses {
    by_action: BTreeMap<String, Access>,
    by_service: BTreeMap<String, BTreeMap<usize, Access>>,
}

impl LastAccesses {
    fn note(&mut self, action: &str, access: Access) {
        let prefix = action.split(':').next().unwrap_or_default();
        if !self.by_service.contains_key(prefix) {
            self.by_service.insert(prefix.to_owned(), BTreeMap::new());
        }
        if let Some(of_service) = self.by_service.get_mut(prefix) {
            later(of_service, access.clone());
        }
        let is_last = self.by_action.get(action).is_none_or(|known| known.time <= access.time);
        if is_last {
            self.by_action.insert(action.to_owned(), access);
        }
    }

    fn of_action(&self, action: &str) -> ActionAccess {
        let name = action.split_once(':').map_or(action, |(_, name)| name);
        ActionAccess { name: name.to_owned(), last: self.by_action.get(action).cloned() }
    }

    fn of_service(&self, prefix: &str) -> Vec<Access> {
        let its = self.by_service.get(prefix);
        let mut accesses: Vec<_> = its.into_iter().flat_map(BTreeMap::values).cloned().collect();
        accesses.sort_by_key(|access| std::cmp::Reverse(access.time));
        accesses
    }
}

fn later(accesses: &mut BTreeMap<usize, Access>, access: Access) {
    let is_later = accesses.get(&access.entity).is_none_or(|known| known.time <= access.time);
    if is_later {
        accesses.insert(access.entity, access);
    }
}

#[cfg(test)]
impl Report {
    /// A report of about this size.
    pub(super) fn of_size(bytes: usize, made: Timestamp) -> Self {
        let mut report = Self {
            owner: Some(String::new()),
            made,
            granularity: Granularity::Service,
            entities: Vec::new(),
            services: Vec::new(),
            bytes: 0,
        };
        let rest = usize::try_from(report.measured()).unwrap();
        report.owner = Some("x".repeat(bytes.saturating_sub(rest)));
        report
    }
}
