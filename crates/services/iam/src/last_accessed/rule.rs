//! Which resources calls about last accessed information concern.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use crate::error::IamError;
use crate::records::ManagedPolicy;

/// The user, group, role or policy named by `Arn`.
pub(crate) fn subject(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("Arn").unwrap_or_default();
    let arn: Arn =
        text.parse().map_err(|_| IamError::InvalidInput(format!("ARN {text} is not valid.")))?;
    let access = Access::on(ask.action(), &arn);
    if let Some(entity) = ask.call.directory.entity_by_arn(text) {
        return Ok(vec![access.resource_tags(Some("iam"), &*entity.tags)]);
    }
    let own = ask.call.account()?;
    let policy = ask.call.read(|reader| ManagedPolicy::by_arn(reader, text))?;
    let policy = policy.filter(|policy| policy.account == own);
    let tags = policy.as_ref().map_or(&[][..], |policy| &policy.tags);
    Ok(vec![access.resource_tags(Some("iam"), tags)])
}
