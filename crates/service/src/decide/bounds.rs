//! The policies and facts that bound a caller, as the directory has them.

use std::sync::Arc;

use bartizan_policy::{Attached, Flags, Layers};
use bartizan_types::{AccountId, Principal, Session, SessionKind};

use crate::directory::{Account, Entity};
use crate::{Caller, Directory};

/// The policies that bound a caller on a resource, compiled and shared with the directory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    entity: Option<Arc<Entity>>,
    session: Option<Arc<[Attached]>>,
    root_task: Option<Attached>,
    caller_account: Option<Arc<Account>>,
    resource_account: Option<Arc<Account>>,
    is_management_caller: bool,
    is_delegated: bool,
    hides_closing: bool,
}

impl Bounds {
    /// The policies on what `owner` owns alone: the caller is nobody's principal.
    pub(super) fn of_resource(directory: &Directory, owner: Option<AccountId>) -> Self {
        Self::of_accounts(directory, None, owner)
    }

    /// The organizations' policies on callers of an account, and on what `owner` owns; the callers'
    /// own account where none is told.
    pub(crate) fn of_accounts(
        directory: &Directory,
        caller: Option<AccountId>,
        owner: Option<AccountId>,
    ) -> Self {
        let account = |id: Option<AccountId>| id.and_then(|id| directory.account(id)).cloned();
        let caller_account = account(caller);
        Self {
            is_management_caller: caller_account.as_ref().is_some_and(|own| own.is_management),
            caller_account,
            resource_account: account(owner.or(caller)),
            ..Self::default()
        }
    }

    /// The policies on this caller, and on what `owner` owns; the caller's own account where none
    /// is told.
    pub(crate) fn of(directory: &Directory, caller: &Caller, owner: Option<AccountId>) -> Self {
        let entity = match &caller.principal {
            Principal::User { id, .. } => directory.user(id),
            Principal::Session(Session { kind: SessionKind::Role { role_id, .. }, .. }) => {
                directory.role(role_id)
            }
            Principal::Session(Session { kind: SessionKind::Federated { user }, .. }) => {
                user.as_ref().and_then(|(_, id)| directory.user(id))
            }
            Principal::Root { .. }
            | Principal::Service { .. }
            | Principal::OriginIdentity { .. }
            | Principal::Anonymous => None,
        };
        Self {
            entity: entity.cloned(),
            is_delegated: caller.session.as_ref().is_some_and(|facts| facts.delegated_to.is_some()),
            session: caller.session.as_ref().and_then(|session| session.policies.clone()),
            root_task: caller.session.as_ref().and_then(|session| session.root_task.clone()),
            ..Self::of_accounts(directory, caller.principal.account(), owner)
        }
    }

    /// What is in force, with this policy of the resource.
    pub(crate) fn layers<'b>(&'b self, resource: Option<&'b Attached>) -> Layers<'b> {
        let entity = self.entity.as_deref();
        let caller_account = self.caller_account.as_deref();
        let resource_account = self.resource_account.as_deref();
        Layers {
            identity: entity.map_or(self.root_task.as_slice(), |entity| &entity.identity),
            boundary: entity.and_then(|entity| entity.boundary.as_ref()),
            session: self.session.as_deref(),
            resource: resource.filter(|_| !self.hides_closing),
            scps: caller_account.map_or(&[], |account| &account.service_control_policies),
            rcps: resource_account.map_or(&[], |account| &account.resource_control_policies),
            endpoint: &[],
        }
    }

    /// What changes the rules for a request about this resource.
    pub(crate) fn flags(&self, resource: &str) -> Flags {
        let accounts = [&self.caller_account, &self.resource_account];
        Flags {
            management_account_principal: self.is_management_caller,
            closed_account: !self.hides_closing
                && accounts.into_iter().flatten().any(|account| account.closed),
            management_account_resource: self
                .resource_account
                .as_ref()
                .is_some_and(|account| account.is_management),
            wildcard_only_action: resource == "*",
            delegated_session: self.is_delegated,
            ..Flags::default()
        }
    }
    /// Whether the caller's own account is closed.
    pub(super) fn is_of_closed_account(&self) -> bool {
        self.caller_account.as_ref().is_some_and(|own| own.closed)
    }

    /// Lets what is told of the decision say nothing of a closed account.
    pub(super) fn hide_closing(&mut self) {
        self.hides_closing = true;
    }
}
