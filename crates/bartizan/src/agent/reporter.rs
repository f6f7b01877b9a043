//! What an agent does all the time: looks, and tells what is new. Nothing is queued: what the server has not
//! confirmed is told again, as it is by then.

use std::time::{Duration, Instant};

use bartizan_types::{Random, SystemRandom};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::firewall::Firewall;
use super::flows::Flows;
use super::hardening::Hardening;
use super::inventory::Watched;
use super::session::{Sessions, is_final};
use crate::error::CliError;

/// How often the host is looked at, unless it is reported more often.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(10);
/// How long is waited after the first failure and after many.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// An agent at work.
pub(super) struct Reporter {
    sessions: Sessions,
    watched: Watched,
    tended: Tended,
    every: Duration,
    told: Told,
    wait: Wait,
}

/// What an agent does beside reporting.
pub(super) struct Tended {
    /// The security groups of the host, if its operator has them applied.
    pub(super) firewall: Option<Firewall>,
    /// The checks that the server asks for.
    pub(super) hardening: Hardening,
    /// What passes, if its operator has it told.
    pub(super) flows: Option<Flows>,
}

/// What the server was told.
#[derive(Debug, Default)]
struct Told {
    /// The state that it confirmed last.
    confirmed: Option<String>,
    /// The state that was seen last.
    seen: Option<String>,
    /// How many states were over before the server knew them.
    unsent: u32,
}

impl Told {
    /// Enters what is seen now.
    fn see(&mut self, version: String) {
        let is_new = self.seen.as_ref() != Some(&version);
        if is_new && self.seen.is_some() && self.seen != self.confirmed {
            self.unsent = self.unsent.saturating_add(1);
        }
        self.seen = Some(version);
    }

    /// Whether the server does not know what is seen now.
    fn is_news(&self) -> bool {
        self.seen != self.confirmed
    }

    fn confirm(&mut self, version: String) {
        self.confirmed = Some(version);
        self.unsent = 0;
    }
}

/// How long is waited after failures.
#[derive(Debug, Default)]
struct Wait {
    failures: u32,
    until: Option<Instant>,
}

impl Wait {
    fn is_over(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now >= until)
    }

    /// Waits twice as long as before, and by chance up to as long again, so that not all agents come at
    /// once.
    fn fail(&mut self, now: Instant, random: u64) -> Duration {
        let doubled = FIRST_WAIT * 2_u32.saturating_pow(self.failures.min(16));
        let least = doubled.min(LONGEST_WAIT);
        let share = u32::try_from(random % 1000).unwrap_or_default();
        let wait = least + least * share / 1000;
        self.failures = self.failures.saturating_add(1);
        self.until = Some(now + wait);
        wait
    }
}

impl Reporter {
    /// An agent that reports this often.
    pub(super) fn new(
        sessions: Sessions,
        watched: Watched,
        tended: Tended,
        every_seconds: u32,
    ) -> Self {
        let every = Duration::from_secs(u64::from(every_seconds));
        let (told, wait) = (Told::default(), Wait::default());
        Self { sessions, watched, tended, every, told, wait }
    }

    /// Registers the host, unless it is. A server that cannot be reached is asked again.
    ///
    /// # Errors
    /// There is no code, or the server refuses it.
    pub(super) fn register(&mut self, code: Option<&str>, once: bool) -> Result<(), CliError> {
        loop {
            match self.sessions.register(code) {
                Err(error) if !once && !is_decided(&error) => self.pause(&error),
                Err(error) => return Err(error),
                Ok(()) => break,
            }
        }
        self.wait = Wait::default();
        let instance = self.sessions.instance().unwrap_or_default();
        tracing::info!(instance, "this host is registered");
        Ok(())
    }

    fn pause(&mut self, error: &CliError) {
        let wait = self.wait.fail(Instant::now(), SystemRandom.next_u64());
        tracing::warn!(%error, "the server is asked again in {} s", wait.as_secs());
        std::thread::sleep(wait);
    }

    /// Has the rules applied that are known, if they are not: the server may be elsewhere than it was, and
    /// somebody else may have changed them. The host is reported all the same where that fails.
    pub(super) fn apply(&mut self) {
        let Some(firewall) = &mut self.tended.firewall else { return };
        if let Err(error) = firewall.apply(self.sessions.addresses()) {
            tracing::warn!(%error, "the security groups are not applied: it is tried again");
        }
    }

    /// Looks and reports once.
    ///
    /// # Errors
    /// The host cannot be looked at, or the report not sent.
    pub(super) fn report_once(&mut self) -> Result<(), CliError> {
        let version = self.watched.look_and_wait()?;
        self.told.see(version);
        self.send().map_err(ended)?;
        self.tended.hardening.finish(&mut self.sessions)
    }

