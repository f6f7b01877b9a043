//! Decides the workload named by the first argument and prints, as JSON, what was decided and how
//! long it took. `tests/bench/decisions.py` makes the workload and runs other engines on it, too.

#![allow(
    clippy::indexing_slicing,
    reason = "the workload's indexes are its own; a wrong one should end the measurement"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_policy::{
    Attached, Context, Flags, Layers, Level, Outcome, Path, Policy, PolicyKind, Request, decide,
};
use bartizan_types::{AccountId, Arn, Principal, UniqueId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const WARM_UP: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(2);

type Answer<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Workload {
    account: String,
    boundary: Value,
    service_control_policies: Vec<Vec<Value>>,
    sets: Vec<AccountSet>,
}

#[derive(Deserialize)]
struct AccountSet {
    size: usize,
    policies: Vec<Value>,
    users: Vec<User>,
    requests: Vec<Asked>,
}

#[derive(Deserialize)]
struct User {
    name: String,
    id: String,
    policies: Vec<usize>,
}

#[derive(Deserialize)]
struct Asked {
    user: usize,
    action: String,
    resource: String,
    context: Map<String, Value>,
}

/// What every request of the workload meets.
struct Shared {
    account: AccountId,
    boundary: Attached,
    scps: Vec<Path>,
}

fn main() -> Answer<()> {
    let path = std::env::args().nth(1).ok_or("name the workload's file")?;
    let workload: Workload = serde_json::from_slice(&std::fs::read(path)?)?;
    let level = |level: &Vec<Value>| {
        level.iter().map(|text| attached(text, PolicyKind::ServiceControl)).collect()
    };
    let scps: Vec<Level> =
        workload.service_control_policies.iter().map(level).collect::<Answer<_>>()?;
    let shared = Shared {
        account: workload.account.parse().map_err(|_| "the account's id has twelve digits")?,
        boundary: attached(&workload.boundary, PolicyKind::Boundary)?,
        scps: Path::of(&scps),
    };
    let sets: Vec<Value> =
        workload.sets.iter().map(|set| measure(set, &shared)).collect::<Answer<_>>()?;
    let version = env!("CARGO_PKG_VERSION");
    println!("{}", json!({ "engine": "Bartizan", "version": version, "sets": sets }));
    Ok(())
}

fn attached(policy: &Value, kind: PolicyKind) -> Answer<Attached> {
    Ok(Attached::inline("policy", Arc::new(Policy::parse(&policy.to_string(), kind)?)))
}

fn measure(set: &AccountSet, shared: &Shared) -> Answer<Value> {
    let policies: Vec<Attached> = set
        .policies
        .iter()
        .map(|policy| attached(policy, PolicyKind::Identity))
        .collect::<Answer<_>>()?;
    let own = |user: &User| user.policies.iter().map(|at| policies[*at].clone()).collect();
    let identity: Vec<Vec<Attached>> = set.users.iter().map(own).collect();
    let principals: Vec<Principal> =
        set.users.iter().map(|user| principal(user, shared.account)).collect();
    let contexts: Vec<Context> = set.requests.iter().map(context).collect();
    let answer = |at: usize| {
        let asked = &set.requests[at];
        let request = Request {
            principal: &principals[asked.user],
            action: &asked.action,
            resource: &asked.resource,
            resource_account: Some(shared.account),
            context: &contexts[at],
            flags: Flags::default(),
        };
        let layers = Layers {
            identity: &identity[asked.user],
            boundary: Some(&shared.boundary),
            scps: &shared.scps,
            ..Layers::default()
        };
        decide(&request, &layers).outcome
    };
    let decisions: String = (0..contexts.len()).map(|at| letter(answer(at))).collect();
    let nanoseconds = timed(contexts.len(), answer);
    Ok(json!({
        "size": set.size,
        "decisions": decisions,
        "measured": nanoseconds.len(),
        "median_ns": nanoseconds[nanoseconds.len() / 2],
        "p99_ns": nanoseconds[nanoseconds.len() * 99 / 100],
    }))
}

/// Each decision's nanoseconds, clock included, in rising order, of whole rounds of requests.
fn timed(requests: usize, answer: impl Fn(usize) -> Outcome) -> Vec<u128> {
    let start = Instant::now();
    while start.elapsed() < WARM_UP {
        for at in 0..requests {
            black_box(answer(black_box(at)));
        }
    }
    let mut nanoseconds = Vec::new();
    let start = Instant::now();
    while start.elapsed() < MEASURED {
        for at in 0..requests {
            let before = Instant::now();
            black_box(answer(black_box(at)));
            nanoseconds.push(before.elapsed().as_nanos());
        }
    }
    nanoseconds.sort_unstable();
    nanoseconds
}

fn principal(user: &User, account: AccountId) -> Principal {
    Principal::User {
        account,
        arn: Arn::new("iam", "", Some(account), &format!("user/{}", user.name)),
        id: UniqueId::from_stored(user.id.as_str()),
        name: user.name.clone(),
    }
}

fn context(asked: &Asked) -> Context {
    let mut context = Context::new();
    for (key, value) in &asked.context {
        context.set(key, value.as_str().unwrap_or_default());
    }
    context
}

/// `A` allowed, `D` denied by a statement, `I` not allowed.
const fn letter(outcome: Outcome) -> char {
    match outcome {
        Outcome::Allowed => 'A',
        Outcome::ExplicitlyDenied => 'D',
        Outcome::ImplicitlyDenied => 'I',
    }
}
