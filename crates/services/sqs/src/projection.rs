//! Queues in the directory, and their messages on shelves.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::Resource;
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Key, Reader};
use bartizan_service::{Directory, Projection};
use bartizan_types::Arn;

use crate::Hall;
use crate::records::{Place, Queue};

/// Enters queues into the directory, with their policies, and messages where receives look for them.
#[derive(Debug, Default)]
pub struct SqsProjection(Hall);

impl SqsProjection {
    /// A projection onto these queues.
    pub const fn new(hall: Hall) -> Self {
        Self(hall)
    }

    fn enter(&self, queue: Queue, directory: &mut Directory) -> Result<(), String> {
        let policy = match &queue.attributes.policy {
            None => None,
            Some(text) => {
                let policy = Policy::parse(text, PolicyKind::Resource)
                    .map_err(|error| format!("the policy of {}: {error}", queue.arn))?;
                Some(Attached::inline("queue policy", Arc::new(policy)))
            }
        };
        let account = queue.arn.account_id().ok_or("a queue is of no account")?;
        let resource =
            Resource { account, policy, tags: queue.tags.clone(), restricts_public_policy: false };
        directory.put_resource(queue.arn.as_str(), resource);
        self.0.enter(queue);
        Ok(())
    }
}

impl Projection for SqsProjection {
    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        each::<Queue>(reader, |_, queue| self.enter(queue, directory))?;
        each::<Place>(reader, |key, place| {
            self.0.put(&key.id, Some(&place));
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        each_changed::<Queue>(changes, reader, |key, queue| {
            if let Some(queue) = queue {
                return self.enter(queue, directory);
            }
            let arn = arn(key).ok_or("a queue's key is of no account")?;
            directory.remove_resource(arn.as_str());
            self.0.remove(&arn);
            Ok(())
        })?;
        each_changed::<Place>(changes, reader, |key, place| {
            self.0.put(&key.id, place.as_ref());
            Ok(())
        })
    }
}

fn arn(key: &Key) -> Option<Arn> {
    Some(Arn::new("sqs", &key.region, Some(key.account.parse().ok()?), &key.id))
}
