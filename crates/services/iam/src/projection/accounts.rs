//! What the directory knows of accounts.

use bartizan_service::Directory;
use bartizan_service::directory::Account as Known;
use bartizan_store::Key;

use crate::records::{Account, AccountSettings};

/// What is known of an account already, as its place in an organization, stays.
pub(super) fn enter(account: &Account, directory: &mut Directory) {
    let known = directory.account(account.id).map(|known| Known::clone(known)).unwrap_or_default();
    directory.put_account(account.id, Known { closed: account.closed.is_some(), ..known });
}

/// Enters what the account has set, or that it has set nothing.
pub(super) fn settle(key: &Key, settings: Option<&AccountSettings>, directory: &mut Directory) {
    let Ok(id) = key.account.parse() else { return };
    let Some(known) = directory.account(id) else { return };
    let global_tokens_v1 = settings.is_some_and(|settings| settings.global_tokens_v1);
    if known.global_tokens_v1 != global_tokens_v1 {
        let known = Known { global_tokens_v1, ..Known::clone(known) };
        directory.put_account(id, known);
    }
}
