//! The delegated administrator of an organization's trails. There are none yet; what an account in no
//! organization is told is AWS's answer.

use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{
    DeregisterOrganizationDelegatedAdminRequest, DeregisterOrganizationDelegatedAdminResponse,
    RegisterOrganizationDelegatedAdminRequest, RegisterOrganizationDelegatedAdminResponse,
};

/// `RegisterOrganizationDelegatedAdmin`.
pub(crate) async fn register(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<RegisterOrganizationDelegatedAdminRequest>,
) -> Result<RegisterOrganizationDelegatedAdminResponse, CloudTrailError> {
    Err(refusal(call, &request.member_account_id))
}

/// `DeregisterOrganizationDelegatedAdmin`.
pub(crate) async fn deregister(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DeregisterOrganizationDelegatedAdminRequest>,
) -> Result<DeregisterOrganizationDelegatedAdminResponse, CloudTrailError> {
    Err(refusal(call, &request.delegated_admin_account_id))
}

fn refusal(call: &Call, member: &str) -> CloudTrailError {
    if member.parse::<AccountId>().is_err() {
        return CloudTrailError::InvalidParameter(format!("{member} is not an account id."));
    }
    let caller = call.caller.principal.account().and_then(|id| call.directory.account(id));
    if caller.is_some_and(|account| account.organization.is_some()) {
        return CloudTrailError::not_implemented("A delegated administrator of trails");
    }
    CloudTrailError::OrganizationsNotInUse()
}
