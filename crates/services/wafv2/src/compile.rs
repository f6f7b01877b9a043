//! Settings become programs, or are refused.

use std::collections::HashMap;

use bartizan_inspect::Program;
use bartizan_inspect::definition::{
    CustomBody, PolicyDefinition, RuleDefinition, capacity_of, policy, rule_group,
};
use bartizan_inspect::language::{Action, Entry, GroupUse, Policy};
use bartizan_service::Call;
use bartizan_service::store::Reader;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::error::WafError;
use crate::records::{self, EntityRecord};
use crate::references::Stored;
use crate::scope::{Kind, Name};
use crate::{mitigation, vendor};

/// The rules of settings.
pub(crate) fn rules(settings: &Json) -> Result<Vec<RuleDefinition>, WafError> {
    Ok(read(settings, "Rules")?.unwrap_or_default())
}

/// The custom bodies of settings.
pub(crate) fn bodies(settings: &Json) -> Result<HashMap<String, CustomBody>, WafError> {
    Ok(read(settings, "CustomResponseBodies")?.unwrap_or_default())
}

/// A member of settings.
pub(crate) fn read<T: DeserializeOwned>(
    settings: &Json,
    member: &str,
) -> Result<Option<T>, WafError> {
    let read = |held: &Json| T::deserialize(held);
    let found = settings.get(member).filter(|held| !held.is_null()).map(read).transpose();
    found.map_err(|error| WafError::internal(format!("{member} cannot be read: {error}")))
}

/// Refuses rules about where requests come from while nothing here knows that: they would never
/// hold, and their contraries always.
pub(crate) fn refuse_unknown_origin(call: &Call, settings: &Json) -> Result<(), WafError> {
    let port = call.platform.ports.web_traffic.as_ref();
    let knows_countries = port.is_some_and(|port| port.knows_countries());
    let knows_networks = port.is_some_and(|port| port.knows_networks());
    let mut unknown = Vec::new();
    if !knows_countries {
        unknown.push("GeoMatchStatement");
    }
    if !knows_networks {
        unknown.extend(["AsnMatchStatement", "ASN"]);
    }
    let asks_origin = settings.get("Rules").and_then(|rules| origin_of(rules, &unknown));
    asks_origin.map_or(Ok(()), |what| {
        Err(WafError::not_implemented(&format!("{what} without a database of addresses")))
    })
}

/// What asks for what is unknown of an address, if anything does.
fn origin_of<'j>(json: &'j Json, unknown: &[&str]) -> Option<&'j str> {
    match json {
        Json::Array(items) => items.iter().find_map(|item| origin_of(item, unknown)),
        Json::Object(members) => members.iter().find_map(|(name, member)| {
            let is_unknown = unknown.contains(&&**name) && !member.is_null();
            if is_unknown { Some(name.as_str()) } else { origin_of(member, unknown) }
        }),
        _ => None,
    }
}

/// Compiles a web ACL.
pub(crate) fn web_acl(reader: &Reader<'_>, record: &EntityRecord) -> Result<Program, WafError> {
    let settings = &record.settings;
    let missing = || WafError::internal("a web ACL has no default action".to_owned());
    let arn = record.name.arn();
    let (captcha, challenge) =
        (read(settings, "CaptchaConfig")?, read(settings, "ChallengeConfig")?);
    let definition = PolicyDefinition {
        arn: arn.as_str(),
        label_namespace: &record.name.label_namespace(),
        rules: &rules(settings)?,
        default_action: &read(settings, "DefaultAction")?.ok_or_else(missing)?,
        bodies: &bodies(settings)?,
        captcha: captcha.as_ref(),
        challenge: challenge.as_ref(),
    };
    let mut policy = policy(&definition, &Stored { reader, of: &record.name, is_new: false })?;
    policy.entries.extend(mitigation::entry(reader, &record.name)?);
    Ok(Program::compile(&policy)?)
}

/// Compiles a rule group as a web ACL would that uses it alone.
pub(crate) fn group(reader: &Reader<'_>, record: &EntityRecord) -> Result<(), WafError> {
    use bartizan_inspect::definition::References as _;
    let references = Stored { reader, of: &record.name, is_new: false };
    let arn = record.name.arn();
    let definition = references.rule_group(arn.as_str()).ok_or(WafError::WAFNonexistentItem)?;
    let group = rule_group(&definition, &references)?;
    let used = GroupUse {
        name: record.name.name.clone(),
        group: group.into(),
        scope: None,
        overrides: HashMap::new(),
        is_counted: false,
    };
    Program::compile(&Policy {
        id: arn.to_string(),
        label_namespace: String::new(),
        entries: vec![Entry::Group(used)],
        default: Action::block(),
        captcha_immunity_seconds: Policy::IMMUNITY_SECONDS,
        challenge_immunity_seconds: Policy::IMMUNITY_SECONDS,
    })?;
    Ok(())
}

/// The capacity that the rules of settings take.
pub(crate) fn capacity(reader: &Reader<'_>, of: &Name, settings: &Json) -> Result<u64, WafError> {
    Ok(capacity_of(&rules(settings)?, &Stored { reader, of, is_new: true })?)
}

/// What uses a thing, of its own account or of one that it is shared with or published for.
pub(crate) fn users(reader: &Reader<'_>, name: &Name) -> Result<Vec<EntityRecord>, WafError> {
    let arn = name.arn();
    let mut users = Vec::new();
    let mut add = |record: EntityRecord| {
        let is_user = match name.kind {
            Kind::ManagedRuleSet => vendor::is_used_by(name, &record),
            _ => record.uses(arn.as_str()),
        };
        if is_user {
            users.push(record);
        }
    };
    match name.kind {
        Kind::WebAcl => {}
        Kind::RuleGroup | Kind::ManagedRuleSet => {
            bartizan_service::projection::each::<EntityRecord>(reader, |_, record| {
                add(record);
                Ok(())
            })
            .map_err(WafError::internal)?;
        }
        Kind::IpSet | Kind::RegexPatternSet => {
            let near = records::all::<EntityRecord>(reader, name.account, &name.region)?;
            near.into_iter().for_each(add);
        }
    }
    Ok(users)
}

/// The web ACLs that a change of a thing changes, with those that use it through a rule group, or
/// through what a vendor publishes. Those use nothing of their own kind: this ends.
pub(crate) fn changed_web_acls(
    reader: &Reader<'_>,
    name: &Name,
) -> Result<Vec<EntityRecord>, WafError> {
    let mut found = Vec::new();
    for user in users(reader, name)? {
        match user.name.kind {
            Kind::WebAcl => found.push(user),
            _ => found.extend(changed_web_acls(reader, &user.name)?),
        }
    }
    Ok(found)
}

/// Refuses a change that what uses the thing could not be compiled after.
pub(crate) fn check_users(reader: &Reader<'_>, name: &Name) -> Result<(), WafError> {
    for user in users(reader, name)? {
        match user.name.kind {
            Kind::RuleGroup => group(reader, &user)?,
            Kind::WebAcl => drop(web_acl(reader, &user)?),
            _ => {}
        }
    }
    changed_web_acls(reader, name)?.iter().try_for_each(|user| web_acl(reader, user).map(drop))
}
