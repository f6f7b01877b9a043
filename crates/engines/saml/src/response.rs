//! A response, verified.
//!
//! **Invariant:** what [`verify`] gives back was read from the very element whose digest the
//! signature holds, or from within it. A document with a second response, a second assertion, a
//! second element of the same id, or a signature in another place is refused as a whole, so there
//! is nothing that could be taken for the signed element.
//!
//! **Invariant:** of an encrypted assertion nothing is told before its signature was found good:
//! until then every failure is [`SamlError::Decryption`], so nobody learns of a text what they did
//! not write. A signature of the response covers what is encrypted, and is verified before our key
//! is used.

use std::collections::HashSet;

use crate::assertion::{Assertion, issuer};
use crate::decryption::DecryptionKey;
use crate::encrypted;
use crate::error::SamlError;
use crate::key::VerifyingKey;
use crate::names::{ASSERTION, PROTOCOL, SIGNATURE, SUCCESS};
use crate::signature;
use crate::xml::Element;

/// More elements than a response has. Anybody may send one, and it is read before it is believed.
const ELEMENTS_MAX: usize = 4000;

/// Whose responses are taken, and how.
#[derive(Debug, Clone, Copy)]
pub struct Trusted<'a> {
    /// The name that the provider signs as.
    pub entity_id: &'a str,
    /// The keys that it signs by.
    pub keys: &'a [VerifyingKey],
    /// Our keys that it encrypts to, in the order in which they are tried.
    pub decryption_keys: &'a [DecryptionKey],
    /// Whether its assertions must be encrypted.
    pub only_encrypted: bool,
}

/// Reads a response of this provider, and verifies it: the response, its assertion or both must be
/// signed by one of its keys, and every signature must be good.
///
/// # Errors
/// It cannot be read, is not the provider's, or is not signed by it.
pub fn verify(xml: &[u8], trusted: &Trusted<'_>) -> Result<Assertion, SamlError> {
    let response = Element::parse(xml, ELEMENTS_MAX)?;
    if !response.is(PROTOCOL, "Response") || response.attribute("Version") != Some("2.0") {
        return Err(SamlError::Response("it is not a SAML 2.0 response"));
    }
    let census = Census::of(&[&response])?;
    if census.encrypted > 0 {
        return verify_encrypted(&response, &census, trusted);
    }
    if trusted.only_encrypted {
        return Err(SamlError::Unencrypted);
    }
    let assertion = response.only(ASSERTION, "Assertion");
    let assertion = assertion.filter(|_| census.responses == 1 && census.assertions == 1);
    let assertion = assertion.ok_or(SamlError::Response("it must have one assertion"))?;
    census.check_signatures(&[&response, assertion])?;
    check_status(&response)?;
    if issuer(assertion)? != trusted.entity_id {
        return Err(SamlError::Issuer);
    }
    check_issuer(&response, trusted)?;
    let of_response = verify_signature(&[&response], trusted)?;
    let of_assertion = verify_signature(&[&response, assertion], trusted)?;
    if !of_response && !of_assertion {
        return Err(SamlError::Signature("there is none"));
    }
    Assertion::read(assertion, response.attribute("Destination"))
}

/// The assertion of a response that holds it encrypted.
fn verify_encrypted(
    response: &Element,
    census: &Census<'_>,
    trusted: &Trusted<'_>,
) -> Result<Assertion, SamlError> {
    let holder = response.only(ASSERTION, "EncryptedAssertion");
    let is_alone = census.responses == 1 && census.assertions == 0 && census.encrypted == 1;
    let holder = holder.filter(|_| is_alone);
    let holder = holder.ok_or(SamlError::Response("it must have one assertion"))?;
    if trusted.decryption_keys.is_empty() {
        return Err(SamlError::Encrypted);
    }
    census.check_signatures(&[response])?;
    check_status(response)?;
    check_issuer(response, trusted)?;
    let is_signed = verify_signature(&[response], trusted)?;

    let hidden = |_| SamlError::Decryption;
    let xml = encrypted::open(holder, trusted.decryption_keys).ok_or(SamlError::Decryption)?;
    let assertion = Element::parse_within(&[response, holder], &xml, ELEMENTS_MAX);
    let assertion = assertion.map_err(hidden)?;
    let is_own = verify_decrypted(&[response, holder, &assertion], trusted).map_err(hidden)?;
    if !is_signed && !is_own {
        return Err(SamlError::Decryption);
    }
    if issuer(&assertion)? != trusted.entity_id {
        return Err(SamlError::Issuer);
    }
    Assertion::read(&assertion, response.attribute("Destination"))
}

