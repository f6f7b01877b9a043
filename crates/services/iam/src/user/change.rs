//! Making, renaming and removing users.

use bartizan_service::{Authorized, Call, Usage};
use bartizan_types::{IdKind, UniqueId};

use super::shown;
use crate::error::IamError;
use crate::records::{self, AccessKey, BY_OWNER, LoginProfile, MfaDevice, Owner, Policies, User};
use crate::shapes::{CreateUserRequest, CreateUserResponse, DeleteUserRequest, UpdateUserRequest};
use crate::{Iam, boundary, service_credential, signing_certificate, ssh_key, tags};

/// Makes a user.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateUserRequest>,
) -> Result<CreateUserResponse, IamError> {
    let request = request.into_inner();
    let user = User {
        account: call.account()?,
        name: request.user_name,
        id: UniqueId::generate(IdKind::User, &*call.platform.random),
        path: request.path.unwrap_or_else(|| "/".to_owned()),
        created: call.now,
        tags: tags::read(request.tags)?,
        boundary: request.permissions_boundary,
        policies: Policies::default(),
        groups: Vec::new(),
    };
    let made = call.commit(move |tx| {
        if let Some(arn) = &user.boundary {
            boundary::check(tx, user.account, arn)?;
        }
        records::create(tx, &user)?;
        Ok::<_, IamError>(CreateUserResponse { user: Some(shown(&user)) })
    });
    Ok(made.await?)
}

/// Renames or moves a user; it keeps its unique id, policies, groups and keys.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateUserRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        if let Some(path) = request.new_path {
            user.path = path;
        }
        if let Some(name) = request.new_user_name {
            user.name = name;
        }
        records::rename(tx, &request.user_name, &user)
    });
    Ok(done.await?)
}

/// Removes a user that has nothing any more.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteUserRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().user_name);
    let done = call.commit(move |tx| {
        let user: User = records::find(tx, account, &name)?;
        let owner = Owner::User(user.id.clone()).index_value(account);
        let has_keys = !records::indexed::<AccessKey>(tx, BY_OWNER, &owner)?.is_empty();
        let has_devices = !records::indexed::<MfaDevice>(tx, BY_OWNER, &owner)?.is_empty();
        let conflicts = [
            (!user.groups.is_empty(), "remove users from group"),
            (!user.policies.attached.is_empty(), "detach all policies"),
            (!user.policies.inline.is_empty(), "delete policies"),
            (has_keys, "delete access keys"),
            (has_devices, "delete MFA device"),
            (LoginProfile::of(tx, &user)?.is_some(), "delete login profile"),
            (
                !signing_certificate::of(tx, account, &Owner::User(user.id.clone()))?.is_empty(),
                "delete signing certificates",
            ),
            (
                !ssh_key::of(tx, &user)?.is_empty()
                    || !service_credential::of(tx, &user)?.is_empty(),
                "remove referenced objects",
            ),
        ];
        if let Some((_, what)) = conflicts.into_iter().find(|(is_there, _)| *is_there) {
            return Err(IamError::DeleteConflict(what));
        }
        Usage::forget(tx, account, &user.id)?;
        records::remove(tx, &user)
    });
    Ok(done.await?)
}
