//! What makes an effective policy invalid.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_inheritance::{Attached, Policy, PolicyType, effective};

/// The violations of levels of identified texts, as "code path message contributors".
fn violations(kind: PolicyType, levels: &[&[(&str, &str)]]) -> Vec<String> {
    let policies: Vec<Vec<(&str, Policy)>> = levels
        .iter()
        .map(|level| {
            level.iter().map(|(id, text)| (*id, Policy::parse(kind, text).unwrap())).collect()
        })
        .collect();
    let attached: Vec<Vec<Attached<'_>>> = policies
        .iter()
        .map(|level| level.iter().map(|(id, policy)| Attached::new(id, policy)).collect())
        .collect();
    let policy = effective(kind, &attached);
    let line = |it: &bartizan_inheritance::Violation| {
        format!("{} {} {} {}", it.code.name(), it.path, it.message, it.contributors.join(","))
    };
    policy.violations().iter().map(line).collect()
}

/// A complete backup plan `p` whose only rule has these settings.
fn plan(rule: &str) -> String {
    format!(
        r#"{{"plans": {{"p": {{"regions": {{"@@assign": ["us-east-1"]}}, "rules": {{"daily": {{
        "target_backup_vault_name": {{"@@assign": "vault"}}{rule}}}}}, "selections": {{"tags": {{"s": {{
        "iam_role_arn": {{"@@assign": "arn:aws:iam::$account:role/backup"}},
        "tag_key": {{"@@assign": "k"}}, "tag_value": {{"@@assign": ["v"]}}}}}}}}}}}}}}"#
    )
}

/// Recorded from Organizations: a plan that is not complete.
#[test]
fn a_backup_plan_must_be_complete() {
    let rules = r#"{"plans": {"daily": {"rules": {"daily": {"start_backup_window_minutes":
        {"@@assign": "60"}}}}}}"#;
    let weekly = r#"{"plans": {"daily": {"rules": {"weekly": {"target_backup_vault_name":
        {"@@assign": "validation-vault"}}}}}}"#;
    let empty = r#"{"plans": {"daily": {}}}"#;
    assert!(violations(PolicyType::Backup, &[&[("p-1", empty)]]).is_empty());
    assert_eq!(
        violations(PolicyType::Backup, &[&[("p-6", rules)], &[("p-5", empty), ("p-9", weekly)]]),
        [
            "KEY_REQUIRED plans/daily/rules/daily 'target_backup_vault_name' is missing p-6",
            "KEY_REQUIRED plans/daily 'regions' is missing p-6,p-9",
            "KEY_REQUIRED plans/daily 'selections' is missing p-6,p-9",
        ]
    );
    assert!(violations(PolicyType::Backup, &[&[("p-1", &plan(""))]]).is_empty());
}

