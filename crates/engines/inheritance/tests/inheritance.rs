//! Which policy prevails. Each case names its source: the page of the Organizations User Guide, or
//! that it is recorded from Organizations itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_inheritance::{Attached, EffectivePolicy, Policy, PolicyType, effective};
use serde_json::{Value, json};

/// The effective policy of levels of texts.
fn inherited<S: AsRef<str>, L: AsRef<[S]>>(kind: PolicyType, levels: &[L]) -> EffectivePolicy {
    let read = |text: &S| {
        let text = text.as_ref();
        Policy::parse(kind, text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
    };
    let policies: Vec<Vec<Policy>> =
        levels.iter().map(|level| level.as_ref().iter().map(read).collect()).collect();
    let attached: Vec<Vec<Attached<'_>>> = policies
        .iter()
        .map(|level| level.iter().map(|policy| Attached::new("p-example1", policy)).collect())
        .collect();
    effective(kind, &attached)
}

/// "Inheritance examples": the tag policies A to K.
#[test]
#[allow(clippy::many_single_char_names, reason = "the policies are called so there")]
fn the_inheritance_examples() {
    let a = r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
        "tag_value": {"@@assign": ["Development", "Support"]}}}}"#;
    let b = r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
        "tag_value": {"@@assign": ["Sandbox"]},
        "enforced_for": {"@@assign": ["redshift:*", "dynamodb:table"]}}}}"#;
    let c = r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
        "tag_value": {"@@append": ["Marketing"]},
        "enforced_for": {"@@append": ["redshift:*", "dynamodb:table"]}}}}"#;
    let d = r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
        "tag_value": {"@@remove": ["Development", "Marketing"]},
        "enforced_for": {"@@remove": ["redshift:*", "dynamodb:table"]}}}}"#;
    let e = r#"{"tags": {"project": {"tag_key": {"@@operators_allowed_for_child_policies":
        ["@@none"], "@@assign": "Project"}, "tag_value": {"@@operators_allowed_for_child_policies":
        ["@@append"], "@@assign": ["Maintenance", "Escalations"]}}}}"#;
    let f = r#"{"tags": {"project": {"tag_key": {"@@assign": "PROJECT"},
        "tag_value": {"@@append": ["Escalations - research"]}}}}"#;
    let g = r#"{"tags": {"project": {"tag_value": {"@@operators_allowed_for_child_policies":
        ["@@append"], "@@assign": ["Maintenance"]}}}}"#;
    let h = r#"{"tags": {"project": {"tag_value": {"@@operators_allowed_for_child_policies":
        ["@@append", "@@remove"]}}}}"#;
    let below_gh = r#"{"tags": {"project": {"tag_value": {"@@append": ["Repair"],
        "@@remove": ["Maintenance"]}}}}"#;
    let j = r#"{"tags": {"project": {"tag_key": {"@@assign": "PROJECT"},
        "tag_value": {"@@append": ["Maintenance"]}}}}"#;
    let k = r#"{"tags": {"project": {"tag_key": {"@@assign": "project"}}}}"#;
    let cases: &[(&[&[&str]], &str)] = &[
        (
            &[&[a], &[b]],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Sandbox"],"enforced_for":["redshift:*","dynamodb:table"]}}}"#,
        ),
        (
            &[&[a], &[c]],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Development","Support","Marketing"],"enforced_for":["redshift:*","dynamodb:table"]}}}"#,
        ),
        // The page leaves `enforced_for` out; Organizations answers a list that was emptied.
        (
            &[&[a], &[c], &[d]],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Support"],"enforced_for":[]}}}"#,
        ),
        (
            &[&[e], &[f]],
            r#"{"tags":{"project":{"tag_key":"Project","tag_value":["Maintenance","Escalations","Escalations - research"]}}}"#,
        ),
        (
            &[&[g, h], &[below_gh]],
            r#"{"tags":{"project":{"tag_key":"project","tag_value":["Maintenance","Repair"]}}}"#,
        ),
        (&[&[j, k]], r#"{"tags":{"project":{"tag_key":"PROJECT","tag_value":["Maintenance"]}}}"#),
        (&[&[k, j]], r#"{"tags":{"project":{"tag_key":"project","tag_value":["Maintenance"]}}}"#),
    ];
    for (levels, wanted) in cases {
        assert_eq!(inherited(PolicyType::Tag, levels).text(), *wanted);
    }
}

/// Recorded from Organizations: what the values of a tag are, by the policies of root and account.
#[test]
fn values_as_organizations_resolves_them() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("data/values.json")).unwrap();
    for case in cases {
        let full = |tag: &Value| json!({"tags": {"k": tag}}).to_string();
        let levels = case["levels"].as_array().unwrap();
        let levels: Vec<Vec<String>> = levels
            .iter()
            .map(|level| level.as_array().unwrap().iter().map(full).collect())
            .collect();
        let policy = inherited(PolicyType::Tag, &levels);
        assert_eq!(policy.document()["tags"]["k"]["tag_value"], case["values"], "{}", case["what"]);
    }
}

