//! Decisions that are known from outside: from AWS itself, its documentation, and the tests of
//! other engines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Outcome, Path, Policy, PolicyKind, Request, decide,
    explain,
};
use bartizan_types::{AccountId, Arn, Principal, Session, SessionKind, UniqueId};
use serde_json::Value;

/// Cases that AWS's documentation contradicts: id, and the page.
const CONTESTED: [(&str, &str); 1] = [(
    "arsenal/policyEvaluator#102",
    "IAM User Guide, Grammar of the IAM JSON policy language: a policy has a statement, so IAM \
     refuses the document before any decision",
)];

#[test]
fn decisions_known_from_outside() {
    let Some(text) = cases("iam/evaluation.jsonl") else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        if CONTESTED.iter().any(|(contested, _)| *contested == id) {
            continue;
        }
        count += 1;
        match outcome(&case) {
            Ok(outcome) if outcome == case["expected"].as_str().unwrap() => {}
            Ok(outcome) => wrong.push(format!("{id}: {outcome}, not {}", case["expected"])),
            Err(error) => wrong.push(format!("{id}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
}

fn cases(name: &str) -> Option<String> {
    let folder = std::env::var_os("BARTIZAN_CASES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/cases"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if let Ok(text) = fs::read_to_string(&path) {
        return Some(text);
    }
    println!("SKIPPED decisions_known_from_outside: cases not found at {}", path.display());
    assert!(std::env::var_os("CI").is_none(), "CI needs the cases: set BARTIZAN_CASES");
    None
}

fn outcome(case: &Value) -> Result<String, String> {
    let action = case["action"].as_str().unwrap();
    let is_trust = action.starts_with("sts:") && case["resource_policy"].is_object();
    let resource_kind = if is_trust { PolicyKind::Trust } else { PolicyKind::Resource };
    let identity = attached(&case["identity_policies"], PolicyKind::Identity)?;
    let boundary = one(&case["boundary"], PolicyKind::Boundary)?;
    let session = attached(&case["session_policies"], PolicyKind::Session)?;
    let resource = one(&case["resource_policy"], resource_kind)?;
    let scps = levels(&case["scps"], PolicyKind::ServiceControl)?;
    let rcps = levels(&case["rcps"], PolicyKind::ResourceControl)?;
    let endpoint = attached(&case["endpoint_policies"], PolicyKind::Endpoint)?;
    let layers = Layers {
        identity: &identity,
        boundary: boundary.as_ref(),
        session: (!session.is_empty()).then_some(&session),
        resource: resource.as_ref(),
        scps: &scps,
        rcps: &rcps,
        endpoint: &endpoint,
    };
    let context = context(case);
    let principal = principal(case["principal"].as_str().unwrap(), &context, &case["flags"]);
    let flag = |name: &str| case["flags"].as_array().unwrap().iter().any(|one| one == name);
    let request = Request {
        principal: &principal,
        action,
        resource: case["resource"].as_str().unwrap(),
        resource_account: case["resource_account"].as_str().and_then(|id| id.parse().ok()),
        context: &context,
        flags: Flags {
            management_account_principal: flag("management_account_principal"),
            management_account_resource: flag("management_account_resource"),
            resource_is_pattern: flag("request_resource_wildcard"),
            wildcard_only_action: flag("wildcard_only_action"),
            ..Flags::default()
        },
    };
    let decision = decide(&request, &layers);
    let explanation = explain(&request, &layers);
    assert_eq!(explanation.decision, decision);
    assert_eq!(explanation.message.is_some(), decision.outcome != Outcome::Allowed);
    Ok(format!("{:?}", decision.outcome))
}

fn one(policy: &Value, kind: PolicyKind) -> Result<Option<Attached>, String> {
    if policy.is_null() {
        return Ok(None);
    }
    let policy = Policy::parse_any_version(&policy.to_string(), kind)
        .map_err(|error| format!("{kind:?} {policy}: {error}"))?;
    Ok(Some(Attached::inline("case", Arc::new(policy))))
}

fn attached(policies: &Value, kind: PolicyKind) -> Result<Vec<Attached>, String> {
    let policies = policies.as_array().unwrap().iter();
    Ok(policies
        .map(|policy| one(policy, kind))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

fn levels(levels: &Value, kind: PolicyKind) -> Result<Vec<Path>, String> {
    let levels = levels.as_array().unwrap().iter();
    let levels = levels.map(|level| attached(level, kind).map(Level::new));
    Ok(Path::of(&levels.collect::<Result<Vec<_>, _>>()?))
}

/// The keys of the case, and those of the caller that AWS always sets.
fn context(case: &Value) -> Context {
    let mut context = Context::new();
    let principal = case["principal"].as_str().unwrap();
    if let Ok(arn) = principal.parse::<Arn>() {
        context.set("aws:PrincipalArn", role_of(&arn).unwrap_or(arn).as_str());
    }
    for (key, values) in case["context"].as_object().unwrap() {
        let values: Vec<String> =
            values.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
        if case["multivalued"].as_array().unwrap().iter().any(|one| one == key) {
            context.set_list(key, &values);
        } else if let [value] = values.as_slice() {
            context.set(key, value);
        } else {
            context.set_list(key, &values);
        }
    }
    context
}

/// The role whose session an ARN names, without a path, which the ARN does not tell.
fn role_of(arn: &Arn) -> Option<Arn> {
    let (role, _) = arn.resource().strip_prefix("assumed-role/")?.split_once('/')?;
    Some(Arn::new("iam", "", arn.account_id(), &format!("role/{role}")))
}

fn principal(text: &str, context: &Context, flags: &Value) -> Principal {
    if text == "anonymous" {
        return Principal::Anonymous;
    }
    let Ok(arn) = text.parse::<Arn>() else {
        return Principal::Service { name: text.to_owned() };
    };
    let account = arn.account_id().unwrap();
    let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
    let name = rest.rsplit('/').next().unwrap().to_owned();
    match kind {
        "root" => Principal::Root { account },
        "user" => Principal::User { account, name, arn, id: UniqueId::from_stored("AIDAEXAMPLE") },
        "assumed-role" => {
            let given =
                context.values("aws:PrincipalArn").and_then(|values| values.first()?.parse().ok());
            let role_arn = given.or_else(|| role_of(&arn)).unwrap();
            role_session(account, arn, name, role_arn, flags)
        }
        "role" => {
            let session = format!("assumed-role/{name}/session");
            let session = Arn::new("sts", "", Some(account), &session);
            role_session(account, session, "session".to_owned(), arn, flags)
        }
        "federated-user" => {
            let user = Arn::new("iam", "", Some(account), "user/federator");
            Principal::Session(Session {
                account,
                arn,
                name,
                kind: SessionKind::Federated {
                    user: Some((user, UniqueId::from_stored("AIDAEXAMPLE"))),
                },
            })
        }
        other => panic!("a principal of kind {other}"),
    }
}

fn role_session(
    account: AccountId,
    arn: Arn,
    name: String,
    role_arn: Arn,
    flags: &Value,
) -> Principal {
    let service_linked = flags.as_array().unwrap().iter().any(|one| one == "service_linked_role");
    let role_id = UniqueId::from_stored("AROAEXAMPLE");
    let kind = SessionKind::Role { role_arn, role_id, service_linked, federated_by: None };
    Principal::Session(Session { account, arn, name, kind })
}
