//! A cluster that is a token of `SoftHSM2` (Debian's `softhsm2`). Its configuration is the process's
//! environment, so these tests are one.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bartizan_hsm::{ClusterOptions, Clusters, HsmOptions};
use bartizan_service::{Hsm, HsmError, HsmLogin, HsmTask};
use bartizan_types::{AccountId, Region};
use zeroize::Zeroizing;

const LIBRARIES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];
const FOLDER: &str = "BARTIZAN_SOFTHSM_TEST";
const CLUSTER: &str = "cluster-abcdefghijk";
const BACKUP: &str = "cluster-backupbackup";
const ANCHOR: &str = include_str!("anchor.pem");

fn library() -> Option<PathBuf> {
    LIBRARIES.into_iter().map(PathBuf::from).find(|path| path.exists())
}

/// Runs the test below in a process whose environment names a token folder of its own.
#[test]
fn a_cluster_does_what_is_asked_of_it() {
    let Some(_) = library() else {
        println!("SKIPPED: the Debian package `softhsm2` is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("softhsm2.conf");
    let tokens = folder.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(&config, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let made = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", "bank", "--pin", "1234567", "--so-pin", "5678"])
        .env("SOFTHSM2_CONF", &config)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "inside_of_a_cluster", "--nocapture"])
        .env("SOFTHSM2_CONF", &config)
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn clusters(folder: &Path) -> Clusters {
    let anchor = folder.join("anchor.pem");
    std::fs::write(&anchor, ANCHOR).unwrap();
    let options = |token: &str, backup_of: Option<&str>| ClusterOptions {
        library: library().unwrap(),
        token: token.to_owned(),
        trust_anchor: anchor.clone(),
        account: None,
        region: Some(Region::new("us-east-1")),
        backup_of: backup_of.map(str::to_owned),
    };
    let clusters = BTreeMap::from([
        (CLUSTER.to_owned(), options("bank", None)),
        (BACKUP.to_owned(), options("nowhere", Some(CLUSTER))),
    ]);
    Clusters::new(&HsmOptions { clusters }, account()).unwrap()
}

fn account() -> AccountId {
    AccountId::from_number(123_456_789_012).unwrap()
}

fn login(revision: u64) -> HsmLogin<'static> {
    HsmLogin { cluster: CLUSTER, owner: "cks-1", revision }
}

fn encryption(key: &str) -> HsmTask {
    HsmTask::Encrypt {
        key: key.to_owned(),
        nonce: [7; 12],
        associated: b"for this".to_vec(),
        plaintext: b"a secret".to_vec(),
    }
}

fn decryption(key: &str, sealed: &[u8]) -> HsmTask {
    HsmTask::Decrypt {
        key: key.to_owned(),
        associated: b"for this".to_vec(),
        sealed: sealed.to_vec(),
    }
}

/// What the test above starts; alone, it has no token and does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn inside_of_a_cluster() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let clusters = Arc::new(clusters(Path::new(&folder)));
    are_found(&clusters).await;
    log_in_and_out(&clusters).await;
    keep_keys(&clusters).await;
    come_back(&clusters).await;
}

async fn are_found(clusters: &Clusters) {
    let (here, there) = (Region::new("us-east-1"), Region::new("eu-west-1"));
    let both = Some(vec![CLUSTER.to_owned(), BACKUP.to_owned()]);
    assert_eq!(clusters.related(BACKUP, account(), &here), both);
    assert_eq!(clusters.related(CLUSTER, account(), &there), None);
    let other = AccountId::from_number(1).unwrap();
    assert_eq!(clusters.related(CLUSTER, other, &here), None);
    assert!(clusters.is_trust_anchor(CLUSTER, &ANCHOR.replace('\n', "\r\n")));
    assert!(!clusters.is_trust_anchor(CLUSTER, "no certificate"));
    assert_eq!(clusters.look(CLUSTER).await, Ok(()));
    assert_eq!(clusters.look(BACKUP).await, Err(HsmError::NotActive));
    assert_eq!(clusters.look("cluster-none").await, Err(HsmError::NoCluster));
}

async fn log_in_and_out(clusters: &Clusters) {
    let random = || HsmTask::Random(16);
    assert_eq!(clusters.work(login(1), random()).await, Err(HsmError::LoggedOut));
    assert_eq!(clusters.log_in(login(1), "7654321").await, Err(HsmError::WrongPin));
    // The token is not asked again until the owner connects again.
    assert_eq!(clusters.log_in(login(1), "1234567").await, Err(HsmError::WrongPin));
    assert_eq!(clusters.log_in(login(2), "1234567").await, Ok(()));
    assert_eq!(clusters.log_in(login(2), "7654321").await, Ok(()));
    assert_eq!(clusters.log_in(login(1), "1234567").await, Err(HsmError::LoggedOut));
    assert_eq!(clusters.work(login(2), random()).await.unwrap().len(), 16);
    assert_eq!(clusters.work(login(1), random()).await, Err(HsmError::LoggedOut));
    // A login that is in force vouches for no other one.
    assert_eq!(clusters.log_in(login(3), "7654321").await, Err(HsmError::WrongPin));
    assert_eq!(clusters.work(login(2), random()).await, Err(HsmError::LoggedOut));
    clusters.log_out(login(4)).await;
    assert_eq!(clusters.log_in(login(3), "1234567").await, Err(HsmError::LoggedOut));
    assert_eq!(clusters.work(login(4), random()).await, Err(HsmError::LoggedOut));
    // A login that was ended is not made again.
    assert_eq!(clusters.log_in(login(4), "1234567").await, Err(HsmError::LoggedOut));
    assert_eq!(clusters.log_in(login(5), "1234567").await, Ok(()));
}

async fn keep_keys(clusters: &Arc<Clusters>) {
    let work = |task| clusters.work(login(5), task);
    assert_eq!(work(encryption("a")).await, Err(HsmError::NoKey));
    assert_eq!(work(HsmTask::MakeKey("a".to_owned())).await, Ok(Zeroizing::default()));
    assert!(matches!(work(HsmTask::MakeKey("a".to_owned())).await, Err(HsmError::Failed(_))));
    let sealed = work(encryption("a")).await.unwrap();
    let mut changed = sealed.clone();
    changed[20] ^= 1;
    assert_eq!(work(decryption("a", &changed)).await, Err(HsmError::NotAuthentic));

    // More at once than there are sessions.
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let (clusters, task) = (Arc::clone(clusters), decryption("a", &sealed));
            tokio::spawn(async move { clusters.work(login(5), task).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().as_slice(), b"a secret");
    }
    let destroyed = HsmTask::DestroyKey("a".to_owned());
    assert_eq!(work(destroyed.clone()).await, Ok(Zeroizing::default()));
    assert_eq!(work(destroyed).await, Ok(Zeroizing::default()));
    assert_eq!(work(decryption("a", &sealed)).await, Err(HsmError::NoKey));
}

/// Somebody else in this process ends the sessions: what is asked then says so, and a login helps.
async fn come_back(clusters: &Clusters) {
    let place = bartizan_pkcs11::Place::find(&library().unwrap(), "bank").unwrap();
    place.join().unwrap().log_out().unwrap();
    let make = || HsmTask::MakeKey("b".to_owned());
    assert_eq!(clusters.work(login(5), make()).await, Err(HsmError::LoggedOut));
    assert_eq!(clusters.log_in(login(5), "1234567").await, Ok(()));
    assert_eq!(clusters.work(login(5), make()).await, Ok(Zeroizing::default()));
}
