//! What a message says of itself, for programs.

use std::path::Path;

use bartizan_esdk::{Content, EncryptedDataKey, Header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use super::decrypt::MODE;
use super::output::Output;
use crate::error::CliError;

/// Writes what a header says.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(header: &Header, path: &Path) -> Result<(), CliError> {
    let mut output = Output::open(Some(path), MODE)?;
    output.put(format!("{:#}\n", of(header)).as_bytes())?;
    output.finish()
}

/// The name that a data key gives its wrapping key. That of a raw AES key is followed by lengths and
/// a vector that are no text.
pub(super) fn key_name(data_key: &EncryptedDataKey) -> String {
    let name = data_key.info.split(u8::is_ascii_control).next().unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

/// In the words of the format's reference.
fn of(header: &Header) -> Json {
    let keys = header.data_keys().iter().map(
        |key| json!({ "keyProviderId": key.provider, "keyProviderInformation": key_name(key) }),
    );
    let frame_length = match header.content() {
        Content::Single => 0,
        Content::Framed(length) => length,
    };
    json!({
        "version": header.suite().version(),
        "algorithmSuite": header.suite().name(),
        "messageId": STANDARD.encode(header.message_id()),
        "encryptionContext": header.context(),
        "encryptedDataKeys": keys.collect::<Vec<_>>(),
        "frameLength": frame_length,
    })
}
