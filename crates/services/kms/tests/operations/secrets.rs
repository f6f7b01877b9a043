//! Secrets that two parties share.

use bartizan_service::testkit::Case;
use serde_json::json;

use super::{KEY, arn, bytes, done, key, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let agreeing = json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT" });
    let kem = json!({ "KeySpec": "ML_KEM_512", "KeyUsage": "ENCAPSULATE_DECAPSULATE" });
    let encapsulate = json!({ "KeyId": KEY, "EncapsulationAlgorithm": "ML_KEM" });
    vec![
        Case::new("DeriveSharedSecret", json!({
            "KeyId": KEY, "KeyAgreementAlgorithm": "ECDH", "PublicKey": "$GetPublicKey.PublicKey",
        }))
        .after("CreateKey", agreeing)
        .after("GetPublicKey", json!({ "KeyId": KEY })),
        Case::new("Encapsulate", encapsulate.clone()).after("CreateKey", kem.clone()),
        Case::new("Decapsulate", json!({
            "KeyId": KEY, "EncapsulationAlgorithm": "ML_KEM",
            "SharedSecretCiphertextBlob": "$Encapsulate.SharedSecretCiphertextBlob",
        }))
        .after("CreateKey", kem)
        .after("Encapsulate", encapsulate),
    ]
}

#[tokio::test]
async fn two_keys_derive_one_secret() {
    let world = world();
    for (spec, length) in [("ECC_NIST_P256", 32), ("ECC_NIST_P384", 48), ("ECC_NIST_P521", 66)] {
        let made = json!({ "KeySpec": spec, "KeyUsage": "KEY_AGREEMENT" });
        let (one, other) = (key(&world, made.clone()).await, key(&world, made).await);
        let mut secrets = Vec::new();
        for (mine, theirs) in [(&one, &other), (&other, &one)] {
            let public = done(&world, "GetPublicKey", json!({ "KeyId": theirs })).await;
            let derived = done(
                &world,
                "DeriveSharedSecret",
                json!({
                    "KeyId": mine, "KeyAgreementAlgorithm": "ECDH",
                    "PublicKey": bytes(&public["PublicKey"]),
                }),
            )
            .await;
            assert_eq!(
                (&derived["KeyId"], &derived["KeyOrigin"]),
                (&json!(arn(mine)), &json!("AWS_KMS"))
            );
            secrets.push(bytes(&derived["SharedSecret"]));
        }
        assert_eq!(secrets[0], secrets[1]);
        assert_eq!(secrets[0].as_array().unwrap().len(), length);
        let wrong = json!({ "KeyId": one, "KeyAgreementAlgorithm": "ECDH", "PublicKey": "none" });
        assert_eq!(refused(&world, "DeriveSharedSecret", wrong).await.0, "ValidationException");
    }
}

#[tokio::test]
async fn an_encapsulated_secret_is_recovered_and_another_given_for_a_changed_one() {
    let world = world();
    for (spec, length) in [("ML_KEM_512", 768), ("ML_KEM_768", 1088), ("ML_KEM_1024", 1568)] {
        let id =
            key(&world, json!({ "KeySpec": spec, "KeyUsage": "ENCAPSULATE_DECAPSULATE" })).await;
        let input = json!({ "KeyId": id, "EncapsulationAlgorithm": "ML_KEM" });
        let made = done(&world, "Encapsulate", input.clone()).await;
        let blob: Vec<u8> =
            serde_json::from_value(bytes(&made["SharedSecretCiphertextBlob"])).unwrap();
        assert_eq!(blob.len(), length);
        let with = |blob: &[u8]| {
            let mut decapsulate = input.clone();
            decapsulate["SharedSecretCiphertextBlob"] = json!(blob);
            decapsulate
        };
        let opened = done(&world, "Decapsulate", with(&blob)).await;
        assert_eq!(opened["SharedSecret"], made["SharedSecret"]);
        let mut changed = blob.clone();
        changed[0] ^= 1;
        let other = done(&world, "Decapsulate", with(&changed)).await;
        assert_ne!(other["SharedSecret"], made["SharedSecret"]);
        let said = refused(&world, "Decapsulate", with(&blob[1..])).await;
        assert_eq!(said, ("InvalidCiphertextException".to_owned(), String::new()));
    }
}
