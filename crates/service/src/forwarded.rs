//! Calls that a service makes for its caller, with the caller's permissions. (IAM User Guide, "Forward
//! access sessions".)

use std::sync::{Arc, Mutex};

use bartizan_types::{AccountId, Fault, Principal, Region};
use bartizan_wire::Value;

use crate::call::Progress;
use crate::{Call, Caller, Incoming, Operation, Origin, Reply, not_implemented};

/// A call that a service makes for its caller.
#[derive(Debug)]
pub struct Forwarded {
    /// The service that makes it, as `s3`.
    pub via: &'static str,
    /// The service that is called, and its operation.
    pub operation: (&'static str, &'static str),
    /// The region it is called in.
    pub region: Region,
    /// The input.
    pub input: Value,
}

impl Call {
    /// Sends another call of the same caller along the road: decided and recorded as every call.
    ///
    /// # Errors
    /// As for [`crate::Road::travel`].
    pub async fn forward(&self, forwarded: Forwarded) -> Result<Reply, Fault> {
        let Forwarded { via, region, input, .. } = forwarded;
        let incoming = Incoming {
            operation: self.forwarded_operation(forwarded.operation)?,
            caller: self.caller.clone(),
            region,
            origin: Origin::inside(&service_principal(via)),
            on_behalf_of: self.on_behalf_of.clone(),
            via: Some(via),
            request_id: self.platform.random.uuid(),
            input: Ok(input),
            body: None,
        };
        self.road.travel(incoming).await
    }

    /// The call that [`Self::forward`] would send, to decide by what it would need: it leaves no event.
    ///
    /// # Errors
    /// There is no such operation.
    pub fn forwarded(
        &self,
        via: &'static str,
        operation: (&'static str, &'static str),
        region: &Region,
    ) -> Result<Self, Fault> {
        Ok(Self {
            operation: self.forwarded_operation(operation)?,
            region: region.clone(),
            origin: Origin::inside(&service_principal(via)),
            via: Some(via),
            ..self.sibling()
        })
    }

    /// The same call as the root user of an account would make it, to decide by: it leaves no event.
    #[must_use]
    pub fn by_root(&self, account: AccountId) -> Self {
        let caller = Caller { principal: Principal::Root { account }, ..Caller::anonymous() };
        Self { caller, ..self.sibling() }
    }

    /// Another call at the same moment that nothing was decided about yet.
    fn sibling(&self) -> Self {
        Self {
            operation: self.operation,
            caller: self.caller.clone(),
            region: self.region.clone(),
            request_id: self.request_id.clone(),
            now: self.now,
            origin: self.origin.clone(),
            on_behalf_of: self.on_behalf_of.clone(),
            via: self.via,
            directory: Arc::clone(&self.directory),
            platform: Arc::clone(&self.platform),
            road: self.road.clone(),
            request_parameters: Vec::new(),
            progress: Mutex::new(Progress::default()),
        }
    }

    fn forwarded_operation(
        &self,
        (service, name): (&'static str, &'static str),
    ) -> Result<&'static Operation, Fault> {
        self.road.operation(service, name).ok_or_else(|| not_implemented(service, name))
    }
}

/// The principal of a service, as `s3.amazonaws.com`.
pub(crate) fn service_principal(service: &str) -> String {
    [service, ".amazonaws.com"].concat()
}
