//! Responses, good and forged: what is not signed by the provider is never taken.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

mod signer;

use bartizan_saml::{Assertion, SamlError, VerifyingKey, verify};
use bartizan_types::Timestamp;
use proptest::prelude::*;
use signer::{ENTITY, Idp, Parts};

fn read(idp: &Idp, xml: &str) -> Result<Assertion, SamlError> {
    verify(xml.as_bytes(), ENTITY, &[idp.key()])
}

#[test]
fn a_signed_assertion_says_what_it_says() {
    let idp = Idp::new();
    for xml in [idp.signed_assertion(&Parts::default()), idp.signed_response(&Parts::default())] {
        let assertion = read(&idp, &xml).unwrap();
        assert_eq!(assertion.name_id.value, "ada");
        assert_eq!(assertion.issuer, ENTITY);
        assert_eq!(assertion.confirmation.recipient, "https://sp.example/acs");
        assert_eq!(assertion.audiences, [["https://sp.example"]]);
        assert_eq!(assertion.values("role"), ["one", "two & three"]);
        assert_eq!(assertion.values("none"), [""; 0]);
        assert!(assertion.session_not_on_or_after.is_some());
    }
}

/// Each is a response that was signed well, changed afterwards.
#[test]
fn what_was_changed_after_it_was_signed_is_refused() {
    let idp = Idp::new();
    let good = idp.signed_assertion(&Parts::default());
    let evil = Idp::assertion(&Parts { name: "root", id: "_evil", ..Parts::default() }, "");
    let evil_same_id = Idp::assertion(&Parts { name: "root", ..Parts::default() }, "");
    let (start, end) = (good.find("<saml:Assertion").unwrap(), good.find("</samlp:Resp").unwrap());
    let assertion = &good[start..end];
    let signature =
        &good[good.find("<ds:Signature ").unwrap()..good.find("</ds:Signature>").unwrap() + 15];
    let unsigned = good.replace(signature, "");
    let wrap = |inner: &str| Idp::response(inner, "");
    let object = |content: &str| {
        signature
            .replace("</ds:Signature>", &format!("<ds:Object>{content}</ds:Object></ds:Signature>"))
    };
    let whole = idp.signed_response(&Parts::default());
    for (what, xml) in [
        ("unsigned", unsigned.clone()),
        ("name", good.replace(">ada<", ">root<")),
        ("comment in a name", good.replace(">ada<", ">a<!---->da<")),
        ("comment in a role", good.replace(">one<", ">o<!-- -->ne<")),
        (
            "wrapping 1",
            format!(
                "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_x\" Version=\"2.0\">{whole}</samlp:Response>"
            ),
        ),
        ("wrapping 3", wrap(&format!("{evil}{assertion}"))),
        ("wrapping 3, same id", wrap(&format!("{evil_same_id}{assertion}"))),
        (
            "wrapping 4",
            wrap(&evil.replace("</saml:Assertion>", &format!("{assertion}</saml:Assertion>"))),
        ),
        (
            "wrapping 5",
            wrap(&format!(
                "{}{}",
                evil.replace("<saml:Subject>", &format!("{signature}<saml:Subject>")),
                assertion.replace(signature, "")
            )),
        ),
        (
            "wrapping 6",
            wrap(&evil.replace(
                "<saml:Subject>",
                &format!("{}<saml:Subject>", object(&assertion.replace(signature, ""))),
            )),
        ),
        ("wrapping 7", wrap(&format!("<samlp:Extensions>{assertion}</samlp:Extensions>{evil}"))),
        (
            "wrapping 8",
            wrap(&evil.replace("<saml:Subject>", &format!("{}<saml:Subject>", object(assertion)))),
        ),
        (
            "signature of another",
            wrap(&evil.replace("<saml:Subject>", &format!("{signature}<saml:Subject>"))),
        ),
        ("digest", good.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA")),
        ("no reference", good.replace("URI=\"#_a\"", "URI=\"\"")),
        (
            "other canonicalisation",
            good.replacen("2001/10/xml-exc-c14n#", "TR/2001/REC-xml-c14n-20010315", 1),
        ),
        ("SHA-1", good.replace("2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#rsa-sha1")),
        ("MAC", good.replace("xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256")),
        ("two signatures", good.replace(signature, &format!("{signature}{signature}"))),
        ("encrypted", good.replace("saml:Assertion", "saml:EncryptedAssertion")),
        ("repeated id", whole.replacen("<samlp:Status>", "<samlp:Status ID=\"_r\">", 1)),
        ("no assertion", wrap("")),
        ("document type", format!("<!DOCTYPE x>{good}")),
    ] {
        assert_ne!(xml, good, "{what}");
        assert!(read(&idp, &xml).is_err(), "{what}");
    }
}

#[test]
fn only_the_providers_keys_count() {
    let (idp, other) = (Idp::new(), Idp::new());
    let xml = other.signed_assertion(&Parts::default());
    assert!(matches!(read(&idp, &xml), Err(SamlError::Signature(_))));
    assert!(verify(xml.as_bytes(), ENTITY, &[idp.key(), other.key()]).is_ok());
    assert_eq!(verify(xml.as_bytes(), "https://other", &[other.key()]), Err(SamlError::Issuer));
    assert!(verify(xml.as_bytes(), ENTITY, &[]).is_err());
    let VerifyingKey::P256(point) = other.key() else { unreachable!() };
    assert!(verify(xml.as_bytes(), ENTITY, &[VerifyingKey::Rsa(point)]).is_err());
}

/// The provider signs all that its parts make, and not all of it is good for us.
#[test]
fn what_the_provider_signed_must_still_be_complete() {
    let idp = Idp::new();
    let data = "<saml:SubjectConfirmationData NotOnOrAfter=\"2026-11-24T09:05:00Z\" Recipient=\"https://sp.example/acs\">";
    for change in [("cm:bearer", "cm:sender-vouches"), (data, "<saml:SubjectConfirmationData>")] {
        let xml = idp.signed_assertion(&Parts { change, ..Parts::default() });
        assert_eq!(read(&idp, &xml), Err(SamlError::Confirmation), "{change:?}");
    }
    let unknown = (
        "<saml:AudienceRestriction>",
        "<saml:Condition></saml:Condition><saml:AudienceRestriction>",
    );
    let xml = idp.signed_assertion(&Parts { change: unknown, ..Parts::default() });
    assert!(matches!(read(&idp, &xml), Err(SamlError::Response(_))));
    let failed = ("status:Success", "status:Responder");
    let xml = idp.signed_assertion(&Parts::default()).replace(failed.0, failed.1);
    assert_eq!(read(&idp, &xml), Err(SamlError::Failed));
}

#[test]
fn when_and_for_whom_it_holds() {
    let idp = Idp::new();
    let assertion = read(&idp, &idp.signed_assertion(&Parts::default())).unwrap();
    let issued = assertion.issued;
    let check = |millis: i64, recipient: &str, audience: &str| {
        let now = Timestamp::from_millis(issued.millis() + millis);
        assertion.check(now, |one| one == recipient, |one| one == audience)
    };
    let (here, us) = ("https://sp.example/acs", "https://sp.example");
    for (millis, expected) in [
        (-61_000, Err(SamlError::Early)),
        (-59_000, Ok(())),
        (0, Ok(())),
        (299_999, Ok(())),
        (300_000, Err(SamlError::Expired)),
        (300_001, Err(SamlError::Stale)),
    ] {
        assert_eq!(check(millis, here, us), expected, "{millis}");
    }
    assert_eq!(check(0, "https://sp.example/", us), Err(SamlError::Audience));
    assert_eq!(check(0, here, "https://sp.example/"), Err(SamlError::Audience));
}

proptest! {
    #[test]
    fn no_change_of_a_byte_is_taken(place in 0usize..4000, byte in 0u8..128) {
        let idp = Idp::new();
        let good = idp.signed_response(&Parts::default());
        let mut bytes = good.clone().into_bytes();
        let place = place % bytes.len();
        if bytes[place] != byte {
            bytes[place] = byte;
            let read = verify(&bytes, ENTITY, &[idp.key()]);
            // White space within base64 and tags, and the signature's unsigned surroundings, may change.
            if let Ok(assertion) = read {
                prop_assert_eq!(assertion, verify(good.as_bytes(), ENTITY, &[idp.key()]).unwrap());
            }
        }
    }

    #[test]
    fn nothing_panics(xml in "[<>/a-c:=\"' &;!\\-\\[\\]?#x0-9]{0,200}") {
        prop_assert!(verify(xml.as_bytes(), ENTITY, &[]).is_err());
        prop_assert!(bartizan_saml::Metadata::parse(xml.as_bytes()).is_err());
    }
}
