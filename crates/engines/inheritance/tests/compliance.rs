//! Which tags comply. (Organizations User Guide, "Tag policies" and "Tag policy syntax and
//! examples".)

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_inheritance::{Attached, Breach, Breached, Policy, PolicyType, TagRules, effective};

/// The keys and values of a resource's tags.
type Tags = &'static [(&'static str, &'static str)];

fn rules(text: &str) -> TagRules {
    let policy = Policy::parse(PolicyType::Tag, text).unwrap();
    TagRules::of(&effective(PolicyType::Tag, &[[Attached::new("p-example1", &policy)]]))
}

#[test]
fn values_and_the_case_of_keys_are_judged() {
    let rules = rules(
        r#"{"tags": {"costcenter": {"tag_key": {"@@assign": "CostCenter"},
        "tag_value": {"@@assign": ["Sandbox", "1*0", "*-eu"]},
        "enforced_for": {"@@assign": ["ec2:instance", "redshift:*", "ecs:ALL_SUPPORTED"]}},
        "any": {}}}"#,
    );
    let case = |found: &str| Breached::Case { found: found.to_owned() };
    let value = |found: &str| Breached::Value { found: found.to_owned() };
    let cases: &[(&str, Tags, &[Breached], bool)] = &[
        ("ec2:instance", &[("CostCenter", "Sandbox")], &[], true),
        ("ec2:instance", &[("CostCenter", "100"), ("other", "x"), ("any", "")], &[], true),
        ("ec2:instance", &[("CostCenter", "shop-eu")], &[], true),
        ("ec2:instance", &[], &[], true),
        ("ec2:instance", &[("costcenter", "Sandbox")], &[case("costcenter")], true),
        ("ec2:instance", &[("CostCenter", "sandbox")], &[value("sandbox")], true),
        ("ec2:volume", &[("CostCenter", "")], &[value("")], false),
        ("redshift:cluster", &[("COSTCENTER", "1")], &[case("COSTCENTER"), value("1")], true),
        ("ecs:service", &[("CostCenter", "x")], &[value("x")], true),
        ("ec2", &[("CostCenter", "x")], &[value("x")], false),
    ];
    for (resource, tags, wanted, enforced) in cases {
        let breach = |breached: &Breached| Breach {
            key: "CostCenter".to_owned(),
            breached: breached.clone(),
            enforced: *enforced,
        };
        let wanted: Vec<Breach> = wanted.iter().map(breach).collect();
        assert_eq!(rules.breaches(resource, tags), wanted, "{resource} {tags:?}");
    }
}

#[test]
fn a_required_tag_is_missed() {
    let rules = rules(
        r#"{"tags": {"Owner": {"tag_key": {"@@assign": "Owner"},
        "report_required_tag_for": {"@@assign": ["s3:bucket"]}}}}"#,
    );
    let missing = Breach { key: "Owner".to_owned(), breached: Breached::Missing, enforced: false };
    assert_eq!(rules.breaches("s3:bucket", &[]), [missing]);
    assert_eq!(rules.breaches("s3:bucket", &[("Owner", "me")]), []);
    assert_eq!(rules.breaches("ec2:instance", &[]), []);
}

#[test]
fn no_value_complies_with_an_emptied_list_and_other_types_have_no_rules() {
    let emptied = rules(r#"{"tags": {"k": {"tag_value": {"@@assign": []}}}}"#);
    assert_eq!(emptied.breaches("ec2:instance", &[("k", "v")]).len(), 1);
    assert_eq!(
        TagRules::of(&effective::<[Attached<'_>; 0]>(PolicyType::S3, &[])),
        TagRules::default()
    );
}
