//! What the server tells of a principal: what it did, and what it may do.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_policy::catalog;
use bartizan_policy::least::Use;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::LeastPrivilegeOptions;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::replay::{iso8601, pages, time};

/// How many different uses are held at most.
const USES_MAX: usize = 200_000;

/// What a principal did, and may do.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The principal's ARN.
    pub(super) principal: String,
    uses: BTreeMap<Key, Recorded>,
    granted: Vec<Granted>,
    /// The statements of its policies that deny.
    pub(super) denies: Vec<String>,
    pub(super) totals: Totals,
}

type Key = (String, String, String, Option<String>);

/// An action on a resource that was allowed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(super) struct Recorded {
    pub(super) action: String,
    pub(super) resource: String,
    /// `IDENTITY`, `RESOURCE` or `REVOKED`.
    #[serde(skip_serializing)]
    ground: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    pub(super) count: i64,
    #[serde(deserialize_with = "time", serialize_with = "iso8601")]
    pub(super) first_time: Timestamp,
    #[serde(deserialize_with = "time", serialize_with = "iso8601")]
    pub(super) last_time: Timestamp,
    pub(super) example_event_id: String,
}

/// The actions of a service that policies let somebody reach: all where none are named.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Granted {
    service: String,
    actions: Option<Vec<String>>,
}

/// How much was looked at.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Totals {
    pub(super) requests: i64,
    pub(super) not_replayable: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    principal_arn: String,
    uses: Vec<Recorded>,
    #[serde(default)]
    granted: Vec<Granted>,
    #[serde(default)]
    denies: Vec<String>,
    totals: Totals,
}

/// What of a service is granted and was never used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Unused {
    pub(super) service: String,
    pub(super) granted: usize,
    pub(super) used: usize,
    /// The actions that were not, without the service.
    pub(super) actions: Vec<String>,
}

impl Found {
    /// Asks for all pages.
    pub(super) fn ask(
        endpoint: &str,
        credentials: &Credentials,
        options: &LeastPrivilegeOptions,
        since: Option<i64>,
    ) -> Result<Self, CliError> {
        let mut input = Map::new();
        input.insert("Principal".to_owned(), json!(options.principal));
        if let Some(account) = &options.account {
            input.insert("AccountId".to_owned(), json!(account));
        }
        if let Some(since) = since {
            input.insert("Since".to_owned(), json!(since));
        }
        let mut found = Self::default();
        pages(endpoint, credentials, "SummarizeUse", &input.into(), |page: Page| found.add(page))?;
        Ok(found)
    }

    fn add(&mut self, page: Page) -> Result<(), CliError> {
        self.principal = page.principal_arn;
        self.granted.extend(page.granted);
        self.denies.extend(page.denies);
        self.totals.requests += page.totals.requests;
        self.totals.not_replayable += page.totals.not_replayable;
        for one in page.uses {
            match self.uses.get_mut(&one.key()) {
                Some(known) => known.add(one),
                None => drop(self.uses.insert(one.key(), one)),
            }
        }
        if self.uses.len() <= USES_MAX {
            return Ok(());
        }
        Err(CliError::Failed(format!(
            "the principal did more than {USES_MAX} different things: ask with a later --since"
        )))
    }

    /// What was allowed on this ground, by action and resource.
    pub(super) fn of_ground(&self, ground: &'static str) -> impl Iterator<Item = &Recorded> {
        self.uses.values().filter(move |one| one.ground == ground)
    }

    /// What the policy must allow.
    pub(super) fn needed(&self) -> Vec<Use> {
        let needed = self.of_ground("IDENTITY").map(|one| Use {
            action: one.action.clone(),
            resource: one.resource.clone(),
            condition: one.condition.clone(),
        });
        needed.collect()
    }

    /// What would go away, by services.
    pub(super) fn unused(&self) -> Vec<Unused> {
        let used: BTreeSet<String> =
            self.of_ground("IDENTITY").map(|one| one.action.to_ascii_lowercase()).collect();
        let unused = |granted: &Granted| {
            let service = &granted.service;
            let actions = granted.actions.clone().unwrap_or_else(|| all_actions(service));
            let is_used = |action: &String| {
                used.contains(&format!("{service}:{action}").to_ascii_lowercase())
            };
            let total = actions.len();
            let never: Vec<String> = actions.into_iter().filter(|one| !is_used(one)).collect();
            Unused {
                service: service.clone(),
                granted: total,
                used: total - never.len(),
                actions: never,
            }
        };
        self.granted.iter().map(unused).filter(|one| !one.actions.is_empty()).collect()
    }
}

fn all_actions(service: &str) -> Vec<String> {
    let actions = catalog::service(service).map_or(&[][..], |service| &service.actions);
    actions.iter().map(|action| action.name.to_owned()).collect()
}

impl Recorded {
    fn key(&self) -> Key {
        let Self { action, resource, ground, condition, .. } = self.clone();
        (action, resource, ground, condition)
    }

    /// Adds what a later page tells.
    fn add(&mut self, later: Self) {
        self.count += later.count;
        self.first_time = self.first_time.min(later.first_time);
        if later.last_time >= self.last_time {
            self.last_time = later.last_time;
            self.example_event_id = later.example_event_id;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn recorded(action: &str, ground: &str) -> Recorded {
        Recorded {
            action: action.to_owned(),
            resource: "*".to_owned(),
            ground: ground.to_owned(),
            condition: None,
            count: 2,
            first_time: Timestamp::from_seconds(10),
            last_time: Timestamp::from_seconds(20),
            example_event_id: "e-1".to_owned(),
        }
    }

    fn page(uses: Vec<Recorded>) -> Page {
        Page {
            principal_arn: "arn:aws:iam::123456789012:role/r".to_owned(),
            uses,
            granted: Vec::new(),
            denies: Vec::new(),
            totals: Totals { requests: 2, not_replayable: 1 },
        }
    }

    /// Somebody who may do some things and did few.
    pub(crate) fn somebody() -> Found {
        let mut found = Found::default();
        let all = |service: &str| Granted { service: service.to_owned(), actions: None };
        let some = Granted {
            service: "iam".to_owned(),
            actions: Some(vec!["GetUser".to_owned(), "ListUsers".to_owned()]),
        };
        found.add(Page { granted: vec![all("airflow"), some], ..page(Vec::new()) }).unwrap();
        let uses = vec![
            recorded("iam:listusers", "IDENTITY"),
            recorded("s3:GetObject", "RESOURCE"),
            recorded("sqs:SendMessage", "REVOKED"),
        ];
        found.add(page(uses.clone())).unwrap();
        found.add(page(uses)).unwrap();
        found
    }

    #[test]
    fn pages_are_added_up() {
        let found = somebody();
        assert_eq!((found.totals.requests, found.totals.not_replayable), (6, 3));
        let [used] = found.of_ground("IDENTITY").collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((used.action.as_str(), used.count), ("iam:listusers", 4));
        assert_eq!(found.needed().len(), 1);
    }

    #[test]
    fn what_was_never_used_would_go_away() {
        let unused = somebody().unused();
        let iam = unused.iter().find(|one| one.service == "iam").unwrap();
        assert_eq!((iam.granted, iam.used, &iam.actions[..]), (2, 1, &["GetUser".to_owned()][..]));
        let whole = unused.iter().find(|one| one.service == "airflow").unwrap();
        assert_eq!((whole.used, whole.actions.len()), (0, whole.granted));
        assert!(whole.granted > 5);
    }
}
