//! The lines of a head, found as its bytes come in.

use memchr::memchr;

use super::desync::{Class, Classified, Reason};
use super::head::HeadError;

/// The most bytes of a request line and of a header line, and of all of them. (ELB User Guide,
/// "Quotas for your Application Load Balancers": HTTP headers.)
pub(crate) const LINE_BYTES_MAX: usize = 16 * 1024;
pub(crate) const HEAD_BYTES_MAX: usize = 64 * 1024;
/// The most header lines.
const LINES_MAX: usize = 256;

/// Finds lines, each byte looked at once however they come.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The ends of the lines, without what ends them.
    found: Vec<(usize, usize)>,
    line_start: usize,
    looked_at: usize,
}

impl Lines {
    /// Looks at what came anew. The length of the head, once it is complete.
    ///
    /// # Errors
    /// A line ends with a bare line feed, or something is too long.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<Option<usize>, HeadError> {
        while let Some(at) = memchr(b'\n', bytes.get(self.looked_at..).unwrap_or_default()) {
            let end = self.looked_at + at;
            let Some(line_end) = end.checked_sub(1) else { return Err(self.bare()) };
            if bytes.get(line_end) != Some(&b'\r') || line_end < self.line_start {
                return Err(self.bare());
            }
            self.looked_at = end + 1;
            if line_end == self.line_start {
                return Ok(Some(end + 1));
            }
            self.check_length(line_end)?;
            self.found.push((self.line_start, line_end));
            if self.found.len() > LINES_MAX {
                return Err(HeadError::too_large());
            }
            self.line_start = end + 1;
        }
        self.looked_at = bytes.len();
        self.check_length(bytes.len())?;
        Ok(None)
    }

    fn check_length(&self, line_end: usize) -> Result<(), HeadError> {
        if line_end - self.line_start > LINE_BYTES_MAX {
            return Err(if self.found.is_empty() {
                HeadError::target_too_long()
            } else {
                HeadError::too_large()
            });
        }
        if line_end > HEAD_BYTES_MAX { Err(HeadError::too_large()) } else { Ok(()) }
    }

    fn bare(&self) -> HeadError {
        let reason = if self.found.is_empty() { Reason::BadVersion } else { Reason::BadHeader };
        HeadError::refused(reason)
    }

    /// The lines that were found, the request line first.
    pub(crate) fn found(&self) -> &[(usize, usize)] {
        &self.found
    }

    /// Makes ready for the next head.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.line_start = 0;
        self.looked_at = 0;
    }
}

/// Whether a byte may stand in a token. (RFC 9110, section 5.6.2.)
pub(crate) fn is_token(byte: u8) -> bool {
    TOKEN.get(usize::from(byte)).copied().unwrap_or(false)
}

#[expect(clippy::indexing_slicing, reason = "the compiler itself runs this")]
static TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    loop {
        let is_mark = matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        );
        table[byte as usize] = is_mark || byte.is_ascii_alphanumeric();
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    table
};

/// A header line taken apart: where its name ends, and where its value stands, without the white
/// space around it.
///
/// # Errors
/// It is folded, its name is no token, or it holds what may not be there.
pub(crate) fn header(
    bytes: &[u8],
    start: usize,
    end: usize,
    class: &mut Classified,
) -> Result<(usize, (usize, usize)), HeadError> {
    let line = bytes.get(start..end).unwrap_or_default();
    let Some(colon) = memchr(b':', line) else {
        return Err(HeadError::refused(Reason::BadHeader));
    };
    let (name, value) = line.split_at(colon);
    if name.is_empty() {
        return Err(HeadError::refused(Reason::EmptyHeader));
    }
    if !name.iter().all(|byte| is_token(*byte)) {
        return Err(HeadError::refused(Reason::BadHeader));
    }
    for byte in value {
        if *byte < b' ' || *byte == 0x7f {
            match byte {
                b'\t' => {}
                0 | b'\r' => return Err(HeadError::refused(Reason::BadHeader)),
                _ => class.note(Class::Acceptable, Reason::NonCompliantHeader),
            }
        }
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let inner = value.get(1..).unwrap_or_default();
    let before = inner.iter().take_while(|byte| is_blank(byte)).count();
    let after = inner.iter().skip(before).rev().take_while(|byte| is_blank(byte)).count();
    let value_start = start + colon + 1 + before;
    Ok((start + colon, (value_start, end - after)))
}
