//! What requests say of a key store: of its proxy, or of its cluster.

use bartizan_service::Vault;
use bartizan_service::store::Reader;

use super::{CLOUD_HSM, EXTERNAL, PUBLIC};
use crate::error::KmsError;
use crate::records::{self, Cluster, KeyStoreRecord};
use crate::shapes::{
    CreateCustomKeyStoreRequest, UpdateCustomKeyStoreRequest, XksProxyAuthenticationCredentialType,
};

/// What a request wants a key store to be; what it leaves out stays.
#[derive(Clone, Default)]
pub(super) struct Configuration {
    name: Option<String>,
    proxy: OfProxy,
    hsm: OfHsm,
}

#[derive(Clone, Default)]
struct OfProxy {
    endpoint: Option<String>,
    path: Option<String>,
    credential: Option<XksProxyAuthenticationCredentialType>,
    is_public: bool,
}

#[derive(Clone, Default)]
struct OfHsm {
    cluster: Option<String>,
    trust_anchor: Option<String>,
    password: Option<String>,
}

impl Configuration {
    /// Of a new key store, which needs all that its type has.
    pub(super) fn of_new(request: CreateCustomKeyStoreRequest) -> Result<Self, KmsError> {
        let is_of_vpc = request.xks_proxy_vpc_endpoint_service_name.is_some()
            || request.xks_proxy_vpc_endpoint_service_owner.is_some();
        let connectivity = request.xks_proxy_connectivity;
        let configuration = Self {
            name: Some(request.custom_key_store_name),
            proxy: OfProxy {
                endpoint: request.xks_proxy_uri_endpoint,
                path: request.xks_proxy_uri_path,
                credential: request.xks_proxy_authentication_credential,
                is_public: connectivity.is_some(),
            },
            hsm: OfHsm {
                cluster: request.cloud_hsm_cluster_id,
                trust_anchor: request.trust_anchor_certificate,
                password: request.key_store_password,
            },
        };
        let is_external = request.custom_key_store_type.as_deref() == Some(EXTERNAL);
        configuration.check_type(is_external, is_of_vpc)?;
        check_connectivity(connectivity.as_deref(), is_of_vpc)?;
        let Self { proxy, hsm, .. } = &configuration;
        let needed: &[(bool, &str)] = if is_external {
            &[
                (proxy.is_public, "XksProxyConnectivity"),
                (proxy.endpoint.is_some(), "XksProxyUriEndpoint"),
                (proxy.path.is_some(), "XksProxyUriPath"),
                (proxy.credential.is_some(), "XksProxyAuthenticationCredential"),
            ]
        } else {
            &[
                (hsm.cluster.is_some(), "CloudHsmClusterId"),
                (hsm.trust_anchor.is_some(), "TrustAnchorCertificate"),
                (hsm.password.is_some(), "KeyStorePassword"),
            ]
        };
        if let Some((_, member)) = needed.iter().find(|(is_there, _)| !is_there) {
            let kind = if is_external { EXTERNAL } else { CLOUD_HSM };
            let message = format!("A custom key store of the type {kind} needs {member}.");
            return Err(KmsError::Validation(message));
        }
        Ok(configuration)
    }

    /// Of a change of this key store.
    pub(super) fn of_change(
        request: UpdateCustomKeyStoreRequest,
        store: &KeyStoreRecord,
    ) -> Result<Self, KmsError> {
        let is_of_vpc = request.xks_proxy_vpc_endpoint_service_name.is_some()
            || request.xks_proxy_vpc_endpoint_service_owner.is_some();
        let connectivity = request.xks_proxy_connectivity;
        let configuration = Self {
            name: request.new_custom_key_store_name,
            proxy: OfProxy {
                endpoint: request.xks_proxy_uri_endpoint,
                path: request.xks_proxy_uri_path,
                credential: request.xks_proxy_authentication_credential,
                is_public: connectivity.is_some(),
            },
            hsm: OfHsm {
                cluster: request.cloud_hsm_cluster_id,
                trust_anchor: None,
                password: request.key_store_password,
            },
        };
        configuration.check_type(store.cluster.is_none(), is_of_vpc)?;
        check_connectivity(connectivity.as_deref(), is_of_vpc)?;
        Ok(configuration)
    }

