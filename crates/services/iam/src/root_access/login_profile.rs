//! The root user's login profile, which sessions by `AssumeRoot` make, look at and delete: it lets
//! the root user recover credentials. (IAM User Guide, "Perform a privileged task on an AWS
//! Organizations member account".)

use bartizan_service::Call;
use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::error::IamError;
use crate::login_profile::missing;
use crate::records::RootLoginProfile;
use crate::shapes::{
    CreateLoginProfileRequest, CreateLoginProfileResponse, GetLoginProfileResponse, LoginProfile,
};

/// What answers call the root user.
const ROOT: &str = "root";

/// Whether a call means the root user: it names no user, and the session is of `AssumeRoot`.
pub(crate) fn is_meant(call: &Call, user_name: Option<&str>) -> bool {
    let session = call.caller.session.as_ref();
    user_name.is_none() && session.is_some_and(|facts| facts.root_task.is_some())
}

/// Lets the root user recover credentials.
pub(crate) async fn create(
    call: &Call,
    request: &CreateLoginProfileRequest,
) -> Result<CreateLoginProfileResponse, IamError> {
    if request.password.is_some() {
        return Err(IamError::Validation(
            "Must not specify password when calling with an AssumeRoot session".to_owned(),
        ));
    }
    let (account, created) = (call.account()?, call.now);
    let reset_required = request.password_reset_required.unwrap_or(false);
    let made = call.commit(move |tx| {
        if RootLoginProfile::of(tx, account)?.is_some() {
            return Err(IamError::EntityAlreadyExists(format!(
                "Login Profile for user {ROOT} already exists."
            )));
        }
        let profile = RootLoginProfile { created, reset_required };
        tx.put(&RootLoginProfile::key(account), &profile)?;
        Ok(CreateLoginProfileResponse { login_profile: shown(&profile) })
    });
    Ok(made.await?)
}

/// Whether the root user may recover credentials, and since when.
pub(crate) fn get(call: &Call) -> Result<GetLoginProfileResponse, IamError> {
    let account = call.account()?;
    let profile = call.read(|reader| existing(reader, account))?;
    Ok(GetLoginProfileResponse { login_profile: shown(&profile) })
}

/// Lets the root user recover no credentials any more.
pub(crate) async fn delete(call: &Call) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        existing(tx, account)?;
        tx.delete::<RootLoginProfile>(&RootLoginProfile::key(account))?;
        Ok::<_, IamError>(())
    });
    Ok(done.await?)
}

fn existing(reader: &Reader<'_>, account: AccountId) -> Result<RootLoginProfile, IamError> {
    RootLoginProfile::of(reader, account)?.ok_or_else(|| missing(ROOT))
}

fn shown(profile: &RootLoginProfile) -> LoginProfile {
    LoginProfile {
        user_name: ROOT.to_owned(),
        create_date: profile.created,
        password_reset_required: Some(profile.reset_required),
    }
}
