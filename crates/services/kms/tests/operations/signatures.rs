//! Signatures, public keys and MACs.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::{KEY, arn, bytes, done, key, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let pair = json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY" });
    let hmac = json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" });
    let of_pair = |operation, input| Case::new(operation, input).after("CreateKey", pair.clone());
    let of_mac = |operation, input| Case::new(operation, input).after("CreateKey", hmac.clone());
    let sign = json!({ "KeyId": KEY, "Message": "a message", "SigningAlgorithm": "ECDSA_SHA_256" });
    let mac = json!({ "KeyId": KEY, "Message": "a message", "MacAlgorithm": "HMAC_SHA_256" });
    let mut verify = sign.clone();
    verify["Signature"] = json!("$Sign.Signature");
    let mut verify_mac = mac.clone();
    verify_mac["Mac"] = json!("$GenerateMac.Mac");
    vec![
        of_pair("Sign", sign.clone()),
        // ECDSA signatures are not all of one length, and the event tells the length.
        of_pair(
            "Verify",
            json!({
                "KeyId": KEY, "Message": "a message", "SigningAlgorithm": "ECDSA_SHA_256",
                "Signature": "no signature",
            }),
        )
        .refused_by("KMSInvalidSignatureException"),
        of_pair("GetPublicKey", json!({ "KeyId": KEY })),
        of_mac("GenerateMac", mac.clone()),
        of_mac("VerifyMac", verify_mac).after("GenerateMac", mac),
    ]
}

const SIGNING: [(&str, &str, &str, usize); 11] = [
    ("RSA_2048", "RSASSA_PSS_SHA_256", "RAW", 9),
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_512", "DIGEST", 64),
    ("ECC_NIST_P256", "ECDSA_SHA_256", "DIGEST", 32),
    ("ECC_NIST_P384", "ECDSA_SHA_384", "RAW", 9),
    ("ECC_NIST_P521", "ECDSA_SHA_512", "DIGEST", 64),
    ("ECC_SECG_P256K1", "ECDSA_SHA_256", "DIGEST", 32),
    ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "RAW", 9),
    ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", "DIGEST", 64),
    ("ML_DSA_44", "ML_DSA_SHAKE_256", "RAW", 9),
    ("ML_DSA_65", "ML_DSA_SHAKE_256", "EXTERNAL_MU", 64),
    ("ML_DSA_87", "ML_DSA_SHAKE_256", "RAW", 9),
];

#[tokio::test]
async fn a_signature_verifies_and_a_changed_message_does_not() {
    let world = world();
    for (spec, algorithm, kind, length) in SIGNING {
        let id = key(&world, json!({ "KeySpec": spec, "KeyUsage": "SIGN_VERIFY" })).await;
        let input = json!({
            "KeyId": id, "Message": "m".repeat(length), "MessageType": kind,
            "SigningAlgorithm": algorithm,
        });
        let signed = done(&world, "Sign", input.clone()).await;
        assert_eq!(
            (&signed["KeyId"], &signed["SigningAlgorithm"]),
            (&json!(arn(&id)), &json!(algorithm))
        );
        let mut verify = input.clone();
        verify["Signature"] = bytes(&signed["Signature"]);
        assert_eq!(done(&world, "Verify", verify.clone()).await["SignatureValid"], true, "{spec}");
        verify["Message"] = json!("n".repeat(length));
        let said = refused(&world, "Verify", verify).await;
        assert_eq!(said, ("KMSInvalidSignatureException".to_owned(), String::new()), "{spec}");
        let mut dry = input;
        dry["DryRun"] = json!(true);
        assert_eq!(refused(&world, "Sign", dry).await.0, "DryRunOperationException");
    }
}

/// Spec, algorithm, type of the message, code and message of the refusal.
const REFUSED: [[&str; 5]; 8] = [
    [
        "RSA_2048",
        "ECDSA_SHA_256",
        "RAW",
        USAGE,
        "Algorithm ECDSA_SHA_256 is incompatible with key spec RSA_2048.",
    ],
    [
        "RSA_2048",
        "SM2DSA",
        "RAW",
        USAGE,
        "Algorithm SM2DSA is incompatible with key spec RSA_2048.",
    ],
    [
        "RSA_2048",
        "RSASSA_PSS_SHA_256",
        "DIGEST",
        INVALID,
        "Digest is invalid length for algorithm RSASSA_PSS_SHA_256.",
    ],
    [
        "RSA_2048",
        "RSASSA_PSS_SHA_256",
        "EXTERNAL_MU",
        INVALID,
        "Message type EXTERNAL_MU is incompatible with key spec RSA_2048.",
    ],
    [
        "ECC_NIST_EDWARDS25519",
        "ED25519_SHA_512",
        "DIGEST",
        INVALID,
        "Message type DIGEST is incompatible with algorithm ED25519_SHA_512.",
    ],
    [
        "ECC_NIST_EDWARDS25519",
        "ED25519_PH_SHA_512",
        "RAW",
        INVALID,
        "Message type RAW is incompatible with algorithm ED25519_PH_SHA_512.",
    ],
    [
        "ML_DSA_44",
        "ML_DSA_SHAKE_256",
        "DIGEST",
        INVALID,
        "Message type DIGEST is incompatible with key spec ML_DSA_44.",
    ],
    [
        "ML_DSA_44",
        "ML_DSA_SHAKE_256",
        "EXTERNAL_MU",
        INVALID,
        "External Mu is invalid length for algorithm ML_DSA_SHAKE_256.",
    ],
];
const USAGE: &str = "InvalidKeyUsageException";
const INVALID: &str = "ValidationException";

