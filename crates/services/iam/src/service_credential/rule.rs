//! Whose permission a call about service-specific credentials needs.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;

use crate::records::{Named, User};
use crate::rules;

/// The user who gets one, with the service and the age that is asked for. (Service Authorization
/// Reference, `iam:ServiceSpecificCredentialServiceName` and
/// `iam:ServiceSpecificCredentialAgeDays`.)
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = rules::on_user(ask)?;
    let days = ask.input.field("CredentialAgeDays").map(|days| days.to_json().to_string());
    Ok(vec![
        access
            .key_if("iam:ServiceSpecificCredentialServiceName", ask.text("ServiceName"))
            .key_if("iam:ServiceSpecificCredentialAgeDays", days.filter(|days| days != "null")),
    ])
}

/// The user whose credentials are listed, or every user.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let all = ask.input.field("AllUsers").map(Value::to_json);
    if all != Some(serde_json::Value::Bool(true)) {
        return rules::user(ask);
    }
    let every = Arn::new("iam", "", Some(ask.call.account()?), "user/*");
    Ok(vec![Access::on(ask.action(), &every).resource_type(User::TYPE)])
}
