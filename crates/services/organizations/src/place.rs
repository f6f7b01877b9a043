//! Where an account is, as other services ask for it.

use bartizan_service::store::Reader;
use bartizan_service::{Membership, Memberships};
use bartizan_types::{AccountId, Fault};

use crate::records::{Node, Organization};
use crate::{delegation, tree};

/// Tells accounts' places.
#[derive(Debug)]
pub(crate) struct Places;

impl Memberships for Places {
    fn find(&self, reader: &Reader<'_>, account: AccountId) -> Result<Option<Membership>, Fault> {
        let Some((organization, node)) = tree::of_account(reader, account)? else {
            return Ok(None);
        };
        let found = delegation::of_account(reader, &organization, &node.id)?;
        Ok(Some(Membership {
            path: path(reader, &organization, &node)?,
            tags: node.tags,
            has_all_features: organization.may_have_policies(),
            trusted: organization.trusted.into_iter().map(|one| one.principal).collect(),
            administers: found.into_iter().map(|one| one.service).collect(),
            organization: organization.id,
            management: organization.management,
        }))
    }
}

/// The path above the account, as `aws:PrincipalOrgPaths` has it.
fn path(reader: &Reader<'_>, organization: &Organization, node: &Node) -> Result<String, Fault> {
    let mut ids = tree::path(reader, organization, node)?;
    ids.pop();
    Ok(tree::path_text(&organization.id, &ids))
}