/// Recorded from Organizations: tags are answered, and meet, in lower case; nothing is `{}`.
#[test]
fn tags_meet_without_case() {
    let root = r#"{"tags": {"Default": {"tag_value": {"@@assign": ["red"]}}, "Empty": {}}}"#;
    let account = r#"{"tags": {"default": {"tag_value": {"@@append": ["blue"]}}}}"#;
    assert_eq!(
        inherited(PolicyType::Tag, &[vec![root], vec![], vec![account]]).text(),
        r#"{"tags":{"default":{"tag_key":"default","tag_value":["red","blue"]},"empty":{"tag_key":"empty","tag_value":["*"]}}}"#
    );
    assert_eq!(inherited::<&str, [&str; 0]>(PolicyType::Tag, &[]).text(), "{}");
    assert_eq!(inherited(PolicyType::Tag, &[&[r#"{"tags": {}}"#]]).text(), "{}");
}

/// Recorded from Organizations: workspaces are answered in lower case, and empty settings not at all.
#[test]
fn chat_policies_are_answered_in_lower_case() {
    let first = r#"{"ChatBot": {"Platforms": {"Slack": {"Overrides": {"T0E7BF": {
        "Supported_Role_Settings": {"@@Assign": ["user_role"]}}}}}}, "@@assign": null}"#;
    let second = r#"{"chatbot": {"platforms": {"slack": {"overrides": {"T0E7BF": {
        "supported_role_settings": {"@@append": ["channel_role"]}}}}}}}"#;
    assert_eq!(
        inherited(PolicyType::Chatbot, &[&[first, second]]).text(),
        r#"{"chatbot":{"platforms":{"slack":{"overrides":{"t0e7bf":{"supported_role_settings":["user_role","channel_role"]}}}}}}"#
    );
    let empty = r#"{"chatbot": {"platforms": {"slack": {"overrides": {"T0E7BF": {}}}}}}"#;
    for text in [r#"{"ChatBot": {}}"#, empty] {
        assert_eq!(inherited(PolicyType::Chatbot, &[&[text]]).text(), "{}");
    }
}

/// "Backup policy examples", 3 and 4: a parent that locks every setting of a plan.
#[test]
fn a_locked_plan_stays_and_plans_may_be_added_or_not() {
    let plan = |control: &str, name: &str, vault: &str| {
        let lock = r#""@@operators_allowed_for_child_policies": ["@@none"],"#;
        format!(
            r#"{{"plans": {{{control} "{name}": {{{lock} "rules": {{{lock} "Hourly": {{{lock}
            "target_backup_vault_name": {{{lock} "@@assign": "{vault}"}}}}}}}}}}}}"#
        )
    };
    let add = |control| plan(control, "PII_Backup_Plan", "FortKnox");
    let none = add(r#""@@operators_allowed_for_child_policies": ["@@none"],"#);
    let append = add(r#""@@operators_allowed_for_child_policies": ["@@append"],"#);
    let remove = add(r#""@@operators_allowed_for_child_policies": ["@@remove"],"#);
    let change = r#"{"plans": {"PII_Backup_Plan": {"rules": {"HOURLY": {
        "target_backup_vault_name": {"@@assign": "Mine"},
        "start_backup_window_minutes": {"@@assign": "60"}}, "Daily": {}}}}}"#;
    let other = r#"{"plans": {"Monthly": {"regions": {"@@append": ["us-east-1"]}}}}"#;
    let locked =
        r#""PII_Backup_Plan":{"rules":{"hourly":{"target_backup_vault_name":"FortKnox"}}}"#;
    let only = format!(r#"{{"plans":{{{locked}}}}}"#);
    let both = format!(r#"{{"plans":{{"Monthly":{{"regions":["us-east-1"]}},{locked}}}}}"#);
    for (parent, wanted) in [(none, &only), (append, &both), (remove, &only)] {
        let policy = inherited(PolicyType::Backup, &[vec![parent.as_str()], vec![change, other]]);
        assert_eq!(policy.text(), *wanted);
    }
}

/// "AI services opt-out policy syntax and examples": a unit opts in again to one service.
#[test]
fn a_unit_overrides_what_it_may() {
    let root = r#"{"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}},
        "lex": {"opt_out_policy": {"@@assign": "optOut",
        "@@operators_allowed_for_child_policies": ["@@none"]}}}}"#;
    let unit = r#"{"services": {"default": {"opt_out_policy": {"@@assign": "optIn"}},
        "lex": {"opt_out_policy": {"@@assign": "optIn"}},
        "polly": {"opt_out_policy": {"@@assign": "optIn"}}}}"#;
    assert_eq!(
        inherited(PolicyType::AiServicesOptOut, &[&[root], &[unit]]).text(),
        r#"{"services":{"default":{"opt_out_policy":"optIn"},"lex":{"opt_out_policy":"optOut"},"polly":{"opt_out_policy":"optIn"}}}"#
    );
}

/// "Security Hub policy syntax and examples": a child extends and shortens the lists of its parent.
#[test]
fn a_child_changes_lists_of_regions() {
    let parent = r#"{"securityhub": {"enable_in_regions": {"@@assign": ["us-east-1"]},
        "disable_in_regions": {"@@append": ["us-west-2"]}}}"#;
    let child = r#"{"securityhub": {"enable_in_regions": {"@@append": ["eu-central-1"]},
        "disable_in_regions": {"@@remove": ["us-west-2"]}}}"#;
    let policy = inherited(PolicyType::SecurityHub, &[&[parent], &[child]]);
    assert_eq!(
        policy.text(),
        r#"{"securityhub":{"disable_in_regions":[],"enable_in_regions":["us-east-1","eu-central-1"]}}"#
    );
    assert_eq!(policy.violations(), []);
}

#[test]
fn policies_of_another_type_have_no_part() {
    let s3 = r#"{"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}}"#;
    let policy = Policy::parse(PolicyType::S3, s3).unwrap();
    let level = [[Attached::new("p-example1", &policy)]];
    assert_eq!(effective(PolicyType::Tag, &level).text(), "{}");
    assert_eq!(
        effective(PolicyType::S3, &level).text(),
        r#"{"s3_attributes":{"public_access_block_configuration":"all"}}"#
    );
}
