//! Service-linked roles: a service owns them, and nobody else may change them. (IAM User Guide,
//! "Create a service-linked role".)

use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, IdKind, Timestamp, UniqueId};

use super::linked_services::{self, LinkedService};
use super::{LINKED_PATH, shown};
use crate::Iam;
use crate::error::IamError;
use crate::records::{self, Policies, Role, key};
use crate::shapes::{CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse};

/// Makes the role of a service.
pub(crate) async fn create_linked(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateServiceLinkedRoleRequest>,
) -> Result<CreateServiceLinkedRoleResponse, IamError> {
    let request = request.into_inner();
    let service = request.aws_service_name;
    let known = linked_services::find(&service).ok_or_else(|| {
        IamError::InvalidInput(format!(
            "Service-linked roles for {service} are not known: use the name of a service that has \
             one, as elasticloadbalancing.amazonaws.com"
        ))
    })?;
    if request.custom_suffix.is_some() && !known.takes_suffix {
        return Err(IamError::InvalidInput(format!("Custom suffix is not allowed for {service}")));
    }
    let id = UniqueId::generate(IdKind::Role, &*call.platform.random);
    let role = Role {
        name: known.role_name(request.custom_suffix.as_deref()),
        description: request.description,
        ..of_service(known, call.account()?, id, call.now, &service)
    };
    let directory = call.directory.clone();
    let made = call.commit(move |tx| {
        if tx.get::<Role>(&key(role.account, &role.name))?.is_some() {
            return Err(IamError::InvalidInput(format!(
                "Service role name {} has been taken in this account, please try a different \
                 suffix.",
                role.name
            )));
        }
        records::create(tx, &role)?;
        Ok(CreateServiceLinkedRoleResponse { role: Some(shown(&role, &directory)) })
    });
    Ok(made.await?)
}

/// The role of a service in an account, where the service has one.
pub(crate) fn service_role(
    account: AccountId,
    id: UniqueId,
    now: Timestamp,
    service: &str,
) -> Option<Role> {
    let known = linked_services::find(service)?;
    Some(of_service(known, account, id, now, service))
}

fn of_service(
    known: &LinkedService,
    account: AccountId,
    id: UniqueId,
    now: Timestamp,
    service: &str,
) -> Role {
    Role {
        name: known.role_name(None),
        path: format!("{LINKED_PATH}{service}/"),
        trust: trust_of(service),
        policies: Policies { inline: Vec::new(), attached: vec![known.policy_arn()] },
        linked_service: Some(service.to_owned()),
        ..super::bare(account, id, now)
    }
}

/// Only the service may assume the role.
fn trust_of(service: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{service}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}
