//! `GetDelegatedAccessToken`: credentials for what a principal of another account approved.

use bartizan_service::{Authorized, Call, Redemption, SessionToken, TokenPolicy};
use bartizan_types::Fault;

use crate::error::StsError;
use crate::shapes::{GetDelegatedAccessTokenRequest, GetDelegatedAccessTokenResponse};
use crate::{Sts, session};

/// Trades an exchange token in. The credentials end when the approved time does, whenever they were
/// asked for. (IAM User Guide, "Building your integration", on exchange tokens.) They count as issued
/// when they were approved, so a deny of older sessions also hits those that are asked for later.
pub(crate) async fn issue(
    _sts: &Sts,
    call: &Call,
    request: Authorized<GetDelegatedAccessTokenRequest>,
) -> Result<GetDelegatedAccessTokenResponse, StsError> {
    let delegations = call.platform.ports.delegations.as_ref().ok_or_else(|| {
        Fault::new("NotImplemented", "no service here keeps delegation requests", 501)
    })?;
    let delegated = match delegations.redeem(call, &request.trade_in_token)? {
        Redemption::Granted(delegated) => *delegated,
        Redemption::Expired => return Err(StsError::ExpiredTradeInToken),
        Redemption::Unknown => {
            return Err(StsError::AccessDenied(
                "The trade-in token is not valid for this account".to_owned(),
            ));
        }
    };
    // Whoever holds these credentials has given no code.
    let token = SessionToken {
        chained: delegated.chained,
        policies: Some(vec![TokenPolicy::Inline(delegated.policy)]),
        tags: delegated.tags,
        transitive_tag_keys: delegated.transitive_tag_keys,
        source_identity: delegated.source_identity,
        federated_by: delegated.federated_by,
        delegated_to: Some(call.account()?),
        delegation: Some(delegated.request),
        ..SessionToken::plain(delegated.principal, delegated.approved, delegated.expires)
    };
    let credentials = session::credentials(call, delegated.account, token).await?;
    Ok(GetDelegatedAccessTokenResponse {
        credentials: Some(credentials),
        packed_policy_size: None,
        assumed_principal: Some(delegated.arn),
    })
}
