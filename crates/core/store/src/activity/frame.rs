//! Events as they wait and are stored: one behind the other in one piece of bytes, so that an event
//! costs who hands it in a copy and no memory of its own.

use super::{ActivityRow, Word};
use crate::StoreError;

/// Events behind each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Frames(Vec<u8>);

impl Frames {
    pub(crate) fn of<'r>(rows: impl IntoIterator<Item = &'r ActivityRow>) -> Self {
        let mut frames = Self::default();
        rows.into_iter().for_each(|row| frames.push(row));
        frames
    }

    pub(crate) fn push(&mut self, row: &ActivityRow) {
        let ActivityRow { time_ms, event_id, request_id, account, region, body, keys } = row;
        let out = &mut self.0;
        out.extend_from_slice(&time_ms.to_le_bytes());
        for text in [event_id, request_id, account, region] {
            write_bytes(out, text.as_bytes());
        }
        write_bytes(out, body);
        write_number(out, keys.len() as u64);
        for (name, value) in keys {
            write_bytes(out, name.as_bytes());
            write_bytes(out, value.as_bytes());
        }
    }

    pub(crate) fn append(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Forgets the events and keeps their memory.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// About how many bytes there is room for without asking for memory.
    pub(crate) fn room_bytes(&self) -> usize {
        self.0.capacity()
    }

    /// Each event.
    ///
    /// # Errors
    /// Never, as the bytes were written here.
    pub(crate) fn read(&self) -> Result<Vec<Frame<'_>>, StoreError> {
        let mut rest = Rest(&self.0);
        let mut frames = Vec::new();
        while !rest.0.is_empty() {
            frames.push(rest.frame(frames.last())?);
        }
        Ok(frames)
    }
}

/// An event as it lies among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame<'b> {
    /// Its own bytes.
    pub(crate) bytes: &'b [u8],
    pub(crate) time_ms: i64,
    pub(crate) event_id: &'b str,
    pub(crate) request_id: &'b str,
    pub(crate) account: &'b str,
    pub(crate) region: &'b str,
    pub(crate) body: &'b [u8],
    /// The number of the lookup keys, and these.
    keys: &'b [u8],
}

impl<'b> Frame<'b> {
    /// What it can be looked up by, as (attribute, value).
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'b str, &'b str)> + use<'b> {
        let mut rest = Rest(self.keys);
        // They were read once already, as their number was.
        let _ = rest.number();
        std::iter::from_fn(move || Some((rest.text().ok()?, rest.text().ok()?)))
    }

    /// Whether it is found by what the other is found by.
    pub(crate) fn is_found_as(&self, other: &Self) -> bool {
        self.keys == other.keys && self.account == other.account && self.region == other.region
    }

    pub(crate) fn row(&self) -> ActivityRow {
        ActivityRow {
            time_ms: self.time_ms,
            event_id: self.event_id.to_owned(),
            request_id: self.request_id.to_owned(),
            account: self.account.to_owned(),
            region: self.region.to_owned(),
            body: self.body.to_vec(),
            keys: self.keys().map(|(name, value)| (owned(name), owned(value))).collect(),
        }
    }
}

fn owned(word: &str) -> Word {
    Word::Owned(word.to_owned())
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A number, seven bits a byte, the lowest first; each but the last has its highest bit set.
pub(crate) fn write_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

/// What is left to read.
pub(crate) struct Rest<'b>(pub(crate) &'b [u8]);

impl<'b> Rest<'b> {
    /// An event behind the one that stands before it, if there is one.
    pub(crate) fn frame(&mut self, before: Option<&Frame<'b>>) -> Result<Frame<'b>, StoreError> {
        let whole = self.0;
        let time = self.take(8)?.first_chunk().ok_or_else(|| damaged("it ends early"))?;
        let time_ms = i64::from_le_bytes(*time);
        let (event_id, request_id) = (self.text()?, self.text()?);
        let (account, region) = (self.text()?, self.text()?);
        let body = self.bytes()?;
        let keys = self.keys(before)?;
        let bytes = whole.get(..whole.len() - self.0.len()).unwrap_or_default();
        Ok(Frame { bytes, time_ms, event_id, request_id, account, region, body, keys })
    }

    /// Lookup keys, with their number. Events that follow each other mostly have the same, which need not
    /// be looked at one by one again.
    fn keys(&mut self, before: Option<&Frame<'b>>) -> Result<&'b [u8], StoreError> {
        let from = self.0;
        if let Some(before) = before.filter(|before| from.starts_with(before.keys)) {
            return self.take(before.keys.len());
        }
        for _ in 0..self.number()? {
            self.text()?;
            self.text()?;
        }
        Ok(from.get(..from.len() - self.0.len()).unwrap_or_default())
    }

    fn text(&mut self) -> Result<&'b str, StoreError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| damaged("a text in it is none"))
    }

    fn bytes(&mut self) -> Result<&'b [u8], StoreError> {
        let length = self.number()?;
        self.take(usize::try_from(length).unwrap_or(usize::MAX))
    }

    pub(crate) fn number(&mut self) -> Result<u64, StoreError> {
        // Nearly all are small.
        if let Some((byte, rest)) = self.0.split_first().filter(|(byte, _)| **byte < 0x80) {
            self.0 = rest;
            return Ok(u64::from(*byte));
        }
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let &[byte] = self.take(1)? else { break };
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(damaged("a number in it is too long"))
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'b [u8], StoreError> {
        let (taken, rest) =
            self.0.split_at_checked(length).ok_or_else(|| damaged("it ends early"))?;
        self.0 = rest;
        Ok(taken)
    }
}

pub(crate) fn damaged(reason: &str) -> StoreError {
    StoreError::Io(format!("the activity record is damaged: {reason}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn events_come_back_as_they_were(
            events in prop::collection::vec(
                (any::<i64>(), ".{0,9}", ".{0,300}", prop::collection::vec((".{0,9}", ".{0,9}"), 0..5)),
                0..20,
            )
        ) {
            let rows: Vec<_> = events
                .into_iter()
                .map(|(time_ms, id, body, keys)| ActivityRow {
                    time_ms,
                    request_id: format!("request of {id}"),
                    account: id.repeat(3),
                    region: "eu-west-1".to_owned(),
                    body: body.into_bytes(),
                    event_id: id,
                    keys: keys.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
                })
                .collect();
            let frames = Frames::of(&rows);
            let back: Vec<_> = frames.read().unwrap().iter().map(Frame::row).collect();
            prop_assert_eq!(back, rows);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for frame in Frames(bytes).read().unwrap_or_default() {
                let _ = frame.row();
            }
        }
    }
}
