//! Unpacks chunked bodies, checking every signature on the way.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256, digest};

use super::Chain;
use crate::verify::same;
use crate::{SigningError, StreamingKind};

/// Every chunk but the last has at least this many bytes. (Amazon S3 API Reference, error code
/// `InvalidChunkSizeError`.)
const MIN_CHUNK_BYTES: u64 = 8192;
/// A chunk's head: 16 digits, the signature's name and 64 digits, and room.
const MAX_HEAD_BYTES: usize = 256;
const MAX_TRAILER_BYTES: usize = 8192;
const MAX_TRAILERS: usize = 32;

/// What followed the last chunk: names in lower case, in the order sent.
pub type Trailers = Vec<(String, String)>;

/// Decodes one chunked body; keeps a line at most, never a chunk. Decoded bytes are handed on
/// before the signature that covers them was seen, so **nothing may be made of them that cannot be
/// undone before [`ChunkDecoder::finish`] returned `Ok`**.
pub struct ChunkDecoder {
    kind: StreamingKind,
    chain: Option<Chain>,
    decoded_length: u64,
    announced: Vec<String>,
    state: State,
    line: Vec<u8>,
    decoded: u64,
    chunks: u64,
    chunk_bytes: u64,
    chunk_signature: String,
    hash: Context,
    trailers: Trailers,
    trailer_bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Head,
    Data {
        remaining: u64,
    },
    DataEnd {
        seen_return: bool,
    },
    LastEnd {
        seen_return: bool,
    },
    Trailer,
    /// The trailer's signature was verified, its empty line is to come.
    TrailerEnd {
        seen_return: bool,
    },
    End,
    Failed,
}

impl ChunkDecoder {
    pub(crate) fn new(
        kind: StreamingKind,
        chain: Option<Chain>,
        decoded_length: u64,
        announced: Vec<String>,
    ) -> Self {
        Self {
            kind,
            chain,
            decoded_length,
            announced,
            state: State::Head,
            line: Vec::new(),
            decoded: 0,
            chunks: 0,
            chunk_bytes: u64::MAX,
            chunk_signature: String::new(),
            hash: Context::new(&SHA256),
            trailers: Vec::new(),
            trailer_bytes: 0,
        }
    }

    /// A decoder of an unsigned body, whose request's signature was not verified by this crate or
    /// is none.
    pub fn unsigned(decoded_length: u64, announced_trailers: Vec<String>) -> Self {
        Self::new(StreamingKind::UnsignedTrailer, None, decoded_length, announced_trailers)
    }

    /// How many bytes the body has when it is decoded, as declared.
    pub const fn decoded_length(&self) -> u64 {
        self.decoded_length
    }

