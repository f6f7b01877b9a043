//! What is known of a place: its detectors, and what waits to be stored.

use std::collections::BTreeMap;

use bartizan_detect::{ActivityDetectors, Damaged, DnsDetectors, DnsLimits, FlowDetectors, Limits};
use bartizan_service::store::{Reader, Store, Writer};
use bartizan_types::{Fault, Timestamp};

use super::around::Around;
use super::record::{Checkpoint, SourceRecord, Stream};
use crate::detector::{DetectorRecord, Place};
use crate::error::GuardDutyError;
use crate::finding::publish::Publisher;
use crate::finding::record::{Shelf, Stored};
use crate::finding::seen::Seen;

/// How many principals are known of a place.
const PRINCIPALS: usize = 20_000;
/// How much larger what is read between two commits is than what detectors know, before it is packed: so that is
/// written less often the more it is. To write and pack a byte of it costs more than to read one.
const READ_PER_STORED: usize = 4;
/// How many findings wait at most.
const FINDINGS_MAX: usize = 500;

/// The detectors of a place, with what they found since the last commit.
pub(crate) struct State {
    pub(super) flows: FlowDetectors,
    pub(super) dns: DnsDetectors,
    pub(super) activity: ActivityDetectors,
    pub(super) around: Around,
    /// Whose they are, and how its lists were.
    detector: String,
    lists_version: u64,
    pub(super) has_data_events: bool,
    sources: BTreeMap<String, SourceRecord>,
    touched: [bool; 3],
    pub(super) found: Vec<Seen>,
    read_bytes: usize,
    stored_bytes: usize,
}

/// What one commit stores.
pub(super) struct Due {
    checkpoints: Vec<(Stream, Checkpoint)>,
    sources: BTreeMap<String, SourceRecord>,
    found: Vec<Seen>,
    detector: String,
}

impl State {
    /// The detectors of a place: those that were held, or as they are in the store.
    pub(super) fn open(
        store: &Store,
        place: &Place,
        held: Option<Box<Self>>,
    ) -> Result<Box<Self>, GuardDutyError> {
        store.read(|reader| {
            let detector = place.detector(reader)?.filter(|found| found.is_enabled);
            let detector = detector.ok_or(GuardDutyError::NoDetector)?;
            let mut state = match held.filter(|state| state.detector == detector.id) {
                Some(state) => state,
                None => Box::new(Self::read(reader, place, &detector)?),
            };
            state.follow(reader, place, &detector)?;
            Ok(state)
        })
    }

    /// As it is in the store.
    fn read(
        reader: &Reader<'_>,
        place: &Place,
        detector: &DetectorRecord,
    ) -> Result<Self, GuardDutyError> {
        let mut stored_bytes = 0;
        let mut held = |stream: Stream| {
            let found = reader.get::<Checkpoint>(&place.key(stream.word()))?;
            let state = found.map(|found| found.state().unwrap_or_default());
            stored_bytes += state.as_ref().map_or(0, Vec::len);
            Ok::<_, GuardDutyError>(state)
        };
        let flows = restored(held(Stream::Flows)?, FlowDetectors::restore);
        let dns = restored(held(Stream::Dns)?, DnsDetectors::restore);
        let activity = restored(held(Stream::Activity)?, ActivityDetectors::restore);
        Ok(Self {
            flows: flows.unwrap_or_else(|| FlowDetectors::new(Limits::default())),
            dns: dns.unwrap_or_else(|| DnsDetectors::new(DnsLimits::default())),
            activity: activity.unwrap_or_else(|| ActivityDetectors::new(PRINCIPALS)),
            around: Around::read(reader, place)?,
            detector: detector.id.clone(),
            lists_version: detector.lists_version,
            has_data_events: detector.features.has_data_events(),
            sources: BTreeMap::new(),
            touched: [false; 3],
            found: Vec::new(),
            read_bytes: 0,
            stored_bytes,
        })
    }

