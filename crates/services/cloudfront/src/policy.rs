//! What cache policies and origin request policies have in common: where they are kept, and what
//! they mean.

use bartizan_service::Call;
use bartizan_service::store::{Key, Reader};
use bartizan_types::{AccountId, Timestamp};
use bartizan_wire::{FromValue, IntoValue};
use std::sync::Arc;

use crate::error::CdnError;
use crate::managed::{self, CACHE, REQUEST};
use crate::naming::{self, check_version, new_id, new_uuid, typed};
use crate::published::{Parts, Selection};
use crate::records::{DistributionRecord, PolicyKind, PolicyRecord};
use crate::shapes::{CachePolicyConfig, OriginRequestPolicyConfig};

/// The most policies of a kind that an account has. (`CloudFront` Developer Guide, "Quotas".)
const POLICIES_MAX: usize = 20;
/// The longest name.
const NAME_MAX: usize = 128;
/// The most names of a kind. (`CloudFront` Developer Guide, "Quotas on policies".)
const NAMES_MAX: usize = 10;

/// A policy, own or managed.
#[derive(Debug, Clone)]
pub(crate) struct Policy<C> {
    pub(crate) id: String,
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    pub(crate) is_managed: bool,
    pub(crate) config: C,
}

/// The configuration of a kind of policy.
pub(crate) trait PolicyConfig: FromValue + IntoValue + Clone + Send + 'static {
    const KIND: PolicyKind;
    /// The model's name of the configuration.
    const SHAPE: &'static str;
    /// Where behaviours name policies of the kind.
    const MEMBER: &'static str;
    /// The code where there is none, where one is in use, and where a name is taken.
    const CODES: (&'static str, &'static str, &'static str);
    /// The code where there are too many.
    const TOO_MANY: &'static str;
    /// The codes where it names too many cookies, and too many query strings.
    const TOO_MANY_NAMES: (&'static str, &'static str);
    /// In words.
    const WHAT: &'static str;

    fn name(&self) -> &str;

    /// Those that AWS gives.
    fn managed() -> Vec<(&'static str, Self)>;

    /// Refuses what is not valid, or cannot be done.
    fn check(&self) -> Result<(), CdnError>;
}

impl PolicyConfig for CachePolicyConfig {
    const KIND: PolicyKind = PolicyKind::Cache;
    const SHAPE: &'static str = "CachePolicyConfig";
    const MEMBER: &'static str = "CachePolicyId";
    const CODES: (&'static str, &'static str, &'static str) =
        ("NoSuchCachePolicy", "CachePolicyInUse", "CachePolicyAlreadyExists");
    const TOO_MANY: &'static str = "TooManyCachePolicies";
    const TOO_MANY_NAMES: (&'static str, &'static str) =
        ("TooManyCookiesInCachePolicy", "TooManyQueryStringsInCachePolicy");
    const WHAT: &'static str = "cache policy";

    fn name(&self) -> &str {
        &self.name
    }

    fn managed() -> Vec<(&'static str, Self)> {
        CACHE.iter().map(|one| (one.id, one.config())).collect()
    }

    fn check(&self) -> Result<(), CdnError> {
        crate::cache_policy::check(self)
    }
}

impl PolicyConfig for OriginRequestPolicyConfig {
    const KIND: PolicyKind = PolicyKind::OriginRequest;
    const SHAPE: &'static str = "OriginRequestPolicyConfig";
    const MEMBER: &'static str = "OriginRequestPolicyId";
    const CODES: (&'static str, &'static str, &'static str) = (
        "NoSuchOriginRequestPolicy",
        "OriginRequestPolicyInUse",
        "OriginRequestPolicyAlreadyExists",
    );
    const TOO_MANY: &'static str = "TooManyOriginRequestPolicies";
    const TOO_MANY_NAMES: (&'static str, &'static str) =
        ("TooManyCookiesInOriginRequestPolicy", "TooManyQueryStringsInOriginRequestPolicy");
    const WHAT: &'static str = "origin request policy";

    fn name(&self) -> &str {
        &self.name
    }

    fn managed() -> Vec<(&'static str, Self)> {
        REQUEST.iter().map(|one| (one.id, one.config())).collect()
    }

    fn check(&self) -> Result<(), CdnError> {
        crate::origin_request_policy::check(self)
    }
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
        let own = call.read(|reader| naming::all::<PolicyRecord>(reader, account))?;
        let own = own.into_iter().filter(|record| record.kind == C::KIND);
        for record in own {
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
    check(&config)?;
    let (account, now) = (call.account()?, call.now);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let held = naming::all::<PolicyRecord>(writer, account)?;
        let held: Vec<_> = held.into_iter().filter(|record| record.kind == C::KIND).collect();
        if held.len() >= POLICIES_MAX {
            let message = format!("You have reached the maximum number of {} objects.", C::WHAT);
            return Err(CdnError::refused(C::TOO_MANY, message));
        }
        check_name(&config, &held, "")?;
        let record = PolicyRecord {
            account,
            kind: C::KIND,
            id: new_uuid(&*random),
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
    check(&config)?;
    let (account, now) = (call.account()?, call.now);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        refuse_managed::<C>(&id)?;
        let mut record = own::<C>(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        let held = naming::all::<PolicyRecord>(writer, account)?;
        let held: Vec<_> = held.into_iter().filter(|record| record.kind == C::KIND).collect();
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
        let used = naming::all::<DistributionRecord>(writer, account)?;
        if used.iter().any(|one| names_policy(one, C::MEMBER, &id)) {
            let message = format!(
                "Cannot delete the {} because it is attached to one or more cache behaviors.",
                C::WHAT
            );
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

/// Whether a behaviour of a distribution names a policy.
fn names_policy(record: &DistributionRecord, member: &str, id: &str) -> bool {
    let ordered = record.config.pointer("/CacheBehaviors/Items");
    let ordered = ordered.and_then(|items| items.as_array()).into_iter().flatten();
    let default = record.config.get("DefaultCacheBehavior");
    let names =
        |one: &serde_json::Value| one.get(member).and_then(|held| held.as_str()) == Some(id);
    ordered.chain(default).any(names)
}

fn check<C: PolicyConfig>(config: &C) -> Result<(), CdnError> {
    let name = config.name();
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    if name.is_empty() || name.len() > NAME_MAX || !name.chars().all(is_plain) {
        let message = format!("The parameter Name of the {} is not valid.", C::WHAT);
        return Err(CdnError::argument(message));
    }
    config.check()
}

fn check_name<C: PolicyConfig>(
    config: &C,
    held: &[PolicyRecord],
    own: &str,
) -> Result<(), CdnError> {
    let has_name = |record: &PolicyRecord| {
        record.id != own
            && record.config.get("Name").and_then(|name| name.as_str()) == Some(config.name())
    };
    if held.iter().any(has_name) {
        let message = format!("A {} with this name already exists.", C::WHAT);
        return Err(CdnError::conflict(C::CODES.2, message));
    }
    Ok(())
}

/// What a behaviour of a policy selects.
pub(crate) fn selection(
    behavior: &str,
    names: Option<(i32, Option<Vec<String>>)>,
) -> Result<Selection, CdnError> {
    let names = match names {
        Some((quantity, items)) => listed(quantity, items)?,
        None => Vec::new(),
    };
    Ok(match behavior {
        "none" if names.is_empty() => Selection::None,
        "all" | "allViewer" if names.is_empty() => Selection::All,
        "whitelist" if !names.is_empty() => Selection::These(names),
        "allExcept" if !names.is_empty() => Selection::AllBut(names),
        _ => {
            let message =
                format!("The behavior {behavior} does not go with the names that are listed.");
            return Err(CdnError::argument(message));
        }
    })
}

/// The items of a list that names their number.
pub(crate) fn listed<T>(quantity: i32, items: Option<Vec<T>>) -> Result<Vec<T>, CdnError> {
    let items = items.unwrap_or_default();
    if usize::try_from(quantity) != Ok(items.len()) {
        let message = "The value of Quantity and the size of Items don't match.";
        return Err(CdnError::refused("InconsistentQuantities", message));
    }
    Ok(items)
}

/// What a policy names: not too much of a kind, and headers that may be named.
pub(crate) fn check_names<C: PolicyConfig>(parts: &Parts) -> Result<(), CdnError> {
    check_headers(&parts.headers, NAMES_MAX)?;
    let is_many = |one: &Selection| match one {
        Selection::These(names) | Selection::AllBut(names) => names.len() > NAMES_MAX,
        Selection::None | Selection::All => false,
    };
    let refused = |code, what| {
        let message = format!("The number of {what} in the policy exceeds the maximum.");
        Err(CdnError::refused(code, message))
    };
    if is_many(&parts.cookies) {
        return refused(C::TOO_MANY_NAMES.0, "cookies");
    }
    if is_many(&parts.queries) {
        return refused(C::TOO_MANY_NAMES.1, "query strings");
    }
    Ok(())
}

/// Headers that only AWS's network could fill in, and those that frame or carry a request.
pub(crate) fn check_headers(selection: &Selection, most: usize) -> Result<(), CdnError> {
    let (Selection::These(names) | Selection::AllBut(names)) = selection else { return Ok(()) };
    if names.len() > most {
        let message = "Your request contains too many headers.";
        return Err(CdnError::refused("TooManyHeadersInForwardedValues", message));
    }
    for name in names {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("cloudfront-") {
            return Err(CdnError::not_implemented(&format!("the header {name}")));
        }
        let is_token = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_');
        let is_refused = matches!(
            lower.as_str(),
            "connection"
                | "content-length"
                | "expect"
                | "keep-alive"
                | "proxy-authorization"
                | "te"
                | "trailer"
                | "transfer-encoding"
                | "upgrade"
                | "via"
        ) || lower.starts_with("x-amz-cf-")
            || lower.starts_with("x-edge-");
        if is_refused || lower.is_empty() || !lower.bytes().all(is_token) {
            return Err(CdnError::argument(format!("The header {name} cannot be forwarded.")));
        }
    }
    Ok(())
}

/// One policy that a request names.
pub(crate) fn one<C: PolicyConfig>(call: &Call, id: &str) -> Result<Policy<C>, CdnError> {
    let account = call.account()?;
    Ok(call.read(|reader| find::<C>(reader, account, id))?)
}
