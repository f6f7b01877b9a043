//! The events of a segment, compressed and sealed as they are stored.

use std::io::{Read as _, Write as _};

use bartizan_service::Vault;
use bartizan_service::store::{Key, Record};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use zeroize::Zeroizing;

use crate::error::LogsError;
use crate::records::Segment;

/// How much a segment may be when it is opened: a batch with every byte of it escaped.
const OPENED_MAX: u64 = 16 * 1024 * 1024;

/// The time and the message of an event.
pub(crate) type Line = (i64, String);

/// Seals events for the segment of this key.
pub(crate) fn seal(vault: &Vault, key: &Key, lines: &[Line]) -> Result<String, LogsError> {
    let plain = Zeroizing::new(serde_json::to_vec(lines).map_err(|_| unreadable())?);
    let packed = Zeroizing::new(compress(&plain)?);
    let account = key.account.parse().map_err(|_| LogsError::NoSuchGroup)?;
    Ok(STANDARD.encode(vault.seal(account, Segment::COLLECTION, &key.id, &packed)?))
}

/// Opens the events of a segment.
pub(crate) fn open(vault: &Vault, key: &Key, sealed: &str) -> Result<Vec<Line>, LogsError> {
    let bytes = STANDARD.decode(sealed).map_err(|_| unreadable())?;
    let account = key.account.parse().map_err(|_| LogsError::NoSuchGroup)?;
    let packed = vault.open(account, Segment::COLLECTION, &key.id, &bytes)?;
    let mut plain = Zeroizing::new(Vec::new());
    let mut reader = GzDecoder::new(packed.as_slice()).take(OPENED_MAX);
    reader.read_to_end(&mut plain).map_err(|_| unreadable())?;
    serde_json::from_slice(&plain).map_err(|_| unreadable())
}

/// Compresses by gzip.
pub(crate) fn compress(plain: &[u8]) -> Result<Vec<u8>, LogsError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(plain).map_err(|_| unreadable())?;
    encoder.finish().map_err(|_| unreadable())
}

fn unreadable() -> LogsError {
    LogsError::internal("events cannot be sealed or opened")
}
