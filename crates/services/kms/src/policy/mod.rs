//! Key policies. (AWS KMS Developer Guide, "Key policies in AWS KMS".)

mod lockout;
mod printed;

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Access, Authorized, Call, principal_ids};
use bartizan_types::AccountId;
use serde_json::json;

use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::KeyRecord;
use crate::shapes::{
    GetKeyPolicyRequest, GetKeyPolicyResponse, ListKeyPoliciesRequest, ListKeyPoliciesResponse,
    PutKeyPolicyRequest,
};
use crate::{KeyManagement, paging, rules};

/// The one name that key policies have.
const NAME: &str = "default";
/// How long a key policy may be. (AWS KMS Developer Guide, "Resource quotas".)
const BYTES_MAX: usize = 32_768;

/// A key's policy.
pub(crate) async fn show(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<GetKeyPolicyRequest>,
) -> Result<GetKeyPolicyResponse, KmsError> {
    check_name(request.policy_name.as_deref())?;
    let key = naming::key(call, &request.key_id, OWN)?;
    Ok(GetKeyPolicyResponse {
        policy: Some(shown(call, key.policy.policy.text())),
        policy_name: Some(NAME.to_owned()),
    })
}

/// Gives a key another policy, which holds at once.
pub(crate) async fn put(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<PutKeyPolicyRequest>,
) -> Result<(), KmsError> {
    check_name(request.policy_name.as_deref())?;
    let key = naming::key(call, &request.key_id, OWN)?;
    let bypass = request.bypass_policy_lockout_safety_check.unwrap_or(false);
    let access = rules::of_key(call, CHANGE, &key);
    let policy = read(call, access, &request.policy, bypass)?;
    let decided = call.rests_on();
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        if decided.as_ref() != Some(&record.policy) {
            return Err(KmsError::meanwhile());
        }
        record.policy = policy;
        record.save(writer)
    });
    Ok(done.await?)
}

/// The names of a key's policies: there is one.
pub(crate) async fn list(
    _service: &KeyManagement,
    _call: &Call,
    request: Authorized<ListKeyPoliciesRequest>,
) -> Result<ListKeyPoliciesResponse, KmsError> {
    let names = vec![NAME.to_owned()];
    let page = paging::page(names, request.marker.as_deref(), request.limit, 1, String::clone)?;
    Ok(ListKeyPoliciesResponse {
        policy_names: Some(page.items),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

/// The action that changes key policies.
pub(crate) const CHANGE: &str = "kms:PutKeyPolicy";

/// A policy as a request has it, as it is stored; `key` is the change of the key's policy.
///
/// # Errors
/// It is no policy, names principals that do not exist, or would let nobody change it again.
pub(crate) fn read(
    call: &Call,
    key: Access,
    text: &str,
    bypass_lockout_check: bool,
) -> Result<String, KmsError> {
    if text.len() > BYTES_MAX {
        let message = format!("The key policy is longer than {BYTES_MAX} bytes.");
        return Err(KmsError::LimitExceeded(message));
    }
    let malformed = |message: String| KmsError::MalformedPolicyDocument(message);
    Policy::parse(text, PolicyKind::Resource).map_err(|error| malformed(error.to_string()))?;
    let stored = principal_ids::stored(text, &call.directory).map_err(|_| {
        malformed("Policy contains a statement with one or more invalid principals.".to_owned())
    })?;
    let policy = Policy::parse(&stored, PolicyKind::Resource)
        .map_err(|error| malformed(error.to_string()))?;
    if !bypass_lockout_check && !lockout::keeps_a_way_in(call, key, policy)? {
        return Err(malformed(
            "The new key policy will not allow you to update the key policy in the future."
                .to_owned(),
        ));
    }
    Ok(stored)
}

/// The policy that a key gets where the request has none: the account's identity policies decide.
/// (AWS KMS Developer Guide, "Default key policy".)
pub(crate) fn default(account: AccountId) -> String {
    json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{account}:root") },
            "Action": "kms:*",
            "Resource": "*",
        }],
    })
    .to_string()
}

/// A stored policy as answers show it.
pub(crate) fn shown(call: &Call, stored: &str) -> String {
    printed::printed(&principal_ids::shown(stored, &call.directory))
}

fn check_name(name: Option<&str>) -> Result<(), KmsError> {
    match name {
        None | Some(NAME) => Ok(()),
        Some(_) => Err(KmsError::NotFound("No such policy exists".to_owned())),
    }
}
