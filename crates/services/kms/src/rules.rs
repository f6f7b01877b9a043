//! What each call must be allowed: actions, ARNs and condition keys as the Service Authorization
//! Reference has them ("Actions, resources, and condition keys for AWS Key Management Service").

mod guarded;

use std::collections::BTreeMap;

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_policy::Granted;
use bartizan_service::directory::kms::{KeyOrigin, KmsKey, MultiRegionKeyType};
use bartizan_service::{Access, Ask, Call};
use bartizan_types::{Arn, Fault, Region};
use bartizan_wire::Value;

pub(crate) use self::guarded::Guarded;
use crate::grant::token;
use crate::naming::{self, ANY_ACCOUNT, ANY_NAME, Named, OWN, Reach};
use crate::records::KeyRecord;

/// The type of keys in the activity record.
const KEY_TYPE: &str = "AWS::KMS::Key";

/// The key named by `KeyId`, of the caller's own account.
pub(crate) fn key(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_key_id(ask, OWN)
}

/// The key named by `KeyId`, of any account.
pub(crate) fn any_key(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    on_key_id(ask, ANY_ACCOUNT)
}

/// The key named by `KeyId`, of any account and by any name, which a grant may open.
pub(crate) fn granted_key(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    Ok(vec![used(ask, ask.action(), name, None)?.settled(ask.call)?])
}

fn on_key_id(ask: &Ask<'_>, reach: Reach) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    Ok(vec![on_key(ask.call, ask.action(), name, reach)?])
}

/// `action` on the key that `name` names.
pub(crate) fn on_key(
    call: &Call,
    action: &'static str,
    name: &str,
    reach: Reach,
) -> Result<Access, Fault> {
    Ok(match naming::find(call, name, reach)? {
        Named::Key(key, _) => of_key(call, action, &key),
        Named::Hidden(arn) => asked(call, Access::on(action, &arn)).resource_type(KEY_TYPE),
    })
}

/// The use of the key that `name` names: for operations that take any name of a key, and that a grant
/// may open. Those that have an encryption context give it.
///
/// # Errors
/// There is no such key, or a grant token is none.
pub(crate) fn used(
    ask: &Ask<'_>,
    action: &'static str,
    name: &str,
    context: Option<&EncryptionContext>,
) -> Result<Guarded, Fault> {
    token::check(ask)?;
    let found = naming::find(ask.call, name, ANY_NAME)?;
    Ok(used_as(ask.call, action, name, found, context))
}

/// As [`used`], of what the name was found to name.
pub(crate) fn used_as(
    call: &Call,
    action: &'static str,
    name: &str,
    found: Named,
    context: Option<&EncryptionContext>,
) -> Guarded {
    let hidden = |named: &Arn| {
        let alias = named.resource().starts_with(naming::ALIAS).then(|| named.resource());
        let access = asked(call, Access::on(action, named)).resource_type(KEY_TYPE);
        with_context(access, context).key_if("kms:RequestAlias", alias)
    };
    let (key, alias) = match found {
        Named::Key(key, alias) => (key, alias),
        Named::Hidden(arn) => return Guarded::shown(hidden(&arn)),
    };
    let is_by_alias = alias.is_some();
    let access = used_key(call, action, &key, context).key_if("kms:RequestAlias", alias);
    // Which key another account's alias stands for is for those to know whom the key admits.
    if is_by_alias
        && is_foreign(call, &key)
        && let Ok(named) = name.parse()
    {
        return Guarded::or_named(access, hidden(&named));
    }
    Guarded::shown(access)
}

/// Whether the key is of another account than the caller's.
pub(crate) fn is_foreign(call: &Call, key: &KmsKey) -> bool {
    Some(key.account) != call.caller.principal.account()
}

/// As [`used`], of a key that is found already.
pub(crate) fn used_key(
    call: &Call,
    action: &'static str,
    key: &KmsKey,
    context: Option<&EncryptionContext>,
) -> Access {
    let access = of_key(call, action, key).granted(granted(call, action, key, context));
    with_context(access, context)
}

/// The condition keys that an encryption context sets.
pub(crate) fn with_context(mut access: Access, context: Option<&EncryptionContext>) -> Access {
    if let Some(context) = context.filter(|context| !context.is_empty()) {
        for (name, value) in context {
            access = access.key(format!("kms:EncryptionContext:{name}"), value.clone());
        }
        access = access.key_list("kms:EncryptionContextKeys", context.keys().cloned().collect());
    }
    access
}

