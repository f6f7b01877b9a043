//! A decision, told to people: who, what, on what; each layer and policy; the statement that
//! decided and those that came near; what would have to change.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// The text of a decision, from what `ExplainRequest` and `simulate --format json` answer.
pub(crate) fn tell(told: &Json) -> String {
    let mut out = String::new();
    let principal = text(told, "/principal/arn").or_else(|| text(told, "/principal/id"));
    line(&mut out, "Who", principal.unwrap_or("not kept"));
    line(&mut out, "Action", text(told, "/action").unwrap_or_default());
    line(&mut out, "Resource", text(told, "/resource").unwrap_or_default());
    let outcome = match text(told, "/decision/outcome") {
        Some("Allowed") => "allowed",
        Some("ExplicitlyDenied") => "denied explicitly",
        Some("ImplicitlyDenied") => "denied implicitly",
        _ => "not kept",
    };
    line(&mut out, "Decision", &format!("{outcome}, {}", because(told)));
    if let Some(message) = text(told, "/message") {
        line(&mut out, "Message", message);
    }
    for layer in list(told, "layers") {
        tell_layer(&mut out, layer, told);
    }
    let remedies = list(told, "remedies");
    if !remedies.is_empty() {
        out.push_str("\nTo be allowed, change:\n");
        for remedy in remedies {
            let _ = writeln!(out, "  - {}", remedy.as_str().unwrap_or_default());
        }
    }
    let keys = told.get("context").and_then(Json::as_object);
    if let Some(keys) = keys.filter(|keys| !keys.is_empty()) {
        out.push_str("\nCondition keys of the request:\n");
        for (key, values) in keys {
            let _ = writeln!(out, "  {key} = {}", joined(values));
        }
    }
    out
}

fn line(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name:<9} {value}");
}

/// What made the decision.
fn because(told: &Json) -> String {
    let reason = told.pointer("/decision/reason").unwrap_or(&Json::Null);
    if let Some(name) = reason.as_str() {
        return match name {
            "RootUser" => "since the root user needs no policy".to_owned(),
            "Grant" => "by a grant of the key".to_owned(),
            "NoPermissionNeeded" => "since it needs no permission".to_owned(),
            "ClosedAccount" => "since an account that it is about is closed".to_owned(),
            other => other.to_owned(),
        };
    }
    if let Some(allow) = reason.get("Allow") {
        return format!("by a statement of the {}", name(&allow[0]));
    }
    if let Some(deny) = reason.get("Deny") {
        return format!("by a statement of the {}", name(&deny[0]));
    }
    if let Some(layer) = reason.get("NoAllow") {
        return format!("since no statement of the {} allows it", name(layer));
    }
    if let Some(at) = reason.get("NoAllowAtLevel") {
        return format!("since no statement of the {} allows it at level {}", name(&at[0]), at[1]);
    }
    "for a reason that was not kept".to_owned()
}

fn tell_layer(out: &mut String, layer: &Json, told: &Json) {
    let name = text(layer, "/layer").unwrap_or_default();
    let level = layer["level"].as_u64().map(|level| format!(", level {level}")).unwrap_or_default();
    let said = match (layer["applies"] == true, text(layer, "/outcome")) {
        (false, _) => "not in force for this request",
        (true, Some("Allowed")) => "a statement allows",
        (true, Some("ExplicitlyDenied")) => "a statement denies",
        (true, _) => "no statement allows",
    };
    let _ = writeln!(out, "\n{}{level}: {said}", capitalised(layer_name(name)));
    let policies = list(layer, "policies");
    if policies.is_empty() {
        out.push_str(match name {
            "ServiceControl" | "ResourceControl" => {
                "  its policies are the organization's to see\n"
            }
            _ => "  there is no policy\n",
        });
    }
    for (index, policy) in policies.iter().enumerate() {
        let source = &policy["source"];
        let title = source["arn"].as_str().or_else(|| source["name"].as_str());
        let _ = writeln!(out, "  {}", title.unwrap_or("a policy"));
        tell_statements(out, policy, |statement| decides(told, layer, index, statement));
    }
}

/// The statements that matched, and those that speak of the action and did not.
fn tell_statements(out: &mut String, policy: &Json, decides: impl Fn(usize) -> bool) {
    let mut of_other_actions = 0;
    for (index, statement) in list(policy, "statements").iter().enumerate() {
        let failed = &statement["failed"];
        let element = text(failed, "/element").unwrap_or_default();
        if statement["matched"] != true && matches!(element, "Action" | "NotAction") {
            of_other_actions += 1;
            continue;
        }
        let effect = text(statement, "/effect").unwrap_or_default();
        let sid = text(statement, "/sid").map(|sid| format!(" \"{sid}\"")).unwrap_or_default();
        let at = place(&statement["span"]);
        let verdict = if statement["matched"] != true {
            format!("does not match: {}", missed(failed))
        } else if decides(index) {
            "matches, and decides".to_owned()
        } else {
            "matches".to_owned()
        };
        let _ = writeln!(out, "    {at} {effect}{sid} {verdict}");
    }
    if of_other_actions > 0 {
        let _ = writeln!(out, "    {of_other_actions} of other actions");
    }
}

