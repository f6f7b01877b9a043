//! IAM's errors. (IAM API Reference, "Common Errors" and each operation's own.)

use bartizan_store::StoreError;
use bartizan_types::Fault;

/// An error of IAM: a variant for each code, with the message.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IamError {
    #[error("{0}")]
    NoSuchEntity(String),
    #[error("{0}")]
    EntityAlreadyExists(String),
    /// A policy that something uses, or the version of one.
    #[error("{0}")]
    PolicyInUse(&'static str),
    /// What must go first, as "detach all policies".
    #[error("Cannot delete entity, must {0} first.")]
    DeleteConflict(&'static str),
    /// A certificate's id, and the ARN of what shows it.
    #[error(
        "Certificate: {0} is currently in use by {1}. Please remove it first before deleting it from IAM."
    )]
    CertificateInUse(String, String),
    /// An MFA device that somebody has.
    #[error("MFA VirtualDevice in use. Must deactivate first.")]
    MfaDeviceInUse,
    #[error("Authentication code for device is not valid.")]
    InvalidAuthenticationCode,
    #[error("{0}")]
    EntityTemporarilyUnmodifiable(String),
    #[error("{0}")]
    LimitExceeded(String),
    #[error("{0}")]
    InvalidInput(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    MalformedPolicyDocument(String),
    #[error("{0}")]
    PolicyEvaluation(String),
    #[error("{0}")]
    UnmodifiableEntity(String),
    #[error("{0}")]
    FeatureEnabled(&'static str),
    #[error("{0}")]
    FeatureDisabled(&'static str),
    #[error("{0}")]
    AccessDenied(String),
    /// What of the account's password policy a password does not meet.
    #[error("{0}")]
    PasswordPolicyViolation(String),
    /// What another call changed at the same time.
    #[error("The {0} was changed by another request at the same time: try again.")]
    ConcurrentModification(&'static str),
    #[error("{0}")]
    UnrecognizedPublicKeyEncoding(String),
    #[error("{0}")]
    InvalidPublicKey(&'static str),
    #[error("The SSH public key is already associated with the user.")]
    DuplicateSshPublicKey,
    #[error("{0}")]
    MalformedCertificate(String),
    #[error("The certificate is already associated with a user of the account.")]
    DuplicateCertificate,
    #[error("The public key of the certificate and the private key do not match.")]
    KeyPairMismatch,
    #[error("{0}")]
    NotSupportedService(String),
    #[error("No report exists. Use GenerateCredentialReport to generate one.")]
    ReportNotPresent,
    #[error("The report has expired. Use GenerateCredentialReport to generate another.")]
    ReportExpired,
    #[error("Only IAM Users can change their own password")]
    InvalidUserType,
    #[error("No organization is associated with your account.")]
    OrganizationNotFound,
    #[error("Your organization does not have all features enabled.")]
    OrganizationNotInAllFeaturesMode,
    #[error("Trusted access is not enabled for IAM in Organizations.")]
    ServiceAccessNotEnabled,
    #[error(
        "The account making the request is not the management account or delegated administrator \
         account for centralized root access."
    )]
    AccountNotManagementOrDelegatedAdministrator,
    #[error("The account making the request is not the management account for the organization.")]
    CallerIsNotManagementAccount,
    #[error("{0}")]
    Platform(Fault),
}

impl IamError {
    /// The quota with AWS's name for it is used up.
    pub(crate) fn quota(name: &str, limit: usize) -> Self {
        Self::LimitExceeded(format!("Cannot exceed quota for {name}: {limit}"))
    }
}

impl From<Fault> for IamError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for IamError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<IamError> for Fault {
    fn from(error: IamError) -> Self {
        let (code, status) = match &error {
            IamError::Platform(fault) => return fault.clone(),
            IamError::NoSuchEntity(_) => ("NoSuchEntity", 404),
            IamError::EntityAlreadyExists(_) => ("EntityAlreadyExists", 409),
            IamError::DeleteConflict(_)
            | IamError::PolicyInUse(_)
            | IamError::CertificateInUse(..)
            | IamError::MfaDeviceInUse => ("DeleteConflict", 409),
            IamError::InvalidAuthenticationCode => ("InvalidAuthenticationCode", 403),
            IamError::EntityTemporarilyUnmodifiable(_) => ("EntityTemporarilyUnmodifiable", 409),
            IamError::LimitExceeded(_) => ("LimitExceeded", 409),
            IamError::InvalidInput(_) => ("InvalidInput", 400),
            IamError::Validation(_) => ("ValidationError", 400),
            IamError::MalformedPolicyDocument(_) => ("MalformedPolicyDocument", 400),
            IamError::PolicyEvaluation(_) => ("PolicyEvaluation", 500),
            IamError::UnmodifiableEntity(_) => ("UnmodifiableEntity", 400),
            IamError::FeatureEnabled(_) => ("FeatureEnabled", 409),
            IamError::FeatureDisabled(_) => ("FeatureDisabled", 404),
            IamError::AccessDenied(_) => ("AccessDenied", 403),
            IamError::ConcurrentModification(_) => ("ConcurrentModification", 409),
            IamError::PasswordPolicyViolation(_) => ("PasswordPolicyViolation", 400),
            IamError::UnrecognizedPublicKeyEncoding(_) => ("UnrecognizedPublicKeyEncoding", 400),
            IamError::InvalidPublicKey(_) => ("InvalidPublicKey", 400),
            IamError::DuplicateSshPublicKey => ("DuplicateSSHPublicKey", 400),
            IamError::MalformedCertificate(_) => ("MalformedCertificate", 400),
            IamError::DuplicateCertificate => ("DuplicateCertificate", 409),
            IamError::KeyPairMismatch => ("KeyPairMismatch", 400),
            IamError::NotSupportedService(_) => ("NotSupportedService", 404),
            IamError::ReportNotPresent => ("ReportNotPresent", 410),
            IamError::ReportExpired => ("ReportExpired", 410),
            IamError::InvalidUserType => ("InvalidUserType", 400),
            IamError::OrganizationNotFound => ("OrganizationNotFoundException", 400),
            IamError::OrganizationNotInAllFeaturesMode => {
                ("OrganizationNotInAllFeaturesModeException", 400)
            }
            IamError::ServiceAccessNotEnabled => ("ServiceAccessNotEnabledException", 400),
            IamError::AccountNotManagementOrDelegatedAdministrator => {
                ("AccountNotManagementOrDelegatedAdministratorException", 400)
            }
            IamError::CallerIsNotManagementAccount => {
                ("CallerIsNotManagementAccountException", 400)
            }
        };
        Self::new(code, error.to_string(), status)
    }
}
