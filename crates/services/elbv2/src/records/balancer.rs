//! Balancers.

use std::collections::BTreeMap;

use bartizan_service::store::Record;
use bartizan_types::{Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::BY_NAME;
use crate::naming::{Kind, Resource};

/// An application load balancer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BalancerRecord {
    /// Its ARN.
    pub arn: String,
    /// `app/name/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name that it is served by.
    pub dns_name: String,
    /// Whether it is for clients of the internet.
    pub is_internet_facing: bool,
    /// The id of its VPC.
    pub vpc: String,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// The ids of its security groups.
    pub security_groups: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// The attributes that were set, by their keys.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A subnet that a balancer is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// Its id.
    pub id: String,
    /// The name of its zone.
    pub zone: String,
}

impl Record for BalancerRecord {
    const COLLECTION: &'static str = "elbv2.balancer";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_NAME, self.name.clone())]
    }
}

impl Resource for BalancerRecord {
    const KIND: Kind = Kind::Balancer;

    fn id(&self) -> &str {
        &self.id
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Vec<Tag> {
        &mut self.tags
    }
}
