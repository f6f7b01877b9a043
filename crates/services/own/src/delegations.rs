//! What AWS does outside of its API about temporary delegation: it registers the templates that an
//! account may ask by, and publishes what becomes of requests.

use std::sync::Arc;

use bartizan_service::{Authorized, Call, DelegationTemplate as Given, Delegations};
use bartizan_types::Fault;

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{
    DelegationNotification, DelegationTemplate, DeleteDelegationTemplateInput,
    ListDelegationNotificationsInput, ListDelegationNotificationsOutput,
    ListDelegationTemplatesInput, ListDelegationTemplatesOutput, RegisterDelegationTemplateInput,
    RegisterDelegationTemplateOutput,
};

fn keeper(call: &Call) -> Result<&Arc<dyn Delegations>, Fault> {
    call.platform.ports.delegations.as_ref().ok_or_else(|| {
        Fault::new("NotImplemented", "no service here keeps delegation requests", 501)
    })
}

/// Keeps a template of the calling account.
pub(crate) async fn register(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<RegisterDelegationTemplateInput>,
) -> Result<RegisterDelegationTemplateOutput, OwnError> {
    let request = request.into_inner();
    let template = Given {
        name: request.name,
        document: request.document,
        requestor_name: request.requestor_name,
    };
    let arn = keeper(call)?.register(call, template).await?;
    Ok(RegisterDelegationTemplateOutput { template_arn: arn.to_string() })
}

/// The templates of the calling account.
pub(crate) async fn list(
    _service: &OwnApi,
    call: &Call,
    _request: Authorized<ListDelegationTemplatesInput>,
) -> Result<ListDelegationTemplatesOutput, OwnError> {
    let templates = keeper(call)?.templates(call)?;
    let shown = templates.into_iter().map(|(arn, template)| DelegationTemplate {
        template_arn: arn.to_string(),
        document: template.document,
        requestor_name: template.requestor_name,
    });
    Ok(ListDelegationTemplatesOutput { templates: shown.collect() })
}

/// Removes a template.
pub(crate) async fn delete(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<DeleteDelegationTemplateInput>,
) -> Result<(), OwnError> {
    Ok(keeper(call)?.remove(call, request.into_inner().template_arn).await?)
}

/// What became of the requests that the calling account made, and their exchange tokens.
pub(crate) async fn notifications(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<ListDelegationNotificationsInput>,
) -> Result<ListDelegationNotificationsOutput, OwnError> {
    let page = keeper(call)?.notices(
        call,
        request.notification_channel.as_deref(),
        request.next_token.as_deref(),
        request.max_results,
    )?;
    let shown = page.notices.into_iter().map(|notice| DelegationNotification {
        notification_channel: notice.channel,
        delegation_request_id: notice.request_id,
        message: notice.message.as_str().to_owned(),
        timestamp: notice.sent,
    });
    Ok(ListDelegationNotificationsOutput { notifications: shown.collect(), next_token: page.next })
}