    /// Looks and reports until the instance is terminated.
    ///
    /// # Errors
    /// The host is no instance any more.
    pub(super) fn run(&mut self) -> Result<(), CliError> {
        let mut heard = None;
        loop {
            match self.watched.look() {
                Ok(Some(version)) => self.told.see(version),
                // Until the disk was looked through, the server hears that the host runs.
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the host could not be looked at"),
            }
            self.apply();
            let now = Instant::now();
            let is_due = heard.is_none_or(|heard| now.duration_since(heard) >= self.every);
            if self.wait.is_over(now) && (is_due || self.told.is_news()) {
                match self.send() {
                    Ok(()) => {
                        heard = Some(now);
                        self.wait = Wait::default();
                    }
                    Err(error) if is_final(&error) => return Err(ended(error)),
                    Err(error) => {
                        let wait = self.wait.fail(now, SystemRandom.next_u64());
                        tracing::warn!(%error, "the report is sent again in {} s", wait.as_secs());
                    }
                }
            }
            self.tended.hardening.tend(&mut self.sessions);
            if let Some(flows) = &mut self.tended.flows {
                flows.tend(&mut self.sessions);
            }
            if let Err(error) = self.watched.rest(self.every.min(LOOKED_AT_EVERY)) {
                tracing::warn!(%error, "the disk is looked through later");
            }
        }
    }

    /// Tells the server what it does not know, at most twice: it may have lost what it had confirmed.
    fn send(&mut self) -> Result<(), CliError> {
        let Some(version) = self.told.seen.clone() else {
            return self.report(None, false).map(drop);
        };
        // After a start the server may know all already.
        let is_changed = self.told.confirmed.is_some() && self.told.is_news();
        let is_wanted = self.report(Some(&version), is_changed)?;
        if is_wanted && self.report(Some(&version), true)? {
            let message = "the server does not keep the inventory of this host";
            return Err(CliError::Failed(message.to_owned()));
        }
        if self.told.is_news() {
            let (packages, sockets) = self.watched.counts();
            tracing::info!(packages, sockets, "the state of this host is known to the server");
        }
        self.told.confirm(version);
        Ok(())
    }

    /// Sends one report; whether the server wants the inventory.
    fn report(&mut self, version: Option<&str>, with_inventory: bool) -> Result<bool, CliError> {
        let instance = self.sessions.instance().unwrap_or_default().to_owned();
        let mut input = json!({
            "InstanceId": instance,
            "IntervalSeconds": self.every.as_secs(),
            "Unsent": self.told.unsent,
        });
        if let (Some(version), Some(members)) = (version, input.as_object_mut()) {
            members.insert("InventoryVersion".to_owned(), json!(version));
        }
        if with_inventory && let Some(members) = input.as_object_mut() {
            let packed = self.watched.packed(&instance, self.sessions.now())?;
            members.insert("Inventory".to_owned(), Json::String(STANDARD.encode(packed)));
        }
        if let (Some(firewall), Some(members)) = (&self.tended.firewall, input.as_object_mut()) {
            members.insert("FirewallVersion".to_owned(), json!(firewall.version()));
            members.insert("FirewallResets".to_owned(), json!(firewall.resets()));
        }
        let answer = self.sessions.call("SendAgentReport", &input)?;
        if let Some(firewall) = &mut self.tended.firewall {
            firewall.told(input.get("FirewallResets").and_then(Json::as_u64).unwrap_or_default());
            take(firewall, &answer);
        }
        self.apply();
        self.tended.hardening.hear(&mut self.sessions, &answer);
        Ok(answer.get("InventoryWanted").and_then(Json::as_bool).unwrap_or_default())
    }
}

/// Takes the rules that an answer brought.
fn take(firewall: &mut Firewall, answer: &Json) {
    let version = answer.get("FirewallVersion").and_then(Json::as_str);
    if let (Some(version), Some(rules)) = (version, answer.get("FirewallRules")) {
        match serde_json::from_value(rules.clone()) {
            Ok(rules) => firewall.take(version.to_owned(), rules),
            Err(error) => tracing::warn!(%error, "the security groups cannot be read"),
        }
    }
}

/// That the host is no instance any more is no failure to try again after.
fn ended(error: CliError) -> CliError {
    if is_final(&error) { CliError::Denied(error.to_string()) } else { error }
}

/// Whether asking again would be answered alike.
fn is_decided(error: &CliError) -> bool {
    match error {
        CliError::Refused { code, .. } => code.ends_with("Exception") || code == "AccessDenied",
        CliError::Failed(_) => false,
        CliError::Usage(_) | CliError::File { .. } | CliError::Denied(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_over_before_it_was_told_is_counted() {
        let mut told = Told::default();
        told.see("a".to_owned());
        assert!(told.is_news());
        told.confirm("a".to_owned());
        assert!(!told.is_news());
        for version in ["b", "b", "c", "a"] {
            told.see(version.to_owned());
        }
        assert_eq!((told.unsent, told.is_news()), (2, false), "b and c were never told");
        told.confirm("a".to_owned());
        assert_eq!(told.unsent, 0);
    }

    #[test]
    fn failures_are_waited_after_ever_longer() {
        let (mut wait, now) = (Wait::default(), Instant::now());
        assert!(wait.is_over(now));
        let seconds: Vec<u64> = (0..12).map(|_| wait.fail(now, 0).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert!(!wait.is_over(now + Duration::from_secs(299)));
        assert!(wait.is_over(now + Duration::from_mins(5)));
        assert_eq!(Wait::default().fail(now, 999).as_millis(), 1999);
        assert_eq!(Wait { failures: u32::MAX, until: None }.fail(now, 0), LONGEST_WAIT);
    }
}