/// Recorded from Organizations: settings that contradict each other when they meet.
#[test]
fn settings_of_a_rule_may_contradict_each_other() {
    let continuous = plan(
        r#", "enable_continuous_backup": {"@@assign": "true"},
        "lifecycle": {"delete_after_days": {"@@assign": "35"}}"#,
    );
    let archive = plan(
        r#", "lifecycle": {"move_to_cold_storage_after_days": {"@@assign": "30"},
        "delete_after_days": {"@@assign": "120"},
        "opt_in_to_archive_for_supported_resources": {"@@assign": "true"}}"#,
    );
    let child = |lifecycle: &str| {
        format!(
            r#"{{"plans": {{"p": {{"rules": {{"daily": {{"lifecycle": {{{lifecycle}}}}}}}}}}}}}"#
        )
    };
    let late = child(r#""delete_after_days": {"@@assign": "45"}"#);
    let short = child(r#""delete_after_days": {"@@assign": "60"}"#);
    let cold = child(r#""move_to_cold_storage_after_days": {"@@assign": "90"}"#);
    for (parent, child, wanted) in [
        (&continuous, "", ""),
        (&continuous, &late, "enable_continuous_backup=true,delete_after_days=45"),
        (&archive, "", ""),
        (
            &archive,
            &short,
            "opt_in_to_archive_for_supported_resources=true,delete_after_days=60,\
             move_to_cold_storage_after_days=30",
        ),
        (
            &archive,
            &cold,
            "opt_in_to_archive_for_supported_resources=true,delete_after_days=120,\
             move_to_cold_storage_after_days=90",
        ),
    ] {
        let levels: &[&[(&str, &str)]] =
            &[&[("p-1", parent)], if child.is_empty() { &[] } else { &[("p-2", child)] }];
        let expected = format!(
            "CROSS_ATTRIBUTE_VALIDATION plans/p/rules/daily Dependent fields {wanted} in policy \
             block daily are invalid when used together p-1,p-2"
        );
        let expected: &[String] = if wanted.is_empty() { &[] } else { &[expected] };
        assert_eq!(violations(PolicyType::Backup, levels), expected);
    }
}

/// "About invalid effective policy alerts": nine rules and two more are too many.
#[test]
fn a_backup_plan_has_ten_rules_at_most() {
    let rules = |from: usize, to: usize| {
        let rule =
            |n| format!(r#""r{n}": {{"target_backup_vault_name": {{"@@assign": "vault"}}}}"#);
        let rules: Vec<String> = (from..to).map(rule).collect();
        format!(r#"{{"plans": {{"p": {{"rules": {{{}}}}}}}}}"#, rules.join(","))
    };
    let (base, eight, two) = (plan(""), rules(0, 8), rules(8, 10));
    assert!(violations(PolicyType::Backup, &[&[("p-1", &base), ("p-2", &eight)]]).is_empty());
    assert_eq!(
        violations(PolicyType::Backup, &[&[("p-1", &base), ("p-2", &eight)], &[("p-3", &two)]]),
        [
            "ELEMENTS_TOO_MANY plans/p/rules 'rules' exceeds the allowed maximum limit 10 p-1,p-2,p-3"
        ]
    );
}

/// "About invalid effective policy alerts": a plan without a Region.
#[test]
fn a_backup_plan_has_a_region() {
    let none = r#"{"plans": {"p": {"regions": {"@@remove": ["us-east-1"]}}}}"#;
    assert_eq!(
        violations(PolicyType::Backup, &[&[("p-1", &plan(""))], &[("p-2", none)]]),
        [
            "ELEMENTS_TOO_FEW plans/p/regions 'regions' is less than the allowed minimum limit 1 p-1,p-2"
        ]
    );
}

/// Recorded from Organizations: 30 tags of the root and 25 of the account are required.
#[test]
fn fifty_tags_may_be_required_of_a_type_of_resources() {
    let tags = |from: usize, to: usize| {
        let tag = |n| {
            format!(r#""t-{n}": {{"report_required_tag_for": {{"@@assign": ["ec2:instance"]}}}}"#)
        };
        let tags: Vec<String> = (from..to).map(tag).collect();
        format!(r#"{{"tags": {{{}}}}}"#, tags.join(","))
    };
    let (root, few, many) = (tags(0, 30), tags(30, 50), tags(30, 55));
    assert!(violations(PolicyType::Tag, &[&[("p-1", &root)], &[("p-2", &few)]]).is_empty());
    assert_eq!(
        violations(PolicyType::Tag, &[&[("p-1", &root)], &[("p-2", &many)]]),
        ["ELEMENTS_TOO_MANY tags Resource type 'ec2:instance' has 55 tags for \
          'report_required_tag_for', which exceeds the maximum limit of 50. Contributing tag keys \
          include: t-0, t-1, t-10, t-11, t-12 and 50 more p-1,p-2"]
    );
}

/// The pages of each type, on what is required.
#[test]
fn other_types_must_be_complete_too() {
    for (kind, text, wanted) in [
        (
            PolicyType::SecurityHub,
            r#"{"securityhub": {"enable_in_regions": {"@@assign": []}}}"#,
            "KEY_REQUIRED securityhub 'disable_in_regions' is missing p-1",
        ),
        (
            PolicyType::Inspector,
            r#"{"inspector": {"enablement": {"ecr_scanning": {"disable_in_regions": {"@@assign": []}}}}}"#,
            "KEY_REQUIRED inspector/enablement/ecr_scanning 'enable_in_regions' is missing p-1",
        ),
        (
            PolicyType::GuardDuty,
            r#"{"guardduty": {"enablement": {"default": {"s3_data_events": {"status": {"@@assign": "enabled"}}}}}}"#,
            "CROSS_ATTRIBUTE_VALIDATION guardduty/enablement/default Dependent fields \
             s3_data_events=enabled,foundational=undefined in policy block default are invalid when \
             used together p-1",
        ),
        (
            PolicyType::DeclarativeEc2,
            r#"{"ec2_attributes": {"vpc_block_public_access": {"internet_gateway_block": {"mode": {"@@assign": "off"}}}}}"#,
            "KEY_REQUIRED ec2_attributes/vpc_block_public_access/internet_gateway_block \
             'exclusions_allowed' is missing p-1",
        ),
    ] {
        assert_eq!(violations(kind, &[&[("p-1", text)]]), [wanted]);
    }
}
