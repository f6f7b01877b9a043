//! Answers of any form: no check panics, and none passes what has none of the members that it looks at.

use bartizan_posture::{Answer, Facts, Outcome, checks};
use bartizan_types::Timestamp;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const NAMES: [&str; 24] = [
    "Statement",
    "IpPermissions",
    "Entries",
    "Routes",
    "Selectors",
    "EventSelectors",
    "Status",
    "FieldSelectors",
    "AccessKeys",
    "LoginProfile",
    "Content",
    "PolicyVersionList",
    "Document",
    "IpProtocol",
    "FromPort",
    "IpRanges",
    "CidrIp",
    "RuleAction",
    "CidrBlock",
    "Name",
    "KeySpec",
    "AttachedManagedPolicies",
    "MetadataOptions",
    "CreateDate",
];

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        "[ -~é]{0,12}".prop_map(Json::from),
        Just(json!("allow")),
        Just(json!("0.0.0.0/0")),
        Just(json!("SYMMETRIC_DEFAULT")),
        Just(json!("9999-12-31T23:59:59Z")),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let name = proptest::sample::select(NAMES.to_vec());
        let members = proptest::collection::vec((name, inner.clone()), 0..5);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Json::from),
            members.prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_panics(answers in proptest::collection::vec(any_json(), 0..4), now in any::<i64>()) {
        for check in checks() {
            let mut facts = Facts::new("123456789012", Timestamp::from_millis(now));
            for topic in check.needs {
                let answers = answers.iter().map(|json| Answer {
                    region: "r".to_owned(),
                    resource: "arn".to_owned(),
                    got: Ok(json.clone()),
                });
                facts.add(*topic, answers);
            }
            let verdict = check.run(&facts);
            prop_assert!(!verdict.evidence.is_empty() || verdict.outcome == Outcome::NotApplicable);
        }
    }
}
