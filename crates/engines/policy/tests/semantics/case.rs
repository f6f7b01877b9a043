//! A request and its policies, written short, and what AWS's documentation says of it.

use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Outcome, Path, Policy, PolicyKind, Request, decide,
    explain,
};
use bartizan_types::{AccountId, Arn, Principal, Session, SessionKind, UniqueId};

pub(crate) use Outcome::{
    Allowed as ALLOWED, ExplicitlyDenied as DENIED, ImplicitlyDenied as NOT_ALLOWED,
};

pub(crate) const HERE: &str = "111122223333";
pub(crate) const THERE: &str = "444455556666";
pub(crate) const ALLOW_ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
pub(crate) const DENY_ALL: &str = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#;
pub(crate) const OTHER: &str = r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#;
pub(crate) const EVERYONE_DENIED: &str =
    r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;

/// A row: policies are statements; what is left out is not in force.
pub(crate) struct Case<'a> {
    /// The page that the expectation follows from, and what it says.
    pub(crate) page: &'a str,
    pub(crate) caller: Principal,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) owner: &'a str,
    pub(crate) context: &'a [(&'a str, &'a str)],
    pub(crate) flags: Flags,
    pub(crate) identity: Option<&'a str>,
    pub(crate) boundary: Option<&'a str>,
    pub(crate) session: Option<&'a str>,
    /// Statements of the bucket's policy; empty where it has none.
    pub(crate) bucket: String,
    pub(crate) trust: Option<String>,
    pub(crate) scps: &'a [&'a str],
    pub(crate) rcps: &'a [&'a str],
    pub(crate) endpoint: Option<&'a str>,
    pub(crate) expected: Outcome,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            page: "",
            caller: user(HERE),
            action: "s3:GetObject",
            resource: "arn:aws:s3:::b/k",
            owner: HERE,
            context: &[],
            flags: Flags::default(),
            identity: None,
            boundary: None,
            session: None,
            bucket: String::new(),
            trust: None,
            scps: &[],
            rcps: &[],
            endpoint: None,
            expected: ALLOWED,
        }
    }
}

impl Case<'_> {
    fn outcome(&self) -> Outcome {
        let one = |statement: Option<&str>, kind| statement.map(|text| attached(text, kind));
        let levels = |levels: &[&str], kind| -> Vec<Path> {
            let level = |text: &&str| Level::new(vec![attached(text, kind)]);
            Path::of(&levels.iter().map(level).collect::<Vec<_>>())
        };
        let identity: Vec<_> = one(self.identity, PolicyKind::Identity).into_iter().collect();
        let boundary = one(self.boundary, PolicyKind::Boundary);
        let session = one(self.session, PolicyKind::Session).map(|policy| [policy]);
        let resource =
            one(Some(self.bucket.as_str()).filter(|it| !it.is_empty()), PolicyKind::Resource)
                .or_else(|| one(self.trust.as_deref(), PolicyKind::Trust));
        let scps = levels(self.scps, PolicyKind::ServiceControl);
        let rcps = levels(self.rcps, PolicyKind::ResourceControl);
        let endpoint: Vec<_> = one(self.endpoint, PolicyKind::Endpoint).into_iter().collect();
        let mut context = Context::new();
        if let Some(arn) = self.caller.principal_arn() {
            context.set("aws:PrincipalArn", arn.as_str());
        }
        for (key, value) in self.context {
            context.set(key, *value);
        }
        let request = Request {
            principal: &self.caller,
            action: self.action,
            resource: self.resource,
            resource_account: self.owner.parse().ok(),
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
        assert_eq!(explain(&request, &layers).decision, decision, "{}", self.page);
        decision.outcome
    }
}

/// Holds every row to its expectation, and names all that differ.
pub(crate) fn hold(rows: &[Case<'_>]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|row| (row, row.outcome()))
        .filter(|(row, outcome)| *outcome != row.expected)
        .map(|(row, outcome)| format!("{}: {outcome:?}, not {:?}", row.page, row.expected))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

fn attached(statements: &str, kind: PolicyKind) -> Attached {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let policy = Policy::parse(&text, kind).unwrap_or_else(|error| panic!("{text}: {error}"));
    Attached::inline("p", Arc::new(policy))
}

/// Whether a policy of one statement, allowing, speaks of a request.
pub(crate) fn speaks(version: &str, statement: &str, resource: &str, context: &Context) -> bool {
    let text = format!(r#"{{"Version":"{version}","Statement":{statement}}}"#);
    let policy = Policy::parse_any_version(&text, PolicyKind::Identity)
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    let identity = [Attached::inline("p", Arc::new(policy))];
    let principal = user(HERE);
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource,
        resource_account: HERE.parse().ok(),
        context,
        flags: Flags::default(),
    };
    let layers = Layers { identity: &identity, ..Layers::default() };
    decide(&request, &layers).is_allowed()
}

pub(crate) fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

pub(crate) fn user(home: &str) -> Principal {
    Principal::User {
        account: account(home),
        arn: Arn::new("iam", "", Some(account(home)), "user/Bob"),
        id: UniqueId::from_stored("AIDABOBBOBBOBBOBBOB22"),
        name: "Bob".to_owned(),
    }
}

pub(crate) fn root(home: &str) -> Principal {
    Principal::Root { account: account(home) }
}

pub(crate) fn service(name: &str) -> Principal {
    Principal::Service { name: name.to_owned() }
}

fn session(home: &str, resource: &str, kind: SessionKind) -> Principal {
    let arn = Arn::new("sts", "", Some(account(home)), resource);
    Principal::Session(Session { account: account(home), arn, name: "s".to_owned(), kind })
}

fn role_of(home: &str, service_linked: bool, federated_by: Option<&str>) -> Principal {
    let kind = SessionKind::Role {
        role_arn: Arn::new("iam", "", Some(account(home)), "role/app/R"),
        role_id: UniqueId::from_stored("AROARRRRRRRRRRRRRRR22"),
        service_linked,
        federated_by: federated_by.map(str::to_owned),
    };
    session(home, "assumed-role/R/s", kind)
}

pub(crate) fn role(home: &str) -> Principal {
    role_of(home, false, None)
}

pub(crate) fn service_linked_role(home: &str) -> Principal {
    role_of(home, true, None)
}

pub(crate) fn proven_by(provider: &str) -> Principal {
    role_of(HERE, false, Some(provider))
}

pub(crate) fn federated(home: &str) -> Principal {
    let user = Arn::new("iam", "", Some(account(home)), "user/Bob");
    let user = Some((user, UniqueId::from_stored("AIDABOBBOBBOBBOBBOB22")));
    session(home, "federated-user/s", SessionKind::Federated { user })
}

pub(crate) fn federated_root(home: &str) -> Principal {
    session(home, "federated-user/s", SessionKind::Federated { user: None })
}

/// A bucket policy's statement that allows these principals everything.
pub(crate) fn grant(principal: &str) -> String {
    grant_if(principal, "{}")
}

pub(crate) fn grant_if(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"*","Resource":"*","Condition":{condition}}}"#
    )
}

/// A statement that denies these principals everything, beside one that allows everyone.
pub(crate) fn all_but(principal: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}},
           {{"Effect":"Deny","Principal":{principal},"Action":"*","Resource":"*"}}"#
    )
}
