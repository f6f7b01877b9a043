//! Event data stores in the directory: with their policies and tags, which decisions need.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Reader};
use bartizan_service::{Directory, Projection};

use super::records::{self, EventDataStore};

/// Enters the resources of CloudTrail that have policies.
#[derive(Debug, Clone, Copy)]
pub struct CloudTrailProjection;

impl Projection for CloudTrailProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<EventDataStore>(reader, |_, store| enter(&store, directory))
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<EventDataStore>(changes, reader, |key, store| {
            if let Some(store) = store {
                return enter(&store, directory);
            }
            let account = key.account.parse();
            let account = account.map_err(|_| "an account has no number".to_owned())?;
            directory.remove_resource(records::arn(&key.region, account, &key.id).as_str());
            Ok(())
        })
    }
}

fn enter(store: &EventDataStore, directory: &mut Directory) -> Result<(), String> {
    let arn = store.arn();
    let policy = match &store.policy {
        None => None,
        Some(text) => {
            let policy = Policy::parse(text, PolicyKind::Resource)
                .map_err(|error| format!("the policy of {arn}: {error}"))?;
            Some(Attached::inline("resource policy", Arc::new(policy)))
        }
    };
    let (account, tags) = (store.account, store.tags.clone());
    let resource = Resource { account, policy, tags, restricts_public_policy: false };
    directory.put_resource(arn.as_str(), resource);
    Ok(())
}
