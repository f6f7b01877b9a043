//! Where a list of events goes on.

use bartizan_service::paging;

use crate::error::LogsError;

/// The place of an event among others, in the order in which they are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) at: i64,
    pub(crate) ingested: i64,
    /// The id of its segment's key.
    pub(crate) segment: String,
    pub(crate) index: usize,
}

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Forward,
    Backward,
}

impl Position {
    /// Before all events of a time.
    pub(crate) const fn before(at: i64) -> Self {
        Self { at, ingested: i64::MIN, segment: String::new(), index: 0 }
    }

    /// Just behind it.
    pub(crate) fn behind(&self) -> Self {
        Self { index: self.index.saturating_add(1), ..self.clone() }
    }

    /// Before it, and behind all of an earlier time or an earlier coming.
    pub(crate) fn ahead(&self) -> Self {
        Self { segment: String::new(), index: 0, ..self.clone() }
    }

    /// The token of the events that follow this way.
    pub(crate) fn token(&self, way: Way) -> String {
        let Self { at, ingested, segment, index } = self;
        let place = paging::token(&format!("{at} {ingested} {index} {segment}"));
        format!("{}/{place}", if way == Way::Forward { 'f' } else { 'b' })
    }

    /// Reads a token.
    pub(crate) fn read(token: &str) -> Result<(Self, Way), LogsError> {
        read(token).ok_or_else(|| LogsError::invalid("The specified nextToken is invalid."))
    }

    /// What tells the event from all others: digits, as AWS has them.
    pub(crate) fn event_id(&self) -> String {
        let mut parts = self.segment.split('/').skip(2);
        let stream: String =
            parts.next().unwrap_or_default().chars().filter(|c| *c != '-').take(16).collect();
        let stream = u64::from_str_radix(&stream, 16).unwrap_or_default();
        let number = parts.next().unwrap_or_default();
        format!("3{:014}{stream:020}{number}{:011}", self.at, self.index)
    }
}

fn read(token: &str) -> Option<(Position, Way)> {
    let (way, place) = token.split_once('/')?;
    let way = match way {
        "f" => Way::Forward,
        "b" => Way::Backward,
        _ => return None,
    };
    let place = paging::place(Some(place)).ok()??;
    let mut parts = place.splitn(4, ' ');
    let at = parts.next()?.parse().ok()?;
    let ingested = parts.next()?.parse().ok()?;
    let index = parts.next()?.parse().ok()?;
    let segment = parts.next()?.to_owned();
    Some((Position { at, ingested, segment, index }, way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_again_and_no_other() {
        let segment = "group/000000000000007/0123456789abcdef-stream/0000000001".to_owned();
        let position = Position { at: 7, ingested: 8, segment, index: 3 };
        for way in [Way::Forward, Way::Backward] {
            assert_eq!(Position::read(&position.token(way)).unwrap(), (position.clone(), way));
        }
        let start = Position::before(-1);
        assert_eq!(Position::read(&start.token(Way::Forward)).unwrap().0, start);
        for token in ["", "f", "f/", "x/MSAyIDMgNA", "f/MSAyIDM", "f/~", "b/eCAyIDMgNA"] {
            assert!(Position::read(token).is_err(), "{token}");
        }
        assert_eq!(position.event_id().len(), 56);
    }
}
