//! What can be wrong with an upload.

/// Why an upload is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PkiError {
    /// It is in none of the encodings that are read.
    #[error("the text is in no known encoding")]
    UnknownEncoding,
    /// It has the encoding's frame, but not its content.
    #[error("the content does not fit its encoding")]
    Malformed,
    /// It is a private key behind a passphrase.
    #[error("the key is encrypted")]
    Encrypted,
    /// It is a key of a kind or size that is not taken.
    #[error("the key's kind or size is not supported")]
    Unsupported,
}
