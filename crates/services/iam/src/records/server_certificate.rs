//! Server certificates.

use std::fmt;

use bartizan_store::Record;
use bartizan_types::{AccountId, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

use super::Named;

/// A server certificate. Its private key is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ServerCertificate {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    pub(crate) id: UniqueId,
    pub(crate) path: String,
    pub(crate) uploaded: Timestamp,
    pub(crate) expires: Timestamp,
    pub(crate) body: String,
    pub(crate) chain: Option<String>,
    /// The private key in PEM as the vault sealed it for this id, in base64.
    pub(crate) sealed_key: String,
    pub(crate) tags: Vec<Tag>,
}

impl fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificate").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The collection of server certificates: who shows them to clients follows its changes.
pub const SERVER_CERTIFICATES: &str = "iam.server_certificate";

impl Record for ServerCertificate {
    const COLLECTION: &'static str = SERVER_CERTIFICATES;
}

impl Named for ServerCertificate {
    const RESOURCE: &'static str = "server-certificate";
    const TYPE: &'static str = "AWS::IAM::ServerCertificate";
    const QUOTA: (&'static str, usize) = ("ServerCertificatesPerAccount", 20);

    of_fields!();

    fn missing(name: &str) -> String {
        format!("The Server Certificate with name {name} cannot be found.")
    }

    fn taken(name: &str) -> String {
        format!("The Server Certificate with name {name} already exists.")
    }
}
