//! Why metadata or a response is refused.

/// An error of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SamlError {
    /// It is not XML that this crate reads.
    #[error("the XML is refused: {0}")]
    Xml(&'static str),
    /// It is XML, and no metadata of an identity provider.
    #[error("the metadata is refused: {0}")]
    Metadata(&'static str),
    /// A certificate that cannot be used.
    #[error("the certificate is refused: {0}")]
    Certificate(&'static str),
    /// A private key that cannot be used.
    #[error("the key must be an RSA key of 2048 to 4096 bits")]
    Key,
    /// It is XML, and not a response with one assertion as the SAML profile says.
    #[error("the response is refused: {0}")]
    Response(&'static str),
    /// The assertion is encrypted, and there is no key to decrypt it by.
    #[error("there is no key to decrypt the assertion by")]
    Encrypted,
    /// The assertion is not encrypted, and must be.
    #[error("the assertion must be encrypted")]
    Unencrypted,
    /// What was encrypted cannot be decrypted, read, or found signed: which of these, nobody learns.
    #[error("the assertion cannot be decrypted, or is not signed")]
    Decryption,
    /// The identity provider answered that it did not authenticate anybody.
    #[error("the identity provider reports a failure")]
    Failed,
    /// Another provider issued it.
    #[error("the issuer is not the provider's")]
    Issuer,
    /// There is no signature, or it is not one that the provider's keys made over this assertion.
    #[error("the signature is refused: {0}")]
    Signature(&'static str),
    /// The subject is not confirmed by a bearer confirmation with recipient and end.
    #[error("there must be one bearer confirmation with a recipient and an end")]
    Confirmation,
    /// It is meant for another recipient or audience.
    #[error("it is meant for another audience")]
    Audience,
    /// It was issued too long ago.
    #[error("it was issued more than five minutes ago")]
    Stale,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not begun.
    #[error("it is not valid yet")]
    Early,
}
