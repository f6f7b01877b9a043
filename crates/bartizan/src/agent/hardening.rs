//! The checks of how the host is configured that the server asks for: run beside everything else, and told
//! by a session of Inspector's. (Amazon Inspector API Reference, `StartCisSession` and what goes with it.)

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use bartizan_types::{Random, SystemRandom};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::bounded::Processes;
use super::judging::{Order, Said, judge};
use super::session::Sessions;
use crate::error::CliError;
use crate::scan::cis::judged::{BENCHMARK_VERSION, Judged, PLATFORM, Unjudged, profile};

/// How many checks are told of at a time. (Amazon Inspector API Reference, `SendCisSessionTelemetry`.)
const MESSAGES_MAX: usize = 150;
const DAY_SECONDS: i64 = 86_400;

/// The checks of this host.
pub(super) struct Hardening {
    root: PathBuf,
    running: Option<Running>,
    /// The job that could not be begun last.
    refused: Option<String>,
}

/// Checks that the server was told of.
struct Running {
    job: String,
    token: String,
    level: u8,
    said: Receiver<Said>,
    /// What they said, while it could not be told.
    untold: Option<Said>,
}

impl Hardening {
    /// Those of the host of this root.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), running: None, refused: None }
    }

    /// Begins what an answer to a report asks for, if it asks for any.
    pub(super) fn hear(&mut self, sessions: &mut Sessions, answer: &Json) {
        let Some(asked) = answer.get("CisScan").filter(|_| self.running.is_none()) else { return };
        let job = asked.get("ScanJobId").and_then(Json::as_str);
        let level = asked.get("Level").and_then(Json::as_u64);
        let (Some(job), Some(level)) = (job, level.and_then(|level| u8::try_from(level).ok()))
        else {
            return;
        };
        let begun = self.begin(sessions, job, level);
        if let Err(error) = &begun
            && self.refused.as_deref() != Some(job)
        {
            tracing::warn!(%error, "the checks that the server asks for are not begun: tried again");
        }
        self.refused = begun.is_err().then(|| job.to_owned());
    }

    fn begin(&mut self, sessions: &mut Sessions, job: &str, level: u8) -> Result<(), CliError> {
        let token = SystemRandom.uuid();
        let message = json!({ "sessionToken": token });
        let input = json!({ "scanJobId": job, "message": message });
        sessions.operate("inspector2", "StartCisSession", &input)?;
        let (tell, said) = channel();
        let today = sessions.now().seconds().div_euclid(DAY_SECONDS);
        let (root, order) = (self.root.clone(), Order { level, today, after: None });
        let work = move || {
            // Who is gone needs no answer.
            let _ = tell.send(judge(order, &Processes::new("judge", &root)));
        };
        let name = "checks".to_owned();
        std::thread::Builder::new().name(name).spawn(work).map_err(CliError::failed)?;
        let job = job.to_owned();
        self.running = Some(Running { job, token, level, said, untold: None });
        Ok(())
    }

    /// Tells what the checks said once they have, or that they still run. What cannot be told now is told
    /// later.
    pub(super) fn tend(&mut self, sessions: &mut Sessions) {
        let Some(running) = &mut self.running else { return };
        match running.tend(sessions) {
            Ok(true) => self.running = None,
            Ok(false) => {}
            Err(error) if is_over(&error) => {
                tracing::warn!(%error, "what the checks said is not wanted any more");
                self.running = None;
            }
            Err(error) => tracing::warn!(%error, "what the checks said is told again later"),
        }
    }

    /// Waits for the checks, and tells what they said.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub(super) fn finish(&mut self, sessions: &mut Sessions) -> Result<(), CliError> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        running.untold = running.said.recv().ok();
        running.tend(sessions).map(drop)
    }
}

/// Whether the server said that nobody waits for it: the scan was cancelled, or another session tells.
fn is_over(error: &CliError) -> bool {
    let CliError::Refused { code, .. } = error else { return false };
    matches!(code.as_str(), "AccessDeniedException" | "ConflictException" | "ValidationException")
}

