//! The port to accounts, for services that make or name them and do not keep them.

use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Fault, Random, Timestamp};

/// What an account is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFacts {
    /// The account.
    pub id: AccountId,
    /// Its name; the twelve digits where nobody gave it one.
    pub name: String,
    /// The root user's e-mail address; one that reaches nobody where nobody gave it one.
    pub email: String,
    /// When it was made, where that is known.
    pub created: Option<Timestamp>,
    /// When it was closed, if it was.
    pub closed: Option<Timestamp>,
}

/// An account to be made for an organization.
#[derive(Debug)]
pub struct NewAccount<'a> {
    /// What it is called. No account with this id or this e-mail address is there.
    pub facts: AccountFacts,
    /// When it is made.
    pub created: Timestamp,
    /// The role by which the management account administers it.
    pub access_role: &'a str,
    /// The management account.
    pub management: AccountId,
}

/// Who keeps accounts. Changes are of the caller's transaction.
pub trait Accounts: Send + Sync {
    /// What the account is called, if there is one with this id.
    ///
    /// # Errors
    /// The store's fault.
    fn find(&self, reader: &Reader<'_>, id: AccountId) -> Result<Option<AccountFacts>, Fault>;

    /// The account whose root user has this e-mail address, whatever its case.
    ///
    /// # Errors
    /// The store's fault.
    fn by_email(&self, reader: &Reader<'_>, email: &str) -> Result<Option<AccountId>, Fault>;

    /// Whether an e-mail address is of the form that accounts have that nobody gave one: no other
    /// account can have it.
    fn is_reserved(&self, email: &str) -> bool;

    /// Makes an account with its access role. Its root user has no credentials, as AWS gives it none.
    ///
    /// # Errors
    /// The store's fault, or the role's name cannot be.
    fn create(
        &self,
        writer: &mut Writer<'_>,
        new: &NewAccount<'_>,
        random: &dyn Random,
    ) -> Result<(), Fault>;

    /// Gives an account another name.
    ///
    /// # Errors
    /// The store's fault.
    fn rename(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        name: &str,
        now: Timestamp,
    ) -> Result<(), Fault>;

    /// Closes an account: from then on nobody acts for it, and nobody uses what it has.
    ///
    /// # Errors
    /// The store's fault.
    fn close(&self, writer: &mut Writer<'_>, id: AccountId, now: Timestamp) -> Result<(), Fault>;

    /// Sees to it that an account that already calls is stored, and has the role that is linked to
    /// Organizations.
    ///
    /// # Errors
    /// The store's fault.
    fn enrol(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<AccountFacts, Fault>;
}
