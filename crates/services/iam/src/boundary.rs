//! Permissions boundaries of users, and what boundaries of users and roles have in common.

use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, Arn};

use crate::Iam;
use crate::error::IamError;
use crate::managed_policy::Found;
use crate::records::{self, User};
use crate::shapes::{
    AttachedPermissionsBoundary, DeleteUserPermissionsBoundaryRequest,
    PutUserPermissionsBoundaryRequest,
};

/// Sets a user's boundary.
pub(crate) async fn put(
    _iam: &Iam,
    call: &Call,
    request: Authorized<PutUserPermissionsBoundaryRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        check(tx, account, &request.permissions_boundary)?;
        user.boundary = Some(request.permissions_boundary);
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// Takes a user's boundary away.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteUserPermissionsBoundaryRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().user_name);
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &name)?;
        if user.boundary.take().is_none() {
            return Err(IamError::NoSuchEntity(format!(
                "The permissions boundary of the user with name {name} cannot be found."
            )));
        }
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// Refuses a policy that the account cannot use as a boundary.
pub(crate) fn check(reader: &Reader<'_>, account: AccountId, arn: &str) -> Result<(), IamError> {
    if !arn.parse::<Arn>().is_ok_and(|arn| arn.resource().starts_with("policy/")) {
        return Err(IamError::InvalidInput(format!("ARN {arn} is not valid.")));
    }
    match Found::of(reader, account, arn) {
        Ok(_) => Ok(()),
        Err(IamError::NoSuchEntity(_)) => Err(IamError::NoSuchEntity(format!(
            "Scope ARN: {arn} does not exist or is not attachable."
        ))),
        Err(other) => Err(other),
    }
}

/// A boundary as answers show it.
pub(crate) fn shown(arn: Option<&str>) -> Option<AttachedPermissionsBoundary> {
    arn.map(|arn| AttachedPermissionsBoundary {
        permissions_boundary_type: Some("Policy".to_owned()),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}
