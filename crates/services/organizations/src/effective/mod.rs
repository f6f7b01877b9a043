//! Effective policies: what the management policies from the root to an account amount to.
//! (Organizations User Guide, "Viewing effective management policies", "Invalid policy alerts".)

mod describing;
mod holding;
mod sight;

pub(crate) use describing::{describe, list_errors, list_invalid};
pub(crate) use holding::Before;

use bartizan_inheritance::PolicyType as ManagementType;
use bartizan_service::store::{StoreError, Writer};

use crate::records::{Bearing, Organization, PolicyType};

/// The management types that are turned on.
pub(crate) fn enabled(organization: &Organization) -> impl Iterator<Item = ManagementType> {
    organization.enabled.iter().filter_map(|one| match one {
        PolicyType::Management(kind) => Some(*kind),
        PolicyType::ServiceControl | PolicyType::ResourceControl => None,
    })
}

/// Removes what bears on a node that is no more.
pub(crate) fn forget(
    tx: &mut Writer<'_>,
    organization: &Organization,
    node: &str,
) -> Result<(), StoreError> {
    for kind in enabled(organization) {
        tx.delete::<Bearing>(&Bearing::key(organization.management, kind, node))?;
    }
    Ok(())
}
