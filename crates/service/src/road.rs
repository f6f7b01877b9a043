//! The one road: authorise → handle → record. The gateway, the console and background work all
//! send their calls here.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex};

use bartizan_store::ActivityRow;
use bartizan_types::{Arn, Fault, FaultKind, Region};
use bartizan_wire::Value;

use crate::activity::Event;
use crate::call::Progress;
use crate::decide::authorize;
use crate::usage::Full;
use crate::{Body, Call, Caller, Mode, Operation, Origin, Platform, Reply, Service, redaction};

/// The road, with every service at its side. Clones are the same road.
#[derive(Clone)]
pub struct Road(Arc<Inner>);

struct Inner {
    platform: Arc<Platform>,
    services: BTreeMap<&'static str, Arc<dyn Service>>,
    operations: HashMap<(&'static str, &'static str), &'static Operation>,
}

/// A request that was decoded and authenticated.
#[derive(Debug)]
pub struct Incoming {
    /// The operation asked for.
    pub operation: &'static Operation,
    /// Who asks.
    pub caller: Caller,
    /// The region of the credential scope.
    pub region: Region,
    /// Where the request came from.
    pub origin: Origin,
    /// The resource that a service acts on behalf of, as a trail; none for other callers.
    pub on_behalf_of: Option<Arn>,
    /// The service that makes the call for the caller, as `s3`; none where the caller makes it.
    pub via: Option<&'static str>,
    /// The request's id.
    pub request_id: String,
    /// The decoded, validated input, or why it is none: that is recorded, too.
    pub input: Result<Value, Fault>,
    /// The streamed payload, where the operation has one.
    pub body: Option<Body>,
}

impl Road {
    /// A road along these services.
    pub fn new(platform: Arc<Platform>, services: Vec<Arc<dyn Service>>) -> Self {
        let services: BTreeMap<_, _> =
            services.into_iter().map(|service| (service.name(), service)).collect();
        let operations = services
            .values()
            .flat_map(|service| service.operations())
            .map(|operation| ((operation.service, operation.name), operation))
            .collect();
        Self(Arc::new(Inner { platform, services, operations }))
    }

    /// The shared platform.
    pub fn platform(&self) -> &Arc<Platform> {
        &self.0.platform
    }

    /// The real operation of this name; `None` where it is not implemented.
    pub fn operation(&self, service: &str, name: &str) -> Option<&'static Operation> {
        self.0.operations.get(&(service, name)).copied()
    }

    /// The answer where an operation is not implemented, with the reason if there will be none.
    pub fn missing(&self, service: &str, name: &str) -> Fault {
        let lacking = self.0.services.get(service).map(|held| held.lacking()).unwrap_or_default();
        let why = lacking.iter().find(|(_, operations)| operations.contains(&name));
        let mut fault = crate::not_implemented(service, name);
        if let Some((why, _)) = why {
            fault.message = format!("{service}:{name} is not implemented by Bartizan: {why}");
        }
        fault
    }

    /// Every service.
    pub fn services(&self) -> impl Iterator<Item = &Arc<dyn Service>> {
        self.0.services.values()
    }

    /// Takes a request to its service and back: decided, handled, recorded.
    ///
    /// # Errors
    /// A policy denies, the handler refuses, or the platform cannot answer safely.
    pub async fn travel(&self, incoming: Incoming) -> Result<Reply, Fault> {
        let platform = self.platform();
        let service = self.0.services.get(incoming.operation.service).ok_or_else(|| {
            crate::not_implemented(incoming.operation.service, incoming.operation.name)
        })?;
        let call = Call {
            operation: incoming.operation,
            caller: incoming.caller,
            region: incoming.region,
            request_id: incoming.request_id,
            now: platform.now(),
            origin: incoming.origin,
            on_behalf_of: incoming.on_behalf_of,
            via: incoming.via,
            directory: platform.directory()?,
            platform: Arc::clone(platform),
            road: self.clone(),
            request_parameters: redaction::request(
                incoming.operation.service,
                incoming.operation.name,
                incoming.input.as_ref().unwrap_or(&Value::Null),
            ),
            progress: Mutex::new(Progress { body: incoming.body, ..Progress::default() }),
        };
        let is_storing_due = loop {
            match platform.usage.note(&call) {
                Ok(is_due) => break is_due,
                Err(Full) => platform.usage.store(platform).await?,
            }
        };
        let outcome = match incoming.input.and_then(|input| authorize(&call, input)) {
            Ok(input) => service.handle(call.operation, &call, input).await,
            Err(fault) => Err(fault),
        };
        if outcome.is_ok() {
            platform.usage.note_success(&call);
        }
        let rows = unrecorded(&call, &outcome);
        if !rows.is_empty() {
            platform.activity().append(&rows).await?;
        }
        let decisions = std::mem::take(&mut call.progress().decisions);
        // What was decided about a provider's word is the role's account's alone to see, whoever
        // signed the call.
        let by_provider = decisions.iter().any(|decided| decided.access().by_provider);
        if let Some(account) = call.caller.principal.account().filter(|_| !by_provider) {
            platform.explanations.remember(&call.request_id, account, decisions);
        }
        if is_storing_due {
            // A failure loses nothing: what was noted is stored the next time.
            let _ = platform.usage.store(platform).await;
        }
        outcome
    }
}

impl fmt::Debug for Road {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Road").finish_non_exhaustive()
    }
}

/// The call's event, unless the handler's own transaction left it.
fn unrecorded(call: &Call, outcome: &Result<Reply, Fault>) -> Vec<ActivityRow> {
    if call.progress().recorded || is_nobodys(call) {
        return Vec::new();
    }
    let event = Event::of(call);
    match outcome {
        Ok(reply) if call.operation.mode != Mode::Read => event.succeeded(&reply.value),
        // CloudTrail leaves out what a read answered.
        Ok(_) => event.succeeded(&Value::Null),
        Err(fault) if fault.kind() == FaultKind::Client => {
            let decisions = call.progress().decisions.clone();
            event.explained(&decisions).failed(fault)
        }
        Err(fault) => event.failed(fault),
    }
}

/// Whether the call belongs into no account's record: its caller has no account, and no resource
/// was decided about.
fn is_nobodys(call: &Call) -> bool {
    call.caller.principal.account().is_none() && call.progress().decisions.is_empty()
}
