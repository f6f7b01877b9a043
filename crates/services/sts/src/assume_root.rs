//! `AssumeRoot`: a session of a member account's root user, for one task. (IAM User Guide, "Perform a
//! privileged task on an AWS Organizations member account".)

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::{Access, Ask, Authorized, Call, SessionToken, TokenPrincipal};
use bartizan_types::{AccountId, Arn, Fault, Principal};

use crate::error::StsError;
use crate::shapes::{AssumeRootRequest, AssumeRootResponse};
use crate::{Sts, session};

/// The service whose administrators may.
const IAM: &str = "iam.amazonaws.com";
/// A session's length where the request names none, in seconds. The model bounds what it may name.
const DEFAULT_SECONDS: u32 = 900;
/// The one endpoint of no region.
const GLOBAL_HOST: &str = "sts.amazonaws.com";
/// What the ARNs of the tasks' policies begin with.
const TASK_PREFIX: &str = "arn:aws:iam::aws:policy/root-task/";
/// The tasks about credentials, and those that unlock what only the root user can.
const CREDENTIAL_TASKS: [&str; 3] =
    ["IAMAuditRootUserCredentials", "IAMCreateRootUserPassword", "IAMDeleteRootUserCredentials"];
const UNLOCKING_TASKS: [&str; 2] = ["S3UnlockBucketPolicy", "SQSUnlockQueuePolicy"];

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Credentials,
    Unlocking,
}

/// The root user of the member account is the resource. Nothing of the member's admits the caller:
/// that the organization lets the caller's account in does.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let call = ask.call;
    if matches!(call.caller.principal, Principal::Root { .. }) {
        return Err(StsError::AccessDenied(
            "AssumeRoot may not be called by root accounts.".to_owned(),
        )
        .into());
    }
    if is_global(call.origin.host.as_deref()) {
        return Err(StsError::InvalidAction.into());
    }
    let target = target(ask.text("TargetPrincipal").unwrap_or_default())?;
    let arn = ask.input.path("TaskPolicyArn.arn").and_then(bartizan_wire::Value::text);
    let task = task(arn.unwrap_or_default())?;
    let own = call.account()?;
    let admitted = may_assume(call, own, target, task)?.then_some(own);
    let root = Arn::new("iam", "", Some(target), "root");
    if admitted.is_none() && own == target {
        // In its own account a caller needs no policy of the resource.
        return Err(not_admitted(call, &root).into());
    }
    Ok(vec![
        Access::on(ask.action(), &root)
            .resource_policy(Some(admission(admitted)?))
            .key_if("sts:TaskPolicyArn", arn),
    ])
}

fn not_admitted(call: &Call, root: &Arn) -> StsError {
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    StsError::AccessDenied(format!(
        "User: {caller} is not authorized to perform: sts:AssumeRoot on resource: {root}"
    ))
}

/// Issues the credentials.
pub(crate) async fn issue(
    _sts: &Sts,
    call: &Call,
    request: Authorized<AssumeRootRequest>,
) -> Result<AssumeRootResponse, StsError> {
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    let target = target(&request.target_principal)?;
    let seconds = request.duration_seconds.map_or(Ok(DEFAULT_SECONDS), u32::try_from);
    let seconds = seconds.unwrap_or(DEFAULT_SECONDS);
    let source_identity =
        call.caller.session.as_ref().and_then(|facts| facts.source_identity.clone());
    let token = SessionToken {
        root_task: request.task_policy_arn.arn.clone(),
        source_identity: source_identity.clone(),
        ..SessionToken::plain(TokenPrincipal::Root(target), call.now, session::end(call, seconds))
    };
    let credentials = session::credentials(call, target, token).await?;
    Ok(AssumeRootResponse {
        credentials: Some(credentials),
        source_identity,
        session_token_utilization: None,
        session_token_size: None,
    })
}

