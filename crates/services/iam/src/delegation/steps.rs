//! The steps of a request from one state to the next. (IAM User Guide, "Building your
//! integration".)

use bartizan_service::{Authorized, Call, TokenPrincipal};
use bartizan_types::{Arn, Principal, Session, SessionKind, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{is_caller, missing, no_identity, request, sealed};
use crate::Iam;
use crate::error::IamError;
use crate::records::DelegationState::{
    Accepted, Assigned, Finalized, PendingApproval, Rejected, Unassigned,
};
use crate::records::{
    DelegationApprover, DelegationOwner, DelegationRequest, DelegationState, DelegationStep,
};
use crate::shapes::{
    AcceptDelegationRequestRequest, AssociateDelegationRequestRequest,
    RejectDelegationRequestRequest, SendDelegationTokenRequest, UpdateDelegationRequestRequest,
};

/// The longest access that the root user may approve, in seconds. (IAM User Guide, "IAM temporary
/// delegation".)
const ROOT_SECONDS_MAX: u32 = 14_400;
/// The random bytes of an exchange token.
const TOKEN_BYTES: usize = 32;

/// Takes a request on: it is the caller's, and the caller's account's.
pub(crate) async fn associate(
    _iam: &Iam,
    call: &Call,
    request: Authorized<AssociateDelegationRequestRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let owner = DelegationOwner {
        arn: caller_arn(call)?,
        user_id: call.caller.principal.user_id().unwrap_or_default(),
    };
    let id = request.into_inner().delegation_request_id;
    step(call, id, &[Unassigned], Assigned, move |delegation| {
        delegation.owner_account = Some(account);
        delegation.owner = Some(owner);
        Ok(())
    })
    .await
}

/// Forwards a request to whoever may approve it.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateDelegationRequestRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let from = [Assigned, PendingApproval];
    step(call, request.delegation_request_id, &from, PendingApproval, move |delegation| {
        if request.notes.is_some() {
            delegation.notes = request.notes;
        }
        Ok(())
    })
    .await
}

/// Approves a request: what it asks for may be done with the caller's permissions.
pub(crate) async fn accept(
    _iam: &Iam,
    call: &Call,
    request: Authorized<AcceptDelegationRequestRequest>,
) -> Result<(), IamError> {
    let approver = approver(call)?;
    let is_root = matches!(approver.principal, TokenPrincipal::Root(_));
    let id = request.into_inner().delegation_request_id;
    step(call, id, &[Assigned, PendingApproval], Accepted, move |delegation| {
        if is_root && delegation.session_seconds > ROOT_SECONDS_MAX {
            return Err(IamError::AccessDenied(format!(
                "The root user cannot accept a delegation request of more than {ROOT_SECONDS_MAX} \
                 seconds."
            )));
        }
        delegation.approver = Some(approver);
        Ok(())
    })
    .await
}

/// Refuses a request, or takes an approval back: once the token was sent, the access ends with this
/// call. (IAM User Guide, "Revoke Temporary delegation access", which the console does.)
pub(crate) async fn reject(
    _iam: &Iam,
    call: &Call,
    request: Authorized<RejectDelegationRequestRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let from = [Assigned, PendingApproval, Accepted, Finalized];
    step(call, request.delegation_request_id, &from, Rejected, move |delegation| {
        delegation.rejection_reason = request.notes;
        Ok(())
    })
    .await
}

/// Makes the exchange token and leaves it for the account that asked. The access begins.
pub(crate) async fn send_token(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SendDelegationTokenRequest>,
) -> Result<(), IamError> {
    let id = request.into_inner().delegation_request_id;
    let delegation = request::find(call, &id)?;
    let is_owner = delegation.owner.as_ref().is_some_and(|owner| is_caller(call, owner));
    if delegation.only_send_by_owner && !is_owner {
        return Err(IamError::AccessDenied(format!(
            "Only the owner of delegation request {id} can send its token."
        )));
    }
    call.platform.vault.prepare(&call.platform.store, delegation.requestor).await?;
    let mut secret = Zeroizing::new([0; TOKEN_BYTES]);
    call.platform.random.fill(&mut *secret);
    let token = Zeroizing::new(format!("{id}.{}", URL_SAFE_NO_PAD.encode(secret.as_slice())));
    let vault = call.platform.vault.clone();
    step(call, id, &[Accepted], Finalized, move |delegation| {
        delegation.sealed_token = Some(sealed(&vault, delegation, &token)?);
        Ok(())
    })
    .await
}

/// Takes a request from one of these states to the next, with what changes on the way.
async fn step(
    call: &Call,
    id: String,
    from: &[DelegationState],
    to: DelegationState,
    change: impl FnOnce(&mut DelegationRequest) -> Result<(), IamError> + Send + 'static,
) -> Result<(), IamError> {
    let (account, now, from) = (call.account()?, call.now, from.to_vec());
    let done = call.commit(move |tx| {
        let found = DelegationRequest::find(tx, account, &id)?;
        let mut delegation = found.ok_or_else(|| missing(&id))?;
        check_state(&delegation, &from, now)?;
        change(&mut delegation)?;
        delegation.history.retain(|step| step.state != to);
        delegation.history.push(DelegationStep { state: to, since: now });
        Ok::<_, IamError>(tx.put(&DelegationRequest::key(&id), &delegation)?)
    });
    Ok(done.await?)
}

fn check_state(
    delegation: &DelegationRequest,
    from: &[DelegationState],
    now: Timestamp,
) -> Result<(), IamError> {
    let state = delegation.state(now);
    if from.contains(&state) {
        return Ok(());
    }
    let wanted: Vec<_> = from.iter().map(|state| state.name()).collect();
    Err(IamError::InvalidInput(format!(
        "Delegation request {} is in the state {}: it must be {}.",
        delegation.id,
        state.name(),
        wanted.join(" or ")
    )))
}

fn caller_arn(call: &Call) -> Result<Arn, IamError> {
    call.caller.principal.arn().ok_or_else(no_identity)
}

/// The caller as whoever trades the token in shall be.
fn approver(call: &Call) -> Result<DelegationApprover, IamError> {
    let facts = call.caller.session.as_deref();
    if facts.is_some_and(|facts| facts.policies.is_some()) {
        // The session policies of both would have to hold, and a session has one set.
        return Err(IamError::AccessDenied(
            "A session with session policies cannot accept a delegation request.".to_owned(),
        ));
    }
    let (principal, federated_by) = match &call.caller.principal {
        Principal::Root { account } => (TokenPrincipal::Root(*account), None),
        Principal::User { account, id, .. } => (TokenPrincipal::User(*account, id.clone()), None),
        Principal::Session(Session {
            account,
            name,
            kind: SessionKind::Role { role_id, federated_by, .. },
            ..
        }) => (TokenPrincipal::Role(*account, role_id.clone(), name.clone()), federated_by.clone()),
        _ => return Err(no_identity()),
    };
    Ok(DelegationApprover {
        arn: caller_arn(call)?,
        principal,
        tags: facts.map(|facts| facts.tags.clone()).unwrap_or_default(),
        transitive_tag_keys: facts.map(|it| it.transitive_tag_keys.clone()).unwrap_or_default(),
        source_identity: facts.and_then(|facts| facts.source_identity.clone()),
        federated_by,
        chained: facts.is_some_and(|facts| facts.chained),
    })
}
