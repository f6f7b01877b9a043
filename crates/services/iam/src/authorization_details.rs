//! `GetAccountAuthorizationDetails`: every user, group, role and policy with what it may do.

use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::error::IamError;
use crate::managed_policy::{AccountUses, Found};
use crate::records::{
    self, BY_ROLE, Group, InstanceProfile, ManagedPolicy, Named, Policies, Role, User,
};
use crate::shapes::{
    AttachedPolicy, GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse,
    GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail,
};
use crate::{Iam, boundary, document, instance_profile, library, paging, role, tags};

/// One thing of the account.
enum Item {
    User(User),
    Group(Group),
    Role(Role),
    Policy(Found, String),
}

/// Every user, group, role and managed policy in use, or those of the kinds asked for.
pub(crate) async fn details(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetAccountAuthorizationDetailsRequest>,
) -> Result<GetAccountAuthorizationDetailsResponse, IamError> {
    let account = call.account()?;
    let answer = call.read(|reader| {
        let counts = AccountUses::of(reader, account)?;
        let items = items(reader, account, request.filter.as_deref(), &counts)?;
        let page =
            paging::page(items, request.marker.as_deref(), request.max_items, Item::sort_key)?;
        let mut answer = GetAccountAuthorizationDetailsResponse {
            user_detail_list: Some(Vec::new()),
            group_detail_list: Some(Vec::new()),
            role_detail_list: Some(Vec::new()),
            policies: Some(Vec::new()),
            is_truncated: page.is_truncated,
            marker: page.marker,
        };
        for item in page.items {
            match item {
                Item::User(user) => {
                    answer.user_detail_list.get_or_insert_default().push(of_user(reader, &user)?);
                }
                Item::Group(group) => {
                    answer.group_detail_list.get_or_insert_default().push(of_group(&group));
                }
                Item::Role(role) => {
                    let detail = of_role(reader, &role, call)?;
                    answer.role_detail_list.get_or_insert_default().push(detail);
                }
                Item::Policy(found, arn) => {
                    answer.policies.get_or_insert_default().push(of_policy(&found, &arn, &counts));
                }
            }
        }
        Ok::<_, IamError>(answer)
    });
    Ok(answer?)
}

fn items(
    reader: &Reader<'_>,
    account: AccountId,
    filter: Option<&[String]>,
    uses: &AccountUses,
) -> Result<Vec<Item>, IamError> {
    let filter = filter.unwrap_or_default();
    let wants = |kind: &str| filter.is_empty() || filter.iter().any(|one| one == kind);
    let mut items = Vec::new();
    if wants("User") {
        items.extend(records::all::<User>(reader, account)?.into_iter().map(Item::User));
    }
    if wants("Group") {
        items.extend(records::all::<Group>(reader, account)?.into_iter().map(Item::Group));
    }
    if wants("Role") {
        items.extend(records::all::<Role>(reader, account)?.into_iter().map(Item::Role));
    }
    if wants("LocalManagedPolicy") {
        for policy in records::all::<ManagedPolicy>(reader, account)? {
            let arn = policy.arn().to_string();
            items.push(Item::Policy(Found::Own(Box::new(policy)), arn));
        }
    }
    if wants("AWSManagedPolicy") {
        for arn in uses.policies().filter(|arn| library::owns(arn)) {
            if let Some(policy) = library::policy(arn) {
                items.push(Item::Policy(Found::Library(policy), arn.to_owned()));
            }
        }
    }
    Ok(items)
}

impl Item {
    fn sort_key(&self) -> String {
        let (kind, name) = match self {
            Self::User(user) => (0, user.name()),
            Self::Group(group) => (1, group.name()),
            Self::Role(role) => (2, role.name()),
            Self::Policy(_, arn) => (3, arn.as_str()),
        };
        format!("{kind} {}", paging::by_name(name))
    }
}

fn of_user(reader: &Reader<'_>, user: &User) -> Result<UserDetail, IamError> {
    let mut groups = Vec::new();
    for id in &user.groups {
        groups.extend(records::find_by_id::<Group>(reader, id)?.map(|group| group.name));
    }
    Ok(UserDetail {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.to_string()),
        arn: Some(user.arn().to_string()),
        create_date: Some(user.created),
        user_policy_list: inline(&user.policies),
        group_list: Some(groups),
        attached_managed_policies: Some(attached(&user.policies)),
        permissions_boundary: boundary::shown(user.boundary.as_deref()),
        tags: Some(tags::shown(&user.tags)),
    })
}

fn of_group(group: &Group) -> GroupDetail {
    GroupDetail {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.to_string()),
        arn: Some(group.arn().to_string()),
        create_date: Some(group.created),
        group_policy_list: Some(inline(&group.policies).unwrap_or_default()),
        attached_managed_policies: Some(attached(&group.policies)),
    }
}

fn of_role(reader: &Reader<'_>, role: &Role, call: &Call) -> Result<RoleDetail, IamError> {
    let profiles = records::indexed::<InstanceProfile>(reader, BY_ROLE, role.id.as_str())?;
    let profiles = profiles.iter().map(|one| instance_profile::shown(reader, one, &call.directory));
    Ok(RoleDetail {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.to_string()),
        arn: Some(role.arn().to_string()),
        create_date: Some(role.created),
        assume_role_policy_document: role::shown(role, &call.directory).assume_role_policy_document,
        instance_profile_list: Some(profiles.collect::<Result<_, _>>()?),
        role_policy_list: Some(inline(&role.policies).unwrap_or_default()),
        attached_managed_policies: Some(attached(&role.policies)),
        permissions_boundary: boundary::shown(role.boundary.as_deref()),
        tags: Some(tags::shown(&role.tags)),
        role_last_used: Some(role::last_used(reader, call, role)?),
    })
}

fn of_policy(found: &Found, arn: &str, uses: &AccountUses) -> ManagedPolicyDetail {
    let shown = found.shown(uses.policy(arn));
    ManagedPolicyDetail {
        policy_name: shown.policy_name,
        policy_id: shown.policy_id,
        arn: shown.arn,
        path: shown.path,
        default_version_id: shown.default_version_id,
        attachment_count: shown.attachment_count,
        permissions_boundary_usage_count: shown.permissions_boundary_usage_count,
        is_attachable: shown.is_attachable,
        description: shown.description,
        create_date: shown.create_date,
        update_date: shown.update_date,
        policy_version_list: Some(found.shown_versions()),
    }
}

/// Inline policies; nothing where there are none, as AWS leaves the list out of users.
fn inline(policies: &Policies) -> Option<Vec<PolicyDetail>> {
    let each = policies.inline.iter().map(|policy| PolicyDetail {
        policy_name: Some(policy.name.clone()),
        policy_document: Some(document::encoded(&policy.document)),
    });
    (!policies.inline.is_empty()).then(|| each.collect())
}

fn attached(policies: &Policies) -> Vec<AttachedPolicy> {
    let each = policies.attached.iter().map(|arn| AttachedPolicy {
        policy_name: Some(arn.rsplit('/').next().unwrap_or_default().to_owned()),
        policy_arn: Some(arn.clone()),
    });
    each.collect()
}
