//! What is in force, for the edge.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_inspect::Program;

use crate::data_protection::DataProtection;
use crate::firewall::Meters;
use crate::log::Logging;

/// The web ACLs in force, and what they protect. What a call has changed is here before the call is
/// answered.
#[derive(Debug, Default)]
pub struct Published {
    state: ArcSwap<State>,
}

/// A web ACL in force.
#[derive(Debug)]
pub struct WebAcl {
    /// Its ARN.
    pub arn: String,
    /// What its metrics count.
    pub(crate) meters: Meters,
    /// Its rules, compiled.
    pub program: Program,
    /// The metric of requests that no rule decided about.
    pub metric: String,
    /// Whether samples are kept of those.
    pub is_sampled: bool,
    /// The metric of each rule by its name, and whether samples are kept of what it matches.
    pub rules: HashMap<String, (String, bool)>,
    /// The domains that tokens may be of, beside the resource's own.
    pub token_domains: Vec<String>,
    /// What is not remembered of requests.
    pub(crate) data_protection: DataProtection,
    /// How many bytes of a body are inspected, by the type of the protected resource, where that is
    /// not the type's own limit.
    pub body_bytes: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The ARNs of all things, by their ids in the store.
    pub(crate) arns: HashMap<String, String>,
    pub(crate) web_acls: HashMap<String, Arc<WebAcl>>,
    /// The ARNs of web ACLs by those of the resources that they protect.
    pub(crate) protected: HashMap<String, String>,
    /// Logs by the ARNs of web ACLs.
    pub(crate) logging: HashMap<String, Arc<Logging>>,
}

/// What protects a resource.
#[derive(Debug)]
pub(crate) enum Protection {
    /// Nothing.
    None,
    /// A web ACL.
    WebAcl(Arc<WebAcl>),
    /// A web ACL that is not in force: it could not be compiled.
    Missing,
}

impl Published {
    /// What protects a resource.
    pub(crate) fn protection(&self, arn: &str) -> Protection {
        let state = self.state.load();
        let Some(web_acl) = state.protected.get(arn) else { return Protection::None };
        state
            .web_acls
            .get(web_acl)
            .map_or(Protection::Missing, |held| Protection::WebAcl(Arc::clone(held)))
    }

    /// Whether a resource is protected, be it by a web ACL that is not in force.
    pub fn is_protected(&self, arn: &str) -> bool {
        self.state.load().protected.contains_key(arn)
    }

    /// The web ACL that protects a resource.
    pub fn of_resource(&self, arn: &str) -> Option<Arc<WebAcl>> {
        let state = self.state.load();
        state.web_acls.get(state.protected.get(arn)?).cloned()
    }

    /// A web ACL, by its ARN.
    pub fn web_acl(&self, arn: &str) -> Option<Arc<WebAcl>> {
        self.state.load().web_acls.get(arn).cloned()
    }

    /// The log of a web ACL.
    pub fn logging(&self, arn: &str) -> Option<Arc<Logging>> {
        self.state.load().logging.get(arn).cloned()
    }

    pub(crate) fn state(&self) -> State {
        State::clone(&self.state.load())
    }

    pub(crate) fn publish(&self, state: State) {
        self.state.store(Arc::new(state));
    }
}
