//! Who the caller is to Inspector: an account of its own, the management account of an organization, its
//! delegated administrator, or a member. (Amazon Inspector User Guide, "Managing multiple accounts in
//! Amazon Inspector with AWS Organizations".)

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Call, Governance, Membership, Memberships, Platform};
use bartizan_types::{AccountId, Fault, Timestamp};

use crate::error::InspectorError;
use crate::members;
use crate::records::{MemberRecord, OrganizationRecord};

/// The principal by which Organizations knows the service.
pub(crate) const PRINCIPAL: &str = "inspector2.amazonaws.com";

/// What is looked at, for one call.
#[derive(Clone)]
pub(crate) struct Look {
    pub(crate) caller: AccountId,
    pub(crate) region: String,
    pub(crate) now: Timestamp,
    memberships: Option<Arc<dyn Memberships>>,
    governance: Option<Arc<dyn Governance>>,
}

impl Look {
    pub(crate) fn of(call: &Call) -> Result<Self, Fault> {
        Ok(Self {
            caller: call.account()?,
            region: call.region.as_str().to_owned(),
            now: call.now,
            memberships: call.platform.ports.memberships.clone(),
            governance: call.platform.ports.governance.clone(),
        })
    }

    /// As an account looks at itself now, in a region.
    pub(crate) fn for_account(platform: &Platform, caller: AccountId, region: &str) -> Self {
        let (region, now) = (region.to_owned(), platform.now());
        let memberships = platform.ports.memberships.clone();
        let governance = platform.ports.governance.clone();
        Self { caller, region, now, memberships, governance }
    }

    /// The account's place in its organization.
    pub(crate) fn membership(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
    ) -> Result<Option<Membership>, InspectorError> {
        let Some(memberships) = &self.memberships else { return Ok(None) };
        Ok(memberships.find(reader, account)?)
    }

    /// Who administers Inspector for the caller's organization, and the organization.
    pub(crate) fn organization(
        &self,
        reader: &Reader<'_>,
    ) -> Result<Option<(Membership, OrganizationRecord)>, InspectorError> {
        let Some(membership) = self.membership(reader, self.caller)? else { return Ok(None) };
        let key = OrganizationRecord::key(membership.management, &self.region);
        let record = reader.get::<OrganizationRecord>(&key)?;
        let is_its = |record: &OrganizationRecord| record.organization == membership.organization;
        Ok(record.filter(is_its).map(|record| (membership, record)))
    }

    /// The organization whose administrator of Inspector is in force, as the caller's organization has it:
    /// an account of it that Organizations has registered, while it trusts Inspector. What was ended there
    /// is over at once.
    fn in_force(
        &self,
        reader: &Reader<'_>,
    ) -> Result<Option<(Membership, OrganizationRecord)>, InspectorError> {
        let Some((membership, record)) = self.organization(reader)? else { return Ok(None) };
        let place = self.membership(reader, record.administrator)?;
        let is_in_force = place.is_some_and(|place| {
            place.organization == record.organization && place.administers(PRINCIPAL)
        });
        Ok(is_in_force.then_some((membership, record)))
    }

    /// The organization that the caller administers Inspector for.
    pub(crate) fn administered(
        &self,
        reader: &Reader<'_>,
    ) -> Result<(Membership, OrganizationRecord), InspectorError> {
        let denied = InspectorError::Denied(
            "The account is not the delegated administrator for Amazon Inspector.",
        );
        self.administers(reader)?.ok_or(denied)
    }

    /// The same, where it administers one.
    pub(crate) fn administers(
        &self,
        reader: &Reader<'_>,
    ) -> Result<Option<(Membership, OrganizationRecord)>, InspectorError> {
        let found = self.in_force(reader)?;
        Ok(found.filter(|(_, record)| record.administrator == self.caller))
    }

    /// The organization that the caller manages.
    pub(crate) fn managed(&self, reader: &Reader<'_>) -> Result<Membership, InspectorError> {
        let denied = InspectorError::Denied(
            "The account is not the management account of an organization with all features.",
        );
        let found = self.membership(reader, self.caller)?;
        let is_managed = |one: &Membership| one.management == self.caller && one.has_all_features;
        found.filter(is_managed).ok_or(denied)
    }

    /// Whether the caller may decide what is scanned of an account: of its own, and of its members.
    pub(crate) fn may_decide_for(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
    ) -> Result<bool, InspectorError> {
        if account == self.caller {
            return Ok(true);
        }
        let Some((own, _)) = self.administers(reader)? else { return Ok(false) };
        let place = self.membership(reader, account)?;
        if place.is_none_or(|place| place.organization != own.organization) {
            return Ok(false);
        }
        let key = MemberRecord::key(self.caller, &self.region, account);
        Ok(reader.get::<MemberRecord>(&key)?.is_some_and(|member| member.is_associated))
    }

    /// The accounts that the caller may decide for, in order: its own, and its members, who are still in
    /// the organization.
    pub(crate) fn seen_accounts(
        &self,
        reader: &Reader<'_>,
    ) -> Result<BTreeSet<AccountId>, InspectorError> {
        let mut seen = BTreeSet::from([self.caller]);
        let Some((own, _)) = self.administers(reader)? else { return Ok(seen) };
        let governance = self.governance.as_ref();
        let there = governance.map(|port| port.accounts(reader, own.management)).transpose()?;
        let there = there.unwrap_or_default();
        let members = members::all(reader, self, self.caller)?.into_iter();
        let members = members.filter(|member| member.is_associated).map(|member| member.account);
        seen.extend(members.filter(|account| there.contains_key(account)));
        Ok(seen)
    }

    /// Who decides which of the caller's findings are suppressed: its administrator, if it has one.
    pub(crate) fn decider(&self, reader: &Reader<'_>) -> Result<AccountId, InspectorError> {
        Ok(self.administrator_of_caller(reader)?.unwrap_or(self.caller))
    }

    /// The administrator that decides what is scanned of the caller's account.
    pub(crate) fn administrator_of_caller(
        &self,
        reader: &Reader<'_>,
    ) -> Result<Option<AccountId>, InspectorError> {
        let Some((_, record)) = self.in_force(reader)? else { return Ok(None) };
        let key = MemberRecord::key(record.administrator, &self.region, self.caller);
        let member = reader.get::<MemberRecord>(&key)?;
        Ok(member.filter(|member| member.is_associated).map(|_| record.administrator))
    }
}

/// An account that a request names.
pub(crate) fn account(text: &str) -> Result<AccountId, InspectorError> {
    text.parse().map_err(|_| InspectorError::Invalid(format!("{text} is no id of an account.")))
}
