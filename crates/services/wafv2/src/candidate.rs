//! Web ACLs that are tried on past requests before they are in force.

use std::sync::Arc;

use bartizan_inspect::definition::{
    ManagedGroup, PolicyDefinition, References, RuleGroupDefinition, policy,
};
use bartizan_inspect::{AddressSet, Program};
use serde_json::Value as Json;

use crate::compile::{bodies, read, rules};
use crate::error::WafError;
use crate::managed;

/// What a web ACL in a file may name: managed rule groups. Sets and rule groups are an account's.
struct Alone;

impl References for Alone {
    fn ip_set(&self, _: &str) -> Option<Arc<AddressSet>> {
        None
    }

    fn regex_patterns(&self, _: &str) -> Option<Vec<String>> {
        None
    }

    fn rule_group(&self, _: &str) -> Option<RuleGroupDefinition> {
        None
    }

    fn managed(&self, vendor: &str, name: &str, version: Option<&str>) -> Option<ManagedGroup> {
        managed::find(vendor, name, version)
    }
}

/// Compiles a web ACL as `CreateWebACL` takes it or `GetWebACL` shows it.
///
/// # Errors
/// Why it is none, or names what only an account has.
pub fn candidate(web_acl: &Json) -> Result<Program, String> {
    let settings = web_acl.get("WebACL").unwrap_or(web_acl);
    compiled(settings).map_err(|error| match error {
        WafError::Platform(fault) => fault.message,
        error => error.to_string(),
    })
}

fn compiled(settings: &Json) -> Result<Program, WafError> {
    let text = |name: &str| settings.get(name).and_then(Json::as_str);
    let name = text("Name").unwrap_or("candidate");
    let namespace = format!("awswaf:000000000000:webacl:{name}:");
    let missing = || WafError::internal("it has no `DefaultAction`".to_owned());
    let (captcha, challenge) =
        (read(settings, "CaptchaConfig")?, read(settings, "ChallengeConfig")?);
    let definition = PolicyDefinition {
        arn: text("ARN").unwrap_or(name),
        label_namespace: text("LabelNamespace").unwrap_or(&namespace),
        rules: &rules(settings)?,
        default_action: &read(settings, "DefaultAction")?.ok_or_else(missing)?,
        bodies: &bodies(settings)?,
        captcha: captcha.as_ref(),
        challenge: challenge.as_ref(),
    };
    let policy = policy(&definition, &Alone).map_err(|error| match error {
        error if error.is_reference() => WafError::internal(format!(
            "it names what only an account has, or what there is not: {error}"
        )),
        error => error.into(),
    })?;
    Ok(Program::compile(&policy)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_file_is_named() {
        let rule = |statement: &Json| {
            json!({
                "DefaultAction": { "Allow": {} },
                "Rules": [{ "Name": "r", "Priority": 1, "Statement": statement, "Action": { "Block": {} } }],
            })
        };
        let mut plain = rule(&json!({ "ByteMatchStatement": {
            "SearchString": "/admin", "FieldToMatch": { "UriPath": {} },
            "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
            "PositionalConstraint": "EXACTLY",
        } }));
        let metric = json!({
            "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "r",
        });
        let mut set = rule(&json!({ "IPSetReferenceStatement": { "ARN": "arn:a" } }));
        let unseen = plain.clone();
        for acl in [&mut plain, &mut set] {
            acl["Rules"][0]["VisibilityConfig"] = metric.clone();
        }
        for (acl, said) in [
            (json!({ "Rules": [] }), "it has no `DefaultAction`"),
            (json!({ "DefaultAction": { "Allow": {} }, "Rules": {} }), "`Rules` is no list"),
            (unseen, "the rule `r` cannot be read: missing field `VisibilityConfig`"),
            (plain, "must be Base64., field: BYTE_MATCH_STATEMENT, parameter: SearchString"),
            (set, "field: IP_SET_REFERENCE_STATEMENT, parameter: arn:a"),
        ] {
            let error = candidate(&acl).map(drop).unwrap_err();
            assert!(error.ends_with(said), "{error}");
        }
    }
}
