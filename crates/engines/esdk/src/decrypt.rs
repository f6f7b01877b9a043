//! Reading a message. (Specification, "Decrypt".)

use std::io::Read;

use zeroize::Zeroizing;

use crate::body::{Kind, LAST, PieceAad};
use crate::header;
use crate::message_key::MessageKey;
use crate::signature::Verifier;
use crate::source::{Limits, fill};
use crate::{Content, EncryptionContext, EsdkError, Header, IV_BYTES, TAG_BYTES, context, secret};

/// The longest signature that is read: DER of two numbers of 384 bits has at most 104.
const SIGNATURE_BYTES_MAX: usize = 512;

/// How many bytes of a piece are awaited before the first have arrived.
const CHUNK_BYTES: usize = 64 * 1024;

/// How far a body is read.
#[derive(Clone, Copy)]
enum Stage {
    /// Up to the frame of this number.
    Next(u32),
    /// To its end.
    Ended,
    /// To something that was refused.
    Refused,
}

/// Reads the body of a message, piece by piece.
pub struct Decryptor<R> {
    reader: R,
    key: MessageKey,
    aad: PieceAad,
    verifier: Option<Verifier>,
    content: Content,
    limits: Limits,
    stage: Stage,
    piece: Zeroizing<Vec<u8>>,
}

impl<R: Read> Decryptor<R> {
    /// Authenticates the header. `required` is context that the message must be bound to, whether
    /// its header shows it or not.
    ///
    /// # Errors
    /// The data key is not the message's, or the header or the context is not authentic.
    pub fn start(
        header: &Header,
        required: &EncryptionContext,
        data_key: &[u8],
        limits: Limits,
        reader: R,
    ) -> Result<Self, EsdkError> {
        header.whole_context(required)?;
        let key = MessageKey::derive(header.suite, data_key, &header.message_id)?;
        if !key.is_committed(header.commitment.as_ref()) {
            return Err(EsdkError::Commitment);
        }
        let shown = |key: &String| header.context.contains_key(key);
        let hidden = required.iter().filter(|(key, _)| !shown(key));
        let hidden = hidden.map(|(key, value)| (key.clone(), value.clone())).collect();
        let aad = header::associated_data(&header.body, &hidden)?;
        let mut tag = header.tag;
        key.open(&header.iv, &aad, &mut tag).ok_or(EsdkError::HeaderNotAuthentic)?;
        let mut verifier = verifier(header)?;
        if let Some(verifier) = &mut verifier {
            verifier.update(&header.body);
            verifier.update(&header.authentication);
        }
        Ok(Self {
            reader,
            key,
            aad: PieceAad::new(header.message_id.clone()),
            verifier,
            content: header.content,
            limits,
            stage: Stage::Next(1),
            piece: Zeroizing::new(Vec::new()),
        })
    }

    /// The next piece of plaintext; `None` after the last. A piece is authentic by itself. The last
    /// one comes when the whole message has been found to be: it is there to its end, nothing
    /// follows it, and its signature is right.
    ///
    /// # Errors
    /// The message was changed or cut, or cannot be read. Nothing is read after that.
    pub fn next_piece(&mut self) -> Result<Option<&[u8]>, EsdkError> {
        let sequence = match self.stage {
            Stage::Next(sequence) => sequence,
            Stage::Ended => return Ok(None),
            Stage::Refused => return Err(EsdkError::BodyNotAuthentic),
        };
        self.stage = Stage::Refused;
        let (last, length) = match self.content {
            Content::Single => (true, self.single()?),
            Content::Framed(frame_bytes) => self.frame(sequence, frame_bytes)?,
        };
        self.stage = if last {
            self.end()?;
            Stage::Ended
        } else {
            Stage::Next(sequence.checked_add(1).ok_or(EsdkError::TooManyFrames)?)
        };
        Ok(self.piece.get(..length))
    }

