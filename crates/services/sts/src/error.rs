//! STS's errors. (STS API Reference, "Common Errors" and each operation's own.)

use bartizan_types::Fault;

use crate::saml;

/// An error of STS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StsError {
    #[error("{0}")]
    AccessDenied(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    InvalidParameterValue(String),
    #[error("{0}")]
    MalformedPolicyDocument(String),
    #[error("{0}")]
    InvalidIdentityToken(String),
    #[error(
        "Token expired: current date/time {now} must be before the expiration date/time{expires}"
    )]
    ExpiredToken { now: i64, expires: i64 },
    #[error(
        "The identity provider (IdP) that was asked to verify the incoming identity token could not \
         be reached"
    )]
    IdpCommunication,
    #[error("The trade-in token has expired.")]
    ExpiredTradeInToken,
    #[error("Outbound web identity federation is not enabled for this account.")]
    OutboundFederationDisabled,
    #[error("The requested token duration exceeds the remaining duration of the calling session.")]
    SessionDurationEscalation,
    #[error("The requested token payload size exceeds the maximum allowed size.")]
    TokenTooLarge,
    #[error("Packed size of session policies consumes {percent}% of allotted space.")]
    PackedPolicyTooLarge { percent: usize },
    #[error("{parameter} is not implemented by Bartizan: leave it out")]
    NotImplemented { parameter: &'static str },
    #[error("Could not find operation AssumeRoot for version 2011-06-15")]
    InvalidAction,
    #[error("{0}")]
    Saml(#[from] saml::Refusal),
    #[error("{0}")]
    Platform(Fault),
}

impl From<Fault> for StsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StsError> for Fault {
    fn from(error: StsError) -> Self {
        let (code, status) = match &error {
            StsError::Platform(fault) => return fault.clone(),
            StsError::Saml(refusal) => refusal.code(),
            StsError::AccessDenied(_) => ("AccessDenied", 403),
            StsError::Validation(_) => ("ValidationError", 400),
            StsError::InvalidParameterValue(_) => ("InvalidParameterValue", 400),
            StsError::MalformedPolicyDocument(_) => ("MalformedPolicyDocument", 400),
            StsError::InvalidIdentityToken(_) => ("InvalidIdentityToken", 400),
            StsError::ExpiredToken { .. } => ("ExpiredTokenException", 400),
            StsError::ExpiredTradeInToken => ("ExpiredTradeInTokenException", 400),
            StsError::IdpCommunication => ("IDPCommunicationError", 400),
            StsError::OutboundFederationDisabled => {
                ("OutboundWebIdentityFederationDisabledException", 403)
            }
            StsError::SessionDurationEscalation => ("SessionDurationEscalationException", 403),
            StsError::TokenTooLarge => ("JWTPayloadSizeExceededException", 400),
            StsError::PackedPolicyTooLarge { .. } => ("PackedPolicyTooLarge", 400),
            StsError::InvalidAction => ("InvalidAction", 400),
            StsError::NotImplemented { .. } => ("NotImplemented", 501),
        };
        Self::new(code, error.to_string(), status)
    }
}
