//! Chunked bodies, read strictly. (RFC 9112, section 7.1.)

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr;

/// The longest line with the size of a chunk. Extensions are bounded with it.
const SIZE_LINE_MAX: usize = 256;
/// The most bytes of a trailer section, which is read and left out.
const TRAILER_BYTES_MAX: usize = 8 * 1024;

/// The coding of a body is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkError;

/// Decodes chunks as their bytes come in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Chunks {
    /// Before the line with a size.
    #[default]
    Size,
    /// Within a chunk, with this much of it left.
    Data(u64),
    /// Behind a chunk's data.
    DataEnd,
    /// Behind the last chunk, with this many bytes of trailers seen.
    Trailers(usize),
    /// At the end.
    Done,
}

impl Chunks {
    /// Takes the next piece of data out of `buffer`. Nothing where more must come first, or at the
    /// end.
    ///
    /// # Errors
    /// The coding is broken.
    pub fn next(&mut self, buffer: &mut BytesMut) -> Result<Option<Bytes>, ChunkError> {
        loop {
            match self {
                Self::Size => {
                    let Some(line) = line(buffer, SIZE_LINE_MAX)? else { return Ok(None) };
                    *self = match size(&line)? {
                        0 => Self::Trailers(0),
                        size => Self::Data(size),
                    };
                }
                Self::Data(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
                    if here == 0 {
                        return Ok(None);
                    }
                    *left -= here as u64;
                    if *left == 0 {
                        *self = Self::DataEnd;
                    }
                    return Ok(Some(buffer.split_to(here).freeze()));
                }
                Self::DataEnd => {
                    let end = buffer.get(..buffer.len().min(2)).unwrap_or_default();
                    if !b"\r\n".starts_with(end) {
                        return Err(ChunkError);
                    }
                    if end.len() < 2 {
                        return Ok(None);
                    }
                    buffer.advance(2);
                    *self = Self::Size;
                }
                Self::Trailers(seen) => {
                    let Some(line) = line(buffer, TRAILER_BYTES_MAX)? else { return Ok(None) };
                    *seen += line.len();
                    if line.is_empty() {
                        *self = Self::Done;
                    } else if *seen > TRAILER_BYTES_MAX || !is_trailer(&line) {
                        return Err(ChunkError);
                    }
                }
                Self::Done => return Ok(None),
            }
        }
    }

    /// Whether the body came to its end.
    pub fn is_done(&self) -> bool {
        *self == Self::Done
    }
}

/// The next line without its end.
fn line(buffer: &mut BytesMut, max: usize) -> Result<Option<BytesMut>, ChunkError> {
    let seen = buffer.get(..buffer.len().min(max + 2)).unwrap_or_default();
    let Some(end) = memchr(b'\n', seen) else {
        return if seen.len() == max + 2 { Err(ChunkError) } else { Ok(None) };
    };
    let mut line = buffer.split_to(end + 1);
    let Some(length) = end.checked_sub(1) else { return Err(ChunkError) };
    if line.get(length) != Some(&b'\r') {
        return Err(ChunkError);
    }
    line.truncate(length);
    if memchr(b'\r', &line).is_some() { Err(ChunkError) } else { Ok(Some(line)) }
}

/// The size of a chunk: hexadecimal digits alone. What follows a semicolon is an extension, which
/// nobody reads, and it must look like one.
fn size(line: &[u8]) -> Result<u64, ChunkError> {
    let (digits, extension) = match memchr(b';', line) {
        Some(at) => line.split_at_checked(at).ok_or(ChunkError)?,
        None => (line, &b""[..]),
    };
    let is_size = (1..=16).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let is_text = extension.iter().all(|byte| *byte == b'\t' || (b' '..=b'~').contains(byte));
    if !is_size || !is_text {
        return Err(ChunkError);
    }
    let text = std::str::from_utf8(digits).map_err(|_| ChunkError)?;
    u64::from_str_radix(text, 16).map_err(|_| ChunkError)
}

fn is_trailer(line: &[u8]) -> bool {
    let name = memchr(b':', line).and_then(|at| line.get(..at)).unwrap_or_default();
    !name.is_empty() && name.iter().all(|byte| super::lines::is_token(*byte)) && !line.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], step: usize) -> Result<Vec<u8>, ChunkError> {
        let (mut chunks, mut buffer, mut data) = (Chunks::default(), BytesMut::new(), Vec::new());
        for piece in bytes.chunks(step) {
            buffer.extend_from_slice(piece);
            while let Some(piece) = chunks.next(&mut buffer)? {
                data.extend_from_slice(&piece);
            }
        }
        if chunks.is_done() { Ok(data) } else { Err(ChunkError) }
    }

    #[test]
    fn lines_are_bounded_alike_however_they_come() {
        let sized = |length| {
            let extension = "x".repeat(length - 2);
            format!("1;{extension}\r\na\r\n0\r\n\r\n")
        };
        let trailer = |length| format!("0\r\na:{}\r\n\r\n", "b".repeat(length - 2));
        for (body, wanted) in [
            (sized(SIZE_LINE_MAX), Ok(b"a".to_vec())),
            (sized(SIZE_LINE_MAX + 1), Err(ChunkError)),
            (trailer(TRAILER_BYTES_MAX), Ok(Vec::new())),
            (trailer(TRAILER_BYTES_MAX + 1), Err(ChunkError)),
            (format!("0\r\n{}\r\n", "a: b\r\n".repeat(TRAILER_BYTES_MAX)), Err(ChunkError)),
        ] {
            for step in [1, 2, 255, body.len()] {
                assert_eq!(decode(body.as_bytes(), step), wanted, "{step} of {}", body.len());
            }
        }
    }
}
