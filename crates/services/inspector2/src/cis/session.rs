//! Sessions by which the agent of a host tells what its checks said. A job is for one instance: the
//! session of a role that is named after it, which is what instances and agents have. (Amazon Inspector
//! API Reference, `StartCisSession` and what goes with it.)

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Principal, Session as RoleSession, SessionKind};

use super::clock::end;
use super::outcome::{Counts, Skipped, Status};
use super::records::{BY_JOB, Checker, End, ResultRecord, ResultsRecord, Session, TargetRecord};
use super::{checks, sight};
use crate::Inspector;
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    CisSessionMessage, ComputePlatform, SendCisSessionHealthRequest, SendCisSessionHealthResponse,
    SendCisSessionTelemetryRequest, SendCisSessionTelemetryResponse, StartCisSessionRequest,
    StartCisSessionResponse, StopCisMessageProgress, StopCisSessionMessage, StopCisSessionRequest,
    StopCisSessionResponse,
};

/// A job of the caller's.
struct Job {
    key: Key,
    target: TargetRecord,
}

/// Who the caller is to jobs: the name of its session.
fn instance_of(call: &Call) -> Result<String, InspectorError> {
    match &call.caller.principal {
        Principal::Session(RoleSession { name, kind: SessionKind::Role { .. }, .. }) => {
            Ok(name.clone())
        }
        _ => Err(no_job()),
    }
}

const fn no_job() -> InspectorError {
    InspectorError::Denied("There is no such scan job for the instance that the caller is.")
}

fn find(
    reader: &Reader<'_>,
    look: &Look,
    instance: &str,
    job: &str,
) -> Result<Job, InspectorError> {
    let found = reader.find::<TargetRecord>(BY_JOB, job)?.into_iter().next();
    let is_its = |target: &TargetRecord| {
        (target.account, target.region.as_str()) == (look.caller, look.region.as_str())
            && target.instance == instance
    };
    let (key, target) = found.filter(|(_, target)| is_its(target)).ok_or(no_job())?;
    Ok(Job { key, target })
}

impl Job {
    /// The session of this token, which is heard of now.
    fn hear(&mut self, token: &str, look: &Look) -> Result<(), InspectorError> {
        let Checker::Agent { session, .. } = &mut self.target.checker else {
            return Err(no_job());
        };
        match session {
            Some(session) if session.token == token => {
                session.heard = look.now;
                Ok(())
            }
            _ => Err(conflict(&self.target)),
        }
    }

    fn put(&self, writer: &mut Writer<'_>) -> Result<(), InspectorError> {
        Ok(writer.put(&self.key, &self.target)?)
    }
}

fn conflict(target: &TargetRecord) -> InspectorError {
    InspectorError::OtherSession(target.instance.clone())
}

/// Begins to tell. A session that was not heard of for a while is replaced by another: its agent may have
/// been started anew.
pub(crate) async fn start(
    _service: &Inspector,
    call: &Call,
    request: Authorized<StartCisSessionRequest>,
) -> Result<StartCisSessionResponse, InspectorError> {
    let (look, request, instance) = (Look::of(call)?, request.into_inner(), instance_of(call)?);
    let token = request.message.session_token;
    let done = call.commit(move |writer| {
        let mut job = find(writer, &look, &instance, &request.scan_job_id)?;
        let Checker::Agent { session, .. } = &mut job.target.checker else { return Err(no_job()) };
        let is_same = session.as_ref().is_some_and(|session| session.token == token);
        if !is_same && session.as_ref().is_some_and(|session| session.is_alive(look.now)) {
            return Err(conflict(&job.target));
        }
        *session = Some(Session { token, heard: look.now });
        if !is_same {
            job.target.counts = Counts::default();
            writer.delete::<ResultsRecord>(&job.key)?;
        }
        job.put(writer)?;
        Ok(StartCisSessionResponse {})
    });
    Ok(done.await?)
}

/// Says that the checks still run.
pub(crate) async fn health(
    _service: &Inspector,
    call: &Call,
    request: Authorized<SendCisSessionHealthRequest>,
) -> Result<SendCisSessionHealthResponse, InspectorError> {
    let (look, request, instance) = (Look::of(call)?, request.into_inner(), instance_of(call)?);
    let done = call.commit(move |writer| {
        let mut job = find(writer, &look, &instance, &request.scan_job_id)?;
        job.hear(&request.session_token, &look)?;
        job.put(writer)?;
        Ok::<_, InspectorError>(SendCisSessionHealthResponse {})
    });
    Ok(done.await?)
}

/// Tells what checks said. What is told again of a check stands instead of what was told before.
pub(crate) async fn telemetry(
    _service: &Inspector,
    call: &Call,
    request: Authorized<SendCisSessionTelemetryRequest>,
) -> Result<SendCisSessionTelemetryResponse, InspectorError> {
    let (look, request, instance) = (Look::of(call)?, request.into_inner(), instance_of(call)?);
    let done = call.commit(move |writer| {
        let mut job = find(writer, &look, &instance, &request.scan_job_id)?;
        job.hear(&request.session_token, &look)?;
        let mut results = sight::results(writer, &job.key)?;
        for message in &request.messages {
            let (id, result) = read(message, job.target.level)?;
            results.results.insert(id, result);
        }
        job.target.counts = Counts::of(&results);
        writer.put(&job.key, &results)?;
        job.put(writer)?;
        Ok::<_, InspectorError>(SendCisSessionTelemetryResponse {})
    });
    Ok(done.await?)
}

