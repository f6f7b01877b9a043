//! The keys that sign digests: a pair for each region, sealed by the vault, a new one every month.

use std::time::Duration;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use bartizan_service::Road;
use bartizan_service::store::{Key, Reader, StoreError};
use bartizan_types::{Fault, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use crate::records::DigestKey;

/// How long a key signs: thirty days.
const VALIDITY: Duration = Duration::from_hours(30 * 24);
/// How many keys of a region are looked at: some eighty years' worth.
const KEYS_MAX: usize = 1000;
/// The collection whose rows private keys are sealed for.
const TABLE: &str = "cloudtrail.digest_key";

/// A key that is ready to sign.
pub(super) struct SigningKey {
    pub(super) fingerprint: String,
    pair: KeyPair,
}

impl SigningKey {
    /// The signature, in hexadecimal digits. The same text gives the same signature.
    pub(super) fn sign(&self, text: &[u8]) -> Result<String, Fault> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
            .map_err(|_| failed("sign"))?;
        Ok(hex::encode(signature))
    }
}

/// The key's fingerprint: 32 hexadecimal digits.
pub(crate) fn fingerprint(public: &[u8]) -> String {
    hex::encode(Md5::digest(public))
}

/// The keys of a region, oldest first.
pub(crate) fn keys_of(reader: &Reader<'_>, region: &str) -> Result<Vec<DigestKey>, StoreError> {
    let found = reader.scan::<DigestKey>("", region, "", None, KEYS_MAX)?;
    let mut keys: Vec<DigestKey> = found.into_iter().map(|(_, key)| key).collect();
    keys.sort_by_key(|key| key.from);
    Ok(keys)
}

/// Sees to it that the region has a key.
pub(super) async fn prepare(road: &Road, region: &str, at: Timestamp) -> Result<(), Fault> {
    stored(road, region, at).await.map(drop)
}

/// The key that signs what ends at this moment.
pub(super) async fn of(road: &Road, region: &str, at: Timestamp) -> Result<SigningKey, Fault> {
    let key = stored(road, region, at).await?;
    let public = STANDARD.decode(&key.public).map_err(|_| failed("be read"))?;
    let sealed = STANDARD.decode(&key.sealed).map_err(|_| failed("be read"))?;
    let fingerprint = fingerprint(&public);
    let platform = road.platform();
    let row = row(region, &fingerprint);
    let private = platform.vault.open(platform.settings.account, TABLE, &row, &sealed)?;
    let pair = KeyPair::from_pkcs8(&private).map_err(|_| failed("be read"))?;
    Ok(SigningKey { fingerprint, pair })
}

async fn stored(road: &Road, region: &str, at: Timestamp) -> Result<DigestKey, Fault> {
    let store = &road.platform().store;
    let keys = store
        .read(|reader| keys_of(reader, region))
        .map_err(|error: StoreError| Fault::from(error))?;
    let in_force = |key: &DigestKey| key.from <= at && at < key.until;
    match keys.into_iter().rev().find(in_force) {
        Some(key) => Ok(key),
        None => make(road, region, at).await,
    }
}

/// Makes a key where that keeps nobody waiting: it takes the time of many requests.
async fn make(road: &Road, region: &str, at: Timestamp) -> Result<DigestKey, Fault> {
    let platform = road.platform();
    platform.vault.prepare(&platform.store, platform.settings.account).await?;
    let pair = tokio::task::spawn_blocking(|| KeyPair::generate(KeySize::Rsa2048))
        .await
        .map_err(|_| failed("be made"))?
        .map_err(|_| failed("be made"))?;
    let public = pair.public_key().as_ref().to_vec();
    let fingerprint = fingerprint(&public);
    let private: Pkcs8V1Der<'static> = pair.as_der().map_err(|_| failed("be made"))?;
    let row = row(region, &fingerprint);
    let sealed = platform.vault.seal(platform.settings.account, TABLE, &row, private.as_ref())?;
    let key = DigestKey {
        public: STANDARD.encode(public),
        sealed: STANDARD.encode(sealed),
        from: at,
        until: at.plus(VALIDITY),
    };
    let place = Key { account: String::new(), region: region.to_owned(), id: fingerprint };
    let made = key.clone();
    platform
        .store
        .write(move |writer| writer.put(&place, &made))
        .await
        .map_err(|error: StoreError| Fault::from(error))?;
    Ok(key)
}

fn row(region: &str, fingerprint: &str) -> String {
    format!("{region}/{fingerprint}")
}

fn failed(what: &str) -> Fault {
    Fault::new("InternalFailure", format!("the key that signs digests could not {what}"), 500)
}