    /// Whether it is about how the keys are reached.
    pub(super) const fn reconnects(&self) -> bool {
        self.moves() || self.proxy.path.is_some() || self.proxy.credential.is_some()
    }

    /// Whether it is about what changes of disconnected key stores alone. (AWS KMS API Reference,
    /// `UpdateCustomKeyStore`.)
    pub(super) const fn moves(&self) -> bool {
        self.proxy.endpoint.is_some() || self.proxy.is_public || self.hsm.is_there()
    }

    /// Changes a key store. The account's domain key must be there.
    pub(super) fn apply(self, store: &mut KeyStoreRecord, vault: &Vault) -> Result<(), KmsError> {
        store.revision += u64::from(self.reconnects());
        let Self { name, proxy, hsm } = self;
        set(&mut store.name, name);
        set(&mut store.endpoint, proxy.endpoint);
        set(&mut store.path, proxy.path);
        if let Some(credential) = proxy.credential {
            store.access_key = credential.access_key_id;
            store.keep_secret(vault, &credential.raw_secret_access_key)?;
        }
        match (&mut store.cluster, hsm.cluster) {
            (Some(cluster), id) => set(&mut cluster.id, id),
            (none, id) => {
                let cluster = |(id, trust_anchor)| Cluster { id, trust_anchor };
                *none = id.zip(hsm.trust_anchor).map(cluster);
            }
        }
        match hsm.password {
            Some(password) => store.keep_secret(vault, &password),
            None => Ok(()),
        }
    }

    /// Refuses what is not of the key store's type.
    fn check_type(&self, is_external: bool, is_of_vpc: bool) -> Result<(), KmsError> {
        let message = if is_external && self.hsm.is_there() {
            "CloudHsmClusterId, TrustAnchorCertificate and KeyStorePassword are of AWS CloudHSM \
             key stores."
        } else if !is_external && (self.proxy.is_there() || is_of_vpc) {
            "The members whose names begin with XksProxy are of external key stores."
        } else {
            return Ok(());
        };
        Err(KmsError::Validation(message.to_owned()))
    }
}

impl OfProxy {
    const fn is_there(&self) -> bool {
        self.endpoint.is_some()
            || self.path.is_some()
            || self.credential.is_some()
            || self.is_public
    }
}

impl OfHsm {
    const fn is_there(&self) -> bool {
        self.cluster.is_some() || self.trust_anchor.is_some() || self.password.is_some()
    }
}

fn set(what: &mut String, to: Option<String>) {
    if let Some(to) = to {
        *what = to;
    }
}

/// Names and places of key stores are one store's each.
pub(super) fn check_unique(reader: &Reader<'_>, store: &KeyStoreRecord) -> Result<(), KmsError> {
    let all = records::all::<KeyStoreRecord>(reader, store.account, &store.region, "")?;
    for other in all.iter().filter(|other| other.id != store.id) {
        if other.name == store.name {
            let message = format!("A custom key store with the name {} exists", store.name);
            return Err(KmsError::CustomKeyStoreNameInUse(message));
        }
        let is_external = store.cluster.is_none() && other.cluster.is_none();
        if is_external && (&other.endpoint, &other.path) == (&store.endpoint, &store.path) {
            let message = format!(
                "The proxy at {}{} is that of another external key store",
                store.endpoint, store.path
            );
            return Err(KmsError::XksProxyUriInUse(message));
        }
    }
    Ok(())
}

/// Refuses all but the one way to a proxy that there is.
fn check_connectivity(connectivity: Option<&str>, is_of_vpc: bool) -> Result<(), KmsError> {
    match connectivity {
        Some(PUBLIC) | None if !is_of_vpc => Ok(()),
        _ => Err(KmsError::not_implemented("XksProxyConnectivity VPC_ENDPOINT_SERVICE")),
    }
}
