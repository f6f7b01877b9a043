//! When an access key was last used.

use bartizan_service::{Authorized, Call};
use bartizan_types::AccessKeyId;

use crate::Iam;
use crate::error::IamError;
use crate::records::{self, AccessKey, Owner, User};
use crate::shapes::{AccessKeyLastUsed, GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse};

/// What AWS writes where a key was never used. (IAM API Reference, "`AccessKeyLastUsed`".)
const NEVER: &str = "N/A";

/// The last use of a key, and whose it is.
pub(crate) async fn last_used(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetAccessKeyLastUsedRequest>,
) -> Result<GetAccessKeyLastUsedResponse, IamError> {
    let account = call.account()?;
    let id = AccessKeyId::from_client(&request.access_key_id);
    let (user_name, last) = call.read(|reader| {
        let key = reader
            .get::<AccessKey>(&AccessKey::key(account, &id))?
            .ok_or_else(|| denied(call, id.as_str()))?;
        let user = match &key.owner {
            Owner::Root => None,
            Owner::User(owner) => records::find_by_id::<User>(reader, owner)?,
        };
        let last = call.platform.usage.last(reader, account, id.as_str())?;
        Ok::<_, IamError>((user.map(|user| user.name), last))
    })?;
    let never = || AccessKeyLastUsed {
        last_used_date: None,
        service_name: NEVER.to_owned(),
        region: NEVER.to_owned(),
    };
    let last = last.map_or_else(never, |last| AccessKeyLastUsed {
        last_used_date: Some(last.time),
        service_name: last.service,
        region: last.region,
    });
    Ok(GetAccessKeyLastUsedResponse { user_name, access_key_last_used: Some(last) })
}

/// What AWS answers about a key that is not there, so that nobody learns whether another account has
/// it.
fn denied(call: &Call, id: &str) -> IamError {
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    IamError::AccessDenied(format!(
        "User: {caller} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access \
         key {id}"
    ))
}
