//! How a client reads what is written to it. A write that has ended tells nothing of that: the system
//! keeps megabytes for a client that does not read.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadHalf, WriteHalf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::one_way::OneWay;
use crate::hello::Recorded;

/// How long it is from a look to the next.
pub(super) const LOOK: Duration = Duration::from_secs(5);

/// A connection to a client, and what is known of bytes on their way.
pub(super) trait Carrier: AsyncRead + AsyncWrite + Unpin + Send {
    /// How many were written that the client's system has not acknowledged; nothing where nobody knows.
    fn unread(&self) -> Option<u64>;

    /// Has them forgotten when the connection ends, which they would outlive.
    fn forget(&self);
}

impl Carrier for TcpStream {
    fn unread(&self) -> Option<u64> {
        bartizan_tcp::unacknowledged(self)
    }

    fn forget(&self) {
        if let Err(error) = self.set_zero_linger() {
            tracing::debug!(%error, "SO_LINGER could not be set");
        }
    }
}

impl Carrier for TlsStream<Recorded<TcpStream>> {
    fn unread(&self) -> Option<u64> {
        self.get_ref().0.inner().unread()
    }

    fn forget(&self) {
        self.get_ref().0.inner().forget();
    }
}

/// A half does not reach the connection.
impl<S: AsyncRead + Send> Carrier for OneWay<ReadHalf<S>> {
    fn unread(&self) -> Option<u64> {
        None
    }

    fn forget(&self) {}
}

impl<S: AsyncWrite + Send> Carrier for OneWay<WriteHalf<S>> {
    fn unread(&self) -> Option<u64> {
        None
    }

    fn forget(&self) {}
}

/// What a look has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// All is read.
    Nothing,
    /// Something is to be read, and nothing was at the look before.
    Unknown,
    /// There is more to be read, and the client reads.
    Read,
    /// It does not read, or hardly.
    Unread {
        /// Whether it is time to tell that.
        is_told: bool,
    },
}

/// Looks, each [`LOOK`], at how a client reads.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What was written and not read at the look before.
    before: Option<(u64, u64)>,
    /// At how many looks in a row it did not read.
    unread: u32,
}

impl Reading {
    /// How it has read since the look before, of so many bytes that were written in all, and of which so
    /// many are not read. It does not while something of the look before is still there, and it has read
    /// less than this many bytes a second. That is told at the first such look, and at each second one
    /// from then on: as often as of connections that say nothing.
    pub(super) fn look(&mut self, written: u64, unread: u64, bytes_a_second: u64) -> Found {
        let before = self.before.replace((written, unread));
        let rows = std::mem::take(&mut self.unread);
        if unread == 0 {
            return Found::Nothing;
        }
        let before = before.filter(|(_, left)| *left > 0);
        let Some((written_before, left)) = before else { return Found::Unknown };
        let more = written.saturating_sub(written_before);
        let read = left.saturating_add(more).saturating_sub(unread);
        if unread <= more || read >= bytes_a_second.saturating_mul(LOOK.as_secs()) {
            return Found::Read;
        }
        self.unread = rows.wrapping_add(1);
        Found::Unread { is_told: self.unread % 2 == 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: u64 = 500;
    const TOLD: Found = Found::Unread { is_told: true };
    const UNTOLD: Found = Found::Unread { is_told: false };

    fn found(looks: &[(u64, u64)]) -> Vec<Found> {
        let mut reading = Reading::default();
        looks.iter().map(|(written, unread)| reading.look(*written, *unread, PACE)).collect()
    }

    #[test]
    fn who_does_not_read_is_told_at_each_second_look() {
        let looks = [(9000, 9000); 6];
        assert_eq!(found(&looks), [Found::Unknown, TOLD, UNTOLD, TOLD, UNTOLD, TOLD]);
        // Drops do not help, and what is read at its pace does.
        let drops = [(9000, 9000), (9000, 6501), (9000, 4001), (9000, 4000), (9000, 0)];
        let wanted = [Found::Unknown, TOLD, Found::Read, TOLD, Found::Nothing];
        assert_eq!(found(&drops), wanted);
    }

    #[test]
    fn what_is_on_its_way_is_not_unread() {
        // A little now and then: what was there at a look is gone at the next.
        let looks = [(100, 50), (200, 50), (300, 100), (400, 50)];
        assert_eq!(found(&looks), [Found::Unknown, Found::Read, Found::Read, Found::Read]);
        // What is written meanwhile does not hide that nothing is read.
        assert_eq!(
            found(&[(100, 100), (5000, 5000), (9000, 9000)]),
            [Found::Unknown, TOLD, UNTOLD]
        );
        // Nothing was to be read at the look before.
        assert_eq!(
            found(&[(100, 0), (100, 90), (100, 90)]),
            [Found::Nothing, Found::Unknown, TOLD]
        );
        // Whoever writes as much as is read has a reader.
        assert_eq!(found(&[(9000, 9000), (99_000, 9000)]), [Found::Unknown, Found::Read]);
    }
}
