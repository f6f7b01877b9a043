//! AWS `CloudHSM` key stores: their keys are kept by clusters of hardware security modules, which the
//! operator configured. (AWS KMS Developer Guide, "AWS `CloudHSM` key stores".)

use bartizan_keys::external_blob::Encrypted;
use bartizan_service::directory::kms::{ExternalKey, KmsKey};
use bartizan_service::store::Reader;
use bartizan_service::{Call, Hsm, HsmError, HsmLogin, HsmTask, Vault};
use bartizan_types::Fault;
use zeroize::Zeroizing;

use crate::KeyManagement;
use crate::error::KmsError;
use crate::records::{BY_CLUSTER, Cluster, Connection, KeyStoreRecord};

const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// The clusters with the same keys as the key store's; none where it has no cluster.
pub(super) fn related(
    service: &KeyManagement,
    store: &KeyStoreRecord,
) -> Result<Vec<String>, KmsError> {
    let Some(Cluster { id, .. }) = &store.cluster else { return Ok(Vec::new()) };
    service.hsm.related(id, store.account, &store.region).ok_or_else(|| {
        KmsError::CloudHsmClusterNotFound(format!("There is no CloudHSM cluster {id}"))
    })
}

/// No two key stores have the same keys.
pub(super) fn check_unused(
    reader: &Reader<'_>,
    store: &KeyStoreRecord,
    related: &[String],
) -> Result<(), KmsError> {
    for cluster in related {
        for (_, other) in reader.find::<KeyStoreRecord>(BY_CLUSTER, cluster)? {
            if other.key() != store.key() {
                return Err(KmsError::CloudHsmClusterInUse(format!(
                    "The CloudHSM cluster {cluster} or a backup of it is that of another custom \
                     key store"
                )));
            }
        }
    }
    Ok(())
}

/// Whether the cluster of a new key store is there, and vouched for by the certificate that is given.
pub(super) async fn check_new(service: &KeyManagement, cluster: &Cluster) -> Result<(), KmsError> {
    if !service.hsm.is_trust_anchor(&cluster.id, &cluster.trust_anchor) {
        return Err(KmsError::IncorrectTrustAnchor(format!(
            "The certificate is not the trust anchor of the CloudHSM cluster {}",
            cluster.id
        )));
    }
    check_active(service, &cluster.id).await
}

/// Whether the cluster that a key store shall have is one with the keys of its present one.
pub(super) async fn check_next(
    service: &KeyManagement,
    (present, next): (&Cluster, &Cluster),
    related: &[String],
) -> Result<(), KmsError> {
    if !related.contains(&present.id) {
        return Err(KmsError::CloudHsmClusterNotRelated(format!(
            "The CloudHSM clusters {} and {} share no backup",
            present.id, next.id
        )));
    }
    check_active(service, &next.id).await
}

async fn check_active(service: &KeyManagement, cluster: &str) -> Result<(), KmsError> {
    service.hsm.look(cluster).await.map_err(|error| match error {
        HsmError::NotActive => KmsError::CloudHsmClusterNotActive(format!(
            "The CloudHSM cluster {cluster} is not active"
        )),
        other => KmsError::internal(format!("the cluster {cluster} cannot be looked at: {other}")),
    })
}

/// What comes of connecting a key store, as its next revision.
pub(super) async fn connect(
    service: &KeyManagement,
    call: &Call,
    store: &KeyStoreRecord,
    cluster: &Cluster,
) -> Result<Connection, KmsError> {
    if service.hsm.related(&cluster.id, store.account, &store.region).is_none() {
        return Ok(failed(&HsmError::NoCluster));
    }
    let pin = store.opened_secret(&call.platform.vault)?;
    let login = HsmLogin { revision: store.revision + 1, ..login(store, cluster) };
    Ok(match service.hsm.log_in(login, &pin).await {
        Ok(()) => Connection::Connected,
        Err(error) => {
            tracing::warn!(key_store = %store.id, %error, "a key store could not be connected");
            failed(&error)
        }
    })
}

/// (AWS KMS API Reference, `CustomKeyStoresListEntry`, `ConnectionErrorCode`.)
fn failed(error: &HsmError) -> Connection {
    let code = match error {
        HsmError::NoCluster => "CLUSTER_NOT_FOUND",
        HsmError::NotActive => "INSUFFICIENT_CLOUDHSM_HSMS",
        HsmError::NoUser => "USER_NOT_FOUND",
        HsmError::WrongPin => "INVALID_CREDENTIALS",
        HsmError::LockedPin => "USER_LOCKED_OUT",
        HsmError::OtherUser => "USER_LOGGED_IN",
        HsmError::Late => "NETWORK_ERRORS",
        _ => "INTERNAL_ERROR",
    };
    Connection::Failed(code.to_owned())
}

/// Logs out of the cluster of a key store, at its revision.
pub(super) async fn log_out(service: &KeyManagement, store: &KeyStoreRecord) {
    if let Some(cluster) = &store.cluster {
        service.hsm.log_out(login(store, cluster)).await;
    }
}

const fn login<'s>(store: &'s KeyStoreRecord, cluster: &'s Cluster) -> HsmLogin<'s> {
    HsmLogin { cluster: cluster.id.as_str(), owner: store.id.as_str(), revision: store.revision }
}