    /// Takes notice of what was changed of a detector.
    fn follow(
        &mut self,
        reader: &Reader<'_>,
        place: &Place,
        detector: &DetectorRecord,
    ) -> Result<(), GuardDutyError> {
        self.has_data_events = detector.features.has_data_events();
        if self.lists_version != detector.lists_version {
            self.around = Around::read(reader, place)?;
            self.lists_version = detector.lists_version;
        }
        Ok(())
    }

    /// How far a file was read.
    pub(super) fn source(
        &self,
        reader: &Reader<'_>,
        place: &Place,
        id: &str,
    ) -> Result<SourceRecord, GuardDutyError> {
        match self.sources.get(id) {
            Some(source) => Ok(source.clone()),
            None => Ok(reader.get::<SourceRecord>(&place.key(id))?.unwrap_or_default()),
        }
    }

    /// Notes how far a file was read.
    pub(super) fn note(&mut self, stream: Stream, id: String, source: SourceRecord, bytes: usize) {
        self.sources.insert(id, source);
        self.read_bytes = self.read_bytes.saturating_add(bytes);
        self.touch(stream);
    }

    /// Notes that detectors know more of a stream.
    pub(super) fn touch(&mut self, stream: Stream) {
        if let Some(touched) = self.touched.get_mut(stream as usize) {
            *touched = true;
        }
    }

    /// Whether it is worth a commit, where nothing else asks for one.
    pub(super) fn is_due(&self) -> bool {
        let enough = self.stored_bytes.saturating_mul(READ_PER_STORED);
        self.read_bytes >= enough || self.found.len() >= FINDINGS_MAX
    }

    /// Takes out what is to be stored.
    pub(super) fn take(&mut self, now: Timestamp) -> Result<Due, GuardDutyError> {
        let mut checkpoints = Vec::new();
        self.stored_bytes = 0;
        for stream in Stream::ALL {
            if !self.touched.get(stream as usize).is_some_and(|touched| *touched) {
                continue;
            }
            let state = match stream {
                Stream::Flows => self.flows.checkpoint(),
                Stream::Dns => self.dns.checkpoint(),
                Stream::Activity => self.activity.checkpoint(),
            };
            self.stored_bytes = self.stored_bytes.saturating_add(state.len());
            let checkpoint = Checkpoint::new(&state, now).map_err(|error| {
                Fault::new("InternalServerErrorException", error.to_string(), 500)
            })?;
            checkpoints.push((stream, checkpoint));
        }
        (self.touched, self.read_bytes) = ([false; 3], 0);
        let (sources, found) = (std::mem::take(&mut self.sources), std::mem::take(&mut self.found));
        Ok(Due { checkpoints, sources, found, detector: self.detector.clone() })
    }
}

impl Due {
    /// Stores all of it; how many findings are new, and how many were there.
    pub(super) fn store(
        self,
        writer: &mut Writer<'_>,
        place: &Place,
        publisher: &Publisher,
        now: Timestamp,
    ) -> Result<[i64; 2], GuardDutyError> {
        let detector = place.detector(writer)?.filter(|found| found.id == self.detector);
        let detector = detector.ok_or(GuardDutyError::NoDetector)?;
        for (stream, checkpoint) in &self.checkpoints {
            writer.put(&place.key(stream.word()), checkpoint)?;
        }
        for (id, source) in &self.sources {
            writer.put(&place.key(&**id), source)?;
        }
        let findings = Shelf::open(writer, place, &detector, publisher, now)?;
        let [mut new, mut again] = [0, 0];
        for seen in self.found {
            match findings.put(writer, seen)?.1 {
                Stored::New => new += 1,
                Stored::Again => again += 1,
            }
        }
        Ok([new, again])
    }
}

/// Detectors as they were stored; none where nothing was, or it cannot be read by this version.
fn restored<T>(
    stored: Option<Vec<u8>>,
    restore: impl FnOnce(&[u8]) -> Result<T, Damaged>,
) -> Option<T> {
    match restore(&stored?) {
        Ok(detectors) => Some(detectors),
        Err(error) => {
            tracing::warn!(%error, "what detectors knew cannot be read: they begin anew");
            None
        }
    }
}
