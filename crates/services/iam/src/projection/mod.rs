//! How IAM's records become the directory.
//!
//! Everything is loaded at start; from then on a commit recomputes the entities it concerns and no
//! others: a changed group its members, a changed managed policy those that have it.

mod accounts;
mod compile;
mod delegations;
mod saml_providers;
mod state;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_service::projection::each;
use bartizan_service::{Directory, Ports, Projection, Vault};
use bartizan_store::{Change, Reader};

use self::state::State;
use crate::account::AccountKeeper;
use crate::delegation::Keeper;
use crate::library;
use crate::mfa::{Authenticators, Devices};
use crate::records::{
    AccessKey, Account, AccountSettings, DelegationRequest, Group, ManagedPolicy, OidcProvider,
    Role, SamlProvider, User,
};
use crate::root_access::Central;
use crate::server_certificate::CertificateKeeper;

/// Enters accounts, users, roles, managed policies and access keys into the directory.
#[derive(Default)]
pub struct IamProjection(Mutex<State>);

impl IamProjection {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for IamProjection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IamProjection")
    }
}

impl Projection for IamProjection {
    fn use_vault(&self, vault: &Vault) {
        self.state().use_vault(vault.clone());
    }

    fn offer(&self, ports: &mut Ports) {
        ports.mfa = Some(Arc::new(Devices));
        ports.passkeys = Some(Arc::new(Authenticators));
        ports.accounts = Some(Arc::new(AccountKeeper));
        ports.delegations = Some(Arc::new(Keeper));
        ports.central_root = Some(Arc::new(Central));
        if let Some(vault) = self.state().vault() {
            ports.add_server_certificates(Arc::new(CertificateKeeper::new(vault.clone())));
        }
    }

    fn load(&self, reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let mut state = self.state();
        directory.put_library(|arn| library::policy(arn)?.attached().ok());
        each::<Account>(reader, |_, account| {
            accounts::enter(&account, directory);
            Ok(())
        })?;
        each::<AccountSettings>(reader, |key, settings| {
            accounts::settle(key, Some(&settings), directory);
            Ok(())
        })?;
        each::<ManagedPolicy>(reader, |key, policy| state.enter_policy(key, &policy, directory))?;
        each::<Group>(reader, |key, group| state.enter_group(key, &group, directory))?;
        each::<User>(reader, |key, user| state.enter_user(key, &user, directory))?;
        each::<Role>(reader, |key, role| state.enter_role(key, &role, directory))?;
        each::<OidcProvider>(reader, |_, provider| {
            state::enter_oidc_provider(provider, directory);
            Ok(())
        })?;
        each::<SamlProvider>(reader, |_, provider| {
            saml_providers::enter(&provider, state.vault(), directory);
            Ok(())
        })?;
        each::<DelegationRequest>(reader, |key, request| {
            delegations::settle(key, Some(&request), directory);
            Ok(())
        })?;
        each::<AccessKey>(reader, |_, key| {
            state.enter_access_key(&key, directory);
            Ok(())
        })
    }

    fn apply(
        &self,
        changes: &[Change],
        reader: &Reader<'_>,
        directory: &mut Directory,
    ) -> Result<(), String> {
        let ours = |change: &&Change| change.collection.starts_with("iam.");
        let changes: Vec<&Change> = changes.iter().filter(ours).collect();
        if changes.is_empty() {
            return Ok(());
        }
        self.state().apply(&changes, reader, directory)
    }
}
