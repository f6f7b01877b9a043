//! The seal that somebody knows: a passphrase, made into a key by Argon2id. (RFC 9106.)

use argon2::{Algorithm, Argon2, Params, Version};
use bartizan_types::Random;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{KeyError, SealKey};

/// The second choice of RFC 9106, section 4: 64 MiB, three passes. Four lanes there, which run one
/// after the other here.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// What a stored record may ask for at most, in KiB: a changed one must not take all memory.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 64;
const LANES_MAX: u32 = 64;
const SALT_BYTES: usize = 16;
/// Fewer characters are guessed, whatever a guess costs.
const PASSPHRASE_CHARACTERS_MIN: usize = 12;
const PASSPHRASE_BYTES_MAX: usize = 1024;

/// How a passphrase becomes the seal's key. It holds no secret, and stands beside the sealed root
/// key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseSeal {
    salt: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl PassphraseSeal {
    /// The parameters of today, with a fresh salt.
    pub fn new(random: &dyn Random) -> Self {
        let mut salt = [0; SALT_BYTES];
        random.fill(&mut salt);
        Self { salt: hex::encode(salt), memory_kib: MEMORY_KIB, passes: PASSES, lanes: LANES }
    }

    /// Refuses a passphrase that is too short to be chosen.
    ///
    /// # Errors
    /// [`KeyError::PassphraseTooShort`], or [`KeyError::TooLarge`].
    pub fn check_choice(passphrase: &str) -> Result<(), KeyError> {
        if passphrase.chars().count() < PASSPHRASE_CHARACTERS_MIN {
            return Err(KeyError::PassphraseTooShort(PASSPHRASE_CHARACTERS_MIN));
        }
        check_length(passphrase)
    }

    /// The key that this passphrase makes. Takes some tenths of a second, on purpose.
    ///
    /// # Errors
    /// The stored parameters are out of bounds, or the passphrase is over-long.
    pub fn key(&self, passphrase: &str) -> Result<SealKey, KeyError> {
        check_length(passphrase)?;
        let is_bounded = self.memory_kib <= MEMORY_KIB_MAX
            && self.passes <= PASSES_MAX
            && self.lanes <= LANES_MAX;
        let salt = hex::decode(&self.salt).map_err(|_| KeyError::SealMalformed)?;
        if !is_bounded || salt.len() != SALT_BYTES {
            return Err(KeyError::SealMalformed);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| KeyError::SealMalformed)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, bytes.as_mut())
            .map_err(|_| KeyError::Cipher)?;
        SealKey::from_slice(bytes.as_ref())
    }
}

fn check_length(passphrase: &str) -> Result<(), KeyError> {
    if passphrase.len() > PASSPHRASE_BYTES_MAX {
        return Err(KeyError::TooLarge(passphrase.len()));
    }
    Ok(())
}
