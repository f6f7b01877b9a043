//! Which resources calls about managed policies concern.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use crate::error::IamError;
use crate::records::ManagedPolicy;
use crate::rules;

/// A policy that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::on_new::<ManagedPolicy>(ask, "PolicyName")?;
    rules::with_tagging(ask, access, "iam:TagPolicy")
}

/// The policy named by `PolicyArn`, with the tags that one of the caller's account has and those the
/// call names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("PolicyArn").unwrap_or_default();
    let arn: Arn =
        text.parse().map_err(|_| IamError::InvalidInput(format!("ARN {text} is not valid.")))?;
    let own = ask.call.account()?;
    let found = ask.call.read(|reader| ManagedPolicy::by_arn(reader, text))?;
    let found = found.filter(|policy| policy.account == own);
    let tags = found.as_ref().map_or(&[][..], |policy| &policy.tags);
    let access = Access::on(ask.action(), &arn)
        .resource_type("AWS::IAM::Policy")
        .resource_tags(Some("iam"), tags)
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The entity named by `Arn`.
pub(crate) fn entity(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("Arn").unwrap_or_default();
    let arn: Arn =
        text.parse().map_err(|_| IamError::InvalidInput(format!("ARN {text} is not valid.")))?;
    Ok(vec![Access::on(ask.action(), &arn)])
}
