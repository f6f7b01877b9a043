//! The tokens by which an account vouches for its own principals to the world outside: each account
//! is an OpenID Connect issuer, once it wants to be. (IAM User Guide, "Federating AWS identities to
//! external services".)
//!
//! IAM switches it on and off, STS signs, the gateway shows discovery document and keys. A private
//! key signs for [`ROTATION`]; its public half is shown until its last token has ended.

use std::time::Duration;

use bartizan_jose::{Algorithm, KeySet, SigningKey};
use bartizan_store::{Key, Reader, Record, Writer};
use bartizan_types::{AccountId, Fault, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::Platform;
use crate::vault::{base64_bytes, base64_text};

/// Where issuers are, below the address of the API. No bucket's name begins with an underscore.
pub const PATH: &str = "/_bartizan/issuer/";
/// How long a key signs.
const ROTATION: Duration = Duration::from_hours(30 * 24);
/// How long a key is shown: while it signs, for the longest token behind that, and an hour for the
/// caches of those who verify.
const SHOWN: Duration = Duration::from_hours(30 * 24 + 2);
/// The most keys of one account: two algorithms, each with what it had before.
const KEYS_MAX: usize = 16;
/// The index of issuers' ids.
const BY_ID: &str = "id";
const ISSUER: &str = "issuer";

/// An account as issuer.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Issuer {
    account: AccountId,
    /// What tells its URL apart: drawn once, so that relying parties may keep it.
    id: String,
    enabled: bool,
}

impl Record for Issuer {
    const COLLECTION: &'static str = "identity.issuer";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ID, self.id.clone())]
    }
}

/// A signing key as it is stored: sealed, beside its public half.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredKey {
    algorithm: String,
    created: Timestamp,
    sealed: String,
    public: Json,
}

impl Record for StoredKey {
    const COLLECTION: &'static str = "identity.signing_key";
}

/// Makes the account an issuer and answers its id; `None` where it is one already.
///
/// # Errors
/// The store's fault.
pub fn enable(
    writer: &mut Writer<'_>,
    account: AccountId,
    new_id: String,
) -> Result<Option<String>, Fault> {
    let key = Key::global(account, ISSUER);
    let known = writer.get::<Issuer>(&key)?;
    if known.as_ref().is_some_and(|issuer| issuer.enabled) {
        return Ok(None);
    }
    let id = known.map_or(new_id, |issuer| issuer.id);
    writer.put(&key, &Issuer { account, id: id.clone(), enabled: true })?;
    Ok(Some(id))
}

