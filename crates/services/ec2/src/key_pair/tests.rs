//! Keys are read and written as OpenSSH does.

use bartizan_types::SeededRandom;

use super::make;
use super::ssh::{PublicKey, hexadecimal, pem};

/// A key of RSA of 2048 bits, with its fingerprint as `openssl rsa -pubout -outform DER | openssl md5 -c` tells it.
const RSA: &str = "AAAAB3NzaC1yc2EAAAADAQABAAABAQDusXfgTE4eBP50NglSzCSEGnIL6+cr6m3H6cZANOQ+P1o/W4BdtcAL3sor4iGi7SOeJgo8kweyMQrhrt6HaKGgromRiz37LQx4YIAcBi4Zd023mO/V7Rc2Chh18mWgLSmA6ng+j37ip6452zxtv0jHAz9pJolbKBpJzbZlPN45ZCTk9ck0fSVHRl6VRSSPQcpqi65XpRf+35zNOCGCc1mAOOTmw59Q2a6A3t8mL7r91aM5q6QOQm219lctFM8O7HRJnDgmhGpnjRwE1LyKktWTbgFZ4SNWU2XqusUO07jKuSxzPumXBeU+JEtx0J1tqZwJlpGt2R+0qN7nKnPl2+hx";
const RSA_FINGERPRINT: &str = "6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd";
const ED25519: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIEwsSB9HbTeKCdkSlMZeTq9jZggaPJUwAsUi/7wakB+B";
const ED25519_FINGERPRINT: &str = "xvxnqBJ7S71D5MbmUohoi4VItOmDYU4Eu5gj1c/8ibw=";

fn parse(text: &str) -> Option<PublicKey> {
    PublicKey::parse(text.as_bytes())
}

#[test]
fn public_keys_are_read_in_each_form() {
    let rsa = parse(&format!("ssh-rsa {RSA} somebody@somewhere\n")).unwrap();
    assert_eq!((rsa.key_type(), rsa.fingerprint().as_str()), ("rsa", RSA_FINGERPRINT));
    assert_eq!(rsa.line("name"), format!("ssh-rsa {RSA} name"));
    let wrapped: Vec<&str> =
        RSA.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let wrapped = wrapped.join("\n");
    for headers in ["", "Comment: a key\n", "Comment: a key that \\\ngoes on\nx-command: none\n"] {
        let file = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\n{headers}{wrapped}\n---- END SSH2 PUBLIC KEY ----\n"
        );
        assert_eq!(parse(&file).as_ref(), Some(&rsa), "{headers}");
    }
    assert_eq!(parse(RSA), Some(rsa));
    let ed25519 = parse(&format!("ssh-ed25519 {ED25519}")).unwrap();
    assert_eq!(
        (ed25519.key_type(), ed25519.fingerprint().as_str()),
        ("ed25519", ED25519_FINGERPRINT)
    );
}

#[test]
fn what_is_no_public_key_is_none() {
    for wrong in [
        String::new(),
        "garbage".to_owned(),
        "ssh-rsa".to_owned(),
        format!("ssh-rsa {ED25519}"),
        format!("ssh-ed25519 {RSA}"),
        format!("ssh-dss {RSA}"),
        format!("ssh-rsa {}", &RSA[..RSA.len() - 4]),
        "---- BEGIN SSH2 PUBLIC KEY ----\nsth".to_owned(),
        format!("---- BEGIN SSH2 PUBLIC KEY ----\n{RSA}\\\n---- END SSH2 PUBLIC KEY ----"),
        // A modulus of zeros.
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQA=".to_owned(),
    ] {
        assert_eq!(parse(&wrong), None, "{wrong}");
    }
    assert_eq!(PublicKey::parse(&[0xff; 64]), None);
}

#[test]
fn text_is_cut_into_lines() {
    assert_eq!(pem("X", &[0; 4], 4), "-----BEGIN X-----\nAAAA\nAA==\n-----END X-----");
    assert_eq!(hexadecimal(&[1, 0xab]), "01:ab");
}

#[tokio::test]
async fn new_keys_have_files_that_say_so() {
    let rsa = make::rsa().await.unwrap();
    assert!(rsa.private.starts_with("-----BEGIN RSA PRIVATE KEY-----\nMII"));
    assert_eq!((rsa.fingerprint.len(), rsa.public.key_type()), (59, "rsa"));
    assert_eq!(parse(&rsa.public.line("name")), Some(rsa.public));
    let random = SeededRandom::new(1);
    let one = make::ed25519("name", &random).unwrap();
    let other = make::ed25519("name", &random).unwrap();
    assert!(one.private.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    assert_eq!(parse(&one.public.line("name")), Some(one.public.clone()));
    assert_ne!(one.public, other.public);
}
