//! What temporary credentials may never call, whatever the policies say. (IAM User Guide,
//! "Comparing AWS STS credentials".)

use bartizan_types::{Fault, Principal, Session, SessionKind};

use crate::Call;

/// Refuses calls that the kind of the caller's credentials cannot make.
///
/// # Errors
/// `AccessDenied` or `InvalidClientTokenId`, as AWS answers.
pub(crate) fn check(call: &Call) -> Result<(), Fault> {
    let Some(session) = &call.caller.session else { return Ok(()) };
    let (service, operation) = (call.operation.service, call.operation.name);
    if session.delegated_to.is_some() {
        // Another session would not be limited by what was delegated, nor end with it.
        let allowed = service != "sts" || operation == "GetCallerIdentity";
        return if allowed { Ok(()) } else { Err(refused(call, "a delegated session")) };
    }
    // Also where an API of Bartizan's own does what is IAM's.
    let is_iam = call.operation.actions.iter().any(|action| action.starts_with("iam:"));
    match &call.caller.principal {
        Principal::Session(Session { kind: SessionKind::Federated { .. }, .. }) => {
            let sts_allowed = operation == "GetCallerIdentity";
            if is_iam || (service == "sts" && !sts_allowed) {
                return Err(refused(call, "a GetFederationToken session"));
            }
        }
        Principal::Session(Session { kind: SessionKind::Role { .. }, .. })
            if service == "sts"
                && matches!(operation, "GetSessionToken" | "GetFederationToken") =>
        {
            return Err(not_with_a_session(operation));
        }
        // What no policy refuses is refused here: another session would not be limited by the task.
        Principal::Root { .. }
            if session.root_task.is_some()
                && service == "sts"
                && operation != "GetCallerIdentity" =>
        {
            return Err(not_with_a_session(operation));
        }
        Principal::Root { .. } | Principal::User { .. } if session.is_plain => {
            let sts_allowed = matches!(operation, "AssumeRole" | "GetCallerIdentity");
            if service == "sts" && !sts_allowed {
                return Err(not_with_a_session(operation));
            }
            if is_iam && session.mfa_authenticated.is_none() {
                // AWS's own answer to IAM calls by a session made without MFA.
                return Err(Fault::new(
                    "InvalidClientTokenId",
                    "The security token included in the request is invalid",
                    403,
                ));
            }
        }
        _ => {}
    }
    Ok(())
}

fn not_with_a_session(operation: &str) -> Fault {
    Fault::new("AccessDenied", format!("Cannot call {operation} with session credentials"), 403)
}

fn refused(call: &Call, kind: &str) -> Fault {
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    Fault::new(
        "AccessDenied",
        format!(
            "User: {caller} is not authorized to perform: {}:{} because {kind} cannot call it",
            call.operation.service, call.operation.name
        ),
        403,
    )
}