/// Ends it; whether there was anything to end. Tokens that are out hold until they end.
///
/// # Errors
/// The store's fault.
pub fn disable(writer: &mut Writer<'_>, account: AccountId) -> Result<bool, Fault> {
    let key = Key::global(account, ISSUER);
    match writer.get::<Issuer>(&key)?.filter(|issuer| issuer.enabled) {
        Some(issuer) => {
            writer.put(&key, &Issuer { enabled: false, ..issuer })?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// The id of the account as issuer, where it is one.
///
/// # Errors
/// The store's fault.
pub fn enabled(reader: &Reader<'_>, account: AccountId) -> Result<Option<String>, Fault> {
    let issuer = reader.get::<Issuer>(&Key::global(account, ISSUER))?;
    Ok(issuer.filter(|issuer| issuer.enabled).map(|issuer| issuer.id))
}

/// The URL of the issuer with this id: the `iss` of its tokens.
pub fn url(platform: &Platform, id: &str) -> String {
    format!("{}{PATH}{id}", platform.public_url())
}

/// The account's key for the algorithm. Where there is none, or it has signed long enough, one is
/// made and stored before it signs anything.
///
/// # Errors
/// The store's or the vault's fault.
pub async fn signing_key(
    platform: &Platform,
    account: AccountId,
    algorithm: Algorithm,
) -> Result<SigningKey, Fault> {
    let now = platform.now();
    let current = platform.store.read(|reader| current(reader, account, algorithm, now))?;
    let (id, stored) = match current {
        Some(found) => found,
        None => make(platform, account, algorithm, now).await?,
    };
    let sealed = base64_bytes(&stored.sealed);
    let bytes = platform.vault.open(account, StoredKey::COLLECTION, &id, &sealed)?;
    SigningKey::from_pkcs8(algorithm, &id, &bytes).map_err(unusable)
}

async fn make(
    platform: &Platform,
    account: AccountId,
    algorithm: Algorithm,
    now: Timestamp,
) -> Result<(String, StoredKey), Fault> {
    platform.vault.prepare(&platform.store, account).await?;
    let id = platform.random.uuid();
    let bytes = SigningKey::generate(algorithm).map_err(unusable)?;
    let key = SigningKey::from_pkcs8(algorithm, &id, &bytes).map_err(unusable)?;
    let sealed = platform.vault.seal(account, StoredKey::COLLECTION, &id, &bytes)?;
    let made = StoredKey {
        algorithm: algorithm.name().to_owned(),
        created: now,
        sealed: base64_text(&sealed),
        public: key.public(),
    };
    platform
        .store
        .write(move |writer| {
            // Another call may have made one meanwhile: then that one signs.
            if let Some(found) = current(writer, account, algorithm, now)? {
                return Ok(found);
            }
            for (key, stored) in keys(writer, account)? {
                if now.since(stored.created) > SHOWN {
                    writer.delete::<StoredKey>(&key)?;
                }
            }
            writer.put(&Key::global(account, id.as_str()), &made)?;
            Ok::<_, Fault>((id, made))
        })
        .await
}

/// The key that signs now, with its id.
fn current(
    reader: &Reader<'_>,
    account: AccountId,
    algorithm: Algorithm,
    now: Timestamp,
) -> Result<Option<(String, StoredKey)>, Fault> {
    let signs =
        |key: &StoredKey| key.algorithm == algorithm.name() && now.since(key.created) < ROTATION;
    let found = keys(reader, account)?.into_iter().filter(|(_, key)| signs(key));
    Ok(found.max_by_key(|(_, key)| key.created).map(|(key, stored)| (key.id, stored)))
}

fn keys(reader: &Reader<'_>, account: AccountId) -> Result<Vec<(Key, StoredKey)>, Fault> {
    Ok(reader.scan::<StoredKey>(&account.to_string(), "", "", None, KEYS_MAX)?)
}

/// The document at a path below [`PATH`]: an issuer's discovery document or its keys. (OpenID Connect
/// Discovery 1.0, section 4.)
///
/// # Errors
/// The store's fault.
pub fn document(platform: &Platform, path: &str) -> Result<Option<Json>, Fault> {
    let Some((id, name)) = path.split_once('/') else { return Ok(None) };
    match name {
        ".well-known/openid-configuration" => {
            let known = issuer(platform, id)?.is_some();
            Ok(known.then(|| discovery(&url(platform, id))))
        }
        ".well-known/jwks.json" => public_keys(platform, id),
        _ => Ok(None),
    }
}

fn discovery(url: &str) -> Json {
    json!({
        "issuer": url,
        "jwks_uri": format!("{url}/.well-known/jwks.json"),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES384", "RS256"],
        "claims_supported": ["aud", "exp", "iat", "iss", "jti", "sub"],
    })
}

fn issuer(platform: &Platform, id: &str) -> Result<Option<Issuer>, Fault> {
    let found = platform.store.read(|reader| reader.find::<Issuer>(BY_ID, id))?;
    Ok(found.into_iter().next().map(|(_, issuer)| issuer))
}

fn public_keys(platform: &Platform, id: &str) -> Result<Option<Json>, Fault> {
    let Some(issuer) = issuer(platform, id)? else { return Ok(None) };
    let now = platform.now();
    let stored = platform.store.read(|reader| keys(reader, issuer.account))?;
    let shown = stored.into_iter().filter(|(_, key)| now.since(key.created) <= SHOWN);
    let keys: Vec<Json> = shown.map(|(_, key)| key.public).collect();
    Ok(Some(json!({ "keys": keys })))
}

/// The keys of the issuer of this URL, where it is one of this installation: Bartizan need not, and
/// must not, ask itself over the network.
///
/// # Errors
/// The store's fault.
pub fn own_keys(platform: &Platform, url: &str) -> Result<Option<KeySet>, Fault> {
    let below = url.strip_prefix(platform.public_url()).and_then(|rest| rest.strip_prefix(PATH));
    let Some(id) = below else { return Ok(None) };
    let keys = public_keys(platform, id)?;
    Ok(keys.and_then(|keys| KeySet::parse(keys.to_string().as_bytes()).ok()))
}

fn unusable(error: bartizan_jose::JoseError) -> Fault {
    Fault::new("InternalFailure", format!("an identity token cannot be signed: {error}"), 500)
}
