//! Recorded requests, one JSON object a line, compressed.

use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;

/// One recorded request.
#[derive(Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) source: String,
    pub(crate) class: String,
    pub(crate) method: String,
    pub(crate) uri: String,
    headers: serde_json::Map<String, serde_json::Value>,
    #[serde(rename = "body")]
    text: Option<String>,
    body_enc: Option<String>,
    #[serde(skip)]
    pub(crate) body: Vec<u8>,
}

impl Case {
    /// The headers: names in lower case.
    pub(crate) fn headers(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let bytes =
            |value: &serde_json::Value| value.as_str().unwrap_or_default().as_bytes().to_vec();
        let header = |(name, value): (&String, &serde_json::Value)| {
            (name.to_ascii_lowercase().into_bytes(), bytes(value))
        };
        self.headers.iter().map(header).collect()
    }
}

/// Reads all requests of a file.
pub(crate) fn read(file: &Path) -> Vec<Case> {
    let opened = std::fs::File::open(file).expect("the cases; see BARTIZAN_CASES");
    let lines = BufReader::new(GzDecoder::new(opened)).lines();
    let parse = |line: std::io::Result<String>| {
        let mut case: Case =
            serde_json::from_str(&line.expect("a readable file")).expect("a case in JSON");
        let text = case.text.take().unwrap_or_default();
        case.body = match &case.body_enc {
            // Bytes as the characters of their numbers.
            Some(_) => text.chars().filter_map(|one| u8::try_from(u32::from(one)).ok()).collect(),
            None => text.into_bytes(),
        };
        case
    };
    lines.map(parse).collect()
}
