//! What Organizations tells of by itself, in the record of the management account. (Organizations User
//! Guide, "Logging API calls with AWS CloudTrail"; API Reference, `CreateAccount`, `AcceptHandshake`,
//! `RemoveAccountFromOrganization`.)

use bartizan_service::ServiceEvent;
use bartizan_service::store::{StoreError, Writer};
use bartizan_types::{AccountId, Random, Timestamp};
use serde_json::{Value as Json, json};

use crate::records::{Creation, CreationOutcome, JoinedMethod};

const SERVICE: &str = "organizations.amazonaws.com";
/// The one region in which its events are recorded. (There.)
const REGION: &str = "us-east-1";
/// What stands in place of an account's name, as in the events of calls.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// How an account left.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Departure {
    /// By itself.
    Left,
    /// By the management account.
    Removed,
}

/// Tells what a management account should know of, at this instant.
pub(crate) struct Teller<'t> {
    pub(crate) management: AccountId,
    pub(crate) random: &'t dyn Random,
    pub(crate) now: Timestamp,
}

impl Teller<'_> {
    /// An account joined.
    pub(crate) fn joined(
        &self,
        tx: &mut Writer<'_>,
        account: AccountId,
        method: JoinedMethod,
    ) -> Result<(), StoreError> {
        let details = json!({
            "accountId": account.to_string(),
            "joinedMethod": method.name(),
            "joinedTime": self.now.iso8601(),
        });
        self.tell(tx, "AccountJoinedOrganization", details)
    }

    /// An account left.
    pub(crate) fn departed(
        &self,
        tx: &mut Writer<'_>,
        account: AccountId,
        departure: Departure,
    ) -> Result<(), StoreError> {
        let method = match departure {
            Departure::Left => "LEFT",
            Departure::Removed => "REMOVED",
        };
        let details = json!({
            "accountId": account.to_string(),
            "departureMethod": method,
            "departureTime": self.now.iso8601(),
        });
        self.tell(tx, "AccountDepartedOrganization", details)
    }

    /// What became of a request for an account.
    pub(crate) fn created(
        &self,
        tx: &mut Writer<'_>,
        creation: &Creation,
    ) -> Result<(), StoreError> {
        let mut status = json!({
            "id": creation.id,
            "state": creation.state(),
            "accountName": HIDDEN,
            "requestedTimestamp": creation.requested.iso8601(),
            "completedTimestamp": self.now.iso8601(),
        });
        let (name, value) = match &creation.outcome {
            CreationOutcome::Succeeded(account) => ("accountId", account.to_string()),
            CreationOutcome::Failed(reason) => ("failureReason", reason.clone()),
        };
        if let Some(status) = status.as_object_mut() {
            status.insert(name.to_owned(), json!(value));
        }
        self.tell(tx, "CreateAccountResult", json!({ "createAccountStatus": status }))
    }

    /// An account was closed.
    pub(crate) fn closed(&self, tx: &mut Writer<'_>, account: AccountId) -> Result<(), StoreError> {
        let status = json!({
            "accountId": account.to_string(),
            "state": "SUCCEEDED",
            "requestedTimestamp": self.now.iso8601(),
            "completedTimestamp": self.now.iso8601(),
        });
        self.tell(tx, "CloseAccountResult", json!({ "closeAccountStatus": status }))
    }

    fn tell(
        &self,
        tx: &mut Writer<'_>,
        name: &'static str,
        details: Json,
    ) -> Result<(), StoreError> {
        let (service, region, account) = (SERVICE, REGION.to_owned(), self.management);
        let event = ServiceEvent { service, name, account, region, details };
        tx.emit(&event.row(self.random, self.now))
    }
}
