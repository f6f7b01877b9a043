//! Lines of a stream that comes in pieces.

use super::tally::{Reason, Tally};

/// The longest line that is read; what is longer is counted and passed over.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Splits pieces into lines.
#[derive(Debug, Default, Clone)]
pub(super) struct Lines {
    /// Whether the rest of a line that is too long is still to come.
    skipping: bool,
}

impl Lines {
    /// Hands on each whole line of a piece with its number, and says how many bytes were used. What is
    /// left is the beginning of a line, to be given again with what follows; after the last piece it is
    /// a line of its own.
    pub(super) fn split(
        &mut self,
        piece: &[u8],
        last: bool,
        tally: &mut Tally,
        mut each: impl FnMut(&[u8], u64, &mut Tally),
    ) -> usize {
        let mut rest = piece;
        while let Some(length) = memchr::memchr(b'\n', rest) {
            let Some((line, after)) = rest.split_at_checked(length + 1) else { break };
            rest = after;
            self.take(line.strip_suffix(b"\n").unwrap_or(line), tally, &mut each);
        }
        if last && !rest.is_empty() {
            self.take(rest, tally, &mut each);
            rest = &[];
        } else if rest.len() > LINE_BYTES_MAX {
            if !self.skipping {
                tally.refuse(tally.lines + 1, Reason::TooLong);
            }
            self.skipping = true;
            rest = &[];
        }
        piece.len() - rest.len()
    }

    fn take(
        &mut self,
        line: &[u8],
        tally: &mut Tally,
        each: &mut impl FnMut(&[u8], u64, &mut Tally),
    ) {
        tally.lines += 1;
        if std::mem::take(&mut self.skipping) {
            return;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > LINE_BYTES_MAX {
            tally.refuse(tally.lines, Reason::TooLong);
        } else if !line.is_empty() {
            each(line, tally.lines, tally);
        }
    }
}
