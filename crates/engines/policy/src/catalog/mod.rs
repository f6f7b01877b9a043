//! The Service Authorization Reference: the actions, resource types and condition keys of every AWS
//! service, and the global condition keys. The data is embedded; a service is read from it when it
//! is first asked for.

mod arn_pattern;
mod global;
mod service;
mod table;

pub use arn_pattern::ArnPattern;
pub use global::{GlobalKey, global_key, global_keys};
pub use service::{
    AccessLevel, Action, ActionResource, ConditionKey, ResourceType, Service, ValueType,
};

use table::Table;

/// The service with this prefix, as it stands before the colon of an action; case is ignored.
pub fn service(prefix: &str) -> Option<&'static Service> {
    Table::embedded().service(prefix)
}

/// The prefixes of all services, in alphabetical order.
pub fn prefixes() -> impl Iterator<Item = &'static str> {
    Table::embedded().prefixes()
}

/// The version of the package that the data was made from.
pub fn version() -> &'static str {
    Table::embedded().version()
}

/// An action by its full name, such as `s3:GetObject`; case is ignored.
pub fn action(name: &str) -> Option<&'static Action> {
    let (prefix, action) = name.split_once(':')?;
    service(prefix)?.action(action)
}

/// What a condition key of any service holds; `None` for keys that are not known. Keys that end
/// with a name of the caller's choice, such as `aws:ResourceTag/team`, are known by their form.
pub fn condition_key(key: &str) -> Option<KeyFacts> {
    if let Some(global) = global_key(key) {
        return Some(KeyFacts { value_type: global.value_type, multivalued: global.multivalued });
    }
    let (prefix, _) = key.split_once(':')?;
    let owner = service(prefix)
        .and_then(|service| service.condition_key(key))
        .or_else(|| federation().condition_key(key))?;
    Some(KeyFacts { value_type: owner.value_type, multivalued: owner.multivalued })
}

/// What is known of a condition key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyFacts {
    /// The type of its values.
    pub value_type: ValueType,
    /// Whether a request may carry many values of it.
    pub multivalued: bool,
}

/// STS owns the keys of web identity and SAML federation, whose prefixes are no service's.
/// (IAM User Guide, "IAM and AWS STS condition context keys".)
fn federation() -> &'static Service {
    static NONE: std::sync::OnceLock<Service> = std::sync::OnceLock::new();
    service("sts").unwrap_or_else(|| NONE.get_or_init(Service::default))
}

#[cfg(test)]
mod tests;
