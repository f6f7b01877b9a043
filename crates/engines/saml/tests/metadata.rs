//! Metadata of identity providers, and their certificates.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_saml::{Metadata, SamlError, VerifyingKey};
use bartizan_types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const RSA: &str = include_str!("data/rsa.b64");
const P256: &str = include_str!("data/ec.b64");
const P384: &str = include_str!("data/p384.b64");
const P521: &str = include_str!("data/p521.b64");
const RSA_1024: &str = include_str!("data/rsa1024.b64");
const ED25519: &str = include_str!("data/ed.b64");

fn metadata(keys: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<!-- ours -->\n<md:EntityDescriptor \
         xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://idp.example' \
         validUntil='2030-01-01T00:00:00Z'><md:IDPSSODescriptor validUntil='2029-01-01T00:00:00Z' \
         protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'>{keys}\
         </md:IDPSSODescriptor></md:EntityDescriptor>"
    )
}

fn descriptor(usage: &str, certificate: &str) -> String {
    format!(
        "<md:KeyDescriptor{usage}><KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><X509Data>\
         <X509Certificate>\n{certificate}<!-- end --></X509Certificate></X509Data></KeyInfo>\
         </md:KeyDescriptor>"
    )
}

fn key(base64: &str) -> Result<VerifyingKey, SamlError> {
    let text: String = base64.split_ascii_whitespace().collect();
    VerifyingKey::of_certificate(&STANDARD.decode(text).unwrap())
}

#[test]
fn what_metadata_say() {
    let keys = [
        descriptor(" use='signing'", RSA),
        descriptor("", P256),
        descriptor("", RSA),
        descriptor(" use='encryption'", ED25519),
    ];
    let read = Metadata::parse(metadata(&keys.concat()).as_bytes()).unwrap();
    assert_eq!(read.entity_id, "https://idp.example");
    assert_eq!(read.valid_until, Some(Timestamp::parse_iso8601("2029-01-01T00:00:00Z").unwrap()));
    assert_eq!(read.certificates.len(), 2, "each once, and none that is for encryption alone");
}

#[test]
fn what_is_no_metadata() {
    let good = metadata(&descriptor("", RSA));
    assert!(Metadata::parse(good.as_bytes()).is_ok());
    for (from, to) in [
        ("entityID='https://idp.example'", ""),
        ("entityID='https://idp.example'", "entityID=' '"),
        ("md:EntityDescriptor", "md:EntitiesDescriptor"),
        ("md:IDPSSODescriptor", "md:SPSSODescriptor"),
        ("SAML:2.0:protocol", "SAML:1.1:protocol"),
        ("SAML:2.0:metadata", "SAML:3.0:metadata"),
        ("2029-01-01T00:00:00Z", "soon"),
        ("MII", "!!!"),
        ("MII", "AII"),
        ("<?xml version='1.0'?>", "<!DOCTYPE x>"),
        ("<md:KeyDescriptor>", "<md:KeyDescriptor use='encryption'>"),
    ] {
        assert!(Metadata::parse(good.replace(from, to).as_bytes()).is_err(), "{from} {to}");
    }
}

#[test]
fn keys_of_certificates() {
    assert!(matches!(key(RSA), Ok(VerifyingKey::Rsa(_))));
    assert!(matches!(key(RSA_1024), Ok(VerifyingKey::Rsa(_))));
    assert!(matches!(key(P256), Ok(VerifyingKey::P256(_))));
    assert!(matches!(key(P384), Ok(VerifyingKey::P384(_))));
    assert!(matches!(key(P521), Ok(VerifyingKey::P521(_))));
    assert!(key(ED25519).is_err());
    let whole = STANDARD.decode(RSA.split_ascii_whitespace().collect::<String>()).unwrap();
    for end in 0..whole.len() {
        assert!(VerifyingKey::of_certificate(&whole[..end]).is_err(), "{end}");
    }
    let repeats = SamlError::Certificate("it repeats an extension");
    assert_eq!(VerifyingKey::of_certificate(&with_one_extension_twice(&whole)), Err(repeats));
}

/// The certificate whose authority key identifier is another subject key identifier. (RFC 5280,
/// 4.2.1.1 and 4.2.1.2.)
fn with_one_extension_twice(der: &[u8]) -> Vec<u8> {
    let (authority, subject) = ([0x55, 0x1d, 0x23], [0x55, 0x1d, 0x0e]);
    let place = der.windows(3).position(|bytes| bytes == authority).unwrap();
    [&der[..place], &subject, &der[place + 3..]].concat()
}
