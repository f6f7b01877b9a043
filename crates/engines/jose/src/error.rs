//! Why a token or a key set was refused.

/// Why a token or a key set was refused. Holds nothing of a token's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoseError {
    /// No signed token in the compact form.
    #[error("this is no signed JSON web token")]
    Malformed,
    /// `none`, a keyed hash, or one that is not known.
    #[error("the token's algorithm is not one of RS256, RS384, RS512, ES256, ES384, ES512")]
    Algorithm,
    /// The header demands what is not understood. (RFC 7515, section 4.1.11.)
    #[error("the token has a critical extension that is not understood")]
    Critical,
    /// No key of the set has the token's key id and fits its algorithm.
    #[error("no key of the set fits the token")]
    UnknownKey,
    /// The signature is of another key or of another text.
    #[error("the token's signature does not hold")]
    Signature,
    /// The bytes are no key set, or are too many.
    #[error("this is no JSON web key set")]
    KeySet,
    /// More keys of one kind than AWS takes.
    #[error("the key set has more than 100 keys of one kind")]
    TooManyKeys,
    /// A private key cannot be used.
    #[error("the signing key cannot be used")]
    SigningKey,
}
