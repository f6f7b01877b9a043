//! `AssumeRoleWithSAML`: a role session for somebody whom a SAML provider proves.
//!
//! The rule asks for nothing, since what the trust policy is asked about is in the proof: the handler
//! verifies it first, and can make a session only by [`federated::assume`], which decides.
//!
//! No request of ours precedes a response, so `InResponseTo` cannot be held against anything, and a
//! response can be presented again while it holds: five minutes. The assertion is in no record.

mod claims;
mod endpoint;
mod keys;
mod refusal;

pub(crate) use refusal::Refusal;

use std::time::Duration;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use bartizan_saml::{Assertion, Trusted, VerifyingKey, verify};
use bartizan_service::directory::SamlProvider;
use bartizan_service::{Authorized, Call, FederatedIdentity};
use bartizan_types::Arn;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::StsError;
use crate::federated::{self, Federated};
use crate::shapes::{AssumeRoleWithSAMLRequest, AssumeRoleWithSAMLResponse};
use crate::{Sts, session};

use self::claims::Claims;
use self::endpoint::Endpoint;

/// What is taken away from formats of names. (STS API Reference, `AssumeRoleWithSAML`,
/// `SubjectType`.)
const FORMAT_PREFIX: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

/// Assumes the role.
pub(crate) async fn assume(
    _sts: &Sts,
    call: &Call,
    request: Authorized<AssumeRoleWithSAMLRequest>,
) -> Result<AssumeRoleWithSAMLResponse, StsError> {
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    let role = arn(&request.role_arn)?;
    let principal = arn(&request.principal_arn)?;
    let provider =
        call.directory.saml_provider(principal.as_str()).ok_or(Refusal::NoSuchProvider)?;
    let assertion = proven(call, provider, &request.saml_assertion)?;
    let claims = Claims::of(&assertion, role.as_str(), principal.as_str())?;
    if role.account_id() != Some(provider.account) {
        return Err(StsError::AccessDenied(
            "Not authorized to perform sts:AssumeRoleWithSAML".to_owned(),
        ));
    }
    let subject = Subject::of(&assertion, provider);
    let longest = claims.seconds_max.map(|seconds| call.now.plus(Duration::from_secs(seconds)));
    let ends_by = longest.into_iter().chain(assertion.session_not_on_or_after).min();
    let issued = federated::assume(
        call,
        Federated {
            action: "sts:AssumeRoleWithSAML",
            role_arn: &request.role_arn,
            session_name: &claims.session_name,
            provider: provider.arn.to_string(),
            keys: keys::of(&assertion, provider, &subject),
            tags: claims.tags,
            source_identity: claims.source_identity,
            identity: subject.identity(),
            policy: request.policy.as_deref(),
            policy_arns: request.policy_arns.as_deref(),
            duration_seconds: request.duration_seconds,
            ends_by,
        },
    )
    .await?;
    Ok(AssumeRoleWithSAMLResponse {
        credentials: Some(issued.credentials),
        assumed_role_user: Some(issued.assumed_role_user),
        packed_policy_size: issued.packed_policy_size,
        subject: Some(subject.name),
        subject_type: Some(subject.kind),
        issuer: Some(assertion.issuer),
        audience: Some(assertion.confirmation.recipient),
        name_qualifier: Some(subject.qualifier),
        source_identity: issued.source_identity,
        session_token_utilization: None,
        session_token_size: None,
    })
}

fn arn(text: &str) -> Result<Arn, StsError> {
    text.parse().map_err(|_| StsError::Validation("Request ARN is invalid".to_owned()))
}

/// The assertion of a response in base64 that the provider signed, that is for AWS, and that holds
/// now.
fn proven(call: &Call, provider: &SamlProvider, response: &str) -> Result<Assertion, Refusal> {
    let text: String = response.split_ascii_whitespace().collect();
    let xml = STANDARD.decode(text).map_err(|_| Refusal::NoResponse)?;
    let keys: Vec<VerifyingKey> = provider
        .certificates
        .iter()
        .filter_map(|der| VerifyingKey::of_certificate(der).ok())
        .collect();
    let trusted = Trusted {
        entity_id: &provider.entity_id,
        keys: &keys,
        decryption_keys: &provider.decryption_keys,
        only_encrypted: provider.only_encrypted,
    };
    let assertion = verify(&xml, &trusted)?;
    if call.now >= provider.valid_until {
        return Err(Refusal::ProviderExpired);
    }
    let endpoint = Endpoint { provider };
    assertion.check(
        call.now,
        |recipient| endpoint.is_recipient(recipient),
        |audience| endpoint.is_audience(audience),
    )?;
    Ok(assertion)
}

/// Whom an assertion is about.
struct Subject {
    name: String,
    /// `persistent`, `transient`, or a format in full.
    kind: String,
    /// What makes the name unique among providers.
    qualifier: String,
}

impl Subject {
    fn of(assertion: &Assertion, provider: &SamlProvider) -> Self {
        let format = assertion.name_id.format.as_str();
        Self {
            name: assertion.name_id.value.clone(),
            kind: format.strip_prefix(FORMAT_PREFIX).unwrap_or(format).to_owned(),
            qualifier: qualifier(&assertion.issuer, provider),
        }
    }

    /// (CloudTrail User Guide, "CloudTrail userIdentity element", SAML federation.)
    fn identity(&self) -> FederatedIdentity {
        FederatedIdentity {
            kind: "SAMLUser",
            principal_id: format!("{}:{}", self.qualifier, self.name),
            user_name: self.name.clone(),
            identity_provider: self.qualifier.clone(),
        }
    }
}

/// The hash of issuer, account and provider. (STS API Reference, `AssumeRoleWithSAML`,
/// `NameQualifier`.)
fn qualifier(issuer: &str, provider: &SamlProvider) -> String {
    let text = format!("{issuer}{}/{}", provider.account, provider.name);
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()))
}
