//! The metadata of an identity provider. (SAML 2.0 Metadata, 2.3 and 2.4.)

use bartizan_types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::SamlError;
use crate::key::VerifyingKey;
use crate::names::{METADATA, PROTOCOL, SIGNATURE};
use crate::xml::{Element, Node};

/// More elements than the metadata of one provider has.
const ELEMENTS_MAX: usize = 50_000;
/// The longest entity id. (SAML 2.0 Metadata, 2.2.1.)
const ENTITY_ID_MAX: usize = 1024;
/// More than providers publish while they change keys.
const CERTIFICATES_MAX: usize = 32;

/// What a provider's metadata says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The provider's name, which it signs as.
    pub entity_id: String,
    /// The certificates that it signs by, in DER.
    pub certificates: Vec<Vec<u8>>,
    /// Until when the metadata holds, if it says so.
    pub valid_until: Option<Timestamp>,
}

impl Metadata {
    /// Reads the metadata of one identity provider.
    ///
    /// # Errors
    /// It is something else, or a certificate cannot be used.
    pub fn parse(xml: &[u8]) -> Result<Self, SamlError> {
        let refused = SamlError::Metadata;
        let entity = Element::parse(xml, ELEMENTS_MAX)?;
        if !entity.is(METADATA, "EntityDescriptor") {
            return Err(refused("it must describe one entity"));
        }
        let entity_id = entity.attribute("entityID").map(str::trim).unwrap_or_default();
        if entity_id.is_empty() || entity_id.len() > ENTITY_ID_MAX {
            return Err(refused("its entity id must have 1 to 1024 characters"));
        }
        let mut valid_until = time(&entity)?;
        let mut certificates = Vec::new();
        let mut is_provider = false;
        for role in entity.named(METADATA, "IDPSSODescriptor") {
            let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
            if !protocols.split_ascii_whitespace().any(|protocol| protocol == PROTOCOL) {
                continue;
            }
            is_provider = true;
            valid_until = match (valid_until, time(role)?) {
                (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
                (one, other) => one.or(other),
            };
            signing_certificates(role, &mut certificates)?;
        }
        if !is_provider {
            return Err(refused("it describes no identity provider of SAML 2.0"));
        }
        if certificates.is_empty() {
            return Err(refused("it has no certificate to sign by"));
        }
        Ok(Self { entity_id: entity_id.to_owned(), certificates, valid_until })
    }
}

/// Adds the certificates that are for signing, or for everything.
fn signing_certificates(role: &Element, all: &mut Vec<Vec<u8>>) -> Result<(), SamlError> {
    for descriptor in role.named(METADATA, "KeyDescriptor") {
        if !matches!(descriptor.attribute("use"), None | Some("signing")) {
            continue;
        }
        let infos = descriptor.named(SIGNATURE, "KeyInfo");
        let data = infos.flat_map(|info| info.named(SIGNATURE, "X509Data"));
        for element in data.flat_map(|data| data.named(SIGNATURE, "X509Certificate")) {
            let refused = SamlError::Certificate("it is not base64");
            let text: String = text(element).split_ascii_whitespace().collect();
            let certificate = STANDARD.decode(text).map_err(|_| refused)?;
            VerifyingKey::of_certificate(&certificate)?;
            if all.contains(&certificate) {
                continue;
            }
            if all.len() >= CERTIFICATES_MAX {
                return Err(SamlError::Metadata("it has too many certificates"));
            }
            all.push(certificate);
        }
    }
    Ok(())
}

/// The text of an element, comments left out: metadata come from whoever owns the provider.
fn text(element: &Element) -> String {
    let texts = element.children.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.as_str()),
        Node::Element(_) | Node::Comment(_) => None,
    });
    texts.collect()
}

fn time(element: &Element) -> Result<Option<Timestamp>, SamlError> {
    let read = |text| {
        Timestamp::parse_iso8601(text).map_err(|_| SamlError::Metadata("its end is no time"))
    };
    element.attribute("validUntil").map(read).transpose()
}
