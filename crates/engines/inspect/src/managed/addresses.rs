//! Groups that ask where a request comes from. (Developer guide: IP reputation rule groups.)

use std::sync::Arc;

use super::{AddressLists, block};
use crate::addresses::AddressSet;
use crate::language::{Action, AddressSource, Condition, Rule};

/// `AWSManagedRulesAmazonIpReputationList`.
pub(super) fn reputation(lists: &AddressLists) -> Vec<Rule> {
    let floods = listed("AWSManagedIPDDoSList", &lists.floods);
    vec![
        listed("AWSManagedIPReputationList", &lists.reputation),
        listed("AWSManagedReconnaissanceList", &lists.reconnaissance),
        Rule { action: Action::count(), ..floods },
    ]
}

/// `AWSManagedRulesAnonymousIpList`.
pub(super) fn anonymous(lists: &AddressLists) -> Vec<Rule> {
    vec![
        listed("AnonymousIPList", &lists.anonymous),
        listed("HostingProviderIPList", &lists.hosting),
    ]
}

fn listed(name: &str, set: &Arc<AddressSet>) -> Rule {
    block(name, name, Condition::Address(Arc::clone(set), AddressSource::Client))
}
