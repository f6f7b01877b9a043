//! Clusters of hardware security modules: what stands behind the port `Hsm`. Each is a PKCS#11 token that
//! the operator configured. Calls into a token's library block: they are made on threads of their own,
//! few at a time, and waited for only so long.

mod bounded;
mod cluster;
mod options;
mod seat;

use std::collections::BTreeMap;
use std::fmt;

use bartizan_pki::Certificate;
use bartizan_service::{BoxFuture, Hsm, HsmError, HsmLogin, HsmTask};
use bartizan_types::{AccountId, Region};
use zeroize::Zeroizing;

use crate::cluster::Cluster;
pub use crate::options::{ClusterOptions, HsmOptions, OptionsError};

/// The clusters that there are.
#[derive(Default)]
pub struct Clusters(BTreeMap<String, Cluster>);

impl Clusters {
    /// The clusters that the operator configured; those of no account are of `account`.
    ///
    /// # Errors
    /// One is not configured as it must be.
    pub fn new(options: &HsmOptions, account: AccountId) -> Result<Self, OptionsError> {
        options.check()?;
        let cluster = |(id, one): (&String, &ClusterOptions)| {
            let family = options.family(id);
            Ok((id.clone(), Cluster::new(one, family, account)?))
        };
        options.clusters.iter().map(cluster).collect::<Result<_, _>>().map(Self)
    }

    fn cluster(&self, id: &str) -> Result<&Cluster, HsmError> {
        self.0.get(id).ok_or(HsmError::NoCluster)
    }
}

impl Hsm for Clusters {
    fn related(&self, cluster: &str, account: AccountId, region: &Region) -> Option<Vec<String>> {
        let found = self.0.get(cluster).filter(|found| found.is_of(account, region))?;
        let is_related = |(_, other): &(&String, &Cluster)| other.family == found.family;
        Some(self.0.iter().filter(is_related).map(|(id, _)| id.clone()).collect())
    }

    fn is_trust_anchor(&self, cluster: &str, certificate: &str) -> bool {
        let given = Certificate::from_pem(certificate).map(|given| given.digest());
        self.0.get(cluster).is_some_and(|found| given.is_ok_and(|given| given == found.anchor))
    }

    fn look<'a>(&'a self, cluster: &'a str) -> BoxFuture<'a, Result<(), HsmError>> {
        Box::pin(async move { self.cluster(cluster)?.look().await })
    }

    fn log_in<'a>(
        &'a self,
        login: HsmLogin<'a>,
        pin: &'a str,
    ) -> BoxFuture<'a, Result<(), HsmError>> {
        Box::pin(async move { self.cluster(login.cluster)?.log_in(login, pin).await })
    }

    fn log_out<'a>(&'a self, login: HsmLogin<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let Ok(cluster) = self.cluster(login.cluster) else { return };
            if let Err(error) = cluster.log_out(login).await {
                tracing::warn!(cluster = login.cluster, %error, "a crypto user stays logged in");
            }
        })
    }

    fn work<'a>(
        &'a self,
        login: HsmLogin<'a>,
        task: HsmTask,
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, HsmError>> {
        Box::pin(async move { self.cluster(login.cluster)?.work(login, task).await })
    }
}

impl fmt::Debug for Clusters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}
