//! The accounts of an organization.

mod closing;
mod creation;

pub(crate) use closing::close;
pub(crate) use creation::{create, describe_creation, is_full, list_creations};

use bartizan_service::store::Reader;
use bartizan_service::{Accounts, Authorized, Call};

use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::{Member, Node, Organization};
use crate::shapes::{
    Account, DescribeAccountRequest, DescribeAccountResponse, ListAccountsForParentRequest,
    ListAccountsForParentResponse, ListAccountsRequest, ListAccountsResponse, MoveAccountRequest,
};
use crate::{Organizations, ids, paging, policy, standing, tree, unit};

/// How accounts are, in the word of `Status` and in that of `State`.
const ACTIVE: (&str, &str) = ("ACTIVE", "ACTIVE");
const CLOSED: (&str, &str) = ("SUSPENDED", "CLOSED");

/// An account.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribeAccountRequest>,
) -> Result<DescribeAccountResponse, OrganizationsError> {
    let accounts = accounts(call)?;
    let account = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let (node, member) = find(reader, &organization, &request.account_id)?;
        shown(&*accounts, reader, &organization, &node, &member)
    })?;
    Ok(DescribeAccountResponse { account: Some(account) })
}

/// Every account.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListAccountsRequest>,
) -> Result<ListAccountsResponse, OrganizationsError> {
    let (accounts, next_token) =
        page(call, request.next_token.as_deref(), request.max_results, |reader, organization| {
            Ok(tree::accounts(reader, organization)?)
        })?;
    Ok(ListAccountsResponse { accounts: Some(accounts), next_token })
}

/// The accounts directly below a node.
pub(crate) async fn list_for_parent(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListAccountsForParentRequest>,
) -> Result<ListAccountsForParentResponse, OrganizationsError> {
    let (accounts, next_token) =
        page(call, request.next_token.as_deref(), request.max_results, |reader, organization| {
            unit::below(reader, organization, &request.parent_id)
        })?;
    Ok(ListAccountsForParentResponse { accounts: Some(accounts), next_token })
}

fn page(
    call: &Call,
    token: Option<&str>,
    max_results: Option<i32>,
    nodes: impl FnOnce(&Reader<'_>, &Organization) -> Result<Vec<Node>, OrganizationsError>,
) -> Result<(Vec<Account>, Option<String>), OrganizationsError> {
    let accounts = accounts(call)?;
    let page = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let mut nodes = nodes(reader, &organization)?;
        nodes.retain(|node| node.member().is_some());
        let page = paging::page(nodes, token, max_results, Node::order)?;
        let members = page.items.iter().filter_map(|node| Some((node, node.member()?)));
        let shown = members
            .map(|(node, member)| shown(&*accounts, reader, &organization, node, member))
            .collect::<Result<_, _>>()?;
        Ok::<_, OrganizationsError>((shown, page.next_token))
    })?;
    Ok(page)
}

/// Moves an account below another node.
pub(crate) async fn relocate(
    _service: &Organizations,
    call: &Call,
    request: Authorized<MoveAccountRequest>,
) -> Result<(), OrganizationsError> {
    let request = request.into_inner();
    let (decided, now) = (standing::Decided::of(call)?, call.now);
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let (mut node, _) = find(tx, &organization, &request.account_id)?;
        let source = tree::parent(tx, &organization, &request.source_parent_id)?
            .ok_or(OrganizationsError::SourceParentNotFound)?;
        let destination = tree::parent(tx, &organization, &request.destination_parent_id)?
            .ok_or(OrganizationsError::DestinationParentNotFound)?;
        if node.parent.as_ref() == Some(&destination.id) {
            return Err(OrganizationsError::DuplicateAccount);
        }
        if node.parent.as_ref() != Some(&source.id) {
            return Err(OrganizationsError::AccountNotFound);
        }
        node.parent = Some(destination.id);
        let key = Node::key(organization.management, &node.id);
        Ok(policy::relocate(tx, &organization, &node.id, now, |tx| tx.put(&key, &node))?)
    });
    Ok(done.await?)
}

/// The account's node.
pub(crate) fn find(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<(Node, Member), OrganizationsError> {
    let node = tree::node(reader, organization, id)?;
    node.and_then(|node| Some((node.clone(), node.member()?.clone())))
        .ok_or(OrganizationsError::AccountNotFound)
}

/// An account as answers show it.
pub(crate) fn shown(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
    member: &Member,
) -> Result<Account, OrganizationsError> {
    let facts = facts_of(accounts, reader, member.account)?;
    let path = tree::path(reader, organization, node)?;
    let (status, state) = if facts.closed.is_some() { CLOSED } else { ACTIVE };
    Ok(Account {
        id: Some(node.id.clone()),
        arn: Some(ids::node_arn(organization, &node.id).to_string()),
        email: Some(facts.email),
        name: Some(facts.name),
        status: Some(status.to_owned()),
        state: Some(state.to_owned()),
        paths: Some(vec![tree::path_text(&organization.id, &path)]),
        joined_method: Some(member.joined.name().to_owned()),
        joined_timestamp: Some(node.since),
    })
}
