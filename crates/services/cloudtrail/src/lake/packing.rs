//! Events become segments, and segments events.

use std::io::{BufRead as _, BufReader, Read as _};

use bartizan_service::logs::gzip;
use bartizan_types::Fault;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::read::GzDecoder;

use super::records::Segment;

/// How many bytes of events a segment holds, unless its one event has more.
const SEGMENT_BYTES_MAX: u64 = 1 << 20;
/// The most bytes that a segment is unpacked to: more than an event can have.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// An event on its way into a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) time_ms: i64,
    /// A record in CloudTrail's format, without line breaks.
    pub(super) json: String,
}

/// Appends events to a segment, if there is one, and begins others when that is full: the segments
/// that are new or changed, the first in place of the given one.
pub(super) fn append(tail: Option<&Segment>, lines: Vec<Line>) -> Result<Vec<Segment>, Fault> {
    let mut open = match tail {
        Some(segment) => Open::of(segment)?,
        None => Open::default(),
    };
    let mut done = Vec::new();
    for line in lines {
        if open.events > 0 && open.bytes() + length(&line) > SEGMENT_BYTES_MAX {
            done.push(std::mem::take(&mut open).close()?);
        }
        open.push(&line);
    }
    done.push(open.close()?);
    Ok(done)
}

/// The events of a segment, a text each.
pub(super) fn lines(segment: &Segment) -> Result<Vec<String>, Fault> {
    unpacked(&segment.packed)
}

/// Lines, packed by gzip, as base64.
pub(super) fn packed(lines: &str) -> Result<String, Fault> {
    Ok(BASE64_STANDARD.encode(gzip(lines.as_bytes())?))
}

/// The lines of what was packed.
pub(super) fn unpacked(packed: &str) -> Result<Vec<String>, Fault> {
    let packed = BASE64_STANDARD.decode(packed).map_err(|error| corrupt(&error))?;
    let unpacked = BufReader::new(GzDecoder::new(packed.as_slice()).take(UNPACKED_BYTES_MAX));
    unpacked.lines().collect::<Result<_, _>>().map_err(|error| corrupt(&error))
}

/// A segment that is being filled.
#[derive(Debug, Default)]
struct Open {
    text: String,
    events: u64,
    from_ms: i64,
    until_ms: i64,
}

impl Open {
    fn of(segment: &Segment) -> Result<Self, Fault> {
        let mut text = lines(segment)?.join("\n");
        text.push('\n');
        let Segment { events, from_ms, until_ms, .. } = *segment;
        Ok(Self { text, events, from_ms, until_ms })
    }

    fn bytes(&self) -> u64 {
        u64::try_from(self.text.len()).unwrap_or(u64::MAX)
    }

    fn push(&mut self, line: &Line) {
        let is_first = self.events == 0;
        self.from_ms = if is_first { line.time_ms } else { self.from_ms.min(line.time_ms) };
        self.until_ms = if is_first { line.time_ms } else { self.until_ms.max(line.time_ms) };
        self.events += 1;
        self.text.push_str(&line.json);
        self.text.push('\n');
    }

    fn close(self) -> Result<Segment, Fault> {
        Ok(Segment {
            from_ms: self.from_ms,
            until_ms: self.until_ms,
            events: self.events,
            bytes: self.bytes(),
            packed: packed(&self.text)?,
        })
    }
}

fn length(line: &Line) -> u64 {
    u64::try_from(line.json.len()).unwrap_or(u64::MAX)
}

fn corrupt(error: &dyn std::fmt::Display) -> Fault {
    Fault::new("InternalFailure", format!("a segment of events cannot be read: {error}"), 500)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(time_ms: i64, json: &str) -> Line {
        Line { time_ms, json: json.to_owned() }
    }

    #[test]
    fn a_segment_is_filled_before_another_begins() {
        let one = append(None, vec![line(5, "{}"), line(3, "{\"a\":1}")]).unwrap();
        assert_eq!(one.len(), 1);
        assert_eq!((one[0].from_ms, one[0].until_ms, one[0].events), (3, 5, 2));
        let big = "x".repeat(1 << 20);
        let more = append(one.first(), vec![line(9, "[]"), line(1, &big), line(2, "0")]).unwrap();
        let events: Vec<u64> = more.iter().map(|segment| segment.events).collect();
        assert_eq!(events, [3, 1, 1]);
        assert_eq!(lines(&more[0]).unwrap(), ["{}", "{\"a\":1}", "[]"]);
        assert_eq!((more[0].from_ms, more[0].until_ms), (3, 9));
    }

    #[test]
    fn a_corrupt_segment_is_told() {
        let mut segment = append(None, vec![line(1, "{}")]).unwrap().remove(0);
        for packed in ["?", "AAAA", ""] {
            packed.clone_into(&mut segment.packed);
            assert!(lines(&segment).is_err(), "{packed}");
        }
    }

    proptest! {
        #[test]
        fn what_was_appended_is_read_in_order(
            batches in prop::collection::vec(prop::collection::vec("[ -~é]{0,40}", 1..5), 1..6)
        ) {
            let mut segment: Option<Segment> = None;
            for batch in &batches {
                let new = batch.iter().map(|json| line(0, json)).collect();
                let filled = append(segment.as_ref(), new).unwrap();
                prop_assert_eq!(filled.len(), 1);
                segment = filled.into_iter().next();
            }
            let all: Vec<String> = batches.concat();
            prop_assert_eq!(lines(&segment.unwrap()).unwrap(), all);
        }
    }
}
