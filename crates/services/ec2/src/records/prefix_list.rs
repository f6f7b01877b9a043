//! Prefix lists.

use bartizan_service::store::Record;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::BY_TOKEN;
use crate::kind::Kind;
use crate::scope::Resource;

/// A prefix list that an account manages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PrefixListRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) is_v6: bool,
    pub(crate) max_entries: i32,
    /// The version of the entries.
    pub(crate) version: i64,
    pub(crate) entries: Vec<PrefixEntry>,
    /// The entries of the versions before this one, the latest last.
    pub(crate) earlier: Vec<Vec<PrefixEntry>>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

/// A block of a prefix list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PrefixEntry {
    pub(crate) block: IpNet,
    pub(crate) description: Option<String>,
}

impl Record for PrefixListRecord {
    const COLLECTION: &'static str = "ec2.prefix-list";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.client_token.iter().map(|token| (BY_TOKEN, token.clone())).collect()
    }
}

impl Resource for PrefixListRecord {
    const KIND: Kind = Kind::PrefixList;

    fn id(&self) -> &str {
        &self.id
    }
}
