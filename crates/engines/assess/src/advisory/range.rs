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

    fn begins_at(&self, scheme: Scheme, version: &str) -> bool {
        let compare = |begin: &str| scheme.compare(begin.as_bytes(), version.as_bytes());
        matches!(self, Self::Introduced(begin) if compare(begin).is_eq())
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

/// The intervals of a range's events, by the evaluation algorithm of the OSV schema, and what is wrong
/// with it. What ends before it begins makes no interval, and leaves none without an end.
pub(super) fn intervals(
    scheme: Scheme,
    mut events: Vec<Event>,
) -> (Vec<Interval<String>>, Option<&'static str>) {
    events.sort_by(|a, b| compare(scheme, a, b));
    let (mut intervals, mut problem) = (Vec::new(), None);
    let mut open: Option<String> = None;
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        let end = match event {
            Event::Introduced(version) => {
                open.get_or_insert(if version == "0" { String::new() } else { version });
                continue;
            }
            Event::Fixed(version) => End::Fixed(version),
            Event::LastAffected(version) => End::LastAffected(version),
            Event::Limit(version) => End::Limit(version),
        };
        if let Some(introduced) = open.take() {
            intervals.push(Interval { introduced, end });
        } else if let End::Fixed(version) = end
            && (intervals.is_empty()
                || events.peek().is_some_and(|next| next.begins_at(scheme, &version)))
        {
            problem = Some("a range ends before it begins, or where it does");
            events.next_if(|next| next.begins_at(scheme, &version));
        } else if intervals.is_empty() {
            problem = Some("a range ends before it begins");
        }
    }
    match open {
        Some(introduced) if problem.is_none() => {
            intervals.push(Interval { introduced, end: End::Open });
        }
        None if intervals.is_empty() && problem.is_none() => {
            problem = Some("a range introduces nothing");
        }
        _ => {}
    }
    (intervals, problem)
}

fn compare(scheme: Scheme, a: &Event, b: &Event) -> std::cmp::Ordering {
    let is_first = |event: &Event| matches!(event, Event::Introduced(version) if version == "0");
    is_first(b)
        .cmp(&is_first(a))
        .then_with(|| scheme.compare(a.version().as_bytes(), b.version().as_bytes()))
        .then_with(|| a.rank().cmp(&b.rank()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> (Vec<Interval<String>>, Option<&'static str>) {
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
            let (intervals, problem) = read(events);
            assert_eq!(problem, None, "{events}");
            let affects = |version: &str| {
                intervals.iter().any(|interval| interval.contains(Scheme::Semver, version))
            };
            assert!(inside.split(' ').all(affects), "{events}");
            assert!(!outside.split(' ').any(affects), "{events}");
        }
    }

    #[test]
    fn impossible_ranges_are_told_and_the_rest_is_kept() {
        for (events, kept) in [
            ("", 0),
            ("f1.0.0", 0),
            ("i2.0.0 f1.0.0", 0),
            ("l1.0.0", 0),
            ("L1.0.0", 0),
            ("i1.0.0 f1.0.0", 0),
            ("i2.0.0 l2.0.0-beta", 0),
            ("i0.23.0 f0.23.0 i0.23.13 f0.23.18", 1),
        ] {
            let (intervals, problem) = read(events);
            assert!(problem.is_some(), "{events}");
            assert_eq!(intervals.len(), kept, "{events}");
            let affects = |interval: &Interval<String>| {
                interval.contains(Scheme::Semver, "0.23.14")
                    && !interval.contains(Scheme::Semver, "0.23.5")
            };
            assert!(intervals.iter().all(affects), "{events}");
        }
    }
}
