//! The delegated administrator of an organization. No account is in one: there is no service of
//! organizations yet, and this is AWS's answer to such an account.

use bartizan_service::{Authorized, Call};

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{
    DeregisterOrganizationDelegatedAdminRequest, DeregisterOrganizationDelegatedAdminResponse,
    RegisterOrganizationDelegatedAdminRequest, RegisterOrganizationDelegatedAdminResponse,
};

/// `RegisterOrganizationDelegatedAdmin`.
pub(crate) async fn register(
    _service: &CloudTrail,
    _call: &Call,
    request: Authorized<RegisterOrganizationDelegatedAdminRequest>,
) -> Result<RegisterOrganizationDelegatedAdminResponse, CloudTrailError> {
    Err(refusal(&request.member_account_id))
}

/// `DeregisterOrganizationDelegatedAdmin`.
pub(crate) async fn deregister(
    _service: &CloudTrail,
    _call: &Call,
    request: Authorized<DeregisterOrganizationDelegatedAdminRequest>,
) -> Result<DeregisterOrganizationDelegatedAdminResponse, CloudTrailError> {
    Err(refusal(&request.delegated_admin_account_id))
}

fn refusal(member: &str) -> CloudTrailError {
    if member.parse::<bartizan_types::AccountId>().is_err() {
        return CloudTrailError::InvalidParameter(format!("{member} is not an account id."));
    }
    CloudTrailError::OrganizationsNotInUse()
}
