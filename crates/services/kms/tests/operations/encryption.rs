//! Encryption, decryption and both at once.

use bartizan_service::testkit::{ACCOUNT, Case, admin};
use serde_json::{Value as Json, json};

use super::{KEY, OTHER, arn, ask, bytes, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let context = json!({ "department": "finance" });
    let sealed = json!({ "KeyId": KEY, "Plaintext": "a secret", "EncryptionContext": context });
    vec![
        made("Encrypt", sealed.clone()),
        made(
            "Decrypt",
            json!({
                "CiphertextBlob": "$Encrypt.CiphertextBlob", "EncryptionContext": context,
            }),
        )
        .after("Encrypt", sealed.clone()),
        made(
            "ReEncrypt",
            json!({
                "CiphertextBlob": "$Encrypt.CiphertextBlob",
                "SourceEncryptionContext": context,
                "DestinationKeyId": KEY,
                "DestinationEncryptionContext": { "department": "audit" },
            }),
        )
        .after("Encrypt", sealed),
    ]
}

const INVALID: (&str, &str) = ("InvalidCiphertextException", "");

fn plain(answer: &Json) -> Vec<u8> {
    serde_json::from_value(bytes(&answer["Plaintext"])).unwrap()
}

fn told((code, message): &(String, String)) -> (&str, &str) {
    (code, message)
}

#[tokio::test]
async fn a_ciphertext_tells_its_key_and_opens_under_its_context() {
    let world = world();
    let id = key(&world, json!({})).await;
    let context = json!({ "a": "1", "b": "2" });
    let input = json!({ "KeyId": id, "Plaintext": "a secret", "EncryptionContext": context });
    let sealed = done(&world, "Encrypt", input).await;
    assert_eq!(sealed["KeyId"], arn(&id));
    assert_eq!(sealed["EncryptionAlgorithm"], "SYMMETRIC_DEFAULT");
    let blob = bytes(&sealed["CiphertextBlob"]);
    for name in [json!(null), json!(id), json!(arn(&id))] {
        let mut input = json!({ "CiphertextBlob": blob, "EncryptionContext": context });
        if !name.is_null() {
            input["KeyId"] = name;
        }
        let opened = done(&world, "Decrypt", input).await;
        assert_eq!(plain(&opened), b"a secret");
        assert_eq!(opened["KeyId"], arn(&id));
        assert_eq!(opened["KeyMaterialId"].as_str().unwrap().len(), 64);
    }
    for context in [json!({}), json!({ "a": "1" }), json!({ "a": "1", "b": "3" })] {
        let input = json!({ "CiphertextBlob": blob, "EncryptionContext": context });
        assert_eq!(told(&refused(&world, "Decrypt", input).await), INVALID);
    }
}

#[tokio::test]
async fn names_of_a_context_that_differ_in_case_alone_are_refused() {
    let world = world();
    let id = key(&world, json!({})).await;
    let context = json!({ "Department": "HR", "department": "x" });
    let encrypt = json!({ "KeyId": id, "Plaintext": "a", "EncryptionContext": context });
    let decrypt = json!({ "KeyId": id, "CiphertextBlob": "x", "EncryptionContext": context });
    for (operation, input) in [("Encrypt", encrypt), ("Decrypt", decrypt)] {
        assert_eq!(refused(&world, operation, input).await.0, "ValidationException");
    }
}

#[tokio::test]
async fn what_is_no_ciphertext_of_the_key_is_refused() {
    let world = world();
    let (one, other) = (key(&world, json!({})).await, key(&world, json!({})).await);
    let sealed = done(&world, "Encrypt", json!({ "KeyId": one, "Plaintext": "a" })).await;
    let blob = bytes(&sealed["CiphertextBlob"]);
    let mut changed: Vec<u8> = serde_json::from_value(blob.clone()).unwrap();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    for input in [
        json!({ "CiphertextBlob": changed }),
        json!({ "CiphertextBlob": changed[..40] }),
        json!({ "CiphertextBlob": "not a ciphertext" }),
        json!({ "CiphertextBlob": "not a ciphertext", "KeyId": one }),
    ] {
        assert_eq!(told(&refused(&world, "Decrypt", input).await), INVALID);
    }
    let (code, message) =
        refused(&world, "Decrypt", json!({ "CiphertextBlob": blob, "KeyId": other })).await;
    assert_eq!(code, "IncorrectKeyException");
    assert!(message.starts_with("The key ID in the request does not identify"), "{message}");
    // A key that is not in this region, or not there at all, looks alike.
    changed[9..26].copy_from_slice(&[0; 17]);
    let (code, message) = refused(&world, "Decrypt", json!({ "CiphertextBlob": changed })).await;
    assert_eq!(code, "AccessDeniedException");
    assert!(message.contains("the resource does not exist in this Region"), "{message}");
}

