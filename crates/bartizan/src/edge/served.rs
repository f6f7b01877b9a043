//! What is served, as its accounts are shown it.

use std::collections::{BTreeSet, HashMap};

use bartizan_edge::config::{Action, EdgeConfig, Front};
use bartizan_edge::{Edge, TargetState};
use bartizan_service::{EdgeFront, EdgeListener};
use bartizan_types::{AccountId, Arn};

/// What was published last, by the account that has it; and the names of all distributions, which
/// they have while they are disabled, too.
#[derive(Debug, Default)]
pub(super) struct Served {
    accounts: HashMap<AccountId, Vec<EdgeFront>>,
    /// The ARNs of the target groups behind each name.
    groups: HashMap<String, BTreeSet<String>>,
    /// The names of all distributions.
    distributions: Vec<String>,
}

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
        let named = |front: &Front| Some((front.names.first()?.clone(), groups(front)));
        let groups = config.fronts.iter().filter_map(named).collect();
        Self { accounts, groups, distributions }
    }

    /// What an account has, and where the edge listens for it.
    pub(super) fn of(&self, account: AccountId, edge: Option<&Edge>) -> Vec<EdgeFront> {
        let mut fronts = self.accounts.get(&account).cloned().unwrap_or_default();
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
        self.accounts.values().flatten().map(|front| front.name.as_str())
    }

    /// The names of fronts that have a target group with no healthy target, one without targets among
    /// them. (Route 53 Developer Guide, "Values specific for alias records", Evaluate Target Health.)
    pub(super) fn unwell_names(&self, edge: &Edge) -> Vec<String> {
        let can_serve = |state| matches!(state, TargetState::Healthy | TargetState::Unavailable);
        let is_well = |group: &String| {
            let targets = edge.health(group).unwrap_or_default();
            targets.iter().any(|target| can_serve(target.state))
        };
        let unwell = self.groups.iter().filter(|(_, groups)| !groups.iter().all(is_well));
        unwell.map(|(name, _)| name.clone()).collect()
    }

    /// Whether a front was given this name, or a distribution that is disabled.
    pub(super) fn is_given(&self, name: &str) -> bool {
        let mut all = self.names().chain(self.distributions.iter().map(String::as_str));
        all.any(|given| given.eq_ignore_ascii_case(name))
    }

    /// Whether another account has something.
    pub(super) fn has_others(&self, account: AccountId) -> bool {
        self.accounts.keys().any(|owner| *owner != account)
    }
}

/// The ARNs of the groups that a front forwards to.
fn groups(front: &Front) -> BTreeSet<String> {
    let actions = front.listeners.iter().flat_map(|listener| {
        listener.rules.iter().map(|rule| &rule.action).chain([&listener.default])
    });
    let forwards = actions.filter_map(|action| match action {
        Action::Forward(forward) => Some(forward),
        _ => None,
    });
    forwards.flat_map(|forward| &forward.groups).map(|group| group.arn.clone()).collect()
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
