//! The global condition keys of a call. (IAM User Guide, "AWS global condition context keys".)

use bartizan_policy::Context;
use bartizan_types::{AccountId, Principal, Session, SessionKind, Timestamp};

use crate::access::{Access, KeyValues};
use crate::forwarded::service_principal;
use crate::{Call, Caller, Directory, SessionFacts};

/// The organization of who asks.
const PRINCIPAL: [&str; 2] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];
/// The organization of who owns the resource.
pub(crate) const RESOURCE: [&str; 2] = ["aws:ResourceOrgID", "aws:ResourceOrgPaths"];
/// The organization of what a service acts on behalf of.
const SOURCE: [&str; 2] = ["aws:SourceOrgID", "aws:SourceOrgPaths"];

/// The keys of this access: the caller's, the network's, the request's and the access's own.
pub(crate) fn of(call: &Call, access: &Access) -> Context {
    let mut context = if access.by_provider {
        of_time(call.now)
    } else {
        of_caller(&call.caller, &call.directory, call.now)
    };
    request_keys(call, &mut context);
    if let Some(account) = access.resource_account {
        context.set("aws:ResourceAccount", account.text().as_str());
        of_organization(RESOURCE, account, &call.directory, &mut context);
    }
    for key in &access.keys {
        match &key.values {
            KeyValues::One(value) => context.set(&key.name, value),
            KeyValues::Many(values) => context.set_list(&key.name, values),
        }
    }
    context
}

/// The keys that a caller has whatever it asks for, and the time's.
pub(crate) fn of_caller(caller: &Caller, directory: &Directory, now: Timestamp) -> Context {
    let mut context = of_time(now);
    principal_keys(caller, directory, &mut context);
    if let Some(session) = &caller.session {
        session_keys(session, now, &mut context);
    }
    context
}

/// The first keys: none of these, and none of a principal or a request that the code names, is set twice.
fn of_time(now: Timestamp) -> Context {
    let mut context = Context::new();
    context.add("aws:CurrentTime", now.iso8601());
    context.add("aws:EpochTime", now.seconds().to_string());
    context
}

fn principal_keys(caller: &Caller, directory: &Directory, context: &mut Context) {
    let principal = &caller.principal;
    context.add("aws:PrincipalType", principal.principal_type());
    context.add(
        "aws:PrincipalIsAWSService",
        bool_text(matches!(principal, Principal::Service { .. })),
    );
    context.add("aws:ViaAWSService", "false");
    if let Some(arn) = principal.principal_arn() {
        context.add("aws:PrincipalArn", arn.as_str());
    }
    if let Some(account) = principal.account() {
        context.add("aws:PrincipalAccount", account.text().as_str());
        of_organization(PRINCIPAL, account, directory, context);
    }
    if let Some(user_id) = principal.user_id() {
        context.add("aws:userid", user_id);
    }
    match principal {
        Principal::User { name, .. } => context.add("aws:username", name.as_str()),
        Principal::Service { name } => context.add("aws:PrincipalServiceName", name.as_str()),
        Principal::Session(Session {
            kind: SessionKind::Role { federated_by: Some(provider), .. },
            ..
        }) => context.add("aws:FederatedProvider", provider.as_str()),
        _ => {}
    }
    for tag in caller.effective_tags() {
        context.set(&format!("aws:PrincipalTag/{}", tag.key), tag.value.as_str());
    }
}

/// Tells in which organization an account is, and where in it, by the keys of these names.
fn of_organization(
    [id, paths]: [&str; 2],
    account: AccountId,
    directory: &Directory,
    context: &mut Context,
) {
    let Some(known) = directory.account(account) else { return };
    if let Some(organization) = &known.organization {
        context.set(id, &**organization);
    }
    if let Some(path) = &known.organization_path {
        context.set_list(paths, &[path.to_string()]);
    }
}

fn session_keys(session: &SessionFacts, now: Timestamp, context: &mut Context) {
    context.set("aws:TokenIssueTime", session.issued.iso8601());
    context.set("aws:MultiFactorAuthPresent", bool_text(session.mfa_authenticated.is_some()));
    if let Some(authenticated) = session.mfa_authenticated {
        context.set("aws:MultiFactorAuthAge", now.since(authenticated).as_secs().to_string());
    }
    if session.root_task.is_some() {
        context.set("aws:AssumedRoot", "true");
    }
    if let Some(identity) = &session.source_identity {
        context.set("aws:SourceIdentity", identity.as_str());
    }
}

fn request_keys(call: &Call, context: &mut Context) {
    let origin = &call.origin;
    if let Some(via) = call.via {
        let service = service_principal(via);
        context.set("aws:ViaAWSService", "true");
        context.set("aws:CalledViaFirst", &service);
        context.set("aws:CalledViaLast", &service);
        context.set_list("aws:CalledVia", &[service]);
    }
    context.add("aws:RequestedRegion", call.region.as_str());
    context.add("aws:SecureTransport", bool_text(origin.tls));
    if let Some(resource) = &call.on_behalf_of {
        context.set("aws:SourceArn", resource.as_str());
        context.set("aws:SourceAccount", resource.account());
        if let Some(account) = resource.account_id() {
            of_organization(SOURCE, account, &call.directory, context);
        }
    }
    if let Some(address) = origin.address() {
        context.add("aws:SourceIp", address);
    }
    if let Some(agent) = &origin.user_agent {
        context.add("aws:UserAgent", agent.as_str());
    }
    if let Some(referer) = &origin.referer {
        context.add("aws:Referer", referer.as_str());
    }
}

const fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
