//! Events that services publish for rules to act on.

use bartizan_store::Writer;
use bartizan_types::{AccountId, Fault, Timestamp};

/// An event of a service. (Amazon EventBridge User Guide, "AWS service event metadata".)
#[derive(Debug, Clone)]
pub struct AwsEvent<'e> {
    /// Its id, a new one.
    pub id: &'e str,
    /// The service, as `aws.guardduty`.
    pub source: &'e str,
    /// What it tells of.
    pub detail_type: &'e str,
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: &'e str,
    /// When it happened.
    pub time: Timestamp,
    /// The present instant.
    pub now: Timestamp,
    /// The ARNs of what it is about.
    pub resources: &'e [String],
    /// An object of JSON.
    pub detail: &'e str,
}

/// Who keeps event buses.
pub trait ServiceEvents: Send + Sync {
    /// Whether any rule listens to the events of services in an account's region. An event need not be made
    /// where none does.
    fn listens(&self, account: AccountId, region: &str) -> bool;

    /// Publishes an event on the account's default bus as a part of a transaction. What matches no rule costs
    /// the transaction nothing.
    ///
    /// # Errors
    /// The store fails.
    fn publish(&self, writer: &mut Writer<'_>, event: &AwsEvent<'_>) -> Result<(), Fault>;
}