#[tokio::test]
async fn what_an_algorithm_does_not_sign_is_refused_in_aws_words() {
    let world = world();
    for [spec, algorithm, kind, code, message] in REFUSED {
        let id = key(&world, json!({ "KeySpec": spec, "KeyUsage": "SIGN_VERIFY" })).await;
        let input = json!({
            "KeyId": id, "Message": "m", "MessageType": kind, "SigningAlgorithm": algorithm,
        });
        let said = refused(&world, "Sign", input).await;
        assert_eq!(said, (code.to_owned(), message.to_owned()));
    }
    let hmac = json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" });
    let id = key(&world, hmac).await;
    let input = json!({ "KeyId": id, "Message": "m", "SigningAlgorithm": "ECDSA_SHA_256" });
    let words = "key usage is GENERATE_VERIFY_MAC which is not valid for Sign.";
    let said = refused(&world, "Sign", input).await;
    assert_eq!(said, (USAGE.to_owned(), format!("{} {words}", arn(&id))));
}

#[tokio::test]
async fn a_public_key_comes_with_what_it_is_for() {
    let world = world();
    for (spec, usage, member, names) in [
        (
            "RSA_2048",
            "ENCRYPT_DECRYPT",
            "EncryptionAlgorithms",
            &["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"][..],
        ),
        ("ECC_NIST_P384", "SIGN_VERIFY", "SigningAlgorithms", &["ECDSA_SHA_384"]),
        ("ECC_NIST_P384", "KEY_AGREEMENT", "KeyAgreementAlgorithms", &["ECDH"]),
        ("ML_KEM_512", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms", &["ML_KEM"]),
    ] {
        let id = key(&world, json!({ "KeySpec": spec, "KeyUsage": usage })).await;
        let shown = done(&world, "GetPublicKey", json!({ "KeyId": id })).await;
        assert_eq!(shown["KeyId"], arn(&id));
        assert_eq!((&shown["KeySpec"], &shown["KeyUsage"]), (&json!(spec), &json!(usage)));
        assert_eq!(shown["CustomerMasterKeySpec"], spec);
        assert_eq!(shown[member], json!(names));
        let der: Vec<u8> = serde_json::from_value(bytes(&shown["PublicKey"])).unwrap();
        assert_eq!(der[0], 0x30);
    }
    let id = key(&world, json!({})).await;
    let said = refused(&world, "GetPublicKey", json!({ "KeyId": id })).await;
    assert_eq!(said.0, "UnsupportedOperationException");
}

#[tokio::test]
async fn a_mac_is_verified_by_its_key_and_algorithm() {
    let world = world();
    for bits in ["224", "256", "384", "512"] {
        let made = json!({ "KeySpec": format!("HMAC_{bits}"), "KeyUsage": "GENERATE_VERIFY_MAC" });
        let id = key(&world, made).await;
        let input =
            json!({ "KeyId": id, "Message": "m", "MacAlgorithm": format!("HMAC_SHA_{bits}") });
        let mac = done(&world, "GenerateMac", input.clone()).await;
        let with = |message: &str, mac: &Json| {
            let mut verify = input.clone();
            verify["Message"] = json!(message);
            verify["Mac"] = mac.clone();
            verify
        };
        let mac = bytes(&mac["Mac"]);
        assert_eq!(done(&world, "VerifyMac", with("m", &mac)).await["MacValid"], true);
        let said = refused(&world, "VerifyMac", with("n", &mac)).await;
        assert_eq!(said, ("KMSInvalidMacException".to_owned(), String::new()));
        let other = if bits == "256" { "512" } else { "256" };
        let mut wrong = input.clone();
        wrong["MacAlgorithm"] = json!(format!("HMAC_SHA_{other}"));
        let (code, message) = refused(&world, "GenerateMac", wrong).await;
        assert_eq!(code, "InvalidKeyUsageException");
        assert_eq!(
            message,
            format!("Algorithm HMAC_SHA_{other} is incompatible with key spec HMAC_{bits}.")
        );
    }
}
