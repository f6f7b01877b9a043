//! Delegation requests, and the templates that they are made by.

use std::fmt;
use std::time::Duration;

use bartizan_service::TokenPrincipal;
use bartizan_store::{Key, Reader, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::BY_OWNER;
use crate::error::IamError;

/// The index of requests by the account that made them.
pub(crate) const BY_REQUESTOR: &str = "requestor";
/// The index of requests by the requestor's own id of the work; values by
/// [`DelegationRequest::workflow_value`].
pub(crate) const BY_WORKFLOW: &str = "workflow";

/// How long a request waits for an owner, and how long for each step after that. (IAM User Guide,
/// "Building your integration".)
const UNASSIGNED_LASTS: Duration = Duration::from_hours(24);
const OTHERS_LAST: Duration = Duration::from_hours(7 * 24);

/// A document with parameters.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DelegationTemplate {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) requestor_name: String,
    pub(crate) created: Timestamp,
}

/// A request for permissions of another account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DelegationRequest {
    pub(crate) id: String,
    pub(crate) requestor: AccountId,
    pub(crate) requestor_name: String,
    pub(crate) workflow: String,
    /// The ARN of the topic that notices are for.
    pub(crate) channel: String,
    pub(crate) template: String,
    pub(crate) parameters: Vec<DelegationParameter>,
    /// What is asked for: the template with its parameters replaced.
    pub(crate) policy: String,
    /// The permissions boundaries that roles made by it must have.
    pub(crate) boundaries: Vec<String>,
    pub(crate) description: String,
    pub(crate) message: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) session_seconds: u32,
    pub(crate) only_send_by_owner: bool,
    pub(crate) owner_account: Option<AccountId>,
    pub(crate) owner: Option<DelegationOwner>,
    pub(crate) approver: Option<DelegationApprover>,
    pub(crate) notes: Option<String>,
    pub(crate) rejection_reason: Option<String>,
    /// Every state that the request has been in, and since when.
    pub(crate) history: Vec<DelegationStep>,
    /// The exchange token as the vault sealed it for the requestor, in base64.
    pub(crate) sealed_token: Option<String>,
}

/// A value of a template's parameter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DelegationParameter {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
    pub(crate) is_list: bool,
}

/// Who took a request on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DelegationOwner {
    pub(crate) arn: Arn,
    /// `aws:userid`, which another of the same name does not have.
    pub(crate) user_id: String,
}

/// Who approved a request, as they were.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DelegationApprover {
    pub(crate) arn: Arn,
    pub(crate) principal: TokenPrincipal,
    pub(crate) tags: Vec<Tag>,
    pub(crate) transitive_tag_keys: Vec<String>,
    pub(crate) source_identity: Option<String>,
    pub(crate) federated_by: Option<String>,
    pub(crate) chained: bool,
}

/// A state, and since when.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct DelegationStep {
    pub(crate) state: DelegationState,
    pub(crate) since: Timestamp,
}

/// The states of a request. (IAM User Guide, "Building your integration".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DelegationState {
    Unassigned,
    Assigned,
    PendingApproval,
    Accepted,
    Finalized,
    Rejected,
    Expired,
}

impl DelegationState {
    /// As the API writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "UNASSIGNED",
            Self::Assigned => "ASSIGNED",
            Self::PendingApproval => "PENDING_APPROVAL",
            Self::Accepted => "ACCEPTED",
            Self::Finalized => "FINALIZED",
            Self::Rejected => "REJECTED",
            Self::Expired => "EXPIRED",
        }
    }
}

impl DelegationTemplate {
    /// What the resource part of the ARN begins with.
    const RESOURCE: &'static str = "delegation-template/";

    /// The ARN.
    pub(crate) fn arn(&self) -> Arn {
        let resource = format!("{}{}", Self::RESOURCE, self.name);
        Arn::new("iam", "", Some(self.account), &resource)
    }

    /// The store's key.
    pub(crate) fn key(account: AccountId, name: &str) -> Key {
        Key::global(account, name)
    }

    /// The key of the account's template with this ARN; none where it is of something else.
    pub(crate) fn key_of(account: AccountId, arn: &str) -> Option<Key> {
        let arn: Arn = arn.parse().ok()?;
        let name = arn.resource().strip_prefix(Self::RESOURCE)?;
        let is_own = arn.service() == "iam" && arn.account_id() == Some(account);
        is_own.then(|| Self::key(account, name))
    }
}

impl DelegationRequest {
    /// The type as the activity record names it.
    pub(crate) const TYPE: &'static str = "AWS::IAM::DelegationRequest";
    /// What the resource part of the ARN begins with.
    const RESOURCE: &'static str = "delegation-request/";

    /// The ARN of a request that belongs to this account, or will.
    pub(crate) fn arn(account: AccountId, id: &str) -> Arn {
        Arn::new("iam", "", Some(account), &format!("{}{id}", Self::RESOURCE))
    }

