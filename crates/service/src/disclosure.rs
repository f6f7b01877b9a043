//! How much of a decision its caller's account is told. The policies of a resource are its owner's to
//! see, those of an organization its management account's: AWS tells a member that one of them denied,
//! and which. (IAM User Guide, "Troubleshoot access denied error messages".)

use bartizan_policy::{Explanation, Layer, Reason};

/// Takes out of an explanation what is not the caller's account's to see.
pub(crate) fn withhold(explanation: &mut Explanation, is_foreign: bool) {
    let decider = layer_of(explanation.decision.reason);
    if is_foreign {
        explanation.layers.retain(|one| !is_of_resource(one.layer));
        let is_closed = explanation.decision.reason == Reason::ClosedAccount;
        if is_closed || decider.is_some_and(is_of_resource) {
            explanation.remedies = vec![
                "the account that owns the resource must allow it: its policies are its own to \
                 see"
                .to_owned(),
            ];
            withhold_organization(explanation);
            return;
        }
    }
    withhold_organization(explanation);
    if decider.is_some_and(is_of_organization) {
        explanation.remedies =
            vec!["the organization must allow it: its policies are its own to see".to_owned()];
    }
}

/// Of an organization's policies, leaves the name of the one that denied.
fn withhold_organization(explanation: &mut Explanation) {
    let denied = match explanation.decision.reason {
        Reason::Deny(layer, statement) => Some((layer, statement)),
        _ => None,
    };
    for told in explanation.layers.iter_mut().filter(|told| is_of_organization(told.layer)) {
        let at = denied.filter(|(layer, statement)| {
            *layer == told.layer && Some(statement.level) == told.level
        });
        let index = at.and_then(|(_, statement)| usize::try_from(statement.policy).ok());
        let kept = index.and_then(|index| told.policies.get(index).cloned());
        told.policies = kept.into_iter().collect();
        for policy in &mut told.policies {
            policy.statements.clear();
        }
    }
}

/// The layer that denied.
const fn layer_of(reason: Reason) -> Option<Layer> {
    match reason {
        Reason::Deny(layer, _) | Reason::NoAllow(layer) | Reason::NoAllowAtLevel(layer, _) => {
            Some(layer)
        }
        Reason::Allow(..)
        | Reason::RootUser
        | Reason::Grant
        | Reason::NoPermissionNeeded
        | Reason::ClosedAccount => None,
    }
}

/// Whether the policies of this layer belong to the account of the resource.
const fn is_of_resource(layer: Layer) -> bool {
    matches!(layer, Layer::Resource | Layer::ResourceControl)
}

/// Whether the policies of this layer belong to the organization.
const fn is_of_organization(layer: Layer) -> bool {
    matches!(layer, Layer::ServiceControl | Layer::ResourceControl)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bartizan_policy::{
        Attached, Context, Flags, Layers, Level, Path, Policy, PolicyKind, Request, explain,
    };
    use bartizan_types::Principal;
    use serde_json::{Value as Json, json};

    use super::*;

    const DENY: &str =
        r#"{"Statement":{"Sid":"Secret","Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;
    const ALLOW: &str =
        r#"{"Statement":{"Sid":"Hidden","Effect":"Allow","Action":"*","Resource":"*"}}"#;

    /// What an account's root user is told of a denial by these policies of its organization.
    fn told(level: &[(&str, &str)]) -> Json {
        let attached = level.iter().map(|(name, text)| {
            let policy = Policy::parse_published(text, PolicyKind::ServiceControl).unwrap();
            Attached::managed(name, &format!("arn:{name}"), Arc::new(policy))
        });
        let scps = Path::of(&[Level::new(attached.collect())]);
        let principal = Principal::Root { account: "123456789012".parse().unwrap() };
        let context = Context::default();
        let request = Request {
            principal: &principal,
            action: "s3:ListBucket",
            resource: "arn:aws:s3:::b",
            resource_account: principal.account(),
            context: &context,
            flags: Flags::default(),
        };
        let layers = Layers { scps: &scps, ..Layers::default() };
        let mut explanation = explain(&request, &layers);
        withhold(&mut explanation, false);
        serde_json::to_value(&explanation).unwrap()
    }

    #[test]
    fn a_member_is_told_which_policy_denied_and_no_word_of_it() {
        let told = told(&[("p-allow", ALLOW), ("p-deny", DENY)]);
        let level = &told["layers"][0];
        assert_eq!(level["outcome"], "ExplicitlyDenied");
        assert_eq!(
            level["policies"],
            json!([{ "source": { "name": "p-deny", "arn": "arn:p-deny" }, "statements": [] }])
        );
        let text = told.to_string();
        assert!(!text.contains("Secret") && !text.contains("Hidden"), "{text}");
        assert!(told["message"].as_str().unwrap().ends_with("service control policy: arn:p-deny"));
    }

    #[test]
    fn what_allows_too_little_is_not_told_either() {
        let narrow =
            r#"{"Statement":{"Sid":"Narrow","Effect":"Allow","Action":"s3:*","Resource":"x"}}"#;
        let told = told(&[("p-narrow", narrow)]);
        assert_eq!(told["layers"][0]["policies"], json!([]));
        assert!(!told.to_string().contains("arrow"), "{told}");
    }
}
