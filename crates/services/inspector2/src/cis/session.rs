//! Sessions by which the agent of a host tells what its checks said. A job is for one instance: for its agent,
//! by the sessions that this was given, and by no others of the same name. (Amazon Inspector API Reference,
//! `StartCisSession` and what goes with it.)

use std::sync::Arc;

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Authorized, Call, Caller, HostAgents, NetworkPlace};
use bartizan_types::Timestamp;

use super::clock::end;
use super::outcome::{Counts, Skipped, Status};
use super::records::{BY_JOB, Checker, End, ResultRecord, ResultsRecord, Session, TargetRecord};
use super::{checks, sight};
use crate::Inspector;
use crate::error::InspectorError;
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

/// Who tells of jobs.
struct Teller {
    now: Timestamp,
    place: NetworkPlace,
    caller: Caller,
    agents: Option<Arc<dyn HostAgents>>,
}

impl Teller {
    fn of(call: &Call) -> Result<Self, InspectorError> {
        Ok(Self {
            now: call.now,
            place: NetworkPlace { account: call.account()?, region: call.region.clone() },
            caller: call.caller.clone(),
            agents: call.platform.ports.host_agents.clone(),
        })
    }

    /// The job of this id, if the caller is the agent that it is for.
    fn job(&self, reader: &Reader<'_>, id: &str) -> Result<Job, InspectorError> {
        let found = reader.find::<TargetRecord>(BY_JOB, id)?.into_iter().next();
        let (key, target) = found.ok_or(no_job())?;
        let is_here = (target.account, target.region.as_str())
            == (self.place.account, self.place.region.as_str());
        let Some(agents) = self.agents.as_ref().filter(|_| is_here) else { return Err(no_job()) };
        let (instance, now) = (&target.instance, self.now);
        if agents.is_agent(reader, &self.place, instance, &self.caller, now)? {
            Ok(Job { key, target })
        } else {
            Err(no_job())
        }
    }
}

const fn no_job() -> InspectorError {
    InspectorError::Denied("There is no such scan job for the instance that the caller is.")
}

impl Job {
    /// The session of this token, which is heard of now.
    fn hear(&mut self, token: &str, now: Timestamp) -> Result<(), InspectorError> {
        let Checker::Agent { session, .. } = &mut self.target.checker else {
            return Err(no_job());
        };
        match session {
            Some(session) if session.token == token => {
                session.heard = now;
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
    let (teller, request) = (Teller::of(call)?, request.into_inner());
    let token = request.message.session_token;
    let done = call.commit(move |writer| {
        let mut job = teller.job(writer, &request.scan_job_id)?;
        let Checker::Agent { session, .. } = &mut job.target.checker else { return Err(no_job()) };
        let is_same = session.as_ref().is_some_and(|session| session.token == token);
        if !is_same && session.as_ref().is_some_and(|session| session.is_alive(teller.now)) {
            return Err(conflict(&job.target));
        }
        *session = Some(Session { token, heard: teller.now });
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
    let (teller, request) = (Teller::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut job = teller.job(writer, &request.scan_job_id)?;
        job.hear(&request.session_token, teller.now)?;
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
    let (teller, request) = (Teller::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut job = teller.job(writer, &request.scan_job_id)?;
        job.hear(&request.session_token, teller.now)?;
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
    let (teller, request) = (Teller::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut job = teller.job(writer, &request.scan_job_id)?;
        job.hear(&request.session_token, teller.now)?;
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
