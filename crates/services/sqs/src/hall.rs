//! All queues, by ARN and by id.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use bartizan_types::Arn;

use crate::error::SqsError;
use crate::records::{Place, Queue, of_message_id};
use crate::shelf::Shelf;

/// The queues. Clones are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Hall(Arc<RwLock<Shelves>>);

#[derive(Debug, Default)]
struct Shelves {
    by_arn: HashMap<Arn, Arc<Shelf>>,
    by_id: HashMap<String, Arc<Shelf>>,
}

impl Hall {
    /// The queue of this ARN.
    pub(crate) fn find(&self, arn: &Arn) -> Result<Arc<Shelf>, SqsError> {
        self.shelves().by_arn.get(arn).cloned().ok_or(SqsError::NoSuchQueue)
    }

    /// Every queue.
    pub(crate) fn all(&self) -> Vec<Arc<Shelf>> {
        self.shelves().by_arn.values().cloned().collect()
    }

    /// Enters a queue, or what has changed of it.
    pub(crate) fn enter(&self, queue: Queue) {
        let known = self.shelves().by_id.get(&queue.id).cloned();
        if let Some(held) = known {
            return held.change(queue);
        }
        let (arn, id) = (queue.arn.clone(), queue.id.clone());
        let held = Arc::new(Shelf::new(queue));
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.by_id.insert(id, Arc::clone(&held));
        all.by_arn.insert(arn, held);
    }

    /// Takes a queue out, with all its messages.
    pub(crate) fn remove(&self, arn: &Arn) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = all.by_arn.remove(arn) {
            all.by_id.remove(&held.queue().id);
            held.news.notify_waiters();
        }
    }

    /// Enters where a message stands, by the id of its key; what is of no queue is left out.
    pub(crate) fn put(&self, id: &str, place: Option<&Place>) {
        let Some((queue, sequence)) = of_message_id(id) else { return };
        let Some(held) = self.shelves().by_id.get(queue).cloned() else { return };
        match place {
            Some(place) => held.put(sequence, place),
            None => held.remove(sequence),
        }
    }

    fn shelves(&self) -> RwLockReadGuard<'_, Shelves> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
