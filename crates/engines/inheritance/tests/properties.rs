//! What holds for all policies.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::collections::BTreeMap;

use bartizan_inheritance::{Attached, EffectivePolicy, Policy, PolicyType, TagRules, effective};
use proptest::prelude::*;

fn inherited(kind: PolicyType, levels: &[Vec<&Policy>]) -> EffectivePolicy {
    let attached: Vec<Vec<Attached<'_>>> = levels
        .iter()
        .map(|level| level.iter().map(|policy| Attached::new("p-example1", policy)).collect())
        .collect();
    effective(kind, &attached)
}

/// Tag policies of few tags, values, operators and controls, so that they meet.
fn tag_policy(
    operators: &'static [&'static str],
    controls: &'static [&'static str],
) -> impl Strategy<Value = Policy> {
    let setting = (
        prop::sample::select(&["tag_value", "enforced_for"][..]),
        prop::sample::select(operators),
        prop::sample::select(controls),
        prop::collection::vec("[a-d]:[a-d]", 0..4),
    );
    let setting = setting.prop_map(|(field, operator, control, values)| {
        let text = format!(
            r#"{{"{operator}": {values:?}, "@@operators_allowed_for_child_policies": ["{control}"]}}"#
        );
        (field, text)
    });
    let settings = prop::collection::vec(setting, 0..3).prop_map(|settings| {
        let settings: BTreeMap<&str, String> = settings.into_iter().collect();
        object(settings.iter().map(|(field, text)| (*field, text.as_str())))
    });
    prop::collection::btree_map("[kl]", settings, 0..3).prop_map(|tags| {
        let tags = object(tags.iter().map(|(name, tag)| (name.as_str(), tag.as_str())));
        Policy::parse(PolicyType::Tag, &format!(r#"{{"tags": {tags}}}"#)).unwrap()
    })
}

fn object<'t>(members: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let members: Vec<String> = members.map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(","))
}

const OPERATORS: &[&str] = &["@@assign", "@@append", "@@remove"];
const CONTROLS: &[&str] = &["@@all", "@@none", "@@assign", "@@append", "@@remove"];

/// JSON with the words of the syntax in it.
fn document() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        &[
            "tags",
            "plans",
            "services",
            "chatbot",
            "ec2_attributes",
            "securityhub",
            "inspector",
            "tag_key",
            "rules",
            "default",
            "regions",
            "@@assign",
            "@@append",
            "@@remove",
            "opt_out_policy",
            "Key",
            "@@operators_allowed_for_child_policies",
            "@@none",
            "us-east-1",
            "",
            "guardduty",
            "enablement",
        ][..],
    );
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("12".to_owned()),
        word.clone().prop_map(|word| format!("\"{word}\"")),
    ];
    leaf.prop_recursive(8, 64, 4, move |inner| {
        let member = (word.clone(), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..4).prop_map(|members| {
                object(members.iter().map(|(key, value)| (*key, value.as_str())))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_a_policy_or_refused(text in ".{0,200}") {
        for kind in PolicyType::ALL {
            let _ = Policy::parse(kind, &text);
        }
    }

    #[test]
    fn any_document_is_a_policy_or_refused(text in document()) {
        for kind in PolicyType::ALL {
            if let Ok(policy) = Policy::parse(kind, &text) {
                let inherited = inherited(kind, &[vec![&policy]]);
                prop_assert!(serde_json::from_str::<serde_json::Value>(&inherited.text()).is_ok());
                TagRules::of(&inherited).breaches("ec2:instance", &[("Key", "value")]);
            }
        }
    }

    #[test]
    fn depth_is_bounded(depth in 0_usize..5_000) {
        let text = format!("{}{}", "{\"tags\":".repeat(depth), "}".repeat(depth));
        prop_assert!(Policy::parse(PolicyType::Tag, &text).is_err());
    }

    /// Where policies only append and leave all operators, it is the same at which level they are.
    #[test]
    fn appending_is_associative(
        policies in prop::collection::vec(tag_policy(&["@@append"], &["@@all"]), 3..6),
        split in 1_usize..3,
    ) {
        let policies: Vec<&Policy> = policies.iter().collect();
        let apart: Vec<Vec<&Policy>> = policies.iter().map(|policy| vec![*policy]).collect();
        let halves = [policies[..split].to_vec(), policies[split..].to_vec()];
        let together = inherited(PolicyType::Tag, std::slice::from_ref(&policies));
        prop_assert_eq!(&together, &inherited(PolicyType::Tag, &apart));
        prop_assert_eq!(&together, &inherited(PolicyType::Tag, &halves));
    }

    /// A policy that is attached twice, and levels without policies, change nothing.
    #[test]
    fn repetition_changes_nothing(
        root in tag_policy(OPERATORS, CONTROLS),
        unit in tag_policy(OPERATORS, CONTROLS),
    ) {
        let once = inherited(PolicyType::Tag, &[vec![&root], vec![&unit]]);
        let twice =
            inherited(PolicyType::Tag, &[vec![], vec![&root, &root], vec![], vec![&unit, &unit]]);
        prop_assert_eq!(once, twice);
    }

    /// Under a root that locks all that it sets, no child changes it.
    #[test]
    fn what_is_locked_stays(child in tag_policy(OPERATORS, CONTROLS)) {
        let lock = r#""@@operators_allowed_for_child_policies": ["@@none"]"#;
        let text = format!(
            r#"{{"tags": {{{lock}, "k": {{{lock}, "tag_key": {{{lock}, "@@assign": "K"}},
            "tag_value": {{{lock}, "@@assign": ["a"]}}, "enforced_for": {{{lock}}}}}}}}}"#
        );
        let root = Policy::parse(PolicyType::Tag, &text).unwrap();
        let alone = inherited(PolicyType::Tag, &[vec![&root]]);
        prop_assert_eq!(&alone, &inherited(PolicyType::Tag, &[vec![&root], vec![&child]]));
        prop_assert_eq!(&alone, &inherited(PolicyType::Tag, &[vec![&root], vec![], vec![&child, &child]]));
    }
}
