//! What a TLS hello tells of the software that said it: the fingerprints JA3 (Salesforce, "JA3: a method
//! for profiling SSL/TLS clients") and JA4 (`FoxIO`, "JA4+ network fingerprinting", technical details of
//! JA4).

use std::fmt::Write;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use aws_lc_rs::digest::{SHA256, digest};
use md5::{Digest, Md5};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How much of a hello is looked at.
const HELLO_BYTES_MAX: usize = 16 * 1024;

const SERVER_NAME: u16 = 0x0000;
const GROUPS: u16 = 0x000a;
const POINT_FORMATS: u16 = 0x000b;
const SIGNATURES: u16 = 0x000d;
const PROTOCOLS: u16 = 0x0010;
const VERSIONS: u16 = 0x002b;

/// The fingerprints of a hello.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints {
    /// JA3.
    pub ja3: String,
    /// JA4.
    pub ja4: String,
}

/// The fingerprints of the hello at the beginning of what a client sent. Nothing where it is none.
pub fn fingerprints(bytes: &[u8]) -> Option<Fingerprints> {
    let hello = Hello::read(&handshake(bytes)?)?;
    Some(Fingerprints { ja3: hello.ja3(), ja4: hello.ja4() })
}

/// The handshake message that records hold. (RFC 8446, section 5.1.)
fn handshake(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut records = Bytes(bytes);
    let mut message = Vec::new();
    loop {
        if records.byte()? != 22 {
            return None;
        }
        records.take(2)?;
        message.extend_from_slice(records.block16()?.0);
        let mut header = Bytes(&message);
        if header.byte() == Some(1)
            && let Some(length) = header.take(3)
        {
            let length = length.0.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            if let Some(body) = header.0.get(..length) {
                return Some(body.to_vec());
            }
        }
        if message.len() > HELLO_BYTES_MAX {
            return None;
        }
    }
}

#[derive(Debug, Default)]
struct Hello {
    legacy_version: u16,
    ciphers: Vec<u16>,
    extensions: Vec<u16>,
    groups: Vec<u16>,
    point_formats: Vec<u16>,
    signatures: Vec<u16>,
    versions: Vec<u16>,
    protocol: Option<Vec<u8>>,
}

impl Hello {
    /// Reads a hello. (RFC 8446, section 4.1.2.)
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let legacy_version = bytes.number()?;
        bytes.take(32)?;
        bytes.block8()?;
        let ciphers = bytes.block16()?.numbers();
        bytes.block8()?;
        let mut hello = Self { legacy_version, ciphers, ..Self::default() };
        let Some(mut extensions) = bytes.block16() else { return Some(hello) };
        while let Some(kind) = extensions.number() {
            let mut body = extensions.block16()?;
            if !is_grease(kind) {
                hello.extensions.push(kind);
            }
            match kind {
                GROUPS => hello.groups = body.block16()?.numbers(),
                SIGNATURES => hello.signatures = body.block16()?.numbers(),
                VERSIONS => hello.versions = body.block8()?.numbers(),
                POINT_FORMATS => {
                    hello.point_formats = body.block8()?.0.iter().copied().map(u16::from).collect();
                }
                PROTOCOLS => hello.protocol = Some(body.block16()?.block8()?.0.to_vec()),
                _ => {}
            }
        }
        Some(hello)
    }

    fn ja3(&self) -> String {
        let list = |numbers: &[u16]| {
            let numbers = numbers.iter().map(u16::to_string);
            numbers.collect::<Vec<_>>().join("-")
        };
        let lists = [&self.ciphers, &self.extensions, &self.groups, &self.point_formats];
        let lists = lists.map(|numbers| list(numbers)).join(",");
        hex(&Md5::digest(format!("{},{lists}", self.legacy_version)))
    }

    fn ja4(&self) -> String {
        let version = self.versions.iter().max().copied().unwrap_or(self.legacy_version);
        let version = match version {
            0x0304 => "13",
            0x0303 => "12",
            0x0302 => "11",
            0x0301 => "10",
            0x0300 => "s3",
            _ => "00",
        };
        let name = if self.extensions.contains(&SERVER_NAME) { 'd' } else { 'i' };
        let (ciphers, extensions) = (self.ciphers.len().min(99), self.extensions.len().min(99));
        let protocol = ends(self.protocol.as_deref().unwrap_or_default());
        let mut sorted = self.extensions.clone();
        sorted.retain(|kind| !matches!(*kind, SERVER_NAME | PROTOCOLS));
        let mut told = hexes(&mut sorted, true);
        if !self.signatures.is_empty() {
            told = format!("{told}_{}", hexes(&mut self.signatures.clone(), false));
        }
        let ciphers_told = hexes(&mut self.ciphers.clone(), true);
        format!(
            "t{version}{name}{ciphers:02}{extensions:02}{protocol}_{}_{}",
            short_hash(&ciphers_told),
            if self.extensions.is_empty() { short_hash("") } else { short_hash(&told) },
        )
    }
}

