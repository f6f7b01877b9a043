//! Writing a message. (Specification, "Encrypt".)

use std::io::Write;

use bartizan_types::Random;
use zeroize::Zeroizing;

use crate::body::{Kind, LAST, PieceAad, iv};
use crate::data_key::field;
use crate::header::Parts;
use crate::message_key::MessageKey;
use crate::signature::Signer;
use crate::{AlgorithmSuite, EncryptedDataKey, EncryptionContext, EsdkError, context, secret};

/// How many bytes a frame holds where nothing else is said, as in the SDKs.
pub const DEFAULT_FRAME_BYTES: u32 = 4096;
/// The most bytes a frame may hold. (Developer Guide, "message format reference".)
pub const FRAME_BYTES_MAX: u32 = i32::MAX.unsigned_abs();

/// A message before its data key: its suite and its encryption context, which the data key is
/// encrypted for.
#[derive(Debug)]
pub struct Draft {
    suite: AlgorithmSuite,
    stored: EncryptionContext,
    hidden: EncryptionContext,
    signer: Option<Signer>,
}

impl Draft {
    /// A message of this suite. `stored` is bound to it and shown in its header; `hidden` is bound
    /// to it alone, so that whoever decrypts must know it. A suite that signs adds its public key.
    ///
    /// # Errors
    /// The context is too long, has a key of the format's own, or one in both parts.
    pub fn new(
        suite: AlgorithmSuite,
        mut stored: EncryptionContext,
        hidden: EncryptionContext,
    ) -> Result<Self, EsdkError> {
        context::check_unreserved(&stored)?;
        context::check_unreserved(&hidden)?;
        if let Some(key) = hidden.keys().find(|key| stored.contains_key(*key)) {
            return Err(EsdkError::RepeatedContextKey(key.clone()));
        }
        let signer = suite.curve().map(Signer::generate).transpose()?;
        if let Some(signer) = &signer {
            stored.insert(context::PUBLIC_KEY.to_owned(), signer.public_text()?);
        }
        let draft = Self { suite, stored, hidden, signer };
        context::to_bytes(&draft.context())?;
        Ok(draft)
    }

    /// The suite.
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The whole context that the data key must be encrypted for.
    pub fn context(&self) -> EncryptionContext {
        let mut whole = self.stored.clone();
        whole.extend(self.hidden.clone());
        whole
    }

    /// Writes the header.
    ///
    /// # Errors
    /// There is no encrypted data key, the data key or a frame has a wrong length, or it cannot be
    /// written.
    pub fn start<W: Write>(
        self,
        data_key: &[u8],
        data_keys: &[EncryptedDataKey],
        frame_bytes: u32,
        random: &dyn Random,
        mut writer: W,
    ) -> Result<Encryptor<W>, EsdkError> {
        if data_keys.is_empty() {
            return Err(EsdkError::NoDataKeys);
        }
        if !(1..=FRAME_BYTES_MAX).contains(&frame_bytes) {
            return Err(EsdkError::FrameLength);
        }
        let Self { suite, stored, hidden, mut signer } = self;
        let mut message_id = vec![0; suite.message_id_bytes()];
        random.fill(&mut message_id);
        let key = MessageKey::derive(suite, data_key, &message_id)?;
        let parts = Parts {
            suite,
            message_id: &message_id,
            stored: &stored,
            hidden: &hidden,
            data_keys,
            frame_bytes,
        };
        let header = parts.seal(&key)?;
        writer.write_all(&header)?;
        if let Some(signer) = &mut signer {
            signer.update(&header);
        }
        let frame_bytes = usize::try_from(frame_bytes).map_err(|_| EsdkError::FrameLength)?;
        Ok(Encryptor {
            key,
            aad: PieceAad::new(message_id),
            signer,
            frame_bytes,
            sequence: 1,
            waiting: Zeroizing::new(Vec::new()),
            sealed: Vec::new(),
            writer,
        })
    }
}

/// Writes the body of a message, frame by frame.
pub struct Encryptor<W> {
    key: MessageKey,
    aad: PieceAad,
    signer: Option<Signer>,
    frame_bytes: usize,
    /// The number of the next frame.
    sequence: u32,
    /// Plaintext that does not fill a frame yet.
    waiting: Zeroizing<Vec<u8>>,
    sealed: Vec<u8>,
    writer: W,
}

impl<W: Write> Encryptor<W> {
    /// Encrypts some more plaintext. What fills no frame yet waits.
    ///
    /// # Errors
    /// There are too many frames, or one cannot be written.
    pub fn update(&mut self, mut plaintext: &[u8]) -> Result<(), EsdkError> {
        while !plaintext.is_empty() {
            let space = self.frame_bytes.saturating_sub(self.waiting.len());
            let (now, later) = plaintext.split_at_checked(space).unwrap_or((plaintext, &[]));
            secret::append(&mut self.waiting, now);
            plaintext = later;
            if self.waiting.len() == self.frame_bytes {
                self.frame()?;
            }
        }
        Ok(())
    }

    /// Writes the last frame, which may be empty, and the signature.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn finish(mut self) -> Result<W, EsdkError> {
        self.sealed.clear();
        self.sealed.extend_from_slice(&LAST.to_be_bytes());
        self.sealed.extend_from_slice(&self.sequence.to_be_bytes());
        self.sealed.extend_from_slice(&iv(self.sequence));
        let length = u32::try_from(self.waiting.len()).map_err(|_| EsdkError::FrameLength)?;
        self.sealed.extend_from_slice(&length.to_be_bytes());
        self.seal(Kind::Last)?;
        if let Some(signer) = self.signer.take() {
            let mut footer = Vec::new();
            field(&mut footer, &signer.finish()?)?;
            self.writer.write_all(&footer)?;
        }
        Ok(self.writer)
    }

    fn frame(&mut self) -> Result<(), EsdkError> {
        // A frame with this number would be taken for the last one.
        if self.sequence == LAST {
            return Err(EsdkError::TooManyFrames);
        }
        self.sealed.clear();
        self.sealed.extend_from_slice(&self.sequence.to_be_bytes());
        self.sealed.extend_from_slice(&iv(self.sequence));
        self.seal(Kind::Regular)?;
        self.sequence += 1;
        Ok(())
    }

    /// Seals what waits, behind what the frame begins with.
    fn seal(&mut self, kind: Kind) -> Result<(), EsdkError> {
        let aad = self.aad.of(kind, self.sequence, self.waiting.len());
        let start = self.sealed.len();
        self.sealed.extend_from_slice(&self.waiting);
        let (_, text) = self.sealed.split_at_mut(start);
        let tag = self.key.seal(&iv(self.sequence), aad, text)?;
        self.sealed.extend_from_slice(&tag);
        self.waiting.clear();
        if let Some(signer) = &mut self.signer {
            signer.update(&self.sealed);
        }
        Ok(self.writer.write_all(&self.sealed)?)
    }
}
