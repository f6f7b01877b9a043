//! Login profiles: passwords of users, set by administrators.

use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Principal};

use crate::error::IamError;
use crate::records::{self, LoginProfile, Tries, User};
use crate::shapes::{
    CreateLoginProfileRequest, CreateLoginProfileResponse, DeleteLoginProfileRequest,
    GetLoginProfileRequest, GetLoginProfileResponse, LoginProfile as Shown,
    UpdateLoginProfileRequest,
};
use crate::{Iam, account, password, root_access};

/// Gives a user a password.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateLoginProfileRequest>,
) -> Result<CreateLoginProfileResponse, IamError> {
    let request = request.into_inner();
    if root_access::is_meant(call, request.user_name.as_deref()) {
        return root_access::create_login_profile(call, &request).await;
    }
    let (account, now) = (call.account()?, call.now);
    let name = named(call, request.user_name)?;
    let text = request.password.ok_or_else(|| {
        IamError::Validation("Must specify password when calling for a user".to_owned())
    })?;
    let settings = call.read(|reader| {
        free(reader, account, &name)?;
        account::settings(reader, account)
    })?;
    password::check(&settings, account, &text)?;
    let hash = password::hashed(account, &text, &*call.platform.random).await?;
    let reset_required = request.password_reset_required.unwrap_or(false);
    let made = call.commit(move |tx| {
        let user = free(tx, account, &name)?;
        let profile = LoginProfile {
            account,
            user: user.id.clone(),
            created: now,
            changed: now,
            reset_required,
            hash,
            earlier: Vec::new(),
            tries: Tries::default(),
        };
        tx.put(&profile.key(), &profile)?;
        Ok::<_, IamError>(CreateLoginProfileResponse { login_profile: shown(&user, &profile) })
    });
    Ok(made.await?)
}

/// Whether a user has a password, and since when.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetLoginProfileRequest>,
) -> Result<GetLoginProfileResponse, IamError> {
    if root_access::is_meant(call, request.user_name.as_deref()) {
        return root_access::login_profile(call);
    }
    let (account, name) = (call.account()?, named(call, request.into_inner().user_name)?);
    let (user, profile) = call.read(|reader| existing(reader, account, &name))?;
    Ok(GetLoginProfileResponse { login_profile: shown(&user, &profile) })
}

/// Sets another password, or whether the next sign-in must set one.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateLoginProfileRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (account, name) = (call.account()?, request.user_name);
    let (_, profile) = call.read(|reader| existing(reader, account, &name))?;
    let reset_required = request.password_reset_required.unwrap_or(profile.reset_required);
    let changed = match &request.password {
        Some(text) => {
            let hash = fitting(call, &profile, text).await?;
            profile.with_password(hash, call.now, reset_required)
        }
        None => LoginProfile { reset_required, ..profile.clone() },
    };
    let done = call.commit(move |tx| replace(tx, &profile, &changed));
    Ok(done.await?)
}

/// Takes a user's password away.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteLoginProfileRequest>,
) -> Result<(), IamError> {
    if root_access::is_meant(call, request.user_name.as_deref()) {
        return root_access::delete_login_profile(call).await;
    }
    let (account, name) = (call.account()?, named(call, request.into_inner().user_name)?);
    let done = call.commit(move |tx| {
        let (_, profile) = existing(tx, account, &name)?;
        tx.delete::<LoginProfile>(&profile.key())?;
        Ok::<_, IamError>(())
    });
    Ok(done.await?)
}

/// The hash of a password that may follow those of `profile`.
pub(crate) async fn fitting(
    call: &Call,
    profile: &LoginProfile,
    text: &str,
) -> Result<String, IamError> {
    let settings = call.read(|reader| account::settings(reader, profile.account))?;
    password::check(&settings, profile.account, text)?;
    let earlier = password::not_to_be_reused(&settings, profile);
    if password::matches_any(profile.account, text, earlier).await? {
        return Err(IamError::PasswordPolicyViolation(
            "Policy constraint violation with password reuse prevention during password change"
                .to_owned(),
        ));
    }
    password::hashed(profile.account, text, &*call.platform.random).await
}

/// Stores a profile in place of the one it was made from, unless another call changed that.
pub(crate) fn replace(
    tx: &mut Writer<'_>,
    old: &LoginProfile,
    new: &LoginProfile,
) -> Result<(), IamError> {
    let present = tx.get::<LoginProfile>(&old.key())?.filter(|present| present.hash == old.hash);
    let present = present.ok_or(IamError::ConcurrentModification("login profile"))?;
    let tries = if new.hash == old.hash { present.tries } else { Tries::default() };
    Ok(tx.put(&new.key(), &LoginProfile { tries, ..new.clone() })?)
}

/// AWS's message where a user has no password.
pub(crate) fn missing(user: &str) -> IamError {
    IamError::NoSuchEntity(format!("Login Profile for User {user} cannot be found."))
}

/// The user the call names, or the one that makes it. The root user's profile is for `AssumeRoot`
/// sessions alone.
fn named(call: &Call, name: Option<String>) -> Result<String, IamError> {
    match (name, &call.caller.principal) {
        (Some(name), _) => Ok(name),
        (None, Principal::User { name, .. }) => Ok(name.clone()),
        (None, _) => Err(crate::rules::must_name_user()),
    }
}

fn existing(
    reader: &Reader<'_>,
    account: AccountId,
    name: &str,
) -> Result<(User, LoginProfile), IamError> {
    let user: User = records::find(reader, account, name)?;
    let profile = LoginProfile::of(reader, &user)?.ok_or_else(|| missing(&user.name))?;
    Ok((user, profile))
}

/// The user of this name, who must have no password yet.
fn free(reader: &Reader<'_>, account: AccountId, name: &str) -> Result<User, IamError> {
    let user: User = records::find(reader, account, name)?;
    if LoginProfile::of(reader, &user)?.is_some() {
        let name = &user.name;
        return Err(IamError::EntityAlreadyExists(format!(
            "Login Profile for user {name} already exists."
        )));
    }
    Ok(user)
}

fn shown(user: &User, profile: &LoginProfile) -> Shown {
    Shown {
        user_name: user.name.clone(),
        create_date: profile.created,
        password_reset_required: Some(profile.reset_required),
    }
}
