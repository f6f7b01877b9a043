//! Lists as they are stored.

use std::collections::BTreeMap;
use std::io::Read;

use bartizan_detect::lists::Purpose;
use bartizan_service::store::Record;
use bartizan_types::{Fault, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};

use crate::error::GuardDutyError;

/// The four kinds of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Trusted addresses.
    Trusted,
    /// Addresses that are threats.
    Threats,
    /// Addresses and domains that are threats.
    ThreatEntities,
    /// Trusted addresses and domains.
    TrustedEntities,
}

impl Kind {
    /// As ARNs name it.
    pub(crate) fn resource(self) -> &'static str {
        match self {
            Self::Trusted => "ipset",
            Self::Threats => "threatintelset",
            Self::ThreatEntities => "threatentityset",
            Self::TrustedEntities => "trustedentityset",
        }
    }

    /// By the name in ARNs.
    pub(crate) fn of_resource(name: &str) -> Option<Self> {
        let all = [Self::Trusted, Self::Threats, Self::ThreatEntities, Self::TrustedEntities];
        all.into_iter().find(|kind| kind.resource() == name)
    }

    /// The id of the record of a list.
    pub(crate) fn record_id(self, id: &str) -> String {
        format!("{}/{id}", self.resource())
    }

    /// What being on it means.
    pub(crate) fn purpose(self) -> Purpose {
        if self.is_trusted() { Purpose::Trusted } else { Purpose::Threat }
    }

    /// Whether domains may be on it.
    pub(crate) fn has_domains(self) -> bool {
        matches!(self, Self::ThreatEntities | Self::TrustedEntities)
    }

    /// How many lists of the kind a detector has. (Amazon GuardDuty User Guide, "GuardDuty quotas".)
    pub(crate) fn lists_max(self) -> usize {
        if self.is_trusted() { 1 } else { 6 }
    }

    /// How many entries a list has. (As above.)
    pub(crate) fn entries_max(self) -> usize {
        if self.is_trusted() { 2_000 } else { 250_000 }
    }

    fn is_trusted(self) -> bool {
        matches!(self, Self::Trusted | Self::TrustedEntities)
    }
}

/// A list, without what is on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListRecord {
    pub(crate) name: String,
    pub(crate) format: String,
    pub(crate) location: String,
    pub(crate) owner: Option<String>,
    pub(crate) is_active: bool,
    /// Why it is not active, although it should be.
    pub(crate) error: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) tags: BTreeMap<String, String>,
}

impl Record for ListRecord {
    const COLLECTION: &'static str = "guardduty.list";
}

impl ListRecord {
    /// As the API words it.
    pub(crate) fn status(&self) -> String {
        match (&self.error, self.is_active) {
            (Some(_), _) => "ERROR",
            (None, true) => "ACTIVE",
            (None, false) => "INACTIVE",
        }
        .to_owned()
    }
}

/// What was on a list when it was activated, one entry a line: deflated, in base64.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListContent {
    addresses: String,
    domains: String,
}

impl Record for ListContent {
    const COLLECTION: &'static str = "guardduty.list.content";
}

impl ListContent {
    /// Of these entries.
    pub(crate) fn new(addresses: &[String], domains: &[String]) -> Result<Self, GuardDutyError> {
        Ok(Self { addresses: pack(&addresses.join("\n"))?, domains: pack(&domains.join("\n"))? })
    }

    /// The addresses, one a line.
    pub(crate) fn addresses(&self) -> Result<String, GuardDutyError> {
        unpack(&self.addresses)
    }

    /// The domains, one a line.
    pub(crate) fn domains(&self) -> Result<String, GuardDutyError> {
        unpack(&self.domains)
    }
}

fn pack(text: &str) -> Result<String, GuardDutyError> {
    let packed = deflated(text.as_bytes()).map_err(damaged)?;
    Ok(STANDARD.encode(packed))
}

fn unpack(packed: &str) -> Result<String, GuardDutyError> {
    let mut text = String::new();
    let packed = STANDARD.decode(packed).map_err(damaged)?;
    DeflateDecoder::new(packed.as_slice()).read_to_string(&mut text).map_err(damaged)?;
    Ok(text)
}

/// Bytes, deflated.
pub(crate) fn deflated(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes)?;
    encoder.finish()
}

fn damaged(error: impl std::fmt::Display) -> GuardDutyError {
    let message = format!("what is stored of a list cannot be read: {error}");
    Fault::new("InternalServerErrorException", message, 500).into()
}
