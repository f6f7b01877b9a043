//! Access keys of users and of the root user.

mod change;
mod last_used;
pub(crate) mod rule;

pub(crate) use change::{KEYS_MAX, create, delete, update};
pub(crate) use last_used::last_used;

use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, Principal};

use crate::credential::{self, status};
use crate::error::IamError;
use crate::records::{self, AccessKey, Owner, User};
use crate::shapes::{AccessKeyMetadata, ListAccessKeysRequest, ListAccessKeysResponse};
use crate::{Iam, rules};

/// Whose credentials a call is about, with the name that answers show; the root user has none.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) owner: Owner,
    pub(crate) name: Option<String>,
}

/// The keys of a user or of the caller, without secrets.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListAccessKeysRequest>,
) -> Result<ListAccessKeysResponse, IamError> {
    let (marker, max_items) = (request.marker.as_deref(), request.max_items);
    let (subject, page) =
        credential::list::<AccessKey>(call, request.user_name.as_deref(), marker, max_items)?;
    let shown = |key: &AccessKey| AccessKeyMetadata {
        user_name: subject.name.clone(),
        access_key_id: Some(key.id.to_string()),
        status: Some(status(key.active).to_owned()),
        create_date: Some(key.created),
    };
    Ok(ListAccessKeysResponse {
        access_key_metadata: page.items.iter().map(shown).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

impl Subject {
    /// The user of this name; without a name, the root user.
    pub(crate) fn of(
        reader: &Reader<'_>,
        account: AccountId,
        name: Option<&str>,
    ) -> Result<Self, IamError> {
        let Some(name) = name else { return Ok(Self { owner: Owner::Root, name: None }) };
        let user: User = records::find(reader, account, name)?;
        Ok(Self { owner: Owner::User(user.id), name: Some(user.name) })
    }
}

/// The user a call names, or the one that makes it; `None` is the root user.
pub(crate) fn asked(call: &Call, name: Option<&str>) -> Result<Option<String>, IamError> {
    match (name, &call.caller.principal) {
        (Some(name), _) => Ok(Some(name.to_owned())),
        (None, Principal::User { name, .. }) => Ok(Some(name.clone())),
        (None, Principal::Root { .. }) => Ok(None),
        (
            None,
            Principal::Session(_)
            | Principal::Service { .. }
            | Principal::OriginIdentity { .. }
            | Principal::Anonymous,
        ) => Err(rules::must_name_user()),
    }
}

/// Whether the status that a call sets is the active one.
pub(crate) fn switched_to(status: &str) -> Result<bool, IamError> {
    match status {
        "Active" => Ok(true),
        "Inactive" => Ok(false),
        other => Err(IamError::InvalidInput(format!(
            "The status {other} cannot be set: use Active or Inactive"
        ))),
    }
}
