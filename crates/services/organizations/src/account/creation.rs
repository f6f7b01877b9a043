//! Making accounts. AWS does it in the background; here it is done when the call returns, and the
//! answer says what became of it.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Reader, StoreError, Writer};
use bartizan_service::{AccountFacts, Accounts, Authorized, Call, NewAccount};
use bartizan_types::{AccountId, Random, Tag, Timestamp};

use crate::error::OrganizationsError;
use crate::events::Teller;
use crate::organization::accounts;
use crate::records::{
    ACCOUNTS, Creation, CreationOutcome, JoinedMethod, Member, Node, NodeKind, Organization,
};
use crate::shapes::{
    CreateAccountRequest, CreateAccountResponse, CreateAccountStatus,
    DescribeCreateAccountStatusRequest, DescribeCreateAccountStatusResponse,
    ListCreateAccountStatusRequest, ListCreateAccountStatusResponse,
};
use crate::{Organizations, ids, paging, policy, standing, tags, tree};

/// The most accounts of an organization; AWS's own limit begins at ten and grows on request.
const ACCOUNTS_MAX: usize = 10_000;
/// The most requests that are remembered: each account has one, and refused ones are more.
const CREATIONS_MAX: usize = 20_000;
/// How many are forgotten at a time, and how long one that made an account is remembered: as long as
/// AWS lists it. (Organizations API Reference, `DescribeCreateAccountStatus`.)
const FORGOTTEN_MAX: usize = 1000;
const REMEMBERED_FOR: Duration = Duration::from_hours(90 * 24);
/// The role by which the management account administers the account, unless the request says.
const ACCESS_ROLE: &str = "OrganizationAccountAccessRole";
/// What the names of roles of services begin with.
const LINKED: &str = "AWSServiceRoleFor";

/// Makes an account that is a member from the start.
pub(crate) async fn create(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CreateAccountRequest>,
) -> Result<CreateAccountResponse, OrganizationsError> {
    let request = request.into_inner();
    let role = request.role_name.unwrap_or_else(|| ACCESS_ROLE.to_owned());
    if role.starts_with(LINKED) {
        return Err(OrganizationsError::InvalidInput(
            "INVALID_ROLE_NAME",
            "You provided a role name that begins with the reserved prefix AWSServiceRoleFor.",
        ));
    }
    if request.iam_user_access_to_billing.as_deref() == Some("DENY") {
        return Err(OrganizationsError::NotImplemented("IamUserAccessToBilling DENY"));
    }
    let wanted = Wanted {
        name: request.account_name,
        email: request.email,
        role,
        tags: tags::read(request.tags)?,
        now: call.now,
    };
    let decided = standing::Decided::of(call)?;
    let (accounts, random) = (accounts(call)?, Arc::clone(&call.platform.random));
    let made = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let creation = wanted.make(tx, &organization, &*accounts, &*random)?;
        Ok::<_, OrganizationsError>(CreateAccountResponse {
            create_account_status: Some(shown(&creation)),
        })
    });
    Ok(made.await?)
}

/// The account that a request asks for.
struct Wanted {
    name: String,
    email: String,
    role: String,
    tags: Vec<Tag>,
    now: Timestamp,
}

impl Wanted {
    fn make(
        self,
        tx: &mut Writer<'_>,
        organization: &Organization,
        accounts: &dyn Accounts,
        random: &dyn Random,
    ) -> Result<Creation, OrganizationsError> {
        if is_full(tx, organization)? || !make_room(tx, organization, self.now)? {
            return Err(OrganizationsError::constraint(
                "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
                "You have exceeded the allowed number of AWS accounts.",
            ));
        }
        let creation = Creation {
            id: ids::creation(random),
            management: organization.management,
            account_name: self.name.clone(),
            requested: self.now,
            outcome: if accounts.is_reserved(&self.email) {
                CreationOutcome::Failed("INVALID_EMAIL".to_owned())
            } else if accounts.by_email(tx, &self.email)?.is_some() {
                CreationOutcome::Failed("EMAIL_ALREADY_EXISTS".to_owned())
            } else {
                CreationOutcome::Succeeded(self.make_account(tx, organization, accounts, random)?)
            },
        };
        tx.put(&Creation::key(organization.management, &creation.id), &creation)?;
        let teller =
            Teller { management: organization.management, random, now: creation.requested };
        teller.created(tx, &creation)?;
        if let CreationOutcome::Succeeded(account) = creation.outcome {
            teller.joined(tx, account, JoinedMethod::Created)?;
        }
        Ok(creation)
    }

