//! The frames that a client sends, counted by what floods are made of. The library below ends a
//! connection that is abused without saying by what.

use std::sync::atomic::{AtomicU32, Ordering};

use bartizan_flood::Vector;
use tokio::sync::Notify;
use tokio::time::{Duration, Instant};

/// What a client sends first. (RFC 9113, section 3.4.)
const PREFACE_BYTES: usize = 24;
/// A frame's header: three bytes of its length, one of its type, five more. (RFC 9113, section 4.1.)
const HEADER_BYTES: usize = 9;
/// Types of frames, and the flag of the last one of a body. (RFC 9113, section 6.)
const DATA: u8 = 0;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
/// How many frames a second a client may send that carry nothing. (CVE-2019-9512, 9513, 9515, 9518.)
const EMPTY_A_SECOND: u32 = 10_000;

/// How many frames of a kind came over a connection.
#[derive(Debug, Default)]
pub(super) struct Arrived {
    resets: AtomicU32,
    continuations: AtomicU32,
    /// Told when too many came that carry nothing.
    is_flooded: Notify,
}

impl Arrived {
    /// Resolves when frames that carry nothing come too fast.
    pub(super) async fn flooded(&self) {
        self.is_flooded.notified().await;
    }

    /// What a connection was abused by, of what came more of; nothing where neither did.
    pub(super) fn vector(&self) -> Option<Vector> {
        let resets = self.resets.load(Ordering::Relaxed);
        match self.continuations.load(Ordering::Relaxed) {
            0 if resets == 0 => None,
            continuations if continuations > resets => Some(Vector::Continuation),
            _ => Some(Vector::RapidReset),
        }
    }
}

/// Finds the frames in what is read, wherever a read ends.
#[derive(Debug)]
pub(super) struct Frames {
    /// How many bytes are none of a frame's header.
    passed_over: usize,
    header: [u8; HEADER_BYTES],
    /// How much of a header is there.
    filled: usize,
    /// When the second began that runs, and how many frames came in it that carry nothing.
    second: Instant,
    empty: u32,
}

impl Frames {
    pub(super) fn new() -> Self {
        let (header, second) = ([0; HEADER_BYTES], Instant::now());
        Self { passed_over: PREFACE_BYTES, header, filled: 0, second, empty: 0 }
    }

    /// Counts the frames whose headers end in these bytes.
    pub(super) fn read(&mut self, mut bytes: &[u8], arrived: &Arrived) {
        while !bytes.is_empty() {
            let over = self.passed_over.min(bytes.len());
            self.passed_over -= over;
            bytes = bytes.get(over..).unwrap_or_default();
            let missing = self.header.get_mut(self.filled..).unwrap_or_default();
            let taken = missing.len().min(bytes.len());
            let (now, rest) = bytes.split_at(taken);
            missing.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            self.filled += taken;
            bytes = rest;
            if self.filled == HEADER_BYTES {
                let [high, middle, low, kind, flags, ..] = self.header;
                self.passed_over = u32::from_be_bytes([0, high, middle, low]) as usize;
                self.filled = 0;
                let is_empty_data =
                    kind == DATA && self.passed_over == 0 && flags & END_STREAM == 0;
                if is_empty_data || matches!(kind, PRIORITY | SETTINGS | PING) {
                    self.count_empty(arrived);
                }
                match kind {
                    RST_STREAM => arrived.resets.fetch_add(1, Ordering::Relaxed),
                    CONTINUATION => arrived.continuations.fetch_add(1, Ordering::Relaxed),
                    _ => 0,
                };
            }
        }
    }

    fn count_empty(&mut self, arrived: &Arrived) {
        self.empty += 1;
        if self.empty <= EMPTY_A_SECOND {
            return;
        }
        if self.second.elapsed() < Duration::from_secs(1) {
            arrived.is_flooded.notify_one();
        }
        (self.second, self.empty) = (Instant::now(), 0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(kind: u8, length: u8) -> Vec<u8> {
        let header = [0, 0, length, kind, 0, 0, 0, 0, 1];
        header.into_iter().chain(std::iter::repeat_n(RST_STREAM, length.into())).collect()
    }

    proptest! {
        #[test]
        fn frames_are_counted_wherever_reads_end(
            sent in prop::collection::vec((0_u8..12, 0_u8..40), 0..30),
            piece in 1_usize..60,
        ) {
            let preface = vec![RST_STREAM; PREFACE_BYTES];
            let frames = sent.iter().flat_map(|(kind, length)| frame(*kind, *length));
            let bytes: Vec<u8> = preface.into_iter().chain(frames).collect();
            let (mut found, arrived) = (Frames::new(), Arrived::default());
            bytes.chunks(piece).for_each(|read| found.read(read, &arrived));
            let count = |wanted| sent.iter().map(|(kind, _)| u32::from(*kind == wanted)).sum::<u32>();
            prop_assert_eq!(arrived.resets.load(Ordering::Relaxed), count(RST_STREAM));
            prop_assert_eq!(arrived.continuations.load(Ordering::Relaxed), count(CONTINUATION));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_nothing_too_fast_is_told_of() {
        let (mut frames, arrived) = (Frames::new(), Arrived::default());
        frames.read(&[0; PREFACE_BYTES], &arrived);
        let mut came = |many: usize| {
            frames.read(&frame(PING, 8).repeat(many), &arrived);
            let mut flooded = std::pin::pin!(arrived.flooded());
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            flooded.as_mut().poll(&mut context).is_ready()
        };
        let most = usize::try_from(EMPTY_A_SECOND).unwrap();
        assert!(!came(most / 2));
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(!came(most));
        assert!(came(most));
    }

    #[test]
    fn what_came_more_of_is_the_vector() {
        for (kinds, vector) in [
            (&[][..], None),
            (&[RST_STREAM], Some(Vector::RapidReset)),
            (&[CONTINUATION, CONTINUATION, RST_STREAM], Some(Vector::Continuation)),
        ] {
            let (mut frames, arrived) = (Frames::new(), Arrived::default());
            frames.read(&[0; PREFACE_BYTES], &arrived);
            for kind in kinds {
                frames.read(&frame(*kind, 4), &arrived);
            }
            assert_eq!(arrived.vector(), vector);
        }
    }
}
