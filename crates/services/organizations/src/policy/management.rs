//! Management policies on nodes. What they amount to for the accounts below is looked at before and
//! after.

use bartizan_inheritance::PolicyType as ManagementType;
use bartizan_service::store::{Reader, StoreError, Writer};
use bartizan_types::Timestamp;

use super::having;
use crate::effective::{self, Before};
use crate::error::OrganizationsError;
use crate::records::{Bearing, Node, Organization, Policy, PolicyType};

/// How many records are removed at a time.
const BATCH: usize = 1000;

/// The ids of the policies of a type that are attached to a node itself.
pub(super) fn attached(
    reader: &Reader<'_>,
    organization: &Organization,
    kind: ManagementType,
    node: &str,
) -> Result<Vec<String>, StoreError> {
    let bearing = reader.get::<Bearing>(&Bearing::key(organization.management, kind, node))?;
    Ok(bearing.map(|bearing| bearing.policies).unwrap_or_default())
}

/// Gives a node other policies of a type.
pub(super) fn attach(
    tx: &mut Writer<'_>,
    organization: &Organization,
    kind: ManagementType,
    node: &Node,
    policies: Vec<String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = Before::change(tx, organization, kind, [node.id.clone()])?;
    let key = Bearing::key(organization.management, kind, &node.id);
    let known = tx.get::<Bearing>(&key)?;
    let known =
        known.unwrap_or_else(|| Bearing::none(organization.management, &node.id, kind, now));
    tx.put(&key, &Bearing { policies, changed: now, ..known })?;
    before.settle(tx, organization, now)
}

/// What a policy amounts to before its content changes, where it is one of these.
pub(super) fn before_update(
    reader: &Reader<'_>,
    organization: &Organization,
    policy: &Policy,
) -> Result<Option<Before>, OrganizationsError> {
    let PolicyType::Management(kind) = policy.kind else { return Ok(None) };
    let nodes = having(reader, organization, &policy.id)?;
    let nodes = nodes.into_iter().map(|node| node.id);
    Ok(Some(Before::change(reader, organization, kind, nodes)?))
}

/// Detaches every policy of a type.
pub(super) fn detach_all(
    tx: &mut Writer<'_>,
    organization: &Organization,
    kind: ManagementType,
) -> Result<(), StoreError> {
    let (management, prefix) = (organization.management.to_string(), Bearing::prefix(kind));
    loop {
        let found = tx.scan::<Bearing>(&management, "", &prefix, None, BATCH)?;
        if found.is_empty() {
            return Ok(());
        }
        for (key, _) in found {
            tx.delete::<Bearing>(&key)?;
        }
    }
}

/// Moves an account, by `moved`.
pub(crate) fn relocate(
    tx: &mut Writer<'_>,
    organization: &Organization,
    account: &str,
    now: Timestamp,
    moved: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let kinds: Vec<ManagementType> = effective::enabled(organization).collect();
    let before = kinds
        .into_iter()
        .map(|kind| Before::change(tx, organization, kind, [account.to_owned()]))
        .collect::<Result<Vec<_>, _>>()?;
    moved(tx)?;
    before.into_iter().try_for_each(|before| before.settle(tx, organization, now))
}
