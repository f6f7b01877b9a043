//! What can be wrong with a sealed file.

/// Why a sealed file was refused. Holds no key material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// Changed, cut, put in another order, or sealed by another key or as another file.
    #[error("the sealed bytes were changed, or belong elsewhere")]
    NotAuthentic,
    /// Not a key of 32 bytes.
    #[error("a data key has 32 bytes")]
    NotAKey,
    /// A range that is not inside of the file.
    #[error("the range is not inside of the file")]
    OutOfRange,
    /// More chunks than one key may seal.
    #[error("the stream is too long to be sealed by one key")]
    TooLong,
    /// The cipher refused; it does so for no input within the limits.
    #[error("the cipher failed")]
    Cipher,
}
