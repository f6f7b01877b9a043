//! `PutResourcePolicy`, `GetResourcePolicy`, `DeleteResourcePolicy`: policies of event data stores.

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::rules::names_store;
use super::{EventDataStore, Reference, find_active};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, GetResourcePolicyRequest,
    GetResourcePolicyResponse, PutResourcePolicyRequest, PutResourcePolicyResponse,
};

/// Gives an event data store a policy, in place of the one it has.
pub(crate) async fn put(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<PutResourcePolicyRequest>,
) -> Result<PutResourcePolicyResponse, CloudTrailError> {
    let request = request.into_inner();
    Policy::parse(&request.resource_policy, PolicyKind::Resource)
        .map_err(|error| CloudTrailError::ResourcePolicyNotValid(error.to_string()))?;
    let named = Named::read(call, &request.resource_arn)?;
    let done = call.commit(move |writer| {
        let mut store = named.store(writer)?;
        store.policy = Some(request.resource_policy.clone());
        writer.put(&store.key(), &store)?;
        Ok::<_, CloudTrailError>(PutResourcePolicyResponse {
            resource_arn: Some(request.resource_arn),
            resource_policy: Some(request.resource_policy),
            delegated_admin_resource_policy: None,
        })
    });
    Ok(done.await?)
}

/// The policy of an event data store.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetResourcePolicyRequest>,
) -> Result<GetResourcePolicyResponse, CloudTrailError> {
    let named = Named::read(call, &request.resource_arn)?;
    let store = call.read(|reader| named.store(reader))?;
    let policy = store.policy.ok_or_else(|| named.without_policy())?;
    Ok(GetResourcePolicyResponse {
        resource_arn: Some(named.arn),
        resource_policy: Some(policy),
        delegated_admin_resource_policy: None,
    })
}

/// Takes the policy from an event data store.
pub(crate) async fn delete(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DeleteResourcePolicyRequest>,
) -> Result<DeleteResourcePolicyResponse, CloudTrailError> {
    let named = Named::read(call, &request.resource_arn)?;
    let done = call.commit(move |writer| {
        let mut store = named.store(writer)?;
        if store.policy.take().is_none() {
            return Err(named.without_policy());
        }
        writer.put(&store.key(), &store)?;
        Ok(DeleteResourcePolicyResponse::default())
    });
    Ok(done.await?)
}

/// An event data store as a call names it.
struct Named {
    arn: String,
    reference: Reference,
    region: String,
}

impl Named {
    fn read(call: &Call, arn: &str) -> Result<Self, CloudTrailError> {
        if !names_store(arn) {
            return Err(CloudTrailError::ResourceTypeNotSupported(arn.to_owned()));
        }
        let reference = Reference::read(call, arn)
            .map_err(|_| CloudTrailError::ResourceARNNotValid(arn.to_owned()))?;
        Ok(Self { arn: arn.to_owned(), reference, region: call.region.as_str().to_owned() })
    }

    fn store(&self, reader: &Reader<'_>) -> Result<EventDataStore, CloudTrailError> {
        find_active(reader, &self.reference, &self.region).map_err(|error| match error {
            CloudTrailError::EventDataStoreNotFound(_)
            | CloudTrailError::InactiveEventDataStore(_) => {
                CloudTrailError::ResourceNotFound(self.arn.clone())
            }
            other => other,
        })
    }

    fn without_policy(&self) -> CloudTrailError {
        CloudTrailError::ResourcePolicyNotFound(self.arn.clone())
    }
}
