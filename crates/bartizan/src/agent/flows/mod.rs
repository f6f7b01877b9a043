//! What passes the interfaces of the host, for who watches networks: from the kernel's own account of
//! connections, as rows of a flow log.

mod kernel;
mod ledger;
mod message;

use std::io::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bartizan_types::{Clock, Random, SystemClock, SystemRandom};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

use self::kernel::Ended;
use self::ledger::Ledger;
use super::session::Sessions;
use crate::error::CliError;

/// How many bytes of rows are sent at once, and wait at most to be sent again.
const PIECE_BYTES: usize = 2 << 20;
const WAITING_BYTES_MAX: usize = 16 << 20;
/// More ended than was read in time. (netlink(7), `ENOBUFS`.)
const MISSED: i32 = 105;
/// How long is waited after what was refused or failed.
const FAILED_REST: Duration = Duration::from_secs(30);

/// The flows of the host.
pub(super) struct Flows {
    ledger: Arc<Mutex<Ledger>>,
    every: Duration,
    looked: Option<Instant>,
    rest: Option<Instant>,
    sending: Sending,
}

/// What is sent, until the server says that it has it.
struct Sending {
    source: String,
    offset: u64,
    rows: String,
}

impl Sending {
    fn new() -> Self {
        Self { source: SystemRandom.uuid(), offset: 0, rows: String::new() }
    }

    /// The next piece: whole lines.
    fn piece(&self) -> &str {
        let end = self.rows.len().min(PIECE_BYTES);
        let whole = self.rows.get(..end).and_then(|piece| piece.rfind('\n'));
        whole.map_or("", |end| self.rows.get(..=end).unwrap_or_default())
    }

    /// Forgets what the server has. One that has less than it said before lost its store: what waits is the
    /// beginning of something new.
    fn taken(&mut self, next: u64) {
        let done = next.checked_sub(self.offset).and_then(|done| usize::try_from(done).ok());
        match done.filter(|done| self.rows.is_char_boundary(*done)) {
            Some(done) => {
                self.rows.drain(..done);
                self.offset = next;
            }
            None => {
                (self.source, self.offset) = (SystemRandom.uuid(), 0);
            }
        }
    }
}

impl Flows {
    /// Has the kernel tell of connections, which are looked at this often.
    ///
    /// # Errors
    /// The kernel does not tell.
    pub(super) fn watch(every_seconds: u32) -> Result<Self, CliError> {
        kernel::prepare()?;
        let failed =
            |error| CliError::Failed(format!("the kernel does not tell of connections: {error}"));
        let ended = Ended::listen().map_err(failed)?;
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        locked(&ledger).own(kernel::own_addresses());
        let shared = Arc::clone(&ledger);
        let listen = move || listen(&ended, &shared);
        std::thread::Builder::new()
            .name("flows".to_owned())
            .spawn(listen)
            .map_err(CliError::failed)?;
        Ok(Self {
            ledger,
            every: Duration::from_secs(u64::from(every_seconds)),
            looked: None,
            rest: None,
            sending: Sending::new(),
        })
    }

    /// Looks at the connections, if it is time to, and sends what there is.
    pub(super) fn tend(&mut self, sessions: &mut Sessions) {
        let now = Instant::now();
        if self.looked.is_none_or(|looked| now.duration_since(looked) >= self.every) {
            self.looked = Some(now);
            match kernel::open() {
                Ok(open) => {
                    let own = kernel::own_addresses();
                    let mut ledger = locked(&self.ledger);
                    ledger.own(own);
                    ledger.look(&open, seconds());
                }
                Err(error) => {
                    tracing::warn!(%error, "the connections of this host cannot be listed");
                    locked(&self.ledger).leave_out(seconds());
                }
            }
        }
        if self.sending.rows.len() < WAITING_BYTES_MAX {
            let rows = locked(&self.ledger).take(seconds());
            self.sending.rows.push_str(&rows);
        }
        if self.rest.is_some_and(|rest| now < rest) {
            return;
        }
        self.rest = None;
        while !self.sending.rows.is_empty() {
            if let Err(error) = self.send(sessions) {
                tracing::warn!(%error, "flows are sent again in {} s", FAILED_REST.as_secs());
                self.rest = Some(now + FAILED_REST);
                return;
            }
        }
    }

    fn send(&mut self, sessions: &mut Sessions) -> Result<(), CliError> {
        let piece = self.sending.piece();
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(piece.as_bytes()).map_err(CliError::failed)?;
        let packed = packed.finish().map_err(CliError::failed)?;
        let instance = sessions.instance().unwrap_or_default().to_owned();
        let input = json!({
            "InstanceId": instance,
            "Source": self.sending.source,
            "Offset": self.sending.offset,
            "Flows": STANDARD.encode(packed),
        });
        let answer = sessions.call("SendAgentFlows", &input)?;
        let next = answer.get("NextOffset").and_then(Json::as_u64);
        let next = next
            .ok_or_else(|| CliError::Failed("the server does not say what it took".to_owned()))?;
        self.sending.taken(next);
        Ok(())
    }
}

/// Notes what ends, for as long as the agent runs.
fn listen(ended: &Ended, ledger: &Mutex<Ledger>) {
    loop {
        let mut seen = Vec::new();
        let read = ended.next(|connection| seen.push(connection));
        let (mut ledger, now) = (locked(ledger), seconds());
        for connection in &seen {
            ledger.end(connection, now);
        }
        let Err(error) = read else { continue };
        ledger.leave_out(now);
        if error.raw_os_error() != Some(MISSED) {
            tracing::error!(%error, "the kernel does not tell of connections that end any more");
            return;
        }
    }
}

fn seconds() -> i64 {
    SystemClock::default().now().seconds()
}

fn locked(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_has_is_not_sent_again() {
        let mut sending = Sending::new();
        let source = sending.source.clone();
        sending.rows = "a b\nc d\nunfinished".to_owned();
        assert_eq!(sending.piece(), "a b\nc d\n");
        sending.taken(4);
        assert_eq!((sending.piece(), sending.offset), ("c d\n", 4));
        sending.taken(4);
        assert_eq!((sending.piece(), sending.offset), ("c d\n", 4), "it took nothing");
        sending.taken(0);
        assert_eq!((sending.piece(), sending.offset), ("c d\n", 0), "it lost its store");
        assert_ne!(sending.source, source);
        sending.taken(u64::MAX);
        assert_eq!(sending.offset, 0);
    }
}
