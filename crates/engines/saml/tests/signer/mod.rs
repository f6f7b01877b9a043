//! An identity provider that writes canonical XML, so that it needs no canonicalisation to sign.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use bartizan_saml::{Trusted, VerifyingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(crate) const ENTITY: &str = "https://idp.example";

pub(crate) struct Idp(EcdsaKeyPair);

/// The provider of the tests, which does not encrypt.
pub(crate) fn trusted(keys: &[VerifyingKey]) -> Trusted<'_> {
    Trusted { entity_id: ENTITY, keys, decryption_keys: &[], only_encrypted: false }
}

/// What an assertion says.
pub(crate) struct Parts<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    /// A text of the assertion that another replaces before it is signed.
    pub(crate) change: (&'a str, &'a str),
}

impl Default for Parts<'_> {
    fn default() -> Self {
        Self { id: "_a", name: "ada", change: ("", "") }
    }
}

impl Idp {
    pub(crate) fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub(crate) fn key(&self) -> VerifyingKey {
        VerifyingKey::P256(self.0.public_key().as_ref().to_vec())
    }

    pub(crate) fn signed_assertion(&self, parts: &Parts<'_>) -> String {
        let signature = self.sign(parts.id, &Self::assertion(parts, ""));
        Self::response(&Self::assertion(parts, &signature), "")
    }

    pub(crate) fn signed_response(&self, parts: &Parts<'_>) -> String {
        self.signed_around(&Self::assertion(parts, ""))
    }

    /// A signed response that holds this.
    pub(crate) fn signed_around(&self, content: &str) -> String {
        let signature = self.sign("_r", &Self::response(content, ""));
        Self::response(content, &signature)
    }

    pub(crate) fn response(assertion: &str, signature: &str) -> String {
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_r\" \
             IssueInstant=\"2026-11-24T09:00:00Z\" Version=\"2.0\">{signature}<samlp:Status>\
             <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\">\
             </samlp:StatusCode></samlp:Status>{assertion}</samlp:Response>"
        )
    }

    pub(crate) fn assertion(parts: &Parts<'_>, signature: &str) -> String {
        let Parts { id, name, change: (from, to) } = parts;
        let text = format!(
            "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" \
             IssueInstant=\"2026-11-24T09:00:00Z\" Version=\"2.0\"><saml:Issuer>{ENTITY}\
             </saml:Issuer>{signature}<saml:Subject><saml:NameID>{name}</saml:NameID>\
             <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
             <saml:SubjectConfirmationData NotOnOrAfter=\"2026-11-24T09:05:00Z\" \
             Recipient=\"https://sp.example/acs\"></saml:SubjectConfirmationData>\
             </saml:SubjectConfirmation></saml:Subject>\
             <saml:Conditions NotBefore=\"2026-11-24T09:00:00Z\" \
             NotOnOrAfter=\"2026-11-24T09:05:00Z\"><saml:AudienceRestriction>\
             <saml:Audience>https://sp.example</saml:Audience></saml:AudienceRestriction>\
             </saml:Conditions><saml:AuthnStatement SessionNotOnOrAfter=\"2026-11-24T10:00:00Z\">\
             </saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name=\"role\">\
             <saml:AttributeValue>one</saml:AttributeValue>\
             <saml:AttributeValue>two &amp; three</saml:AttributeValue></saml:Attribute>\
             </saml:AttributeStatement></saml:Assertion>"
        );
        if from.is_empty() { text } else { text.replace(from, to) }
    }

    /// The signature of a canonical element.
    fn sign(&self, id: &str, canonical: &str) -> String {
        let hash = STANDARD.encode(digest(&SHA256, canonical.as_bytes()));
        let dsig = "http://www.w3.org/2000/09/xmldsig#";
        let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
        let info = format!(
            "<ds:SignedInfo xmlns:ds=\"{dsig}\"><ds:CanonicalizationMethod Algorithm=\"{exclusive}\">\
             </ds:CanonicalizationMethod><ds:SignatureMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\">\
             </ds:SignatureMethod><ds:Reference URI=\"#{id}\"><ds:Transforms><ds:Transform \
             Algorithm=\"{dsig}enveloped-signature\"></ds:Transform><ds:Transform \
             Algorithm=\"{exclusive}\"></ds:Transform></ds:Transforms><ds:DigestMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
             <ds:DigestValue>{hash}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
        );
        let value = self.0.sign(&SystemRandom::new(), info.as_bytes()).unwrap();
        let value = STANDARD.encode(value);
        format!(
            "<ds:Signature xmlns:ds=\"{dsig}\">{info}<ds:SignatureValue>{value}\
             </ds:SignatureValue></ds:Signature>"
        )
    }
}
