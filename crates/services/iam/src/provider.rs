//! What is done alike with identity providers of all kinds.

use bartizan_service::{Access, Ask, Call};
use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Arn, Fault};

use crate::error::IamError;
use crate::paging::Page;
use crate::records::Provider;
use crate::{rules, shapes, tags};

/// The rule of a provider of this name, which the call makes.
pub(crate) fn new_rule<T: Provider>(
    ask: &Ask<'_>,
    name: &str,
    tagging: &'static str,
) -> Result<Vec<Access>, Fault> {
    let access = Access::on(ask.action(), &T::arn_of(ask.call.account()?, name))
        .resource_type(T::TYPE)
        .request_tags(ask.tags("Tags"));
    rules::with_tagging(ask, access, tagging)
}

/// The rule of the provider of the ARN in `member`, with the tags that one of the caller's account
/// has and those the call names.
pub(crate) fn existing_rule<T: Provider>(
    ask: &Ask<'_>,
    member: &str,
) -> Result<Vec<Access>, Fault> {
    let arn = parsed(ask.text(member).unwrap_or_default())?;
    let own = ask.call.account()?;
    let found = match T::key_of(&arn).filter(|_| arn.account_id() == Some(own)) {
        Some(key) => ask.call.read(|reader| reader.get::<T>(&key))?,
        None => None,
    };
    let access = Access::on(ask.action(), &arn)
        .resource_type(T::TYPE)
        .resource_tags(Some("iam"), found.as_ref().map_or(&[][..], Provider::tags))
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The account's provider with this ARN.
pub(crate) fn find<T: Provider>(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
) -> Result<T, IamError> {
    let arn = parsed(text)?;
    let key = T::key_of(&arn).filter(|key| key.account == account.to_string());
    let found = match &key {
        Some(key) => reader.get::<T>(key)?,
        None => None,
    };
    found.ok_or_else(|| IamError::NoSuchEntity(T::missing(text)))
}

/// Stores a new provider, if its name is free and the quota allows one more.
pub(crate) fn create<T: Provider>(writer: &mut Writer<'_>, provider: &T) -> Result<(), IamError> {
    let key = provider.key();
    if writer.get::<T>(&key)?.is_some() {
        return Err(IamError::EntityAlreadyExists(T::taken(provider.name())));
    }
    let (quota, limit) = T::QUOTA;
    let count = writer.count::<T>(&key.account, "")?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= limit {
        return Err(IamError::quota(quota, limit));
    }
    Ok(writer.put(&key, provider)?)
}

/// Changes the provider of this ARN.
pub(crate) async fn change<T: Provider>(
    call: &Call,
    arn: String,
    change: impl FnOnce(&mut T) -> Result<(), IamError> + Send + 'static,
) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let mut provider: T = find(tx, account, &arn)?;
        change(&mut provider)?;
        Ok::<_, IamError>(tx.put(&provider.key(), &provider)?)
    });
    Ok(done.await?)
}

/// Adds tags to the provider of this ARN.
pub(crate) async fn tag<T: Provider>(
    call: &Call,
    arn: String,
    more: Vec<shapes::Tag>,
) -> Result<(), IamError> {
    let more = tags::read(Some(more))?;
    change(call, arn, |provider: &mut T| tags::put(provider.tags_mut(), more)).await
}

/// Takes tags away from the provider of this ARN.
pub(crate) async fn untag<T: Provider>(
    call: &Call,
    arn: String,
    keys: Vec<String>,
) -> Result<(), IamError> {
    change(call, arn, move |provider: &mut T| {
        tags::remove(provider.tags_mut(), &keys);
        Ok(())
    })
    .await
}

/// A page of the tags of the provider of this ARN.
pub(crate) fn tags<T: Provider>(
    call: &Call,
    arn: &str,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Page<shapes::Tag>, IamError> {
    let account = call.account()?;
    let provider: T = call.read(|reader| find(reader, account, arn))?;
    tags::page(provider.tags(), marker, max_items)
}

fn parsed(text: &str) -> Result<Arn, IamError> {
    text.parse().map_err(|_| IamError::InvalidInput(format!("ARN {text} is not valid.")))
}
