//! What stands in a certificate: whose it is, who issued it, and what it is for.

use der::asn1::ObjectIdentifier;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName};

use crate::Certificate;

/// The uses of a key, with the names that AWS gives them. (ACM API Reference, `KeyUsage`.)
const USES: [(KeyUsages, &str); 9] = [
    (KeyUsages::DigitalSignature, "DIGITAL_SIGNATURE"),
    (KeyUsages::NonRepudiation, "NON_REPUDIATION"),
    (KeyUsages::KeyEncipherment, "KEY_ENCIPHERMENT"),
    (KeyUsages::DataEncipherment, "DATA_ENCIPHERMENT"),
    (KeyUsages::KeyAgreement, "KEY_AGREEMENT"),
    (KeyUsages::KeyCertSign, "CERTIFICATE_SIGNING"),
    (KeyUsages::CRLSign, "CRL_SIGNING"),
    (KeyUsages::EncipherOnly, "ENCIPHER_ONLY"),
    (KeyUsages::DecipherOnly, "DECIPHER_ONLY"),
];

/// What certificates are for, with the names that AWS gives it. (ACM API Reference,
/// `ExtendedKeyUsage`.)
const PURPOSES: [(&str, &str); 10] = [
    ("1.3.6.1.5.5.7.3.1", "TLS_WEB_SERVER_AUTHENTICATION"),
    ("1.3.6.1.5.5.7.3.2", "TLS_WEB_CLIENT_AUTHENTICATION"),
    ("1.3.6.1.5.5.7.3.3", "CODE_SIGNING"),
    ("1.3.6.1.5.5.7.3.4", "EMAIL_PROTECTION"),
    ("1.3.6.1.5.5.7.3.5", "IPSEC_END_SYSTEM"),
    ("1.3.6.1.5.5.7.3.6", "IPSEC_TUNNEL"),
    ("1.3.6.1.5.5.7.3.7", "IPSEC_USER"),
    ("1.3.6.1.5.5.7.3.8", "TIME_STAMPING"),
    ("1.3.6.1.5.5.7.3.9", "OCSP_SIGNING"),
    ("2.5.29.37.0", "ANY"),
];

/// Algorithms of signatures, with the names that AWS gives them.
const SIGNATURES: [(&str, &str); 7] = [
    ("1.2.840.113549.1.1.5", "SHA1WITHRSA"),
    ("1.2.840.113549.1.1.11", "SHA256WITHRSA"),
    ("1.2.840.113549.1.1.12", "SHA384WITHRSA"),
    ("1.2.840.113549.1.1.13", "SHA512WITHRSA"),
    ("1.2.840.10045.4.3.2", "SHA256WITHECDSA"),
    ("1.2.840.10045.4.3.3", "SHA384WITHECDSA"),
    ("1.2.840.10045.4.3.4", "SHA512WITHECDSA"),
];

impl Certificate {
    /// The common name of its subject.
    pub fn common_name(&self) -> Option<String> {
        let name = self.parsed.tbs_certificate().subject().common_name().ok()??;
        Some(name.value().into_owned())
    }

    /// The host names among its subject's alternative names.
    pub fn dns_names(&self) -> Vec<String> {
        let found = self.parsed.tbs_certificate().get_extension::<SubjectAltName>();
        let names = found.ok().flatten().map(|(_, names)| names.0).unwrap_or_default();
        let of_host = names.into_iter().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.to_string()),
            _ => None,
        });
        of_host.collect()
    }

    /// Its subject in text. (RFC 4514.)
    pub fn subject(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// Its issuer in text: the organization, or the common name where there is none.
    pub fn issuer_name(&self) -> String {
        let issuer = self.parsed.tbs_certificate().issuer();
        let organization = issuer.organization().ok().flatten();
        let name = organization.or_else(|| issuer.common_name().ok().flatten());
        name.map_or_else(|| issuer.to_string(), |name| name.value().into_owned())
    }

    /// Its serial number, in hexadecimal, byte by byte between colons.
    pub fn serial(&self) -> String {
        let bytes = self.parsed.tbs_certificate().serial_number().as_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
    }

    /// The uses of its key, as AWS names them.
    pub fn key_uses(&self) -> Vec<&'static str> {
        let found = self.parsed.tbs_certificate().get_extension::<KeyUsage>();
        let Some((_, uses)) = found.ok().flatten() else { return Vec::new() };
        USES.iter().filter(|(usage, _)| uses.0.contains(*usage)).map(|(_, name)| *name).collect()
    }

    /// What it is for: AWS's name, `CUSTOM` where AWS has none, and the object identifier.
    pub fn purposes(&self) -> Vec<(&'static str, String)> {
        let found = self.parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>();
        let purposes = found.ok().flatten().map(|(_, purposes)| purposes.0).unwrap_or_default();
        purposes
            .iter()
            .map(|purpose| (named(purpose, &PURPOSES).unwrap_or("CUSTOM"), purpose.to_string()))
            .collect()
    }

    /// The algorithm of its signature, as AWS names it, where that is known.
    pub fn signature_name(&self) -> Option<&'static str> {
        named(&self.parsed.signature_algorithm().oid, &SIGNATURES)
    }
}

fn named(wanted: &ObjectIdentifier, known: &[(&str, &'static str)]) -> Option<&'static str> {
    let wanted = wanted.to_string();
    known.iter().find(|(identifier, _)| *identifier == wanted).map(|(_, name)| *name)
}
