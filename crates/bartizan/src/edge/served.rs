//! What is served, as its accounts are shown it.

use std::collections::HashMap;

use bartizan_edge::Edge;
use bartizan_edge::config::{EdgeConfig, Front};
use bartizan_service::{EdgeFront, EdgeListener};
use bartizan_types::{AccountId, Arn};

/// What was published last, by the account that has it; and the names of all distributions, which
/// they have while they are disabled, too.
#[derive(Debug, Default)]
pub(super) struct Served(HashMap<AccountId, Vec<EdgeFront>>, Vec<String>);

impl Served {
    /// What a configuration came to: why listeners cannot be served is told by their ARNs.
    pub(super) fn new(
        config: &EdgeConfig,
        problems: &HashMap<String, String>,
        distributions: Vec<String>,
    ) -> Self {
        let mut accounts: HashMap<_, Vec<_>> = HashMap::new();
        for front in &config.fronts {
            let account = front.arn.parse::<Arn>().ok().and_then(|arn| arn.account_id());
            if let Some(account) = account {
                accounts.entry(account).or_default().push(shown(front, problems));
            }
        }
        Self(accounts, distributions)
    }

    /// What an account has, and where the edge listens for it.
    pub(super) fn of(&self, account: AccountId, edge: Option<&Edge>) -> Vec<EdgeFront> {
        let mut fronts = self.0.get(&account).cloned().unwrap_or_default();
        for listener in fronts.iter_mut().flat_map(|front| &mut front.listeners) {
            let Some(edge) = edge else { continue };
            listener.address = edge.address(listener.port);
            if listener.problem.is_none() {
                listener.problem = edge.unopened(listener.port).map(|why| why.to_string());
            }
        }
        fronts
    }

    /// The names that fronts were given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(|front| front.name.as_str())
    }

    /// Whether a front was given this name, or a distribution that is disabled.
    pub(super) fn is_given(&self, name: &str) -> bool {
        let mut all = self.names().chain(self.1.iter().map(String::as_str));
        all.any(|given| given.eq_ignore_ascii_case(name))
    }

    /// Whether another account has something.
    pub(super) fn has_others(&self, account: AccountId) -> bool {
        self.0.keys().any(|owner| *owner != account)
    }
}

fn shown(front: &Front, problems: &HashMap<String, String>) -> EdgeFront {
    let listeners = front.listeners.iter().map(|listener| EdgeListener {
        port: listener.port,
        is_tls: listener.tls.is_some(),
        address: None,
        problem: problems.get(&listener.arn).cloned(),
    });
    EdgeFront {
        arn: front.arn.clone(),
        name: front.names.first().cloned().unwrap_or_default(),
        listeners: listeners.collect(),
    }
}
