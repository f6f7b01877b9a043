//! Whatever the text, validation and lint answer, and they agree.

use bartizan_policy::lint::{FindingKind, lint};
use bartizan_policy::{Policy, PolicyKind, check_bucket_policy};
use proptest::prelude::*;

const KINDS: [PolicyKind; 8] = [
    PolicyKind::Identity,
    PolicyKind::Boundary,
    PolicyKind::Session,
    PolicyKind::Resource,
    PolicyKind::Trust,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
    PolicyKind::Endpoint,
];

/// Values as they stand in policies, good and bad.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("*"),
        Just("s3:Get*"),
        Just("sts:AssumeRole"),
        Just("iam:PassRole"),
        Just("a a:b"),
        Just("arn:aws:s3:::b/${aws:username}"),
        Just("arn:aws:iam::123456789012:role/r"),
        Just("arn:aws"),
        Just("aws:s3:::b"),
        Just("123456789012"),
        Just("2012-10-17"),
        Just("Allow"),
        Just("${"),
        Just(""),
    ]
    .prop_map(|text| format!("{text:?}"));
    let leaf = prop_oneof![
        4 => text,
        1 => "[a-z:*?${}/, -]{0,12}".prop_map(|text| format!("{text:?}")),
        1 => prop_oneof![Just("null"), Just("true"), Just("7"), Just("-1.5e3")]
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|values| format!("[{}]", values.join(","))),
            (key(), inner).prop_map(|(key, value)| format!("{{{key:?}:{value}}}")),
        ]
    })
}

fn key() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("AWS"),
        Just("Service"),
        Just("StringEquals"),
        Just("ForAllValues:StringLike"),
        Just("DateLessThan"),
        Just("aws:TagKeys"),
        Just("s3:prefix"),
        Just("x"),
    ]
}

fn element() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("Sid"),
        Just("Effect"),
        Just("Principal"),
        Just("NotPrincipal"),
        Just("Action"),
        Just("NotAction"),
        Just("Resource"),
        Just("NotResource"),
        Just("Condition"),
        Just("Other"),
    ];
    prop_oneof![
        (name, value()).prop_map(|(name, value)| format!("{name:?}:{value}")),
        Just(r#""Effect":"Allow""#.to_owned()),
        Just(r#""Action":"s3:GetObject""#.to_owned()),
        Just(r#""Resource":"arn:aws:s3:::b/*""#.to_owned()),
    ]
}

fn policy() -> impl Strategy<Value = String> {
    prop::collection::vec(element(), 0..6).prop_map(|elements| {
        format!(r#"{{"Version":"2012-10-17","Statement":{{{}}}}}"#, elements.join(","))
    })
}

proptest! {
    #[test]
    fn what_is_refused_is_reported(text in policy()) {
        for kind in KINDS {
            let findings = lint(&text, kind);
            if Policy::parse_any_version(&text, kind).is_err() {
                let reported = findings.iter().any(|it| it.kind != FindingKind::Suggestion);
                prop_assert!(reported, "{kind:?} {text}");
            }
        }
        let _ = check_bucket_policy(&text, "b");
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        for kind in KINDS {
            let _ = Policy::parse(&text, kind);
            prop_assert!(!lint(&text, kind).is_empty() || Policy::parse(&text, kind).is_ok());
        }
        let _ = check_bucket_policy(&text, &text);
    }
}
