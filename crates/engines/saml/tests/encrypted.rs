//! Encrypted assertions: what opens, and that whatever fails tells nothing.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod encryptor;
mod signer;

use bartizan_saml::{Assertion, DecryptionKey, SamlError, Trusted, VerifyingKey, verify};
use encryptor::{How, XENC, XENC11, key, oaep, oaep_sha1};
use proptest::prelude::*;
use signer::{Idp, Parts, trusted};

/// Reads a response by both of our keys, the new one first.
fn read(idp: &Idp, xml: &str) -> Result<Assertion, SamlError> {
    read_by(idp, &[key(1), key(0)], xml)
}

fn read_by(idp: &Idp, ours: &[DecryptionKey], xml: &str) -> Result<Assertion, SamlError> {
    let keys = [idp.key()];
    verify(xml.as_bytes(), &Trusted { decryption_keys: ours, ..trusted(&keys) })
}

/// An assertion that is signed itself, out of its response.
fn signed(idp: &Idp) -> String {
    let response = idp.signed_assertion(&Parts::default());
    let end = "</saml:Assertion>";
    let range = response.find("<saml:Assertion").unwrap()..response.find(end).unwrap() + end.len();
    response[range].to_owned()
}

fn response(content: &str) -> String {
    Idp::response(content, "")
}

#[test]
fn what_was_encrypted_is_read() {
    let idp = Idp::new();
    let sha256 = oaep(&format!("{XENC}sha256"), "mgf1sha256");
    let gcm = |cipher: &str, length| How {
        cipher: format!("{XENC11}{cipher}"),
        secret: vec![7; length],
        ..How::default()
    };
    let cbc_256 =
        How { cipher: format!("{XENC}aes256-cbc"), secret: vec![7; 32], ..How::default() };
    for (what, how) in [
        ("AES-256-GCM", How::default()),
        ("AES-128-GCM", gcm("aes128-gcm", 16)),
        ("AES-128-CBC", How::cbc()),
        ("AES-256-CBC", cbc_256),
        ("SHA-256", How { transport: sha256, ..How::default() }),
        ("the key beside the content", How { beside: true, ..How::default() }),
        ("the other key", How { to: 1, ..How::default() }),
    ] {
        let assertion = read(&idp, &response(&how.encrypt(&signed(&idp)))).unwrap();
        assert_eq!(assertion.name_id.value, "ada", "{what}");
        assert_eq!(assertion.values("role"), ["one", "two & three"], "{what}");
    }
}

/// An assertion without declarations of its own stands within its response. (XML Encryption 1.1,
/// 4.4.)
#[test]
fn what_the_response_declares_holds_within() {
    let idp = Idp::new();
    let bare =
        signed(&idp).replacen(" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"", "", 1);
    assert_ne!(bare, signed(&idp));
    assert!(read(&idp, &response(&How::default().encrypt(&bare))).is_ok());
}

#[test]
fn a_signature_of_the_response_covers_what_is_encrypted() {
    let idp = Idp::new();
    let plain = Idp::assertion(&Parts::default(), "");
    for how in [How::default(), How::cbc()] {
        let holder = how.encrypt(&plain);
        let good = idp.signed_around(&holder);
        assert_eq!(read(&idp, &good).unwrap().name_id.value, "ada");
        let evil = Idp::assertion(&Parts { name: "root", ..Parts::default() }, "");
        let content = how.content(&plain);
        let changed = with_change(&content, content.len() - 1);
        for other in [how.encrypt(&evil), how.holder(&changed, &how.wrapped()), signed(&idp)] {
            let found = read(&idp, &good.replace(&holder, &other));
            assert!(matches!(found, Err(SamlError::Signature(_))), "before our key is used");
        }
    }
}

#[test]
fn what_must_be_encrypted_and_what_cannot_be() {
    let idp = Idp::new();
    let keys = [idp.key()];
    let ours = [key(0)];
    let plain = response(&signed(&idp));
    let encrypted = response(&How::default().encrypt(&signed(&idp)));
    let strict = Trusted { decryption_keys: &ours, only_encrypted: true, ..trusted(&keys) };
    assert_eq!(verify(plain.as_bytes(), &strict), Err(SamlError::Unencrypted));
    assert!(verify(encrypted.as_bytes(), &strict).is_ok());
    assert_eq!(verify(encrypted.as_bytes(), &trusted(&keys)), Err(SamlError::Encrypted));
}

/// What a key encrypts says nothing of who encrypted it: our public key is public.
#[test]
fn what_is_not_signed_is_refused_however_it_is_encrypted() {
    let (idp, other) = (Idp::new(), Idp::new());
    let how = How::default();
    let evil = Idp::assertion(&Parts { name: "root", ..Parts::default() }, "");
    for (what, plain) in [
        ("unsigned", evil.clone()),
        ("signed by another", signed(&other)),
        ("changed", signed(&idp).replace(">ada<", ">root<")),
        ("a comment", signed(&idp).replace(">ada<", ">a<!---->da<")),
        (
            "the signed one within another",
            evil.replace("</saml:Assertion>", &format!("{}</saml:Assertion>", signed(&idp))),
        ),
        ("two", format!("{}{}", signed(&idp), evil)),
        ("text behind", format!("{}x", signed(&idp))),
        ("a response", idp.signed_response(&Parts::default())),
        ("an encrypted assertion", how.encrypt(&signed(&idp))),
        (
            "an id of the response",
            signed(&idp).replacen("<saml:Subject>", "<saml:Subject ID=\"_r\">", 1),
        ),
        ("a document type", format!("<!DOCTYPE x>{}", signed(&idp))),
        ("deep", format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000))),
        ("wide", format!("<a>{}</a>", "<b/>".repeat(9000))),
        ("nothing", String::new()),
        ("no UTF-8", "\u{0}".to_owned()),
    ] {
        let found = read(&idp, &response(&how.encrypt(&plain)));
        assert_eq!(found, Err(SamlError::Decryption), "{what}");
    }
}

