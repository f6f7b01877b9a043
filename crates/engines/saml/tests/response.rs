//! Responses, good and forged: what is not signed by the provider is never taken.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod signer;

use bartizan_saml::{Assertion, SamlError, Trusted, VerifyingKey, verify};
use bartizan_types::Timestamp;
use proptest::prelude::*;
use signer::{ENTITY, Idp, Parts, trusted};

fn read_by(keys: &[VerifyingKey], xml: &[u8]) -> Result<Assertion, SamlError> {
    verify(xml, &trusted(keys))
}

fn read(idp: &Idp, xml: &str) -> Result<Assertion, SamlError> {
    read_by(&[idp.key()], xml.as_bytes())
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

/// The signature element of a signed response.
fn signature_of(xml: &str) -> &str {
    let end = "</ds:Signature>";
    &xml[xml.find("<ds:Signature ").unwrap()..xml.find(end).unwrap() + end.len()]
}

/// Each is a response that was signed well, changed afterwards.
#[test]
fn what_was_changed_after_it_was_signed_is_refused() {
    let idp = Idp::new();
    let good = idp.signed_assertion(&Parts::default());
    let signature = signature_of(&good);
    let twice = format!("{signature}{signature}");
    for (what, xml) in [
        ("unsigned", good.replace(signature, "")),
        ("name", good.replace(">ada<", ">root<")),
        ("comment in a name", good.replace(">ada<", ">a<!---->da<")),
        ("comment in a role", good.replace(">one<", ">o<!-- -->ne<")),
        ("digest", good.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA")),
        ("no reference", good.replace("URI=\"#_a\"", "URI=\"\"")),
        (
            "other canonicalisation",
            good.replacen("2001/10/xml-exc-c14n#", "TR/2001/REC-xml-c14n-20010315", 1),
        ),
        ("SHA-1", good.replace("2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#rsa-sha1")),
        ("MAC", good.replace("xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256")),
        ("two signatures", good.replace(signature, &twice)),
        ("encrypted", good.replace("saml:Assertion", "saml:EncryptedAssertion")),
        ("repeated id", good.replacen("<samlp:Status>", "<samlp:Status ID=\"_r\">", 1)),
        ("no assertion", Idp::response("", "")),
        ("document type", format!("<!DOCTYPE x>{good}")),
    ] {
        assert_ne!(xml, good, "{what}");
        assert!(read(&idp, &xml).is_err(), "{what}");
    }
}

/// The signed element is still there, and another stands where it is looked for. (Somorovsky and
/// others, "On Breaking SAML", 2012.)
#[test]
fn what_is_wrapped_around_a_signed_element_is_refused() {
    let idp = Idp::new();
    let good = idp.signed_assertion(&Parts::default());
    let whole = idp.signed_response(&Parts::default());
    let signature = signature_of(&good);
    let (start, end) = (good.find("<saml:Assertion").unwrap(), good.find("</samlp:Resp").unwrap());
    let assertion = &good[start..end];
    let bare = assertion.replace(signature, "");
    let evil = Idp::assertion(&Parts { name: "root", id: "_evil", ..Parts::default() }, "");
    let evil_same_id = Idp::assertion(&Parts { name: "root", ..Parts::default() }, "");
    let evil_with =
        |content: &str| evil.replace("<saml:Subject>", &format!("{content}<saml:Subject>"));
    let holding = |content: &str| {
        let end = format!("<ds:Object>{content}</ds:Object></ds:Signature>");
        signature.replace("</ds:Signature>", &end)
    };
    let nested = evil.replace("</saml:Assertion>", &format!("{assertion}</saml:Assertion>"));
    let extended = format!("<samlp:Extensions>{assertion}</samlp:Extensions>{evil}");
    for (what, content) in [
        ("1 and 2", format!("{whole}{evil}")),
        ("3", format!("{evil}{assertion}")),
        ("3, of the same id", format!("{evil_same_id}{assertion}")),
        ("4", nested),
        ("5", format!("{}{bare}", evil_with(signature))),
        ("6", evil_with(&holding(&bare))),
        ("7", extended),
        ("8", evil_with(&holding(assertion))),
        ("the signature of another", evil_with(signature)),
    ] {
        assert!(read(&idp, &Idp::response(&content, "")).is_err(), "{what}");
    }
}

#[test]
fn only_the_providers_keys_count() {
    let (idp, other) = (Idp::new(), Idp::new());
    let xml = other.signed_assertion(&Parts::default());
    assert!(matches!(read(&idp, &xml), Err(SamlError::Signature(_))));
    assert!(read_by(&[idp.key(), other.key()], xml.as_bytes()).is_ok());
    let keys = [other.key()];
    let elsewhere = Trusted { entity_id: "https://other", ..trusted(&keys) };
    assert_eq!(verify(xml.as_bytes(), &elsewhere), Err(SamlError::Issuer));
    assert!(read_by(&[], xml.as_bytes()).is_err());
    let VerifyingKey::P256(point) = other.key() else { unreachable!() };
    assert!(read_by(&[VerifyingKey::Rsa(point)], xml.as_bytes()).is_err());
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
            let read = read_by(&[idp.key()], &bytes);
            // White space within base64 and tags, and the signature's unsigned surroundings, may change.
            if let Ok(assertion) = read {
                prop_assert_eq!(assertion, read_by(&[idp.key()], good.as_bytes()).unwrap());
            }
        }
    }

    #[test]
    fn nothing_panics(xml in "[<>/a-c:=\"' &;!\\-\\[\\]?#x0-9]{0,200}") {
        prop_assert!(read_by(&[], xml.as_bytes()).is_err());
        prop_assert!(bartizan_saml::Metadata::parse(xml.as_bytes()).is_err());
    }
}
