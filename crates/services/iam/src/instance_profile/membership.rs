//! The role in an instance profile.

use bartizan_service::{Authorized, Call};

use super::listed;
use crate::error::IamError;
use crate::records::{self, BY_ROLE, InstanceProfile, Role};
use crate::shapes::{
    AddRoleToInstanceProfileRequest, ListInstanceProfilesForRoleRequest,
    ListInstanceProfilesForRoleResponse, RemoveRoleFromInstanceProfileRequest,
};
use crate::{Iam, paging, role};

/// How many roles an instance profile may have. (IAM User Guide, "IAM and AWS STS quotas".)
const ROLES_MAX: usize = 1;

/// Puts a role in.
pub(crate) async fn add_role(
    _iam: &Iam,
    call: &Call,
    request: Authorized<AddRoleToInstanceProfileRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut profile: InstanceProfile =
            records::find(tx, account, &request.instance_profile_name)?;
        let role: Role = records::find(tx, account, &request.role_name)?;
        role::refuse_linked(&role)?;
        if profile.role.is_some() {
            return Err(IamError::quota("InstanceSessionsPerInstanceProfile", ROLES_MAX));
        }
        profile.role = Some(role.id);
        records::save(tx, &profile)
    });
    Ok(done.await?)
}

/// Takes a role out.
pub(crate) async fn remove_role(
    _iam: &Iam,
    call: &Call,
    request: Authorized<RemoveRoleFromInstanceProfileRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut profile: InstanceProfile =
            records::find(tx, account, &request.instance_profile_name)?;
        let role: Role = records::find(tx, account, &request.role_name)?;
        if profile.role.as_ref() != Some(&role.id) {
            return Err(IamError::NoSuchEntity(format!(
                "The role with name {} is not in instance profile {}.",
                role.name, profile.name
            )));
        }
        profile.role = None;
        records::save(tx, &profile)
    });
    Ok(done.await?)
}

/// The instance profiles that a role is in.
pub(crate) async fn list_for_role(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListInstanceProfilesForRoleRequest>,
) -> Result<ListInstanceProfilesForRoleResponse, IamError> {
    let account = call.account()?;
    let answer = call.read(|reader| {
        let role: Role = records::find(reader, account, &request.role_name)?;
        let profiles = records::indexed::<InstanceProfile>(reader, BY_ROLE, role.id.as_str())?;
        let page =
            paging::page(profiles, request.marker.as_deref(), request.max_items, |profile| {
                paging::by_name(&profile.name)
            })?;
        Ok::<_, IamError>(ListInstanceProfilesForRoleResponse {
            instance_profiles: listed(reader, &page.items, &call.directory)?,
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    });
    Ok(answer?)
}
