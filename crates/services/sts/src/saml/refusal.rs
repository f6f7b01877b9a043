//! Why a response is refused, in AWS's words. (IAM User Guide, "Troubleshoot SAML federation with
//! IAM".)

use bartizan_saml::SamlError;

/// A refusal of a response, before any policy is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Specified provider doesn't exist")]
    NoSuchProvider,
    #[error("The metadata of the specified provider has expired")]
    ProviderExpired,
    #[error("Invalid base64 SAMLResponse")]
    NoResponse,
    #[error("Encrypted assertions are not supported by the specified provider")]
    Encrypted,
    #[error("Encrypted assertions are required by the specified provider")]
    Unencrypted,
    #[error("Encrypted assertion invalid")]
    Decryption,
    #[error("Issuer not present in specified provider")]
    Issuer,
    #[error("Response signature invalid")]
    Signature,
    #[error("Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter")]
    Confirmation,
    #[error("Response does not contain the required audience.")]
    Audience,
    #[error("SAML Assertion doesn't contain the requested Role and Metadata in the attributes")]
    Role,
    #[error("RoleSessionName is required in AuthnResponse")]
    NoSessionName,
    #[error("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{{2,64}}")]
    SessionName,
    #[error("Source Identity must match [a-zA-Z_0-9+=,.@-]{{2,64}} and not begin with \"aws:\"")]
    SourceIdentity,
    #[error("SessionDuration in AuthnResponse must be an integer from 900 to 43200")]
    SessionSeconds,
    #[error("The session tags in AuthnResponse are invalid")]
    Tags,
    #[error("SAML Assertion is not yet valid")]
    Early,
    #[error("Token must be redeemed within 5 minutes of issuance")]
    Stale,
    #[error("SAML Assertion has expired")]
    Expired,
    #[error("The identity provider reported that authentication failed")]
    Failed,
}

impl Refusal {
    /// AWS's code, and the HTTP status.
    pub(crate) const fn code(self) -> (&'static str, u16) {
        match self {
            Self::Stale | Self::Expired => ("ExpiredTokenException", 400),
            Self::Failed => ("IDPRejectedClaim", 403),
            _ => ("InvalidIdentityToken", 400),
        }
    }
}

impl From<SamlError> for Refusal {
    fn from(error: SamlError) -> Self {
        match error {
            SamlError::Xml(_)
            | SamlError::Metadata(_)
            | SamlError::Certificate(_)
            | SamlError::Key
            | SamlError::Response(_) => Self::NoResponse,
            SamlError::Encrypted => Self::Encrypted,
            SamlError::Unencrypted => Self::Unencrypted,
            SamlError::Decryption => Self::Decryption,
            SamlError::Failed => Self::Failed,
            SamlError::Issuer => Self::Issuer,
            SamlError::Signature(_) => Self::Signature,
            SamlError::Confirmation => Self::Confirmation,
            SamlError::Audience => Self::Audience,
            SamlError::Stale => Self::Stale,
            SamlError::Expired => Self::Expired,
            SamlError::Early => Self::Early,
        }
    }
}