/// An encryption context.
pub(crate) type EncryptionContext = BTreeMap<String, String>;

/// The encryption context in a member of the input; one that is left out is as an empty one.
pub(crate) fn context(ask: &Ask<'_>, member: &str) -> EncryptionContext {
    let entries = ask.input.field(member).map(Value::entries).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.text()?.to_owned())))
        .collect()
}

/// `action` on a key, with the condition keys that every access to a key has.
pub(crate) fn of_key(call: &Call, action: &'static str, key: &KmsKey) -> Access {
    let aliases: Vec<String> =
        call.directory.kms().aliases(key.arn.as_str()).map(str::to_owned).collect();
    let access = Access::on(action, &key.arn)
        .resource_type(KEY_TYPE)
        .resource_policy(Some(key.policy.clone()))
        .managed_by_aws(key.is_aws_managed)
        .resource_tags(None, &*key.tags);
    let access = described(access, (key.spec, key.usage, key.origin), key.multi_region);
    let access =
        if aliases.is_empty() { access } else { access.key_list("kms:ResourceAliases", aliases) };
    asked(call, access)
}

/// `action` on a key that is to be made.
pub(crate) fn of_new_key(call: &Call, action: &'static str, key: &KeyRecord) -> Access {
    of_key_like(call, Access::on(action, &key.arn()).resource_tags(None, &key.tags), key)
}

/// An access with the condition keys of a key that is like this one.
pub(crate) fn of_key_like(call: &Call, access: Access, key: &KeyRecord) -> Access {
    let kind = (key.spec, key.usage, key.origin);
    asked(call, described(access, kind, key.multi_region_type()))
}

fn described(
    access: Access,
    (spec, usage, origin): (KeySpec, KeyUsage, KeyOrigin),
    multi_region: Option<MultiRegionKeyType>,
) -> Access {
    access
        .key_static("kms:KeyOrigin", origin.name())
        .key_static("kms:KeySpec", spec.name())
        .key_static("kms:KeyUsage", usage.name())
        .key_static("kms:MultiRegion", if multi_region.is_some() { "true" } else { "false" })
        .key_if("kms:MultiRegionKeyType", multi_region.map(MultiRegionKeyType::name))
}

/// The condition keys that every access has: who asks, and through which service.
pub(crate) fn asked(call: &Call, access: Access) -> Access {
    let account = call.caller.principal.account().map(|account| account.to_string());
    let via = call.via.map(|via| via_service(via, &call.region));
    access.key_if("kms:CallerAccount", account).key_if("kms:ViaService", via)
}

/// How `kms:ViaService` names a service that asks for its caller.
pub(crate) fn via_service(service: &str, region: &Region) -> String {
    format!("{service}.{region}.amazonaws.com")
}

/// Whom the grants of the key admit. Grants hold from when they are made on, so a token adds nothing to
/// them.
fn granted(
    call: &Call,
    action: &str,
    key: &KmsKey,
    context: Option<&EncryptionContext>,
) -> Granted {
    let operation = action.strip_prefix("kms:").unwrap_or(action);
    let (principal, source) = (&call.caller.principal, call.on_behalf_of.as_ref());
    let keys = call.directory.kms();
    let mut grants = keys.grants_admitting(key.arn.as_str(), principal, operation, context, source);
    grants.next().map_or(Granted::No, |(_, granted)| granted)
}

/// The main action where AWS defines no resource.
#[allow(clippy::unnecessary_wraps, reason = "as rules are")]
pub(crate) fn anything(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![asked(ask.call, Access::on_any(ask.action()))])
}

/// A member of the input that is true or false, and false where it is left out.
pub(crate) fn flag(ask: &Ask<'_>, member: &str) -> bool {
    matches!(ask.input.field(member), Some(Value::Bool(true)))
}

/// A member of the input that is a number.
pub(crate) fn number(ask: &Ask<'_>, member: &str) -> Option<i64> {
    match ask.input.field(member) {
        Some(Value::Int(number)) => Some(*number),
        _ => None,
    }
}

/// The tags in the input, as (key, value).
pub(crate) fn tags<'a>(ask: &Ask<'a>) -> Vec<(&'a str, &'a str)> {
    let tags = ask.input.field("Tags").map(Value::items).unwrap_or_default();
    let text = |tag: &'a Value, member| tag.field(member).and_then(Value::text);
    tags.iter()
        .filter_map(|tag| Some((text(tag, "TagKey")?, text(tag, "TagValue").unwrap_or_default())))
        .collect()
}
