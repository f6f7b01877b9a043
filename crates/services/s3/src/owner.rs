//! Owners as S3 shows them: by canonical user id.

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::Call;
use bartizan_types::AccountId;

use crate::shapes::{Initiator, Owner};

/// The canonical user id of an account: 64 hexadecimal digits that tell nothing.
pub(crate) fn canonical_id(account: AccountId) -> String {
    hex::encode(digest(&SHA256, format!("s3 canonical user {account}").as_bytes()))
}

/// The account as an owner.
pub(crate) fn owner(account: AccountId) -> Owner {
    Owner { id: Some(canonical_id(account)), display_name: None }
}

/// Who began an upload: an ARN where the caller has one.
pub(crate) fn initiator(arn: Option<&str>) -> Initiator {
    Initiator { id: Some(arn.unwrap_or("anonymous").to_owned()), display_name: None }
}

/// The caller's ARN.
pub(crate) fn caller_arn(call: &Call) -> Option<String> {
    call.caller.principal.arn().map(|arn| arn.to_string())
}