fn with_change(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1;
    bytes
}

/// Each differs from one that opens in one thing, and all are refused alike.
#[test]
fn what_does_not_open_is_refused_alike() {
    let idp = Idp::new();
    let (gcm, cbc) = (How::default(), How::cbc());
    let plain = signed(&idp);
    let (sealed, chained) = (gcm.content(&plain), cbc.content(&plain));
    let wrapped = gcm.wrapped();
    let mut cases = vec![
        ("wrong tag", gcm.holder(&with_change(&sealed, sealed.len() - 1), &wrapped)),
        ("wrong text", gcm.holder(&with_change(&sealed, 40), &wrapped)),
        ("wrong vector", gcm.holder(&with_change(&sealed, 0), &wrapped)),
        ("no tag", gcm.holder(&sealed[..sealed.len() - 16], &wrapped)),
        ("a vector alone", gcm.holder(&sealed[..12], &wrapped)),
        ("less than a vector", gcm.holder(&sealed[..5], &wrapped)),
        ("no content", gcm.holder(&[], &wrapped)),
        ("wrong key", gcm.holder(&sealed, &with_change(&wrapped, 9))),
        ("short key", gcm.holder(&sealed, &wrapped[1..])),
        ("no key", gcm.holder(&sealed, &[])),
        ("endless key", gcm.holder(&sealed, &[1; 40_000])),
        ("endless content", gcm.holder(&[1; 60_000], &wrapped)),
        ("the secret in clear", gcm.holder(&sealed, &gcm.secret)),
        ("GCM as CBC", cbc.holder(&sealed, &wrapped)),
        ("CBC as GCM", gcm.holder(&chained, &cbc.wrapped())),
        ("a key of another length", gcm.holder(&sealed, &cbc.wrapped())),
        ("half a block", cbc.holder(&chained[..chained.len() - 8], &cbc.wrapped())),
        ("a block less", cbc.holder(&chained[..chained.len() - 16], &cbc.wrapped())),
        ("a vector alone, chained", cbc.holder(&chained[..16], &cbc.wrapped())),
        ("half a vector", cbc.holder(&chained[..9], &cbc.wrapped())),
    ];
    for place in [0, 15, 16, 200, chained.len() - 17, chained.len() - 1] {
        cases.push(("chained", cbc.holder(&with_change(&chained, place), &cbc.wrapped())));
    }
    for transport in [
        format!("<x:EncryptionMethod Algorithm=\"{XENC}rsa-1_5\"></x:EncryptionMethod>"),
        oaep(&format!("{XENC}sha256"), "mgf1sha1"),
        oaep("http://www.w3.org/2001/04/xmldsig-more#md5", "mgf1sha1"),
        oaep_sha1().replace("></x:E", "><x:OAEPparams>AAAA</x:OAEPparams></x:E"),
        oaep_sha1().replace("rsa-oaep-mgf1p", "kw-aes256"),
        oaep_sha1().replace(" Algorithm", " Other"),
        String::new(),
    ] {
        cases.push(("transport", How { transport, ..How::default() }.encrypt(&plain)));
    }
    for cipher in ["tripledes-cbc", "aes256-gcm", "kw-aes256", "aes256-ctr"] {
        let how = How { cipher: format!("{XENC}{cipher}"), ..How::default() };
        cases.push(("cipher", how.holder(&sealed, &wrapped)));
    }
    for (what, holder) in cases {
        let found = read(&idp, &response(&holder));
        assert_eq!(found, Err(SamlError::Decryption), "{what}: {holder:.900}");
    }
    let found = read_by(&idp, &[key(1)], &response(&gcm.encrypt(&plain)));
    assert_eq!(found, Err(SamlError::Decryption), "another key of ours");
}

