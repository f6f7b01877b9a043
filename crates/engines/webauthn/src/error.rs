//! Why a response of an authenticator is refused.

/// Why a response is refused. The messages say what was wrong, and nothing of any credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebauthnError {
    /// The response is not of the form that browsers send.
    #[error("the response is not a public key credential in JSON")]
    Response,
    /// It is too long.
    #[error("the response is too long")]
    TooLong,
    /// What the client says is not JSON of its form.
    #[error("the client's data cannot be read")]
    ClientData,
    /// It is of the other ceremony.
    #[error("the client's data is of another kind of ceremony")]
    Ceremony,
    /// It is for another challenge.
    #[error("the client's data answers another challenge")]
    Challenge,
    /// It is of a page of another origin.
    #[error("the client's data is of another origin")]
    Origin,
    /// What the authenticator says has not its form.
    #[error("the authenticator's data cannot be read")]
    AuthenticatorData,
    /// It is for another relying party.
    #[error("the authenticator's data is for another relying party")]
    Party,
    /// Nobody was there.
    #[error("the authenticator did not see its user")]
    UserPresence,
    /// The attestation is of a form that is not taken.
    #[error("the attestation is not taken: ask for none")]
    Attestation,
    /// The key is none that is taken.
    #[error("the public key is of an algorithm or a size that is not taken")]
    Key,
    /// The response is of another credential.
    #[error("the response is of another credential")]
    Credential,
    /// The signature is wrong.
    #[error("the signature is not right")]
    Signature,
    /// The counter went back: there may be a copy of the authenticator.
    #[error("the authenticator's counter did not go on: it may have been copied")]
    Counter,
}
