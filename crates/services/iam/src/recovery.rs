//! New credentials of a root user, which the operator gives. (AWS lets the owner of the account's
//! e-mail address recover them; IAM User Guide, "Reset a lost or forgotten root user password".)

use bartizan_service::{CentralRoot, LastUse, Memberships, Vault};
use bartizan_store::{ActivityRow, Writer};
use bartizan_types::{AccessKeyId, AccountId, Fault, Random, Timestamp};
use serde_json::json;

use crate::access_key::KEYS_MAX;
use crate::bootstrap::{RootCredentials, new_access_key};
use crate::credential;
use crate::records::{AccessKey, Account, Owner, RootLoginProfile};
use crate::root_access::Central;

/// Where the event is recorded: IAM lives in no region.
const REGION: &str = "us-east-1";
/// What the event is called.
const EVENT: &str = "RecoverRootUser";

/// Why a root user gets no credentials.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// There is no such account.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// The account was closed.
    #[error("account {0} is closed: nobody acts for it")]
    Closed(AccountId),
    /// Its organization manages root credentials, and did not let this root user recover any.
    #[error(
        "the organization of account {account} manages root credentials: let its management \
         account {management} allow recovery with AssumeRoot, the task IAMCreateRootUserPassword \
         and CreateLoginProfile"
    )]
    ManagedCentrally {
        /// The account.
        account: AccountId,
        /// The account that manages its organization.
        management: AccountId,
    },
    /// The root user has as many access keys as there can be.
    #[error(
        "the root user of account {0} has {KEYS_MAX} access keys: say --replace to delete them"
    )]
    HasKeys(AccountId),
    /// The store or the vault failed.
    #[error("{0}")]
    Platform(Fault),
}

impl From<Fault> for RecoveryError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<bartizan_store::StoreError> for RecoveryError {
    fn from(error: bartizan_store::StoreError) -> Self {
        Self::Platform(error.into())
    }
}

/// Which root user gets credentials, and how.
#[derive(Debug, Clone, Copy)]
pub struct Recovery {
    /// The account.
    pub account: AccountId,
    /// Whether the keys that the root user has are deleted.
    pub replaces: bool,
    /// When.
    pub now: Timestamp,
}

/// Gives a root user an access key, and records it as done by the operator. The vault must have been
/// prepared for the account.
///
/// # Errors
/// As [`RecoveryError`] says; then nothing may be committed.
pub fn recover_root(
    writer: &mut Writer<'_>,
    vault: &Vault,
    random: &dyn Random,
    memberships: &dyn Memberships,
    recovery: Recovery,
) -> Result<RootCredentials, RecoveryError> {
    let Recovery { account, replaces, now } = recovery;
    let known = writer.get::<Account>(&Account::key(account))?;
    let known = known.ok_or(RecoveryError::NoAccount(account))?;
    if known.closed.is_some() {
        return Err(RecoveryError::Closed(account));
    }
    if let Some(place) = memberships.find(writer, account)?
        && place.management != account
        && Central.features(writer, &place)?.credentials
        && RootLoginProfile::of(writer, account)?.is_none()
    {
        return Err(RecoveryError::ManagedCentrally { account, management: place.management });
    }
    let present: Vec<AccessKey> =
        credential::of(writer, account, &Owner::Root).map_err(Fault::from)?;
    if replaces {
        for key in &present {
            writer.delete::<AccessKey>(&AccessKey::key(account, &key.id))?;
            LastUse::forget(writer, account, key.id.as_str())?;
        }
    } else if present.len() >= KEYS_MAX {
        return Err(RecoveryError::HasKeys(account));
    }
    let (record, secret) = new_access_key(vault, random, now, account, Owner::Root)?;
    writer.put(&AccessKey::key(account, &record.id), &record)?;
    let deleted: Vec<&AccessKeyId> =
        present.iter().filter(|_| replaces).map(|key| &key.id).collect();
    writer.emit(&event(random, recovery, &record.id, &deleted))?;
    Ok(RootCredentials { access_key_id: record.id, secret })
}

/// The event: nobody called, so it is one of the service's own. (CloudTrail User Guide, "CloudTrail
/// record contents", `eventType`.)
fn event(
    random: &dyn Random,
    recovery: Recovery,
    made: &AccessKeyId,
    deleted: &[&AccessKeyId],
) -> ActivityRow {
    let (account, now) = (recovery.account.to_string(), recovery.now);
    let id = random.uuid_at(now);
    let record = json!({
        "eventVersion": "1.11",
        "userIdentity": { "accountId": account, "invokedBy": "operator" },
        "eventTime": now.iso8601(),
        "eventSource": "iam.amazonaws.com",
        "eventName": EVENT,
        "awsRegion": REGION,
        "sourceIPAddress": "operator",
        "userAgent": "operator",
        "requestParameters": null,
        "responseElements": null,
        "eventID": id,
        "readOnly": false,
        "resources": [{
            "accountId": account,
            "type": "AWS::IAM::AccessKey",
            "ARN": made.as_str(),
        }],
        "eventType": "AwsServiceEvent",
        "managementEvent": true,
        "recipientAccountId": account,
        "serviceEventDetails": {
            "createdAccessKeyId": made.as_str(),
            "deletedAccessKeyIds": deleted.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
        },
        "eventCategory": "Management",
    });
    let key = |name: &str, value: &str| (name.to_owned().into(), value.to_owned().into());
    ActivityRow {
        time_ms: now.millis(),
        event_id: id.clone(),
        request_id: id,
        account,
        region: REGION.to_owned(),
        body: json!({ "event": record, "decisions": [] }).to_string().into_bytes(),
        keys: vec![
            key("EventName", EVENT),
            key("EventSource", "iam.amazonaws.com"),
            key("ReadOnly", "false"),
            key("ResourceName", made.as_str()),
            key("ResourceType", "AWS::IAM::AccessKey"),
        ],
    }
}