/// Whether the organization lets this account do the task in that member account.
fn may_assume(call: &Call, own: AccountId, target: AccountId, task: Task) -> Result<bool, Fault> {
    let ports = &call.platform.ports;
    let (Some(memberships), Some(central)) = (&ports.memberships, &ports.central_root) else {
        return Ok(false);
    };
    call.read(|reader| {
        let places = (memberships.find(reader, own)?, memberships.find(reader, target)?);
        let (Some(own_place), Some(place)) = places else { return Ok(false) };
        let is_member = own_place.organization == place.organization && target != place.management;
        let is_admitted = own == own_place.management || own_place.administers(IAM);
        let features = central.features(reader, &place)?;
        let does = match task {
            Task::Credentials => features.credentials,
            Task::Unlocking => features.sessions,
        };
        Ok::<_, Fault>(is_member && is_admitted && does)
    })
}

/// The policy that lets this account's principals in, as far as their own policies let them; or
/// nobody.
fn admission(account: Option<AccountId>) -> Result<Attached, StsError> {
    let principal = match account {
        Some(account) => format!(r#"{{"AWS":"{account}"}}"#),
        None => r#"{"Service":"nobody.amazonaws.com"}"#.to_owned(),
    };
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRoot","Resource":"*"}}]}}"#
    );
    let policy = Policy::parse(&text, PolicyKind::Resource)
        .map_err(|error| StsError::MalformedPolicyDocument(error.to_string()))?;
    Ok(Attached::inline("central-root-access", Arc::new(policy)))
}

/// The account of a target: its digits, or its root user's ARN.
fn target(text: &str) -> Result<AccountId, StsError> {
    let digits = text.strip_prefix("arn:aws:iam::").and_then(|rest| rest.strip_suffix(":root"));
    digits
        .unwrap_or(text)
        .parse()
        .map_err(|_| StsError::Validation(format!("The target principal {text} is not valid.")))
}

/// The task that a managed policy is for.
fn task(arn: &str) -> Result<Task, StsError> {
    let name = arn.strip_prefix(TASK_PREFIX).unwrap_or_default();
    if CREDENTIAL_TASKS.contains(&name) {
        Ok(Task::Credentials)
    } else if UNLOCKING_TASKS.contains(&name) {
        Ok(Task::Unlocking)
    } else {
        Err(StsError::Validation(format!("The task policy {arn} is not valid.")))
    }
}

/// Whether a call came to the endpoint that is of no region by its name. (STS API Reference,
/// `AssumeRoot`.)
fn is_global(host: Option<&str>) -> bool {
    let name = host.map(|host| host.split_once(':').map_or(host, |(name, _)| name));
    name.is_some_and(|name| name.eq_ignore_ascii_case(GLOBAL_HOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_account_or_its_root_user() {
        for (text, is_one) in [
            ("123456789012", true),
            ("arn:aws:iam::123456789012:root", true),
            ("arn:aws:iam::123456789012:user/root", false),
            ("arn:aws:iam::aws:root", false),
            ("12345678901", false),
        ] {
            assert_eq!(target(text).is_ok(), is_one, "{text}");
        }
    }

    #[test]
    fn a_task_has_one_of_five_policies() {
        for (arn, expected) in [
            ("root-task/IAMAuditRootUserCredentials", Some(Task::Credentials)),
            ("root-task/SQSUnlockQueuePolicy", Some(Task::Unlocking)),
            ("root-task/Other", None),
            ("AdministratorAccess", None),
        ] {
            let found = task(&format!("arn:aws:iam::aws:policy/{arn}")).ok();
            assert_eq!(found, expected, "{arn}");
        }
    }

    #[test]
    fn the_global_endpoint_is_known_by_its_name() {
        for (host, expected) in [
            (Some("sts.amazonaws.com"), true),
            (Some("STS.amazonaws.com:443"), true),
            (Some("sts.us-east-1.amazonaws.com"), false),
            (Some("127.0.0.1:4566"), false),
            (None, false),
        ] {
            assert_eq!(is_global(host), expected, "{host:?}");
        }
    }
}
