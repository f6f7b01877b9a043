//! A cluster of hardware security modules that does what the port promises, and fails when it is told.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use bartizan_service::types::{AccountId, Region};
use bartizan_service::{BoxFuture, Hsm, HsmError, HsmLogin, HsmTask};
use zeroize::Zeroizing;

/// The id of the cluster.
pub(crate) const CLUSTER: &str = "cluster-abcdefghijk";
/// One with the same keys, as it was made of its backup.
pub(crate) const BACKUP: &str = "cluster-backupbackup";
/// One with other keys.
pub(crate) const STRANGER: &str = "cluster-strangerstra";
/// What vouches for them.
pub(crate) const ANCHOR: &str = "a certificate";
pub(crate) const PASSWORD: &str = "kmsPswd12";

/// Three clusters, of which two have the same keys.
#[derive(Default)]
pub(crate) struct Cluster {
    keys: Mutex<BTreeSet<String>>,
    logins: Mutex<BTreeMap<String, u64>>,
    /// The logins that were ended.
    ended: Mutex<BTreeMap<String, u64>>,
    /// The label of a key that cannot be destroyed.
    pub(crate) stuck: Mutex<Option<String>>,
    /// How the making of a key ends that is made all the same.
    pub(crate) silent: Mutex<Option<HsmError>>,
    /// How everything ends that the cluster is asked.
    failure: Mutex<Option<HsmError>>,
    /// How often somebody logged in.
    pub(crate) entered: Mutex<usize>,
    /// Whoever holds it keeps answers back.
    pub(crate) gate: tokio::sync::Mutex<()>,
}

impl Cluster {
    /// Lets everything fail.
    pub(crate) fn fail(&self, error: HsmError) {
        *self.failure.lock().unwrap() = Some(error);
    }

    /// Lets everything succeed again.
    pub(crate) fn recover(&self) {
        *self.failure.lock().unwrap() = None;
    }

    /// Ends all logins, as a start of Bartizan does.
    pub(crate) fn forget(&self) {
        self.logins.lock().unwrap().clear();
    }

    /// The labels of its keys.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.keys.lock().unwrap().iter().cloned().collect()
    }

    /// Who is logged in, and by which of their connections.
    pub(crate) fn logins(&self) -> BTreeMap<String, u64> {
        self.logins.lock().unwrap().clone()
    }

    async fn check(&self) -> Result<(), HsmError> {
        let _held = self.gate.lock().await;
        self.failure.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    fn perform(&self, task: HsmTask) -> Result<Vec<u8>, HsmError> {
        let mut keys = self.keys.lock().unwrap();
        let known = |key: &String, keys: &BTreeSet<String>| {
            if keys.contains(key) { Ok(()) } else { Err(HsmError::NoKey) }
        };
        match task {
            HsmTask::MakeKey(label) => {
                assert!(keys.insert(label), "labels are used once");
                self.silent.lock().unwrap().clone().map_or(Ok(Vec::new()), Err)
            }
            HsmTask::DestroyKey(label) => {
                if self.stuck.lock().unwrap().as_ref() == Some(&label) {
                    return Err(HsmError::Failed("it stays".to_owned()));
                }
                keys.remove(&label);
                Ok(Vec::new())
            }
            HsmTask::Encrypt { key, nonce, associated, plaintext } => {
                known(&key, &keys)?;
                let body = [&nonce[..], &turned(&key, &plaintext)].concat();
                let tag = tag(&key, &associated, &body);
                Ok([body, tag].concat())
            }
            HsmTask::Decrypt { key, associated, sealed } => {
                known(&key, &keys)?;
                let (body, sealed_tag) = sealed.split_at(sealed.len() - 16);
                if tag(&key, &associated, body) != sealed_tag {
                    return Err(HsmError::NotAuthentic);
                }
                Ok(turned(&key, &body[12..]))
            }
            HsmTask::Random(length) => Ok(vec![7; length]),
        }
    }
}

impl Hsm for Cluster {
    fn related(&self, cluster: &str, _: AccountId, _: &Region) -> Option<Vec<String>> {
        match cluster {
            CLUSTER | BACKUP => Some(vec![CLUSTER.to_owned(), BACKUP.to_owned()]),
            STRANGER => Some(vec![STRANGER.to_owned()]),
            _ => None,
        }
    }

    fn is_trust_anchor(&self, _: &str, certificate: &str) -> bool {
        certificate == ANCHOR
    }

    fn look<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), HsmError>> {
        Box::pin(self.check())
    }

    fn log_in<'a>(
        &'a self,
        login: HsmLogin<'a>,
        pin: &'a str,
    ) -> BoxFuture<'a, Result<(), HsmError>> {
        Box::pin(async move {
            self.check().await?;
            if pin != PASSWORD {
                return Err(HsmError::WrongPin);
            }
            let ended = self.ended.lock().unwrap().get(login.owner).copied();
            if ended.is_some_and(|ended| ended >= login.revision) {
                return Err(HsmError::LoggedOut);
            }
            *self.entered.lock().unwrap() += 1;
            self.logins.lock().unwrap().insert(login.owner.to_owned(), login.revision);
            Ok(())
        })
    }

    fn log_out<'a>(&'a self, login: HsmLogin<'a>) -> BoxFuture<'a, ()> {
        self.logins.lock().unwrap().remove(login.owner);
        self.ended.lock().unwrap().insert(login.owner.to_owned(), login.revision);
        Box::pin(async {})
    }

    fn work<'a>(
        &'a self,
        login: HsmLogin<'a>,
        task: HsmTask,
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, HsmError>> {
        Box::pin(async move {
            self.check().await?;
            if self.logins.lock().unwrap().get(login.owner) != Some(&login.revision) {
                return Err(HsmError::LoggedOut);
            }
            self.perform(task).map(Zeroizing::new)
        })
    }
}

fn turned(key: &str, bytes: &[u8]) -> Vec<u8> {
    let turn = u8::try_from(digest(&[key.as_bytes()]) % 256).unwrap();
    bytes.iter().map(|byte| byte ^ turn).collect()
}

fn tag(key: &str, associated: &[u8], body: &[u8]) -> Vec<u8> {
    let half = digest(&[key.as_bytes(), associated, body]).to_be_bytes();
    [half, half].concat()
}

fn digest(parts: &[&[u8]]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
