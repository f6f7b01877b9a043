//! Uploads are read, matched and refused.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use bartizan_pki::{Certificate, KeyKind, PkiError, PrivateKey, SshPublicKey};
use proptest::prelude::*;

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("data/", $name))
    };
}

#[test]
fn an_ssh_key_is_the_same_in_both_forms() {
    let (openssh, pem) = (data!("ssh.pub"), data!("ssh.pem"));
    let key = SshPublicKey::parse(openssh).unwrap();
    assert_eq!(SshPublicKey::parse(pem).unwrap(), key);
    assert_eq!(SshPublicKey::parse(&format!("{} ada@host\n", openssh.trim())).unwrap(), key);
    assert_eq!(key.to_openssh(), openssh.trim());
    assert_eq!(key.to_pem().unwrap(), pem.trim());
    // As `openssl pkey -pubin -outform DER | openssl md5 -c` prints it.
    assert_eq!(key.fingerprint().unwrap(), "9f:e8:64:49:d8:32:dc:b1:01:04:8e:8f:03:dc:a7:10");
}

#[test]
fn keys_that_are_none_are_refused() {
    let openssh = data!("ssh.pub").trim();
    let (cut, _) = openssh.split_at(openssh.len() - 8);
    for (text, error) in [
        ("", PkiError::UnknownEncoding),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA", PkiError::UnknownEncoding),
        ("ssh-rsa", PkiError::Malformed),
        ("ssh-rsa !!!!", PkiError::Malformed),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAwEAAQ==", PkiError::Unsupported),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", PkiError::Malformed),
        ("-----BEGIN PUBLIC KEY-----\nAAAA", PkiError::Malformed),
        (cut, PkiError::Malformed),
        (data!("leaf.pem"), PkiError::UnknownEncoding),
    ] {
        assert_eq!(SshPublicKey::parse(text).unwrap_err(), error, "{text}");
    }
}

#[test]
fn a_certificate_tells_its_validity() {
    let leaf = Certificate::from_pem(data!("leaf.pem")).unwrap();
    assert_eq!(leaf.not_before().iso8601(), "2020-01-01T00:00:00Z");
    assert_eq!(leaf.not_after().iso8601(), "2049-12-31T00:00:00Z");
    let loose = data!("leaf.pem").replace('\n', "\r\n");
    assert_eq!(Certificate::from_pem(&loose).unwrap().digest(), leaf.digest());
    let both = format!("{}{}", data!("leaf.pem"), data!("ca.pem"));
    assert_eq!(Certificate::from_pem(&both).unwrap_err(), PkiError::Malformed);
    assert_eq!(Certificate::chain_from_pem(&both).unwrap().len(), 2);
    assert_eq!(Certificate::chain_from_pem(&both.repeat(10)).unwrap().len(), 20);
    assert!(Certificate::chain_from_pem(&both.repeat(11)).is_err());
    for text in ["", "leaf", "text before\n-----BEGIN CERTIFICATE-----", data!("leaf.key")] {
        assert!(Certificate::from_pem(text).is_err(), "{text}");
    }
}

#[test]
fn an_issuer_is_told_by_its_signature() {
    let read = |text| Certificate::from_pem(text).unwrap();
    let (ca, leaf, ec) = (read(data!("ca.pem")), read(data!("leaf.pem")), read(data!("ec.pem")));
    assert!(leaf.is_issued_by(&ca) && ca.is_issued_by(&ca) && ec.is_issued_by(&ec));
    assert_eq!(ca.key_kind(), Some(KeyKind::Rsa { bits: 2048 }));
    assert_eq!(ec.key_kind(), Some(KeyKind::P256));
    assert!(!ca.repeats_an_extension());
    assert!(!ca.is_issued_by(&leaf) && !leaf.is_issued_by(&leaf) && !leaf.is_issued_by(&ec));
}

#[test]
fn a_private_key_matches_its_certificate() {
    let leaf = Certificate::from_pem(data!("leaf.pem")).unwrap();
    let ec = Certificate::from_pem(data!("ec.pem")).unwrap();
    for text in [data!("leaf.key"), data!("leaf-pkcs1.key")] {
        let key = PrivateKey::from_pem(text).unwrap();
        assert!(key.is_of(&leaf) && !key.is_of(&ec));
    }
    let key = PrivateKey::from_pem(data!("ec.key")).unwrap();
    assert!(key.is_of(&ec) && !key.is_of(&leaf));
    assert_eq!(format!("{key:?}"), "PrivateKey(…)");
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n\
                     -----END ENCRYPTED PRIVATE KEY-----";
    for text in ["", encrypted, data!("leaf.pem")] {
        assert!(PrivateKey::from_pem(text).is_err(), "{text}");
    }
}

#[test]
fn an_rsa_key_is_given_in_pkcs8() {
    let [one, other] = [data!("leaf.key"), data!("leaf-pkcs1.key")].map(PrivateKey::rsa_to_pkcs8);
    assert_eq!(*one.unwrap(), *other.unwrap());
    let block = |label: &str, content: &str| {
        format!("-----BEGIN {label}-----\n{content}\n-----END {label}-----")
    };
    let header = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA";
    for (text, error) in [
        (String::new(), PkiError::UnknownEncoding),
        ("key".to_owned(), PkiError::UnknownEncoding),
        (data!("leaf.pem").to_owned(), PkiError::UnknownEncoding),
        (block("ENCRYPTED PRIVATE KEY", "AAAA"), PkiError::Encrypted),
        (block("RSA PRIVATE KEY", header), PkiError::Encrypted),
        (block("PRIVATE KEY", "AAAA"), PkiError::Unsupported),
        (data!("ec.key").to_owned(), PkiError::Malformed),
        (data!("leaf.key").repeat(2), PkiError::Malformed),
    ] {
        assert_eq!(PrivateKey::rsa_to_pkcs8(&text).unwrap_err(), error, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,300}") {
        let _ = (SshPublicKey::parse(&text), Certificate::chain_from_pem(&text));
        let _ = (PrivateKey::from_pem(&text), PrivateKey::rsa_to_pkcs8(&text));
    }

    #[test]
    fn a_changed_certificate_is_read_or_refused(place in 30_usize..900, letter in "[A-Za-z0-9+/=]") {
        let mut text = data!("leaf.pem").to_owned();
        text.replace_range(place..=place, &letter);
        if let Ok(leaf) = Certificate::from_pem(&text) {
            let ca = Certificate::from_pem(data!("ca.pem")).unwrap();
            let _ = (leaf.digest(), leaf.not_after(), leaf.is_issued_by(&ca));
        }
    }

    #[test]
    fn a_changed_ssh_key_is_read_or_refused(place in 8_usize..370, letter in "[A-Za-z0-9+/=]") {
        let mut text = data!("ssh.pub").to_owned();
        text.replace_range(place..=place, &letter);
        if let Ok(key) = SshPublicKey::parse(&text) {
            prop_assert_eq!(SshPublicKey::parse(&key.to_openssh()).unwrap(), key.clone());
            prop_assert_eq!(SshPublicKey::parse(&key.to_pem().unwrap()).unwrap(), key);
        }
    }
}
