//! What is told to the account that asked. In AWS it is published to an SNS topic; there is none
//! here, so the account reads it. (IAM User Guide, "Building your integration", on notifications.)

use bartizan_service::{Call, DelegationNotice, DelegationNotices};
use bartizan_types::{Fault, Timestamp};
use serde_json::json;
use zeroize::Zeroizing;

use super::opened;
use crate::error::IamError;
use crate::paging;
use crate::records::DelegationState::{Expired, Finalized, Rejected, Unassigned};
use crate::records::{self, BY_REQUESTOR, DelegationRequest, DelegationState};

/// A notice before its message is written.
struct Notice<'r> {
    /// Which of the request's notices it is.
    number: usize,
    request: &'r DelegationRequest,
    state: DelegationState,
    at: Timestamp,
    with_token: bool,
}

/// A page of what was sent to the calling account.
pub(super) fn page(
    call: &Call,
    channel: Option<&str>,
    page: Option<&str>,
    limit: Option<i32>,
) -> Result<DelegationNotices, Fault> {
    let account = call.account()?.to_string();
    let mut requests =
        call.read(|reader| records::indexed::<DelegationRequest>(reader, BY_REQUESTOR, &account))?;
    requests.retain(|request| channel.is_none_or(|channel| request.channel == channel));
    let all = requests.iter().flat_map(|request| of(request, call.now)).collect();
    let page = paging::page(all, page, limit, Notice::place).map_err(Fault::from)?;
    let notices: Result<Vec<_>, IamError> =
        page.items.iter().map(|notice| notice.written(call)).collect();
    Ok(DelegationNotices { notices: notices?, next: page.marker })
}

/// The notices of a request, in the order in which they came to be.
fn of(request: &DelegationRequest, now: Timestamp) -> Vec<Notice<'_>> {
    let mut told = Vec::new();
    for step in request.history.iter().filter(|step| step.state != Unassigned) {
        told.push((step.state, step.since, false));
        if step.state == Finalized {
            told.push((step.state, step.since, true));
        }
    }
    let is_done = matches!(request.last_step().state, Finalized | Rejected);
    if request.state(now) == Expired && !is_done {
        told.push((Expired, request.expires(), false));
    }
    let notice =
        |(number, (state, at, with_token))| Notice { number, request, state, at, with_token };
    told.into_iter().enumerate().map(notice).collect()
}

impl Notice<'_> {
    /// What orders notices and tells them apart.
    fn place(&self) -> String {
        format!("{:015} {} {:02}", self.at.millis(), self.request.id, self.number)
    }

    fn written(&self, call: &Call) -> Result<DelegationNotice, IamError> {
        let request = self.request;
        let mut message = json!({
            "Type": if self.with_token { "ExchangeToken" } else { "StateChange" },
            "RequestId": request.id,
            "RequestorWorkflowId": request.workflow,
            "State": self.state.name(),
            "OwnerAccountId": request.owner_account.map(|account| account.to_string()),
            "UpdatedAt": self.at.iso8601_millis(),
        });
        if self.with_token
            && let Some(token) = opened(&call.platform.vault, request)?
            && let Some(members) = message.as_object_mut()
        {
            members.insert("ExchangeToken".to_owned(), json!(&*token));
            let ends = request.access_ends().map(Timestamp::iso8601_millis);
            members.insert("ExpiresAt".to_owned(), json!(ends));
        }
        Ok(DelegationNotice {
            channel: request.channel.clone(),
            request_id: request.id.clone(),
            message: Zeroizing::new(message.to_string()),
            sent: self.at,
        })
    }
}
