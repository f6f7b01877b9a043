//! Events stored side by side, and what they are found by.
//!
//! A batch has the events that were stored together: they lie behind each other in one piece of
//! bytes, compressed, and what several of them have in common to be looked up by is stored once for all.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::StoreError;
use crate::activity::frame::{Frame, Rest, damaged, write_number};

/// The most events of a batch: a place in it is a bit of [`Places`].
const EVENTS_MAX: usize = 128;
/// About the most bytes of a batch that has more than one event. Who wants one reads all.
const BYTES_MAX: usize = 256 << 10;
/// The most milliseconds between the first and the last event of a batch, so that a search by time
/// knows how far it has to look.
pub(super) const SPAN_MS: i64 = 1000;
/// The form of the bytes, which they begin with: events as they are.
const PLAIN: u8 = 1;
/// Behind how many bytes they have, events as a block of LZ4. ("LZ4 Block Format Description".)
const COMPRESSED: u8 = 2;
/// How many times as long a block of LZ4 makes its bytes, at most.
const EXPANSION_MAX: u64 = 255;

/// A set of places in a batch.
pub(super) type Places = u128;

/// What an event is found by: account, region, attribute and value. All events of an account in a
/// region are found by the attribute and value that are empty.
pub(super) type Posting<'r> = (&'r str, &'r str, &'r str, &'r str);

/// Events with their numbers, in the order of these, that become one batch.
pub(super) struct Batch<'r> {
    events: Vec<(i64, Frame<'r>)>,
    bytes: usize,
    pub(super) first_ms: i64,
    pub(super) last_ms: i64,
}

impl<'r> Batch<'r> {
    /// Cuts events into batches.
    pub(super) fn cut(events: impl IntoIterator<Item = (i64, Frame<'r>)>) -> Vec<Self> {
        let mut batches: Vec<Self> = Vec::new();
        for (number, frame) in events {
            match batches.last_mut() {
                Some(last) if last.has_room(&frame) => last.take(number, frame),
                _ => batches.push(Self::of([(number, frame)])),
            }
        }
        batches
    }

    /// One batch of these events.
    pub(super) fn of(events: impl IntoIterator<Item = (i64, Frame<'r>)>) -> Self {
        let mut batch =
            Self { events: Vec::new(), bytes: 0, first_ms: i64::MAX, last_ms: i64::MIN };
        events.into_iter().for_each(|(number, frame)| batch.take(number, frame));
        batch
    }

    fn has_room(&self, frame: &Frame<'_>) -> bool {
        let first_ms = self.first_ms.min(frame.time_ms);
        let last_ms = self.last_ms.max(frame.time_ms);
        self.events.len() < EVENTS_MAX
            && self.bytes + frame.bytes.len() <= BYTES_MAX
            && last_ms.saturating_sub(first_ms) <= SPAN_MS
    }

    fn take(&mut self, number: i64, frame: Frame<'r>) {
        self.events.push((number, frame));
        self.bytes += frame.bytes.len();
        self.first_ms = self.first_ms.min(frame.time_ms);
        self.last_ms = self.last_ms.max(frame.time_ms);
    }

    /// The number of its first event, which is the batch's own.
    pub(super) fn number(&self) -> i64 {
        self.events.first().map_or(0, |(number, _)| *number)
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut plain = Vec::with_capacity(self.bytes + 2 * self.events.len() + 1);
        plain.push(PLAIN);
        for (number, frame) in &self.events {
            write_number(&mut plain, number.wrapping_sub(self.number()).cast_unsigned());
            plain.extend_from_slice(frame.bytes);
        }
        let events = plain.get(1..).unwrap_or_default();
        let mut compressed = vec![COMPRESSED];
        write_number(&mut compressed, events.len() as u64);
        compressed.append(&mut lz4_flex::block::compress(events));
        if compressed.len() < plain.len() { compressed } else { plain }
    }

    /// What its events are found by, and where in it they stand.
    pub(super) fn postings(&self) -> Vec<(Posting<'r>, Places)> {
        let mut postings = Postings::default();
        let mut before: Option<&Frame<'_>> = None;
        for (place, (_, frame)) in self.events.iter().enumerate() {
            let places = Places::from(1_u8) << place;
            if before.replace(frame).is_some_and(|before| before.is_found_as(frame)) {
                postings.note_as_before(places);
                continue;
            }
            let found_by = std::iter::once(("", "")).chain(frame.keys());
            let mut turns = 0;
            for (name, value) in found_by {
                postings.note(turns, (frame.account, frame.region, name, value), places);
                turns += 1;
            }
            postings.before.truncate(turns);
        }
        postings.all
    }
}

/// Postings in the making.
#[derive(Default)]
struct Postings<'r> {
    all: Vec<(Posting<'r>, Places)>,
    /// Where in `all` each is.
    known: HashMap<Posting<'r>, usize>,
    /// Where those of the event before are: an event mostly has the same, and to compare them takes a
    /// tenth of what hashing does.
    before: Vec<usize>,
}

impl<'r> Postings<'r> {
    /// Notes an event that is found by all that the one before it is found by, and by nothing else.
    fn note_as_before(&mut self, places: Places) {
        for at in &self.before {
            if let Some((_, known)) = self.all.get_mut(*at) {
                *known |= places;
            }
        }
    }

    /// Notes the posting that an event has in this turn.
    fn note(&mut self, turn: usize, posting: Posting<'r>, places: Places) {
        let before = self.before.get(turn).and_then(|at| self.all.get_mut(*at));
        if let Some((_, known)) = before.filter(|(before, _)| *before == posting) {
            *known |= places;
            return;
        }
        let at = *self.known.entry(posting).or_insert(self.all.len());
        match self.all.get_mut(at) {
            Some((_, known)) => *known |= places,
            None => self.all.push((posting, places)),
        }
        match self.before.get_mut(turn) {
            Some(before) => *before = at,
            None => self.before.push(at),
        }
    }
}

/// Whether the place is one of these.
pub(super) fn holds(places: Places, place: usize) -> bool {
    u32::try_from(place).ok().and_then(|place| places.checked_shr(place)).unwrap_or(0) & 1 == 1
}

/// A batch as it was stored, ready to be read.
pub(super) struct Stored<'b>(Cow<'b, [u8]>);

impl<'b> Stored<'b> {
    /// Reads the form of the bytes and undoes their compression.
    ///
    /// # Errors
    /// [`StoreError::Io`] for bytes that no batch has.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, StoreError> {
        let mut rest = Rest(bytes);
        match rest.take(1)? {
            [PLAIN] => Ok(Self(Cow::Borrowed(rest.0))),
            [COMPRESSED] => {
                let length = rest.number()?;
                let most = EXPANSION_MAX.saturating_mul(rest.0.len() as u64);
                let length = usize::try_from(length.min(most)).unwrap_or(usize::MAX);
                let plain = lz4_flex::block::decompress(rest.0, length);
                plain
                    .map(|plain| Self(Cow::Owned(plain)))
                    .map_err(|_| damaged("a batch cannot be decompressed"))
            }
            _ => Err(damaged("a batch has an unknown form")),
        }
    }