/// Has the cluster of a connected key store do a task. Where nobody is logged in any more, since
/// Bartizan was started again or a session ended, somebody is first.
pub(crate) async fn work(
    (hsm, vault): (&dyn Hsm, &Vault),
    store: &KeyStoreRecord,
    task: HsmTask,
) -> Result<Zeroizing<Vec<u8>>, HsmError> {
    let Some(cluster) = &store.cluster else { return Err(HsmError::NoCluster) };
    hsm.related(&cluster.id, store.account, &store.region).ok_or(HsmError::NoCluster)?;
    let login = login(store, cluster);
    match hsm.work(login, task.clone()).await {
        Err(HsmError::LoggedOut) => {}
        done => return done,
    }
    let pin = store.opened_secret(vault).map_err(|error| HsmError::Failed(error.to_string()))?;
    hsm.log_in(login, &pin).await?;
    hsm.work(login, task).await
}

/// Makes the key in the cluster that a new KMS key shall stand for.
pub(super) async fn make_key(
    service: &KeyManagement,
    call: &Call,
    (store, key): (&KeyStoreRecord, &ExternalKey),
) -> Result<(), KmsError> {
    let means = (&*service.hsm, &call.platform.vault);
    let made = work(means, store, HsmTask::MakeKey(key.id.clone())).await;
    made.map(drop).map_err(|error| match error {
        HsmError::Late => late(),
        // It was disconnected meanwhile.
        error @ HsmError::LoggedOut => unusable(store, &error),
        error => KmsError::CloudHsmClusterInvalidConfiguration(format!(
            "The key material cannot be made: {error}"
        )),
    })
}

/// What a cluster encrypted for a key.
pub(super) async fn encrypt(
    service: &KeyManagement,
    call: &Call,
    (store, key, external): (&KeyStoreRecord, &KmsKey, &ExternalKey),
    (binding, plaintext): (Vec<u8>, &[u8]),
) -> Result<Encrypted, KmsError> {
    let mut nonce = [0; NONCE_BYTES];
    call.platform.random.fill(&mut nonce);
    let task = HsmTask::Encrypt {
        key: external.id.clone(),
        nonce,
        associated: binding,
        plaintext: plaintext.to_vec(),
    };
    let means = (&*service.hsm, &call.platform.vault);
    let sealed = work(means, store, task).await.map_err(|error| while_used(key, &error))?;
    let parts = sealed.split_first_chunk::<NONCE_BYTES>().and_then(|(nonce, rest)| {
        let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
        Some(Encrypted {
            ciphertext: ciphertext.to_vec(),
            metadata: Vec::new(),
            nonce: nonce.to_vec(),
            tag: *tag,
        })
    });
    parts.ok_or_else(|| while_used(key, &HsmError::Failed("it answered too little".to_owned())))
}

/// What a cluster decrypted for a key.
pub(super) async fn decrypt(
    service: &KeyManagement,
    call: &Call,
    (store, key, external): (&KeyStoreRecord, &KmsKey, &ExternalKey),
    (binding, encrypted): (Vec<u8>, &Encrypted),
) -> Result<Vec<u8>, KmsError> {
    let sealed = [&*encrypted.nonce, &*encrypted.ciphertext, &encrypted.tag].concat();
    let task = HsmTask::Decrypt { key: external.id.clone(), associated: binding, sealed };
    let means = (&*service.hsm, &call.platform.vault);
    let opened = work(means, store, task).await.map_err(|error| while_used(key, &error))?;
    Ok(opened.to_vec())
}

/// Random bytes of a cluster's.
pub(crate) async fn random(
    service: &KeyManagement,
    call: &Call,
    store: &str,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, KmsError> {
    let account = call.account()?;
    let store = call.read(|reader| KeyStoreRecord::find(reader, account, &call.region, store))?;
    if store.cluster.is_none() {
        let message = format!("The custom key store {} makes no random bytes", store.id);
        return Err(KmsError::UnsupportedOperation(message));
    }
    store.require_connected()?;
    let means = (&*service.hsm, &call.platform.vault);
    work(means, &store, HsmTask::Random(length)).await.map_err(|error| match error {
        HsmError::Late => late(),
        error => unusable(&store, &error),
    })
}

fn unusable(store: &KeyStoreRecord, error: &HsmError) -> KmsError {
    let message = format!("The custom key store {} cannot be used: {error}", store.id);
    KmsError::CustomKeyStoreInvalidState(message)
}

/// What the use of a key answers.
fn while_used(key: &KmsKey, error: &HsmError) -> KmsError {
    match error {
        HsmError::NotAuthentic => KmsError::InvalidCiphertext(),
        HsmError::Late => late(),
        error => {
            tracing::warn!(key = %key.arn, %error, "a key in a CloudHSM key store failed");
            KmsError::KMSInvalidState(format!("{} cannot be used: {error}.", key.arn))
        }
    }
}

fn late() -> KmsError {
    let message = "The system timed out while trying to fulfill the request.";
    KmsError::Platform(Fault::new("DependencyTimeoutException", message, 503))
}
