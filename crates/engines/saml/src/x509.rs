//! As much of X.509 as the key of a certificate needs. (RFC 5280, 4.1.)
//!
//! Certificates of SAML metadata are containers of keys: neither their end nor their issuer counts.
//! (SAML 2.0 Metadata Interoperability Profile, 2.6.1.)

use crate::error::SamlError;
use crate::key::VerifyingKey;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT: u8 = 0x06;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;

/// `rsaEncryption`. (RFC 3279, 2.3.1.)
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// `id-ecPublicKey`. (RFC 5480, 2.1.1.)
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// Curves of RFC 5480, 2.1.1.1: P-256, P-384, P-521.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
const P521: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x23];

/// The shortest RSA key that AWS takes, and the longest that can be used, in bits. (IAM User Guide,
/// "Create a SAML identity provider in IAM".)
const RSA_BITS: std::ops::RangeInclusive<usize> = 1024..=8192;
/// More than any certificate has.
const EXTENSIONS_MAX: usize = 64;

const MALFORMED: SamlError = SamlError::Certificate("it is not an X.509 certificate");

/// The key of a certificate in DER.
pub(crate) fn key(der: &[u8]) -> Result<VerifyingKey, SamlError> {
    let mut outer = Der(der);
    let mut certificate = Der(outer.take(SEQUENCE)?);
    let mut body = Der(certificate.take(SEQUENCE)?);
    if body.peek() == Some(VERSION) {
        body.take(VERSION)?;
    }
    body.take(INTEGER)?;
    for _signature_issuer_validity_subject in 0..4 {
        body.take(SEQUENCE)?;
    }
    let mut key = Der(body.take(SEQUENCE)?);
    while let Some(tag) = body.peek() {
        let content = body.take(tag)?;
        if tag == EXTENSIONS {
            check_extensions(Der(content).take(SEQUENCE)?)?;
        }
    }
    let mut algorithm = Der(key.take(SEQUENCE)?);
    let bits = key.take(BIT_STRING)?.strip_prefix(&[0]).ok_or(MALFORMED)?;
    let kind = algorithm.take(OBJECT)?;
    if kind == RSA {
        check_rsa(bits)?;
        return Ok(VerifyingKey::Rsa(bits.to_vec()));
    }
    let curve = if kind == EC { algorithm.take(OBJECT)? } else { &[] };
    let point = bits.to_vec();
    match curve {
        P256 => Ok(VerifyingKey::P256(point)),
        P384 => Ok(VerifyingKey::P384(point)),
        P521 => Ok(VerifyingKey::P521(point)),
        _ => Err(SamlError::Certificate("its kind of key is not known")),
    }
}

fn check_rsa(key: &[u8]) -> Result<(), SamlError> {
    let mut outer = Der(key);
    let modulus = Der(outer.take(SEQUENCE)?).take(INTEGER)?;
    let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    let bits = (modulus.len() * 8).saturating_sub(leading);
    if RSA_BITS.contains(&bits) {
        Ok(())
    } else {
        Err(SamlError::Certificate("its RSA key is not of 1024 to 8192 bits"))
    }
}

/// Each extension once. (IAM User Guide, "Create a SAML identity provider in IAM".)
fn check_extensions(list: &[u8]) -> Result<(), SamlError> {
    let mut list = Der(list);
    let mut seen: Vec<&[u8]> = Vec::new();
    while list.peek().is_some() {
        let id = Der(list.take(SEQUENCE)?).take(OBJECT)?;
        if seen.contains(&id) || seen.len() >= EXTENSIONS_MAX {
            return Err(SamlError::Certificate("it repeats an extension"));
        }
        seen.push(id);
    }
    Ok(())
}

/// What is left of a DER encoding. (X.690.)
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The content of the next value, which must have this tag.
    fn take(&mut self, tag: u8) -> Result<&'a [u8], SamlError> {
        let (found, rest) = self.0.split_first().ok_or(MALFORMED)?;
        let (length, rest) = rest.split_first().ok_or(MALFORMED)?;
        let (length, rest) = match length {
            0..=0x7f => (usize::from(*length), rest),
            0x81..=0x83 => {
                let (bytes, rest) =
                    rest.split_at_checked(usize::from(length - 0x80)).ok_or(MALFORMED)?;
                (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
            }
            _ => return Err(MALFORMED),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(MALFORMED)?;
        if *found != tag {
            return Err(MALFORMED);
        }
        self.0 = rest;
        Ok(content)
    }
}
