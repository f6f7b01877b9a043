//! The keys that captchas, challenges and tokens are signed by: sealed by the vault, a new one every
//! day, and kept while a token by it may hold.

use std::sync::Arc;
use std::time::Duration;

use bartizan_proof::{KeyRing, ProofKey};
use bartizan_service::store::{Key, Reader, Record, StoreError};
use bartizan_service::{Platform, Vault};
use bartizan_types::{AccountId, Fault, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// How long a key signs.
const SIGNS: Duration = Duration::from_hours(24);
/// How long it is kept after that: the longest immunity time. (AWS WAF API Reference,
/// `ImmunityTimeProperty`.)
const KEPT: Duration = Duration::from_hours(72);
/// How many keys are looked at: there are four or five.
const KEYS_MAX: usize = 100;

/// A key, sealed. Its place is its own id, beside no account's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TokenKeyRecord {
    id: u32,
    from: Timestamp,
    /// The account whose domain key seals it: the first one.
    account: AccountId,
    sealed: String,
}

impl Record for TokenKeyRecord {
    const COLLECTION: &'static str = "wafv2.token_key";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl TokenKeyRecord {
    fn place(id: u32) -> Key {
        Key { account: String::new(), region: String::new(), id: row(id) }
    }

    fn open(&self, vault: &Vault) -> Result<ProofKey, Fault> {
        let sealed = STANDARD.decode(&self.sealed).map_err(|_| failed())?;
        let plain = vault.open(self.account, Self::COLLECTION, &row(self.id), &sealed)?;
        let bytes = plain.as_slice().try_into().map_err(|_| failed())?;
        Ok(ProofKey::new(self.id, bytes))
    }
}

fn row(id: u32) -> String {
    format!("{id:08x}")
}

fn failed() -> Fault {
    Fault::new("WAFInternalErrorException", "a key of tokens cannot be read", 500)
}

/// All keys, the newest first.
fn all(reader: &Reader<'_>) -> Result<Vec<TokenKeyRecord>, StoreError> {
    let found = reader.scan::<TokenKeyRecord>("", "", "", None, KEYS_MAX)?;
    let mut keys: Vec<TokenKeyRecord> = found.into_iter().map(|(_, key)| key).collect();
    keys.sort_by_key(|key| std::cmp::Reverse(key.from));
    Ok(keys)
}

/// All keys, opened.
pub(crate) fn ring(reader: &Reader<'_>, vault: &Vault) -> Result<KeyRing, String> {
    let records = all(reader).map_err(|error| error.to_string())?;
    let opened = records.iter().map(|record| record.open(vault)).collect::<Result<_, _>>();
    Ok(KeyRing::new(opened.map_err(|fault: Fault| fault.message)?))
}

/// Sees to it that there is a key that signs, and that those are gone whose tokens hold no more. To be
/// done before requests are inspected, and every hour.
///
/// # Errors
/// The store or the vault fails.
pub async fn keep_up_token_keys(platform: &Arc<Platform>) -> Result<(), Fault> {
    let (now, account) = (platform.clock.now(), platform.settings.account);
    let held = platform.store.read(all).map_err(|error: StoreError| Fault::from(error))?;
    let is_over = |key: &TokenKeyRecord| now >= key.from.plus(SIGNS);
    let is_past = |key: &&TokenKeyRecord| now >= key.from.plus(SIGNS).plus(KEPT);
    let needs_one = held.first().is_none_or(is_over);
    let past: Vec<u32> = held.iter().filter(is_past).map(|key| key.id).collect();
    if !needs_one && past.is_empty() {
        return Ok(());
    }
    let mut made = None;
    if needs_one {
        platform.vault.prepare(&platform.store, account).await?;
        let mut bytes = Zeroizing::new([0; ProofKey::BYTES]);
        platform.random.fill(&mut *bytes);
        let id = held.iter().map(|key| key.id).max().unwrap_or(0).wrapping_add(1);
        let table = TokenKeyRecord::COLLECTION;
        let sealed = platform.vault.seal(account, table, &row(id), &*bytes)?;
        let sealed = STANDARD.encode(sealed);
        made = Some(TokenKeyRecord { id, from: now, account, sealed });
    }
    let done = platform.store.write(move |writer| {
        for id in &past {
            writer.delete::<TokenKeyRecord>(&TokenKeyRecord::place(*id))?;
        }
        made.iter().try_for_each(|key| writer.put(&TokenKeyRecord::place(key.id), key))
    });
    done.await.map_err(|error: StoreError| Fault::from(error))
}
