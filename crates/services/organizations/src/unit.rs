//! Organizational units. (Organizations User Guide, "Managing organizational units".)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use std::sync::Arc;

use crate::error::OrganizationsError;
use crate::records::{Node, NodeKind, Organization, UNITS};
use crate::shapes::{
    Child, CreateOrganizationalUnitRequest, CreateOrganizationalUnitResponse,
    DeleteOrganizationalUnitRequest, DescribeOrganizationalUnitRequest,
    DescribeOrganizationalUnitResponse, ListChildrenRequest, ListChildrenResponse,
    ListOrganizationalUnitsForParentRequest, ListOrganizationalUnitsForParentResponse,
    ListParentsRequest, ListParentsResponse, OrganizationalUnit, Parent,
    UpdateOrganizationalUnitRequest, UpdateOrganizationalUnitResponse,
};
use crate::{Organizations, effective, ids, paging, policy, standing, tags, tree};

/// The most units of an organization. (Organizations User Guide, "Quotas for AWS Organizations".)
const UNITS_MAX: usize = 2000;
/// What AWS calls a unit and an account below a node.
const UNIT: &str = "ORGANIZATIONAL_UNIT";
const ACCOUNT: &str = "ACCOUNT";
const ROOT: &str = "ROOT";

/// Makes a unit.
pub(crate) async fn create(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CreateOrganizationalUnitRequest>,
) -> Result<CreateOrganizationalUnitResponse, OrganizationsError> {
    let request = request.into_inner();
    let tags = tags::read(request.tags)?;
    let decided = standing::Decided::of(call)?;
    let (now, random) = (call.now, Arc::clone(&call.platform.random));
    let made = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let parent = tree::parent(tx, &organization, &request.parent_id)?
            .ok_or(OrganizationsError::ParentNotFound)?;
        let path = tree::path(tx, &organization, &parent)?;
        // The root is on the path, and no unit.
        if path.len() > tree::DEPTH_MAX {
            return Err(OrganizationsError::constraint(
                "OU_DEPTH_LIMIT_EXCEEDED",
                "You cannot add an organizational unit to the specified parent because it would \
                 exceed the max depth allowed.",
            ));
        }
        refuse_taken(tx, &organization, &parent.id, &request.name)?;
        if tree::count(tx, &organization, UNITS)? >= UNITS_MAX {
            return Err(OrganizationsError::constraint(
                "OU_NUMBER_LIMIT_EXCEEDED",
                "You have exceeded the allowed number of organizational units.",
            ));
        }
        let node = Node {
            management: organization.management,
            id: ids::unit(&*random, &organization.root),
            parent: Some(parent.id),
            since: now,
            tags,
            attached: policy::first(&organization),
            kind: NodeKind::Unit { name: request.name },
        };
        tx.insert(&Node::key(organization.management, &node.id), &node)?;
        let unit = shown(tx, &organization, &node)?;
        Ok(CreateOrganizationalUnitResponse { organizational_unit: Some(unit) })
    });
    Ok(made.await?)
}

/// Siblings have different names.
fn refuse_taken(
    reader: &Reader<'_>,
    organization: &Organization,
    parent: &str,
    name: &str,
) -> Result<(), OrganizationsError> {
    let siblings = tree::children(reader, organization, parent)?;
    if siblings.iter().any(|node| node.unit_name() == Some(name)) {
        return Err(OrganizationsError::DuplicateOrganizationalUnit);
    }
    Ok(())
}

/// A unit.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribeOrganizationalUnitRequest>,
) -> Result<DescribeOrganizationalUnitResponse, OrganizationsError> {
    let unit = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let node = find(reader, &organization, &request.organizational_unit_id)?;
        shown(reader, &organization, &node)
    })?;
    Ok(DescribeOrganizationalUnitResponse { organizational_unit: Some(unit) })
}

/// Renames a unit.
pub(crate) async fn update(
    _service: &Organizations,
    call: &Call,
    request: Authorized<UpdateOrganizationalUnitRequest>,
) -> Result<UpdateOrganizationalUnitResponse, OrganizationsError> {
    let request = request.into_inner();
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let mut node = find(tx, &organization, &request.organizational_unit_id)?;
        if let Some(name) = request.name.filter(|name| node.unit_name() != Some(name)) {
            refuse_taken(tx, &organization, node.parent.as_deref().unwrap_or_default(), &name)?;
            node.kind = NodeKind::Unit { name };
            tx.put(&Node::key(organization.management, &node.id), &node)?;
        }
        let unit = shown(tx, &organization, &node)?;
        Ok::<_, OrganizationsError>(UpdateOrganizationalUnitResponse {
            organizational_unit: Some(unit),
        })
    });
    Ok(done.await?)
}

