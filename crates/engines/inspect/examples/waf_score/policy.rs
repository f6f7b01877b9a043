//! The web ACL by which the firewall's figures are measured.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_inspect::language::{Action, ActionKind, Entry, GroupUse, Policy};
use bartizan_inspect::managed::{self, AddressLists};

/// The groups that are scored.
const GROUPS: [&str; 8] = [
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesLinuxRuleSet",
    "AWSManagedRulesUnixRuleSet",
    "AWSManagedRulesWindowsRuleSet",
    "AWSManagedRulesPHPRuleSet",
    "BartizanInjectionRuleSet",
];

/// The groups in a policy; restrictions of size only count.
pub(crate) fn policy() -> Policy {
    let entry = |name: &&str| {
        let group = managed::groups().iter().find(|group| group.name == *name).expect("the group");
        let group = group.group(&AddressLists::default());
        let sizes = group.rules.iter().filter(|rule| rule.name.starts_with("SizeRestrictions_"));
        let overrides: HashMap<String, Action> =
            sizes.map(|rule| (rule.name.clone(), Action::count())).collect();
        Entry::Group(GroupUse {
            name: (*name).to_owned(),
            group: Arc::new(group),
            scope: None,
            overrides,
            is_counted: false,
        })
    };
    Policy {
        id: "score".to_owned(),
        label_namespace: "awswaf:111122223333:webacl:score:".to_owned(),
        entries: GROUPS.iter().map(entry).collect(),
        default: Action::plain(ActionKind::Allow),
        captcha_immunity_seconds: Policy::IMMUNITY_SECONDS,
        challenge_immunity_seconds: Policy::IMMUNITY_SECONDS,
    }
}
