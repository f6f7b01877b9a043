use std::sync::Arc;

use bartizan_types::{AccountId, Arn, UniqueId};

use super::*;
use crate::Outcome::{Allowed, ExplicitlyDenied, ImplicitlyDenied};
use crate::{Attached, Context, Flags, Granted, Level, Outcome, Path, Policy};

mod special;

const HERE: &str = "123456789012";
const THERE: &str = "999999999999";
const OBJECT: &str = "arn:aws:s3:::b/k";
const ALLOW_ALL: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
const ALLOW_SQS: &str = r#"{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}"#;
const DENY_S3: &str = r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#;

fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

fn user_of(home: &str) -> Principal {
    Principal::User {
        account: account(home),
        arn: Arn::new("iam", "", Some(account(home)), "user/alice"),
        id: UniqueId::from_stored("AIDAALICEALICEALICE22"),
        name: "alice".to_owned(),
    }
}

fn alice() -> Principal {
    user_of(HERE)
}

fn root() -> Principal {
    Principal::Root { account: account(HERE) }
}

fn session(resource: &str, kind: SessionKind) -> Principal {
    let arn = Arn::new("sts", "", Some(account(HERE)), resource);
    Principal::Session(Session { account: account(HERE), arn, name: "s".to_owned(), kind })
}

fn role_session(service_linked: bool) -> Principal {
    let role_arn = Arn::new("iam", "", Some(account(HERE)), "role/app/R");
    let role_id = UniqueId::from_stored("AROARRRRRRRRRRRRRRR22");
    let kind = SessionKind::Role { role_arn, role_id, service_linked, federated_by: None };
    session("assumed-role/R/s", kind)
}

fn federated(user: bool) -> Principal {
    let user = user.then(|| {
        let arn = Arn::new("iam", "", Some(account(HERE)), "user/alice");
        (arn, UniqueId::from_stored("AIDAALICEALICEALICE22"))
    });
    session("federated-user/s", SessionKind::Federated { user })
}

fn policy(statements: &str, kind: PolicyKind) -> Attached {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Attached::inline("p", Arc::new(Policy::parse(&text, kind).unwrap()))
}

/// A request and its policies, as statements; whatever is left out is not in force.
#[derive(Clone, Copy, Default)]
struct Case<'a> {
    action: Option<&'a str>,
    resource: Option<&'a str>,
    identity: Option<&'a str>,
    boundary: Option<&'a str>,
    session: Option<&'a str>,
    resource_policy: Option<&'a str>,
    trust_policy: Option<&'a str>,
    scps: &'a [&'a str],
    rcps: &'a [&'a str],
    endpoint: Option<&'a str>,
    flags: Flags,
    provider: Option<&'a str>,
}

impl Case<'_> {
    fn decide(self, principal: &Principal) -> Decision {
        let one = |statements: Option<&str>, kind| statements.map(|text| policy(text, kind));
        let levels = |levels: &[&str], kind| -> Vec<Path> {
            let level = |text: &&str| Level::new(vec![policy(text, kind)]);
            Path::of(&levels.iter().map(level).collect::<Vec<_>>())
        };
        let identity: Vec<_> = one(self.identity, PolicyKind::Identity).into_iter().collect();
        let boundary = one(self.boundary, PolicyKind::Boundary);
        let session = one(self.session, PolicyKind::Session).map(|policy| [policy]);
        let resource = one(self.resource_policy, PolicyKind::Resource)
            .or_else(|| one(self.trust_policy, PolicyKind::Trust));
        let scps = levels(self.scps, PolicyKind::ServiceControl);
        let rcps = levels(self.rcps, PolicyKind::ResourceControl);
        let endpoint: Vec<_> = one(self.endpoint, PolicyKind::Endpoint).into_iter().collect();
        let mut context = Context::new();
        if let Some(provider) = self.provider {
            context.set("aws:FederatedProvider", provider);
        }
        let request = Request {
            principal,
            action: self.action.unwrap_or("s3:GetObject"),
            resource: self.resource.unwrap_or(OBJECT),
            resource_account: Some(account(HERE)),
            context: &context,
            flags: self.flags,
        };
        let layers = Layers {
            identity: &identity,
            boundary: boundary.as_ref(),
            session: session.as_ref().map(<[Attached; 1]>::as_slice),
            resource: resource.as_ref(),
            scps: &scps,
            rcps: &rcps,
            endpoint: &endpoint,
        };
        let decision = decide(&request, &layers);
        let message = decision.denial_message(&request, &layers);
        assert_eq!(message.is_empty(), decision.is_allowed());
        decision
    }

    fn outcome(self, principal: &Principal) -> Outcome {
        self.decide(principal).outcome
    }
}

