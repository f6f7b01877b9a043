//! A message's header. (Developer Guide, "message format reference", "Header structure";
//! specification, "Message Header".)

use std::io::Read;

use crate::data_key::field;
use crate::message_key::{COMMITMENT_BYTES, MessageKey};
use crate::source::{Limits, Source};
use crate::{
    AlgorithmSuite, EncryptedDataKey, EncryptionContext, EsdkError, IV_BYTES, TAG_BYTES, context,
};

const VERSION_1: u8 = 1;
const VERSION_2: u8 = 2;
/// What a message of version 1 is: customer authenticated encrypted data.
const TYPE: u8 = 0x80;
const SINGLE: u8 = 1;
const FRAMED: u8 = 2;
/// What a message in base64 begins with, after `A`: version 1 and its type, or version 2 and a suite.
const BASE64_STARTS: [&[u8]; 3] = [b"YA", b"gR4", b"gV4"];

/// How a message's body is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// In one piece. Such messages are read, and not written.
    Single,
    /// In frames that hold so many bytes; the last may hold fewer.
    Framed(u32),
}

/// The header of a message. It is what the message says of itself until a
/// [`Decryptor`](crate::Decryptor) has been started, which authenticates it.
#[derive(Debug, Clone)]
pub struct Header {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) message_id: Vec<u8>,
    pub(crate) context: EncryptionContext,
    pub(crate) data_keys: Vec<EncryptedDataKey>,
    pub(crate) content: Content,
    pub(crate) commitment: Option<[u8; COMMITMENT_BYTES]>,
    /// The bytes that the tag authenticates.
    pub(crate) body: Vec<u8>,
    /// All its bytes after these, which are signed, too.
    pub(crate) authentication: Vec<u8>,
    pub(crate) iv: [u8; IV_BYTES],
    pub(crate) tag: [u8; TAG_BYTES],
}

impl Header {
    /// Reads a header, and nothing behind it.
    ///
    /// # Errors
    /// It is none, is beyond the limits, or cannot be read.
    pub fn read(reader: &mut impl Read, limits: &Limits) -> Result<Self, EsdkError> {
        let mut source = Source::new(reader);
        match source.byte()? {
            version @ (VERSION_1 | VERSION_2) => parsed(version, source, limits),
            b'A' if is_base64(source.take(3)?) => Err(EsdkError::Base64),
            other => Err(EsdkError::UnknownVersion(other)),
        }
    }

    /// The suite.
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The message's id.
    pub fn message_id(&self) -> &[u8] {
        &self.message_id
    }

    /// The encryption context that is stored in it, with what the format adds.
    pub const fn context(&self) -> &EncryptionContext {
        &self.context
    }

    /// The encrypted data keys.
    pub fn data_keys(&self) -> &[EncryptedDataKey] {
        &self.data_keys
    }

    /// How the body is cut.
    pub const fn content(&self) -> Content {
        self.content
    }

    /// The context to decrypt a data key with: what is stored, and of `required` what is not. What
    /// both have must be the same. (Specification, "Decrypt", "Encryption Context".)
    ///
    /// # Errors
    /// A pair is stored with another value.
    pub fn whole_context(
        &self,
        required: &EncryptionContext,
    ) -> Result<EncryptionContext, EsdkError> {
        let mut whole = self.context.clone();
        for (key, value) in required {
            let known = whole.entry(key.clone()).or_insert_with(|| value.clone());
            if known != value {
                return Err(EsdkError::ContextMismatch(key.clone()));
            }
        }
        Ok(whole)
    }
}

fn is_base64(bytes: &[u8]) -> bool {
    BASE64_STARTS.iter().any(|start| bytes.starts_with(start))
}

/// What a header is made of.
pub(crate) struct Parts<'p> {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) message_id: &'p [u8],
    pub(crate) stored: &'p EncryptionContext,
    pub(crate) hidden: &'p EncryptionContext,
    pub(crate) data_keys: &'p [EncryptedDataKey],
    pub(crate) frame_bytes: u32,
}

