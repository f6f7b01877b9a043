//! Calls that a service makes for itself, along the same road as everyone's: the resource's own
//! policy decides about them, and they are in the activity record.

use std::sync::Arc;

use bartizan_types::{Arn, Fault, Principal, Region};
use bartizan_wire::{Bytes, Value};

use crate::{Body, Caller, Incoming, Origin, Reply, Road, not_implemented};

/// A call of a service principal. (IAM User Guide, "AWS service principals".)
#[derive(Debug, Clone)]
pub struct ServiceCall<'c> {
    /// The service principal, as `cloudtrail.amazonaws.com`.
    pub principal: &'c str,
    /// The resource it acts for: `aws:SourceArn` and `aws:SourceAccount`.
    pub on_behalf_of: &'c Arn,
    /// The service that is called, and its operation.
    pub operation: (&'static str, &'static str),
    /// The region it is called in.
    pub region: Region,
    /// The input.
    pub input: Value,
    /// The streamed payload, where the operation has one.
    pub body: Option<Bytes>,
}

impl Road {
    /// Sends a service's own call along the road.
    ///
    /// # Errors
    /// As for [`Road::travel`].
    pub async fn travel_for_service(&self, call: ServiceCall<'_>) -> Result<Reply, Fault> {
        let (service, name) = call.operation;
        let operation =
            self.operation(service, name).ok_or_else(|| not_implemented(service, name))?;
        self.travel(Incoming {
            operation,
            caller: Caller {
                principal: Principal::Service { name: call.principal.to_owned() },
                access_key: None,
                session: None,
                principal_tags: Arc::from([]),
            },
            region: call.region,
            origin: Origin::inside(call.principal),
            on_behalf_of: Some(call.on_behalf_of.clone()),
            via: None,
            request_id: self.platform().random.uuid(),
            input: Ok(call.input),
            body: call.body.map(Body::from_bytes),
        })
        .await
    }
}
