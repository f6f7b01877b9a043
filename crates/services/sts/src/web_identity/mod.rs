//! `AssumeRoleWithWebIdentity`: a role's session for whom an OpenID Connect provider proves. The
//! call needs no signature; the token is the proof.

mod key_sets;
mod proof;
mod session_claims;

use bartizan_jose::{JoseError, Token};
use bartizan_service::directory::OidcProvider;
use bartizan_service::{Access, Ask, Authorized, Call, FederatedIdentity};
use bartizan_types::Fault;

pub(crate) use key_sets::KeySets;

use crate::assume_role::role_arn;
use crate::error::StsError;
use crate::federated::{self, Federated};
use crate::shapes::{AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse};
use crate::{Sts, session};

/// What an issuer's URL begins with.
const SCHEME: &str = "https://";
/// Providers that AWS knows by itself. (IAM User Guide, "OIDC federation".)
const BUILT_IN: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

/// No access before the token was verified: what it says is what the trust policy is asked about.
/// The handler cannot make a session but by [`federated::assume`], which decides.
#[expect(clippy::unnecessary_wraps, reason = "every rule has this form")]
pub(crate) const fn rule(_ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(Vec::new())
}

/// Assumes the role.
pub(crate) async fn assume(
    sts: &Sts,
    call: &Call,
    request: Authorized<AssumeRoleWithWebIdentityRequest>,
) -> Result<AssumeRoleWithWebIdentityResponse, StsError> {
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    // It is for access tokens of Login with Amazon and Facebook, which those services alone verify.
    session::unsupported("ProviderId", request.provider_id.is_some())?;
    let token = Token::parse(&request.web_identity_token).map_err(malformed)?;
    let provider = provider(call, &request.role_arn, token.claimed_issuer())?;
    let keys = sts.keys.for_token(call, &provider, &token).await?;
    let claims = token.verify(&keys).map_err(unverified)?;
    let proof = proof::check(&claims, &provider, call.now)?;
    let tags = session_claims::tags(&claims)?;
    let source_identity = session_claims::source_identity(&claims)?;
    let arn = provider.arn.to_string();
    let issued = federated::assume(
        call,
        Federated {
            action: "sts:AssumeRoleWithWebIdentity",
            role_arn: &request.role_arn,
            session_name: &request.role_session_name,
            provider: arn.clone(),
            keys: proof.condition_keys(&claims, &provider),
            tags,
            source_identity,
            identity: FederatedIdentity {
                kind: "WebIdentityUser",
                principal_id: format!("{arn}:{}:{}", proof.audience, proof.subject),
                user_name: proof.subject.clone(),
                identity_provider: arn.clone(),
            },
            policy: request.policy.as_deref(),
            policy_arns: request.policy_arns.as_deref(),
            duration_seconds: request.duration_seconds,
            ends_by: None,
        },
    )
    .await?;
    Ok(AssumeRoleWithWebIdentityResponse {
        credentials: Some(issued.credentials),
        subject_from_web_identity_token: Some(proof.subject),
        assumed_role_user: Some(issued.assumed_role_user),
        packed_policy_size: issued.packed_policy_size,
        provider: Some(arn),
        audience: Some(proof.audience),
        source_identity: issued.source_identity,
        session_token_utilization: None,
        session_token_size: None,
    })
}

/// The provider of the role's account for the issuer that the token names.
fn provider(
    call: &Call,
    role: &str,
    issuer: Option<&str>,
) -> Result<std::sync::Arc<OidcProvider>, StsError> {
    let issuer = issuer.ok_or_else(|| proof::missing("iss"))?;
    let url = issuer.strip_prefix(SCHEME).unwrap_or(issuer);
    let account = role_arn(role)?.account_id();
    let known = account.and_then(|account| call.directory.oidc_provider(account, url));
    match known {
        Some(provider) if issuer.starts_with(SCHEME) => Ok(std::sync::Arc::clone(provider)),
        None if BUILT_IN.contains(&url) => {
            Err(StsError::NotImplemented { parameter: "A provider without an IAM entity" })
        }
        _ => Err(StsError::InvalidIdentityToken(format!(
            "No OpenIDConnect provider found in your account for {issuer}"
        ))),
    }
}

fn malformed(error: JoseError) -> StsError {
    StsError::InvalidIdentityToken(match error {
        JoseError::Algorithm | JoseError::Critical => {
            format!("The ID Token provided cannot be verified: {error}")
        }
        _ => "The ID Token provided is not a valid JWT. (You may see this error if you sent an \
              Access Token)"
            .to_owned(),
    })
}

fn unverified(error: JoseError) -> StsError {
    match error {
        JoseError::UnknownKey => key_sets::no_key(),
        _ => StsError::InvalidIdentityToken("The ID Token's signature is invalid".to_owned()),
    }
}
