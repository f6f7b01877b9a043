//! Event data stores in the directory: with their policies and tags, which decisions need.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::store::{Change, ChangeKind, Reader, Record as _, StoreError};
use bartizan_service::{Directory, Projection};

use super::records::{self, EventDataStore};

/// How many records are read at a time.
const PAGE: usize = 500;

/// Enters the resources of CloudTrail that have policies.
#[derive(Debug, Clone, Copy)]
pub struct CloudTrailProjection;

impl Projection for CloudTrailProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let mut after = None;
        loop {
            let page = reader
                .scan_all::<EventDataStore>(after.as_ref(), PAGE)
                .map_err(|error| told(&error))?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, store) in &page {
                enter(store, directory)?;
            }
        }
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let ours = changes.iter().filter(|change| change.collection == EventDataStore::COLLECTION);
        for change in ours {
            let found = match change.kind {
                ChangeKind::Put => {
                    reader.get::<EventDataStore>(&change.key).map_err(|error| told(&error))?
                }
                ChangeKind::Delete => None,
            };
            if let Some(store) = found {
                enter(&store, directory)?;
            } else {
                let account = change.key.account.parse();
                let account = account.map_err(|_| "an account has no number".to_owned())?;
                let arn = records::arn(&change.key.region, account, &change.key.id);
                directory.remove_resource(arn.as_str());
            }
        }
        Ok(())
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

fn told(error: &StoreError) -> String {
    error.to_string()
}
