//! Data that is carried in names.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::name::{Name, is_encoded, load};
use crate::record::Type;
use crate::state::{Distinct, Entered, Window, stored};

/// What a client asks for below one domain, in minutes and in a day.
#[derive(Debug, Clone, Default)]
pub(super) struct Below {
    minutes: Count<4>,
    day: Count<16>,
}

/// Names that were not asked for before.
#[derive(Debug, Clone, Default)]
struct Count<const WORDS: usize> {
    window: Window,
    names: Distinct<WORDS>,
    queries: u32,
    fresh: u32,
    /// Bytes of these that look like data.
    load: u32,
    /// How many of these asked for records with room, and how long they were.
    roomy: u32,
    roomy_bytes: u32,
}

type Minutes = Count<4>;
type Day = Count<16>;

stored! {
    Below { minutes, day }
    Minutes { window, names, queries, fresh, load, roomy, roomy_bytes }
    Day { window, names, queries, fresh, load, roomy, roomy_bytes }
}

const MINUTES: i64 = 300;
const DAY: i64 = 86_400;
/// How many names carry data, in minutes and in a day, and how much each in the mean: what programs ask
/// for is asked again, or is short.
const FRESH_MINUTES: u32 = 20;
const FRESH_DAY: u32 = 60;
const LOAD: u32 = 20;
/// The same for types that few ask for and whose answers have room: there short names are enough, for the
/// data comes back (dns2tcp, iodine).
const ROOMY_MINUTES: u32 = 20;
const ROOMY_DAY: u32 = 40;
const ROOMY_BYTES: u32 = 6;

/// What tells a tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) first: i64,
    pub(super) names: u32,
    pub(super) bytes: u32,
    pub(super) queries: u32,
}

impl Below {
    /// Counts a name below a domain; what was carried when it is enough.
    pub(super) fn note(&mut self, name: &Name<'_>, kind: Type, time: i64) -> Option<Carried> {
        let below = if name.is_known { name.below } else { name.whole };
        if below.is_empty() {
            return None;
        }
        let mut hasher = FxHasher::default();
        below.hash(&mut hasher);
        let hash = hasher.finish();
        let minutes = self.minutes.note(hash, below, kind, time, MINUTES);
        let day = self.day.note(hash, below, kind, time, DAY);
        if is_encoded(below) {
            let bytes = u32::try_from(below.len()).unwrap_or(u32::MAX);
            return Some(Carried { first: time, names: 1, bytes, queries: 1 });
        }
        if minutes && self.minutes.is_tunnel(FRESH_MINUTES, ROOMY_MINUTES) {
            return Some(self.minutes.carried());
        }
        (day && self.day.is_tunnel(FRESH_DAY, ROOMY_DAY)).then(|| self.day.carried())
    }
}

impl<const WORDS: usize> Count<WORDS> {
    /// Counts a name; whether it was not asked for before.
    fn note(&mut self, hash: u64, below: &[u8], kind: Type, time: i64, length: i64) -> bool {
        match self.window.enter(time, length) {
            Entered::Stray => return false,
            Entered::New => *self = Self { window: self.window, ..Self::default() },
            Entered::Same => {}
        }
        self.queries = self.queries.saturating_add(1);
        if !self.names.add(hash) {
            return false;
        }
        self.fresh = self.fresh.saturating_add(1);
        self.load = self.load.saturating_add(load(below));
        // Lists of senders of mail are asked by TXT too, by addresses whose parts come first.
        let first = below.split(|byte| *byte == b'.').next().unwrap_or_default();
        let is_address = first.len() == 1 || first.iter().all(u8::is_ascii_digit);
        if kind.is_roomy() && !is_address {
            self.roomy = self.roomy.saturating_add(1);
            let bytes = u32::try_from(below.len()).unwrap_or(u32::MAX);
            self.roomy_bytes = self.roomy_bytes.saturating_add(bytes);
        }
        true
    }

    fn is_tunnel(&self, fresh: u32, roomy: u32) -> bool {
        // Names of data never repeat; where most do, they are names of things.
        let never_repeats = self.fresh.saturating_mul(2) >= self.queries;
        let carries = self.fresh >= fresh && self.load >= self.fresh.saturating_mul(LOAD);
        let answers = self.roomy >= roomy
            && self.roomy.saturating_mul(2) >= self.fresh
            && self.roomy_bytes >= self.roomy.saturating_mul(ROOMY_BYTES);
        never_repeats && (carries || answers)
    }

    fn carried(&self) -> Carried {
        let Self { window, queries, fresh, load, roomy_bytes, .. } = *self;
        Carried { first: window.start(), names: fresh, bytes: load.max(roomy_bytes), queries }
    }
}
