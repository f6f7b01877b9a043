//! `GetFederationToken`: a session for somebody who is no IAM user, within its maker's
//! permissions and the policies passed.

use bartizan_service::{Access, Ask, Authorized, Call, SessionToken, TokenPrincipal, Tokens};
use bartizan_types::{AccountId, Arn, Fault, Principal};

use crate::error::StsError;
use crate::shapes::{FederatedUser, GetFederationTokenRequest, GetFederationTokenResponse};
use crate::{Sts, session, session_tags};

/// A session's length where the request names none, and the longest a user may ask, in seconds.
const USER_SECONDS: (u32, u32) = (43_200, 129_600);
/// The longest session the root user's call makes, in seconds.
const ROOT_SECONDS_MAX: u32 = 3600;

/// The federated user is the resource.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = federated_arn(ask.call.account()?, ask.text("Name").unwrap_or_default());
    let tags = ask.tags("Tags");
    let mut actions = vec!["sts:GetFederationToken"];
    if !tags.is_empty() {
        actions.push("sts:TagSession");
    }
    let accesses = actions
        .into_iter()
        .map(|action| Access::on(action, &arn).request_tags(tags.iter().copied()));
    Ok(accesses.collect())
}

fn federated_arn(account: AccountId, name: &str) -> Arn {
    Arn::new("sts", "", Some(account), &format!("federated-user/{name}"))
}

/// Issues the credentials.
pub(crate) async fn issue(
    _sts: &Sts,
    call: &Call,
    request: Authorized<GetFederationTokenRequest>,
) -> Result<GetFederationTokenResponse, StsError> {
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    let account = call.account()?;
    let (user, longest) = match &call.caller.principal {
        Principal::User { id, .. } => (Some(id.clone()), USER_SECONDS.1),
        Principal::Root { .. } => (None, ROOT_SECONDS_MAX),
        Principal::Session(_)
        | Principal::Service { .. }
        | Principal::OriginIdentity { .. }
        | Principal::Anonymous => {
            return Err(StsError::AccessDenied(
                "Cannot call GetFederationToken with session credentials".to_owned(),
            ));
        }
    };
    let seconds =
        session::duration_seconds(request.duration_seconds, USER_SECONDS.0, USER_SECONDS.1)?
            .min(longest);
    let tags = session_tags::of(request.tags.as_deref(), None, None)?;
    let policies = session::policies(
        call,
        account,
        request.policy.as_deref(),
        request.policy_arns.as_deref(),
    )?;
    let constrained = policies.is_some() || !tags.tags.is_empty();
    let principal = TokenPrincipal::Federated(account, user, request.name.clone());
    let plain = SessionToken::plain(principal, call.now, session::end(call, seconds));
    let token = SessionToken { policies, tags: tags.tags, ..plain };
    let packed_policy_size = constrained.then(|| Tokens::packed_percent(&token));
    let credentials = session::credentials(call, account, token).await?;
    Ok(GetFederationTokenResponse {
        credentials: Some(credentials),
        federated_user: Some(FederatedUser {
            federated_user_id: format!("{account}:{}", request.name),
            arn: federated_arn(account, &request.name).to_string(),
        }),
        packed_policy_size,
        session_token_utilization: None,
        session_token_size: None,
    })
}