/// Takes out a unit that nothing is below.
pub(crate) async fn delete(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DeleteOrganizationalUnitRequest>,
) -> Result<(), OrganizationsError> {
    let id = request.into_inner().organizational_unit_id;
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let node = find(tx, &organization, &id)?;
        if !tree::children(tx, &organization, &node.id)?.is_empty() {
            return Err(OrganizationsError::OrganizationalUnitNotEmpty);
        }
        tx.delete::<Node>(&Node::key(organization.management, &node.id))?;
        Ok(effective::forget(tx, &organization, &node.id)?)
    });
    Ok(done.await?)
}

/// The units directly below a node.
pub(crate) async fn list(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListOrganizationalUnitsForParentRequest>,
) -> Result<ListOrganizationalUnitsForParentResponse, OrganizationsError> {
    let (token, max) = (request.next_token.as_deref(), request.max_results);
    let (units, next_token) = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let mut nodes = below(reader, &organization, &request.parent_id)?;
        nodes.retain(|node| node.unit_name().is_some());
        let page = paging::page(nodes, token, max, Node::order)?;
        let units = page.items.iter().map(|node| shown(reader, &organization, node));
        Ok::<_, OrganizationsError>((units.collect::<Result<_, _>>()?, page.next_token))
    })?;
    Ok(ListOrganizationalUnitsForParentResponse { organizational_units: Some(units), next_token })
}

/// The units, or the accounts, directly below a node.
pub(crate) async fn list_children(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListChildrenRequest>,
) -> Result<ListChildrenResponse, OrganizationsError> {
    let mut nodes = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        below(reader, &organization, &request.parent_id)
    })?;
    nodes.retain(|node| kind(node) == request.child_type);
    let page =
        paging::page(nodes, request.next_token.as_deref(), request.max_results, Node::order)?;
    let child =
        |node: &Node| Child { id: Some(node.id.clone()), r#type: Some(kind(node).to_owned()) };
    Ok(ListChildrenResponse {
        children: Some(page.items.iter().map(child).collect()),
        next_token: page.next_token,
    })
}

/// The node above a unit or an account.
pub(crate) async fn list_parents(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListParentsRequest>,
) -> Result<ListParentsResponse, OrganizationsError> {
    let parent = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let child = tree::node(reader, &organization, &request.child_id)?
            .ok_or(OrganizationsError::ChildNotFound)?;
        let above = child.parent.as_deref().unwrap_or_default();
        tree::parent(reader, &organization, above)?.ok_or(OrganizationsError::ChildNotFound)
    })?;
    let shown = Parent { id: Some(parent.id.clone()), r#type: Some(kind(&parent).to_owned()) };
    let page =
        paging::page(vec![shown], request.next_token.as_deref(), request.max_results, |parent| {
            parent.id.clone().unwrap_or_default()
        })?;
    Ok(ListParentsResponse { parents: Some(page.items), next_token: page.next_token })
}

/// What is directly below the node that a call names as parent.
pub(crate) fn below(
    reader: &Reader<'_>,
    organization: &Organization,
    parent: &str,
) -> Result<Vec<Node>, OrganizationsError> {
    let parent =
        tree::parent(reader, organization, parent)?.ok_or(OrganizationsError::ParentNotFound)?;
    Ok(tree::children(reader, organization, &parent.id)?)
}

/// AWS's name of what a node is.
pub(crate) const fn kind(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Root => ROOT,
        NodeKind::Unit { .. } => UNIT,
        NodeKind::Account(_) => ACCOUNT,
    }
}

fn find(
    reader: &Reader<'_>,
    organization: &Organization,
    id: &str,
) -> Result<Node, OrganizationsError> {
    tree::node(reader, organization, id)?
        .filter(|node| node.unit_name().is_some())
        .ok_or(OrganizationsError::OrganizationalUnitNotFound)
}

fn shown(
    reader: &Reader<'_>,
    organization: &Organization,
    node: &Node,
) -> Result<OrganizationalUnit, OrganizationsError> {
    let path = tree::path(reader, organization, node)?;
    Ok(OrganizationalUnit {
        id: Some(node.id.clone()),
        arn: Some(ids::node_arn(organization, &node.id).to_string()),
        name: node.unit_name().map(str::to_owned),
        path: Some(tree::path_text(&organization.id, &path)),
    })
}