    fn make_account(
        self,
        tx: &mut Writer<'_>,
        organization: &Organization,
        accounts: &dyn Accounts,
        random: &dyn Random,
    ) -> Result<AccountId, OrganizationsError> {
        let id = free_id(tx, accounts, random)?;
        let new = NewAccount {
            facts: AccountFacts {
                id,
                name: self.name,
                email: self.email,
                created: Some(self.now),
                closed: None,
            },
            created: self.now,
            access_role: &self.role,
            management: organization.management,
        };
        accounts.create(tx, &new, random)?;
        let node = Node {
            management: organization.management,
            id: id.to_string(),
            parent: Some(organization.root.clone()),
            since: self.now,
            tags: self.tags,
            attached: policy::first(organization),
            kind: NodeKind::Account(Member { account: id, joined: JoinedMethod::Created }),
        };
        tx.put(&Node::key(organization.management, &node.id), &node)?;
        Ok(id)
    }
}

/// Whether the organization has as many accounts as it may have.
pub(crate) fn is_full(
    reader: &Reader<'_>,
    organization: &Organization,
) -> Result<bool, StoreError> {
    Ok(tree::count(reader, organization, ACCOUNTS)? >= ACCOUNTS_MAX)
}

/// Whether one more request can be remembered. Where there are too many, some that failed or are old
/// are forgotten.
fn make_room(
    tx: &mut Writer<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let management = organization.management.to_string();
    let count = tx.count::<Creation>(&management, "")?;
    if usize::try_from(count).is_ok_and(|count| count < CREATIONS_MAX) {
        return Ok(true);
    }
    let mut forgotten = 0;
    for (key, creation) in tx.scan::<Creation>(&management, "", "", None, FORGOTTEN_MAX)? {
        if creation.is_failed() || now.since(creation.requested) >= REMEMBERED_FOR {
            tx.delete::<Creation>(&key)?;
            forgotten += 1;
        }
    }
    Ok(forgotten > 0)
}

/// The id of no account.
fn free_id(
    reader: &Reader<'_>,
    accounts: &dyn Accounts,
    random: &dyn Random,
) -> Result<AccountId, OrganizationsError> {
    loop {
        let id = ids::account(random);
        if accounts.find(reader, id)?.is_none() {
            return Ok(id);
        }
    }
}

/// What became of a request.
pub(crate) async fn describe_creation(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribeCreateAccountStatusRequest>,
) -> Result<DescribeCreateAccountStatusResponse, OrganizationsError> {
    let found = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let key = Creation::key(organization.management, &request.create_account_request_id);
        reader.get::<Creation>(&key)?.ok_or(OrganizationsError::CreateAccountStatusNotFound)
    })?;
    Ok(DescribeCreateAccountStatusResponse { create_account_status: Some(shown(&found)) })
}

/// The requests in these states, or all.
pub(crate) async fn list_creations(
    _service: &Organizations,
    call: &Call,
    request: Authorized<ListCreateAccountStatusRequest>,
) -> Result<ListCreateAccountStatusResponse, OrganizationsError> {
    let found = call.read(|reader| {
        let organization = standing::reads(reader, call)?;
        let management = organization.management.to_string();
        Ok::<_, OrganizationsError>(reader.scan::<Creation>(
            &management,
            "",
            "",
            None,
            CREATIONS_MAX,
        )?)
    })?;
    let states = request.states.as_deref().unwrap_or_default();
    let wanted = found
        .into_iter()
        .map(|(_, creation)| creation)
        .filter(|one| states.is_empty() || states.iter().any(|state| state == one.state()))
        .collect();
    let page = paging::page(wanted, request.next_token.as_deref(), request.max_results, |one| {
        format!("{:016} {}", one.requested.millis(), one.id)
    })?;
    Ok(ListCreateAccountStatusResponse {
        create_account_statuses: Some(page.items.iter().map(shown).collect()),
        next_token: page.next_token,
    })
}

fn shown(creation: &Creation) -> CreateAccountStatus {
    let (account, reason) = match &creation.outcome {
        CreationOutcome::Succeeded(account) => (Some(account.to_string()), None),
        CreationOutcome::Failed(reason) => (None, Some(reason.clone())),
    };
    CreateAccountStatus {
        id: Some(creation.id.clone()),
        account_name: Some(creation.account_name.clone()),
        state: Some(creation.state().to_owned()),
        requested_timestamp: Some(creation.requested),
        completed_timestamp: Some(creation.requested),
        account_id: account,
        gov_cloud_account_id: None,
        failure_reason: reason,
    }
}
