//! The vault: wraps the secrets that must be recovered, under keys that never leave it.
//!
//! **Architecture invariant:** no recoverable secret is stored in clear. Each is sealed by its
//! account's domain key, with the table, the account and the row as associated data, so that rows
//! cannot be swapped; domain keys are stored wrapped by the root key, which a seal protects.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use bartizan_keys::{Binding, DomainId, DomainKey, RootKey};
use bartizan_store::{Key, Reader, Record, Store, Writer};
use bartizan_types::{AccountId, Fault, Random, Region};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::tokens;

/// How many domain keys are read at a time.
const PAGE: usize = 1000;

/// The vault. Clones share the keys.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    root: RootKey,
    random: Arc<dyn Random>,
    domains: RwLock<HashMap<AccountId, Arc<DomainKey>>>,
}

/// A domain key as it is stored: wrapped.
#[derive(Debug, Serialize, Deserialize)]
struct WrappedDomainKey {
    wrapped: String,
}

impl Record for WrappedDomainKey {
    const COLLECTION: &'static str = "platform.domain_key";
}

impl Vault {
    /// A vault over an unsealed root key.
    pub fn new(root: RootKey, random: Arc<dyn Random>) -> Self {
        Self(Arc::new(Inner { root, random, domains: RwLock::default() }))
    }

    /// Unwraps every stored domain key.
    ///
    /// # Errors
    /// A key was not wrapped by this root key, or was changed.
    pub fn load(&self, reader: &Reader<'_>) -> Result<(), String> {
        let mut after = None;
        loop {
            let page = reader
                .scan_all::<WrappedDomainKey>(after.as_ref(), PAGE)
                .map_err(|error| error.to_string())?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (key, record) in page {
                let account = key.account.parse().map_err(|_| {
                    format!("the domain key of `{}` belongs to no account", key.account)
                })?;
                let domain = self.unwrap_domain(account, &record).map_err(|error| {
                    format!("the domain key of account {account} cannot be unwrapped: {error}")
                })?;
                self.remember(account, domain);
            }
        }
    }

    /// Sees to it that the account has a domain key, stored before anything is sealed by it. To
    /// be called outside of a transaction, before the first secret of an account is made.
    ///
    /// # Errors
    /// The store or the cipher fails.
    pub async fn prepare(&self, store: &Store, account: AccountId) -> Result<(), Fault> {
        if self.domain(account).is_some() {
            return Ok(());
        }
        let vault = self.clone();
        let domain = store.write(move |writer| vault.stored_or_made(writer, account)).await?;
        self.remember(account, domain);
        Ok(())
    }

    /// As [`Self::prepare`], for threads that may wait.
    ///
    /// # Errors
    /// As for [`Self::prepare`].
    pub fn prepare_blocking(&self, store: &Store, account: AccountId) -> Result<(), Fault> {
        if self.domain(account).is_some() {
            return Ok(());
        }
        let vault = self.clone();
        let domain = store.write_blocking(move |writer| vault.stored_or_made(writer, account))?;
        self.remember(account, domain);
        Ok(())
    }

    /// As [`Self::prepare`], within a transaction that makes the whole installation: if it fails
    /// nothing is served, so the key may be known before it is stored.
    ///
    /// # Errors
    /// As for [`Self::prepare`].
    pub fn prepare_in(&self, writer: &mut Writer<'_>, account: AccountId) -> Result<(), Fault> {
        if self.domain(account).is_none() {
            let domain = self.stored_or_made(writer, account)?;
            self.remember(account, domain);
        }
        Ok(())
    }

