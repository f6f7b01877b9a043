//! The actions whose calls are tracked, and how events name them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::{EventCategory, Operation, Road, event_name, event_service};

/// Never tracked, as nobody calls it. (IAM User Guide, "Refine permissions in AWS using last
/// accessed information", "Things to know about last accessed information".)
const UNTRACKED: &str = "iam:PassRole";

/// The actions of the operations that Bartizan serves.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    /// By the event's service, then by its name.
    by_event: BTreeMap<&'static str, BTreeMap<Cow<'static, str>, Cow<'static, str>>>,
    /// Of the control plane: those of the data plane are not told apart.
    actions: BTreeSet<Cow<'static, str>>,
}

impl Tracked {
    /// The actions of every service's operations.
    pub(super) fn of(road: &Road) -> Self {
        let mut tracked = Self::default();
        for operation in road.services().flat_map(|service| service.operations()) {
            let action = action(operation);
            if operation.category == EventCategory::Management && action != UNTRACKED {
                tracked.actions.insert(action.clone());
            }
            let of_service = tracked.by_event.entry(event_service(operation.service)).or_default();
            of_service.insert(event_name(operation), action);
        }
        tracked
    }

    /// The action that an event of this service and name is of.
    pub(super) fn action(&self, service: &str, event: &str) -> Cow<'_, str> {
        let known = self.by_event.get(service).and_then(|events| events.get(event));
        known.map_or_else(
            || Cow::Owned(format!("{service}:{event}")),
            |action| Cow::Borrowed(&**action),
        )
    }

    /// The tracked actions of a service, by its prefix.
    pub(super) fn of_service<'t>(&'t self, prefix: &'t str) -> impl Iterator<Item = &'t str> {
        let is_its = move |action: &&str| action.split(':').next() == Some(prefix);
        self.actions.iter().map(|action| &**action).filter(is_its)
    }
}

/// The main action; an operation that needs no permission is its own.
fn action(operation: &Operation) -> Cow<'static, str> {
    operation.actions.first().map_or_else(
        || Cow::Owned(format!("{}:{}", event_service(operation.service), operation.name)),
        |action| Cow::Borrowed(*action),
    )
}
