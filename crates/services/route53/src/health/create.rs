//! A new health check. (Route 53 API Reference, `CreateHealthCheck`.)

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use super::config::{self, Read};
use super::{check_children, shown};
use crate::Route53;
use crate::error::Route53Error;
use crate::records::{BY_REFERENCE, HealthCheckRecord, UsedReference};
use crate::shapes::{CreateHealthCheckRequest, CreateHealthCheckResponse};

/// Health checks of an account. (Route 53 Developer Guide, "Quotas".)
const CHECKS_MAX: u64 = 200;

/// Makes a health check. Who repeats a request is shown what it made.
pub(crate) async fn create(
    _service: &Route53,
    call: &Call,
    request: Authorized<CreateHealthCheckRequest>,
) -> Result<CreateHealthCheckResponse, Route53Error> {
    let (account, now, request) = (call.account()?, call.now, request.into_inner());
    let reference = request.caller_reference;
    let wanted = config::read(request.health_check_config)?;
    let id = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        let record = make(writer, (account, now), (id, reference), wanted)?;
        Ok::<_, Route53Error>(CreateHealthCheckResponse {
            location: format!("https://route53.amazonaws.com/2013-04-01/healthcheck/{}", record.id),
            health_check: shown(&record),
        })
    });
    Ok(done.await?)
}

/// Stores a new health check; or finds the one that the same request made.
fn make(
    writer: &mut Writer<'_>,
    (account, now): (AccountId, Timestamp),
    (id, caller_reference): (String, String),
    (subject, is_inverted, is_disabled): Read,
) -> Result<HealthCheckRecord, Route53Error> {
    let record = HealthCheckRecord {
        id,
        account,
        caller_reference,
        version: 1,
        created: now,
        subject,
        is_inverted,
        is_disabled,
        tags: Vec::new(),
    };
    let reference = HealthCheckRecord::reference(account, &record.caller_reference);
    if let Some((_, known)) = writer.find::<HealthCheckRecord>(BY_REFERENCE, &reference)?.pop() {
        let wanted = (&record.subject, record.is_inverted, record.is_disabled);
        if (&known.subject, known.is_inverted, known.is_disabled) == wanted {
            return Ok(known);
        }
        return Err(exists("an existing health check has it, with other settings"));
    }
    if writer.count_found::<UsedReference>(BY_REFERENCE, &reference)? > 0 {
        return Err(exists("a deleted health check had it"));
    }
    if writer.count::<HealthCheckRecord>(&account.to_string(), "")? >= CHECKS_MAX {
        let message = "This account has reached the limit on the number of active health checks.";
        return Err(Route53Error::refused("TooManyHealthChecks", message));
    }
    check_children(writer, account, &record)?;
    writer.insert(&Key::global(account, record.id.as_str()), &record)?;
    Ok(record)
}

fn exists(why: &str) -> Route53Error {
    let message = format!("The CallerReference cannot be used: {why}.");
    Route53Error::Refused("HealthCheckAlreadyExists", message, 409)
}