    /// Opens a frame, and tells whether it is the last, and its length.
    fn frame(&mut self, sequence: u32, frame_bytes: u32) -> Result<(bool, usize), EsdkError> {
        let mut number = u32::from_be_bytes(self.array()?);
        let last = number == LAST;
        if last {
            number = u32::from_be_bytes(self.array()?);
        }
        if number != sequence {
            return Err(EsdkError::Malformed("its frames are not in order"));
        }
        let iv = self.array()?;
        let length = if last { u32::from_be_bytes(self.array()?) } else { frame_bytes };
        if length > frame_bytes {
            return Err(EsdkError::Malformed("its last frame is longer than a frame"));
        }
        self.fetch(u64::from(length))?;
        let kind = if last { Kind::Last } else { Kind::Regular };
        Ok((last, self.open(kind, &iv, sequence)?))
    }

    /// Opens a body in one piece.
    fn single(&mut self) -> Result<usize, EsdkError> {
        let iv = self.array()?;
        let length = u64::from_be_bytes(self.array()?);
        self.limits.check_piece(length)?;
        self.fetch(length)?;
        self.open(Kind::Single, &iv, 1)
    }

    fn open(&mut self, kind: Kind, iv: &[u8; IV_BYTES], sequence: u32) -> Result<usize, EsdkError> {
        let length = self.piece.len().saturating_sub(TAG_BYTES);
        let aad = self.aad.of(kind, sequence, length);
        let opened = self.key.open(iv, aad, &mut self.piece).ok_or(EsdkError::BodyNotAuthentic)?;
        Ok(opened.len())
    }

    /// Fetches a piece with its tag. The buffer grows with what arrives, not with what is announced.
    fn fetch(&mut self, length: u64) -> Result<(), EsdkError> {
        let length = usize::try_from(length).map_err(|_| EsdkError::Cipher)?;
        let wanted = length.saturating_add(TAG_BYTES);
        self.piece.truncate(wanted);
        let mut done = 0;
        while done < wanted {
            let end = (done * 2).max(self.piece.len()).max(CHUNK_BYTES).min(wanted);
            secret::resize(&mut self.piece, end);
            fill(&mut self.reader, self.piece.get_mut(done..end).unwrap_or_default())?;
            done = end;
        }
        if let Some(verifier) = &mut self.verifier {
            verifier.update(&self.piece);
        }
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], EsdkError> {
        let mut bytes = [0; N];
        fill(&mut self.reader, &mut bytes)?;
        if let Some(verifier) = &mut self.verifier {
            verifier.update(&bytes);
        }
        Ok(bytes)
    }

    /// Checks the signature, and that nothing follows.
    fn end(&mut self) -> Result<(), EsdkError> {
        if let Some(verifier) = self.verifier.take() {
            let mut length = [0; 2];
            fill(&mut self.reader, &mut length)?;
            let length = usize::from(u16::from_be_bytes(length));
            if length > SIGNATURE_BYTES_MAX {
                return Err(EsdkError::Malformed("its signature is too long"));
            }
            let mut signature = vec![0; length];
            fill(&mut self.reader, &mut signature)?;
            verifier.finish(&signature)?;
        }
        match fill(&mut self.reader, &mut [0]) {
            Err(EsdkError::Truncated) => Ok(()),
            Ok(()) => Err(EsdkError::TrailingBytes),
            Err(other) => Err(other),
        }
    }
}

fn verifier(header: &Header) -> Result<Option<Verifier>, EsdkError> {
    match (header.suite.curve(), header.context.get(context::PUBLIC_KEY)) {
        (Some(curve), Some(public)) => Verifier::new(curve, public).map(Some),
        (None, None) => Ok(None),
        (Some(_), None) => Err(EsdkError::Malformed("it is signed, and has no public key")),
        (None, Some(_)) => Err(EsdkError::Malformed("it has a public key, and is not signed")),
    }
}
