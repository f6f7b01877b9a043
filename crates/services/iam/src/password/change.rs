//! A user's change of its own password.

use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Principal};

use super::matches_any;
use crate::Iam;
use crate::error::IamError;
use crate::login_profile::{self, missing};
use crate::records::{self, LoginProfile, Tries, User};
use crate::shapes::ChangePasswordRequest;

/// Sets another password of the calling user, who shows that it knows the present one. An expired
/// password may be changed here, too: hard expiry is of sign-ins to the console. (IAM API
/// Reference, "`UpdateAccountPasswordPolicy`", `HardExpiry`.)
pub(crate) async fn change(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ChangePasswordRequest>,
) -> Result<(), IamError> {
    let Principal::User { account, name, .. } = &call.caller.principal else {
        return Err(IamError::InvalidUserType);
    };
    let profile = counted(call, *account, name.clone()).await?;
    if !matches_any(*account, &request.old_password, vec![profile.hash.clone()]).await? {
        return Err(IamError::AccessDenied("The old password was incorrect.".to_owned()));
    }
    let hash = match login_profile::fitting(call, &profile, &request.new_password).await {
        Ok(hash) => hash,
        Err(error) => {
            forgive(call, profile).await?;
            return Err(error);
        }
    };
    let changed = profile.with_password(hash, call.now, false);
    let done = call.commit(move |tx| login_profile::replace(tx, &profile, &changed));
    Ok(done.await?)
}

/// The profile of the user, whose try at the present password is counted before it is looked at, so
/// that many at once are no more than many in a row.
async fn counted(call: &Call, account: AccountId, name: String) -> Result<LoginProfile, IamError> {
    let now = call.now;
    let done = call.platform.store.write(move |tx| {
        let user: User = records::find(tx, account, &name)?;
        let mut profile = LoginProfile::of(tx, &user)?.ok_or_else(|| missing(&user.name))?;
        if profile.tries.are_refused(now) {
            return Err(IamError::EntityTemporarilyUnmodifiable(
                "The old password was incorrect too often. Try again later.".to_owned(),
            ));
        }
        profile.tries.count(now);
        tx.put(&profile.key(), &profile)?;
        Ok(profile)
    });
    done.await
}

/// Forgets the tries of a user who knew the present password.
async fn forgive(call: &Call, known: LoginProfile) -> Result<(), IamError> {
    let done = call.platform.store.write(move |tx| {
        let present = tx.get::<LoginProfile>(&known.key())?;
        if let Some(mut profile) = present.filter(|present| present.hash == known.hash) {
            profile.tries = Tries::default();
            tx.put(&profile.key(), &profile)?;
        }
        Ok::<_, IamError>(())
    });
    done.await
}
