//! What credentials of all kinds have in common.

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};

use super::Owner;

/// A credential of a user, and for some kinds of the root user, that is switched on and off.
pub(crate) trait Credential: Record {
    /// Whether the root user may have one.
    const OF_ROOT: bool;

    /// The id.
    fn id(&self) -> &str;
    /// Since when it is there.
    fn since(&self) -> Timestamp;
    /// Whether this user, or the root user, has it.
    fn is_of(&self, owner: &Owner) -> bool;
    /// Whether it may be used.
    fn active_mut(&mut self) -> &mut bool;
    /// AWS's message where there is none with this id.
    fn missing(id: &str) -> String;

    /// The store's key of the one with this id.
    fn key_of(account: AccountId, id: &str) -> Key {
        Key::global(account, id)
    }
}
