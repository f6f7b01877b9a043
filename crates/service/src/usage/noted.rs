//! Uses in memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use bartizan_store::{Key, Reader, StoreError, Writer};
use bartizan_types::{
    AccessKeyId, AccountId, Principal, Session, SessionKind, Timestamp, UniqueId,
};

use super::{KeyLastUse, LastUse, OperationUse, ServiceUse};
use crate::{Call, Directory, activity};

/// The last uses that are in memory; clones are apart.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    /// By access key id or role's unique id.
    last: HashMap<String, (AccountId, LastUse)>,
    /// By the unique id of the user or role; a root user's is its account's.
    callers: HashMap<String, CallerUses>,
    /// The last use of the key service's keys, by ARN.
    keys: HashMap<String, KeyLastUse>,
    /// How many operations `callers` has.
    operations: usize,
}

#[derive(Debug, Clone)]
struct CallerUses {
    account: AccountId,
    services: BTreeMap<Cow<'static, str>, Operations>,
}

/// The last call of each operation, by the event's name.
type Operations = BTreeMap<Cow<'static, str>, OperationUse>;

/// One use.
#[derive(Debug)]
pub(super) struct Use<'u> {
    pub(super) account: AccountId,
    pub(super) time: Timestamp,
    pub(super) region: &'u str,
    pub(super) service: Cow<'static, str>,
    pub(super) event: Cow<'static, str>,
}

