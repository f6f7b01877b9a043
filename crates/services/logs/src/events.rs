//! Events read in the order of time, segment by segment.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet, VecDeque};

use bartizan_service::Vault;
use bartizan_service::store::{Key, Reader};

use crate::error::LogsError;
use crate::put_events::SEGMENT_SPAN;
use crate::records::{Group, Refuse, STREAM, Segment, before_segments, of_segment_id};
use crate::sealing;

/// How many segments are read at once.
const PAGE: usize = 16;

/// Where an event stands among those of its group: all events behind it are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) at: i64,
    /// The number of its segment.
    pub(crate) number: u64,
    /// Its place in the segment.
    pub(crate) index: u32,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) position: Position,
    pub(crate) ingested: i64,
    pub(crate) stream: String,
    pub(crate) message: String,
}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    fn cmp(&self, other: &Self) -> Ordering {
        self.position.cmp(&other.position)
    }
}

impl Position {
    /// Before all events of this time and later.
    pub(crate) const fn before(at: i64) -> Self {
        Self { at, number: 0, index: 0 }
    }

    /// Just behind this one.
    pub(crate) const fn behind(self) -> Self {
        Self { index: self.index.saturating_add(1), ..self }
    }

    /// In digits, whose order is that of positions.
    pub(crate) fn digits(self) -> String {
        format!("{:015}{:020}{:05}", self.at.max(0), self.number, self.index)
    }

    /// What [`Self::digits`] wrote.
    pub(crate) fn read(digits: &str) -> Option<Self> {
        if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (at, rest) = digits.split_at_checked(15)?;
        let (number, index) = rest.split_at_checked(20)?;
        Some(Self {
            at: at.parse().ok()?,
            number: number.parse().ok()?,
            index: index.parse().ok()?,
        })
    }
}

/// Which events are read.
pub(crate) struct Range<'r> {
    pub(crate) group: &'r Group,
    /// The id of the stream, where it is one.
    pub(crate) stream: Option<&'r str>,
    /// The first position.
    pub(crate) from: Position,
    /// The first position that is not read.
    pub(crate) before: Position,
}

/// Reads the events of a range in their order.
pub(crate) struct Events<'r> {
    reader: &'r Reader<'r>,
    vault: &'r Vault,
    range: Range<'r>,
    is_wanted: &'r dyn Fn(&Segment) -> bool,
    /// Streams that were deleted, of which segments may be left.
    gone: HashSet<String>,
    after: Key,
    page: VecDeque<(Key, Segment)>,
    is_exhausted: bool,
    waiting: BinaryHeap<Reverse<Event>>,
    /// How many bytes of messages were opened.
    opened: u64,
}

impl<'r> Events<'r> {
    pub(crate) fn new(
        reader: &'r Reader<'r>,
        vault: &'r Vault,
        range: Range<'r>,
        is_wanted: &'r dyn Fn(&Segment) -> bool,
    ) -> Result<Self, LogsError> {
        let from = range.from.at.saturating_sub(SEGMENT_SPAN);
        let after = before_segments(range.group, from)?;
        let prefix = format!("{}/", range.group.id);
        let gone = reader.scan::<Refuse>(&after.account, &after.region, &prefix, None, usize::MAX)?;
        let ids = gone.into_iter().filter_map(|(key, _)| {
            key.id.split_once('/').map(|(_, stream)| stream.to_owned())
        });
        Ok(Self {
            reader,
            vault,
            range,
            is_wanted,
            gone: ids.collect(),
            after,
            page: VecDeque::new(),
            is_exhausted: false,
            waiting: BinaryHeap::new(),
            opened: 0,
        })
    }

    /// How many bytes of messages were opened so far.
    pub(crate) const fn opened(&self) -> u64 {
        self.opened
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, LogsError> {
        loop {
            let next = self.next_segment()?;
            let first = self.waiting.peek().map(|Reverse(event)| event.position.at);
            match (first, next) {
                (None, None) => return Ok(None),
                (Some(at), Some(next)) if at >= next => self.open()?,
                (None, Some(_)) => self.open()?,
                (Some(_), _) => return Ok(self.waiting.pop().map(|Reverse(event)| event)),
            }
        }
    }

    /// The time of the first event of the next segment.
    fn next_segment(&mut self) -> Result<Option<i64>, LogsError> {
        if self.page.is_empty() && !self.is_exhausted {
            self.fetch()?;
        }
        let first = self.page.front().and_then(|(key, _)| of_segment_id(&key.id));
        match first {
            Some((first, _)) if first <= self.range.before.at => Ok(Some(first)),
            _ => {
                self.page.clear();
                self.is_exhausted = true;
                Ok(None)
            }
        }
    }

    fn fetch(&mut self) -> Result<(), LogsError> {
        let found = match self.range.stream {
            Some(stream) => {
                self.reader.find_from::<Segment>(STREAM, stream, Some(&self.after), PAGE)?
            }
            None => {
                let Key { account, region, id } = &self.after;
                let prefix = format!("{}/", self.range.group.id);
                self.reader.scan::<Segment>(account, region, &prefix, Some(id), PAGE)?
            }
        };
        match found.last() {
            Some((key, _)) => self.after = key.clone(),
            None => self.is_exhausted = true,
        }
        self.page = found.into();
        Ok(())
    }

    /// Opens the next segment.
    fn open(&mut self) -> Result<(), LogsError> {
        let Some((key, segment)) = self.page.pop_front() else { return Ok(()) };
        let is_left = segment.last < self.range.from.at
            || self.gone.contains(&segment.stream)
            || !(self.is_wanted)(&segment);
        if is_left {
            return Ok(());
        }
        let (_, number) = of_segment_id(&key.id)
            .ok_or_else(|| LogsError::internal("the key of a segment cannot be read"))?;
        let lines = sealing::open(self.vault, &key, &segment.sealed)?;
        self.opened += segment.bytes;
        for (index, (at, message)) in lines.into_iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let position = Position { at, number, index };
            if self.range.from <= position && position < self.range.before {
                self.waiting.push(Reverse(Event {
                    position,
                    ingested: segment.ingested,
                    stream: segment.stream_name.clone(),
                    message,
                }));
            }
        }
        Ok(())
    }
}
