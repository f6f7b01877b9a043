//! Reading policies: any text is taken or refused, and what is taken says again what it said.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end by a panic, also in its helpers"
)]

use std::fmt::Write as _;

use bartizan_policy::{
    Context, Document, Flags, Layers, Outcome, Policy, PolicyKind, Request, decide, explain,
};
use bartizan_types::Principal;
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

/// A statement, by its parts.
#[derive(Debug, Clone)]
struct Written {
    effect: &'static str,
    actions: Vec<String>,
    resource: String,
    operator: &'static str,
    values: Vec<String>,
}

fn statement() -> impl Strategy<Value = Written> {
    (
        prop::sample::select(vec!["Allow", "Deny"]),
        prop::collection::vec("(s3|iam|kms):[A-Za-z*?]{1,8}", 1..4),
        "[a-z*?/${}:]{0,12}",
        prop::sample::select(vec![
            "StringLike",
            "ForAllValues:StringEquals",
            "ArnLikeIfExists",
            "IpAddress",
            "NumericLessThan",
            "DateGreaterThan",
        ]),
        prop::collection::vec("[a-z0-9:*\"\\\\é ]{0,8}", 1..3),
    )
        .prop_map(|(effect, actions, resource, operator, values)| Written {
            effect,
            actions,
            resource: format!("arn:aws:s3:::b{resource}"),
            operator,
            values,
        })
}

fn text(statements: &[Written]) -> String {
    let mut text = String::from("{\"Version\":\"2012-10-17\",\n\"Statement\":[");
    for (index, one) in statements.iter().enumerate() {
        let comma = if index == 0 { "" } else { ",\n" };
        let Written { effect, actions, resource, operator, values } = one;
        let condition = serde_json::json!({ *operator: { "aws:UserAgent": values } });
        write!(
            text,
            "{comma}{{\"Effect\":\"{effect}\",\"Action\":{},\"Resource\":{},\"Condition\":{condition}}}",
            serde_json::json!(actions),
            serde_json::json!(resource)
        )
        .unwrap();
    }
    text + "]}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_the_reader_panic(
        text in "[\\[\\]{}\":,](Version|Statement|Effect|Action|\"|\\{|\\}|\\[|\\]|:|,|\\*| |\n){0,40}",
    ) {
        for kind in KINDS {
            let _ = Policy::parse(&text, kind);
        }
    }

    #[test]
    fn a_document_holds_what_was_written(statements in prop::collection::vec(statement(), 1..4)) {
        let text = text(&statements);
        let document = Document::parse(&text).unwrap();
        prop_assert!(document.problems.is_empty());
        prop_assert_eq!(document.statements.len(), statements.len());
        for (read, written) in document.statements.iter().zip(&statements) {
            let action = read.action.as_ref().unwrap();
            let actions: Vec<_> = action.values.iter().map(|one| one.value.clone()).collect();
            prop_assert_eq!(&actions, &written.actions);
            prop_assert_eq!(&read.resource.as_ref().unwrap().values[0].value, &written.resource);
            let entry = &read.conditions[0];
            prop_assert_eq!(&entry.operator.value, written.operator);
            let values: Vec<_> = entry.element.values.iter().map(|one| one.value.clone()).collect();
            prop_assert_eq!(&values, &written.values);
            let again: serde_json::Value = serde_json::from_str(action.span.of(&text)).unwrap();
            prop_assert_eq!(again, serde_json::json!(written.actions));
        }
    }

    #[test]
    fn any_policy_that_is_taken_decides_any_request(
        statements in prop::collection::vec(statement(), 1..4),
        action in "\\PC{0,12}",
        resource in "\\PC{0,24}",
        agent in "\\PC{0,8}",
    ) {
        let Ok(policy) = Policy::parse(&text(&statements), PolicyKind::Identity) else {
            return Ok(());
        };
        let attached = [bartizan_policy::Attached::inline("p", policy.into())];
        let layers = Layers { identity: &attached, ..Layers::default() };
        let mut context = Context::new();
        context.set("aws:UserAgent", agent);
        let account = "123456789012".parse().unwrap();
        let request = Request {
            principal: &Principal::Root { account },
            action: &action,
            resource: &resource,
            resource_account: Some(account),
            context: &context,
            flags: Flags::default(),
        };
        let decision = decide(&request, &layers);
        prop_assert_ne!(decision.outcome, Outcome::ImplicitlyDenied);
        let explanation = explain(&request, &layers);
        prop_assert_eq!(explanation.decision, decision);
    }
}
