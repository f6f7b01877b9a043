//! Why a message was refused, or cannot be made.

use std::io;

use crate::{AlgorithmSuite, CommitmentPolicy};

/// Why a message was refused, or cannot be made. Holds no key and no plaintext.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EsdkError {
    /// The message ends too early.
    #[error("the message is cut short")]
    Truncated,
    /// Something comes after the message.
    #[error("more bytes follow the end of the message: it was changed, or is not one message")]
    TrailingBytes,
    /// The first byte is of no known version.
    #[error("this is no message of the AWS Encryption SDK: its first byte is {0:#04x}")]
    UnknownVersion(u8),
    /// It begins as the base64 text of a message does.
    #[error("the message is in base64: decode it first")]
    Base64,
    /// A suite that does not exist, or one of another version of the format.
    #[error("the message names algorithm suite {0:#06x}, which its version of the format lacks")]
    UnknownSuite(u16),
    /// The name of no suite.
    #[error(
        "`{0}` is no algorithm suite: write a name such as \
         AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384, or its number, such as 0x0578"
    )]
    UnknownSuiteName(String),
    /// A field has a value that the format does not allow.
    #[error("the message is malformed: {0}")]
    Malformed(&'static str),
    /// A suite whose use the policy does not allow.
    #[error("the commitment policy {policy} does not allow {doing} with {suite}")]
    Policy {
        /// The policy.
        policy: CommitmentPolicy,
        /// `encrypting` or `decrypting`.
        doing: &'static str,
        /// The suite.
        suite: AlgorithmSuite,
    },
    /// More encrypted data keys than the reader allows.
    #[error("the message has {found} encrypted data keys, and at most {max} are allowed")]
    TooManyDataKeys {
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// A header that is longer than any real one.
    #[error("the message's header is longer than {0} bytes")]
    HeaderTooLong(usize),
    /// A frame, or a body in one piece, that is longer than the reader allows.
    #[error("the message has a piece of {found} bytes, and at most {max} are allowed")]
    PieceTooLong {
        /// Its length.
        found: u64,
        /// What is allowed.
        max: u64,
    },
    /// There must be a data key.
    #[error("a message needs at least one wrapping key")]
    NoDataKeys,
    /// A context of more than 65,535 bytes.
    #[error("the encryption context is too long: with its lengths it may have 65,535 bytes")]
    ContextTooLong,
    /// Keys with this prefix are the format's own.
    #[error("the context key `{0}` is reserved: choose one that does not begin with aws-crypto-")]
    ReservedContextKey(String),
    /// A pair is given twice.
    #[error("the context key `{0}` is given twice")]
    RepeatedContextKey(String),
    /// The message's context is not the one that was asked for.
    #[error("the message's encryption context does not have the required value of `{0}`")]
    ContextMismatch(String),
    /// A data key of the wrong length.
    #[error("the data key has {found} bytes, and the algorithm suite wants {wanted}")]
    DataKeyLength {
        /// What it has.
        found: usize,
        /// What it must have.
        wanted: usize,
    },
    /// The data key is not the one that the message was made with.
    #[error("the data key is not the one that the message is committed to")]
    Commitment,
    /// The header was changed, or the context that is not stored in it is another.
    #[error("the message's header is not authentic: it was changed, or its context is another")]
    HeaderNotAuthentic,
    /// A frame was changed.
    #[error("the message's body is not authentic: it was changed")]
    BodyNotAuthentic,
    /// The signature is not the header's key's.
    #[error("the message's signature is wrong: it was changed, or signed by another")]
    WrongSignature,
    /// The key that is to verify the signature is not one.
    #[error("the message's public key cannot be read")]
    MalformedPublicKey,
    /// A frame length of nothing, or of too much.
    #[error("a frame may have 1 to 2,147,483,647 bytes")]
    FrameLength,
    /// The sequence numbers are used up.
    #[error("the plaintext is too long for its frames: choose a greater frame length")]
    TooManyFrames,
    /// A wrapping key that cannot be used.
    #[error("{0}")]
    WrappingKey(&'static str),
    /// A wrapping key does not open the data key that bears its name.
    #[error("the wrapping key does not open the message's data key, though it has its name")]
    NotUnwrapped,
    /// No identifier of a KMS key.
    #[error("`{0}` is no KMS key: write an ARN, a key id, or an alias such as alias/backup")]
    NotAKmsKey(String),
    /// The cipher refused; it does so for no input within the limits.
    #[error("the cipher failed")]
    Cipher,
    /// What was read from or written to failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}
