//! The tree of an organization, as its records tell it.

use std::collections::HashMap;

use bartizan_service::store::{Reader, StoreError};
use bartizan_types::AccountId;

use crate::records::{
    ACCOUNTS, BY_ACCOUNT, BY_KIND, BY_PARENT, Node, Organization, below, of_kind,
};

/// How many records a scan reads at a time.
const SCAN: usize = 1000;
/// How deep units may be nested below the root. (Organizations User Guide, "Quotas for AWS
/// Organizations".)
pub(crate) const DEPTH_MAX: usize = 5;

/// The organization that an account is in, with the account's node.
pub(crate) fn of_account(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<Option<(Organization, Node)>, StoreError> {
    let Some((_, node)) = reader.find::<Node>(BY_ACCOUNT, &account.to_string())?.pop() else {
        return Ok(None);
    };
    let organization = reader.get::<Organization>(&Organization::key(node.management))?;
    Ok(organization.map(|organization| (organization, node)))
}

/// The node with this id.
pub(crate) fn node(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Option<Node>, StoreError> {
    reader.get(&Node::key(organization.management, id))
}

/// The node with this id, if something can be below it.
pub(crate) fn parent(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Option<Node>, StoreError> {
    Ok(node(reader, organization, id)?.filter(Node::is_parent))
}

/// What is directly below a node.
pub(crate) fn children(
    reader: &Reader<'_>,
    organization: &Organization,
    parent: &str,
) -> Result<Vec<Node>, StoreError> {
    let found = reader.find::<Node>(BY_PARENT, &below(organization.management, parent))?;
    Ok(found.into_iter().map(|(_, node)| node).collect())
}

/// Every node of the organization.
pub(crate) fn all(
    reader: &Reader<'_>,
    organization: &Organization,
) -> Result<Vec<Node>, StoreError> {
    let management = organization.management.to_string();
    let mut nodes = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = reader.scan::<Node>(&management, "", "", after.as_deref(), SCAN)?;
        let is_last = page.len() < SCAN;
        after = page.last().map(|(key, _)| key.id.clone());
        nodes.extend(page.into_iter().map(|(_, node)| node));
        if is_last {
            return Ok(nodes);
        }
    }
}

/// How many accounts, or units, the organization has.
pub(crate) fn count(
    reader: &Reader<'_>,
    organization: &Organization,
    kind: &str,
) -> Result<usize, StoreError> {
    let count = reader.count_found::<Node>(BY_KIND, &of_kind(organization.management, kind))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Every account of the organization.
pub(crate) fn accounts(
    reader: &Reader<'_>,
    organization: &Organization,
) -> Result<Vec<Node>, StoreError> {
    let found = reader.find::<Node>(BY_KIND, &of_kind(organization.management, ACCOUNTS))?;
    Ok(found.into_iter().map(|(_, node)| node).collect())
}

/// The ids of the nodes above this one, root first, and its own at the end.
pub(crate) fn path(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
) -> Result<Vec<String>, StoreError> {
    let mut ids = vec![node.id.clone()];
    let mut above = node.parent.clone();
    while let Some(id) = above {
        above = self::node(reader, organization, &id)?.and_then(|node| node.parent);
        ids.push(id);
    }
    ids.reverse();
    Ok(ids)
}

/// A node of these and those above it, root first.
pub(crate) fn climb<'t>(nodes: &'t HashMap<String, Node>, node: &'t Node) -> Vec<&'t Node> {
    let above = |node: &&'t Node| nodes.get(node.parent.as_ref()?);
    let mut path: Vec<&Node> = std::iter::successors(Some(node), above).collect();
    path.reverse();
    path
}

/// A path as AWS writes it: `o-…/r-…/ou-…/`.
pub(crate) fn path_text(organization: &str, ids: &[String]) -> String {
    let mut text = format!("{organization}/");
    for id in ids {
        text.push_str(id);
        text.push('/');
    }
    text
}
