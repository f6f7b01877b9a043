//! Elastic Load Balancing: application load balancers, their listeners and rules, and target groups of
//! addresses. What is made here, the edge serves: it follows each commit by [`Published`].

mod access_logs;
mod action;
mod attributes;
mod balancer;
mod certificate;
mod condition;
mod error;
mod group;
mod limits;
mod listener;
mod naming;
mod operations;
mod paging;
mod policies;
mod projection;
mod published;
mod records;
mod rule;
mod rules;
mod shapes;
mod tags;

pub use access_logs::LogPlace;
pub use listener::{ANSWER_HEADERS, CIPHER_SUITE_NAME, SERVER_HEADER, TLS_VERSION_NAME};
pub use projection::LoadBalancingProjection;
pub use published::{COLLECTIONS, Published, Touched};
pub use records::{
    Action, BalancerRecord, Condition, FixedResponse, Forward, GroupRecord, HealthCheck,
    ListenerRecord, Redirect, RuleRecord, Subnet, Target,
};

/// The service.
#[derive(Debug, Default)]
pub struct LoadBalancing;
