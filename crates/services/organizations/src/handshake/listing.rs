//! The invitations that an account received, or an organization sent.

use bartizan_service::{Authorized, Call};

use super::invitation::HANDSHAKES_MAX;
use super::{received, shown};
use crate::error::OrganizationsError;
use crate::organization::accounts;
use crate::records::Handshake as Stored;
use crate::shapes::{
    Handshake, HandshakeFilter, ListHandshakesForAccountRequest, ListHandshakesForAccountResponse,
    ListHandshakesForOrganizationRequest, ListHandshakesForOrganizationResponse,
};
use crate::{Organizations, paging, standing};

/// What the calling account was asked.
pub(crate) async fn list_for_account(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListHandshakesForAccountRequest>,
) -> Result<ListHandshakesForAccountResponse, OrganizationsError> {
    let found = call.read(|reader| received(reader, call.account()?))?;
    let (handshakes, next_token) = page(
        call,
        found,
        request.filter.as_ref(),
        request.next_token.as_deref(),
        request.max_results,
    )?;
    Ok(ListHandshakesForAccountResponse { handshakes: Some(handshakes), next_token })
}

/// What the organization asked of accounts, and that it enables all features.
pub(crate) async fn list_for_organization(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListHandshakesForOrganizationRequest>,
) -> Result<ListHandshakesForOrganizationResponse, OrganizationsError> {
    let found = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let management = organization.management.to_string();
        let found = reader.scan::<Stored>(&management, "", "", None, HANDSHAKES_MAX)?;
        Ok::<_, OrganizationsError>(found.into_iter().map(|(_, one)| one).collect())
    })?;
    let (handshakes, next_token) = page(
        call,
        found,
        request.filter.as_ref(),
        request.next_token.as_deref(),
        request.max_results,
    )?;
    Ok(ListHandshakesForOrganizationResponse { handshakes: Some(handshakes), next_token })
}

fn page(
    call: &Call,
    mut found: Vec<Stored>,
    filter: Option<&HandshakeFilter>,
    token: Option<&str>,
    max_results: Option<i32>,
) -> Result<(Vec<Handshake>, Option<String>), OrganizationsError> {
    if filter.is_some_and(|one| one.action_type.is_some() && one.parent_handshake_id.is_some()) {
        return Err(OrganizationsError::InvalidInput(
            "INVALID_PATTERN",
            "You can filter by the type of handshakes or by their parent, not by both.",
        ));
    }
    found.retain(|one| one.is_shown(call.now) && passes(one, filter));
    let page = paging::page(found, token, max_results, |one| {
        format!("{:016} {}", one.requested.millis(), one.id)
    })?;
    let accounts = accounts(call)?;
    let handshakes = call.read(|reader| {
        let all = page.items.iter().map(|one| shown(&*accounts, reader, one, call.now));
        all.collect::<Result<_, _>>()
    })?;
    Ok((handshakes, page.next_token))
}

/// Whether a filter lets it through.
fn passes(handshake: &Stored, filter: Option<&HandshakeFilter>) -> bool {
    filter.is_none_or(|filter| {
        let action = filter.action_type.as_deref();
        action.is_none_or(|action| action == handshake.action.name())
            && (filter.parent_handshake_id.is_none()
                || filter.parent_handshake_id == handshake.parent)
    })
}
