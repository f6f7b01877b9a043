//! Trust policies: that they trust no more of an identity provider than was meant. (IAM User Guide,
//! "Create a role for `OpenID` Connect federation".)

use super::Check;
use super::report::{Report, Subject};
use crate::PolicyKind;
use crate::document::{Statement, Text};

pub(super) const CHECKS: &[Check] = &[unbound_provider, everyone];

/// The provider whose tokens any repository of the world can have.
const GITHUB: &str = "token.actions.githubusercontent.com";

fn federated(statement: &Statement) -> impl Iterator<Item = &Text> {
    statement
        .principal
        .iter()
        .flat_map(|element| &element.entries)
        .filter(|entry| entry.kind.value == "Federated")
        .flat_map(|entry| &entry.element.values)
}

fn unbound_provider(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind != PolicyKind::Trust {
        return;
    }
    for statement in subject.allowing() {
        for provider in federated(statement) {
            let host = match provider.value.split_once(":oidc-provider/") {
                Some((_, host)) => host,
                None if provider.value.contains(":saml-provider/") => continue,
                None => provider.value.as_str(),
            };
            if host == GITHUB && !has_key(statement, &[&format!("{host}:sub")]) {
                report.security(
                    "MISSING_GITHUB_REPO_CONDITION_KEY",
                    "Every repository of GitHub can have such tokens: bind the role to yours by a \
                     condition on token.actions.githubusercontent.com:sub.",
                    provider.span,
                );
            } else if !has_key(statement, &[&format!("{host}:aud"), &format!("{host}:sub")]) {
                report.security(
                    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
                    format!("Any token of the provider is taken: add a condition on {host}:aud."),
                    provider.span,
                );
            }
        }
    }
}

fn has_key(statement: &Statement, keys: &[&str]) -> bool {
    statement
        .conditions
        .iter()
        .any(|entry| keys.iter().any(|key| key.eq_ignore_ascii_case(&entry.key.value)))
}

/// Access Analyzer reports such roles as public, in its findings on resources; the code is
/// Bartizan's.
fn everyone(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.kind != PolicyKind::Trust {
        return;
    }
    for statement in subject.allowing().filter(|it| it.conditions.is_empty()) {
        let Some(element) = &statement.principal else { continue };
        let named = element.entries.iter().flat_map(|entry| &entry.element.values);
        if let Some(text) = element.text.iter().chain(named).find(|text| text.value == "*") {
            report.security(
                "ROLE_TRUSTS_EVERYONE",
                "Everyone in every account may assume the role: name who may, or add a condition.",
                text.span,
            );
        }
    }
}