/// Two of a thing, or a thing in another place.
#[test]
fn what_is_wrapped_around_an_encrypted_assertion_is_refused() {
    let idp = Idp::new();
    let good = How::default().encrypt(&signed(&idp));
    let evil = Idp::assertion(&Parts { name: "root", id: "_evil", ..Parts::default() }, "");
    let evil_holder = How::default().encrypt(&evil);
    let key = &good[good.find("<x:EncryptedKey>").unwrap()..good.find("</d:KeyInfo>").unwrap()];
    let beside = key.replacen('>', &format!(" xmlns:x=\"{XENC}\">"), 1);
    let value = "<x:CipherValue>";
    let reference = format!("<x:CipherReference URI=\"http://127.0.0.1/\"/>{value}");
    let data = &good[good.find("<x:EncryptedData").unwrap()..good.find("</saml:Enc").unwrap()];
    let extended = format!("<samlp:Extensions>{good}</samlp:Extensions>");
    for (what, content) in [
        ("a plain one before", format!("{evil}{good}")),
        ("a plain one behind", format!("{good}{evil}")),
        ("a plain one within", good.replace("</saml:Enc", &format!("{evil}</saml:Enc"))),
        ("two encrypted", format!("{evil_holder}{good}")),
        ("elsewhere", extended.clone()),
        ("elsewhere, and a plain one", format!("{extended}{evil}")),
        ("two contents", good.replace(data, &format!("{data}{data}"))),
        ("two keys", good.replace(key, &format!("{key}{key}"))),
        ("a key beside the other", good.replace("</saml:Enc", &format!("{beside}</saml:Enc"))),
        ("a reference", good.replace(value, &reference)),
        (
            "a content of elements",
            good.replace(&format!("{XENC}Element"), &format!("{XENC}Content")),
        ),
        ("a comment", good.replace(value, &format!("{value}<!-- -->"))),
        ("not base64", good.replace(value, &format!("{value}!"))),
        ("a signature within", good.replace("</d:KeyInfo>", "<d:Signature/></d:KeyInfo>")),
        ("a response around", response(&good)),
    ] {
        assert_ne!(content, good, "{what}");
        assert!(read(&idp, &response(&content)).is_err(), "{what}");
    }
}

#[test]
fn keys_that_are_none() {
    assert_eq!(DecryptionKey::from_pkcs8(b"").unwrap_err(), SamlError::Key);
    assert_eq!(DecryptionKey::from_pkcs8(&[0x30; 900]).unwrap_err(), SamlError::Key);
    assert_eq!(format!("{:?}", key(0)), "DecryptionKey(…)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No text that anybody encrypts is taken, and none panics.
    #[test]
    fn nothing_panics(plain in "[<>/a-c:=\"' &;!\\-\\[\\]?#x0-9]{0,200}", chained: bool) {
        let how = if chained { How::cbc() } else { How::default() };
        let found = verify(
            response(&how.encrypt(&plain)).as_bytes(),
            &Trusted { decryption_keys: &[key(0)], ..trusted(&[] as &[VerifyingKey]) },
        );
        prop_assert_eq!(found, Err(SamlError::Decryption));
    }
}
