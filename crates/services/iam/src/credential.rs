//! What is done alike with credentials of all kinds: found, listed, switched, removed.

use bartizan_service::{Call, LastUse};
use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::access_key::{Subject, asked, switched_to};
use crate::error::IamError;
use crate::paging::{self, Page};
use crate::records::{self, BY_OWNER, Credential, Owner};
use crate::rules;

/// The credentials of a user or of the root user, in the order they were made; the id tells those of
/// one moment apart.
pub(crate) fn of<T: Credential>(
    reader: &Reader<'_>,
    account: AccountId,
    owner: &Owner,
) -> Result<Vec<T>, IamError> {
    let mut found: Vec<T> = records::indexed(reader, BY_OWNER, &owner.index_value(account))?;
    found.sort_by(|a, b| (a.since(), a.id()).cmp(&(b.since(), b.id())));
    Ok(found)
}

/// The subject's credential with this id.
pub(crate) fn find<T: Credential>(
    reader: &Reader<'_>,
    account: AccountId,
    subject: &Subject,
    id: &str,
) -> Result<T, IamError> {
    let found = reader.get::<T>(&T::key_of(account, id))?;
    found
        .filter(|credential| credential.is_of(&subject.owner))
        .ok_or_else(|| IamError::NoSuchEntity(T::missing(id)))
}

/// A page of the credentials of the user that is named, or of the caller, with whose they are.
pub(crate) fn list<T: Credential>(
    call: &Call,
    user_name: Option<&str>,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<(Subject, Page<T>), IamError> {
    let account = call.account()?;
    let asked = asked_for::<T>(call, user_name)?;
    let (subject, credentials) = call.read(|reader| {
        let subject = Subject::of(reader, account, asked.as_deref())?;
        let credentials = of::<T>(reader, account, &subject.owner)?;
        Ok::<_, IamError>((subject, credentials))
    })?;
    let page = paging::page(credentials, marker, max_items, |credential| {
        format!("{:020} {}", credential.since().millis(), credential.id())
    })?;
    Ok((subject, page))
}

/// Switches a credential on or off.
pub(crate) async fn switch<T: Credential>(
    call: &Call,
    user_name: Option<&str>,
    id: String,
    status: &str,
) -> Result<(), IamError> {
    let account = call.account()?;
    let asked = asked_for::<T>(call, user_name)?;
    let active = switched_to(status)?;
    let done = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let mut credential: T = find(tx, account, &subject, &id)?;
        *credential.active_mut() = active;
        Ok::<_, IamError>(tx.put(&T::key_of(account, credential.id()), &credential)?)
    });
    Ok(done.await?)
}

/// Removes a credential, and what is known of its use.
pub(crate) async fn remove<T: Credential>(
    call: &Call,
    user_name: Option<&str>,
    id: String,
) -> Result<(), IamError> {
    let account = call.account()?;
    let asked = asked_for::<T>(call, user_name)?;
    let done = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let credential: T = find(tx, account, &subject, &id)?;
        tx.delete::<T>(&T::key_of(account, credential.id()))?;
        Ok::<_, IamError>(LastUse::forget(tx, account, credential.id())?)
    });
    Ok(done.await?)
}

/// As an answer shows whether a credential may be used.
pub(crate) const fn status(active: bool) -> &'static str {
    if active { "Active" } else { "Inactive" }
}

/// The user a call names, or the one that makes it; `None` is the root user, where it may have such
/// credentials.
fn asked_for<T: Credential>(call: &Call, name: Option<&str>) -> Result<Option<String>, IamError> {
    match asked(call, name)? {
        None if !T::OF_ROOT => Err(rules::must_name_user()),
        asked => Ok(asked),
    }
}
