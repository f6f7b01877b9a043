//! Functions in the directory with their policies, and events where those who work on them look.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader, Record};
use bartizan_service::{Directory, Projection};
use bartizan_types::Arn;

use crate::engine::Engine;
use crate::layer;
use crate::records::{Event, Function, LayerVersion, Mapping, ResourcePolicy, Version};

/// Enters functions into the directory, and lets go of what was kept of them before a change.
#[derive(Debug, Default)]
pub struct LambdaProjection(Engine);

impl LambdaProjection {
    /// A projection for what is run by this engine.
    pub const fn new(engine: Engine) -> Self {
        Self(engine)
    }
}

impl Projection for LambdaProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<Function>(reader, |key, function| enter(reader, key, Some(&function), directory))?;
        each::<ResourcePolicy>(reader, |key, policy| enter_policy(key, Some(&policy), directory))?;
        each::<LayerVersion>(reader, |key, version| enter_layer(key, Some(&version), directory))?;
        each::<Event>(reader, |key, event| {
            self.0.waiting().put(key, Some(&event));
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<ResourcePolicy>(changes, reader, |key, policy| {
            enter_policy(key, policy.as_ref(), directory)
        })?;
        each_changed::<LayerVersion>(changes, reader, |key, version| {
            enter_layer(key, version.as_ref(), directory)
        })?;
        each_changed::<Function>(changes, reader, |key, function| {
            let arn = arn(key)?;
            self.0.changed(&arn, function.as_ref());
            enter(reader, key, function.as_ref(), directory)
        })?;
        each_changed::<Version>(changes, reader, |key, version| {
            if version.is_none()
                && let Some((name, number)) = key.id.split_once(':')
            {
                let arn = arn(&Key { id: name.to_owned(), ..key.clone() })?;
                self.0.version_deleted(&arn, number.trim_start_matches('0'));
            }
            Ok(())
        })?;
        if changes.iter().any(|change| change.collection == Mapping::COLLECTION) {
            self.0.mapping_changes();
        }
        each_changed::<Event>(changes, reader, |key, event| {
            self.0.waiting().put(key, event.as_ref());
            Ok(())
        })
    }
}

/// Enters a function with its tags and its own policy.
fn enter(
    reader: &Reader<'_>,
    key: &Key,
    function: Option<&Function>,
    directory: &mut Directory,
) -> Result<(), String> {
    let arn = arn(key)?;
    let Some(function) = function else {
        directory.remove_resource(arn.as_str());
        return Ok(());
    };
    let key = Key { id: format!("{}:", key.id), ..key.clone() };
    let policy = reader.get::<ResourcePolicy>(&key).map_err(|error| error.to_string())?;
    let policy = policy.map(|policy| compiled(&policy, arn.as_str())).transpose()?;
    let account = arn.account_id().ok_or("a function is of no account")?;
    let tags = function.tags.clone();
    directory.put_resource(
        arn.as_str(),
        Resource { account, policy, tags, restricts_public_policy: false },
    );
    Ok(())
}

/// Enters the policy of a function, a version or an alias.
fn enter_policy(
    key: &Key,
    policy: Option<&ResourcePolicy>,
    directory: &mut Directory,
) -> Result<(), String> {
    let Some((name, qualifier)) = key.id.split_once(':') else { return Ok(()) };
    let function = arn(&Key { id: name.to_owned(), ..key.clone() })?;
    let account = function.account_id().ok_or("a function is of no account")?;
    let name = match qualifier {
        "" => function.to_string(),
        qualifier => format!("{function}:{qualifier}"),
    };
    let compiled = policy.map(|policy| compiled(policy, &name)).transpose()?;
    let held = directory.resource(&name).map(|held| held.tags.clone());
    if compiled.is_none() && !qualifier.is_empty() {
        directory.remove_resource(&name);
    } else if compiled.is_some() || held.is_some() {
        let tags = held.unwrap_or_default();
        let resource = Resource { account, policy: compiled, tags, restricts_public_policy: false };
        directory.put_resource(&name, resource);
    }
    Ok(())
}

/// Enters the policy of a layer's version.
fn enter_layer(
    key: &Key,
    version: Option<&LayerVersion>,
    directory: &mut Directory,
) -> Result<(), String> {
    let arn = layer::arn_of_key(key).ok_or("a layer's key is none")?;
    let account = arn.account_id().ok_or("a layer is of no account")?;
    match version.and_then(|version| version.policy.as_ref()) {
        None => directory.remove_resource(arn.as_str()),
        Some(policy) => {
            let policy = Some(compiled(policy, arn.as_str())?);
            let tags = Vec::new();
            directory.put_resource(
                arn.as_str(),
                Resource { account, policy, tags, restricts_public_policy: false },
            );
        }
    }
    Ok(())
}

fn compiled(policy: &ResourcePolicy, of: &str) -> Result<Attached, String> {
    let policy = Policy::parse(&policy.text(), PolicyKind::Resource)
        .map_err(|error| format!("the policy of {of}: {error}"))?;
    Ok(Attached::inline("function policy", Arc::new(policy)))
}

fn arn(key: &Key) -> Result<Arn, String> {
    let account = key.account.parse().map_err(|_| "a function's key is of no account")?;
    Ok(Arn::new("lambda", &key.region, Some(account), &format!("function:{}", key.id)))
}