fn grant_to(principal: &str) -> String {
    format!(
        r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "s3:GetObject", "Resource": "{OBJECT}"}}"#
    )
}

fn trust(principal: &str, action: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "{action}"}}"#)
}

/// Everything that limits implicitly: no identity policy, a boundary and a session policy that
/// speak of something else.
fn limited(resource_policy: &str) -> Case<'_> {
    Case {
        boundary: Some(ALLOW_SQS),
        session: Some(ALLOW_SQS),
        resource_policy: Some(resource_policy),
        ..Case::default()
    }
}

#[test]
fn what_a_grant_in_the_own_account_overcomes() {
    let by_user = r#"{"AWS": "arn:aws:iam::123456789012:user/alice"}"#;
    let by_role = r#"{"AWS": "arn:aws:iam::123456789012:role/app/R"}"#;
    let by_session = r#"{"AWS": "arn:aws:sts::123456789012:assumed-role/R/s"}"#;
    let by_federated = r#"{"AWS": "arn:aws:sts::123456789012:federated-user/s"}"#;
    let by_account = r#"{"AWS": "123456789012"}"#;
    let by_root = r#"{"AWS": "arn:aws:iam::123456789012:root"}"#;
    let (alice, role, federated) = (alice(), role_session(false), federated(true));
    for (principal, caller, expected) in [
        (by_user, &alice, Allowed),
        (r#"{"AWS": "AIDAALICEALICEALICE22"}"#, &alice, Allowed),
        (r#"{"AWS": "AIDAOTHEROTHEROTHER22"}"#, &alice, ImplicitlyDenied),
        (by_account, &alice, ImplicitlyDenied),
        (by_root, &alice, ImplicitlyDenied),
        (r#""*""#, &alice, Allowed),
        (by_session, &role, Allowed),
        (by_role, &role, ImplicitlyDenied),
        (r#"{"AWS": "AROARRRRRRRRRRRRRRR22"}"#, &role, ImplicitlyDenied),
        (r#"{"Federated": "accounts.google.com"}"#, &role, ImplicitlyDenied),
        (r#"{"AWS": "*"}"#, &role, Allowed),
        (by_federated, &federated, Allowed),
        (by_user, &federated, ImplicitlyDenied),
        (by_role, &alice, ImplicitlyDenied),
    ] {
        let grant = grant_to(principal);
        assert_eq!(limited(&grant).outcome(caller), expected, "{principal} {caller:?}");
    }
    let grant = grant_to(by_role);
    let role_grant = Case { resource_policy: Some(&grant), ..Case::default() };
    assert_eq!(role_grant.outcome(&role), Allowed, "a role's ARN needs no identity allow");
    let grant = grant_to(by_user);
    let within = Case { session: Some(ALLOW_ALL), ..limited(&grant) };
    assert_eq!(Case { boundary: None, ..within }.outcome(&federated), Allowed);
}

#[test]
fn explicit_denies_bind_direct_grants_too() {
    let grant = grant_to(r#""*""#);
    for case in [
        Case { identity: Some(DENY_S3), ..limited(&grant) },
        Case { boundary: Some(DENY_S3), ..limited(&grant) },
        Case { session: Some(DENY_S3), ..limited(&grant) },
        Case { scps: &[DENY_S3], ..limited(&grant) },
        Case {
            endpoint: Some(
                r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#,
            ),
            ..limited(&grant)
        },
    ] {
        assert_eq!(case.outcome(&alice()), ExplicitlyDenied);
    }
    assert_eq!(Case { scps: &[ALLOW_SQS], ..limited(&grant) }.outcome(&alice()), ImplicitlyDenied);
}

#[test]
fn across_accounts_both_sides_must_allow() {
    let stranger = user_of(THERE);
    let named = grant_to(r#"{"AWS": "arn:aws:iam::999999999999:user/alice"}"#);
    let account = grant_to(r#"{"AWS": "999999999999"}"#);
    let everyone = grant_to(r#""*""#);
    for grant in [&named, &account, &everyone] {
        let alone = Case { resource_policy: Some(grant), ..Case::default() };
        assert_eq!(alone.outcome(&stranger), ImplicitlyDenied);
        let both = Case { identity: Some(ALLOW_ALL), ..alone };
        assert_eq!(both.outcome(&stranger), Allowed);
        assert_eq!(Case { boundary: Some(ALLOW_SQS), ..both }.outcome(&stranger), ImplicitlyDenied);
    }
    let own_side = Case { identity: Some(ALLOW_ALL), ..Case::default() };
    let decision = own_side.decide(&stranger);
    assert_eq!(decision.reason, Reason::NoAllow(Layer::Resource));
    let anonymous = Case { resource_policy: Some(&everyone), ..Case::default() };
    assert_eq!(anonymous.outcome(&Principal::Anonymous), Allowed);
    assert_eq!(own_side.outcome(&Principal::Anonymous), ImplicitlyDenied);
}

#[test]
fn service_control_policies_bind_users_roles_and_root() {
    let admin = Case { identity: Some(ALLOW_ALL), ..Case::default() };
    let denied = Case { scps: &[ALLOW_ALL, DENY_S3], ..admin };
    assert_eq!(denied.outcome(&alice()), ExplicitlyDenied);
    assert_eq!(denied.outcome(&role_session(false)), ExplicitlyDenied);
    assert_eq!(denied.outcome(&root()), ExplicitlyDenied);
    assert_eq!(denied.outcome(&role_session(true)), Allowed, "service-linked roles are exempt");
    let flags = Flags { management_account_principal: true, ..Flags::default() };
    assert_eq!(Case { flags, ..denied }.outcome(&alice()), Allowed);
    let missing = Case { scps: &[ALLOW_ALL, ALLOW_SQS, ALLOW_ALL], ..admin };
    let decision = missing.decide(&alice());
    assert_eq!(decision.reason, Reason::NoAllowAtLevel(Layer::ServiceControl, 1));
    assert_eq!(
        Case { identity: None, scps: &[ALLOW_ALL], ..admin }.outcome(&alice()),
        ImplicitlyDenied
    );
    let grant = grant_to(r#"{"Service": "logs.amazonaws.com"}"#);
    let service = Principal::Service { name: "logs.amazonaws.com".to_owned() };
    let by_service = Case { scps: &[DENY_S3], resource_policy: Some(&grant), ..Case::default() };
    assert_eq!(by_service.outcome(&service), Allowed, "they do not bind services");
}

#[test]
fn resource_control_policies_bind_every_caller() {
    let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
    let grant = grant_to(r#""*""#);
    let case = Case {
        identity: Some(ALLOW_ALL),
        resource_policy: Some(&grant),
        rcps: &[deny],
        ..Case::default()
    };
    for caller in [alice(), user_of(THERE), root(), role_session(false), Principal::Anonymous] {
        assert_eq!(case.outcome(&caller), ExplicitlyDenied, "{caller:?}");
    }
    assert_eq!(case.outcome(&role_session(true)), Allowed);
    let flags = Flags { management_account_resource: true, ..Flags::default() };
    assert_eq!(Case { flags, ..case }.outcome(&alice()), Allowed);
    let other = Case { action: Some("ec2:RunInstances"), resource: Some("*"), ..case };
    assert_eq!(other.outcome(&alice()), Allowed, "EC2 is not among the services");
}

#[test]
fn sessions_are_limited_by_their_policies() {
    let admin = Case { identity: Some(ALLOW_ALL), ..Case::default() };
    assert_eq!(
        Case { session: Some(ALLOW_SQS), ..admin }.outcome(&role_session(false)),
        ImplicitlyDenied
    );
    assert_eq!(
        Case { session: Some(ALLOW_ALL), identity: None, ..admin }.outcome(&role_session(false)),
        ImplicitlyDenied
    );
    assert_eq!(admin.outcome(&role_session(false)), Allowed);
    assert_eq!(admin.decide(&federated(true)).reason, Reason::NoAllow(Layer::Session));
    assert_eq!(Case { session: Some(ALLOW_ALL), ..admin }.outcome(&federated(true)), Allowed);
    let of_root = Case { session: Some(ALLOW_ALL), ..Case::default() };
    assert_eq!(of_root.outcome(&federated(false)), Allowed, "the root user's side is everything");
    assert_eq!(of_root.outcome(&federated(true)), ImplicitlyDenied);
}
