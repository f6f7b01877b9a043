//! Key stores made, changed, connected, disconnected, deleted.

use std::sync::{Arc, OnceLock};

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::configuration::{Configuration, check_unique};
use super::failure::Failure;
use super::hsm;
use super::proxy::Proxy;
use crate::KeyManagement;
use crate::error::KmsError;
use crate::records::{BY_STORE, Connection, KeyRecord, KeyStoreRecord, reference};
use crate::shapes::{
    ConnectCustomKeyStoreRequest, CreateCustomKeyStoreRequest, CreateCustomKeyStoreResponse,
    DeleteCustomKeyStoreRequest, DisconnectCustomKeyStoreRequest, UpdateCustomKeyStoreRequest,
};

/// The most key stores of an account in a region. (AWS KMS Developer Guide, "Resource quotas".)
const STORES_MAX: u64 = 10;

/// Makes a key store, whose proxy is well or whose cluster is there. It is not connected.
pub(crate) async fn create(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<CreateCustomKeyStoreRequest>,
) -> Result<CreateCustomKeyStoreResponse, KmsError> {
    let configuration = Configuration::of_new(request.into_inner())?;
    let account = call.account()?;
    let platform = &call.platform;
    platform.vault.prepare(&platform.store, account).await?;
    let mut store = KeyStoreRecord::new(account, call.region.clone(), new_id(call), call.now);
    configuration.apply(&mut store, &platform.vault)?;
    let related = hsm::related(service, &store)?;
    call.read(|reader| check_free(reader, &store, &related))?;
    match &store.cluster {
        Some(cluster) => hsm::check_new(service, cluster).await?,
        None => check_proxy(service, call, &store).await?,
    }
    let made = call.commit(move |writer| {
        check_free(writer, &store, &related)?;
        let count = writer.count::<KeyStoreRecord>(&account.to_string(), store.region.as_str())?;
        if count >= STORES_MAX {
            let message =
                format!("An account has at most {STORES_MAX} custom key stores in a Region.");
            return Err(KmsError::LimitExceeded(message));
        }
        writer.insert(&store.key(), &store)?;
        Ok::<_, KmsError>(CreateCustomKeyStoreResponse { custom_key_store_id: Some(store.id) })
    });
    Ok(made.await?)
}

/// Changes a key store. Where its keys are changes only while it is disconnected.
pub(crate) async fn update(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<UpdateCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let id = request.custom_key_store_id.clone();
    let vault = call.platform.vault.clone();
    let known = found(call, &id)?;
    let configuration = Configuration::of_change(request, &known)?;
    check_changeable(&known, &configuration)?;
    let mut next = known.clone();
    configuration.clone().apply(&mut next, &vault)?;
    let moves = configuration.reconnects();
    let related = if moves { hsm::related(service, &next)? } else { Vec::new() };
    if let (Some(present), Some(next)) = (&known.cluster, &next.cluster)
        && present != next
    {
        hsm::check_next(service, (present, next), &related).await?;
    }
    call.read(|reader| check_free(reader, &next, &related))?;
    if moves && next.cluster.is_none() {
        check_proxy(service, call, &next).await?;
    }
    let (account, region) = (next.account, next.region);
    let done = call.commit(move |writer| {
        let mut store = KeyStoreRecord::find(writer, account, &region, &id)?;
        check_changeable(&store, &configuration)?;
        if moves && store.revision != known.revision {
            return Err(KmsError::meanwhile());
        }
        configuration.apply(&mut store, &vault)?;
        check_free(writer, &store, &related)?;
        store.save(writer)
    });
    Ok(done.await?)
}

/// Connects a key store, or notes why its keys cannot be used. One that is connected stays so.
pub(crate) async fn connect(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<ConnectCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let asked = found(call, &request.custom_key_store_id)?;
    check_connectable(&asked)?;
    if asked.is_connected() {
        return Ok(());
    }
    let connection = match &asked.cluster {
        Some(cluster) => hsm::connect(service, call, &asked, cluster).await?,
        None => match Proxy::of(&*service.egress, call, &asked)?.health().await {
            Ok(()) => Connection::Connected,
            Err(failure) => Connection::Failed(failure.connection_error_code().to_owned()),
        },
    };
    let is_connected = connection == Connection::Connected;
    let mut used = asked.clone();
    used.become_of(connection.clone());
    let revision = asked.revision;
    let (account, region, id) = (asked.account, asked.region, asked.id);
    let done = call.commit(move |writer| {
        let mut store = KeyStoreRecord::find(writer, account, &region, &id)?;
        if store.revision != revision {
            return Err(KmsError::meanwhile());
        }
        store.become_of(connection);
        store.save(writer)
    });
    let done = done.await;
    // A login that came late may be made yet; and what was changed meanwhile may have left nobody who
    // wants to be logged in, unless somebody else connected the key store by the same login.
    let is_wanted = done.is_ok() && is_connected
        || found(call, &used.id).is_ok_and(|now| {
            now.is_connected() && now.revision == used.revision && now.cluster == used.cluster
        });
    if !is_wanted {
        hsm::log_out(service, &used).await;
    }
    Ok(done?)
}

