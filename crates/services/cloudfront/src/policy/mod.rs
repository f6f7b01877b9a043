//! What cache policies, origin request policies and whatever else distributions name by an id have in
//! common: where they are kept, and how they change.

mod kinds;
mod names;

use bartizan_service::Call;
use bartizan_service::store::{Key, Reader};
use bartizan_types::{AccountId, Timestamp};
use bartizan_wire::IntoValue;
use std::sync::Arc;

use crate::error::CdnError;
use crate::managed;
use crate::naming::{self, check_version, new_id, typed};
use crate::records::PolicyRecord;

pub(crate) use self::kinds::PolicyConfig;
pub(crate) use self::names::{check_headers, check_names, listed, selection};

/// The longest name.
const NAME_MAX: usize = 128;

/// A policy, own or managed.
#[derive(Debug, Clone)]
pub(crate) struct Policy<C> {
    pub(crate) id: String,
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    pub(crate) is_managed: bool,
    pub(crate) config: C,
}

/// A policy by its id.
pub(crate) fn find<C: PolicyConfig>(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<Policy<C>, CdnError> {
    if let Some((id, config)) = C::managed().into_iter().find(|(held, _)| *held == id) {
        return Ok(of_managed(id, config));
    }
    of_record(own::<C>(reader, account, id)?)
}

fn own<C: PolicyConfig>(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<PolicyRecord, CdnError> {
    let found = reader.get::<PolicyRecord>(&Key::global(account, id))?;
    let found = found.filter(|record| record.kind == C::KIND);
    found.ok_or_else(|| CdnError::missing(C::CODES.0, C::WHAT))
}

/// The account's own of a kind.
fn held<C: PolicyConfig>(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Vec<PolicyRecord>, CdnError> {
    let all = naming::all::<PolicyRecord>(reader, account)?;
    Ok(all.into_iter().filter(|record| record.kind == C::KIND).collect())
}

fn of_managed<C>(id: &str, config: C) -> Policy<C> {
    let (etag, modified) = (managed::ETAG.to_owned(), managed::SINCE);
    Policy { id: id.to_owned(), etag, modified, is_managed: true, config }
}

fn of_record<C: PolicyConfig>(record: PolicyRecord) -> Result<Policy<C>, CdnError> {
    let config = typed(C::SHAPE, &record.config)?;
    let PolicyRecord { id, etag, modified, .. } = record;
    Ok(Policy { id, etag, modified, is_managed: false, config })
}

/// All policies of a kind: the managed ones, the account's own, or both.
pub(crate) fn all<C: PolicyConfig>(
    call: &Call,
    kind: Option<&str>,
) -> Result<Vec<Policy<C>>, CdnError> {
    let mut found = Vec::new();
    if kind != Some("custom") {
        found.extend(C::managed().into_iter().map(|(id, config)| of_managed(id, config)));
    }
    if kind != Some("managed") {
        let account = call.account()?;
        for record in call.read(|reader| held::<C>(reader, account))? {
            found.push(of_record(record)?);
        }
    }
    Ok(found)
}

/// Makes a policy; `answer` is what is answered.
pub(crate) async fn create<C: PolicyConfig, R>(
    call: &Call,
    config: C,
    answer: impl FnOnce(Policy<C>) -> R + Send + 'static,
) -> Result<R, CdnError>
where
    R: IntoValue + Clone + Send + 'static,
{
    config.check()?;
    let (account, now) = (call.account()?, call.now);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let held = held::<C>(writer, account)?;
        for record in &held {
            let record = of_record::<C>(record.clone())?;
            if record.config.is_same(&config) {
                return Ok(answer(record));
            }
        }
        let (most, code) = C::MOST;
        if held.len() >= most {
            let message = format!("You have reached the maximum number of {} objects.", C::WHAT);
            return Err(CdnError::refused(code, message));
        }
        check_name(&config, &held, "")?;
        let record = PolicyRecord {
            account,
            kind: C::KIND,
            id: C::new_id(&*random),
            etag: new_id('E', &*random),
            modified: now,
            config: config.clone().into_value().to_json(),
        };
        writer.put(&Key::global(account, &record.id), &record)?;
        Ok::<_, CdnError>(answer(of_record(record)?))
    });
    Ok(done.await?)
}

/// Changes a policy of the account.
pub(crate) async fn update<C: PolicyConfig, R>(
    call: &Call,
    (id, if_match): (String, Option<String>),
    config: C,
    answer: impl FnOnce(Policy<C>) -> R + Send + 'static,
) -> Result<R, CdnError>
where
    R: IntoValue + Clone + Send + 'static,
{
    config.check()?;
    let (account, now) = (call.account()?, call.now);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        refuse_managed::<C>(&id)?;
        let mut record = own::<C>(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        typed::<C>(C::SHAPE, &record.config)?.check_change(&config)?;
        let held = held::<C>(writer, account)?;
        check_name(&config, &held, &id)?;
        record.config = config.clone().into_value().to_json();
        record.etag = new_id('E', &*random);
        record.modified = now;
        writer.put(&Key::global(account, &id), &record)?;
        Ok::<_, CdnError>(answer(of_record(record)?))
    });
    Ok(done.await?)
}

/// Deletes a policy that no distribution uses.
pub(crate) async fn delete<C: PolicyConfig>(
    call: &Call,
    id: String,
    if_match: Option<String>,
) -> Result<(), CdnError> {
    let account = call.account()?;
    let done = call.commit(move |writer| {
        refuse_managed::<C>(&id)?;
        let record = own::<C>(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        if C::is_used(writer, account, &id)? {
            let message = format!("Cannot delete the {} because it is in use.", C::WHAT);
            return Err(CdnError::conflict(C::CODES.1, message));
        }
        writer.delete::<PolicyRecord>(&Key::global(account, &id))?;
        Ok(())
    });
    Ok(done.await?)
}

fn refuse_managed<C: PolicyConfig>(id: &str) -> Result<(), CdnError> {
    if C::managed().iter().any(|(held, _)| *held == id) {
        let message = format!("You cannot update or delete a managed {}.", C::WHAT);
        return Err(CdnError::refused("IllegalUpdate", message));
    }
    Ok(())
}

/// Refuses a name that no policy can have.
pub(crate) fn check_form(name: &str, what: &str) -> Result<(), CdnError> {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    if name.is_empty() || name.len() > NAME_MAX || !name.chars().all(is_plain) {
        let message = format!("The parameter Name of the {what} is not valid.");
        return Err(CdnError::argument(message));
    }
    Ok(())
}

fn check_name<C: PolicyConfig>(
    config: &C,
    held: &[PolicyRecord],
    own: &str,
) -> Result<(), CdnError> {
    for record in held.iter().filter(|record| record.id != own) {
        if typed::<C>(C::SHAPE, &record.config)?.name() == config.name() {
            let message = format!("A {} with this name already exists.", C::WHAT);
            return Err(CdnError::conflict(C::CODES.2, message));
        }
    }
    Ok(())
}

/// One policy that a request names.
pub(crate) fn one<C: PolicyConfig>(call: &Call, id: &str) -> Result<Policy<C>, CdnError> {
    let account = call.account()?;
    Ok(call.read(|reader| find::<C>(reader, account, id))?)
}
