//! The keys of issuers, fetched when a token of theirs comes and kept for a while.
//!
//! Several calls that need the same keys wait for one fetch together; no lock is held meanwhile, so
//! calls of other issuers do not wait. A token with a key id that is not known makes the keys be
//! fetched anew, but no more often than [`PAUSE`].

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_jose::{KEY_SET_BYTES_MAX, KeySet, Token};
use bartizan_service::directory::OidcProvider;
use bartizan_service::{BoxFuture, Call, Egress, EgressError, Fetch, issuers};
use bartizan_types::Timestamp;
use futures_util::FutureExt;
use futures_util::future::Shared;
use serde_json::Value;

use super::SCHEME;
use crate::error::StsError;

/// How long keys are good for.
const KEPT: Duration = Duration::from_hours(1);
/// How long keys serve on where the issuer cannot be reached.
const KEPT_IN_NEED: Duration = Duration::from_hours(24);
/// How long an issuer is left alone between two fetches.
const PAUSE: Duration = Duration::from_secs(10);
/// How many issuers' keys are kept.
const ISSUERS_MAX: usize = 256;
/// The longest discovery document, in bytes.
const DISCOVERY_BYTES_MAX: usize = 64 * 1024;

/// The keys of issuers.
pub(crate) struct KeySets {
    egress: Arc<dyn Egress>,
    /// Key sets that the operator gives for issuers, by the issuer's URL: these are never fetched.
    files: HashMap<String, PathBuf>,
    known: Mutex<HashMap<Source, Known>>,
}

/// Whose keys, and who vouches for the server that they came from: what one account's thumbprints
/// let in is not for another's provider.
type Source = (Arc<str>, Vec<String>);

type Fetching = Shared<BoxFuture<'static, Result<Arc<KeySet>, EgressError>>>;

struct Known {
    keys: Option<Arc<KeySet>>,
    /// When the keys came.
    since: Timestamp,
    /// When they were last asked for.
    asked: Timestamp,
    /// The last fetch, which may be under way.
    fetching: Fetching,
}

impl KeySets {
    pub(crate) fn new(egress: Arc<dyn Egress>, files: HashMap<String, PathBuf>) -> Self {
        Self { egress, files, known: Mutex::default() }
    }

    /// The keys that may verify this token.
    ///
    /// # Errors
    /// The issuer cannot be reached, or what it answers are no keys.
    pub(crate) async fn for_token(
        &self,
        call: &Call,
        provider: &OidcProvider,
        token: &Token<'_>,
    ) -> Result<Arc<KeySet>, StsError> {
        let url = format!("{SCHEME}{}", provider.url);
        if let Some(path) = self.files.get(&url) {
            return from_file(path).map(Arc::new);
        }
        if let Some(keys) = issuers::own_keys(&call.platform, &url)? {
            return Ok(Arc::new(keys));
        }
        let source = (Arc::clone(&provider.url), provider.thumbprints.clone());
        let (kept, fetching) = self.look(&source, call.now, token);
        if let (Some(keys), None) = (&kept, &fetching) {
            return Ok(Arc::clone(keys));
        }
        let outcome = match fetching {
            Some(fetching) => fetching.await,
            None => return Err(no_key()),
        };
        match (outcome, kept) {
            (Ok(keys), _) => {
                self.keep(&source, &keys, call.now);
                Ok(keys)
            }
            (Err(_), Some(kept)) => Ok(kept),
            (Err(error), None) => {
                tracing::warn!(issuer = %provider.url, %error, "an issuer's keys could not be read");
                Err(refusal(&error))
            }
        }
    }

    /// The keys at hand, and the fetch to wait for where they do not do.
    fn look(
        &self,
        source: &Source,
        now: Timestamp,
        token: &Token<'_>,
    ) -> (Option<Arc<KeySet>>, Option<Fetching>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = known.get(source) {
            let age = now.since(one.since);
            let kept = one.keys.clone().filter(|_| age < KEPT_IN_NEED);
            let is_good = kept.as_ref().is_some_and(|keys| age < KEPT && token.has_key_in(keys));
            if is_good {
                return (kept, None);
            }
            if now.since(one.asked) < PAUSE {
                return (kept, Some(one.fetching.clone()));
            }
        } else if known.len() >= ISSUERS_MAX {
            known.clear();
        }
        let fetching = self.fetch(source);
        let old = known.remove(source);
        let (keys, since) = old.map_or((None, now), |old| (old.keys, old.since));
        let kept = keys.clone().filter(|_| now.since(since) < KEPT_IN_NEED);
        let entry = Known { keys, since, asked: now, fetching: fetching.clone() };
        known.insert(source.clone(), entry);
        (kept, Some(fetching))
    }

    fn keep(&self, source: &Source, keys: &Arc<KeySet>, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = known.get_mut(source)
            && !one.keys.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, keys))
        {
            one.keys = Some(Arc::clone(keys));
            one.since = now;
        }
    }

    fn fetch(&self, source: &Source) -> Fetching {
        let (egress, (url, thumbprints)) = (Arc::clone(&self.egress), source.clone());
        let fetch: BoxFuture<'static, _> =
            Box::pin(async move { fetch(&*egress, &url, &thumbprints).await });
        fetch.shared()
    }
}

/// Discovery, then the keys. (OpenID Connect Discovery 1.0, section 4.)
async fn fetch(
    egress: &dyn Egress,
    issuer: &str,
    thumbprints: &[String],
) -> Result<Arc<KeySet>, EgressError> {
    let read = |url: String, bytes_max| async move {
        egress.fetch(Fetch { url: &url, thumbprints, bytes_max }).await
    };
    let place =
        format!("{SCHEME}{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let document = read(place, DISCOVERY_BYTES_MAX).await?;
    let keys_at = keys_at(&document, issuer).ok_or(EgressError::Status(200))?;
    let bytes = read(keys_at, KEY_SET_BYTES_MAX).await?;
    let keys = KeySet::parse(&bytes).map_err(|_| EgressError::Status(200))?;
    Ok(Arc::new(keys))
}

/// Where the keys are, by a discovery document of this very issuer.
fn keys_at(document: &[u8], issuer: &str) -> Option<String> {
    let document: Value = serde_json::from_slice(document).ok()?;
    let is_its = document.get("issuer")?.as_str()?.strip_prefix(SCHEME)? == issuer;
    is_its.then_some(document.get("jwks_uri")?.as_str()?.to_owned())
}

/// The keys in an operator's file, read anew with each token, so that it can be replaced.
fn from_file(path: &Path) -> Result<KeySet, StsError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(KEY_SET_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    let keys = match read {
        Ok(_) => KeySet::parse(&bytes).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    keys.map_err(|error| {
        tracing::warn!(file = %path.display(), %error, "a file of keys could not be read");
        no_key()
    })
}

/// What is told of a failed fetch: no more than AWS tells, since the difference would map the
/// network for whoever named the URL.
fn refusal(error: &EgressError) -> StsError {
    match error {
        EgressError::Certificate => StsError::InvalidIdentityToken(
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"
                .to_owned(),
        ),
        EgressError::Status(status) if *status < 500 => no_key(),
        EgressError::TooLarge => no_key(),
        _ => StsError::IdpCommunication,
    }
}

pub(super) fn no_key() -> StsError {
    StsError::InvalidIdentityToken(
        "Couldn't retrieve verification key from your identity provider,  please reference \
         AssumeRoleWithWebIdentity documentation for requirements"
            .to_owned(),
    )
}
