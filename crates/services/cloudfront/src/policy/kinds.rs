//! The kinds of policies, and of what else distributions name by an id.

use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Random};
use bartizan_wire::{FromValue, IntoValue};

use crate::error::CdnError;
use crate::managed::{CACHE, REQUEST};
use crate::naming::{self, new_uuid};
use crate::records::{DistributionRecord, PolicyKind};
use crate::shapes::{CachePolicyConfig, OriginRequestPolicyConfig};

/// The configuration of a kind of policy.
pub(crate) trait PolicyConfig: FromValue + IntoValue + Clone + Send + 'static {
    const KIND: PolicyKind;
    /// The model's name of the configuration.
    const SHAPE: &'static str;
    /// The code where there is none, where one is in use, and where a name is taken.
    const CODES: (&'static str, &'static str, &'static str);
    /// How many an account has at most, and the code where there are too many. (`CloudFront` Developer
    /// Guide, "Quotas".)
    const MOST: (usize, &'static str);
    /// In words.
    const WHAT: &'static str;

    /// What tells it from others of the account.
    fn name(&self) -> &str;

    /// Those that AWS gives.
    fn managed() -> Vec<(&'static str, Self)> {
        Vec::new()
    }

    /// A new id.
    fn new_id(random: &dyn Random) -> String {
        new_uuid(random)
    }

    /// Refuses what is not valid, or cannot be done.
    fn check(&self) -> Result<(), CdnError>;

    /// Refuses to become another that it cannot become.
    fn check_change(&self, _next: &Self) -> Result<(), CdnError> {
        Ok(())
    }

    /// Whether one that is made twice is made once, as its name is a caller's reference.
    fn is_same(&self, _other: &Self) -> bool {
        false
    }

    /// Whether something uses it.
    fn is_used(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<bool, CdnError>;
}

/// What a policy names too much of.
pub(crate) trait NamesParts: PolicyConfig {
    /// The codes where it names too many cookies, and too many query strings.
    const TOO_MANY_NAMES: (&'static str, &'static str);
}

impl PolicyConfig for CachePolicyConfig {
    const KIND: PolicyKind = PolicyKind::Cache;
    const SHAPE: &'static str = "CachePolicyConfig";
    const CODES: (&'static str, &'static str, &'static str) =
        ("NoSuchCachePolicy", "CachePolicyInUse", "CachePolicyAlreadyExists");
    const MOST: (usize, &'static str) = (20, "TooManyCachePolicies");
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

    fn is_used(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<bool, CdnError> {
        is_in_behaviour(reader, account, "CachePolicyId", id)
    }
}

impl NamesParts for CachePolicyConfig {
    const TOO_MANY_NAMES: (&'static str, &'static str) =
        ("TooManyCookiesInCachePolicy", "TooManyQueryStringsInCachePolicy");
}

impl PolicyConfig for OriginRequestPolicyConfig {
    const KIND: PolicyKind = PolicyKind::OriginRequest;
    const SHAPE: &'static str = "OriginRequestPolicyConfig";
    const CODES: (&'static str, &'static str, &'static str) = (
        "NoSuchOriginRequestPolicy",
        "OriginRequestPolicyInUse",
        "OriginRequestPolicyAlreadyExists",
    );
    const MOST: (usize, &'static str) = (20, "TooManyOriginRequestPolicies");
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

    fn is_used(reader: &Reader<'_>, account: AccountId, id: &str) -> Result<bool, CdnError> {
        is_in_behaviour(reader, account, "OriginRequestPolicyId", id)
    }
}

impl NamesParts for OriginRequestPolicyConfig {
    const TOO_MANY_NAMES: (&'static str, &'static str) =
        ("TooManyCookiesInOriginRequestPolicy", "TooManyQueryStringsInOriginRequestPolicy");
}

/// Whether a behaviour of a distribution names a policy.
fn is_in_behaviour(
    reader: &Reader<'_>,
    account: AccountId,
    member: &str,
    id: &str,
) -> Result<bool, CdnError> {
    let distributions = naming::all::<DistributionRecord>(reader, account)?;
    Ok(distributions.iter().any(|record| {
        let ordered = record.config.pointer("/CacheBehaviors/Items");
        let ordered = ordered.and_then(|items| items.as_array()).into_iter().flatten();
        let default = record.config.get("DefaultCacheBehavior");
        let names =
            |one: &serde_json::Value| one.get(member).and_then(|held| held.as_str()) == Some(id);
        ordered.chain(default).any(names)
    }))
}
