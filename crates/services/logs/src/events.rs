//! Events of streams read in the order of time, forward or backward, in bounded memory and work.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use bartizan_log_filter::Filter;
use bartizan_service::store::{Key, Reader};
use bartizan_service::{Call, Platform};
use bartizan_types::AccountId;

use crate::error::LogsError;
use crate::position::{Position, Way};
use crate::put_events::EVENT_BYTES;
use crate::records::{Group, SPAN, STREAM, Segment, Stream, before_segments, of_segment_id};
use crate::segment;

/// The most events that are told at once, and the most bytes. (Amazon CloudWatch Logs API Reference,
/// `GetLogEvents` and `FilterLogEvents`.)
pub(crate) const EVENTS_MAX: usize = 10_000;
const BYTES_MAX: usize = 1_048_576;
/// How many bytes of messages are looked at for one answer, beyond those that must be.
const LOOKED_AT: u64 = 64 * 1024 * 1024;
/// How many segments are read at a time.
const PAGE: usize = 16;

/// An event that was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) position: Position,
    /// The name of its stream.
    pub(crate) stream: Arc<str>,
    pub(crate) message: String,
}

/// What is looked for.
#[derive(Debug)]
pub(crate) struct Search {
    group: Group,
    /// The streams by their ids, with their names.
    streams: HashMap<String, Arc<str>>,
    /// The only one, where one is looked in.
    only: Option<String>,
    times: Range<i64>,
    pub(crate) filter: Filter,
    pub(crate) limit: usize,
}

/// What was found, in the order of time, and where it goes on if more may be there.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) events: Vec<Found>,
    pub(crate) next: Option<Position>,
}

impl Search {
    /// A search in these streams of a group, in the part of a time where they have events that are kept.
    pub(crate) fn new(call: &Call, group: Group, streams: &[Stream], times: Range<i64>) -> Self {
        let reaches = || streams.iter().filter_map(|stream| stream.reach);
        let from = reaches().map(|(first, _)| first).min().unwrap_or(0);
        let to = reaches().map(|(_, last)| last.saturating_add(1)).max().unwrap_or(0);
        let from = from.max(times.start).max(group.keeps_from(call.now));
        let only = match streams {
            [only] => Some(only.id.clone()),
            _ => None,
        };
        let named = streams.iter().map(|stream| (stream.id.clone(), stream.name.as_str().into()));
        let (streams, times) = (named.collect(), from..to.min(times.end));
        Self { group, streams, only, times, filter: Filter::default(), limit: EVENTS_MAX }
    }

    /// Runs it on a thread that may wait.
    pub(crate) async fn run(
        self,
        call: &Call,
        from: Option<Position>,
        way: Way,
    ) -> Result<Answer, LogsError> {
        let platform = Arc::clone(&call.platform);
        let run = tokio::task::spawn_blocking(move || match way {
            Way::Forward => self.forward(&platform, from.as_ref()),
            Way::Backward => self.backward(&platform, from.as_ref()),
        });
        run.await.map_err(|_| LogsError::internal("log events could not be read"))?
    }

    fn forward(self, platform: &Platform, after: Option<&Position>) -> Result<Answer, LogsError> {
        let mut times = self.times.clone();
        if let Some(after) = after {
            times.start = times.start.max(after.at);
        }
        let mut kept = Kept::new(Way::Forward, self.limit);
        let is_asked = |position: &Position| after.is_none_or(|after| position > after);
        let cut = self.look(platform, &times, &mut kept, is_asked, LOOKED_AT)?;
        let more = cut.map(Position::before);
        if let Some(cut) = &more {
            kept.events.retain(|position, _| position < cut);
            // What was left out is behind it, too, and it goes on there even if nothing is left to tell.
            kept.bound = None;
        }
        Ok(kept.answer(more))
    }

    fn backward(self, platform: &Platform, before: Option<&Position>) -> Result<Answer, LogsError> {
        let end = before.map_or(i64::MAX, |before| before.at.saturating_add(1));
        let (start, mut high) = (self.times.start, self.times.end.min(end));
        let mut kept = Kept::new(Way::Backward, self.limit);
        let is_asked = |position: &Position| before.is_none_or(|before| position < before);
        let mut width = SPAN;
        while high > start {
            let low = high.saturating_sub(width).max(start);
            self.look(platform, &(low..high), &mut kept, is_asked, u64::MAX)?;
            (high, width) = (low, width.saturating_mul(2));
            if kept.bound.is_some() || kept.looked_at > LOOKED_AT {
                break;
            }
        }
        Ok(kept.answer((high > start).then(|| Position::before(high))))
    }

