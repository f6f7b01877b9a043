//! Versions of a managed policy.

use bartizan_service::{Authorized, Call};

use super::found::{Found, Version};
use super::{check_document, own, refuse_library};
use crate::error::IamError;
use crate::records::{self, ManagedPolicy, PolicyVersion as Stored};
use crate::shapes::{
    CreatePolicyVersionRequest, CreatePolicyVersionResponse, DeletePolicyVersionRequest,
    GetPolicyVersionRequest, GetPolicyVersionResponse, ListPolicyVersionsRequest,
    ListPolicyVersionsResponse, PolicyVersion, SetDefaultPolicyVersionRequest,
};
use crate::{Iam, document, paging};

/// How many versions a policy may have. (IAM User Guide, "IAM and AWS STS quotas".)
const VERSIONS_MAX: usize = 5;

/// Makes a version, and puts it in force if that is asked.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreatePolicyVersionRequest>,
) -> Result<CreatePolicyVersionResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let request = request.into_inner();
    refuse_library(call, &request.policy_arn)?;
    check_document(&request.policy_document)?;
    let made = call.commit(move |tx| {
        let mut policy = own(tx, account, &request.policy_arn)?;
        if policy.versions.len() >= VERSIONS_MAX {
            return Err(IamError::LimitExceeded(format!(
                "A managed policy can have up to {VERSIONS_MAX} versions. Before you create a new \
                 version, you must delete an existing version."
            )));
        }
        let number = policy.next_version;
        policy.next_version += 1;
        let is_default = request.set_as_default == Some(true);
        if is_default {
            policy.default_version = number;
        }
        policy.updated = now;
        policy.versions.push(Stored { number, document: request.policy_document, created: now });
        records::save(tx, &policy)?;
        let shown = PolicyVersion {
            document: None,
            version_id: Some(format!("v{number}")),
            is_default_version: Some(is_default),
            create_date: Some(now),
        };
        Ok(CreatePolicyVersionResponse { policy_version: Some(shown) })
    });
    Ok(made.await?)
}

/// One version with its document.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetPolicyVersionRequest>,
) -> Result<GetPolicyVersionResponse, IamError> {
    let account = call.account()?;
    let found = call.read(|reader| Found::of(reader, account, &request.policy_arn))?;
    let wanted = number(&request.version_id);
    let version = found.versions().into_iter().find(|one| Some(one.number) == wanted);
    let version = version.ok_or_else(|| missing(&request.policy_arn, &request.version_id))?;
    let mut answer = shown(&version);
    answer.document = Some(document::encoded(&version.document));
    Ok(GetPolicyVersionResponse { policy_version: Some(answer) })
}

/// Every version, the newest first.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListPolicyVersionsRequest>,
) -> Result<ListPolicyVersionsResponse, IamError> {
    let account = call.account()?;
    let found = call.read(|reader| Found::of(reader, account, &request.policy_arn))?;
    let newest_first = |one: &Version| format!("{:010}", u32::MAX - one.number);
    let page =
        paging::page(found.versions(), request.marker.as_deref(), request.max_items, newest_first)?;
    Ok(ListPolicyVersionsResponse {
        versions: Some(page.items.iter().map(shown).collect()),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// Removes a version that is not in force.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeletePolicyVersionRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    refuse_library(call, &request.policy_arn)?;
    let done = call.commit(move |tx| {
        let mut policy = own(tx, account, &request.policy_arn)?;
        let number = existing(&policy, &request.policy_arn, &request.version_id)?;
        if number == policy.default_version {
            return Err(IamError::PolicyInUse("Cannot delete the default version of a policy."));
        }
        policy.versions.retain(|version| version.number != number);
        records::save(tx, &policy)
    });
    Ok(done.await?)
}

/// Puts a version in force.
pub(crate) async fn set_default(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SetDefaultPolicyVersionRequest>,
) -> Result<(), IamError> {
    let (account, now) = (call.account()?, call.now);
    let request = request.into_inner();
    refuse_library(call, &request.policy_arn)?;
    let done = call.commit(move |tx| {
        let mut policy = own(tx, account, &request.policy_arn)?;
        policy.default_version = existing(&policy, &request.policy_arn, &request.version_id)?;
        policy.updated = now;
        records::save(tx, &policy)
    });
    Ok(done.await?)
}

/// 3 of `v3`.
pub(super) fn number(version_id: &str) -> Option<u32> {
    version_id.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn existing(policy: &ManagedPolicy, arn: &str, version_id: &str) -> Result<u32, IamError> {
    number(version_id)
        .filter(|number| policy.version(*number).is_some())
        .ok_or_else(|| missing(arn, version_id))
}

fn missing(arn: &str, version_id: &str) -> IamError {
    IamError::NoSuchEntity(format!("Policy {arn} version {version_id} does not exist."))
}

fn shown(version: &Version) -> PolicyVersion {
    PolicyVersion {
        document: None,
        version_id: Some(format!("v{}", version.number)),
        is_default_version: Some(version.is_default),
        create_date: Some(version.created),
    }
}

/// Every version with its document, as `GetAccountAuthorizationDetails` shows them.
pub(super) fn all_shown(found: &Found) -> Vec<PolicyVersion> {
    let with_document = |version: Version| PolicyVersion {
        document: Some(document::encoded(&version.document)),
        ..shown(&version)
    };
    found.versions().into_iter().map(with_document).collect()
}