/// The element that did not match: what the request has, and what the statement wants.
fn missed(failed: &Json) -> String {
    let at = place(&failed["span"]);
    let expected = joined(&failed["expected"]);
    let element = text(failed, "/element").unwrap_or("an element");
    let subject = match (text(failed, "/key"), text(failed, "/operator")) {
        (Some(key), Some(operator)) => format!("{key} under {operator}"),
        _ => element.to_owned(),
    };
    let actual = match &failed["actual"] {
        Json::Null => "is missing".to_owned(),
        values => format!("is {}", joined(values)),
    };
    format!("{subject} {actual}, and {at} wants {expected}")
}

/// Whether a statement is the one that made the decision.
fn decides(told: &Json, layer: &Json, policy: usize, statement: usize) -> bool {
    let reason = told.pointer("/decision/reason").unwrap_or(&Json::Null);
    let Some(made) = reason.get("Allow").or_else(|| reason.get("Deny")) else { return false };
    let reference = &made[1];
    made[0] == layer["layer"]
        && reference["level"] == layer["level"].as_u64().unwrap_or(0)
        && reference["policy"] == policy
        && reference["statement"] == statement
}

/// Line and column of where a span begins, both from 1 as editors count.
fn place(span: &Json) -> String {
    let number = |name: &str| span.pointer(name).and_then(Json::as_u64).unwrap_or_default();
    format!("{}:{}", number("/start/line"), number("/start/column") + 1)
}

fn name(layer: &Json) -> &str {
    layer_name(layer.as_str().unwrap_or_default())
}

fn layer_name(layer: &str) -> &str {
    match layer {
        "Identity" => "identity-based policies",
        "Boundary" => "permissions boundary",
        "Session" => "session policies",
        "Resource" => "resource-based policy",
        "ServiceControl" => "service control policies",
        "ResourceControl" => "resource control policies",
        "Endpoint" => "VPC endpoint policies",
        other => other,
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn text<'j>(told: &'j Json, pointer: &str) -> Option<&'j str> {
    told.pointer(pointer)?.as_str()
}

fn list<'j>(told: &'j Json, name: &str) -> &'j [Json] {
    told.get(name).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn joined(values: &Json) -> String {
    let values = values.as_array().map_or(&[][..], Vec::as_slice);
    let texts: Vec<&str> = values.iter().filter_map(Json::as_str).collect();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_denial_is_told_from_who_to_what_would_have_to_change() {
        let span = |line, column| json!({ "start": { "line": line, "column": column } });
        let told = json!({
            "principal": { "arn": "arn:aws:iam::1:user/ada" },
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k",
            "context": { "aws:SourceIp": ["10.0.0.1"] },
            "decision": {
                "outcome": "ExplicitlyDenied",
                "reason": { "Deny": ["Identity", { "level": 0, "policy": 0, "statement": 1 }] },
            },
            "message": "User: …",
            "layers": [
                { "layer": "ServiceControl", "level": 1, "applies": false, "policies": [] },
                { "layer": "Identity", "level": null, "applies": true,
                  "outcome": "ExplicitlyDenied", "policies": [{
                    "source": { "name": "p", "arn": null },
                    "statements": [
                        { "sid": "Near", "effect": "Allow", "span": span(3, 0), "matched": false,
                          "failed": { "element": "Condition", "span": span(4, 8),
                            "operator": "Bool", "key": "aws:SecureTransport",
                            "actual": null, "expected": ["true"] } },
                        { "sid": null, "effect": "Deny", "span": span(9, 2), "matched": true },
                        { "sid": null, "effect": "Allow", "span": span(12, 2), "matched": false,
                          "failed": { "element": "Action", "span": span(13, 2),
                            "actual": ["s3:GetObject"], "expected": ["ec2:*"] } },
                    ] }] },
            ],
            "remedies": ["take the Deny away"],
        });
        assert_eq!(
            tell(&told),
            "Who       arn:aws:iam::1:user/ada\n\
             Action    s3:GetObject\n\
             Resource  arn:aws:s3:::b/k\n\
             Decision  denied explicitly, by a statement of the identity-based policies\n\
             Message   User: …\n\
             \n\
             Service control policies, level 1: not in force for this request\n  \
               its policies are the organization's to see\n\
             \n\
             Identity-based policies: a statement denies\n  \
               p\n    \
                 3:1 Allow \"Near\" does not match: aws:SecureTransport under Bool is missing, \
                 and 4:9 wants true\n    \
                 9:3 Deny matches, and decides\n    \
                 1 of other actions\n\
             \n\
             To be allowed, change:\n  \
               - take the Deny away\n\
             \n\
             Condition keys of the request:\n  \
               aws:SourceIp = 10.0.0.1\n"
        );
    }

    #[test]
    fn what_was_not_kept_is_said_so() {
        let told = json!({ "action": "s3:GetObject", "resource": "*",
            "decision": { "outcome": "Allowed", "reason": "RootUser" } });
        assert_eq!(
            tell(&told),
            "Who       not kept\nAction    s3:GetObject\nResource  *\n\
             Decision  allowed, since the root user needs no policy\n"
        );
    }
}
