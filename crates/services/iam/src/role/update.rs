//! What of a role can be changed.

use bartizan_service::{Authorized, Call};

use super::{refuse_linked, session_seconds, shown_anew, trust};
use crate::Iam;
use crate::error::IamError;
use crate::records::{self, Role};
use crate::shapes::{
    UpdateAssumeRolePolicyRequest, UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse,
    UpdateRoleRequest, UpdateRoleResponse,
};

/// Changes the description and the longest session.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateRoleRequest>,
) -> Result<UpdateRoleResponse, IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let seconds = request.max_session_duration.map(|asked| session_seconds(Some(asked)));
    let seconds = seconds.transpose()?;
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        refuse_linked(&role)?;
        if request.description.is_some() {
            role.description = request.description;
        }
        if let Some(seconds) = seconds {
            role.max_session_seconds = seconds;
        }
        records::save(tx, &role)?;
        Ok::<_, IamError>(UpdateRoleResponse {})
    });
    Ok(done.await?)
}

/// Changes the description, which is allowed for service-linked roles too.
pub(crate) async fn update_description(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateRoleDescriptionRequest>,
) -> Result<UpdateRoleDescriptionResponse, IamError> {
    let (account, directory) = (call.account()?, call.directory.clone());
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        role.description = Some(request.description);
        records::save(tx, &role)?;
        let answer = UpdateRoleDescriptionResponse { role: Some(shown_anew(&role, &directory)) };
        Ok::<_, IamError>(answer)
    });
    Ok(done.await?)
}

/// Replaces the trust policy.
pub(crate) async fn update_trust(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateAssumeRolePolicyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let stored = trust::stored(&call.directory, &request.policy_document)?;
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        refuse_linked(&role)?;
        role.trust = stored;
        records::save(tx, &role)
    });
    Ok(done.await?)
}