/// Whether what was decrypted, the last of the path, is signed, in a response that could have held
/// it in clear.
fn verify_decrypted(path: &[&Element; 3], trusted: &Trusted<'_>) -> Result<bool, SamlError> {
    let [response, _, assertion] = *path;
    let census = Census::of(&[response, assertion])?;
    if !assertion.is(ASSERTION, "Assertion")
        || (census.responses, census.assertions, census.encrypted) != (1, 1, 1)
    {
        return Err(SamlError::Response("it must have one assertion"));
    }
    census.check_signatures(&[response, assertion])?;
    verify_signature(path, trusted)
}

/// What a document holds that could be taken for the signed element.
#[derive(Default)]
struct Census<'e> {
    ids: HashSet<&'e str>,
    responses: usize,
    assertions: usize,
    encrypted: usize,
    signatures: usize,
}

impl<'e> Census<'e> {
    /// Counts the parts of a document.
    ///
    /// # Errors
    /// There is a comment, or an id twice.
    fn of(parts: &[&'e Element]) -> Result<Self, SamlError> {
        if parts.iter().any(|part| part.has_comment()) {
            return Err(SamlError::Response("it has a comment"));
        }
        let mut census = Self::default();
        let mut is_repeated = false;
        for part in parts {
            part.walk(&mut |element| is_repeated |= !census.add(element));
        }
        if is_repeated {
            return Err(SamlError::Response("an id is repeated"));
        }
        Ok(census)
    }

    /// Counts an element; says whether its ids are new.
    fn add(&mut self, element: &'e Element) -> bool {
        self.responses += usize::from(element.is(PROTOCOL, "Response"));
        self.assertions += usize::from(element.is(ASSERTION, "Assertion"));
        self.encrypted += usize::from(element.is(ASSERTION, "EncryptedAssertion"));
        self.signatures += usize::from(element.is(SIGNATURE, "Signature"));
        let ids = element.attributes.iter();
        let mut ids = ids.filter(|attribute| attribute.local.eq_ignore_ascii_case("id"));
        ids.all(|id| self.ids.insert(id.value.as_str()))
    }

    /// All signatures are those of these elements.
    fn check_signatures(&self, holders: &[&Element]) -> Result<(), SamlError> {
        let held = |holder: &&Element| holder.named(SIGNATURE, "Signature").count();
        if holders.iter().map(held).sum::<usize>() == self.signatures {
            Ok(())
        } else {
            Err(SamlError::Signature("it is in a place where none belongs"))
        }
    }
}

/// Whether the last element of the path is signed; a signature that is not good is an error.
fn verify_signature(path: &[&Element], trusted: &Trusted<'_>) -> Result<bool, SamlError> {
    let Some(signature) = path.last().map_or(Ok(None), |signed| signature::of(signed))? else {
        return Ok(false);
    };
    signature::verify(path, signature, trusted.keys)?;
    Ok(true)
}

/// A response need not name its issuer; one that does must name the provider.
fn check_issuer(response: &Element, trusted: &Trusted<'_>) -> Result<(), SamlError> {
    let has_issuer = response.named(ASSERTION, "Issuer").next().is_some();
    if has_issuer && issuer(response)? != trusted.entity_id {
        return Err(SamlError::Issuer);
    }
    Ok(())
}

fn check_status(response: &Element) -> Result<(), SamlError> {
    let status = response.only(PROTOCOL, "Status");
    let code = status.and_then(|status| status.only(PROTOCOL, "StatusCode"));
    match code.and_then(|code| code.attribute("Value")) {
        Some(SUCCESS) => Ok(()),
        Some(_) => Err(SamlError::Failed),
        None => Err(SamlError::Response("it has no status")),
    }
}
