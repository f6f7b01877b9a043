//! Any JSON as the rules of a web ACL: it is refused, or it compiles.

#![no_main]

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_inspect::definition::{
    ManagedGroup, PolicyDefinition, References, RuleDefinition, RuleGroupDefinition, capacity_of,
    policy,
};
use bartizan_inspect::{AddressSet, Program};
use libfuzzer_sys::fuzz_target;

struct Nothing;

impl References for Nothing {
    fn ip_set(&self, _: &str) -> Option<Arc<AddressSet>> {
        Some(Arc::default())
    }

    fn regex_patterns(&self, _: &str) -> Option<Vec<String>> {
        Some(vec!["a".to_owned()])
    }

    fn rule_group(&self, _: &str) -> Option<RuleGroupDefinition> {
        None
    }

    fn managed(&self, _: &str, _: &str, _: Option<&str>) -> Option<ManagedGroup> {
        None
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(rules) = serde_json::from_slice::<Vec<RuleDefinition>>(data) else { return };
    let _ = capacity_of(&rules, &Nothing);
    let default = serde_json::from_str(r#"{"Allow": {}}"#).expect("an action");
    let definition = PolicyDefinition {
        arn: "acl",
        label_namespace: "awswaf:1:webacl:acl:",
        rules: &rules,
        default_action: &default,
        bodies: &HashMap::new(),
        captcha: None,
        challenge: None,
    };
    if let Ok(policy) = policy(&definition, &Nothing) {
        let _ = Program::compile(&policy);
    }
});
