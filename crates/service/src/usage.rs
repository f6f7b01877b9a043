//! When access keys and roles were last used: noted in memory with each request, and stored now
//! and then. (IAM API Reference, "`AccessKeyLastUsed`" and "`RoleLastUsed`".)

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_store::{Key, Reader, Record, Store, StoreError, Writer};
use bartizan_types::{AccountId, Fault, Principal, Session, SessionKind, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Call;

/// How long uses may be in memory alone: as long as one may be lost if Bartizan is killed.
const STORE_EVERY: Duration = Duration::from_mins(15);

/// The last use of an access key or a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// When.
    pub time: Timestamp,
    /// The service called, as `s3`.
    pub service: String,
    /// The region called.
    pub region: String,
}

impl Record for LastUse {
    const COLLECTION: &'static str = "iam.last_use";
}

impl LastUse {
    /// Forgets the last use of a key or role that is deleted.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget(
        writer: &mut Writer<'_>,
        account: AccountId,
        subject: &str,
    ) -> Result<(), StoreError> {
        writer.delete::<Self>(&Key::global(account, subject)).map(|_| ())
    }
}

/// The last uses of access keys and roles.
#[derive(Default)]
pub struct Usage(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    /// Not yet stored, by account and access key id or role's unique id.
    uses: HashMap<(AccountId, String), LastUse>,
    stored: Option<Timestamp>,
}

impl Usage {
    /// The last use of an access key, by its id, or of a role, by its unique id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        subject: &str,
    ) -> Result<Option<LastUse>, Fault> {
        let noted = self.lock().uses.get(&(account, subject.to_owned())).cloned();
        match noted {
            Some(noted) => Ok(Some(noted)),
            None => Ok(reader.get(&Key::global(account, subject))?),
        }
    }

    /// Stores what was noted.
    ///
    /// # Errors
    /// The store cannot be written; nothing noted is lost.
    pub async fn store(&self, store: &Store) -> Result<(), Fault> {
        let uses: Vec<_> =
            self.lock().uses.iter().map(|(key, last)| (key.clone(), last.clone())).collect();
        let written = uses.clone();
        store
            .write::<_, StoreError>(move |writer| {
                for ((account, subject), last) in written {
                    writer.put(&Key::global(account, subject), &last)?;
                }
                Ok(())
            })
            .await?;
        let mut noted = self.lock();
        for (key, last) in uses {
            if noted.uses.get(&key) == Some(&last) {
                noted.uses.remove(&key);
            }
        }
        Ok(())
    }

    /// Notes a call's access key or role; whether it is time to store.
    pub(crate) fn note(&self, call: &Call) -> bool {
        let mut noted = self.lock();
        if let Some((account, subject)) = subject(call) {
            let key = (account, subject.to_owned());
            let service = call.operation.service;
            let last = noted.uses.entry(key).or_insert_with(|| LastUse {
                time: call.now,
                service: String::new(),
                region: String::new(),
            });
            last.time = call.now;
            if last.service != service || last.region != call.region.as_str() {
                service.clone_into(&mut last.service);
                call.region.as_str().clone_into(&mut last.region);
            }
        }
        let stored = *noted.stored.get_or_insert(call.now);
        let is_due = call.now.since(stored) >= STORE_EVERY;
        if is_due {
            noted.stored = Some(call.now);
        }
        is_due && !noted.uses.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Usage(…)")
    }
}

/// What a call uses: a role through its session, or a long-term key that Bartizan issued.
fn subject(call: &Call) -> Option<(AccountId, &str)> {
    if let Principal::Session(Session {
        account, kind: SessionKind::Role { role_id, .. }, ..
    }) = &call.caller.principal
    {
        return Some((*account, role_id.as_str()));
    }
    let key = call.caller.access_key.as_ref().filter(|key| !key.is_temporary())?;
    let account = call.caller.principal.account()?;
    (key.account() == Some(account)).then(|| (account, key.as_str()))
}