impl Running {
    /// Whether it is over.
    fn tend(&mut self, sessions: &mut Sessions) -> Result<bool, CliError> {
        if self.untold.is_none() {
            match self.said.try_recv() {
                Ok(said) => self.untold = Some(said),
                Err(TryRecvError::Empty) => {
                    self.send(sessions, "SendCisSessionHealth", json!({}))?;
                    return Ok(false);
                }
                Err(TryRecvError::Disconnected) => {
                    let broken = "the checks broke down".to_owned();
                    self.untold = Some(Err(Unjudged::Unreadable(broken)));
                }
            }
        }
        if let Some(said) = &self.untold {
            self.tell(sessions, said)?;
        }
        Ok(true)
    }

    fn tell(&self, sessions: &mut Sessions, said: &Said) -> Result<(), CliError> {
        let end = match said {
            Ok(judged) => {
                for some in judged.chunks(MESSAGES_MAX) {
                    let messages: Vec<Json> = some.iter().map(message).collect();
                    let told = json!({ "messages": messages });
                    self.send(sessions, "SendCisSessionTelemetry", told)?;
                }
                json!({
                    "status": "SUCCESS",
                    "progress": progress(judged),
                    "computePlatform": { "product": PLATFORM[0], "version": PLATFORM[1] },
                    "benchmarkVersion": BENCHMARK_VERSION,
                    "benchmarkProfile": profile(self.level),
                })
            }
            Err(Unjudged::Unsupported(what)) => {
                json!({ "status": "UNSUPPORTED_OS", "reason": what, "progress": {} })
            }
            Err(Unjudged::Unreadable(why)) => {
                json!({ "status": "FAILED", "reason": why, "progress": {} })
            }
        };
        self.send(sessions, "StopCisSession", json!({ "message": end }))
    }

    fn send(
        &self,
        sessions: &mut Sessions,
        operation: &str,
        mut input: Json,
    ) -> Result<(), CliError> {
        if let Some(members) = input.as_object_mut() {
            members.insert("scanJobId".to_owned(), json!(self.job));
            members.insert("sessionToken".to_owned(), json!(self.token));
        }
        sessions.operate("inspector2", operation, &input).map(drop)
    }
}

fn message(judged: &Judged) -> Json {
    let details = STANDARD.encode(&judged.reason);
    json!({ "ruleId": judged.id, "status": judged.status, "cisRuleDetails": details })
}

fn progress(judged: &[Judged]) -> Json {
    let count = |status: &str| judged.iter().filter(|one| one.status == status).count();
    json!({
        "totalChecks": judged.len(),
        "successfulChecks": count("PASSED"),
        "failedChecks": count("FAILED"),
        "unknownChecks": count("UNKNOWN"),
        "notApplicableChecks": count("NOT_APPLICABLE"),
        "errorChecks": count("ERROR"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_counts_are_as_inspector_takes_them() {
        let one = |status: &'static str| Judged {
            id: "5.1.20".into(),
            status: status.into(),
            reason: "é".to_owned(),
        };
        let told = message(&one("FAILED"));
        assert_eq!(
            told,
            json!({ "ruleId": "5.1.20", "status": "FAILED", "cisRuleDetails": "w6k=" })
        );
        let told = progress(&[one("FAILED"), one("PASSED"), one("ERROR"), one("ERROR")]);
        assert_eq!((&told["totalChecks"], &told["errorChecks"]), (&json!(4), &json!(2)));
        assert_eq!((&told["failedChecks"], &told["unknownChecks"]), (&json!(1), &json!(0)));
    }

    #[test]
    fn what_nobody_waits_for_is_not_told_again() {
        let refused =
            |code: &str| CliError::Refused { code: code.to_owned(), message: String::new() };
        assert!(is_over(&refused("AccessDeniedException")));
        assert!(is_over(&refused("ConflictException")));
        assert!(!is_over(&refused("ThrottlingException")));
        assert!(!is_over(&CliError::Failed("it cannot be reached".to_owned())));
    }
}