impl Noted {
    /// Which operations a user or role called, by service and by the event's name, with what is
    /// stored.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn with_stored(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        principal: &UniqueId,
    ) -> Result<BTreeMap<String, ServiceUse>, StoreError> {
        let stored = ServiceUse::stored(reader, account, principal.as_str())?;
        let mut uses: BTreeMap<String, ServiceUse> = stored.into_iter().collect();
        for (service, operations) in self.services_of(principal.as_str()) {
            merge(uses.entry(service.to_string()).or_default(), operations);
        }
        Ok(uses)
    }

    /// Tells of each operation that a user, a role or the root user of an account called, with what
    /// is stored: the service and the event's name, and the last call. The same operation of one
    /// caller may come twice.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn each_of(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        mut each: impl FnMut(&str, &str, &OperationUse),
    ) -> Result<(), StoreError> {
        ServiceUse::each_stored(reader, account, |service, uses| {
            for (event, used) in &uses.operations {
                each(service, event, used);
            }
        })?;
        for caller in self.callers.values().filter(|caller| caller.account == account) {
            for (service, operations) in &caller.services {
                for (event, used) in operations {
                    each(service, event, used);
                }
            }
        }
        Ok(())
    }

    pub(super) fn last_use(&self, subject: &str) -> Option<&LastUse> {
        self.last.get(subject).map(|(_, last)| last)
    }

    pub(super) fn len(&self) -> usize {
        self.last.len() + self.operations + self.keys.len()
    }

    pub(super) fn last_key_use(&self, key: &str) -> Option<&KeyLastUse> {
        self.keys.get(key)
    }

    /// Notes uses of keys, unless later ones are known.
    pub(super) fn note_keys(&mut self, keys: Vec<(String, KeyLastUse)>) {
        for (key, used) in keys {
            match self.keys.get_mut(&key) {
                None => drop(self.keys.insert(key, used)),
                Some(known) if known.time <= used.time => *known = used,
                Some(_) => {}
            }
        }
    }

    /// Notes who calls, and by which key.
    pub(super) fn note(&mut self, call: &Call) {
        let Some(account) = call.caller.principal.account() else { return };
        let used = Use {
            account,
            time: call.now,
            region: call.region.as_str(),
            service: Cow::Borrowed(activity::event_service(call.operation.service)),
            event: activity::event_name(call.operation),
        };
        match &call.caller.principal {
            Principal::Root { account } => self.note_caller(&account.to_string(), &used),
            Principal::User { id, .. } => self.note_caller(id.as_str(), &used),
            Principal::Session(Session { kind: SessionKind::Role { role_id, .. }, .. }) => {
                self.note_last(role_id.as_str(), &used);
                self.note_caller(role_id.as_str(), &used);
            }
            Principal::Session(Session {
                kind: SessionKind::Federated { user: Some((_, id)) },
                ..
            }) => {
                self.note_caller(id.as_str(), &used);
            }
            _ => {}
        }
        if let Some(key) = call.caller.access_key.as_ref() {
            self.note_key(key, &used);
        }
    }

    /// Notes the use of a long-term key that Bartizan issued for the account.
    pub(super) fn note_key(&mut self, key: &AccessKeyId, used: &Use<'_>) {
        if !key.is_temporary() && key.account() == Some(used.account) {
            self.note_last(key.as_str(), used);
        }
    }

    /// Notes the use of an access key or role.
    pub(super) fn note_last(&mut self, subject: &str, used: &Use<'_>) {
        let Use { account, time, region, service, .. } = used;
        if let Some((_, last)) = self.last.get_mut(subject) {
            last.note(*time, service, region);
        } else {
            let last =
                LastUse { time: *time, service: service.to_string(), region: (*region).to_owned() };
            self.last.insert(subject.to_owned(), (*account, last));
        }
    }

    /// Notes a call of a user or role.
    pub(super) fn note_caller(&mut self, principal: &str, used: &Use<'_>) {
        let Use { account, time, region, service, event } = used;
        let caller = self.callers.get_mut(principal);
        let operations = caller.and_then(|caller| caller.services.get_mut(service.as_ref()));
        if let Some(known) = operations.and_then(|known| known.get_mut(event.as_ref())) {
            return known.note(*time, region);
        }
        let none = || CallerUses { account: *account, services: BTreeMap::new() };
        let caller = self.callers.entry(principal.to_owned()).or_insert_with(none);
        let first = OperationUse { time: *time, region: (*region).to_owned() };
        caller.services.entry(service.clone()).or_default().insert(event.clone(), first);
        self.operations += 1;
    }

    /// Takes out what is the same in `stored`: a later use stays.
    pub(super) fn remove(&mut self, stored: &Self) {
        self.last.retain(|subject, noted| stored.last.get(subject) != Some(noted));
        self.keys.retain(|key, noted| stored.keys.get(key) != Some(noted));
        let mut left = 0;
        self.callers.retain(|principal, caller| {
            let known = stored.callers.get(principal);
            caller.services.retain(|service, operations| {
                let known = known.and_then(|known| known.services.get(service));
                operations
                    .retain(|event, noted| known.and_then(|known| known.get(event)) != Some(noted));
                left += operations.len();
                !operations.is_empty()
            });
            !caller.services.is_empty()
        });
        self.operations = left;
    }

    /// Stores what is of keys, users and roles that are still there.
    pub(super) fn write(
        &self,
        writer: &mut Writer<'_>,
        directory: &Directory,
    ) -> Result<(), StoreError> {
        for (subject, (account, noted)) in &self.last {
            if !is_there(directory, subject) {
                continue;
            }
            let key = Key::global(*account, subject.as_str());
            let known = writer.get::<LastUse>(&key)?;
            if known.is_none_or(|known| known.time <= noted.time) {
                writer.put(&key, noted)?;
            }
        }
        for (key, noted) in &self.keys {
            let row = directory.kms().key(key).and_then(|_| KeyLastUse::key(key));
            let Some(row) = row else { continue };
            let known = writer.get::<KeyLastUse>(&row)?;
            if known.is_none_or(|known| known.time <= noted.time) {
                writer.put(&row, noted)?;
            }
        }
        for (principal, caller) in &self.callers {
            if !is_there(directory, principal) {
                continue;
            }
            for (service, operations) in &caller.services {
                let key = ServiceUse::key(caller.account, principal, service);
                let mut uses = writer.get::<ServiceUse>(&key)?.unwrap_or_default();
                merge(&mut uses, operations);
                writer.put(&key, &uses)?;
            }
        }
        Ok(())
    }

    fn services_of(
        &self,
        principal: &str,
    ) -> impl Iterator<Item = (&Cow<'static, str>, &Operations)> {
        self.callers.get(principal).into_iter().flat_map(|caller| &caller.services)
    }
}

/// Whether the key, user or role is still there, or the account whose root user it is.
fn is_there(directory: &Directory, subject: &str) -> bool {
    if let Ok(account) = subject.parse() {
        return directory.account(account).is_some();
    }
    directory.entity_by_id(subject).is_some()
        || directory.access_key(&AccessKeyId::from_client(subject)).is_some()
}

fn merge(uses: &mut ServiceUse, operations: &Operations) {
    for (event, noted) in operations {
        if let Some(known) = uses.operations.get_mut(event.as_ref()) {
            known.note(noted.time, &noted.region);
        } else {
            uses.operations.insert(event.to_string(), noted.clone());
        }
    }
}
