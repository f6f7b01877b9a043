//! What all services share: store, clock, randomness, secrets, tokens, the activity record.

use std::fmt;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use bartizan_store::{ActivityLog, Store};
use bartizan_types::{AccountId, Clock, Fault, Random, Timestamp};

use crate::explanations::Explanations;
use crate::projection::DirectoryKeeper;
use crate::tokens::Tokens;
use crate::{Directory, Ports, Projection, Usage, Vault, usage};

/// The shared platform of one running Bartizan.
pub struct Platform {
    /// Durable facts.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Wraps secrets that must be recoverable.
    pub vault: Vault,
    /// Seals and opens session tokens.
    pub tokens: Tokens,
    /// Decisions of the last requests, to be explained.
    pub explanations: Explanations,
    /// When access keys and roles were last used, and operations last called.
    pub usage: Usage,
    /// What services offer to each other.
    pub ports: Ports,
    /// How this Bartizan was started.
    pub settings: Settings,
    directory: Arc<ArcSwap<Directory>>,
    public_url: OnceLock<String>,
}

/// How this Bartizan was started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The account that `init` made.
    pub account: AccountId,
    /// Whether `--dev` is on.
    pub dev: bool,
    /// How many days `LookupEvents` looks back.
    pub activity_days: u32,
    /// The origin that security keys and passkeys are registered for, where it is not the public
    /// URL's.
    pub passkey_origin: Option<String>,
}

/// What a platform is built from.
pub struct PlatformParts {
    /// Durable facts.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Wraps secrets that must be recoverable.
    pub vault: Vault,
    /// How this Bartizan was started.
    pub settings: Settings,
}

impl Platform {
    /// Loads the directory and the token keys, and observes the store from then on.
    ///
    /// # Errors
    /// Something stored cannot be read, compiled or unwrapped.
    pub fn start(
        parts: PlatformParts,
        projections: Vec<Arc<dyn Projection>>,
    ) -> Result<Arc<Self>, String> {
        let directory = Arc::new(ArcSwap::from_pointee(Directory::default()));
        let mut offered = Ports::default();
        for projection in &projections {
            projection.use_vault(&parts.vault);
            projection.offer(&mut offered);
            projection.upgrade(&parts.store).map_err(|error| error.to_string())?;
        }
        let keeper = DirectoryKeeper { projections, current: Arc::clone(&directory) };
        parts.store.observe(Box::new(keeper)).map_err(|error| error.to_string())?;
        usage::catch_up(&parts.store, &directory.load()).map_err(|error| error.to_string())?;
        let tokens = Tokens::start(&parts)?;
        Ok(Arc::new(Self {
            store: parts.store,
            clock: parts.clock,
            random: parts.random,
            vault: parts.vault,
            tokens,
            explanations: Explanations::default(),
            usage: Usage::default(),
            ports: offered,
            settings: parts.settings,
            directory,
            public_url: OnceLock::new(),
        }))
    }

    /// The directory as it is now.
    ///
    /// # Errors
    /// The directory may be stale, so nothing can be decided: a retryable fault.
    pub fn directory(&self) -> Result<Arc<Directory>, Fault> {
        if self.store.is_current() {
            Ok(self.directory.load_full())
        } else {
            Err(Fault::new(
                "ServiceUnavailable",
                "the store's last change could not be applied, so nothing can be decided: restart Bartizan",
                503,
            ))
        }
    }

    /// The activity record.
    pub fn activity(&self) -> &ActivityLog {
        self.store.activity()
    }

    /// Enters the URL under which the world reaches the API, once it is known: when Bartizan
    /// listens.
    pub fn enter_public_url(&self, url: String) {
        // The first one counts: it is entered before the first request is served.
        let _ = self.public_url.set(url);
    }

    /// The URL under which the world reaches the API, without a slash at its end.
    pub fn public_url(&self) -> &str {
        self.public_url.get().map_or("https://localhost", String::as_str)
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform").field("settings", &self.settings).finish_non_exhaustive()
    }
}
