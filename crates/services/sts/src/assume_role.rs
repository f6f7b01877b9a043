//! `AssumeRole`: a session with the role's permissions and none of the caller's.

use std::sync::{Arc, LazyLock};

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::{
    Access, Ask, Authorized, Call, SessionToken, TokenPrincipal, Tokens, directory::Entity,
    role_session,
};
use bartizan_types::{Arn, Fault, Principal};
use bartizan_wire::Value;

use crate::error::StsError;
use crate::session::{self, SHORTEST_SECONDS};
use crate::shapes::{AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser};
use crate::{Sts, session_tags};

/// The longest session that a session of a role can make, in seconds. (IAM User Guide, "Role
/// chaining".)
const CHAINED_SECONDS_MAX: u32 = 3600;
/// The longest session that any role allows, in seconds. (STS API Reference, `AssumeRole`.)
const SECONDS_MAX: u32 = 43_200;
/// A session's length where the request names none, in seconds.
const DEFAULT_SECONDS: u32 = 3600;

/// The role must admit the caller to each of the actions that the request needs.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    if matches!(ask.call.caller.principal, Principal::Root { .. }) {
        return Err(StsError::AccessDenied(
            "Roles may not be assumed by root accounts.".to_owned(),
        )
        .into());
    }
    let arn = role_arn(ask.text("RoleArn").unwrap_or_default())?;
    let role = ask.call.directory.entity_by_arn(arn.as_str());
    let is_own = arn.account_id() == ask.call.caller.principal.account();
    let tags = ask.tags("Tags");
    let source_identity = source_identity(ask.call, ask.text("SourceIdentity"));
    let mut actions = vec!["sts:AssumeRole"];
    if !tags.is_empty() {
        actions.push("sts:TagSession");
    }
    if source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    let transitive: Vec<String> = ask
        .input
        .field("TransitiveTagKeys")
        .map_or(&[][..], Value::items)
        .iter()
        .filter_map(|key| key.text().map(str::to_owned))
        .collect();
    let accesses = actions.into_iter().map(|action| {
        let access = Access::on(action, &arn)
            .resource_type("AWS::IAM::Role")
            .resource_policy(trust_of(role.map(|role| &**role), is_own))
            .key_if("sts:RoleSessionName", ask.text("RoleSessionName"))
            .key_if("sts:ExternalId", ask.text("ExternalId"))
            .key_if("sts:SourceIdentity", source_identity.clone())
            .request_tags(tags.iter().copied());
        let access = if gives_mfa(ask) { with_mfa(access) } else { access };
        let access = match role {
            Some(role) => access.resource_tags(Some("iam"), role.tags.iter()),
            None => access,
        };
        if transitive.is_empty() {
            access
        } else {
            access.key_list("sts:TransitiveTagKeys", transitive.clone())
        }
    });
    Ok(accesses.collect())
}

/// Whether the request brings an MFA code. It is decided as if the code were right: whether it is,
/// is found out before anything is issued, and no code is looked at without being used up or counted.
fn gives_mfa(ask: &Ask<'_>) -> bool {
    ask.text("SerialNumber").is_some() && ask.text("TokenCode").is_some()
}

fn with_mfa(access: Access) -> Access {
    access.key("aws:MultiFactorAuthPresent", "true").key("aws:MultiFactorAuthAge", "0")
}

/// A trust policy that no caller matches: there is no such service.
const TRUSTS_NOBODY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"Service":"nobody.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// The role's trust policy. To callers of another account, a role that is not there is one that
/// trusts nobody: a refusal does not tell the one from the other.
pub(crate) fn trust_of(role: Option<&Entity>, is_own: bool) -> Option<Attached> {
    static NOBODY: LazyLock<Option<Attached>> = LazyLock::new(|| {
        let policy = Policy::parse(TRUSTS_NOBODY, PolicyKind::Trust).ok()?;
        Some(Attached::inline("trust-policy", Arc::new(policy)))
    });
    let facts = role.and_then(|role| role.role.as_ref());
    facts.and_then(|facts| facts.trust.clone()).or_else(|| NOBODY.clone().filter(|_| !is_own))
}

pub(crate) fn role_arn(text: &str) -> Result<Arn, StsError> {
    text.parse().map_err(|_| StsError::Validation(format!("{text} is invalid")))
}

