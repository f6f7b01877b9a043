//! Whose devices a call is about.

use bartizan_service::Call;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Principal};

use crate::error::IamError;
use crate::records::{self, BY_OWNER, MfaDevice, Named, Owner, User};
use crate::rules;

/// What the root user is called, in answers and, by itself, in requests.
const ROOT: &str = "root";

/// The user that a call names, or the one that makes it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    account: AccountId,
    /// `None` is the root user.
    name: Option<String>,
    by_root: bool,
}

/// A user, or the root user, who may have devices.
#[derive(Debug, Clone)]
pub(super) struct Bearer {
    pub(super) owner: Owner,
    pub(super) name: String,
}

impl Asked {
    /// The user of this name, or else the caller.
    pub(super) fn of(call: &Call, name: Option<&str>) -> Result<Self, IamError> {
        let by_root = matches!(call.caller.principal, Principal::Root { .. });
        let name = match (name, &call.caller.principal) {
            (Some(name), _) => Some(name.to_owned()),
            (None, Principal::User { name, .. }) => Some(name.clone()),
            (None, Principal::Root { .. }) => None,
            (None, _) => return Err(rules::must_name_user()),
        };
        Ok(Self { account: call.account()?, name, by_root })
    }

    /// The account.
    pub(super) const fn account(&self) -> AccountId {
        self.account
    }

    /// The user, if there is one. `root` is what the root user calls itself where the API wants a
    /// name, whether or not a user is called so.
    pub(super) fn bearer(&self, reader: &Reader<'_>) -> Result<Bearer, IamError> {
        let root = || Bearer { owner: Owner::Root, name: ROOT.to_owned() };
        let Some(name) = &self.name else { return Ok(root()) };
        if self.by_root && name == ROOT {
            return Ok(root());
        }
        match reader.get::<User>(&records::key(self.account, name))? {
            Some(user) => Ok(Bearer { owner: Owner::User(user.id), name: user.name }),
            None => Err(IamError::NoSuchEntity(User::missing(name))),
        }
    }
}

impl Bearer {
    /// Who has this device; `None` is nobody.
    pub(super) fn having(
        reader: &Reader<'_>,
        device: &MfaDevice,
    ) -> Result<Option<Self>, IamError> {
        let Some(holding) = &device.holding else { return Ok(None) };
        let name = match &holding.owner {
            Owner::Root => ROOT.to_owned(),
            Owner::User(id) => match records::find_by_id::<User>(reader, id)? {
                Some(user) => user.name,
                None => return Ok(None),
            },
        };
        Ok(Some(Self { owner: holding.owner.clone(), name }))
    }

    /// The devices.
    pub(super) fn devices(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
    ) -> Result<Vec<MfaDevice>, IamError> {
        records::indexed(reader, BY_OWNER, &self.owner.index_value(account))
    }
}
