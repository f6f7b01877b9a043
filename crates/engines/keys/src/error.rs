//! What can be wrong with sealed bytes.

use crate::{KeyId, MAX_PLAINTEXT_BYTES};

/// Why sealed bytes, a key file or a token were refused. Holds no key material.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Too short to be sealed bytes at all.
    #[error("the sealed bytes are cut short")]
    Truncated,
    /// Sealed in a form this version does not know.
    #[error("the sealed bytes have format {0}, which this version cannot read")]
    UnknownFormat(u8),
    /// Sealed by another key.
    #[error("sealed by key {found}, opened with key {expected}")]
    WrongKey {
        /// The key that sealed.
        found: KeyId,
        /// The key at hand.
        expected: KeyId,
    },
    /// Changed, or bound to another place than the one it was read from.
    #[error("the sealed bytes were changed, or belong elsewhere")]
    NotAuthentic,
    /// Authentic, yet not what it should be.
    #[error("the sealed bytes do not hold a key")]
    NotAKey,
    /// More than can be sealed at once.
    #[error("{0} bytes are too many: at most {MAX_PLAINTEXT_BYTES} are sealed at once")]
    TooLarge(usize),
    /// The cipher refused; it does so for no input within the limits.
    #[error("the cipher failed")]
    Cipher,
    /// Not a key file.
    #[error("this is not a key file: its key line is missing")]
    KeyFileMalformed,
    /// A key file of a later version.
    #[error("the key file has version `{0}`, which this version cannot read")]
    KeyFileVersion(String),
    /// A key file with a changed or mistyped key.
    #[error("the key file's checksum does not match: restore the file from its copy")]
    KeyFileChecksum,
    /// A stored seal whose parameters cannot be.
    #[error("what is stored of the seal was changed")]
    SealMalformed,
    /// A passphrase that would be guessed.
    #[error("a passphrase has at least {0} characters")]
    PassphraseTooShort(usize),
    /// Numbers of shares that make no sharing.
    #[error("at least two shares open a seal, and at most as many as there are")]
    SharesOutOfBounds,
    /// Not a share.
    #[error("this is no share: one is a line `bartizan-share:1:…`")]
    ShareMalformed,
    /// A share that was written down wrongly.
    #[error("the share was mistyped: its checksum does not match")]
    ShareMistyped,
    /// A share of another seal, or of the same before it was split anew.
    #[error("the share is of another sharing: each resealing makes new shares")]
    ShareOfAnotherSet,
    /// A share that is right in form alone.
    #[error("share {0} was changed: it is not the one that was made")]
    ShareChanged(u8),
    /// A share that was given before.
    #[error("share {0} was given already: give another one")]
    ShareTwice(u8),
    /// Fewer shares than make the key.
    #[error("{0} shares are needed")]
    TooFewShares(u8),
    /// There is no key to seal tokens with.
    #[error("there is no token key: rotate first")]
    NoTokenKey,
    /// Not a name of AWS's, or of something that is offered in China alone.
    #[error("there is no such name")]
    UnknownName,
    /// Bytes that cannot be the key they are said to be.
    #[error("these bytes are not key material of this kind and size")]
    NotKeyMaterial,
    /// Not the id of a key, or of its material.
    #[error("this is not the id of a key or of its material")]
    NotAKeyId,
    /// Not a public key of the kind that is needed.
    #[error("this is not a public key of the same curve")]
    NotAPublicKey,
    /// The key's kind does not do this.
    #[error("a key of this kind does not do this")]
    WrongAlgorithm,
    /// The algorithm does not sign messages of this type.
    #[error("this algorithm does not take messages of this type")]
    WrongMessageType,
    /// A digest, a µ or a ciphertext of another length than the algorithm's.
    #[error("the length is not the algorithm's: it must be {expected} bytes")]
    WrongLength {
        /// How many bytes it must have.
        expected: usize,
    },
    /// More than this key encrypts at once.
    #[error("the plaintext is too long: at most {most} bytes are encrypted at once")]
    PlaintextTooLong {
        /// The most bytes.
        most: usize,
    },
}