/// What a message tells. Its details are a text: what was found.
fn read(message: &CisSessionMessage, level: u8) -> Result<(String, ResultRecord), InspectorError> {
    let invalid = |why: &str| InspectorError::Invalid(format!("{}: {why}", message.rule_id));
    let check =
        checks::named(&message.rule_id).ok_or_else(|| invalid("there is no such check."))?;
    if check.level > level {
        return Err(invalid("the check is not of the scan's level."));
    }
    let status =
        Status::of_rule(&message.status).ok_or_else(|| invalid("there is no such status."))?;
    let reason = std::str::from_utf8(&message.cis_rule_details)
        .map_err(|_| invalid("cisRuleDetails is no text."))?;
    Ok((check.id.to_owned(), ResultRecord { status, reason: reason.to_owned() }))
}

/// Ends a session. After a success, what was told must be all that the agent counts.
pub(crate) async fn stop(
    _service: &Inspector,
    call: &Call,
    request: Authorized<StopCisSessionRequest>,
) -> Result<StopCisSessionResponse, InspectorError> {
    let (look, request, instance) = (Look::of(call)?, request.into_inner(), instance_of(call)?);
    let done = call.commit(move |writer| {
        let mut job = find(writer, &look, &instance, &request.scan_job_id)?;
        job.hear(&request.session_token, &look)?;
        let how = how(&request.message.status)?;
        let results = sight::results(writer, &job.key)?;
        if how == End::Completed {
            check_progress(&request.message.progress, &results)?;
        }
        job.target.platform = platform(request.message.compute_platform.as_ref());
        tell(&mut job.target, &request.message);
        end(writer, &job.key, job.target, how)?;
        Ok::<_, InspectorError>(StopCisSessionResponse {})
    });
    Ok(done.await?)
}

fn how(status: &str) -> Result<End, InspectorError> {
    Ok(match status {
        "SUCCESS" => End::Completed,
        "FAILED" | "INTERRUPTED" => End::Cancelled,
        "UNSUPPORTED_OS" => End::UnsupportedSystem,
        other => return Err(InspectorError::Invalid(format!("{other} is no status of an end."))),
    })
}

fn tell(target: &mut TargetRecord, message: &StopCisSessionMessage) {
    for (name, text) in [
        ("reason", &message.reason),
        ("benchmarkVersion", &message.benchmark_version),
        ("benchmarkProfile", &message.benchmark_profile),
    ] {
        if let Some(text) = text.as_ref().filter(|text| !text.is_empty()) {
            target.told.insert(name.to_owned(), text.clone());
        }
    }
}

/// A platform as results have it: `DEBIAN_12`.
fn platform(told: Option<&ComputePlatform>) -> String {
    let Some(ComputePlatform { vendor, product, version }) = told else { return String::new() };
    let product = product.as_ref().filter(|product| !product.is_empty()).or(vendor.as_ref());
    let parts = [product, version.as_ref()].into_iter().flatten();
    let parts: Vec<&str> = parts.map(String::as_str).filter(|part| !part.is_empty()).collect();
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    parts.join("_").to_ascii_uppercase().chars().map(letter).collect()
}

/// Refuses a count that is not that of what was told: something of it was lost.
fn check_progress(
    told: &StopCisMessageProgress,
    results: &ResultsRecord,
) -> Result<(), InspectorError> {
    let count =
        |status: Status| results.results.values().filter(|result| result.status == status).count();
    let skipped = |why| count(Status::Skipped(why));
    for (name, told, known) in [
        ("totalChecks", told.total_checks, results.results.len()),
        ("successfulChecks", told.successful_checks, count(Status::Passed)),
        ("failedChecks", told.failed_checks, count(Status::Failed)),
        ("notEvaluatedChecks", told.not_evaluated_checks, skipped(Skipped::NotEvaluated)),
        ("unknownChecks", told.unknown_checks, skipped(Skipped::Unknown)),
        ("notApplicableChecks", told.not_applicable_checks, skipped(Skipped::NotApplicable)),
        ("informationalChecks", told.informational_checks, skipped(Skipped::Informational)),
        ("errorChecks", told.error_checks, skipped(Skipped::Error)),
    ] {
        if told.is_some_and(|told| usize::try_from(told) != Ok(known)) {
            let why = format!("{name} is not {known}, which is what was told of.");
            return Err(InspectorError::Invalid(why));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_have_one_form() {
        let of = |vendor: &str, product: &str, version: &str| {
            let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            platform(Some(&ComputePlatform {
                vendor: text(vendor),
                product: text(product),
                version: text(version),
            }))
        };
        assert_eq!(of("SPI", "debian", "12"), "DEBIAN_12");
        assert_eq!(of("ubuntu", "", "22.04"), "UBUNTU_22_04");
        assert_eq!(of("", "", ""), "");
        assert_eq!(platform(None), "");
    }
}
