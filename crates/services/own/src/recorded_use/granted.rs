//! What identity policies say, apart from requests.

use bartizan_policy::{Attached, Effect, catalog, may_reach};
use bartizan_service::replay::current;

use crate::shapes::GrantedService;

/// The services of which the policies let somebody reach an action: with the actions where it is not
/// all of them.
pub(super) fn services(policies: &[Attached]) -> Vec<GrantedService> {
    let granted = |prefix: &'static str| {
        let actions = &catalog::service(prefix)?.actions;
        let all = || policies.iter().map(|one| &*one.policy);
        let reached: Vec<String> = actions
            .iter()
            .filter(|action| may_reach(all(), &format!("{prefix}:{}", action.name)))
            .map(|action| action.name.to_owned())
            .collect();
        let is_all = reached.len() == actions.len();
        (!reached.is_empty()).then(|| GrantedService {
            service: prefix.to_owned(),
            count: i64::try_from(reached.len()).unwrap_or(i64::MAX),
            actions: (!is_all).then_some(reached),
        })
    };
    catalog::prefixes().filter_map(granted).collect()
}

/// The statements that deny, as JSON in the form of version 2012-10-17.
pub(super) fn denies(policies: &[Attached]) -> Vec<String> {
    let of_policy = |one: &Attached| {
        let document = one.policy.document();
        let denying = document.statements.iter().filter(|one| one.effect == Some(Effect::Deny));
        let text = one.policy.text();
        denying.map(|one| current(document, one.span.of(text))).collect::<Vec<_>>()
    };
    policies.iter().flat_map(of_policy).collect()
}
