//! Users.

mod change;
pub(crate) mod rule;
mod tagging;

pub(crate) use change::{create, delete, update};
pub(crate) use tagging::{list_tags, tag, untag};

use bartizan_service::directory::Entity;
use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, Principal};

use crate::error::IamError;
use crate::records::{self, Account, Named, User};
use crate::shapes::{
    GetUserRequest, GetUserResponse, ListUsersRequest, ListUsersResponse, User as Shown,
};
use crate::{Iam, boundary, paging, rules, tags};

/// A user, or the caller itself.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetUserRequest>,
) -> Result<GetUserResponse, IamError> {
    let account = call.account()?;
    let name = match (&request.user_name, &call.caller.principal) {
        (Some(name), _) | (None, Principal::User { name, .. }) => name,
        (None, Principal::Root { account }) => {
            return Ok(GetUserResponse { user: call.read(|reader| root(reader, *account))? });
        }
        (None, _) => return Err(rules::must_name_user()),
    };
    let user = call.directory.user_by_name(account, name);
    let user = user.ok_or_else(|| IamError::NoSuchEntity(User::missing(name)))?;
    Ok(GetUserResponse { user: in_force(user) })
}

/// The account's users.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListUsersRequest>,
) -> Result<ListUsersResponse, IamError> {
    let account = call.account()?;
    let mut users = call.read(|reader| records::all::<User>(reader, account))?;
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    users.retain(|user| user.path.starts_with(prefix));
    let page = paging::page(users, request.marker.as_deref(), request.max_items, |user| {
        paging::by_name(&user.name)
    })?;
    Ok(ListUsersResponse {
        users: page.items.iter().map(listed).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// A user as answers show it.
pub(crate) fn shown(user: &User) -> Shown {
    Shown {
        permissions_boundary: boundary::shown(user.boundary.as_deref()),
        tags: tags::shown_if_any(&user.tags),
        ..listed(user)
    }
}

/// A user as answers show it, from the state that requests are decided on.
fn in_force(user: &Entity) -> Shown {
    Shown {
        path: user.path().to_owned(),
        user_name: user.name.to_string(),
        user_id: user.id.to_string(),
        arn: user.arn.to_string(),
        create_date: user.created,
        password_last_used: None,
        permissions_boundary: boundary::shown(user.boundary_arn()),
        tags: tags::shown_if_any(&user.tags),
    }
}

/// A user as lists show it: without boundary and tags.
pub(crate) fn listed(user: &User) -> Shown {
    Shown {
        path: user.path.clone(),
        user_name: user.name.clone(),
        user_id: user.id.to_string(),
        arn: user.arn().to_string(),
        create_date: user.created,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

/// The root user, whose id is the account's.
pub(crate) fn root(reader: &Reader<'_>, account: AccountId) -> Result<Shown, IamError> {
    let record: Option<Account> = reader.get(&Account::key(account))?;
    let record = record.ok_or_else(|| {
        IamError::NoSuchEntity(format!("The account with id {account} cannot be found."))
    })?;
    Ok(Shown {
        path: "/".to_owned(),
        user_name: "root".to_owned(),
        user_id: account.to_string(),
        arn: format!("arn:aws:iam::{account}:root"),
        create_date: record.created,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    })
}
