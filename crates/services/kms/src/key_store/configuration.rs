//! What requests say of a key store's proxy.

use bartizan_service::Vault;
use bartizan_service::store::Reader;

use super::{EXTERNAL, PUBLIC};
use crate::error::KmsError;
use crate::records::{self, KeyStoreRecord};
use crate::shapes::{
    CreateCustomKeyStoreRequest, UpdateCustomKeyStoreRequest, XksProxyAuthenticationCredentialType,
};

/// What a request wants a key store to be; what it leaves out stays.
#[derive(Clone, Default)]
pub(super) struct Configuration {
    pub(super) name: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) path: Option<String>,
    pub(super) credential: Option<XksProxyAuthenticationCredentialType>,
    is_public: bool,
}

impl Configuration {
    /// Of a new key store, which needs all of it.
    pub(super) fn of_new(request: CreateCustomKeyStoreRequest) -> Result<Self, KmsError> {
        if request.custom_key_store_type.as_deref() != Some(EXTERNAL) {
            let what = "kms:CreateCustomKeyStore of CustomKeyStoreType AWS_CLOUDHSM";
            return Err(KmsError::not_implemented(what));
        }
        let is_of_hsm = request.cloud_hsm_cluster_id.is_some()
            || request.trust_anchor_certificate.is_some()
            || request.key_store_password.is_some();
        refuse_hsm(is_of_hsm)?;
        let is_of_vpc = request.xks_proxy_vpc_endpoint_service_name.is_some()
            || request.xks_proxy_vpc_endpoint_service_owner.is_some();
        let is_public = check_connectivity(request.xks_proxy_connectivity.as_deref(), is_of_vpc)?;
        let configuration = Self {
            name: Some(request.custom_key_store_name),
            endpoint: request.xks_proxy_uri_endpoint,
            path: request.xks_proxy_uri_path,
            credential: request.xks_proxy_authentication_credential,
            is_public,
        };
        for (is_there, member) in [
            (is_public, "XksProxyConnectivity"),
            (configuration.endpoint.is_some(), "XksProxyUriEndpoint"),
            (configuration.path.is_some(), "XksProxyUriPath"),
            (configuration.credential.is_some(), "XksProxyAuthenticationCredential"),
        ] {
            if !is_there {
                let message = format!("An external key store needs {member}.");
                return Err(KmsError::Validation(message));
            }
        }
        Ok(configuration)
    }

    /// Of a change.
    pub(super) fn of_change(request: UpdateCustomKeyStoreRequest) -> Result<Self, KmsError> {
        let is_of_hsm =
            request.cloud_hsm_cluster_id.is_some() || request.key_store_password.is_some();
        refuse_hsm(is_of_hsm)?;
        let is_of_vpc = request.xks_proxy_vpc_endpoint_service_name.is_some()
            || request.xks_proxy_vpc_endpoint_service_owner.is_some();
        Ok(Self {
            name: request.new_custom_key_store_name,
            endpoint: request.xks_proxy_uri_endpoint,
            path: request.xks_proxy_uri_path,
            credential: request.xks_proxy_authentication_credential,
            is_public: check_connectivity(request.xks_proxy_connectivity.as_deref(), is_of_vpc)?,
        })
    }

    /// Whether it is about how the proxy is reached.
    pub(super) const fn is_of_proxy(&self) -> bool {
        self.moves() || self.path.is_some() || self.credential.is_some()
    }

    /// Whether it is about where the proxy is: that changes of disconnected key stores alone.
    pub(super) const fn moves(&self) -> bool {
        self.endpoint.is_some() || self.is_public
    }

    /// Changes a key store. The account's domain key must be there.
    pub(super) fn apply(self, store: &mut KeyStoreRecord, vault: &Vault) -> Result<(), KmsError> {
        store.revision += u64::from(self.is_of_proxy());
        store.name = self.name.unwrap_or_else(|| std::mem::take(&mut store.name));
        store.endpoint = self.endpoint.unwrap_or_else(|| std::mem::take(&mut store.endpoint));
        store.path = self.path.unwrap_or_else(|| std::mem::take(&mut store.path));
        if let Some(credential) = self.credential {
            store.access_key = credential.access_key_id;
            store.keep_secret(vault, &credential.raw_secret_access_key)?;
        }
        Ok(())
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
        if (&other.endpoint, &other.path) == (&store.endpoint, &store.path) {
            let message = format!(
                "The proxy at {}{} is that of another external key store",
                store.endpoint, store.path
            );
            return Err(KmsError::XksProxyUriInUse(message));
        }
    }
    Ok(())
}

/// Whether a request names the one way that there is.
fn check_connectivity(connectivity: Option<&str>, is_of_vpc: bool) -> Result<bool, KmsError> {
    match connectivity {
        Some(PUBLIC) | None if !is_of_vpc => Ok(connectivity.is_some()),
        _ => Err(KmsError::not_implemented("XksProxyConnectivity VPC_ENDPOINT_SERVICE")),
    }
}

fn refuse_hsm(is_of_hsm: bool) -> Result<(), KmsError> {
    if is_of_hsm {
        let message = "CloudHsmClusterId, TrustAnchorCertificate and KeyStorePassword are of \
                       AWS CloudHSM key stores.";
        return Err(KmsError::Validation(message.to_owned()));
    }
    Ok(())
}
