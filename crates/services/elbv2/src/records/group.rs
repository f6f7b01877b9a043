//! Target groups.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use bartizan_service::store::Record;
use bartizan_types::Tag;
use serde::{Deserialize, Serialize};

use super::BY_NAME;
use crate::naming::{Kind, Resource};

/// A target group of addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Its ARN.
    pub arn: String,
    /// `name/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `HTTP` or `HTTPS`.
    pub protocol: String,
    /// The port of targets that name none.
    pub port: u16,
    /// The id of its VPC.
    pub vpc: String,
    /// How the health of its targets is checked.
    pub health: HealthCheck,
    /// Its targets.
    pub targets: Vec<Target>,
    /// The attributes that were set, by their keys.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its address.
    pub address: Ipv4Addr,
    /// Its port.
    pub port: u16,
    /// Its zone, or `all`, where the request named one.
    pub zone: Option<String>,
}

/// How the health of targets is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// `HTTP` or `HTTPS`.
    pub protocol: String,
    /// The port; `None` for the target's own.
    pub port: Option<u16>,
    /// The path.
    pub path: String,
    /// Seconds between two checks.
    pub interval_seconds: u32,
    /// Seconds that an answer may take.
    pub timeout_seconds: u32,
    /// How many successes make a target healthy.
    pub healthy_threshold: u32,
    /// How many failures make it unhealthy.
    pub unhealthy_threshold: u32,
    /// The statuses that are successes, each from one to another.
    pub matcher: Vec<(u16, u16)>,
}

impl Record for GroupRecord {
    const COLLECTION: &'static str = "elbv2.target-group";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_NAME, self.name.clone())]
    }
}

impl Resource for GroupRecord {
    const KIND: Kind = Kind::Group;

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
