//! What is packed, unpacked as it is read, within bounds.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use aws_lc_rs::digest::{Context, SHA256};
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// What anything may unpack to.
const UNPACKED_BYTES_MIN: u64 = 1 << 30;
/// How many times its size something may unpack to beyond that.
const RATIO_MAX: u64 = 200;
/// The largest window of zstd, which is memory: what its strongest level asks for.
const WINDOW_MAX: u64 = 128 << 20;

/// How many bytes tell that something is packed.
pub(super) const PACKED_MAGIC_BYTES: usize = 4;

/// Whether something begins as gzip or zstd does.
pub(super) fn is_packed(start: &[u8]) -> bool {
    start.starts_with(&[0x1f, 0x8b]) || start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

/// Unpacks what begins as gzip or zstd does, and leaves what else there is as it is. `packed_bytes` bounds
/// what it may unpack to.
pub(super) fn unpacked<'a>(
    source: impl Read + 'a,
    packed_bytes: u64,
) -> io::Result<Box<dyn Read + 'a>> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let start = source.fill_buf()?.get(..PACKED_MAGIC_BYTES).unwrap_or_default().to_owned();
    let left = packed_bytes.saturating_mul(RATIO_MAX).max(UNPACKED_BYTES_MIN);
    Ok(match start.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(Bounded { source: MultiGzDecoder::new(source), left }),
        [0x28, 0xb5, 0x2f, 0xfd] => {
            Box::new(Bounded { source: Frames::Between(Some(source)), left })
        }
        _ => Box::new(source),
    })
}

struct Bounded<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            io::Error::other(format!("it unpacks to more than {RATIO_MAX} times its size"))
        })?;
        Ok(count)
    }
}

/// Frames of zstd (RFC 8878), one after the other; those that are to be skipped are.
enum Frames<R: Read> {
    Frame(Box<StreamingDecoder<Begun<R>, FrameDecoder>>),
    Between(Option<R>),
}

/// A frame whose first bytes were read.
type Begun<R> = io::Chain<Cursor<[u8; 4]>, R>;

impl<R: Read> Frames<R> {
    /// The next frame; none at the end.
    fn next(mut source: R) -> io::Result<Option<Begun<R>>> {
        const TO_SKIP: u32 = 0x184d_2a50;
        loop {
            let mut magic = [0; 4];
            let mut first = source.by_ref().take(1);
            if io::copy(&mut first, &mut magic.as_mut_slice())? == 0 {
                return Ok(None);
            }
            source.read_exact(magic.get_mut(1..).unwrap_or_default())?;
            if u32::from_le_bytes(magic) & !0xf != TO_SKIP {
                return Ok(Some(Cursor::new(magic).chain(source)));
            }
            let mut length = [0; 4];
            source.read_exact(&mut length)?;
            let length = u64::from(u32::from_le_bytes(length));
            io::copy(&mut source.by_ref().take(length), &mut io::sink())?;
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Self::Frame(decoder) => {
                    let count = decoder.read(out)?;
                    if count > 0 || out.is_empty() {
                        return Ok(count);
                    }
                    if let Self::Frame(ended) = std::mem::replace(self, Self::Between(None)) {
                        *self = Self::Between(Some(ended.into_inner().into_inner().1));
                    }
                }
                Self::Between(source) => {
                    let Some(source) = source.take() else { return Ok(0) };
                    let Some(frame) = Self::next(source)? else { return Ok(0) };
                    let decoder = StreamingDecoder::new_with_max_window_size(frame, WINDOW_MAX);
                    let decoder = decoder.map_err(|error| io::Error::other(error.to_string()))?;
                    *self = Self::Frame(Box::new(decoder));
                }
            }
        }
    }
}

/// Reads, and digests what was read.
pub(super) struct Digested<R> {
    source: R,
    context: Context,
}

impl<R: Read> Digested<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, context: Context::new(&SHA256) }
    }

    /// The SHA-256 of all there is, in hexadecimal digits.
    pub(super) fn finish(mut self) -> io::Result<String> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(hex::encode(self.context.finish()))
    }
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        self.context.update(out.get(..count).unwrap_or_default());
        Ok(count)
    }
}
