//! Permissions boundaries of roles.

use bartizan_service::{Authorized, Call};

use super::refuse_linked;
use crate::error::IamError;
use crate::records::{self, Role};
use crate::shapes::{DeleteRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryRequest};
use crate::{Iam, boundary};

/// Sets a role's boundary.
pub(crate) async fn put_boundary(
    _iam: &Iam,
    call: &Call,
    request: Authorized<PutRolePermissionsBoundaryRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        refuse_linked(&role)?;
        boundary::check(tx, account, &request.permissions_boundary)?;
        role.boundary = Some(request.permissions_boundary);
        records::save(tx, &role)
    });
    Ok(done.await?)
}

/// Takes a role's boundary away.
pub(crate) async fn delete_boundary(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteRolePermissionsBoundaryRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().role_name);
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &name)?;
        refuse_linked(&role)?;
        if role.boundary.take().is_none() {
            return Err(IamError::NoSuchEntity(format!(
                "The permissions boundary of the role with name {name} cannot be found."
            )));
        }
        records::save(tx, &role)
    });
    Ok(done.await?)
}
