//! What a question is about: the resource, its owner, its policy, and what the directory knows of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::Directory;
use bartizan_service::inquiry::{Key, KeyValues, is_known_key, is_tag_of_resource};
use bartizan_service::types::{AccountId, Arn, Tag};

use crate::batch::{Request, Text};
use crate::error::Refusal;

/// Longer actions, ARNs and names of condition keys are of no service.
const TEXT_BYTES_MAX: usize = 2_048;
/// More condition keys than any request has.
const KEYS_MAX: usize = 256;
/// The longest policy of a resource: a bucket's. (S3 User Guide, "Bucket policies": 20 KB.)
const POLICY_BYTES_MAX: usize = 20_480;

/// The resource of a question.
pub(crate) struct Target {
    pub(crate) account: Option<AccountId>,
    pub(crate) policy: Option<Attached>,
    pub(crate) keys: Vec<Key<'static>>,
}

/// The policies that came with a batch, each compiled once.
pub(crate) struct Policies<'b> {
    compiled: HashMap<&'b str, Result<Attached, Refusal>>,
}

impl<'b> Policies<'b> {
    pub(crate) fn new() -> Self {
        Self { compiled: HashMap::new() }
    }

    fn compile(&mut self, text: &'b str) -> Result<Attached, Refusal> {
        self.compiled
            .entry(text)
            .or_insert_with(|| {
                if text.len() > POLICY_BYTES_MAX {
                    return Err(Refusal::invalid("ResourcePolicy is longer than 20,480 bytes"));
                }
                let policy = Policy::parse(text, PolicyKind::Resource)
                    .map_err(|error| Refusal::invalid(format!("ResourcePolicy: {error}")))?;
                Ok(Attached::inline("resource-policy", Arc::new(policy)))
            })
            .clone()
    }
}

impl Target {
    /// The resource of this request, where the batch has these keys for all. Of what Bartizan keeps itself, the asker can set neither
    /// owner nor policy nor tags.
    pub(crate) fn of<'b>(
        request: &'b Request<'b>,
        shared: &[Key<'_>],
        own: AccountId,
        directory: &Directory,
        policies: &mut Policies<'b>,
    ) -> Result<Self, Refusal> {
        check_action(request.action.as_str())?;
        let name = request.resource.as_str();
        let written = owner_in(name)?;
        let named = request.resource_account.as_ref().map(account).transpose()?;
        if let (Some(written), Some(named)) = (written, named)
            && written != named
        {
            return Err(Refusal::invalid("ResourceAccount is not the account in the ARN"));
        }
        let known = Known::of(directory, request.action.as_str(), name)?;
        let owner = known.as_ref().map(|known| known.account).or(written).or(named);
        if owner.is_some_and(|owner| owner != own && directory.account(owner).is_some()) {
            return Err(Refusal::other_account());
        }
        let given = request.resource_policy.as_ref();
        match known {
            None => {
                let policy = given.map(|text| policies.compile(text.as_str())).transpose()?;
                Ok(Self { account: owner, policy, keys: Vec::new() })
            }
            Some(_) if given.is_some() || named.is_some_and(|named| named != own) => {
                Err(Refusal::invalid(
                    "Bartizan keeps this resource: leave out ResourcePolicy and ResourceAccount",
                ))
            }
            Some(known) => {
                let mut asked = shared.iter().chain(&request.context.0);
                if let Some((name, _)) = asked.find(|(name, _)| is_tag_of_resource(name)) {
                    return Err(Refusal::known_key(name));
                }
                let prefix = name.split(':').nth(2).unwrap_or_default();
                let keys = known.tags.iter().flat_map(|tag| tag_keys(prefix, tag)).collect();
                Ok(Self { account: owner, policy: known.policy.cloned(), keys })
            }
        }
    }
}

/// A resource that Bartizan keeps.
struct Known<'d> {
    account: AccountId,
    policy: Option<&'d Attached>,
    tags: &'d [Tag],
}

impl<'d> Known<'d> {
    /// A role's trust policy speaks of STS's actions alone.
    fn of(directory: &'d Directory, action: &str, name: &str) -> Result<Option<Self>, Refusal> {
        if let Some(found) = directory.resource(name).or_else(|| {
            let (bucket, _key) = name.strip_prefix("arn:aws:s3:::")?.split_once('/')?;
            directory.resource(&format!("arn:aws:s3:::{bucket}"))
        }) {
            let is_object = name.contains('/');
            return Ok(Some(Self {
                account: found.account,
                policy: found.policy.as_ref(),
                // A bucket's tags are not its objects'.
                tags: if is_object { &[] } else { &found.tags },
            }));
        }
        let Some(entity) = directory.entity_by_arn(name) else { return Ok(None) };
        let is_of_sts = action.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sts:"));
        let policy = match entity.role.as_ref().filter(|_| is_of_sts) {
            None => None,
            Some(role) => Some(role.trust.as_ref().ok_or_else(|| {
                Refusal::invalid("The role's trust policy cannot be read, so it admits nobody")
            })?),
        };
        Ok(Some(Self { account: entity.account, policy, tags: &entity.tags }))
    }
}

fn tag_keys(prefix: &str, tag: &Tag) -> [Key<'static>; 2] {
    let value = || KeyValues::One(Cow::Owned(tag.value.clone()));
    [
        (Cow::Owned(format!("aws:ResourceTag/{}", tag.key)), value()),
        (Cow::Owned(format!("{prefix}:ResourceTag/{}", tag.key)), value()),
    ]
}

/// Refuses condition keys that are Bartizan's own to set, and too many.
pub(crate) fn check_keys(keys: &[Key<'_>]) -> Result<(), Refusal> {
    if keys.len() > KEYS_MAX {
        return Err(Refusal::invalid("Context has more than 256 condition keys"));
    }
    for (name, _) in keys {
        if name.is_empty() || name.len() > TEXT_BYTES_MAX {
            return Err(Refusal::invalid("The name of a condition key is empty or too long"));
        }
        if is_known_key(name) {
            return Err(Refusal::known_key(name));
        }
    }
    Ok(())
}

/// An action is a service's prefix and a name, of letters, digits and hyphens.
fn check_action(action: &str) -> Result<(), Refusal> {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let parts = action.split_once(':');
    if action.len() <= TEXT_BYTES_MAX
        && parts.is_some_and(|(prefix, name)| is_name(prefix) && is_name(name))
    {
        return Ok(());
    }
    Err(Refusal::invalid("Action is not a service's prefix and a name, as `myapp:ReadInvoice`"))
}

/// The account that the resource's ARN names; `*` is no resource at all.
fn owner_in(resource: &str) -> Result<Option<AccountId>, Refusal> {
    if resource == "*" {
        return Ok(None);
    }
    let invalid = || Refusal::invalid("Resource is neither an ARN nor `*`");
    if resource.len() > TEXT_BYTES_MAX {
        return Err(invalid());
    }
    Arn::account_in(resource).map_err(|_| invalid())
}

fn account(text: &Text<'_>) -> Result<AccountId, Refusal> {
    text.as_str().parse().map_err(|_| Refusal::invalid("ResourceAccount has not 12 digits"))
}