    /// The events with their numbers, in the order they were stored; `number` is the batch's.
    ///
    /// # Errors
    /// [`StoreError::Io`] for bytes that no batch has.
    pub(super) fn events(&self, number: i64) -> Result<Vec<(i64, Frame<'_>)>, StoreError> {
        let mut rest = Rest(&self.0);
        let mut events = Vec::new();
        while !rest.0.is_empty() {
            if events.len() == EVENTS_MAX {
                return Err(damaged("a batch has too many events"));
            }
            let number = number.wrapping_add(rest.number()?.cast_signed());
            let before = events.last().map(|(_, before)| before);
            events.push((number, rest.frame(before)?));
        }
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::activity::ActivityRow;
    use crate::activity::frame::Frames;

    fn row(id: &str, time_ms: i64) -> ActivityRow {
        ActivityRow {
            time_ms,
            event_id: id.to_owned(),
            request_id: "r".to_owned(),
            account: "1".repeat(12),
            region: "eu-west-1".to_owned(),
            body: b"{}".to_vec(),
            keys: vec![("EventName".into(), id.to_owned().into())],
        }
    }

    fn cut(frames: &Frames) -> Vec<Batch<'_>> {
        Batch::cut((7..).zip(frames.read().unwrap()))
    }

    #[test]
    fn a_batch_is_bounded_in_events_bytes_and_time() {
        let sizes = |rows: &[ActivityRow]| {
            cut(&Frames::of(rows))
                .iter()
                .map(|batch| (batch.number(), batch.events.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(sizes(&vec![row("a", 5); 300]), [(7, 128), (135, 128), (263, 44)]);
        assert_eq!(
            sizes(&[row("a", 1000), row("b", 0), row("c", 1001), row("d", i64::MIN)]),
            [(7, 2), (9, 1), (10, 1)]
        );
        let long = ActivityRow { body: vec![b' '; BYTES_MAX], ..row("a", 5) };
        assert_eq!(sizes(&[row("a", 5), long, row("b", 5)]), [(7, 1), (8, 1), (9, 1)]);
    }

    #[test]
    fn what_events_have_in_common_is_said_once() {
        let rows = [row("a", 1), row("b", 1), row("a", 2)];
        let frames = Frames::of(&rows);
        let batches = cut(&frames);
        let postings = HashMap::<_, _>::from_iter(batches[0].postings());
        let (account, region) = (&*rows[0].account, &*rows[0].region);
        let at = |name, value| postings[&(account, region, name, value)];
        assert_eq!((at("", ""), at("EventName", "a"), at("EventName", "b")), (0b111, 0b101, 0b10));
        assert_eq!(postings.len(), 3);
        assert!(holds(0b101, 2) && !holds(0b101, 1) && !holds(0b101, 500));
    }

    #[test]
    fn the_order_in_which_events_tell_what_they_are_found_by_does_not_matter() {
        let with = |keys: &[(&str, &str)]| {
            let owned =
                |(name, value): &(&str, &str)| (name.to_string().into(), value.to_string().into());
            ActivityRow { keys: keys.iter().map(owned).collect(), ..row("a", 1) }
        };
        let (x, y) = (("X", "1"), ("Y", "2"));
        let alike =
            [with(&[x, y]), with(&[y]), with(&[y]), with(&[y, x]), with(&[y, x]), with(&[])];
        let more = [with(&[]), with(&[x, x, y]), with(&[x, x, y])];
        let elsewhere = ActivityRow { region: "eu-west-2".to_owned(), ..with(&[x, x, y]) };
        let rows: Vec<_> = alike.into_iter().chain(more).chain([elsewhere]).collect();
        let frames = Frames::of(&rows);
        let batches = cut(&frames);
        let postings = HashMap::<_, _>::from_iter(batches[0].postings());
        assert_eq!(batches[0].postings().len(), postings.len(), "each once");
        let account = &*rows[0].account;
        let at = |region, (name, value)| postings[&(account, region, name, value)];
        let in_each = |region| [("", ""), x, y].map(|found_by| at(region, found_by));
        assert_eq!(in_each("eu-west-1"), [0b1_1111_1111, 0b1_1001_1001, 0b1_1001_1111]);
        assert_eq!(in_each("eu-west-2"), [0b10_0000_0000; 3]);
    }

    #[test]
    fn damage_is_an_error() {
        let read = |bytes: &[u8]| Stored::open(bytes)?.events(7).map(|events| events.len());
        let rows = [row("a", 1), row("b", 2)];
        let frames = Frames::of(&rows);
        let compressed = cut(&frames)[0].bytes();
        assert_eq!((compressed[0], read(&compressed)), (COMPRESSED, Ok(2)));
        for length in 0..compressed.len() {
            assert!(read(&compressed[..length]).is_err(), "{length}");
        }
        let mut plain = vec![PLAIN];
        for number in [0, 1] {
            write_number(&mut plain, number);
            plain.extend_from_slice(frames.read().unwrap()[usize::from(number == 1)].bytes);
        }
        assert_eq!(read(&plain), Ok(2), "batches were not always compressed");
        for length in 0..plain.len() {
            assert!(read(&plain[..length]).map_or(true, |count| count < 2), "{length}");
        }
        assert!(read(&[9]).is_err());
        let endless = [0xff; 10];
        for form in [PLAIN, COMPRESSED] {
            assert!(read(&[&[form], &endless[..]].concat()).is_err());
        }
        let long =
            [&[COMPRESSED, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], &[0; 40][..]];
        assert!(read(&long.concat()).is_err(), "memory is asked for as far as there can be bytes");
    }

    #[test]
    fn events_that_are_alike_take_little() {
        let like = |id: &str| ActivityRow { body: vec![b'x'; 2000], ..row(id, 1) };
        let rows: Vec<_> = (0..100).map(|number| like(&number.to_string())).collect();
        let frames = Frames::of(&rows);
        let bytes = cut(&frames)[0].bytes();
        assert!(bytes.len() < frames.bytes() / 20, "{} of {}", bytes.len(), frames.bytes());
    }

    proptest! {
        #[test]
        fn events_come_back_as_they_were(
            rows in prop::collection::vec((any::<i64>(), ".{0,9}", ".{0,200}", any::<bool>()), 1..200)
        ) {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(time_ms, id, body, bare)| {
                    let keys = if bare { vec![] } else { row(&id, 0).keys };
                    ActivityRow { body: body.into_bytes(), keys, ..row(&id, time_ms) }
                })
                .collect();
            let mut back = Vec::new();
            let frames = Frames::of(&rows);
            for batch in cut(&frames) {
                let bytes = batch.bytes();
                let stored = Stored::open(&bytes).unwrap();
                for (number, event) in stored.events(batch.number()).unwrap() {
                    prop_assert!(batch.first_ms <= event.time_ms && event.time_ms <= batch.last_ms);
                    back.push((number, event.row()));
                }
            }
            let expected: Vec<_> = (7..).zip(rows).collect();
            prop_assert_eq!(back, expected);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), first: i64) {
            let _ = Stored::open(&bytes).and_then(|stored| stored.events(first).map(drop));
        }
    }
}
