//! Groups in the directory with their tags, and the resource policies of each account and region as one.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader};
use bartizan_service::{Directory, Projection};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use crate::records::{Group, ResourcePolicy};
use crate::{names, rules};

/// Enters groups and resource policies into the directory.
#[derive(Debug, Default)]
pub struct LogsProjection;

impl Projection for LogsProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<Group>(reader, |key, group| enter(key, Some(group), directory))?;
        let mut last = None;
        each::<ResourcePolicy>(reader, |key, _| {
            let place = (key.account.clone(), key.region.clone());
            if last.as_ref() != Some(&place) {
                enter_policies(key, reader, directory)?;
                last = Some(place);
            }
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<Group>(changes, reader, |key, group| enter(key, group, directory))?;
        each_changed::<ResourcePolicy>(changes, reader, |key, _| {
            enter_policies(key, reader, directory)
        })
    }
}

fn enter(key: &Key, group: Option<Group>, directory: &mut Directory) -> Result<(), String> {
    let account = account(key)?;
    let arn = names::of_key(account, &key.region, &key.id);
    let Some(group) = group else {
        directory.remove_resource(arn.as_str());
        return Ok(());
    };
    let resource =
        Resource { account, policy: None, tags: group.tags, restricts_public_policy: false };
    directory.put_resource(arn.as_str(), resource);
    Ok(())
}

fn enter_policies(key: &Key, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
    let account = account(key)?;
    let name = rules::policies_of(account, &key.region);
    let found = reader.scan::<ResourcePolicy>(&key.account, &key.region, "", None, usize::MAX);
    let found = found.map_err(|error| error.to_string())?;
    if found.is_empty() {
        directory.remove_resource(&name);
        return Ok(());
    }
    let policies: Vec<_> = found.into_iter().map(|(_, policy)| policy.document).collect();
    let policy = together(&policies).map_err(|error| format!("the policies of {name}: {error}"))?;
    let policy = Some(Attached::inline("resource policy", Arc::new(policy)));
    let resource = Resource { account, policy, tags: Vec::new(), restricts_public_policy: false };
    directory.put_resource(&name, resource);
    Ok(())
}

fn account(key: &Key) -> Result<AccountId, String> {
    key.account.parse().map_err(|_| format!("`{key}` is of no account"))
}

/// The statements of all documents as those of one: their ids, which are each document's own, are left out.
pub(crate) fn together(documents: &[String]) -> Result<Policy, String> {
    let mut statements = Vec::new();
    for document in documents {
        let mut document: Json =
            serde_json::from_str(document).map_err(|error| error.to_string())?;
        match document.get_mut("Statement").map(Json::take) {
            Some(Json::Array(several)) => statements.extend(several),
            Some(one) => statements.push(one),
            None => {}
        }
    }
    for statement in statements.iter_mut().filter_map(Json::as_object_mut) {
        statement.remove("Sid");
    }
    let document = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    Policy::parse(&document, PolicyKind::Resource).map_err(|error| error.to_string())
}
