//! Data keys, data key pairs, random bytes.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::{KEY, arn, bytes, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let context = json!({ "table": "orders" });
    let aes = json!({ "KeyId": KEY, "KeySpec": "AES_256", "EncryptionContext": context });
    let pair =
        json!({ "KeyId": KEY, "KeyPairSpec": "ECC_NIST_P256", "EncryptionContext": context });
    vec![
        made("GenerateDataKey", aes.clone()),
        made("GenerateDataKeyWithoutPlaintext", aes),
        made("GenerateDataKeyPair", pair.clone()),
        made("GenerateDataKeyPairWithoutPlaintext", pair),
        Case::new("GenerateRandom", json!({ "NumberOfBytes": 32 })),
    ]
}

fn length(bytes: &Json) -> usize {
    bytes.as_array().unwrap().len()
}

#[tokio::test]
async fn a_data_key_is_decrypted_by_its_key() {
    let world = world();
    let id = key(&world, json!({})).await;
    for (size, expected) in [
        (json!({ "KeySpec": "AES_256" }), 32),
        (json!({ "KeySpec": "AES_128" }), 16),
        (json!({ "NumberOfBytes": 1024 }), 1024),
    ] {
        let mut input = size;
        input["KeyId"] = json!(id);
        input["EncryptionContext"] = json!({ "a": "1" });
        let made = done(&world, "GenerateDataKey", input.clone()).await;
        assert_eq!(made["KeyId"], arn(&id));
        assert_eq!(made["KeyMaterialId"].as_str().unwrap().len(), 64);
        let plain = bytes(&made["Plaintext"]);
        assert_eq!(length(&plain), expected);
        let sealed = done(&world, "GenerateDataKeyWithoutPlaintext", input).await;
        assert!(sealed.get("Plaintext").is_none());
        for (blob, is_same) in [(&made["CiphertextBlob"], true), (&sealed["CiphertextBlob"], false)]
        {
            let open = json!({ "CiphertextBlob": bytes(blob), "EncryptionContext": { "a": "1" } });
            let opened = bytes(&done(&world, "Decrypt", open).await["Plaintext"]);
            assert_eq!(opened == plain, is_same);
            assert_eq!(length(&opened), expected);
        }
    }
}

#[tokio::test]
async fn the_size_of_a_data_key_is_told_once() {
    let world = world();
    let id = key(&world, json!({})).await;
    for size in [json!({}), json!({ "KeySpec": "AES_256", "NumberOfBytes": 32 })] {
        let mut input = size;
        input["KeyId"] = json!(id);
        let (code, message) = refused(&world, "GenerateDataKey", input).await;
        assert_eq!(code, "ValidationException");
        assert_eq!(message, "Please specify either number of bytes or key spec.");
    }
}

#[tokio::test]
async fn a_pair_of_each_spec_comes_with_its_private_key_encrypted() {
    let world = world();
    let id = key(&world, json!({})).await;
    for spec in [
        "RSA_2048",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "ECC_NIST_EDWARDS25519",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024",
    ] {
        let input = json!({ "KeyId": id, "KeyPairSpec": spec });
        let made = done(&world, "GenerateDataKeyPair", input.clone()).await;
        assert_eq!(made["KeyPairSpec"], spec);
        let open = json!({ "CiphertextBlob": bytes(&made["PrivateKeyCiphertextBlob"]) });
        let opened = done(&world, "Decrypt", open).await;
        assert_eq!(opened["Plaintext"], made["PrivateKeyPlaintext"], "{spec}");
        let sealed = done(&world, "GenerateDataKeyPairWithoutPlaintext", input).await;
        assert!(sealed.get("PrivateKeyPlaintext").is_none());
        assert_ne!(sealed["PublicKey"], made["PublicKey"], "{spec}");
    }
    let sm2 = json!({ "KeyId": id, "KeyPairSpec": "SM2" });
    assert_eq!(
        refused(&world, "GenerateDataKeyPair", sm2).await.0,
        "UnsupportedOperationException"
    );
}

#[tokio::test]
async fn only_symmetric_keys_encrypt_data_keys() {
    let world = world();
    for (spec, usage, words) in [
        ("RSA_2048", "ENCRYPT_DECRYPT", "You cannot generate a data key with an asymmetric CMK"),
        ("ECC_NIST_P256", "SIGN_VERIFY", "which is not valid for GenerateDataKey."),
    ] {
        let id = key(&world, json!({ "KeySpec": spec, "KeyUsage": usage })).await;
        let input = json!({ "KeyId": id, "KeySpec": "AES_256" });
        let (code, message) = refused(&world, "GenerateDataKey", input).await;
        assert_eq!(code, "InvalidKeyUsageException");
        assert!(message.ends_with(words), "{message}");
    }
}

#[tokio::test]
async fn what_an_enclave_alone_could_read_is_refused() {
    let world = world();
    let id = key(&world, json!({})).await;
    let recipient =
        json!({ "KeyEncryptionAlgorithm": "RSAES_OAEP_SHA_256", "AttestationDocument": "d" });
    for (operation, input) in [
        ("GenerateRandom", json!({ "NumberOfBytes": 1 })),
        ("GenerateDataKey", json!({ "KeyId": id, "KeySpec": "AES_256" })),
        ("GenerateDataKeyPair", json!({ "KeyId": id, "KeyPairSpec": "ECC_NIST_P256" })),
        ("Decrypt", json!({ "KeyId": id, "CiphertextBlob": "x" })),
    ] {
        let mut input = input;
        input["Recipient"] = recipient.clone();
        assert_eq!(refused(&world, operation, input).await.0, "NotImplemented", "{operation}");
    }
}
