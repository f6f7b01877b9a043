//! The signature of a message: ECDSA over header and body, by a key that is made for the message.

use std::fmt;

use aws_lc_rs::digest::{self, Context, SHA256, SHA384};
use aws_lc_rs::encoding::{AsBigEndian, EcPublicKeyCompressedBin};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1,
    ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    EcdsaVerificationAlgorithm, KeyPair, ParsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::EsdkError;

/// The curve of a signature, with the hash that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
}

impl Curve {
    fn signing(self) -> &'static EcdsaSigningAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            Self::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
        }
    }

    fn verifying(self) -> &'static EcdsaVerificationAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1,
            Self::P384 => &ECDSA_P384_SHA384_ASN1,
        }
    }

    fn hash(self) -> &'static digest::Algorithm {
        match self {
            Self::P256 => &SHA256,
            Self::P384 => &SHA384,
        }
    }

    /// Bytes of a point in compressed form.
    const fn point_bytes(self) -> usize {
        match self {
            Self::P256 => 33,
            Self::P384 => 49,
        }
    }
}

/// Signs what it is told.
pub(crate) struct Signer {
    pair: EcdsaKeyPair,
    context: Context,
}

impl Signer {
    /// A fresh key; the library's own generator makes it.
    pub(crate) fn generate(curve: Curve) -> Result<Self, EsdkError> {
        let pair = EcdsaKeyPair::generate(curve.signing()).map_err(|_| EsdkError::Cipher)?;
        Ok(Self { pair, context: Context::new(curve.hash()) })
    }

    /// The public key as messages hold it: a compressed point in base64. (SEC 1, section 2.3.3.)
    pub(crate) fn public_text(&self) -> Result<String, EsdkError> {
        let point: Result<EcPublicKeyCompressedBin<'_>, _> = self.pair.public_key().as_be_bytes();
        Ok(STANDARD.encode(point.map_err(|_| EsdkError::Cipher)?.as_ref()))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
    }

    pub(crate) fn finish(self) -> Result<Vec<u8>, EsdkError> {
        let signature = self.pair.sign_digest(&self.context.finish());
        Ok(signature.map_err(|_| EsdkError::Cipher)?.as_ref().to_vec())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}

/// Verifies what it is told.
pub(crate) struct Verifier {
    key: ParsedPublicKey,
    context: Context,
}

impl Verifier {
    pub(crate) fn new(curve: Curve, public_text: &str) -> Result<Self, EsdkError> {
        let point = STANDARD.decode(public_text).map_err(|_| EsdkError::MalformedPublicKey)?;
        if point.len() != curve.point_bytes() {
            return Err(EsdkError::MalformedPublicKey);
        }
        let key = ParsedPublicKey::new(curve.verifying(), point);
        let key = key.map_err(|_| EsdkError::MalformedPublicKey)?;
        Ok(Self { key, context: Context::new(curve.hash()) })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
    }

    pub(crate) fn finish(self, signature: &[u8]) -> Result<(), EsdkError> {
        self.key
            .verify_digest_sig(&self.context.finish(), signature)
            .map_err(|_| EsdkError::WrongSignature)
    }
}
