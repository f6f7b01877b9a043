//! A user's change of its own password.

use bartizan_service::{Authorized, Call};
use bartizan_types::Principal;

use super::matches_any;
use crate::Iam;
use crate::error::IamError;
use crate::login_profile::{self, missing};
use crate::records::{self, LoginProfile, User};
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
    let profile = call.read(|reader| {
        let user: User = records::find(reader, *account, name)?;
        LoginProfile::of(reader, &user)?.ok_or_else(|| missing(&user.name))
    })?;
    if !matches_any(*account, &request.old_password, vec![profile.hash.clone()]).await? {
        return Err(IamError::AccessDenied("The old password was incorrect.".to_owned()));
    }
    let hash = login_profile::fitting(call, &profile, &request.new_password).await?;
    let changed = profile.with_password(hash, call.now, false);
    let done = call.commit(move |tx| login_profile::replace(tx, &profile, &changed));
    Ok(done.await?)
}
