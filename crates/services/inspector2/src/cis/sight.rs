//! Which scans a caller sees, and what of them: of its own all that is of accounts it decides for, of its
//! administrator's what is of itself, and of its members' all.

use std::collections::BTreeSet;

use bartizan_service::store::{Key, Reader};
use bartizan_types::AccountId;

use super::arns;
use super::outcome::Counts;
use super::records::{ResultsRecord, ScanRecord, TargetRecord};
use crate::error::InspectorError;
use crate::look::Look;
use crate::scan;

/// A scan as a caller sees it.
pub(super) struct Seen {
    pub(super) key: Key,
    pub(super) owner: AccountId,
    pub(super) record: ScanRecord,
    /// The accounts that the caller sees.
    pub(super) accounts: BTreeSet<AccountId>,
}

/// An instance in a scan, with the key of its records.
pub(super) type Target = (Key, TargetRecord);

impl Seen {
    pub(super) fn arn(&self) -> String {
        arns::scan(self.owner, &self.key.region, &self.key.id).to_string()
    }

    /// What was found in the accounts that are seen.
    pub(super) fn counts(&self) -> Counts {
        let of = |account| self.record.counts.get(account).copied().unwrap_or_default();
        self.accounts.iter().map(of).fold(Counts::default(), Counts::and)
    }

    /// Tells of each instance of the accounts that are seen, in the order of accounts and ids.
    pub(super) fn targets(&self, reader: &Reader<'_>) -> Result<Vec<Target>, InspectorError> {
        let mut found = Vec::new();
        for account in &self.accounts {
            let prefix = format!("{}/{account}/", self.key.id);
            scan::each_from::<TargetRecord>(reader, &self.key, &prefix, |key, target| {
                found.push((key, target));
                Ok::<_, InspectorError>(())
            })?;
        }
        Ok(found)
    }

    fn of(key: Key, record: ScanRecord, visible: &BTreeSet<AccountId>) -> Option<Self> {
        let owner = key.account.parse().ok()?;
        let accounts = record.accounts.intersection(visible).copied().collect();
        Some(Self { key, owner, record, accounts })
    }
}

/// What was found of an instance.
pub(super) fn results(reader: &Reader<'_>, key: &Key) -> Result<ResultsRecord, InspectorError> {
    Ok(reader.get::<ResultsRecord>(key)?.unwrap_or_default())
}

/// All scans that a caller sees. Of an owner's scans that concern no account that it sees, it sees those
/// that are its own.
pub(super) fn all(reader: &Reader<'_>, look: &Look) -> Result<Vec<Seen>, InspectorError> {
    let visible: BTreeSet<AccountId> = look.seen_accounts(reader)?;
    let administrator = look.administrator_of_caller(reader)?;
    let mut found = Vec::new();
    for owner in visible.iter().copied().chain(administrator) {
        for (key, record) in scan::all::<ScanRecord>(reader, owner, &look.region)? {
            let seen = Seen::of(key, record, &visible);
            found.extend(seen.filter(|one| owner == look.caller || !one.accounts.is_empty()));
        }
    }
    Ok(found)
}

/// The scan of an ARN, which the caller must see.
pub(super) fn find(
    reader: &Reader<'_>,
    look: &Look,
    arn: &str,
) -> Result<Option<Seen>, InspectorError> {
    let Some((owner, id)) = arns::scan_named(arn, &look.region) else { return Ok(None) };
    let visible: BTreeSet<AccountId> = look.seen_accounts(reader)?;
    if !visible.contains(&owner) && look.administrator_of_caller(reader)? != Some(owner) {
        return Ok(None);
    }
    let key = Key::new(owner, &look.region, id);
    let Some(record) = reader.get::<ScanRecord>(&key)? else { return Ok(None) };
    let seen = Seen::of(key, record, &visible);
    Ok(seen.filter(|one| owner == look.caller || !one.accounts.is_empty()))
}

/// The scan of an ARN, for operations that know no other fault than a wrong parameter.
pub(super) fn named(reader: &Reader<'_>, look: &Look, arn: &str) -> Result<Seen, InspectorError> {
    let missing = || InspectorError::Invalid("There is no CIS scan of this ARN.".to_owned());
    find(reader, look, arn)?.ok_or_else(missing)
}
