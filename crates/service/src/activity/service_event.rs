//! Events of what a service did by itself: no call made them. (CloudTrail User Guide, "AWS service
//! events".)

use bartizan_store::ActivityRow;
use bartizan_types::{AccountId, Random, Timestamp};
use serde_json::{Value as Json, json};

use super::VERSION;

/// What a service did by itself, for the record of an account.
#[derive(Debug)]
pub struct ServiceEvent {
    /// The service's principal, as `organizations.amazonaws.com`.
    pub service: &'static str,
    /// The event's name.
    pub name: &'static str,
    /// Whose record it belongs to.
    pub account: AccountId,
    /// The region in which it is recorded.
    pub region: String,
    /// What the service tells of it.
    pub details: Json,
}

impl ServiceEvent {
    /// The event as a row of the activity record, for the transaction of what it tells of.
    pub fn row(self, random: &dyn Random, now: Timestamp) -> ActivityRow {
        let (id, account) = (random.uuid_at(now), self.account.to_string());
        let record = json!({
            "eventVersion": VERSION,
            "userIdentity": { "accountId": account, "invokedBy": self.service },
            "eventTime": now.iso8601(),
            "eventSource": self.service,
            "eventName": self.name,
            "awsRegion": &self.region,
            "sourceIPAddress": self.service,
            "userAgent": self.service,
            "requestParameters": null,
            "responseElements": null,
            "eventID": id,
            "readOnly": false,
            "eventType": "AwsServiceEvent",
            "managementEvent": true,
            "recipientAccountId": account,
            "serviceEventDetails": self.details,
            "eventCategory": "Management",
        });
        let key = |name: &str, value: &str| (name.to_owned().into(), value.to_owned().into());
        ActivityRow {
            time_ms: now.millis(),
            request_id: id.clone(),
            event_id: id,
            account,
            region: self.region,
            body: json!({ "event": record, "decisions": [] }).to_string().into_bytes(),
            keys: vec![
                key("EventName", self.name),
                key("EventSource", self.service),
                key("ReadOnly", "false"),
            ],
        }
    }
}