    /// Looks at the events of a time; where it broke off, if it did.
    fn look(
        &self,
        platform: &Platform,
        times: &Range<i64>,
        kept: &mut Kept,
        is_asked: impl Fn(&Position) -> bool,
        most: u64,
    ) -> Result<Option<i64>, LogsError> {
        if times.is_empty() {
            return Ok(None);
        }
        let account = self.group.arn.account_id().ok_or(LogsError::NoSuchGroup)?;
        let mut place = before_segments(&self.group, times.start.saturating_sub(SPAN))?;
        loop {
            let page = platform.store.read(|reader| self.page(reader, &place))?;
            let Some((last, _)) = page.last() else { return Ok(None) };
            place = last.clone();
            for (key, segment) in page {
                let first = of_segment_id(&key.id).unwrap_or_default();
                if first >= times.end || kept.is_behind(first) {
                    return Ok(None);
                }
                if kept.looked_at > most && first > times.start {
                    return Ok(Some(first));
                }
                let Some(stream) = self.streams.get(&segment.stream) else { continue };
                if segment.last >= times.start {
                    kept.looked_at += segment.bytes;
                    let wanted = (times, &is_asked);
                    self.take(platform, account, (&key, &segment, stream), wanted, kept)?;
                }
            }
        }
    }

    fn page(&self, reader: &Reader<'_>, after: &Key) -> Result<Vec<(Key, Segment)>, LogsError> {
        if let Some(only) = &self.only {
            return Ok(reader.find_from(STREAM, only, Some(after), PAGE)?);
        }
        let (account, region) = (&after.account, &after.region);
        let prefix = format!("{}/", self.group.id);
        Ok(reader.scan(account, region, &prefix, Some(&after.id), PAGE)?)
    }

    fn take(
        &self,
        platform: &Platform,
        account: AccountId,
        (key, segment, stream): (&Key, &Segment, &Arc<str>),
        (times, is_asked): (&Range<i64>, &impl Fn(&Position) -> bool),
        kept: &mut Kept,
    ) -> Result<(), LogsError> {
        let events = segment::open(&platform.vault, account, segment)?;
        for (index, event) in events.into_iter().enumerate() {
            if !times.contains(&event.at) {
                continue;
            }
            let (at, ingested, segment) = (event.at, segment.ingested, key.id.clone());
            let position = Position { at, ingested, segment, index };
            if is_asked(&position) && self.filter.matches(&event.message) {
                kept.put(position, Arc::clone(stream), event.message);
            }
        }
        Ok(())
    }
}

/// The first events of all that are put here, or the last: as many as one answer may tell.
struct Kept {
    way: Way,
    limit: usize,
    events: BTreeMap<Position, (Arc<str>, String)>,
    bytes: usize,
    /// The first that was left out, on the way.
    bound: Option<Position>,
    looked_at: u64,
}

impl Kept {
    fn new(way: Way, limit: usize) -> Self {
        Self { way, limit, events: BTreeMap::new(), bytes: 0, bound: None, looked_at: 0 }
    }

    /// Whether all events from a time on are left out.
    fn is_behind(&self, at: i64) -> bool {
        self.way == Way::Forward && self.bound.as_ref().is_some_and(|bound| bound.at < at)
    }

    fn put(&mut self, position: Position, stream: Arc<str>, message: String) {
        let is_out = self.bound.as_ref().is_some_and(|bound| match self.way {
            Way::Forward => position >= *bound,
            Way::Backward => position <= *bound,
        });
        if is_out {
            return;
        }
        self.bytes += message.len() + EVENT_BYTES;
        self.events.insert(position, (stream, message));
        while self.events.len() > self.limit || (self.bytes > BYTES_MAX && self.events.len() > 1) {
            let left_out = match self.way {
                Way::Forward => self.events.pop_last(),
                Way::Backward => self.events.pop_first(),
            };
            let Some((position, (_, message))) = left_out else { return };
            self.bytes -= message.len() + EVENT_BYTES;
            self.bound = Some(position);
        }
    }

    /// What is told; it goes on behind it where anything was left out, else where the search broke off.
    fn answer(self, cut: Option<Position>) -> Answer {
        let told = match self.way {
            Way::Forward => self.events.last_key_value(),
            Way::Backward => self.events.first_key_value(),
        };
        let told = told.map(|(position, _)| position.clone());
        let next = if self.bound.is_some() { told } else { cut };
        let events = self.events.into_iter();
        let events =
            events.map(|(position, (stream, message))| Found { position, stream, message });
        Answer { events: events.collect(), next }
    }
}
