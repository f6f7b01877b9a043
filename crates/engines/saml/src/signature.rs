//! Enveloped XML signatures, as SAML restricts them. (SAML 2.0 Core, 5.4; XML Signature 1.1.)
//!
//! The one reference names the element that holds the signature; the signature's own value is
//! verified first, so that only the holder of a key decides what is canonicalised and digested.

use aws_lc_rs::digest::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::SamlError;
use crate::key::{self, Algorithm, VerifyingKey};
use crate::names;
use crate::xml::{Canonical, Element, canonical};

/// A `SignedInfo` of one reference has no more elements. It is read before any key proved anything.
const INFO_ELEMENTS_MAX: usize = 16;
/// More than any use of `InclusiveNamespaces` has.
const INCLUSIVE_MAX: usize = 32;

/// The signature that an element holds.
///
/// # Errors
/// It holds several.
pub(crate) fn of(element: &Element) -> Result<Option<&Element>, SamlError> {
    let mut found = element.named(names::SIGNATURE, "Signature");
    let one = found.next();
    if found.next().is_some() {
        return Err(SamlError::Signature("there are several"));
    }
    Ok(one)
}

/// Verifies that one of `keys` signed the last element of `path`, which leads there from the root
/// and holds `signature`.
///
/// # Errors
/// None did, or the signature is made in another way than this crate reads.
pub(crate) fn verify<'e>(
    path: &[&'e Element],
    signature: &'e Element,
    keys: &[VerifyingKey],
) -> Result<(), SamlError> {
    let refused = SamlError::Signature;
    let signed = *path.last().ok_or(refused("nothing is signed"))?;
    let known = ["SignedInfo", "SignatureValue", "KeyInfo"];
    let is_known =
        |part: &Element| part.namespace == names::SIGNATURE && known.contains(&part.local.as_str());
    if !signature.elements().all(is_known) {
        return Err(refused("it holds an unknown element"));
    }
    let info = part(signature, "SignedInfo")?;
    if info.size() > INFO_ELEMENTS_MAX {
        return Err(refused("it must have one reference"));
    }
    let value = base64(part(signature, "SignatureValue")?)?;
    let [method, algorithm, reference] = parts(info)?;

    let how = canonicalisation(method)?;
    let algorithm = Algorithm::named(algorithm.attribute("Algorithm").unwrap_or_default())
        .ok_or(refused("its algorithm is not allowed"))?;
    let path_to_info: Vec<&Element> = path.iter().copied().chain([signature, info]).collect();
    let message = canonical(&path_to_info, &how);
    if !keys.iter().any(|key| key.verifies(algorithm, &message, &value)) {
        return Err(refused("no key of the provider made it"));
    }

    let (how, expected, digest_algorithm) = referenced(reference, signed)?;
    let how = Canonical { without: Some(signature), ..how };
    let found = digest(digest_algorithm, &canonical(path, &how));
    if found.as_ref() != expected {
        return Err(refused("what it covers was changed"));
    }
    Ok(())
}

/// The three parts of a `SignedInfo`, in their order: there is one reference.
fn parts(info: &Element) -> Result<[&Element; 3], SamlError> {
    let parts: Vec<&Element> = info.elements().collect();
    let names = ["CanonicalizationMethod", "SignatureMethod", "Reference"];
    let is_named = |(part, name): (&&Element, &&str)| part.is(names::SIGNATURE, name);
    match <[&Element; 3]>::try_from(parts) {
        Ok(parts) if parts.iter().zip(&names).all(is_named) => Ok(parts),
        _ => Err(SamlError::Signature("it must have one reference")),
    }
}

/// How a reference to `signed` is canonicalised, and its digest.
fn referenced<'e>(
    reference: &'e Element,
    signed: &Element,
) -> Result<(Canonical<'e>, Vec<u8>, &'static aws_lc_rs::digest::Algorithm), SamlError> {
    let refused = SamlError::Signature;
    let id = signed.attribute("ID").filter(|id| !id.is_empty());
    let uri = reference.attribute("URI").and_then(|uri| uri.strip_prefix('#'));
    if id.is_none() || uri != id {
        return Err(refused("it covers another element"));
    }
    let transforms: Vec<&Element> = part(reference, "Transforms")?.elements().collect();
    let [enveloped, exclusive] = transforms.as_slice() else {
        return Err(refused("its transforms are not allowed"));
    };
    let is_enveloped = enveloped.is(names::SIGNATURE, "Transform")
        && enveloped.attribute("Algorithm") == Some(names::ENVELOPED)
        && enveloped.elements().next().is_none();
    if !is_enveloped || !exclusive.is(names::SIGNATURE, "Transform") {
        return Err(refused("its transforms are not allowed"));
    }
    let how = canonicalisation(exclusive)?;
    let method = part(reference, "DigestMethod")?.attribute("Algorithm").unwrap_or_default();
    let algorithm = key::digest(method).ok_or(refused("its digest is not allowed"))?;
    Ok((how, base64(part(reference, "DigestValue")?)?, algorithm))
}

/// Exclusive canonicalisation and no other.
fn canonicalisation(method: &Element) -> Result<Canonical<'_>, SamlError> {
    let refused = SamlError::Signature("its canonicalisation is not allowed");
    let comments = match method.attribute("Algorithm") {
        Some(names::EXCLUSIVE) => false,
        Some(names::EXCLUSIVE_WITH_COMMENTS) => true,
        _ => return Err(refused),
    };
    let mut parameters = method.elements();
    let inclusive = match parameters.next() {
        None => Vec::new(),
        Some(list) if list.is(names::EXCLUSIVE, "InclusiveNamespaces") => {
            let prefixes =
                list.attribute("PrefixList").unwrap_or_default().split_ascii_whitespace();
            prefixes.map(|prefix| if prefix == "#default" { "" } else { prefix }).collect()
        }
        Some(_) => return Err(refused),
    };
    if parameters.next().is_some() || inclusive.len() > INCLUSIVE_MAX {
        return Err(refused);
    }
    Ok(Canonical { inclusive, comments, without: None })
}

fn part<'e>(element: &'e Element, local: &'e str) -> Result<&'e Element, SamlError> {
    element.only(names::SIGNATURE, local).ok_or(SamlError::Signature("a part of it is missing"))
}

/// The base64 text of an element, which may be broken into lines.
fn base64(element: &Element) -> Result<Vec<u8>, SamlError> {
    let refused = SamlError::Signature("a part of it is not base64");
    let text: String = element.text().ok_or(refused)?.split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_| refused)
}