#[tokio::test]
async fn a_key_that_cannot_be_used_neither_encrypts_nor_decrypts() {
    let world = world();
    let id = key(&world, json!({})).await;
    let sealed = done(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": "a" })).await;
    let blob = bytes(&sealed["CiphertextBlob"]);
    let (encrypt, decrypt) =
        (json!({ "KeyId": id, "Plaintext": "a" }), json!({ "CiphertextBlob": blob }));
    done(&world, "DisableKey", json!({ "KeyId": id })).await;
    for (operation, input) in [("Encrypt", &encrypt), ("Decrypt", &decrypt)] {
        let (code, message) = refused(&world, operation, input.clone()).await;
        assert_eq!(
            (code.as_str(), message),
            ("DisabledException", format!("{} is disabled.", arn(&id)))
        );
    }
    done(&world, "EnableKey", json!({ "KeyId": id })).await;
    done(&world, "Decrypt", decrypt.clone()).await;
    done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id })).await;
    for (operation, input) in [("Encrypt", &encrypt), ("Decrypt", &decrypt)] {
        let (code, message) = refused(&world, operation, input.clone()).await;
        assert_eq!(code, "KMSInvalidStateException");
        assert_eq!(message, format!("{} is pending deletion.", arn(&id)));
    }
}

#[tokio::test]
async fn rsa_keys_encrypt_what_fits_without_a_context() {
    let world = world();
    let rsa = json!({ "KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT" });
    let id = key(&world, rsa).await;
    for (algorithm, most) in [("RSAES_OAEP_SHA_1", 214), ("RSAES_OAEP_SHA_256", 190)] {
        let input = |length: usize| {
            let plaintext = "p".repeat(length);
            json!({ "KeyId": id, "Plaintext": plaintext, "EncryptionAlgorithm": algorithm })
        };
        let sealed = done(&world, "Encrypt", input(most)).await;
        assert_eq!(bytes(&sealed["CiphertextBlob"]).as_array().unwrap().len(), 256);
        let blob = bytes(&sealed["CiphertextBlob"]);
        let opened = done(
            &world,
            "Decrypt",
            json!({ "KeyId": id, "CiphertextBlob": blob, "EncryptionAlgorithm": algorithm }),
        )
        .await;
        assert_eq!(plain(&opened).len(), most);
        assert!(opened.get("KeyMaterialId").is_none());
        let (code, message) = refused(&world, "Encrypt", input(most + 1)).await;
        assert_eq!(code, "ValidationException");
        assert_eq!(
            message,
            format!(
                "Algorithm {algorithm} and key spec RSA_2048 cannot encrypt data larger than \
                 {most} bytes."
            )
        );
        let no_key = json!({ "CiphertextBlob": blob, "EncryptionAlgorithm": algorithm });
        assert_eq!(refused(&world, "Decrypt", no_key).await.0, "ValidationException");
        let other = if most == 214 { "RSAES_OAEP_SHA_256" } else { "RSAES_OAEP_SHA_1" };
        let wrong = json!({ "KeyId": id, "CiphertextBlob": blob, "EncryptionAlgorithm": other });
        assert_eq!(told(&refused(&world, "Decrypt", wrong).await), INVALID);
        let mut with_context = input(1);
        with_context["EncryptionContext"] = json!({ "a": "1" });
        assert_eq!(refused(&world, "Encrypt", with_context).await.0, "ValidationException");
    }
    let (code, message) =
        refused(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": "p" })).await;
    assert_eq!(code, "InvalidKeyUsageException");
    assert_eq!(message, "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.");
}

#[tokio::test]
async fn a_key_for_something_else_does_not_encrypt() {
    let world = world();
    let id = key(&world, json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" })).await;
    let (code, message) =
        refused(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": "p" })).await;
    assert_eq!(code, "InvalidKeyUsageException");
    let said =
        format!("{} key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt.", arn(&id));
    assert_eq!(message, said);
}

#[tokio::test]
async fn re_encryption_changes_key_and_context() {
    let world = world();
    let (one, other) = (key(&world, json!({})).await, key(&world, json!({})).await);
    let rsa = key(&world, json!({ "KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT" })).await;
    let sealed = done(&world, "Encrypt", json!({ "KeyId": one, "Plaintext": "a secret" })).await;
    let again = done(
        &world,
        "ReEncrypt",
        json!({
            "CiphertextBlob": bytes(&sealed["CiphertextBlob"]),
            "DestinationKeyId": other,
            "DestinationEncryptionContext": { "a": "1" },
        }),
    )
    .await;
    assert_eq!(again["SourceKeyId"], arn(&one));
    assert_eq!(again["KeyId"], arn(&other));
    assert_ne!(again["SourceKeyMaterialId"], again["DestinationKeyMaterialId"]);
    let to_rsa = done(
        &world,
        "ReEncrypt",
        json!({
            "CiphertextBlob": bytes(&again["CiphertextBlob"]),
            "SourceEncryptionContext": { "a": "1" },
            "DestinationKeyId": rsa,
            "DestinationEncryptionAlgorithm": "RSAES_OAEP_SHA_256",
        }),
    )
    .await;
    let opened = done(
        &world,
        "Decrypt",
        json!({
            "KeyId": rsa,
            "CiphertextBlob": bytes(&to_rsa["CiphertextBlob"]),
            "EncryptionAlgorithm": "RSAES_OAEP_SHA_256",
        }),
    )
    .await;
    assert_eq!(plain(&opened), b"a secret");
}

#[tokio::test]
async fn a_dry_run_says_whether_it_would_succeed() {
    let world = world();
    let id = key(&world, json!({})).await;
    let sealed = done(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": "a" })).await;
    let blob = bytes(&sealed["CiphertextBlob"]);
    let ignoring = json!(["IGNORE_CIPHERTEXT"]);
    for (operation, input, code) in [
        ("Encrypt", json!({ "KeyId": id, "Plaintext": "a" }), "DryRunOperationException"),
        ("Decrypt", json!({ "CiphertextBlob": blob }), "DryRunOperationException"),
        ("Decrypt", json!({ "CiphertextBlob": "x" }), "InvalidCiphertextException"),
        ("Decrypt", json!({}), "ValidationException"),
        (
            "Decrypt",
            json!({ "KeyId": id, "DryRunModifiers": ignoring }),
            "DryRunOperationException",
        ),
        (
            "Decrypt",
            json!({
                "KeyId": id,
                "DryRunModifiers": ignoring,
                "EncryptionContext": { "team": "a", "Team": "b" },
            }),
            "ValidationException",
        ),
        (
            "ReEncrypt",
            json!({ "CiphertextBlob": blob, "DestinationKeyId": id }),
            "DryRunOperationException",
        ),
        (
            "ReEncrypt",
            json!({ "SourceKeyId": id, "DestinationKeyId": id, "DryRunModifiers": ignoring }),
            "DryRunOperationException",
        ),
    ] {
        let mut dry = input.clone();
        dry["DryRun"] = json!(true);
        assert_eq!(refused(&world, operation, dry).await.0, code, "{operation} {input}");
    }
    let modified = json!({ "KeyId": id, "CiphertextBlob": blob, "DryRunModifiers": ignoring });
    assert_eq!(refused(&world, "Decrypt", modified).await.0, "ValidationException");
}

#[tokio::test]
async fn another_account_decrypts_by_a_key_whose_policy_admits_it_without_naming_it() {
    let world = world();
    let id = key(&world, json!({})).await;
    let sealed = done(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": "a secret" })).await;
    let blob = bytes(&sealed["CiphertextBlob"]);
    let stranger = super::decision::stranger();
    let input = json!({ "CiphertextBlob": blob });
    let denied = ask(&world, &stranger, "Decrypt", input.clone()).await.unwrap_err();
    assert_eq!(denied.code, "AccessDeniedException");
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") }, "Action": "kms:*", "Resource": "*" },
        { "Effect": "Allow", "Principal": { "AWS": OTHER }, "Action": "kms:Decrypt", "Resource": "*" },
    ] });
    let put = json!({ "KeyId": id, "Policy": policy.to_string() });
    ask(&world, &admin(), "PutKeyPolicy", put).await.unwrap();
    let opened = ask(&world, &stranger, "Decrypt", input).await.unwrap();
    assert_eq!(plain(&opened), b"a secret");
}
