//! What the operator's file says of clusters.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use bartizan_types::{AccountId, Region};
use serde::Deserialize;

/// The clusters that there are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HsmOptions {
    /// By id, as requests name them.
    #[serde(default)]
    pub clusters: BTreeMap<String, ClusterOptions>,
}

/// A cluster.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ClusterOptions {
    /// The library of the token's maker, by its whole path.
    pub library: PathBuf,
    /// The token's label.
    pub token: String,
    /// A PEM file with the certificate that vouches for the cluster.
    pub trust_anchor: PathBuf,
    /// Whose it is, where it is not of the account that the first start made.
    pub account: Option<AccountId>,
    /// In which region it is used, where not in all.
    pub region: Option<Region>,
    /// The cluster of whose backup it was made: it has the same keys.
    pub backup_of: Option<String>,
}

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// The id is none that requests could name.
    #[error("`{0}` is no id of a cluster: `cluster-` and 11 to 16 letters or digits from 2 to 7")]
    Id(String),
    /// Two clusters are one.
    #[error("the token `{0}` is that of two clusters: give each a token of its own")]
    SameToken(String),
    /// A cluster is a backup of none.
    #[error("the cluster `{0}` is a backup of one that there is not")]
    Backup(String),
    /// A cluster is a backup of itself.
    #[error("the cluster `{0}` is a backup of itself, or of one that is")]
    Cycle(String),
    /// A library is named by a part of its path.
    #[error("{0}: name the token's library by its whole path")]
    Library(PathBuf),
    /// The certificate cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, String),
}

impl HsmOptions {
    pub(crate) fn check(&self) -> Result<(), OptionsError> {
        let mut tokens = BTreeSet::new();
        for (id, cluster) in &self.clusters {
            if !is_id(id) {
                return Err(OptionsError::Id(id.clone()));
            }
            if !cluster.library.is_absolute() {
                return Err(OptionsError::Library(cluster.library.clone()));
            }
            // One library may have several names. What is not there yet is found missing when it is used.
            let library = cluster.library.canonicalize();
            let library = library.unwrap_or_else(|_| cluster.library.clone());
            if !tokens.insert((library, &cluster.token)) {
                return Err(OptionsError::SameToken(cluster.token.clone()));
            }
            self.check_backup(id)?;
        }
        Ok(())
    }

    fn check_backup(&self, id: &str) -> Result<(), OptionsError> {
        let mut current = id;
        for _ in 0..self.clusters.len() {
            let Some(cluster) = self.clusters.get(current) else {
                return Err(OptionsError::Backup(id.to_owned()));
            };
            match cluster.backup_of.as_deref() {
                Some(before) => current = before,
                None => return Ok(()),
            }
        }
        Err(OptionsError::Cycle(id.to_owned()))
    }

    /// The first of the clusters that this one was made after, backup by backup.
    pub(crate) fn family(&self, id: &str) -> String {
        let mut first = id;
        for _ in 0..self.clusters.len() {
            match self.clusters.get(first).and_then(|cluster| cluster.backup_of.as_deref()) {
                Some(before) => first = before,
                None => break,
            }
        }
        first.to_owned()
    }
}

/// Whether requests can name it. (AWS KMS API Reference, `CreateCustomKeyStore`, `CloudHsmClusterId`.)
fn is_id(id: &str) -> bool {
    let is_right = |byte: u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(&byte);
    id.strip_prefix("cluster-")
        .is_some_and(|rest| (11..=16).contains(&rest.len()) && rest.bytes().all(is_right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(tokens: &[(&str, &str, Option<&str>)]) -> HsmOptions {
        let one = |(id, token, backup_of): &(&str, &str, Option<&str>)| {
            let options = ClusterOptions {
                library: PathBuf::from("/lib.so"),
                token: (*token).to_owned(),
                trust_anchor: PathBuf::from("/ca.pem"),
                account: None,
                region: None,
                backup_of: backup_of.map(str::to_owned),
            };
            (format!("cluster-{id}"), options)
        };
        HsmOptions { clusters: tokens.iter().map(one).collect() }
    }

    const B: &str = "cluster-baaaaaaaaaa";

    #[test]
    fn a_token_is_one_by_whatever_name_its_library_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("lib.so"), folder.path().join("other.so"));
        std::fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut both = options(&[("aaaaaaaaaaa", "a", None), ("baaaaaaaaaa", "a", None)]);
        for (cluster, path) in both.clusters.values_mut().zip([file, link]) {
            cluster.library = path;
        }
        assert!(matches!(both.check(), Err(OptionsError::SameToken(_))));
    }

    #[test]
    fn clusters_have_ids_and_tokens_of_their_own() {
        for (tokens, fits) in [
            (&[("aaaaaaaaaaa", "a", None)][..], true),
            (&[("aaaaaaaaaaa", "a", None), ("baaaaaaaaaa", "b", None)], true),
            (&[("aaaaaaaaaaa", "a", None), ("baaaaaaaaaa", "a", None)], false),
            (&[("aaaaaaaaaa", "a", None)], false),
            (&[("aaaaaaaaaaa", "a", Some(B))], false),
            (&[("aaaaaaaaaaa", "a", Some(B)), ("baaaaaaaaaa", "b", None)], true),
            (&[("aaaaaaaaaaa", "a", Some(B)), ("baaaaaaaaaa", "b", Some(B))], false),
            (&[("baaaaaaaaaa", "b", Some(B))], false),
            (&[("aaaaaaaaaa1", "a", None)], false),
            (&[("aaaaaaaaaaaaaaaaa", "a", None)], false),
        ] {
            assert_eq!(options(tokens).check().is_ok(), fits, "{tokens:?}");
        }
    }

    #[test]
    fn backups_of_backups_are_of_one_family() {
        let (a, b) = ("cluster-aaaaaaaaaaa", "cluster-baaaaaaaaaa");
        let all = options(&[
            ("aaaaaaaaaaa", "a", None),
            ("baaaaaaaaaa", "b", Some(a)),
            ("caaaaaaaaaa", "c", Some(b)),
            ("daaaaaaaaaa", "d", None),
        ]);
        for (id, family) in [(a, a), (b, a), ("cluster-caaaaaaaaaa", a)] {
            assert_eq!(all.family(id), family);
        }
        assert_eq!(all.family("cluster-daaaaaaaaaa"), "cluster-daaaaaaaaaa");
    }
}
