//! Key stores made, changed, connected, disconnected, deleted.

use bartizan_service::{Authorized, Call};

use super::configuration::{Configuration, check_unique};
use super::failure::Failure;
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

/// Makes a key store, whose proxy is well. It is not connected.
pub(crate) async fn create(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<CreateCustomKeyStoreRequest>,
) -> Result<CreateCustomKeyStoreResponse, KmsError> {
    let configuration = Configuration::of_new(request.into_inner())?;
    let account = call.account()?;
    let platform = &call.platform;
    platform.vault.prepare(&platform.store, account).await?;
    let mut store = KeyStoreRecord {
        account,
        region: call.region.clone(),
        id: new_id(call),
        name: String::new(),
        created: call.now,
        connection: Connection::Disconnected,
        endpoint: String::new(),
        path: String::new(),
        access_key: String::new(),
        secret: String::new(),
        revision: 0,
    };
    configuration.apply(&mut store, &platform.vault)?;
    call.read(|reader| check_unique(reader, &store))?;
    let proxy = Proxy::of(&*service.egress, call, &store)?;
    proxy.health().await.map_err(Failure::while_configured)?;
    let made = call.commit(move |writer| {
        check_unique(writer, &store)?;
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

/// Changes a key store. Where its proxy is changes only while it is disconnected.
pub(crate) async fn update(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<UpdateCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let id = request.custom_key_store_id.clone();
    let configuration = Configuration::of_change(request)?;
    let vault = call.platform.vault.clone();
    let known = found(call, &id)?;
    check_changeable(&known, &configuration)?;
    let mut next = known.clone();
    configuration.clone().apply(&mut next, &vault)?;
    call.read(|reader| check_unique(reader, &next))?;
    if configuration.is_of_proxy() {
        let proxy = Proxy::of(&*service.egress, call, &next)?;
        proxy.health().await.map_err(Failure::while_configured)?;
    }
    let (account, region) = (next.account, next.region);
    let done = call.commit(move |writer| {
        let mut store = KeyStoreRecord::find(writer, account, &region, &id)?;
        check_changeable(&store, &configuration)?;
        if configuration.is_of_proxy() && store.revision != known.revision {
            return Err(KmsError::meanwhile());
        }
        configuration.apply(&mut store, &vault)?;
        check_unique(writer, &store)?;
        store.save(writer)
    });
    Ok(done.await?)
}

/// Connects a key store, or notes why its proxy cannot be used. One that is connected stays so.
pub(crate) async fn connect(
    service: &KeyManagement,
    call: &Call,
    request: Authorized<ConnectCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let store = found(call, &request.custom_key_store_id)?;
    check_connectable(&store)?;
    if store.is_connected() {
        return Ok(());
    }
    let health = Proxy::of(&*service.egress, call, &store)?.health().await;
    let connection = match health {
        Ok(()) => Connection::Connected,
        Err(failure) => Connection::Failed(failure.connection_error_code().to_owned()),
    };
    let done = call.commit(move |writer| {
        let asked = store;
        let mut store = KeyStoreRecord::find(writer, asked.account, &asked.region, &asked.id)?;
        if store.revision != asked.revision {
            return Err(KmsError::meanwhile());
        }
        store.become_of(connection);
        store.save(writer)
    });
    Ok(done.await?)
}

/// Disconnects a key store: its keys cannot be used from then on.
pub(crate) async fn disconnect(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DisconnectCustomKeyStoreRequest>,
) -> Result<(), KmsError> {
    let (account, region) = (call.account()?, call.region.clone());
    let id = request.into_inner().custom_key_store_id;
    let done = call.commit(move |writer| {
        let mut store = KeyStoreRecord::find(writer, account, &region, &id)?;
        if store.connection == Connection::Disconnected {
            return Err(invalid_state(&store, "is disconnected already"));
        }
        store.become_of(Connection::Disconnected);
        store.save(writer)
    });
    Ok(done.await?)
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
