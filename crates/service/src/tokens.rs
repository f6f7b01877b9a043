//! Session tokens: stateless, sealed by keys that change daily. (Architecture, "Sessions".)

mod session_token;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bartizan_keys::{RootKey, TokenKeys};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_sigv4::{Secret, SigningError};
use bartizan_store::{Key, Record, Store, StoreError, Writer};
use bartizan_types::{
    AccessKeyId, Arn, Fault, Principal, Random, Session, SessionKind, Tag, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::directory::Entity;
use crate::platform::PlatformParts;
use crate::vault::{base64_bytes, base64_text};
use crate::{Caller, Directory, SessionFacts, Vault};

pub use session_token::{SessionToken, TokenPolicy, TokenPrincipal};

/// The most bytes a token may have in text form.
const TOKEN_BYTES_MAX: usize = 4096;
/// How many opened tokens are remembered, so that their session policies are compiled once.
const REMEMBERED: usize = 8192;

/// Seals and opens session tokens.
pub struct Tokens {
    keys: Mutex<TokenKeys>,
    /// Held while the day's key is made, so that one is made and not one for each caller.
    rotation: futures_util::lock::Mutex<()>,
    vault: Vault,
    random: Arc<dyn Random>,
    store: Store,
    opened: Mutex<HashMap<String, Arc<Opened>>>,
}

struct Opened {
    access_key: AccessKeyId,
    token: SessionToken,
    inline: Vec<Attached>,
}

/// A token key as it is stored: wrapped by the root key.
#[derive(Debug, Serialize, Deserialize)]
struct WrappedTokenKey {
    wrapped: String,
}

impl Record for WrappedTokenKey {
    const COLLECTION: &'static str = "platform.token_key";
}

/// The most token keys there can be: one a day, kept for 36 hours, and some to spare.
const TOKEN_KEYS_MAX: usize = 64;

/// Wraps the stored token keys anew.
pub(crate) fn rewrap(
    writer: &mut Writer<'_>,
    old: &RootKey,
    new: &RootKey,
    random: &dyn Random,
) -> Result<(), Fault> {
    for (key, record) in writer.scan::<WrappedTokenKey>("", "", "", None, TOKEN_KEYS_MAX)? {
        let wrapped = old
            .unwrap_token_key(&base64_bytes(&record.wrapped))
            .and_then(|token_key| new.wrap_token_key(&token_key, random))
            .map_err(|error| key_fault(&error))?;
        writer.put(&key, &WrappedTokenKey { wrapped: base64_text(&wrapped) })?;
    }
    Ok(())
}

impl Tokens {
    pub(crate) fn start(parts: &PlatformParts) -> Result<Self, String> {
        let stored = parts
            .store
            .read(|reader| reader.scan::<WrappedTokenKey>("", "", "", None, TOKEN_KEYS_MAX))
            .map_err(|error: StoreError| error.to_string())?;
        let mut keys = TokenKeys::new();
        for (_, record) in stored {
            let key = parts
                .vault
                .root()
                .unwrap_token_key(&base64_bytes(&record.wrapped))
                .map_err(|error| format!("a session token key cannot be unwrapped: {error}"))?;
            keys.add(key);
        }
        Ok(Self {
            keys: Mutex::new(keys),
            rotation: futures_util::lock::Mutex::default(),
            vault: parts.vault.clone(),
            random: Arc::clone(&parts.random),
            store: parts.store.clone(),
            opened: Mutex::default(),
        })
    }

    /// Seals a token for these temporary credentials. Where the day's key is not made yet, it is
    /// made and stored first.
    ///
    /// # Errors
    /// `PackedPolicyTooLarge`, or the store's fault.
    pub async fn seal(
        &self,
        access_key: &AccessKeyId,
        token: &SessionToken,
        now: Timestamp,
    ) -> Result<String, Fault> {
        self.rotate(now).await?;
        let packed = token.pack();
        let sealed = self
            .lock_keys()
            .seal_token(access_key, &packed, &*self.random)
            .map_err(|error| key_fault(&error))?;
        let text = base64_text(&sealed);
        if text.len() > TOKEN_BYTES_MAX {
            let percent = text.len().saturating_mul(100) / TOKEN_BYTES_MAX;
            return Err(Fault::new(
                "PackedPolicyTooLarge",
                format!(
                    "Packed size of session tags and policies consumes {percent}% of allotted space."
                ),
                400,
            ));
        }
        Ok(text)
    }

    /// How much of a token's room its policies and tags take, in percent.
    pub fn packed_percent(token: &SessionToken) -> i32 {
        let size = token.pack().len().saturating_mul(4) / 3;
        i32::try_from(size.saturating_mul(100) / TOKEN_BYTES_MAX).unwrap_or(i32::MAX)
    }

    /// Opens a token that came with this access key, and finds its principal as it is now.
    ///
    /// # Errors
    /// The token is not of this key, has expired, its delegation was revoked, or its principal is
    /// gone.
    pub fn open(
        &self,
        directory: &Directory,
        access_key: &AccessKeyId,
        text: &str,
        now: Timestamp,
    ) -> Result<(Caller, Secret), SigningError> {
        let opened = self.opened(access_key, text)?;
        let token = &opened.token;
        if token.expires <= now || is_revoked(directory, token) {
            return Err(SigningError::ExpiredToken);
        }
        let (principal, tags) = resolve(directory, token).ok_or(SigningError::InvalidToken)?;
        let policies = session_policies(directory, token, &opened.inline);
        let root_task = root_task(directory, token)?;
        let is_plain = token.delegated_to.is_none()
            && root_task.is_none()
            && matches!(principal, Principal::Root { .. } | Principal::User { .. });
        let caller = Caller {
            principal,
            access_key: Some(access_key.clone()),
            session: Some(Arc::new(SessionFacts {
                issued: token.issued,
                expires: token.expires,
                mfa_authenticated: token.mfa_authenticated,
                is_plain,
                delegated_to: token.delegated_to,
                root_task,
                chained: token.chained,
                policies,
                tags: token.tags.clone(),
                transitive_tag_keys: token.transitive_tag_keys.clone(),
                source_identity: token.source_identity.clone(),
                default_regions_only: token.default_regions_only,
            })),
            principal_tags: tags,
        };
        Ok((caller, Secret::new(token.secret.clone())))
    }

    fn opened(&self, access_key: &AccessKeyId, text: &str) -> Result<Arc<Opened>, SigningError> {
        let remembered =
            self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(opened) = remembered {
            let same_key = opened.access_key == *access_key;
            return if same_key { Ok(opened) } else { Err(SigningError::InvalidToken) };
        }
        if text.len() > TOKEN_BYTES_MAX {
            return Err(SigningError::InvalidToken);
        }
        let packed = self
            .lock_keys()
            .open_token(access_key, &base64_bytes(text))
            .map_err(|_| SigningError::InvalidToken)?;
        let token = SessionToken::unpack(&packed).ok_or(SigningError::InvalidToken)?;
        let inline = compile_inline(&token).ok_or(SigningError::InvalidToken)?;
        let opened = Arc::new(Opened { access_key: access_key.clone(), token, inline });
        let mut all = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(text.to_owned(), Arc::clone(&opened));
        Ok(opened)
    }

    /// Makes the day's key when the last one is a day old. It is stored before it seals anything.
    async fn rotate(&self, now: Timestamp) -> Result<(), Fault> {
        if !self.lock_keys().is_due(now) {
            return Ok(());
        }
        let _one = self.rotation.lock().await;
        let mut next = self.lock_keys().clone();
        let Some(key) = next.rotate(now, &*self.random).map_err(|error| key_fault(&error))? else {
            return Ok(());
        };
        let id = key.id().to_string();
        let wrapped = self
            .vault
            .root()
            .wrap_token_key(key, &*self.random)
            .map_err(|error| key_fault(&error))?;
        let record = WrappedTokenKey { wrapped: base64_text(&wrapped) };
        let expired: Vec<String> = next.expire(now).iter().map(ToString::to_string).collect();
        self.store
            .write(move |writer| {
                for id in expired {
                    writer.delete::<WrappedTokenKey>(&Key::installation(&id))?;
                }
                writer.put(&Key::installation(&id), &record)
            })
            .await
            .map_err(|error: StoreError| Fault::from(error))?;
        *self.lock_keys() = next;
        Ok(())
    }

    fn lock_keys(&self) -> std::sync::MutexGuard<'_, TokenKeys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

fn key_fault(error: &bartizan_keys::KeyError) -> Fault {
    Fault::new("InternalFailure", format!("a session token key could not be used: {error}"), 500)
}

/// A fresh secret access key: 40 characters, 240 random bits.
pub fn generate_secret(random: &dyn Random) -> Secret {
    let mut bytes = [0; 30];
    random.fill(&mut bytes);
    Secret::new(base64_text(&bytes))
}

fn compile_inline(token: &SessionToken) -> Option<Vec<Attached>> {
    let policies = token.policies.as_deref().unwrap_or_default();
    policies
        .iter()
        .filter_map(|policy| match policy {
            TokenPolicy::Inline(text) => Some(text),
            TokenPolicy::Managed(_) => None,
        })
        .map(|text| {
            let policy = Policy::parse(text, PolicyKind::Session).ok()?;
            Some(Attached::inline("session-policy", Arc::new(policy)))
        })
        .collect()
}

/// The session policies as they are now. A managed one that is gone allows nothing.
fn session_policies(
    directory: &Directory,
    token: &SessionToken,
    inline: &[Attached],
) -> Option<Arc<[Attached]>> {
    let policies = token.policies.as_ref()?;
    let managed = policies.iter().filter_map(|policy| match policy {
        TokenPolicy::Managed(arn) => directory.managed_policy(arn),
        TokenPolicy::Inline(_) => None,
    });
    Some(inline.iter().cloned().chain(managed).collect())
}

/// The policy of the task that a session by `AssumeRoot` is for. Without it nothing would limit the
/// session.
fn root_task(
    directory: &Directory,
    token: &SessionToken,
) -> Result<Option<Attached>, SigningError> {
    let Some(arn) = &token.root_task else { return Ok(None) };
    directory.managed_policy(arn).map(Some).ok_or(SigningError::InvalidToken)
}

/// Whether a delegated session's request is in force no longer.
fn is_revoked(directory: &Directory, token: &SessionToken) -> bool {
    let is_in_force = token.delegation.as_deref().is_some_and(|id| directory.has_delegation(id));
    token.delegated_to.is_some() && !is_in_force
}

fn resolve(directory: &Directory, token: &SessionToken) -> Option<(Principal, Arc<[Tag]>)> {
    Some(match &token.principal {
        TokenPrincipal::Root(account) => (Principal::Root { account: *account }, Arc::from([])),
        TokenPrincipal::User(account, id) => {
            let user = directory.user(id).filter(|user| user.account == *account)?;
            let principal = Principal::User {
                account: *account,
                arn: user.arn.clone(),
                id: user.id.clone(),
                name: user.name.to_string(),
            };
            (principal, Arc::clone(&user.tags))
        }
        TokenPrincipal::Role(account, id, name) => {
            let role = directory.role(id).filter(|role| role.account == *account)?;
            (role_session(role, name, token.federated_by.clone())?, Arc::clone(&role.tags))
        }
        TokenPrincipal::Federated(account, user, name) => {
            let user = match user {
                Some(id) => Some(directory.user(id).filter(|user| user.account == *account)?),
                None => None,
            };
            let session = Session {
                account: *account,
                arn: Arn::new("sts", "", Some(*account), &format!("federated-user/{name}")),
                name: name.clone(),
                kind: SessionKind::Federated {
                    user: user.map(|user| (user.arn.clone(), user.id.clone())),
                },
            };
            let tags = user.map_or_else(|| Arc::from([]), |user| Arc::clone(&user.tags));
            (Principal::Session(session), tags)
        }
    })
}

/// The principal of a role's session.
pub fn role_session(role: &Entity, name: &str, federated_by: Option<String>) -> Option<Principal> {
    let facts = role.role.as_ref()?;
    let resource = format!("assumed-role/{}/{name}", role.name);
    Some(Principal::Session(Session {
        account: role.account,
        arn: Arn::new("sts", "", Some(role.account), &resource),
        name: name.to_owned(),
        kind: SessionKind::Role {
            role_arn: role.arn.clone(),
            role_id: role.id.clone(),
            service_linked: facts.service_linked,
            federated_by,
        },
    }))
}
