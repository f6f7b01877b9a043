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
        WafError::WAFNonexistentItem => {
            "it names an IP set, a regex pattern set or a rule group, which only its account has"
                .to_owned()
        }
        error => error.to_string(),
    })
}

fn compiled(settings: &Json) -> Result<Program, WafError> {
    let text = |name: &str| settings.get(name).and_then(Json::as_str);
    let name = text("Name").unwrap_or("candidate");
    let namespace = format!("awswaf:000000000000:webacl:{name}:");
    let missing = || WafError::format("DEFAULT_ACTION", "DefaultAction");
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
    Ok(Program::compile(&policy(&definition, &Alone)?)?)
}
