//! From a sealed root key to the key itself, by what files hold or what people hand in.

use bartizan_keys::{KeyError, PassphraseSeal, RootKey, SealKey, Share};
use serde::{Deserialize, Serialize};

use super::{Installation, Sources, StoredSeal, TokenSeal};
use crate::error::CliError;

/// An unsealed root key.
#[derive(Debug)]
pub(crate) struct Unsealed {
    /// The root key.
    pub(crate) root: RootKey,
    /// The key of the seal.
    pub(crate) key: SealKey,
}

/// How far an unsealing has come.
#[derive(Debug)]
pub(crate) struct Unsealing {
    known: Installation,
    sources: Sources,
    shares: Vec<Share>,
}

/// What is to be handed in next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wanted", rename_all = "kebab-case")]
pub(crate) enum Wanted {
    /// Nothing that a person has: the key lies in a file.
    KeyFile,
    /// The passphrase.
    Passphrase,
    /// The PIN of the token.
    Pin,
    /// One more share.
    Share {
        /// How many were handed in.
        given: usize,
        /// How many are needed.
        needed: u8,
    },
}

impl Unsealing {
    /// Of this installation's root key.
    pub(crate) const fn new(known: Installation, sources: Sources) -> Self {
        Self { known, sources, shares: Vec::new() }
    }

    /// Unseals by what files hold; `None` where somebody must hand something in.
    ///
    /// # Errors
    /// A file is missing, cannot be read, or holds what does not unseal.
    pub(crate) fn by_files(&self) -> Result<Option<Unsealed>, CliError> {
        match &self.known.seal {
            StoredSeal::KeyFile => {
                let id = SealKey::id_of(&self.known.sealed_root_key).map_err(CliError::failed)?;
                self.unsealed(self.sources.key(id)?).map(Some).map_err(CliError::failed)
            }
            StoredSeal::Passphrase(seal) => match self.sources.passphrase()? {
                Some(passphrase) => {
                    self.by_passphrase(seal, &passphrase).map(Some).map_err(CliError::Failed)
                }
                None => Ok(None),
            },
            StoredSeal::Token(seal) => match self.sources.pin()? {
                Some(pin) => self.by_token(seal, &pin).map(Some).map_err(CliError::Failed),
                None => Ok(None),
            },
            StoredSeal::Shares(_) => Ok(None),
        }
    }

    /// Takes what was handed in; `None` where more is needed.
    ///
    /// # Errors
    /// It is not what is wanted, and counts for nothing.
    pub(crate) fn offer(&mut self, secret: &str) -> Result<Option<Unsealed>, String> {
        let seal = self.known.seal.clone();
        match &seal {
            StoredSeal::KeyFile => Err("the seal's key lies in a file".to_owned()),
            StoredSeal::Passphrase(seal) => self.by_passphrase(seal, secret).map(Some),
            StoredSeal::Token(seal) => self.by_token(seal, secret).map(Some),
            StoredSeal::Shares(seal) => {
                let said = |error: KeyError| error.to_string();
                let share = Share::parse(secret).map_err(said)?;
                seal.check(&share).map_err(said)?;
                if self.shares.iter().any(|known| known.place() == share.place()) {
                    return Err(said(KeyError::ShareTwice(share.place())));
                }
                self.shares.push(share);
                if self.shares.len() < usize::from(seal.threshold()) {
                    return Ok(None);
                }
                let key = seal.key(&self.shares).map_err(said)?;
                self.unsealed(key).map(Some).map_err(said)
            }
        }
    }

    /// What is to be handed in next.
    pub(crate) fn wanted(&self) -> Wanted {
        match &self.known.seal {
            StoredSeal::KeyFile => Wanted::KeyFile,
            StoredSeal::Passphrase(_) => Wanted::Passphrase,
            StoredSeal::Token(_) => Wanted::Pin,
            StoredSeal::Shares(seal) => {
                Wanted::Share { given: self.shares.len(), needed: seal.threshold() }
            }
        }
    }

    fn by_passphrase(&self, seal: &PassphraseSeal, passphrase: &str) -> Result<Unsealed, String> {
        let key = seal.key(passphrase).map_err(|error| error.to_string())?;
        self.unsealed(key).map_err(|error| match error {
            KeyError::WrongKey { .. } => "the passphrase is wrong".to_owned(),
            other => other.to_string(),
        })
    }

    fn by_token(&self, seal: &TokenSeal, pin: &str) -> Result<Unsealed, String> {
        let key = seal.key(self.sources.library(), pin).map_err(|error| error.to_string())?;
        self.unsealed(key).map_err(|error| error.to_string())
    }

    fn unsealed(&self, key: SealKey) -> Result<Unsealed, KeyError> {
        let root = key.unseal_root(&self.known.sealed_root_key)?;
        Ok(Unsealed { root, key })
    }
}

impl Wanted {
    /// The words that ask for it.
    pub(crate) fn prompt(&self) -> String {
        match self {
            Self::KeyFile => "The key".to_owned(),
            Self::Passphrase => "Passphrase".to_owned(),
            Self::Pin => "PIN of the token".to_owned(),
            Self::Share { given, needed } => {
                format!("Share {} of the {needed} that are needed", given.saturating_add(1))
            }
        }
    }
}