/// Disconnects a key store: its keys cannot be used from then on.
pub(crate) async fn disconnect(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<DisconnectCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let (account, region) = (call.account()?, call.region.clone());
    let id = request.into_inner().custom_key_store_id;
    let left = Arc::new(OnceLock::new());
    let told = Arc::clone(&left);
    let done = call.commit(move |writer| {
        let mut store = KeyStoreRecord::find(writer, account, &region, &id)?;
        if store.connection == Connection::Disconnected {
            return Err(invalid_state(&store, "is disconnected already"));
        }
        store.become_of(Connection::Disconnected);
        store.save(writer)?;
        // Whoever is logged in is so in the cluster that it has now.
        let _ = told.set(store);
        Ok::<_, KmsError>(())
    });
    done.await?;
    if let Some(store) = left.get() {
        hsm::log_out(service, store).await;
    }
    Ok(())
}

/// Deletes a key store that is disconnected and has no keys.
pub(crate) async fn delete(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DeleteCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let (account, region) = (call.account()?, call.region.clone());
    let id = request.into_inner().custom_key_store_id;
    let done = call.commit(move |writer| {
        let store = KeyStoreRecord::find(writer, account, &region, &id)?;
        if store.connection != Connection::Disconnected {
            return Err(invalid_state(&store, "is not disconnected: disconnect it first"));
        }
        if writer.count_found::<KeyRecord>(BY_STORE, &reference(account, &region, &id))? > 0 {
            let message = format!("The custom key store {id} has KMS keys: delete them first");
            return Err(KmsError::CustomKeyStoreHasCMKs(message));
        }
        writer.delete::<KeyStoreRecord>(&store.key())?;
        Ok::<_, KmsError>(())
    });
    Ok(done.await?)
}

fn found(call: &Call, id: &str) -> Result<KeyStoreRecord, KmsError> {
    let account = call.account()?;
    Ok(call.read(|reader| KeyStoreRecord::find(reader, account, &call.region, id))?)
}

async fn check_proxy(
    service: &KeyManagement,
    call: &Call,
    store: &KeyStoreRecord,
) -> Result<(), KmsError> {
    let proxy = Proxy::of(&*service.egress, call, store)?;
    proxy.health().await.map_err(Failure::while_configured)
}

/// Whether name, proxy and cluster are of no other key store.
fn check_free(
    reader: &Reader<'_>,
    store: &KeyStoreRecord,
    related: &[String],
) -> Result<(), KmsError> {
    check_unique(reader, store)?;
    hsm::check_unused(reader, store, related)
}

fn check_changeable(store: &KeyStoreRecord, change: &Configuration) -> Result<(), KmsError> {
    match store.connection {
        Connection::Disconnected => Ok(()),
        Connection::Connected if !change.moves() => Ok(()),
        _ => Err(invalid_state(store, "is not disconnected: disconnect it first")),
    }
}

fn check_connectable(store: &KeyStoreRecord) -> Result<(), KmsError> {
    match store.connection {
        Connection::Failed(_) => {
            Err(invalid_state(store, "failed to connect: disconnect it, then connect it again"))
        }
        _ => Ok(()),
    }
}

fn invalid_state(store: &KeyStoreRecord, what: &str) -> KmsError {
    KmsError::CustomKeyStoreInvalidState(format!("The custom key store {} {what}", store.id))
}

/// `cks-` and 17 hexadecimal digits.
fn new_id(call: &Call) -> String {
    let mut bytes = [0; 9];
    call.platform.random.fill(&mut bytes);
    let digits: String = hex::encode(bytes).chars().take(17).collect();
    format!("cks-{digits}")
}
