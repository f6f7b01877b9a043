//! The policies of the user, group or role that is simulated, without those that are to be left
//! out.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::Call;
use bartizan_store::Reader;
use bartizan_types::{AccountId, Arn};

use super::exclusion::{Exclusions, Origin};
use super::invalid_arn;
use crate::error::IamError;
use crate::library;
use crate::records::{self, Group, Named, Policies, Role, User};

/// The policies of an entity.
pub(super) struct Source {
    pub(super) account: AccountId,
    pub(super) identity: Vec<Attached>,
    pub(super) boundary: Option<Attached>,
}

impl Source {
    /// The policies in force of the entity with this ARN, which must be of the caller's account.
    pub(super) fn of(call: &Call, text: &str, excluded: &Exclusions) -> Result<Self, IamError> {
        let arn: Arn = text.parse().map_err(|_| invalid_arn(text))?;
        let account = call.account()?;
        let (kind, rest) = arn.resource().split_once('/').ok_or_else(|| invalid_arn(text))?;
        let name = rest.rsplit('/').next().unwrap_or_default();
        if arn.service() != "iam" {
            return Err(invalid_arn(text));
        }
        if arn.account_id() != Some(account) {
            return Err(IamError::NoSuchEntity(format!("Entity {text} does not exist.")));
        }
        let mut collected = Collected { call, excluded, identity: Vec::new() };
        let boundary = call.read(|reader| match kind {
            "user" => {
                let user: User = records::find(reader, account, name)?;
                collected.add(&user.policies, "user", &user.name)?;
                collected.add_groups(reader, &user)?;
                collected.boundary(user.boundary.as_deref())
            }
            "group" => {
                let group: Group = records::find(reader, account, name)?;
                collected.add(&group.policies, "group", &group.name)?;
                Ok(None)
            }
            "role" => {
                let role: Role = records::find(reader, account, name)?;
                collected.add(&role.policies, "role", &role.name)?;
                collected.boundary(role.boundary.as_deref())
            }
            _ => Err(invalid_arn(text)),
        })?;
        Ok(Self { account, identity: collected.identity, boundary })
    }
}

struct Collected<'a> {
    call: &'a Call,
    excluded: &'a Exclusions,
    identity: Vec<Attached>,
}

impl Collected<'_> {
    fn add_groups(&mut self, reader: &Reader<'_>, user: &User) -> Result<(), IamError> {
        for id in &user.groups {
            if let Some(group) = records::find_by_id::<Group>(reader, id)? {
                self.add(&group.policies, "group", group.name())?;
            }
        }
        Ok(())
    }

    fn add(&mut self, policies: &Policies, kind: &str, name: &str) -> Result<(), IamError> {
        for inline in &policies.inline {
            if self.excluded.names(&Origin::Inline { policy: &inline.name, kind, entity: name }) {
                continue;
            }
            let policy = Policy::parse_any_version(&inline.document, PolicyKind::Identity)
                .map_err(|error| unreadable(&inline.name, &error.to_string()))?;
            self.identity.push(Attached::inline(&inline.name, Arc::new(policy)));
        }
        for arn in &policies.attached {
            if !self.excluded.names(&Origin::Managed(arn)) {
                self.identity.push(self.managed(arn)?);
            }
        }
        Ok(())
    }

    fn boundary(&self, arn: Option<&str>) -> Result<Option<Attached>, IamError> {
        let in_force = arn.filter(|arn| !self.excluded.names(&Origin::Boundary(arn)));
        in_force.map(|arn| self.managed(arn)).transpose()
    }

    fn managed(&self, arn: &str) -> Result<Attached, IamError> {
        if let Some(known) = library::policy(arn) {
            return known.attached().map_err(|error| unreadable(arn, &error.to_string()));
        }
        let found = self.call.directory.managed_policy(arn);
        found.ok_or_else(|| unreadable(arn, "it does not exist"))
    }
}

fn unreadable(policy: &str, reason: &str) -> IamError {
    IamError::PolicyEvaluation(format!("The policy {policy} cannot be evaluated: {reason}"))
}
