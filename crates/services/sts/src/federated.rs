//! Role sessions of people and programs that have no credentials of AWS: an identity provider
//! proves them. What `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` share.
//!
//! The trust policy and the resource control policies alone decide; the caller has no policies.

use bartizan_service::{
    Access, Call, FederatedIdentity, SessionToken, TokenPrincipal, Tokens, role_session,
};
use bartizan_types::{Arn, Timestamp};

use crate::assume_role::{role_arn, role_seconds, trust_of};
use crate::error::StsError;
use crate::session;
use crate::session_tags::SessionTags;
use crate::shapes::{AssumedRoleUser, Credentials, PolicyDescriptorType};

/// Somebody whom a provider proved, and the session they ask for.
pub(crate) struct Federated<'r> {
    /// The action that the trust policy must allow, as `sts:AssumeRoleWithSAML`.
    pub(crate) action: &'static str,
    /// The role.
    pub(crate) role_arn: &'r str,
    /// The session's name.
    pub(crate) session_name: &'r str,
    /// The provider's ARN, or the domain of a built-in one.
    pub(crate) provider: String,
    /// What the proof says, as condition keys.
    pub(crate) keys: Vec<(String, KeyValue)>,
    /// Session tags of the proof.
    pub(crate) tags: SessionTags,
    /// The source identity of the proof.
    pub(crate) source_identity: Option<String>,
    /// Who they are, for the activity record.
    pub(crate) identity: FederatedIdentity,
    /// Session policies of the request.
    pub(crate) policy: Option<&'r str>,
    /// Managed session policies of the request.
    pub(crate) policy_arns: Option<&'r [PolicyDescriptorType]>,
    /// How long the session shall be.
    pub(crate) duration_seconds: Option<i32>,
    /// When the session must have ended, whatever was asked, as a SAML assertion says.
    pub(crate) ends_by: Option<Timestamp>,
}

/// The value of a condition key.
pub(crate) enum KeyValue {
    /// One value.
    One(String),
    /// Several, for `ForAnyValue` and `ForAllValues`.
    Many(Vec<String>),
}

/// A session as answers show it.
pub(crate) struct Issued {
    pub(crate) credentials: Credentials,
    pub(crate) assumed_role_user: AssumedRoleUser,
    pub(crate) packed_policy_size: Option<i32>,
    pub(crate) source_identity: Option<String>,
}

/// Records who asks, decides by the role's trust, and makes the session.
///
/// # Errors
/// The trust policy or a resource control policy refuses, or the session's parameters are wrong.
pub(crate) async fn assume(call: &Call, asked: Federated<'_>) -> Result<Issued, StsError> {
    call.identify(asked.identity.clone());
    let arn = role_arn(asked.role_arn)?;
    decide(call, &arn, &asked)?;
    let role = call
        .directory
        .entity_by_arn(arn.as_str())
        .filter(|entity| entity.role.is_some())
        .ok_or_else(|| {
            StsError::AccessDenied(format!("Not authorized to perform {}", asked.action))
        })?;
    let seconds = role_seconds(role, asked.duration_seconds)?;
    let policies = session::policies(call, role.account, asked.policy, asked.policy_arns)?;
    let constrained = policies.is_some() || !asked.tags.tags.is_empty();
    let end = session::end(call, seconds);
    let name = asked.session_name;
    let principal = TokenPrincipal::Role(role.account, role.id.clone(), name.to_owned());
    let expires = asked.ends_by.map_or(end, |ends_by| ends_by.min(end));
    let token = SessionToken {
        policies,
        tags: asked.tags.tags,
        transitive_tag_keys: asked.tags.transitive,
        source_identity: asked.source_identity.clone(),
        federated_by: Some(asked.provider),
        ..SessionToken::plain(principal, call.now, expires)
    };
    let packed_policy_size = constrained.then(|| Tokens::packed_percent(&token));
    let credentials = session::credentials(call, role.account, token).await?;
    let session_arn = role_session(role, name, None).and_then(|principal| principal.arn());
    Ok(Issued {
        credentials,
        assumed_role_user: AssumedRoleUser {
            assumed_role_id: format!("{}:{name}", role.id),
            arn: session_arn.map(|arn| arn.to_string()).unwrap_or_default(),
        },
        packed_policy_size,
        source_identity: asked.source_identity,
    })
}

/// The role must admit the provider to each of the actions that the session needs.
fn decide(call: &Call, arn: &Arn, asked: &Federated<'_>) -> Result<(), StsError> {
    let role = call.directory.entity_by_arn(arn.as_str()).map(|role| &**role);
    let tags = || asked.tags.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
    let mut actions = vec![asked.action];
    if !asked.tags.tags.is_empty() {
        actions.push("sts:TagSession");
    }
    if asked.source_identity.is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    for action in actions {
        let mut access = Access::on(action, arn)
            .resource_type("AWS::IAM::Role")
            .resource_policy(trust_of(role, false))
            .by_provider(&asked.provider)
            .key("sts:RoleSessionName", asked.session_name)
            .key_if("sts:SourceIdentity", asked.source_identity.clone())
            .request_tags(tags());
        for (name, value) in &asked.keys {
            access = match value {
                KeyValue::One(value) => access.key(name.clone(), value.clone()),
                KeyValue::Many(values) => access.key_list(name.clone(), values.clone()),
            };
        }
        if let Some(role) = role {
            access = access.resource_tags(Some("iam"), role.tags.iter());
        }
        if !asked.tags.transitive.is_empty() {
            access = access.key_list("sts:TransitiveTagKeys", asked.tags.transitive.clone());
        }
        call.require(&access)?;
    }
    Ok(())
}
