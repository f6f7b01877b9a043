//! `ExplainWebRequest`: why the firewall decided about a web request as it did.

use bartizan_service::{Authorized, Call};

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{ExplainWebRequestInput, ExplainWebRequestOutput};

/// Tells what a web ACL of the caller's account said of a request that it blocked, or that matched
/// something. The last ones are remembered.
pub(crate) async fn explain(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<ExplainWebRequestInput>,
) -> Result<ExplainWebRequestOutput, OwnError> {
    let account = call.account()?;
    let request_id = request.into_inner().request_id;
    let port = call.platform.ports.web_traffic.as_ref();
    let explanation = port.and_then(|port| port.explained(account, &request_id));
    match explanation {
        Some(explanation) => Ok(ExplainWebRequestOutput { request_id, explanation }),
        None => Err(OwnError::WebRequestNotFound(request_id)),
    }
}
