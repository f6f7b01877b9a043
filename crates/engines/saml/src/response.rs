//! A response, verified.
//!
//! **Invariant:** what [`verify`] gives back was read from the very element whose digest the
//! signature holds, or from within it. A document with a second response, a second assertion, a
//! second element of the same id, or a signature in another place is refused as a whole, so there
//! is nothing that could be taken for the signed element.

use std::collections::HashSet;

use crate::assertion::{Assertion, issuer};
use crate::error::SamlError;
use crate::key::VerifyingKey;
use crate::names::{ASSERTION, PROTOCOL, SIGNATURE, SUCCESS};
use crate::signature;
use crate::xml::Element;

/// More elements than a response has. Anybody may send one, and it is read before it is believed.
const ELEMENTS_MAX: usize = 4000;

/// Reads a response of the provider with this entity id, and verifies it: the response, its
/// assertion or both must be signed by one of `keys`, and every signature must be good.
///
/// # Errors
/// It cannot be read, is not the provider's, or is not signed by it.
pub fn verify(xml: &[u8], entity_id: &str, keys: &[VerifyingKey]) -> Result<Assertion, SamlError> {
    let response = Element::parse(xml, ELEMENTS_MAX)?;
    let assertion = only_assertion(&response)?;
    check_status(&response)?;
    let has_issuer = response.named(ASSERTION, "Issuer").next().is_some();
    if issuer(assertion)? != entity_id || (has_issuer && issuer(&response)? != entity_id) {
        return Err(SamlError::Issuer);
    }
    let of_response = signature::of(&response)?;
    let of_assertion = signature::of(assertion)?;
    if of_response.is_none() && of_assertion.is_none() {
        return Err(SamlError::Signature("there is none"));
    }
    if let Some(signature) = of_response {
        signature::verify(&[&response], signature, keys)?;
    }
    if let Some(signature) = of_assertion {
        signature::verify(&[&response, assertion], signature, keys)?;
    }
    Assertion::read(assertion, response.attribute("Destination"))
}

/// The one assertion of a document that has nothing that could be taken for it.
fn only_assertion(response: &Element) -> Result<&Element, SamlError> {
    let refused = SamlError::Response;
    if !response.is(PROTOCOL, "Response") || response.attribute("Version") != Some("2.0") {
        return Err(refused("it is not a SAML 2.0 response"));
    }
    if response.has_comment() {
        return Err(refused("it has a comment"));
    }
    let mut ids = HashSet::new();
    let mut is_repeated = false;
    let (mut responses, mut assertions, mut encrypted, mut signatures) = (0, 0, 0, 0);
    response.walk(&mut |element| {
        for attribute in &element.attributes {
            if attribute.local.eq_ignore_ascii_case("id") {
                is_repeated |= !ids.insert(attribute.value.as_str());
            }
        }
        responses += usize::from(element.is(PROTOCOL, "Response"));
        assertions += usize::from(element.is(ASSERTION, "Assertion"));
        encrypted += usize::from(element.is(ASSERTION, "EncryptedAssertion"));
        signatures += usize::from(element.is(SIGNATURE, "Signature"));
    });
    if is_repeated {
        return Err(refused("an id is repeated"));
    }
    if encrypted > 0 {
        return Err(SamlError::Encrypted);
    }
    let assertion = response.only(ASSERTION, "Assertion");
    match (responses, assertions, assertion) {
        (1, 1, Some(assertion)) => {
            let count = |holder: &Element| holder.named(SIGNATURE, "Signature").count();
            if count(response) + count(assertion) != signatures {
                return Err(SamlError::Signature("it is in a place where none belongs"));
            }
            Ok(assertion)
        }
        _ => Err(refused("it must have one assertion")),
    }
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
