//! Which versions an advisory is about: the events of OSV's ranges made intervals, and asked.

use crate::version::Scheme;

/// An interval of versions. An empty `introduced` is before every version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval<T> {
    /// The first version that is affected.
    pub introduced: T,
    /// Where it ends.
    pub end: End<T>,
}

/// The end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End<T> {
    /// There is none.
    Open,
    /// The first version that is not affected, which is a fix.
    Fixed(T),
    /// The last version that is affected.
    LastAffected(T),
    /// The first version that nothing is said about.
    Limit(T),
}

impl<T: AsRef<str>> Interval<T> {
    /// Whether a version is in it.
    pub fn contains(&self, scheme: Scheme, version: &str) -> bool {
        let compare = |with: &T| scheme.compare(version.as_bytes(), with.as_ref().as_bytes());
        let is_late_enough =
            self.introduced.as_ref().is_empty() || compare(&self.introduced).is_ge();
        is_late_enough
            && match &self.end {
                End::Open => true,
                End::Fixed(end) | End::Limit(end) => compare(end).is_lt(),
                End::LastAffected(end) => compare(end).is_le(),
            }
    }
}

/// What happens at a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Introduced(String),
    Fixed(String),
    LastAffected(String),
    Limit(String),
}

impl Event {
    fn version(&self) -> &str {
        match self {
            Self::Introduced(version)
            | Self::Fixed(version)
            | Self::LastAffected(version)
            | Self::Limit(version) => version,
        }
    }

    /// The place among events at the same version: what ends is ended before anything begins, but a
    /// last affected version is affected itself.
    fn rank(&self) -> u8 {
        match self {
            Self::Fixed(_) | Self::Limit(_) => 0,
            Self::Introduced(_) => 1,
            Self::LastAffected(_) => 2,
        }
    }
}

/// The intervals of a range's events, by the evaluation algorithm of the OSV schema, or why there can
/// be none.
pub(super) fn intervals(
    scheme: Scheme,
    mut events: Vec<Event>,
) -> Result<Vec<Interval<String>>, &'static str> {
    events.sort_by(|a, b| compare(scheme, a, b));
    let mut intervals = Vec::new();
    let mut open: Option<String> = None;
    for event in events {
        match event {
            Event::Introduced(version) => {
                open.get_or_insert(if version == "0" { String::new() } else { version });
            }
            Event::Fixed(version) => close(&mut intervals, &mut open, End::Fixed(version))?,
            Event::LastAffected(version) => {
                close(&mut intervals, &mut open, End::LastAffected(version))?;
            }
            Event::Limit(version) if open.is_some() => {
                close(&mut intervals, &mut open, End::Limit(version))?;
            }
            Event::Limit(_) => {}
        }
    }
    intervals.extend(open.map(|introduced| Interval { introduced, end: End::Open }));
    if intervals.is_empty() { Err("a range introduces nothing") } else { Ok(intervals) }
}

fn compare(scheme: Scheme, a: &Event, b: &Event) -> std::cmp::Ordering {
    let is_first = |event: &Event| matches!(event, Event::Introduced(version) if version == "0");
    is_first(b)
        .cmp(&is_first(a))
        .then_with(|| scheme.compare(a.version().as_bytes(), b.version().as_bytes()))
        .then_with(|| a.rank().cmp(&b.rank()))
}

/// Ends what is open. Two ends may follow each other, as the fixes of two branches do; the first counts.
fn close(
    intervals: &mut Vec<Interval<String>>,
    open: &mut Option<String>,
    end: End<String>,
) -> Result<(), &'static str> {
    match open.take() {
        Some(introduced) => intervals.push(Interval { introduced, end }),
        None if intervals.is_empty() => return Err("a range ends before it begins"),
        None => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Result<Vec<Interval<String>>, &'static str> {
        let event = |word: &str| {
            let (sign, version) = word.split_at(1);
            let version = version.to_owned();
            match sign {
                "i" => Event::Introduced(version),
                "f" => Event::Fixed(version),
                "l" => Event::LastAffected(version),
                _ => Event::Limit(version),
            }
        };
        intervals(Scheme::Semver, events.split_whitespace().map(event).collect())
    }

    #[test]
    fn versions_are_in_or_out() {
        for (events, inside, outside) in [
            ("i0 f1.2.0", "0.0.1 1.1.9 1.2.0-rc.1", "1.2.0 1.3.0"),
            ("f1.2.0 i0 i2.0.0 f2.1.0", "1.0.0 2.0.0 2.0.9", "1.2.0 1.9.0 2.1.0"),
            ("i1.0.0 l1.0.0", "1.0.0", "0.9.0 1.0.1"),
            ("i1.0.0", "1.0.0 9.0.0", "0.9.9 1.0.0-alpha"),
            ("i0 L2.0.0", "1.0.0", "2.0.0 3.0.0"),
            ("i1.0.0 f2.0.0 i2.0.0 f3.0.0", "1.0.0 2.0.0 2.5.0", "0.1.0 3.0.0"),
            ("i1.0.0 i1.5.0 f2.0.0", "1.2.0 1.6.0", "2.0.0"),
        ] {
            let intervals = read(events).unwrap();
            let affects = |version: &str| {
                intervals.iter().any(|interval| interval.contains(Scheme::Semver, version))
            };
            assert!(inside.split(' ').all(affects), "{events}");
            assert!(!outside.split(' ').any(affects), "{events}");
        }
    }

    #[test]
    fn impossible_ranges_are_told() {
        for events in ["", "f1.0.0", "i2.0.0 f1.0.0", "l1.0.0", "L1.0.0", "i1.0.0 f1.0.0"] {
            assert!(read(events).is_err(), "{events}");
        }
    }
}
