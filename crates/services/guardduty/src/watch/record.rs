//! How far records were read, and what detectors know.

use std::io::Read;

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::bufread::DeflateDecoder;
use serde::{Deserialize, Serialize};

use crate::lists::record::deflated;

/// A stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stream {
    Flows,
    Dns,
    Activity,
}

impl Stream {
    pub(crate) const ALL: [Self; 3] = [Self::Flows, Self::Dns, Self::Activity];

    /// By the API's word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stream| stream.word() == word)
    }

    /// The API's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Flows => "FLOWS",
            Self::Dns => "DNS",
            Self::Activity => "ACTIVITY",
        }
    }
}

/// How far a file was read. Its key is its stream and its digest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SourceRecord {
    /// How many of its bytes, unpacked.
    pub(crate) offset: u64,
    pub(crate) lines: u64,
    pub(crate) is_done: bool,
    /// The first line of a flow log, where it names the columns.
    pub(crate) header: Option<String>,
    /// Whether the rest of a line that is too long is still to come.
    pub(crate) is_within_line: bool,
}

impl Record for SourceRecord {
    const COLLECTION: &'static str = "guardduty.source";
}

impl SourceRecord {
    /// The id of a file's record.
    pub(crate) fn id(stream: Stream, digest: &str) -> String {
        format!("{}/{digest}", stream.word())
    }
}

/// What the detectors of a stream know, as of a transaction. Its key is the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// Deflated, in base64.
    state: String,
    pub(crate) updated: Timestamp,
}

impl Record for Checkpoint {
    const COLLECTION: &'static str = "guardduty.checkpoint";
}

impl Checkpoint {
    /// Of what detectors say that they know.
    pub(crate) fn new(state: &[u8], updated: Timestamp) -> std::io::Result<Self> {
        Ok(Self { state: STANDARD.encode(deflated(state)?), updated })
    }

    /// What they said; none where it is damaged.
    pub(crate) fn state(&self) -> Option<Vec<u8>> {
        let packed = STANDARD.decode(&self.state).ok()?;
        let mut state = Vec::new();
        DeflateDecoder::new(packed.as_slice()).read_to_end(&mut state).ok()?;
        Some(state)
    }
}
