//! What is on its way to a client, seen from outside of the library that writes it: whoever wants to know
//! asks, and is answered when the connection is next worked on.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::super::reading::{Carrier, Found, LOOK, Reading};

/// What is on its way to a client.
#[derive(Debug, Default)]
pub(super) struct Sent {
    is_asked: AtomicBool,
    is_forgotten: AtomicBool,
    /// What has been written, and what of both was when somebody asked.
    written: AtomicU64,
    written_then: AtomicU64,
    unread_then: AtomicU64,
}

impl Sent {
    /// Counts bytes that are written.
    pub(super) fn count(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Answers whoever has asked.
    pub(super) fn answer(&self, stream: &impl Carrier) {
        if self.is_asked.load(Ordering::Relaxed) {
            self.is_asked.store(false, Ordering::Relaxed);
            self.written_then.store(self.written.load(Ordering::Relaxed), Ordering::Relaxed);
            self.unread_then.store(stream.unread().unwrap_or(0), Ordering::Relaxed);
        }
    }

    /// Has what is on its way forgotten when the connection ends.
    pub(super) fn forget(&self) {
        self.is_forgotten.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_forgotten(&self) -> bool {
        self.is_forgotten.load(Ordering::Relaxed)
    }
}

/// How a client reads, by what it leaves unread and by what it makes no room for.
#[derive(Debug, Default)]
pub(super) struct Watched {
    reading: Reading,
    /// For how many looks it has not read.
    looks: u32,
}

/// What is to be done about a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Nothing.
    Nothing,
    /// It is told that it does not read.
    Told,
    /// Its connection ends, as it has not read for too long.
    End,
}

impl Watched {
    /// Looks, each [`LOOK`]. `waits` is for how long it has made no room for an answer, at most.
    pub(super) fn look(
        &mut self,
        sent: &Sent,
        waits: Duration,
        (idle, bytes_a_second): (Duration, u64),
    ) -> Due {
        let written = sent.written_then.load(Ordering::Relaxed);
        let unread = sent.unread_then.load(Ordering::Relaxed);
        sent.is_asked.store(true, Ordering::Relaxed);
        let found = self.reading.look(written, unread, bytes_a_second);
        let is_unread = matches!(found, Found::Unread { .. });
        if !is_unread && waits < LOOK * 2 {
            self.looks = 0;
            return Due::Nothing;
        }
        self.looks = self.looks.saturating_add(1);
        if is_unread && LOOK * self.looks > idle {
            Due::End
        } else if self.looks % 2 == 1 {
            Due::Told
        } else {
            Due::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: (Duration, u64) = (Duration::from_secs(20), 500);

    fn looks(watched: &mut Watched, unread: &[u64]) -> Vec<Due> {
        let sent = Sent::default();
        let mut look = |unread: &u64| {
            sent.unread_then.store(*unread, Ordering::Relaxed);
            watched.look(&sent, Duration::ZERO, HOW)
        };
        unread.iter().map(&mut look).collect()
    }

    #[test]
    fn who_does_not_read_is_told_and_ends() {
        let mut watched = Watched::default();
        let wanted = [Due::Nothing, Due::Told, Due::Nothing, Due::Told, Due::Nothing, Due::End];
        assert_eq!(looks(&mut watched, &[9000; 6]), wanted);
        assert_eq!(looks(&mut watched, &[0, 9000, 9000]), [Due::Nothing, Due::Nothing, Due::Told]);
    }

    #[test]
    fn who_makes_no_room_is_told() {
        let (mut watched, sent) = (Watched::default(), Sent::default());
        let mut look = |seconds| watched.look(&sent, Duration::from_secs(seconds), HOW);
        assert_eq!(
            [4, 9, 14, 19, 24].map(&mut look).map(|due| due == Due::Told),
            [false, false, true, false, true]
        );
        // That ends by its pace, elsewhere.
        assert_eq!([60, 4].map(look), [Due::Nothing; 2]);
    }

    #[tokio::test]
    async fn who_asks_is_answered_once() {
        let (client, _server) = tokio::io::duplex(64);
        let sent = Sent::default();
        sent.count(7);
        sent.answer(&client);
        assert_eq!(sent.written_then.load(Ordering::Relaxed), 0);
        Watched::default().look(&sent, Duration::ZERO, HOW);
        sent.answer(&client);
        sent.count(7);
        sent.answer(&client);
        assert_eq!(sent.written_then.load(Ordering::Relaxed), 7);
    }
}
