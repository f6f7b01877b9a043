//! What a message's body is made of. (Developer Guide, "message format reference", "Body
//! structure".)

use crate::IV_BYTES;

/// What stands before the sequence number of the last frame.
pub(crate) const LAST: u32 = u32::MAX;

/// What a piece of a body is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// A frame that is full, and not the last.
    Regular,
    /// The last frame.
    Last,
    /// The whole body.
    Single,
}

/// What is authenticated beside a piece of a body. (Developer Guide, "Body additional authenticated
/// data (AAD) reference".)
pub(crate) struct PieceAad {
    message_id: Vec<u8>,
    bytes: Vec<u8>,
}

impl PieceAad {
    pub(crate) const fn new(message_id: Vec<u8>) -> Self {
        Self { message_id, bytes: Vec::new() }
    }

    pub(crate) fn of(&mut self, kind: Kind, sequence: u32, length: usize) -> &[u8] {
        let text: &[u8] = match kind {
            Kind::Regular => b"AWSKMSEncryptionClient Frame",
            Kind::Last => b"AWSKMSEncryptionClient Final Frame",
            Kind::Single => b"AWSKMSEncryptionClient Single Block",
        };
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        self.bytes.clear();
        self.bytes.extend_from_slice(&self.message_id);
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(&sequence.to_be_bytes());
        self.bytes.extend_from_slice(&length.to_be_bytes());
        &self.bytes
    }
}

/// A frame's initialization vector: its number. (Developer Guide, "AWS Encryption SDK
/// initialization vector reference".)
pub(crate) fn iv(sequence: u32) -> [u8; IV_BYTES] {
    let mut iv = [0; IV_BYTES];
    let (_, number) = iv.split_at_mut(IV_BYTES - 4);
    number.copy_from_slice(&sequence.to_be_bytes());
    iv
}
