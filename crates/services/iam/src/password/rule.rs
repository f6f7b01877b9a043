//! Who may change a password of its own, and see what is asked of it.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault, Principal};

use crate::account;
use crate::rules;

/// The calling user. Where the account's password policy lets users change their passwords, that
/// admits each to its own; an explicit deny still binds. (IAM User Guide, "Permit IAM users to
/// change their own passwords".)
pub(crate) fn own(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let Principal::User { arn, .. } = &ask.call.caller.principal else {
        // The handler says that only users have passwords of their own.
        let user = Arn::new("iam", "", Some(ask.call.account()?), "user/*");
        return Ok(vec![Access::on(ask.action(), &user)]);
    };
    let (access, _) = rules::on_user(ask)?;
    let granted = granted(ask, arn.as_str())?;
    Ok(vec![access.resource_policy(granted)])
}

/// The account; the policy that lets users change their passwords lets them see it, too.
pub(crate) fn policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = Access::on_any(ask.action());
    if !matches!(ask.call.caller.principal, Principal::User { .. }) {
        return Ok(vec![access]);
    }
    let granted = granted(ask, "*")?;
    Ok(vec![access.owned_by(ask.call.account()?).resource_policy(granted)])
}

/// What the password policy grants the calling user, as a policy of the resource.
fn granted(ask: &Ask<'_>, resource: &str) -> Result<Option<Attached>, Fault> {
    let account = ask.call.account()?;
    let settings = ask.call.read(|reader| account::settings(reader, account))?;
    let Principal::User { id, .. } = &ask.call.caller.principal else { return Ok(None) };
    if !settings.password_policy.is_some_and(|policy| policy.allow_users_to_change) {
        return Ok(None);
    }
    let text = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": { "AWS": id.as_str() },
            "Action": ask.action(),
            "Resource": resource,
        },
    });
    let policy = Policy::parse(&text.to_string(), PolicyKind::Resource).map_err(|error| {
        let message = format!("the password policy's own grant cannot be read: {error}");
        Fault::new("InternalFailure", message, 500)
    })?;
    Ok(Some(Attached::inline("AccountPasswordPolicy", Arc::new(policy))))
}
