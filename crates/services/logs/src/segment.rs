//! Events packed into segments: compressed, and sealed under the account's key.

use std::io::{Read, Write};

use bartizan_service::Vault;
use bartizan_service::store::Record;
use bartizan_types::AccountId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use zeroize::Zeroizing;

use crate::error::LogsError;
use crate::records::{SPAN, Segment, Stream};

/// How many bytes a segment may be, unpacked: a batch with twelve bytes for each event.
const UNPACKED_MAX: u64 = 2 * 1024 * 1024;

/// What happened, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) at: i64,
    pub(crate) message: String,
}

/// Events in the order of time, in pieces that are each within the time of a segment.
pub(crate) fn pieces(events: &[Event]) -> impl Iterator<Item = &[Event]> {
    let mut rest = events;
    std::iter::from_fn(move || {
        let first = rest.first()?.at;
        let end = rest.partition_point(|event| event.at - first < SPAN);
        let (piece, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(piece)
    })
}

/// Packs a piece of a stream's events under a name that nothing else is sealed under.
pub(crate) fn pack(
    vault: &Vault,
    account: AccountId,
    stream: &Stream,
    name: &str,
    events: &[Event],
) -> Result<Segment, LogsError> {
    let row = format!("{}/{name}", stream.id);
    let packed = compress(events).map_err(|_| unreadable())?;
    let sealed = vault.seal(account, Segment::COLLECTION, &row, &packed)?;
    let bytes = events.iter().map(|event| event.message.len()).sum::<usize>();
    Ok(Segment {
        stream: stream.id.clone(),
        row,
        ingested: 0,
        last: events.last().map_or(0, |event| event.at),
        bytes: bytes.try_into().unwrap_or(u64::MAX),
        sealed: STANDARD.encode(sealed),
    })
}

/// The events of a segment.
pub(crate) fn open(
    vault: &Vault,
    account: AccountId,
    segment: &Segment,
) -> Result<Vec<Event>, LogsError> {
    if !segment.row.starts_with(&segment.stream) {
        return Err(unreadable());
    }
    let sealed = STANDARD.decode(&segment.sealed).map_err(|_| unreadable())?;
    let packed = vault.open(account, Segment::COLLECTION, &segment.row, &sealed)?;
    let mut plain = Zeroizing::new(Vec::new());
    let unpacked = DeflateDecoder::new(packed.as_slice()).take(UNPACKED_MAX);
    { unpacked }.read_to_end(&mut plain).map_err(|_| unreadable())?;
    read(&plain).ok_or_else(unreadable)
}

fn compress(events: &[Event]) -> std::io::Result<Vec<u8>> {
    let mut into = DeflateEncoder::new(Vec::new(), Compression::fast());
    for event in events {
        into.write_all(&event.at.to_le_bytes())?;
        let length = u32::try_from(event.message.len()).map_err(std::io::Error::other)?;
        into.write_all(&length.to_le_bytes())?;
        into.write_all(event.message.as_bytes())?;
    }
    into.finish()
}

fn read(mut rest: &[u8]) -> Option<Vec<Event>> {
    let mut events = Vec::new();
    while !rest.is_empty() {
        let (at, behind) = rest.split_first_chunk()?;
        let (length, behind) = behind.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (message, behind) = behind.split_at_checked(length)?;
        let message = String::from_utf8(message.to_vec()).ok()?;
        events.push(Event { at: i64::from_le_bytes(*at), message });
        rest = behind;
    }
    Some(events)
}

fn unreadable() -> LogsError {
    LogsError::internal("log events cannot be sealed or opened")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at: i64, message: &str) -> Event {
        Event { at, message: message.to_owned() }
    }

    #[test]
    fn what_is_packed_is_read_again() {
        let events = [event(0, "a"), event(i64::MAX, "ü\0\n"), event(-1, &"x".repeat(70_000))];
        let packed = compress(&events).unwrap();
        let mut plain = Vec::new();
        DeflateDecoder::new(packed.as_slice()).read_to_end(&mut plain).unwrap();
        assert_eq!(read(&plain).unwrap(), events);
        for cut in [1, 11, 12, plain.len() - 1] {
            assert_eq!(read(&plain[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn pieces_are_shorter_than_five_minutes() {
        let at = |times: &[i64]| times.iter().map(|at| event(*at, "m")).collect::<Vec<_>>();
        let cases: [(&[i64], &[usize]); 4] = [
            (&[], &[]),
            (&[1, 1, 300_000], &[3]),
            (&[1, 300_001], &[1, 1]),
            (&[0, 299_999, 300_000, 86_400_000], &[2, 1, 1]),
        ];
        for (times, expected) in cases {
            let lengths: Vec<_> = pieces(&at(times)).map(<[Event]>::len).collect();
            assert_eq!(lengths, expected, "{times:?}");
        }
    }
}
