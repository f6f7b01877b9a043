//! Decides the workload named by the first argument with the crate `iam-rs` and prints, as JSON,
//! what was decided and how long it took.
//!
//! The crate knows no layers: it is asked once a layer, and its answers are put together as AWS
//! does. Everything that can be made before a request comes is made before.

use std::hint::black_box;
use std::time::{Duration, Instant};

use iam_rs::{
    Arn, Context, ContextValue, Decision, IAMPolicy, IAMRequest, PolicyEvaluator, Principal,
    PrincipalId,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const WARM_UP: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(2);

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Workload {
    boundary: Value,
    service_control_policies: Vec<Vec<Value>>,
    sets: Vec<Account>,
}

#[derive(Deserialize)]
struct Account {
    size: usize,
    policies: Vec<Value>,
    users: Vec<User>,
    requests: Vec<Asked>,
}

#[derive(Deserialize)]
struct User {
    arn: String,
    policies: Vec<usize>,
}

#[derive(Deserialize)]
struct Asked {
    user: usize,
    action: String,
    resource: String,
    context: Map<String, Value>,
}

fn main() -> Outcome<()> {
    let path = std::env::args().nth(1).ok_or("name the workload's file")?;
    let workload: Workload = serde_json::from_slice(&std::fs::read(path)?)?;
    let mut shared = vec![evaluator([&workload.boundary])?];
    for level in &workload.service_control_policies {
        shared.push(evaluator(level)?);
    }
    let sets: Vec<Value> =
        workload.sets.iter().map(|account| measure(account, &shared)).collect::<Outcome<_>>()?;
    println!("{}", json!({ "engine": "iam-rs", "version": "0.8.0", "sets": sets }));
    Ok(())
}

fn evaluator<'a>(policies: impl IntoIterator<Item = &'a Value>) -> Outcome<PolicyEvaluator> {
    let read = policies.into_iter().map(|policy| IAMPolicy::from_json(&policy.to_string()));
    Ok(PolicyEvaluator::with_policies(read.collect::<Result<_, _>>()?))
}

fn measure(account: &Account, shared: &[PolicyEvaluator]) -> Outcome<Value> {
    let own: Vec<PolicyEvaluator> = account
        .users
        .iter()
        .map(|user| evaluator(user.policies.iter().map(|at| &account.policies[*at])))
        .collect::<Outcome<_>>()?;
    let requests: Vec<IAMRequest> =
        account.requests.iter().map(|asked| request(account, asked)).collect::<Outcome<_>>()?;
    let answer = |at: usize| decide(&own[account.requests[at].user], shared, &requests[at]);
    let decisions: String = (0..requests.len()).map(answer).collect();
    let start = Instant::now();
    while start.elapsed() < WARM_UP {
        for at in 0..requests.len() {
            black_box(answer(black_box(at)));
        }
    }
    let mut nanoseconds = Vec::new();
    let start = Instant::now();
    while start.elapsed() < MEASURED {
        for at in 0..requests.len() {
            let before = Instant::now();
            black_box(answer(black_box(at)));
            nanoseconds.push(before.elapsed().as_nanos() as u64);
        }
    }
    nanoseconds.sort_unstable();
    Ok(json!({
        "size": account.size,
        "decisions": decisions,
        "measured": nanoseconds.len(),
        "median_ns": nanoseconds[nanoseconds.len() / 2],
        "p99_ns": nanoseconds[nanoseconds.len() * 99 / 100],
    }))
}

fn request(account: &Account, asked: &Asked) -> Outcome<IAMRequest> {
    let mut context = Context::new();
    for (key, value) in &asked.context {
        let text = value.as_str().ok_or("condition keys are text")?;
        context.insert(key.clone(), typed(key, text));
    }
    let principal = Principal::Aws(PrincipalId::String(account.users[asked.user].arn.clone()));
    let resource = Arn::parse(&asked.resource).map_err(|error| format!("{error:?}"))?;
    Ok(IAMRequest::new_with_context(principal, asked.action.clone(), resource, context))
}

/// The crate wants keys of truth values as truth values.
fn typed(key: &str, text: &str) -> ContextValue {
    let is_truth =
        matches!(key, "aws:SecureTransport" | "aws:ViaAWSService" | "aws:MultiFactorAuthPresent");
    if is_truth {
        ContextValue::Boolean(text == "true")
    } else {
        ContextValue::String(text.to_owned())
    }
}

/// `A` allowed, `D` denied by a statement, `I` not allowed, `E` the crate answers an error.
fn decide(own: &PolicyEvaluator, shared: &[PolicyEvaluator], request: &IAMRequest) -> char {
    let mut all_allow = true;
    for layer in std::iter::once(own).chain(shared) {
        match layer.evaluate(request).map(|result| result.decision) {
            Ok(Decision::Deny) => return 'D',
            Ok(Decision::Allow) => {}
            Ok(Decision::NotApplicable) => all_allow = false,
            Err(_) => return 'E',
        }
    }
    if all_allow { 'A' } else { 'I' }
}
