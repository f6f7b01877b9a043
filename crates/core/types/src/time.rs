//! Instants, and the clock they are read from.

use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// An instant in milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// The text is not an instant in any form AWS accepts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a timestamp: write ISO 8601, as 2026-11-24T09:00:00Z")]
pub struct InvalidTimestamp(String);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the epoch, saturating.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Later by `duration`, saturating.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Time from `earlier` to `self`; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    fn jiff(self) -> jiff::Timestamp {
        let clamped = self
            .0
            .clamp(jiff::Timestamp::MIN.as_millisecond(), jiff::Timestamp::MAX.as_millisecond());
        jiff::Timestamp::from_millisecond(clamped).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// `2026-11-24T09:00:00Z`: ISO 8601 in whole seconds, as the query protocol and CloudTrail
    /// write it.
    pub fn iso8601(self) -> String {
        second_text(self)
    }

    /// `2026-11-24T09:00:00.000Z`: ISO 8601 with milliseconds, as S3's XML writes it.
    pub fn iso8601_millis(self) -> String {
        self.jiff().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// `20261124T090000Z`: the basic form `SigV4` signs.
    pub fn amz_date(self) -> String {
        self.jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// `Tue, 24 Nov 2026 09:00:00 GMT`: the form of HTTP headers (RFC 9110, section 5.6.7).
    pub fn http_date(self) -> String {
        self.jiff().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Parses ISO 8601: extended or basic form, a date alone, with `Z` or an offset; without
    /// either, UTC is meant.
    ///
    /// # Errors
    /// The text is in none of these forms.
    pub fn parse_iso8601(text: &str) -> Result<Self, InvalidTimestamp> {
        let invalid = || InvalidTimestamp(text.chars().take(64).collect());
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Ok(Self(instant.as_millisecond()));
        }
        let civil: jiff::civil::DateTime = text.parse().map_err(|_| invalid())?;
        let instant = jiff::tz::TimeZone::UTC.to_timestamp(civil).map_err(|_| invalid())?;
        Ok(Self(instant.as_millisecond()))
    }

    /// Parses the date form of HTTP headers.
    ///
    /// # Errors
    /// The text is not such a date.
    pub fn parse_http_date(text: &str) -> Result<Self, InvalidTimestamp> {
        jiff::fmt::rfc2822::parse(text)
            .map(|zoned| Self(zoned.timestamp().as_millisecond()))
            .map_err(|_| InvalidTimestamp(text.chars().take(64).collect()))
    }
}

/// [`Timestamp::iso8601`], kept for the next time: a call writes its own second several times, and
/// so do those beside it.
fn second_text(time: Timestamp) -> String {
    thread_local! {
        static LAST: RefCell<(i64, String)> = const { RefCell::new((0, String::new())) };
    }
    let seconds = time.seconds();
    LAST.with_borrow_mut(|(last, text)| {
        if *last != seconds || text.is_empty() {
            let whole = jiff::Timestamp::from_second(seconds).unwrap_or_else(|_| time.jiff());
            *text = whole.to_string();
            *last = seconds;
        }
        text.clone()
    })
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso8601())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso8601_millis())
    }
}

/// Where time comes from. Nothing but an implementation of this trait reads the machine's clock.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Time since some fixed moment, never going back.
    fn monotonic(&self) -> Duration;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_millisecond())
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that a test moves by hand.
#[derive(Debug)]
pub struct ManualClock {
    start_millis: i64,
    now_millis: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `start` until it is moved.
    pub const fn new(start: Timestamp) -> Self {
        Self { start_millis: start.millis(), now_millis: AtomicI64::new(start.millis()) }
    }

    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        self.now_millis.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now_millis.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        self.now().since(Timestamp(self.start_millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Timestamp = Timestamp::from_millis(1_795_510_800_123);

    #[test]
    fn the_forms_aws_writes() {
        assert_eq!(SAMPLE.iso8601(), "2026-11-24T09:00:00Z");
        assert_eq!(SAMPLE.iso8601_millis(), "2026-11-24T09:00:00.123Z");
        assert_eq!(SAMPLE.amz_date(), "20261124T090000Z");
        assert_eq!(SAMPLE.http_date(), "Tue, 24 Nov 2026 09:00:00 GMT");
    }

    #[test]
    fn the_forms_aws_reads() {
        let whole = Timestamp::from_seconds(SAMPLE.seconds());
        for text in [
            "2026-11-24T09:00:00Z",
            "20261124T090000Z",
            "2026-11-24T10:00:00+01:00",
            "2026-11-24T09:00:00",
        ] {
            assert_eq!(Timestamp::parse_iso8601(text), Ok(whole), "{text}");
        }
        assert_eq!(Timestamp::parse_iso8601("2026-11-24T09:00:00.123Z"), Ok(SAMPLE));
        assert_eq!(
            Timestamp::parse_iso8601("2026-11-24").unwrap().iso8601(),
            "2026-11-24T00:00:00Z"
        );
        assert_eq!(Timestamp::parse_http_date(&SAMPLE.http_date()), Ok(whole));
        assert!(Timestamp::parse_iso8601("yesterday").is_err());
        assert!(Timestamp::parse_http_date("yesterday").is_err());
    }

    #[test]
    fn extremes_do_not_overflow() {
        let last = Timestamp::from_millis(i64::MAX);
        assert_eq!(last.plus(Duration::MAX), last);
        assert!(!last.iso8601().is_empty());
        assert!(!Timestamp::from_millis(i64::MIN).http_date().is_empty());
    }
}
