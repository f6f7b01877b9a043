//! `userIdentity`: whom an event is about. (CloudTrail User Guide, "CloudTrail userIdentity element".)

use bartizan_types::{AccountId, AccountText, Principal, Session, SessionKind};
use serde_json::{Value as Json, json};

use crate::forwarded::service_principal;
use crate::json::Object;
use crate::{Call, FederatedIdentity};

/// Whom an identity provider proved.
pub(super) fn federated(federated: &FederatedIdentity, identity: &mut Object) {
    identity.text("type", federated.kind);
    identity.set("principalId", &federated.principal_id);
    identity.set("userName", &federated.user_name);
    identity.set("identityProvider", &federated.identity_provider);
}

/// Who called.
pub(super) fn of_caller(call: &Call, identity: &mut Object) {
    let principal = &call.caller.principal;
    let kind = match principal {
        Principal::Root { .. } => "Root",
        Principal::User { .. } => "IAMUser",
        Principal::Session(Session { kind: SessionKind::Role { .. }, .. }) => "AssumedRole",
        Principal::Session(Session { kind: SessionKind::Federated { .. }, .. }) => "FederatedUser",
        Principal::Service { .. } => "AWSService",
        Principal::OriginIdentity { .. } | Principal::Anonymous => "AWSAccount",
    };
    identity.text("type", kind);
    if let Principal::Service { name } = principal {
        identity.text("invokedBy", name);
        return;
    }
    identity.set_text("principalId", principal.user_id().as_deref());
    if let Some(arn) = principal.arn() {
        identity.text("arn", arn.as_str());
    }
    let account = principal.account().map(AccountId::text);
    let of_nobody = match principal {
        Principal::OriginIdentity { .. } => "cloudfront",
        _ => "anonymous",
    };
    identity.text("accountId", account.as_ref().map_or(of_nobody, AccountText::as_str));
    if let Some(key) = &call.caller.access_key {
        identity.text("accessKeyId", key.as_str());
    }
    if let Principal::User { name, .. } = principal {
        identity.text("userName", name);
    }
    if let Some(via) = call.via {
        identity.text("invokedBy", &service_principal(via));
    }
    if let Some(session) = &call.caller.session {
        identity.object("sessionContext", |context| {
            if let Some(issuer) = session_issuer(principal) {
                context.set("sessionIssuer", &issuer);
            }
            if let Some(source) = &session.source_identity {
                context.set("sourceIdentity", source);
            }
            let attributes = json!({
                "creationDate": session.issued.iso8601(),
                "mfaAuthenticated": session.mfa_authenticated.is_some().to_string(),
            });
            context.set("attributes", &attributes);
            if session.root_task.is_some() {
                context.set("assumedRoot", "true");
            }
        });
        if let Some(delegate) = session.delegated_to {
            // (IAM User Guide, "CloudTrail" under "IAM temporary delegation".)
            identity.set("invokedByDelegate", &json!({ "accountId": delegate.to_string() }));
        }
    }
}

fn session_issuer(principal: &Principal) -> Option<Json> {
    let Principal::Session(session) = principal else { return None };
    let (kind, id, arn) = match &session.kind {
        SessionKind::Role { role_arn, role_id, .. } => ("Role", role_id, role_arn),
        SessionKind::Federated { user } => {
            let (arn, id) = user.as_ref()?;
            ("IAMUser", id, arn)
        }
    };
    Some(json!({
        "type": kind,
        "principalId": id.as_str(),
        "arn": arn,
        "accountId": session.account.to_string(),
        "userName": arn.resource().rsplit('/').next(),
    }))
}
