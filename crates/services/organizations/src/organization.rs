//! The organization itself, and its root.

use std::sync::Arc;

use bartizan_service::{Access, AccountFacts, Accounts, Authorized, Call};
use bartizan_types::{Arn, Fault};

use crate::error::OrganizationsError;
use crate::events::Teller;
use crate::records::{
    FeatureSet, JoinedMethod, Member, Node, NodeKind, Organization as Stored, PolicyType,
};
use crate::shapes::{
    CreateOrganizationRequest, CreateOrganizationResponse, DescribeOrganizationResponse,
    ListRootsRequest, ListRootsResponse, Organization, PolicyTypeSummary, Root,
};
use crate::{Organizations, ids, paging, policy, standing, tree};

/// What every root is called.
pub(crate) const ROOT_NAME: &str = "Root";
/// The principal whose role is in every account.
const PRINCIPAL: &str = "organizations.amazonaws.com";
/// That role.
const LINKED_ROLE: &str =
    "role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations";

/// Makes the calling account the management account of a new organization.
pub(crate) async fn create(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CreateOrganizationRequest>,
) -> Result<CreateOrganizationResponse, OrganizationsError> {
    let feature_set = match request.feature_set.as_deref() {
        Some("CONSOLIDATED_BILLING") => FeatureSet::ConsolidatedBilling,
        _ => FeatureSet::All,
    };
    let (management, accounts) = (call.account()?, accounts(call)?);
    permit_linked_role(call)?;
    let random = Arc::clone(&call.platform.random);
    let organization = Stored {
        id: ids::organization(&*random),
        management,
        feature_set,
        created: call.now,
        root: ids::root(&*random),
        enabled: Vec::new(),
        trusted: Vec::new(),
        resource_policy: None,
        all_features: None,
    };
    let made = call.commit(move |tx| {
        if tree::of_account(tx, management)?.is_some() {
            return Err(OrganizationsError::AlreadyInOrganization);
        }
        let facts = accounts.enrol(tx, management, organization.created, &*random)?;
        tx.put(&Stored::key(management), &organization)?;
        for node in first_nodes(&organization) {
            tx.put(&Node::key(management, &node.id), &node)?;
        }
        let teller = Teller { management, random: &*random, now: organization.created };
        teller.joined(tx, management, JoinedMethod::Invited)?;
        Ok(CreateOrganizationResponse { organization: Some(shown(&organization, &facts)) })
    });
    Ok(made.await?)
}

/// The types that the answers' member of old tells of, which says nothing of what is turned on.
/// (Organizations API Reference, `Organization`, `AvailablePolicyTypes`.)
const fn available_types(feature_set: FeatureSet) -> &'static [PolicyType] {
    match feature_set {
        FeatureSet::All => &[PolicyType::ServiceControl],
        FeatureSet::ConsolidatedBilling => &[],
    }
}

/// A new organization's root, and its management account below it.
fn first_nodes(organization: &Stored) -> [Node; 2] {
    let node = |id: String, parent: Option<String>, kind: NodeKind| Node {
        management: organization.management,
        id,
        parent,
        since: organization.created,
        tags: Vec::new(),
        attached: policy::first(organization),
        kind,
    };
    let member = Member { account: organization.management, joined: JoinedMethod::Invited };
    [
        node(organization.root.clone(), None, NodeKind::Root),
        node(
            organization.management.to_string(),
            Some(organization.root.clone()),
            NodeKind::Account(member),
        ),
    ]
}

/// The caller needs to be allowed to make the role that is linked to Organizations. (Organizations
/// API Reference, `AccessDeniedForDependencyException`.)
pub(crate) fn permit_linked_role(call: &Call) -> Result<(), OrganizationsError> {
    let role = Arn::new("iam", "", Some(call.account()?), LINKED_ROLE);
    let access =
        Access::on("iam:CreateServiceLinkedRole", &role).key("iam:AWSServiceName", PRINCIPAL);
    call.require(&access).map_err(|_| {
        OrganizationsError::AccessDeniedForDependency(
            "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE",
            "The request failed because your credentials do not have permission to create the \
             service-linked role required by AWS Organizations.",
        )
    })
}

/// The organization that the calling account is in.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<DescribeOrganizationResponse, OrganizationsError> {
    let accounts = accounts(call)?;
    let organization = call.read(|reader| {
        let (organization, _) = standing::member(reader, call.account()?)?;
        let facts = facts_of(&*accounts, reader, organization.management)?;
        Ok::<_, OrganizationsError>(shown(&organization, &facts))
    })?;
    Ok(DescribeOrganizationResponse { organization: Some(organization) })
}

/// The one root.
pub(crate) async fn list_roots(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListRootsRequest>,
) -> Result<ListRootsResponse, OrganizationsError> {
    let root = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        Ok::<_, OrganizationsError>(shown_root(&organization))
    })?;
    let page =
        paging::page(vec![root], request.next_token.as_deref(), request.max_results, |root| {
            root.id.clone().unwrap_or_default()
        })?;
    Ok(ListRootsResponse { roots: Some(page.items), next_token: page.next_token })
}

/// The root as answers show it.
pub(crate) fn shown_root(organization: &Stored) -> Root {
    Root {
        id: Some(organization.root.clone()),
        arn: Some(ids::node_arn(organization, &organization.root).to_string()),
        name: Some(ROOT_NAME.to_owned()),
        policy_types: Some(summaries(organization.enabled.iter())),
    }
}

/// The organization as answers show it.
fn shown(organization: &Stored, management: &AccountFacts) -> Organization {
    let account = management.id.to_string();
    let arn = Arn::new(
        "organizations",
        "",
        Some(organization.management),
        &format!("organization/{}", organization.id),
    );
    Organization {
        id: Some(organization.id.clone()),
        arn: Some(arn.to_string()),
        feature_set: Some(organization.feature_set.name().to_owned()),
        master_account_arn: Some(ids::node_arn(organization, &account).to_string()),
        master_account_id: Some(account),
        master_account_email: Some(management.email.clone()),
        available_policy_types: Some(summaries(available_types(organization.feature_set).iter())),
    }
}

fn summaries<'t>(types: impl Iterator<Item = &'t PolicyType>) -> Vec<PolicyTypeSummary> {
    let summary = |one: &PolicyType| PolicyTypeSummary {
        r#type: Some(one.name().to_owned()),
        status: Some("ENABLED".to_owned()),
    };
    types.map(summary).collect()
}

/// Who keeps accounts.
pub(crate) fn accounts(call: &Call) -> Result<Arc<dyn Accounts>, Fault> {
    call.platform.ports.accounts.clone().ok_or_else(|| {
        Fault::new("ServiceException", "there is no service that keeps accounts", 500)
    })
}

/// What an account of an organization is called.
pub(crate) fn facts_of(
    accounts: &dyn Accounts,
    reader: &bartizan_service::store::Reader<'_>,
    id: bartizan_types::AccountId,
) -> Result<AccountFacts, OrganizationsError> {
    accounts.find(reader, id)?.ok_or(OrganizationsError::AccountNotFound)
}