/// The first and last character of a protocol's name, in hexadecimal where they are no letters or
/// digits.
fn ends(protocol: &[u8]) -> String {
    let (Some(first), Some(last)) = (protocol.first(), protocol.last()) else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [*first, *last].map(char::from).iter().collect();
    }
    let text = hex(protocol);
    let mut letters = text.chars();
    let first = letters.next().unwrap_or('0');
    [first, letters.next_back().unwrap_or('0')].iter().collect()
}

fn hexes(numbers: &mut [u16], are_sorted: bool) -> String {
    if are_sorted {
        numbers.sort_unstable();
    }
    numbers.iter().map(|number| format!("{number:04x}")).collect::<Vec<_>>().join(",")
}

fn short_hash(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(12);
    }
    hex(digest(&SHA256, text.as_bytes()).as_ref()).chars().take(12).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Values that clients mix in so that servers stay tolerant. (RFC 8701.)
fn is_grease(number: u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && high & 0x0f == 0x0a
}

/// Bytes that are read from the front.
#[derive(Debug, Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take(&mut self, length: usize) -> Option<Self> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Self(taken))
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.0.first().copied()
    }

    fn number(&mut self) -> Option<u16> {
        let taken: [u8; 2] = self.take(2)?.0.try_into().ok()?;
        Some(u16::from_be_bytes(taken))
    }

    fn block8(&mut self) -> Option<Self> {
        let length = self.byte()?;
        self.take(length.into())
    }

    fn block16(&mut self) -> Option<Self> {
        let length = self.number()?;
        self.take(length.into())
    }

    /// All numbers, but for those of RFC 8701.
    fn numbers(mut self) -> Vec<u16> {
        std::iter::from_fn(|| self.number()).filter(|number| !is_grease(*number)).collect()
    }
}

/// A stream that keeps the beginning of what comes over it.
#[derive(Debug)]
pub(crate) struct Recorded<S> {
    stream: S,
    seen: Option<Vec<u8>>,
}

impl<S> Recorded<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, seen: Some(Vec::new()) }
    }

    pub(crate) const fn inner(&self) -> &S {
        &self.stream
    }

    /// What came. No more is kept from now on.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.seen.take().unwrap_or_default()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Recorded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if let Some(seen) = self.seen.as_mut().filter(|seen| seen.len() < HELLO_BYTES_MAX) {
            seen.extend_from_slice(buffer.filled().get(before..).unwrap_or_default());
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Recorded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_hellos_have_their_published_fingerprints() {
        let chrome = Hello {
            legacy_version: 0x0303,
            ciphers: vec![
                0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
            ],
            extensions: vec![
                0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023,
                0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
            ],
            signatures: vec![0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
            versions: vec![0x0304, 0x0303],
            protocol: Some(b"h2".to_vec()),
            ..Hello::default()
        };
        assert_eq!(chrome.ja4(), "t13d1516h2_8daaf6152771_e5627efa2ab1");
        let older = Hello {
            legacy_version: 769,
            ciphers: vec![47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4],
            extensions: vec![0, 10, 11],
            groups: vec![23, 24, 25],
            point_formats: vec![0],
            ..Hello::default()
        };
        assert_eq!(older.ja3(), "ada70206e40642a3e4461f35503241d5");
    }

    /// A hello with GREASE, a name and a protocol, in records of this length.
    fn hello(record: usize) -> Vec<u8> {
        let mut body = vec![3, 3];
        body.extend([7; 32]);
        body.extend([0, 0, 6, 0x0a, 0x0a, 0x13, 0x01, 0xc0, 0x2b, 1, 0]);
        let extensions = [
            &[0x1a, 0x1a, 0, 0][..],
            &[0, 0, 0, 2, 0, 0],
            &[0, 0x10, 0, 5, 0, 3, 2, b'h', b'2'],
            &[0, 0x2b, 0, 5, 4, 0x2a, 0x2a, 3, 4],
        ]
        .concat();
        body.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
        body.extend(extensions);
        let mut message = vec![1, 0];
        message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        message.extend(body);
        let records = message.chunks(record).map(|piece| {
            let length = u16::try_from(piece.len()).unwrap().to_be_bytes();
            [&[22, 3, 1][..], &length, piece].concat()
        });
        records.collect::<Vec<_>>().concat()
    }

    #[test]
    fn hellos_are_read_from_their_records() {
        let whole = fingerprints(&hello(usize::MAX)).unwrap();
        assert!(whole.ja4.starts_with("t13d0203h2_"), "{}", whole.ja4);
        assert_eq!(fingerprints(&hello(3)).unwrap(), whole);
        assert_eq!(fingerprints(b"GET / HTTP/1.1\r\n"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(at in 0..90_usize, byte in any::<u8>(), cut in 0..100_usize) {
            let mut bytes = hello(20);
            if let Some(held) = bytes.get_mut(at) {
                *held = byte;
            }
            bytes.truncate(cut.max(1));
            let _ = fingerprints(&bytes);
        }
    }
}
