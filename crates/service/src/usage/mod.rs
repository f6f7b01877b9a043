//! When access keys and roles were last used, and which operations users and roles last called:
//! noted in memory with each request, and stored now and then. What a kill takes from memory is
//! taken from the activity record again at the next start. (IAM API Reference,
//! "`AccessKeyLastUsed`", "`RoleLastUsed`" and "`ServiceLastAccessed`".)

mod catch_up;
mod key_use;
mod last_use;
mod noted;
mod service_use;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_store::{Key, Reader, Record, StoreError, Writer};
use bartizan_types::{AccountId, Arn, Fault, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

pub(crate) use catch_up::catch_up;
pub use key_use::KeyLastUse;
pub use last_use::LastUse;
pub use noted::Noted;
pub use service_use::{OperationUse, ServiceUse};

use crate::{Call, Directory, Platform};

/// How long uses may be in memory alone, so that a start has little to catch up on.
const STORE_EVERY: Duration = Duration::from_mins(15);
/// How many uses are stored at once, however little time has passed.
const STORE_AT: usize = 4096;
/// With how many in memory no call is taken before they could be stored.
const NOTED_MAX: usize = 4 * STORE_AT;

/// The event up to which all that happened is stored as uses.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    event_id: String,
}

impl Place {
    fn key() -> Key {
        Key::installation("usage")
    }
}

impl Record for Place {
    const COLLECTION: &'static str = "iam.usage_place";
}

/// The last uses of access keys, roles, operations and the key service's keys.
#[derive(Default)]
pub struct Usage(Mutex<State>);

#[derive(Default)]
struct State {
    /// Not yet stored.
    noted: Noted,
    stored: Option<Timestamp>,
    /// How many uses make storing due.
    store_at: usize,
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
        let noted = self.state().noted.last_use(subject).cloned();
        match noted {
            Some(noted) => Ok(Some(noted)),
            None => Ok(reader.get(&Key::global(account, subject))?),
        }
    }

    /// The last use of a key of the key service.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last_key_use(
        &self,
        reader: &Reader<'_>,
        key: &Arn,
    ) -> Result<Option<KeyLastUse>, Fault> {
        let noted = self.state().noted.last_key_use(key.as_str()).cloned();
        match (noted, KeyLastUse::key(key.as_str())) {
            (None, Some(row)) => Ok(reader.get(&row)?),
            (noted, _) => Ok(noted),
        }
    }

    /// What is not yet stored. Read the store after it: what is stored in between is in both.
    pub fn noted(&self) -> Noted {
        self.state().noted.clone()
    }

    /// Forgets what is stored of the uses of a user or role that is deleted.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget(
        writer: &mut Writer<'_>,
        account: AccountId,
        principal: &UniqueId,
    ) -> Result<(), StoreError> {
        LastUse::forget(writer, account, principal.as_str())?;
        ServiceUse::forget(writer, account, principal)
    }

    /// Stores what was noted.
    ///
    /// # Errors
    /// The store cannot be read or written; nothing noted is lost.
    pub async fn store(&self, platform: &Platform) -> Result<(), Fault> {
        let directory = platform.directory()?;
        // The events first: what they tell of is noted before it is recorded.
        let place = platform.activity().last_before(i64::MAX)?;
        let noted = self.noted();
        let written = noted.clone();
        platform.store.write(move |writer| write(writer, &written, place, &directory)).await?;
        let mut state = self.state();
        state.noted.remove(&noted);
        state.store_at = STORE_AT;
        Ok(())
    }

    /// Notes a call, before anything of it is recorded. Whether it is time to store: who is told so
    /// does it.
    ///
    /// # Errors
    /// So much is in memory that it must be stored first: nothing was noted.
    pub(crate) fn note(&self, call: &Call) -> Result<bool, Full> {
        let mut state = self.state();
        if state.noted.len() >= NOTED_MAX {
            return Err(Full);
        }
        state.noted.note(call);
        Ok(state.is_due(call.now))
    }

    /// Notes what a call used that succeeded, before anything of it is recorded.
    pub(crate) fn note_success(&self, call: &Call) {
        let keys = key_use::of(call);
        if !keys.is_empty() {
            self.state().noted.note_keys(keys);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As much is in memory as may be.
#[derive(Debug)]
pub(crate) struct Full;

impl State {
    fn is_due(&mut self, now: Timestamp) -> bool {
        let stored = *self.stored.get_or_insert(now);
        let is_late = now.since(stored) >= STORE_EVERY;
        let is_much = self.noted.len() >= self.store_at.max(STORE_AT);
        if is_late {
            self.stored = Some(now);
        }
        if is_much {
            self.store_at = self.noted.len().saturating_add(STORE_AT);
        }
        (is_late && self.noted.len() > 0) || is_much
    }
}

/// Stores uses of those who are still there.
fn write(
    writer: &mut Writer<'_>,
    noted: &Noted,
    place: Option<String>,
    directory: &Directory,
) -> Result<(), StoreError> {
    noted.write(writer, directory)?;
    match place {
        Some(event_id) => writer.put(&Place::key(), &Place { event_id }),
        None => Ok(()),
    }
}

impl fmt::Debug for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Usage(…)")
    }
}