impl Parts<'_> {
    /// The header's bytes, whole.
    pub(crate) fn seal(&self, key: &MessageKey) -> Result<Vec<u8>, EsdkError> {
        let mut bytes = self.body(key)?;
        let iv = [0; IV_BYTES];
        let tag = key.seal(&iv, &associated_data(&bytes, self.hidden)?, &mut [])?;
        if self.suite.version() == VERSION_1 {
            bytes.extend_from_slice(&iv);
        }
        bytes.extend_from_slice(&tag);
        Ok(bytes)
    }

    fn body(&self, key: &MessageKey) -> Result<Vec<u8>, EsdkError> {
        let mut bytes = vec![self.suite.version()];
        if self.suite.version() == VERSION_1 {
            bytes.push(TYPE);
        }
        bytes.extend_from_slice(&self.suite.id().to_be_bytes());
        bytes.extend_from_slice(self.message_id);
        field(&mut bytes, &context::to_bytes(self.stored)?)?;
        let found = self.data_keys.len();
        let max = usize::from(u16::MAX);
        let count = u16::try_from(found).map_err(|_| EsdkError::TooManyDataKeys { found, max })?;
        bytes.extend_from_slice(&count.to_be_bytes());
        for data_key in self.data_keys {
            data_key.write(&mut bytes)?;
        }
        bytes.push(FRAMED);
        if self.suite.version() == VERSION_1 {
            bytes.extend_from_slice(&[0; 4]);
            bytes.extend(u8::try_from(IV_BYTES));
        }
        bytes.extend_from_slice(&self.frame_bytes.to_be_bytes());
        bytes.extend(key.commitment().into_iter().flatten());
        Ok(bytes)
    }
}

/// What the header's tag authenticates: its body, and the context that is not stored in it.
pub(crate) fn associated_data(
    body: &[u8],
    hidden: &EncryptionContext,
) -> Result<Vec<u8>, EsdkError> {
    Ok([body, &context::to_bytes(hidden)?].concat())
}

/// Reads what follows the version.
fn parsed<R: Read>(
    version: u8,
    mut source: Source<'_, R>,
    limits: &Limits,
) -> Result<Header, EsdkError> {
    if version == VERSION_1 && source.byte()? != TYPE {
        return Err(EsdkError::Malformed("its type is unknown"));
    }
    let suite = suite(&mut source, version)?;
    let message_id = source.take(suite.message_id_bytes())?.to_vec();
    let context = context::from_bytes(source.field()?)?;
    let data_keys = data_keys(&mut source, limits)?;
    let kind = source.byte()?;
    if version == VERSION_1 {
        check_reserved(&mut source)?;
    }
    let cut = content(kind, source.u32()?, limits)?;
    let commitment = if suite.commits() { Some(source.array()?) } else { None };
    let body = std::mem::take(&mut source.bytes);
    let iv = if version == VERSION_1 { source.array()? } else { [0; IV_BYTES] };
    let tag = source.array()?;
    let authentication = source.bytes;
    Ok(Header {
        suite,
        message_id,
        context,
        data_keys,
        content: cut,
        commitment,
        body,
        authentication,
        iv,
        tag,
    })
}

fn check_reserved<R: Read>(source: &mut Source<'_, R>) -> Result<(), EsdkError> {
    if source.array()? != [0; 4] {
        return Err(EsdkError::Malformed("its reserved bytes are not zero"));
    }
    if usize::from(source.byte()?) != IV_BYTES {
        return Err(EsdkError::Malformed("its IV length is not its suite's"));
    }
    Ok(())
}

fn suite<R: Read>(source: &mut Source<'_, R>, version: u8) -> Result<AlgorithmSuite, EsdkError> {
    let id = source.u16()?;
    AlgorithmSuite::from_id(id)
        .filter(|suite| suite.version() == version)
        .ok_or(EsdkError::UnknownSuite(id))
}

fn data_keys<R: Read>(
    source: &mut Source<'_, R>,
    limits: &Limits,
) -> Result<Vec<EncryptedDataKey>, EsdkError> {
    let found = usize::from(source.u16()?);
    if found == 0 {
        return Err(EsdkError::Malformed("it has no data key"));
    }
    limits.check_data_keys(found)?;
    let mut data_keys = Vec::new();
    for _ in 0..found {
        let provider = std::str::from_utf8(source.field()?)
            .map_err(|_| EsdkError::Malformed("a key provider's name is not UTF-8"))?
            .to_owned();
        let info = source.field()?.to_vec();
        let ciphertext = source.field()?.to_vec();
        data_keys.push(EncryptedDataKey { provider, info, ciphertext });
    }
    Ok(data_keys)
}

fn content(kind: u8, frame_bytes: u32, limits: &Limits) -> Result<Content, EsdkError> {
    match (kind, frame_bytes) {
        (SINGLE, 0) => Ok(Content::Single),
        (SINGLE, _) => Err(EsdkError::Malformed("it has no frames, and a frame length")),
        (FRAMED, 0) => Err(EsdkError::Malformed("its frames are empty")),
        (FRAMED, length) => limits.check_piece(u64::from(length)).map(|()| Content::Framed(length)),
        _ => Err(EsdkError::Malformed("its content type is unknown")),
    }
}
