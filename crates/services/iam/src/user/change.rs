//! Making, renaming and removing users.

use bartizan_service::{Authorized, Call, Usage};
use bartizan_store::Reader;
use bartizan_types::{AccountId, IdKind, UniqueId};

use super::shown;
use crate::error::IamError;
use crate::records::{
    self, AccessKey, BY_OWNER, Credential, LoginProfile, MfaDevice, Owner, Policies,
    ServiceCredential, SigningCertificate, SshKey, User,
};
use crate::shapes::{CreateUserRequest, CreateUserResponse, DeleteUserRequest, UpdateUserRequest};
use crate::{Iam, boundary, credential, tags};

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
        let owner = Owner::User(user.id.clone());
        let devices = records::indexed::<MfaDevice>(tx, BY_OWNER, &owner.index_value(account))?;
        let is_referenced =
            has::<SshKey>(tx, account, &owner)? || has::<ServiceCredential>(tx, account, &owner)?;
        let conflicts = [
            (!user.groups.is_empty(), "remove users from group"),
            (!user.policies.attached.is_empty(), "detach all policies"),
            (!user.policies.inline.is_empty(), "delete policies"),
            (has::<AccessKey>(tx, account, &owner)?, "delete access keys"),
            (!devices.is_empty(), "delete MFA device"),
            (LoginProfile::of(tx, &user)?.is_some(), "delete login profile"),
            (has::<SigningCertificate>(tx, account, &owner)?, "delete signing certificates"),
            (is_referenced, "remove referenced objects"),
        ];
        if let Some((_, what)) = conflicts.into_iter().find(|(is_there, _)| *is_there) {
            return Err(IamError::DeleteConflict(what));
        }
        Usage::forget(tx, account, &user.id)?;
        records::remove(tx, &user)
    });
    Ok(done.await?)
}

fn has<T: Credential>(
    reader: &Reader<'_>,
    account: AccountId,
    owner: &Owner,
) -> Result<bool, IamError> {
    Ok(!credential::of::<T>(reader, account, owner)?.is_empty())
}
