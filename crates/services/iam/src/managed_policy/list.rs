//! Lists of managed policies, and of those who use one.

use bartizan_service::{Authorized, Call};

use super::AccountUses;
use super::found::{self, Found};
use crate::error::IamError;
use crate::records::{
    self, BY_ATTACHED, BY_BOUNDARY, Group, ManagedPolicy, Named, Role, User, policy_use,
};
use crate::shapes::{
    ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse, ListPoliciesRequest,
    ListPoliciesResponse, Policy, PolicyGroup, PolicyRole, PolicyUser,
};
use crate::{Iam, library, paging};

/// The policies of the account and of AWS.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListPoliciesRequest>,
) -> Result<ListPoliciesResponse, IamError> {
    let account = call.account()?;
    let (own, uses) = call.read(|reader| {
        let own = records::all::<ManagedPolicy>(reader, account)?;
        Ok::<_, IamError>((own, AccountUses::of(reader, account)?))
    })?;
    let scope = request.scope.as_deref().unwrap_or("All");
    let mut policies: Vec<Policy> = Vec::new();
    if scope != "AWS" {
        policies.extend(
            own.iter().map(|policy| found::shown(policy, uses.policy(policy.arn().as_str()))),
        );
    }
    if scope != "Local" {
        policies.extend(
            library::policies()
                .map(|policy| found::shown_library(policy, uses.policy(&policy.arn()))),
        );
    }
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    policies.retain(|policy| {
        policy.path.as_deref().is_some_and(|path| path.starts_with(prefix))
            && is_wanted(policy, &request)
    });
    let page = paging::page(policies, request.marker.as_deref(), request.max_items, own_first)?;
    let listed = |policy| Policy { description: None, tags: None, ..policy };
    Ok(ListPoliciesResponse {
        policies: Some(page.items.into_iter().map(listed).collect()),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

fn is_wanted(policy: &Policy, request: &ListPoliciesRequest) -> bool {
    let attached = policy.attachment_count.unwrap_or_default() > 0;
    let boundary = policy.permissions_boundary_usage_count.unwrap_or_default() > 0;
    let used = match request.policy_usage_filter.as_deref() {
        Some("PermissionsBoundary") => return boundary,
        Some(_) => return attached,
        None => attached || boundary,
    };
    used || request.only_attached != Some(true)
}

fn own_first(policy: &Policy) -> String {
    let arn = policy.arn.as_deref().unwrap_or_default();
    let name = policy.policy_name.as_deref().unwrap_or_default();
    format!("{} {}", u8::from(library::owns(arn)), paging::by_name(name))
}

/// One who uses a policy.
enum Entity {
    User(PolicyUser),
    Group(PolicyGroup),
    Role(PolicyRole),
}

/// Who has a policy attached or as permissions boundary.
pub(crate) async fn entities(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListEntitiesForPolicyRequest>,
) -> Result<ListEntitiesForPolicyResponse, IamError> {
    let account = call.account()?;
    let value = policy_use(account, &request.policy_arn);
    let indexes: &[&str] = match request.policy_usage_filter.as_deref() {
        Some("PermissionsPolicy") => &[BY_ATTACHED],
        Some(_) => &[BY_BOUNDARY],
        None => &[BY_ATTACHED, BY_BOUNDARY],
    };
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    let wants = |kind: &str| request.entity_filter.as_deref().is_none_or(|filter| filter == kind);
    let mut entities = Vec::new();
    call.read(|reader| {
        Found::of(reader, account, &request.policy_arn)?;
        for index in indexes {
            if wants("User") {
                let users = records::indexed::<User>(reader, index, &value)?;
                entities
                    .extend(users.into_iter().filter(|it| it.path.starts_with(prefix)).map(user));
            }
            if wants("Group") {
                let groups = records::indexed::<Group>(reader, index, &value)?;
                entities
                    .extend(groups.into_iter().filter(|it| it.path.starts_with(prefix)).map(group));
            }
            if wants("Role") {
                let roles = records::indexed::<Role>(reader, index, &value)?;
                entities
                    .extend(roles.into_iter().filter(|it| it.path.starts_with(prefix)).map(role));
            }
        }
        Ok::<_, IamError>(())
    })?;
    entities.sort_by(|one: &(String, Entity), other| one.0.cmp(&other.0));
    entities.dedup_by(|one, other| one.0 == other.0);
    let page =
        paging::page(entities, request.marker.as_deref(), request.max_items, |it| it.0.clone())?;
    let mut answer = ListEntitiesForPolicyResponse {
        policy_groups: Some(Vec::new()),
        policy_users: Some(Vec::new()),
        policy_roles: Some(Vec::new()),
        is_truncated: page.is_truncated,
        marker: page.marker,
    };
    for (_, entity) in page.items {
        match entity {
            Entity::User(one) => answer.policy_users.get_or_insert_default().push(one),
            Entity::Group(one) => answer.policy_groups.get_or_insert_default().push(one),
            Entity::Role(one) => answer.policy_roles.get_or_insert_default().push(one),
        }
    }
    Ok(answer)
}

fn user(user: User) -> (String, Entity) {
    let shown = PolicyUser { user_id: Some(user.id().to_string()), user_name: Some(user.name) };
    (format!("user {}", user.id), Entity::User(shown))
}

fn group(group: Group) -> (String, Entity) {
    let shown =
        PolicyGroup { group_id: Some(group.id().to_string()), group_name: Some(group.name) };
    (format!("group {}", group.id), Entity::Group(shown))
}

fn role(role: Role) -> (String, Entity) {
    let shown = PolicyRole { role_id: Some(role.id().to_string()), role_name: Some(role.name) };
    (format!("role {}", role.id), Entity::Role(shown))
}