    fn stored_or_made(
        &self,
        writer: &mut Writer<'_>,
        account: AccountId,
    ) -> Result<DomainKey, Fault> {
        let key = Key::global(account, "domain");
        if let Some(record) = writer.get::<WrappedDomainKey>(&key)? {
            return self.unwrap_domain(account, &record).map_err(|error| failed(&error));
        }
        let inner = &*self.0;
        let domain = inner.root.generate_domain(&*inner.random).map_err(|error| failed(&error))?;
        let wrapped = inner
            .root
            .wrap_domain(&Self::id(account), &domain, &*inner.random)
            .map_err(|error| failed(&error))?;
        writer.put(&key, &WrappedDomainKey { wrapped: base64_text(&wrapped) })?;
        Ok(domain)
    }

    /// Seals `plain` for one row.
    ///
    /// # Errors
    /// The account has no domain key.
    pub fn seal(
        &self,
        account: AccountId,
        table: &str,
        row: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let domain = self.domain(account).ok_or_else(no_key)?;
        domain
            .seal(&Binding { table, account, row }, plain, &*self.0.random)
            .map_err(|error| failed(&error))
    }

    /// Opens what [`Self::seal`] sealed for the same row.
    ///
    /// # Errors
    /// It was sealed for another row, by another key, or was changed.
    pub fn open(
        &self,
        account: AccountId,
        table: &str,
        row: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let domain = self.domain(account).ok_or_else(no_key)?;
        domain.open(&Binding { table, account, row }, sealed).map_err(|error| {
            let message = format!("a secret in {table} cannot be opened: {error}");
            Fault::new("InternalFailure", message, 500)
        })
    }

    /// Wraps every domain key and session-token key anew: what `old` wrapped, `new` wraps. Nothing
    /// that those keys sealed changes. Vaults over the old root key are of no use behind the
    /// transaction's commit.
    ///
    /// # Errors
    /// A key was not wrapped by the old root key or was changed, or the store fails: the
    /// transaction must not commit.
    pub fn rewrap(
        writer: &mut Writer<'_>,
        old: &RootKey,
        new: &RootKey,
        random: &dyn Random,
    ) -> Result<(), Fault> {
        tokens::rewrap(writer, old, new, random)?;
        let mut after = None;
        loop {
            let page = writer.scan_all::<WrappedDomainKey>(after.as_ref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (key, record) in page {
                let id = Self::id(key.account.parse().map_err(|_| no_key())?);
                let wrapped = old
                    .unwrap_domain(&id, &base64_bytes(&record.wrapped))
                    .and_then(|domain| new.wrap_domain(&id, &domain, random))
                    .map_err(|error| failed(&error))?;
                writer.put(&key, &WrappedDomainKey { wrapped: base64_text(&wrapped) })?;
            }
        }
    }

    pub(crate) fn root(&self) -> &RootKey {
        &self.0.root
    }

    fn id(account: AccountId) -> DomainId {
        DomainId { account, region: Region::new("") }
    }

    fn unwrap_domain(
        &self,
        account: AccountId,
        record: &WrappedDomainKey,
    ) -> Result<DomainKey, bartizan_keys::KeyError> {
        let wrapped = base64_bytes(&record.wrapped);
        self.0.root.unwrap_domain(&Self::id(account), &wrapped)
    }

    fn domain(&self, account: AccountId) -> Option<Arc<DomainKey>> {
        self.0.domains.read().unwrap_or_else(PoisonError::into_inner).get(&account).cloned()
    }

    fn remember(&self, account: AccountId, domain: DomainKey) {
        let mut domains = self.0.domains.write().unwrap_or_else(PoisonError::into_inner);
        domains.insert(account, Arc::new(domain));
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

fn failed(error: &bartizan_keys::KeyError) -> Fault {
    Fault::new("InternalFailure", format!("a key could not be used: {error}"), 500)
}

fn no_key() -> Fault {
    Fault::new("InternalFailure", "the account has no domain key yet", 500)
}

/// Sealed bytes as stored text.
pub(crate) fn base64_text(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
}

/// Stored text as sealed bytes; text that is none opens as nothing.
pub(crate) fn base64_bytes(text: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap_or_default()
}