/// The source identity in force: once set it stays for every session that follows.
fn source_identity(call: &Call, asked: Option<&str>) -> Option<String> {
    let inherited = call.caller.session.as_ref().and_then(|facts| facts.source_identity.clone());
    inherited.or_else(|| asked.map(str::to_owned))
}

/// Assumes the role.
pub(crate) async fn assume(
    _sts: &Sts,
    call: &Call,
    request: Authorized<AssumeRoleRequest>,
) -> Result<AssumeRoleResponse, StsError> {
    session::unsupported("ProvidedContexts", request.provided_contexts.is_some())?;
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    let role = call
        .directory
        .entity_by_arn(&request.role_arn)
        .filter(|entity| entity.role.is_some())
        .ok_or_else(|| not_authorized(call, &request.role_arn))?;
    let seconds = duration_seconds(call, role, request.duration_seconds)?;
    let facts = call.caller.session.as_deref();
    let inherited = facts.and_then(|facts| facts.source_identity.as_deref());
    if let (Some(inherited), Some(asked)) = (inherited, request.source_identity.as_deref())
        && inherited != asked
    {
        return Err(StsError::AccessDenied(format!(
            "The source identity of the calling session, {inherited}, cannot be changed"
        )));
    }
    let tags =
        session_tags::of(request.tags.as_deref(), request.transitive_tag_keys.as_deref(), facts)?;
    let policies = session::policies(
        call,
        role.account,
        request.policy.as_deref(),
        request.policy_arns.as_deref(),
    )?;
    session::mfa(call, request.serial_number.as_deref(), request.token_code.as_deref()).await?;
    let name = &request.role_session_name;
    let constrained = policies.is_some() || !tags.tags.is_empty();
    let principal = TokenPrincipal::Role(role.account, role.id.clone(), name.clone());
    // The code decides who may assume the role; the session tells nothing of it. (IAM User Guide,
    // "Secure API access with MFA".)
    let token = SessionToken {
        chained: is_role_session(call),
        policies,
        tags: tags.tags,
        transitive_tag_keys: tags.transitive,
        source_identity: source_identity(call, request.source_identity.as_deref()),
        ..SessionToken::plain(principal, call.now, session::end(call, seconds))
    };
    let packed_policy_size = constrained.then(|| Tokens::packed_percent(&token));
    let source_identity = token.source_identity.clone();
    let credentials = session::credentials(call, role.account, token).await?;
    let arn = role_session(role, name, None).and_then(|principal| principal.arn());
    Ok(AssumeRoleResponse {
        credentials: Some(credentials),
        assumed_role_user: Some(AssumedRoleUser {
            assumed_role_id: format!("{}:{name}", role.id),
            arn: arn.map(|arn| arn.to_string()).unwrap_or_default(),
        }),
        packed_policy_size,
        source_identity,
        session_token_utilization: None,
        session_token_size: None,
    })
}

fn is_role_session(call: &Call) -> bool {
    matches!(call.caller.principal, Principal::Session(_))
}

fn not_authorized(call: &Call, role: &str) -> StsError {
    let caller = call.caller.principal.arn().map(|arn| arn.to_string()).unwrap_or_default();
    StsError::AccessDenied(format!(
        "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}"
    ))
}

fn duration_seconds(call: &Call, role: &Entity, asked: Option<i32>) -> Result<u32, StsError> {
    let seconds = session::duration_seconds(asked, DEFAULT_SECONDS, SECONDS_MAX)?;
    if is_role_session(call) && seconds > CHAINED_SECONDS_MAX {
        return Err(StsError::Validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
             role chaining."
                .to_owned(),
        ));
    }
    within_role(role, seconds)
}

/// The length of a session of the role that no session makes.
///
/// # Errors
/// `ValidationError` where it is out of bounds.
pub(crate) fn role_seconds(role: &Entity, asked: Option<i32>) -> Result<u32, StsError> {
    within_role(role, session::duration_seconds(asked, DEFAULT_SECONDS, SECONDS_MAX)?)
}

fn within_role(role: &Entity, seconds: u32) -> Result<u32, StsError> {
    let longest = role.role.as_ref().map_or(DEFAULT_SECONDS, |facts| facts.max_session_seconds);
    if seconds > longest.max(SHORTEST_SECONDS) {
        return Err(StsError::Validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
                .to_owned(),
        ));
    }
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_another_account_a_role_that_is_not_there_has_a_trust_policy_all_the_same() {
        assert!(trust_of(None, false).is_some());
        assert!(trust_of(None, true).is_none());
    }
}
