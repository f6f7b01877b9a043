//! How long a request is waited for, and what is told meanwhile.

use std::time::Duration;

use bartizan_flood::Vector;
use tokio::time::Instant;

use super::reading::{Carrier, Found, LOOK, Reading};
use super::wire::Who;
use crate::flood::{self, SILENCE};
use crate::shared::Shared;

/// A time that is waited for a request. Who reads an answer still is not idle, and who does not is told
/// for as long as it is held.
pub(super) struct Waiting<'a> {
    shared: &'a Shared,
    who: Who<'a>,
    idle: Duration,
    end: Instant,
    /// How much longer who does not read is held, once.
    more: Option<Duration>,
    look: Option<Instant>,
    reading: Reading,
    found: Found,
}

impl<'a> Waiting<'a> {
    /// It begins now. `idle` is how long it lasts where nothing happens.
    pub(super) fn new(shared: &'a Shared, idle: Duration, who: Who<'a>) -> Self {
        let now = Instant::now();
        Self {
            shared,
            who,
            idle,
            end: now + idle,
            more: Some(who.facts.spread(idle)),
            look: Some(now + if who.is_new { SILENCE } else { LOOK }),
            reading: Reading::default(),
            found: Found::Unknown,
        }
    }

    /// Until when nothing is to be done.
    pub(super) fn until(&self) -> Instant {
        self.look.map_or(self.end, |look| look.min(self.end))
    }

    /// Does what is due; whether the wait is over.
    pub(super) fn is_over(&mut self, stream: &impl Carrier) -> bool {
        let now = Instant::now();
        if self.who.is_new {
            if let Some(look) = self.look.filter(|look| now >= *look) {
                self.look = Some(look + SILENCE);
                flood::incident_at(self.shared, self.who.facts, Vector::Connections);
            }
            return now >= self.end;
        }
        let unread = stream.unread().unwrap_or(0);
        if unread == 0 {
            (self.found, self.look) = (Found::Nothing, None);
        }
        if let Some(look) = self.look.filter(|look| now >= *look) {
            self.look = Some(look + LOOK);
            self.found = self.reading.look(0, unread, self.shared.limits.body.bytes_a_second);
            match self.found {
                Found::Read => self.end = now + self.idle,
                Found::Unread { is_told: true } => self.tell(),
                Found::Nothing | Found::Unknown | Found::Unread { is_told: false } => {}
            }
        }
        if self.found == Found::Unknown
            && let Some(look) = self.look
        {
            // What is found decides.
            self.end = self.end.max(look);
        }
        if now >= self.end
            && unread > 0
            && let Some(more) = self.more.take()
        {
            self.end = now + more;
        }
        let is_over = now >= self.end;
        if is_over && unread > 0 {
            stream.forget();
        }
        is_over
    }

    fn tell(&self) {
        match self.who.flood {
            Some(flood) => flood.incident(Vector::SlowRead, self.who.facts),
            None => flood::incident_at(self.shared, self.who.facts, Vector::SlowRead),
        }
    }
}