    /// Takes bytes off the front of `input` until some are decoded, and returns those; `None` when
    /// `input` is used up and more is needed. Call again until `None`.
    ///
    /// # Errors
    /// The body is malformed, has not the declared length, or a signature is wrong. The decoder
    /// decodes nothing more then.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<&'a [u8]>, SigningError> {
        let result = self.advance(input);
        if result.is_err() {
            self.state = State::Failed;
        }
        result
    }

    /// Ends the body, and returns its trailers.
    ///
    /// # Errors
    /// The body is not complete.
    pub fn finish(self) -> Result<Trailers, SigningError> {
        match self.state {
            State::End if self.decoded == self.decoded_length => Ok(self.trailers),
            State::Failed => Err(SigningError::ChunkMalformed),
            _ => Err(SigningError::BodyIncomplete),
        }
    }

    fn advance<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<&'a [u8]>, SigningError> {
        while !input.is_empty() {
            match self.state {
                State::Head => {
                    if self.line_complete(input, MAX_HEAD_BYTES, &SigningError::ChunkMalformed)? {
                        self.begin_chunk()?;
                    }
                }
                State::Data { remaining } => return Ok(Some(self.data(remaining, input))),
                State::DataEnd { seen_return } => {
                    if line_end(input, seen_return)? {
                        self.verify_chunk()?;
                        self.state = State::Head;
                    } else {
                        self.state = State::DataEnd { seen_return: true };
                    }
                }
                State::LastEnd { seen_return } => {
                    self.state = if line_end(input, seen_return)? {
                        State::End
                    } else {
                        State::LastEnd { seen_return: true }
                    };
                }
                State::Trailer => {
                    let room = MAX_TRAILER_BYTES.saturating_sub(self.trailer_bytes);
                    if self.line_complete(input, room, &SigningError::TrailerMalformed)? {
                        self.trailer_line()?;
                    }
                }
                State::TrailerEnd { seen_return } => {
                    self.state = if line_end(input, seen_return)? {
                        State::End
                    } else {
                        State::TrailerEnd { seen_return: true }
                    };
                }
                State::End | State::Failed => return Err(SigningError::ChunkMalformed),
            }
        }
        Ok(None)
    }

    /// Collects a line; true when its line feed has been taken.
    fn line_complete(
        &mut self,
        input: &mut &[u8],
        limit: usize,
        too_long: &SigningError,
    ) -> Result<bool, SigningError> {
        let end = input.iter().take(limit + 1).position(|byte| *byte == b'\n');
        let taken = end.map_or(input.len(), |end| end + 1);
        if self.line.len().saturating_add(taken) > limit {
            return Err(too_long.clone());
        }
        let (line, rest) = input.split_at(taken);
        self.line.extend_from_slice(line);
        *input = rest;
        Ok(end.is_some())
    }

    fn begin_chunk(&mut self) -> Result<(), SigningError> {
        let line = std::mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r\n").ok_or(SigningError::ChunkMalformed)?;
        let line = str::from_utf8(line).map_err(|_| SigningError::ChunkMalformed)?;
        let (size, signature) = match line.split_once(';') {
            None => (line, None),
            Some((size, extension)) => {
                let signature = extension.trim().strip_prefix("chunk-signature=");
                (size.trim(), Some(signature.ok_or(SigningError::ChunkMalformed)?))
            }
        };
        if size.is_empty() || size.len() > 16 || !size.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(SigningError::ChunkMalformed);
        }
        let bytes = u64::from_str_radix(size, 16).map_err(|_| SigningError::ChunkMalformed)?;
        self.chunk_signature = match (self.kind.is_signed(), signature) {
            (true, Some(signature)) => signature.to_owned(),
            (false, None) => String::new(),
            _ => return Err(SigningError::ChunkMalformed),
        };
        if bytes == 0 {
            self.verify_chunk()?;
            self.state = if self.kind.has_trailer() {
                State::Trailer
            } else {
                State::LastEnd { seen_return: false }
            };
            return Ok(());
        }
        if self.chunk_bytes < MIN_CHUNK_BYTES {
            return Err(SigningError::ChunkTooSmall {
                chunk: self.chunks,
                bytes: self.chunk_bytes,
            });
        }
        self.chunks += 1;
        self.chunk_bytes = bytes;
        let left = self.decoded_length - self.decoded;
        if bytes > left {
            return Err(SigningError::BodyIncomplete);
        }
        self.state = State::Data { remaining: bytes };
        Ok(())
    }

    fn data<'a>(&mut self, remaining: u64, input: &mut &'a [u8]) -> &'a [u8] {
        let wanted = usize::try_from(remaining).unwrap_or(usize::MAX).min(input.len());
        let (piece, rest) = input.split_at(wanted);
        *input = rest;
        if self.chain.is_some() {
            self.hash.update(piece);
        }
        let taken = u64::try_from(wanted).unwrap_or(remaining);
        self.decoded += taken;
        self.state = match remaining - taken {
            0 => State::DataEnd { seen_return: false },
            remaining => State::Data { remaining },
        };
        piece
    }

    fn verify_chunk(&mut self) -> Result<(), SigningError> {
        let hash = std::mem::replace(&mut self.hash, Context::new(&SHA256)).finish();
        let Some(chain) = &mut self.chain else { return Ok(()) };
        let string_to_sign = chain.chunk_string(hash.as_ref());
        chain.accept(string_to_sign, &self.chunk_signature)
    }

    fn trailer_line(&mut self) -> Result<(), SigningError> {
        let line = std::mem::take(&mut self.line);
        self.trailer_bytes += line.len();
        let line = str::from_utf8(&line).map_err(|_| SigningError::TrailerMalformed)?;
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() {
            // AWS's own example has an empty line before the trailer's signature.
            if !self.kind.is_signed() {
                self.require_announced()?;
                self.state = State::End;
            }
            return Ok(());
        }
        let (name, value) = line.split_once(':').ok_or(SigningError::TrailerMalformed)?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == "x-amz-trailer-signature" && self.kind.is_signed() {
            self.require_announced()?;
            self.verify_trailer(value)?;
            self.state = State::TrailerEnd { seen_return: false };
            return Ok(());
        }
        if !self.announced.contains(&name)
            || self.trailers.len() >= MAX_TRAILERS
            || self.trailers.iter().any(|(known, _)| *known == name)
        {
            return Err(SigningError::TrailerMalformed);
        }
        self.trailers.push((name, value.to_owned()));
        Ok(())
    }

    fn require_announced(&self) -> Result<(), SigningError> {
        let is_there = |name: &String| self.trailers.iter().any(|(known, _)| known == name);
        if self.announced.iter().all(is_there) {
            return Ok(());
        }
        Err(SigningError::TrailerMalformed)
    }

    fn verify_trailer(&mut self, signature: &str) -> Result<(), SigningError> {
        let Some(chain) = &mut self.chain else { return Ok(()) };
        let hash = digest(&SHA256, canonical_trailers(&self.trailers).as_bytes());
        let string_to_sign = chain.trailer_string(hash.as_ref());
        chain.accept(string_to_sign, signature)
    }
}

impl Chain {
    fn accept(&mut self, string_to_sign: String, signature: &str) -> Result<(), SigningError> {
        let computed = self.key.signature(string_to_sign.as_bytes());
        if !same(&computed, signature) {
            return Err(SigningError::ChunkMismatch {
                access_key_id: self.access_key_id.clone(),
                string_to_sign,
                signature: signature.chars().take(128).collect(),
            });
        }
        self.previous = computed;
        Ok(())
    }
}

/// The text whose hash the trailer's signature covers.
pub(super) fn canonical_trailers(trailers: &[(String, String)]) -> String {
    trailers.iter().flat_map(|(name, value)| [name, ":", value, "\n"]).collect()
}

/// Takes one byte of a line's end; true when the end is complete.
fn line_end(input: &mut &[u8], seen_return: bool) -> Result<bool, SigningError> {
    let expected = if seen_return { b'\n' } else { b'\r' };
    match input.split_first() {
        Some((byte, rest)) if *byte == expected => {
            *input = rest;
            Ok(seen_return)
        }
        _ => Err(SigningError::ChunkMalformed),
    }
}

impl fmt::Debug for ChunkDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkDecoder")
            .field("kind", &self.kind)
            .field("decoded", &self.decoded)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
