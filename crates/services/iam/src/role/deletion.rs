//! Deleting a service-linked role, which AWS does as a task of its own.

use bartizan_service::{Authorized, Call, Usage};
use bartizan_store::{Key, Record};
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Iam;
use crate::error::IamError;
use crate::records::{self, Role};
use crate::shapes::{
    DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse,
    GetServiceLinkedRoleDeletionStatusRequest, GetServiceLinkedRoleDeletionStatusResponse,
};

/// A task that deleted a role. Bartizan deletes in the call itself, so every task has succeeded.
#[derive(Debug, Serialize, Deserialize)]
struct DeletionTask {
    finished: Timestamp,
}

impl Record for DeletionTask {
    const COLLECTION: &'static str = "iam.deletion_task";
}

/// Deletes a service-linked role.
pub(crate) async fn delete_linked(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteServiceLinkedRoleRequest>,
) -> Result<DeleteServiceLinkedRoleResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let (name, task) = (request.into_inner().role_name, call.platform.random.uuid());
    let done = call.commit(move |tx| {
        let role: Role = records::find(tx, account, &name)?;
        if role.linked_service.is_none() {
            return Err(IamError::InvalidInput(format!(
                "The role {name} is not a service-linked role: delete it with DeleteRole"
            )));
        }
        Usage::forget(tx, account, &role.id)?;
        records::remove(tx, &role)?;
        let id = format!("task{}{}/{task}", role.path, role.name);
        tx.put(&Key::global(account, id.as_str()), &DeletionTask { finished: now })?;
        Ok(DeleteServiceLinkedRoleResponse { deletion_task_id: id })
    });
    Ok(done.await?)
}

/// How far the deletion of a service-linked role is.
pub(crate) async fn deletion_status(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetServiceLinkedRoleDeletionStatusRequest>,
) -> Result<GetServiceLinkedRoleDeletionStatusResponse, IamError> {
    let key = Key::global(call.account()?, request.deletion_task_id.as_str());
    let found = call.read(|reader| Ok::<_, IamError>(reader.get::<DeletionTask>(&key)?))?;
    if found.is_none() {
        return Err(IamError::NoSuchEntity(format!(
            "Deletion Task {} was not found.",
            request.deletion_task_id
        )));
    }
    Ok(GetServiceLinkedRoleDeletionStatusResponse { status: "SUCCEEDED".to_owned(), reason: None })
}