    /// The id in an ARN of this account.
    pub(crate) fn id_in(account: AccountId, arn: &str) -> Option<String> {
        let arn: Arn = arn.parse().ok()?;
        let is_own = arn.service() == "iam" && arn.account_id() == Some(account);
        let id = arn.resource().strip_prefix(Self::RESOURCE).filter(|_| is_own)?;
        Some(id.to_owned())
    }

    /// The store's key. A request is of two accounts, and at first of one.
    pub(crate) fn key(id: &str) -> Key {
        Key::installation(id)
    }

    /// The index value of a requestor's id of the work.
    pub(crate) fn workflow_value(requestor: AccountId, workflow: &str) -> String {
        format!("{requestor} {workflow}")
    }

    /// The request of this id, if the account may know of it: its own, or nobody's yet.
    pub(crate) fn find(
        reader: &Reader<'_>,
        account: AccountId,
        id: &str,
    ) -> Result<Option<Self>, IamError> {
        let found = reader.get::<Self>(&Self::key(id))?;
        Ok(found.filter(|request| request.owner_account.is_none_or(|owner| owner == account)))
    }

    /// The last step, whatever time has made of it.
    pub(crate) fn last_step(&self) -> DelegationStep {
        let none =
            DelegationStep { state: DelegationState::Expired, since: Timestamp::from_millis(0) };
        self.history.last().copied().unwrap_or(none)
    }

    /// When the request expires if nothing happens.
    pub(crate) fn expires(&self) -> Timestamp {
        let last = self.last_step();
        last.since.plus(match last.state {
            DelegationState::Unassigned => UNASSIGNED_LASTS,
            _ => OTHERS_LAST,
        })
    }

    /// The state at this time.
    pub(crate) fn state(&self, now: Timestamp) -> DelegationState {
        if self.expires() <= now { DelegationState::Expired } else { self.last_step().state }
    }

    /// When it was approved, if it was.
    pub(crate) fn approved(&self) -> Option<Timestamp> {
        self.since(DelegationState::Accepted)
    }

    /// Whether permissions were handed over and not taken back.
    pub(crate) fn is_in_force(&self) -> bool {
        self.last_step().state == DelegationState::Finalized
    }

    /// When the permissions end that were handed over, if they were: when they were taken back, at
    /// the latest.
    pub(crate) fn access_ends(&self) -> Option<Timestamp> {
        let length = Duration::from_secs(u64::from(self.session_seconds));
        let ends = self.since(DelegationState::Finalized)?.plus(length);
        Some(self.since(DelegationState::Rejected).map_or(ends, |rejected| ends.min(rejected)))
    }

    fn since(&self, state: DelegationState) -> Option<Timestamp> {
        self.history.iter().find(|step| step.state == state).map(|step| step.since)
    }
}

impl fmt::Debug for DelegationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DelegationRequest")
            .field("id", &self.id)
            .field("requestor", &self.requestor)
            .field("owner_account", &self.owner_account)
            .finish_non_exhaustive()
    }
}

impl Record for DelegationTemplate {
    const COLLECTION: &'static str = "iam.delegation_template";
}

impl Record for DelegationRequest {
    const COLLECTION: &'static str = "iam.delegation_request";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![
            (BY_REQUESTOR, self.requestor.to_string()),
            (BY_WORKFLOW, Self::workflow_value(self.requestor, &self.workflow)),
        ];
        keys.extend(self.owner_account.map(|account| (BY_OWNER, account.to_string())));
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request with these states, each since so many seconds.
    fn request(steps: &[(DelegationState, i64)]) -> DelegationRequest {
        let history: Vec<_> = steps
            .iter()
            .map(|(state, at)| DelegationStep {
                state: *state,
                since: Timestamp::from_seconds(*at),
            })
            .collect();
        let json = serde_json::json!({
            "id": "dr-1", "requestor": "123456789012", "requestor_name": "", "workflow": "",
            "channel": "", "template": "", "parameters": [], "policy": "", "boundaries": [],
            "description": "", "session_seconds": 600, "only_send_by_owner": false,
            "history": history,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn access_is_approved_begins_and_ends_with_the_steps_of_the_request() {
        use DelegationState::{Accepted, Assigned, Finalized, Rejected};
        let at = |seconds: Option<i64>| seconds.map(Timestamp::from_seconds);
        for (steps, approved, ends, in_force) in [
            (vec![(Assigned, 1)], None, None, false),
            (vec![(Assigned, 1), (Rejected, 2)], None, None, false),
            (vec![(Assigned, 1), (Accepted, 2)], Some(2), None, false),
            (vec![(Accepted, 2), (Rejected, 3)], Some(2), None, false),
            (vec![(Accepted, 2), (Finalized, 30)], Some(2), Some(630), true),
            (vec![(Accepted, 2), (Finalized, 30), (Rejected, 40)], Some(2), Some(40), false),
            (vec![(Accepted, 2), (Finalized, 30), (Rejected, 999)], Some(2), Some(630), false),
        ] {
            let request = request(&steps);
            let told = (request.approved(), request.access_ends(), request.is_in_force());
            assert_eq!(told, (at(approved), at(ends), in_force), "{steps:?}");
        }
    }
}
