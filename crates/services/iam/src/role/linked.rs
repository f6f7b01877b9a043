//! Service-linked roles: a service owns them, and nobody else may change them. (IAM User Guide,
//! "Create a service-linked role".)

use bartizan_service::{Authorized, Call};
use bartizan_types::{IdKind, UniqueId};

use super::{DEFAULT_SESSION_SECONDS, LINKED_PATH, linked_services, session_seconds, shown};
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
    let role = Role {
        account: call.account()?,
        name: known.role_name(request.custom_suffix.as_deref()),
        id: UniqueId::generate(IdKind::Role, &*call.platform.random),
        path: format!("{LINKED_PATH}{service}/"),
        created: call.now,
        trust: trust_of(&service),
        description: request.description,
        max_session_seconds: session_seconds(Some(DEFAULT_SESSION_SECONDS))?,
        tags: Vec::new(),
        boundary: None,
        policies: Policies { inline: Vec::new(), attached: vec![known.policy_arn()] },
        linked_service: Some(service),
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

/// Only the service may assume the role.
fn trust_of(service: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{service}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}
