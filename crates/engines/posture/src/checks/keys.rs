//! Keys of KMS.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Facts, Topic};
use crate::fields::{is, text};
use crate::policy::{lets_everyone, statements};
use crate::shell;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "4.6",
            2,
            "Symmetric keys rotate by themselves",
            "What one key material encrypted is lost with it; less is better.",
            &[Topic::Keys],
            rotate,
        ),
        check(
            "B.3",
            1,
            "No key's policy lets everyone use it",
            "A key that everyone may use protects nothing.",
            &[Topic::KeyPolicies],
            not_public,
        ),
    ]
}

/// Whether KMS can rotate it: material of a symmetric key that KMS made itself. (AWS KMS Developer Guide, "Rotate AWS
/// KMS keys".)
fn can_rotate(key: &Json) -> bool {
    text(key, "KeySpec") == "SYMMETRIC_DEFAULT"
        && text(key, "Origin") == "AWS_KMS"
        && ["Enabled", "Disabled"].contains(&text(key, "KeyState"))
}

fn rotate(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Keys, |case, answer, key| {
        if !can_rotate(key) {
            return;
        }
        if is(key, "KeyRotationEnabled") {
            return case.good(answer, "it rotates");
        }
        let id = shell::word(text(key, "KeyId"));
        let command =
            format!("aws kms enable-key-rotation --key-id {id}{}", shell::region(&answer.region));
        case.bad(answer, "it does not rotate", "automatic rotation", &command);
    });
}

fn not_public(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::KeyPolicies, |case, answer, policy| {
        match statements(policy.as_str().unwrap_or_default()) {
            None => {
                let why = "its policy is no policy";
                case.open(Unassessed::NotAnswered, &answer.resource, &answer.region, why);
            }
            Some(statements) if statements.iter().any(lets_everyone) => {
                let key = shell::word(&answer.resource);
                let command = format!(
                    "aws kms put-key-policy --key-id {key} --policy file://POLICY{}",
                    shell::region(&answer.region)
                );
                let wanted = "principals by name, or a condition that few meet";
                case.bad(answer, "its policy lets everyone use it", wanted, &command);
            }
            Some(_) => case.good(answer, "those may use it that its policy names"),
        }
    });
}
