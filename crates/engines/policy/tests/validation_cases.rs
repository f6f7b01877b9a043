//! Policies that AWS refuses, with its words, and policies that it takes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a case of unknown form fails the test")]

use std::fs;
use std::path::PathBuf;

use bartizan_policy::{Policy, PolicyError, PolicyKind};
use serde_json::Value;

#[test]
fn policies_that_aws_refuses() {
    let Some(cases) = cases("iam/invalid_policies.jsonl") else { return };
    let mut wrong = Vec::new();
    for case in &cases {
        let (text, kind) = policy(case);
        let answer = match Policy::parse(&text, kind) {
            Ok(_) => "taken".to_owned(),
            Err(error) => {
                format!("{}: {}", PolicyError::aws_code(kind), error.aws_message(kind))
            }
        };
        let code = case["error_code"].as_str().unwrap();
        let expected = format!("{code}: {}", case["expected_error"].as_str().unwrap());
        if answer != expected {
            wrong.push(format!("{}: {answer}, not {expected}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn policies_that_aws_takes() {
    let Some(cases) = cases("iam/valid_policies.jsonl") else { return };
    let mut wrong = Vec::new();
    for case in &cases {
        let (text, kind) = policy(case);
        if let Err(error) = Policy::parse(&text, kind) {
            wrong.push(format!("{}: {error}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn policy(case: &Value) -> (String, PolicyKind) {
    let text = case["raw"].as_str().map_or_else(|| case["policy"].to_string(), ToOwned::to_owned);
    let kind = match case["policy_type"].as_str().unwrap() {
        "identity" => PolicyKind::Identity,
        "resource" => PolicyKind::Resource,
        "trust" => PolicyKind::Trust,
        "scp" => PolicyKind::ServiceControl,
        "rcp" => PolicyKind::ResourceControl,
        other => panic!("unknown type of policy `{other}`"),
    };
    (text, kind)
}

fn cases(name: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("BARTIZAN_CASES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/cases"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("SKIPPED validation_cases: cases not found at {}", path.display());
        assert!(std::env::var_os("CI").is_none(), "CI needs the cases: set BARTIZAN_CASES");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
