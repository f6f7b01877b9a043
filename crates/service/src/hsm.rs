//! The port to hardware security modules, whose clusters the operator configured.

use bartizan_types::{AccountId, Region};
use zeroize::Zeroizing;

use crate::BoxFuture;

/// Clusters of hardware security modules, each of one account.
///
/// **Architecture invariant:** no call here holds up other requests, and each ends in bounded time,
/// whatever a module does.
pub trait Hsm: Send + Sync {
    /// The ids of the clusters that have the same keys as this one, itself among them; `None` where the
    /// account has none with this id in the region.
    fn related(&self, cluster: &str, account: AccountId, region: &Region) -> Option<Vec<String>>;

    /// Whether a certificate, in PEM, is the one that vouches for the cluster.
    fn is_trust_anchor(&self, cluster: &str, certificate: &str) -> bool;

    /// Whether the cluster has a module that is there.
    fn look<'a>(&'a self, cluster: &'a str) -> BoxFuture<'a, Result<(), HsmError>>;

    /// Logs the crypto user in. Where that is done for this login, nothing is; where it was refused,
    /// nobody is asked again; an older login ends.
    fn log_in<'a>(
        &'a self,
        login: HsmLogin<'a>,
        pin: &'a str,
    ) -> BoxFuture<'a, Result<(), HsmError>>;

    /// Logs the crypto user out, and lets no older login be made again.
    fn log_out<'a>(&'a self, login: HsmLogin<'a>) -> BoxFuture<'a, ()>;

    /// Has a task done. [`HsmError::LoggedOut`] where nobody is logged in.
    fn work<'a>(
        &'a self,
        login: HsmLogin<'a>,
        task: HsmTask,
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, HsmError>>;
}

/// Who wants something of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HsmLogin<'a> {
    /// The cluster.
    pub cluster: &'a str,
    /// For what it is logged in.
    pub owner: &'a str,
    /// Counts the owner's connections to it.
    pub revision: u64,
}

/// What a cluster does. Keys are named by their labels.
#[derive(Clone)]
pub enum HsmTask {
    /// Makes an AES key of 256 bits that never leaves the cluster.
    MakeKey(String),
    /// Destroys a key, if it is there.
    DestroyKey(String),
    /// Encrypts by AES-GCM: nonce of 12 bytes, ciphertext, tag of 16 bytes.
    Encrypt {
        /// The key.
        key: String,
        /// The nonce, unless the cluster insists on its own.
        nonce: [u8; 12],
        /// What is authenticated beside.
        associated: Vec<u8>,
        /// What is encrypted.
        plaintext: Vec<u8>,
    },
    /// Decrypts what it encrypted.
    Decrypt {
        /// The key.
        key: String,
        /// What was authenticated beside.
        associated: Vec<u8>,
        /// Nonce, ciphertext, tag.
        sealed: Vec<u8>,
    },
    /// Makes so many random bytes.
    Random(usize),
}

/// Why a cluster did not do what it was asked. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HsmError {
    /// The operator configured no such cluster.
    #[error("there is no such cluster: the operator configures them")]
    NoCluster,
    /// None of its modules is there.
    #[error("no module of the cluster is there")]
    NotActive,
    /// It has no crypto user.
    #[error("the cluster has no crypto user")]
    NoUser,
    /// The PIN is another.
    #[error("the cluster refused the crypto user's password")]
    WrongPin,
    /// The crypto user's PIN is locked.
    #[error("the crypto user is locked out of the cluster")]
    LockedPin,
    /// Somebody else is logged in.
    #[error("another user is logged in to the cluster")]
    OtherUser,
    /// Nobody is logged in.
    #[error("nobody is logged in to the cluster")]
    LoggedOut,
    /// It has no such key.
    #[error("the key material was not found in the cluster")]
    NoKey,
    /// What was to be decrypted is not what was encrypted.
    #[error("the encrypted bytes were changed, or are another key's")]
    NotAuthentic,
    /// It took too long.
    #[error("the cluster did not answer in time")]
    Late,
    /// Anything else, in the module's words.
    #[error("the cluster failed: {0}")]
    Failed(String),
}
