//! Imported material.

use bartizan_keys::{EncryptionAlgorithm, KeyMaterial, KeySpec, PublicKey};
use bartizan_service::testkit::{Case, World};
use bartizan_service::types::SystemRandom;
use serde_json::{Value as Json, json};

use super::{KEY, arn, bytes, days_later, directory, done, key, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let of_key = |operation, input| {
        Case::new(operation, input).after("CreateKey", json!({ "Origin": "EXTERNAL" }))
    };
    let wrapping = json!({
        "KeyId": KEY, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048",
    });
    vec![
        // The token's length is the private key's, which differs by a few bytes.
        of_key(
            "ImportKeyMaterial",
            json!({
                "KeyId": KEY, "ImportToken": "no token", "EncryptedKeyMaterial": "no material",
                "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
            }),
        )
        .refused_by("InvalidImportTokenException"),
        of_key("GetParametersForImport", wrapping),
        of_key("DeleteImportedKeyMaterial", json!({ "KeyId": KEY })),
    ]
}

const NEVER: &str = "KEY_MATERIAL_DOES_NOT_EXPIRE";

async fn external(world: &World, spec: &str, usage: &str) -> String {
    key(world, json!({ "Origin": "EXTERNAL", "KeySpec": spec, "KeyUsage": usage })).await
}

/// An import of these bytes, wrapped as an operator would.
async fn wrapped(world: &World, id: &str, material: &[u8]) -> Json {
    let parameters = done(
        world,
        "GetParametersForImport",
        json!({
            "KeyId": id, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048",
        }),
    )
    .await;
    assert_eq!(parameters["KeyId"], arn(id));
    let public: Vec<u8> = serde_json::from_value(bytes(&parameters["PublicKey"])).unwrap();
    let public = PublicKey::read(KeySpec::Rsa2048, &public).unwrap();
    let wrapped = public.encrypt(EncryptionAlgorithm::RsaesOaepSha256, material).unwrap();
    json!({
        "KeyId": id, "ImportToken": bytes(&parameters["ImportToken"]),
        "EncryptedKeyMaterial": wrapped, "ExpirationModel": NEVER,
    })
}

async fn state(world: &World, id: &str) -> String {
    let shown = done(world, "DescribeKey", json!({ "KeyId": id })).await;
    shown["KeyMetadata"]["KeyState"].as_str().unwrap().to_owned()
}

fn with(input: &Json, members: &Json) -> Json {
    let mut input = input.clone();
    input.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn a_key_lives_with_its_material_and_with_no_other() {
    let world = world();
    let id = external(&world, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").await;
    assert_eq!(state(&world, &id).await, "PendingImport");
    let encrypt = json!({ "KeyId": id, "Plaintext": "a secret" });
    let (code, message) = refused(&world, "Encrypt", encrypt.clone()).await;
    assert_eq!(code, "KMSInvalidStateException");
    assert_eq!(message, format!("{} is pending import.", arn(&id)));
    let import = wrapped(&world, &id, &[7; 32]).await;
    let imported = done(&world, "ImportKeyMaterial", import.clone()).await;
    assert_eq!(imported["KeyId"], arn(&id));
    let shown = done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    assert_eq!(shown["KeyMetadata"]["ExpirationModel"], NEVER);
    assert_eq!(shown["KeyMetadata"]["CurrentKeyMaterialId"], imported["KeyMaterialId"]);
    let sealed = done(&world, "Encrypt", encrypt).await;
    let decrypt = json!({ "CiphertextBlob": bytes(&sealed["CiphertextBlob"]) });
    let deleted = done(&world, "DeleteImportedKeyMaterial", json!({ "KeyId": id })).await;
    assert_eq!(deleted["KeyMaterialId"], imported["KeyMaterialId"]);
    assert_eq!(state(&world, &id).await, "PendingImport");
    assert_eq!(refused(&world, "Decrypt", decrypt.clone()).await.0, "KMSInvalidStateException");
    let known = directory(&world);
    let known = known.kms().key(&arn(&id)).unwrap();
    assert!(known.materials.all.iter().all(|material| material.opened.is_none()));
    let other = wrapped(&world, &id, &[8; 32]).await;
    assert_eq!(
        refused(&world, "ImportKeyMaterial", other).await.0,
        "IncorrectKeyMaterialException"
    );
    done(&world, "ImportKeyMaterial", import).await;
    assert_eq!(state(&world, &id).await, "Enabled");
    done(&world, "Decrypt", decrypt).await;
}

#[tokio::test]
async fn symmetric_keys_rotate_to_material_that_was_imported_for_it() {
    let world = world();
    let id = external(&world, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").await;
    let of_key = json!({ "KeyId": id });
    assert_eq!(
        refused(&world, "RotateKeyOnDemand", of_key.clone()).await.0,
        "KMSInvalidStateException"
    );
    let first = wrapped(&world, &id, &[7; 32]).await;
    let first = done(&world, "ImportKeyMaterial", first).await;
    let encrypt = json!({ "KeyId": id, "Plaintext": "a secret" });
    let sealed = done(&world, "Encrypt", encrypt.clone()).await;
    assert_eq!(
        refused(&world, "RotateKeyOnDemand", of_key.clone()).await.0,
        "KMSInvalidStateException"
    );
    let second = with(
        &wrapped(&world, &id, &[8; 32]).await,
        &json!({ "ImportType": "NEW_KEY_MATERIAL", "KeyMaterialDescription": "of 2027" }),
    );
    let second = done(&world, "ImportKeyMaterial", second).await;
    assert_ne!(first["KeyMaterialId"], second["KeyMaterialId"]);
    let all = json!({ "KeyId": id, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
    let states = |listed: &Json| -> Vec<(Json, Json)> {
        let of = |one: &Json| (one["KeyMaterialId"].clone(), one["KeyMaterialState"].clone());
        let mut states: Vec<_> = listed["Rotations"].as_array().unwrap().iter().map(of).collect();
        states.sort_by_key(|(_, state)| state.to_string());
        states
    };
    let ids = [first["KeyMaterialId"].clone(), second["KeyMaterialId"].clone()];
    let [one, two] = ids;
    let listed = done(&world, "ListKeyRotations", all.clone()).await;
    let expected = [(one.clone(), json!("CURRENT")), (two.clone(), json!("PENDING_ROTATION"))];
    assert_eq!(states(&listed), expected);
    done(&world, "RotateKeyOnDemand", of_key.clone()).await;
    let listed = done(&world, "ListKeyRotations", all).await;
    assert_eq!(states(&listed), [(two.clone(), json!("CURRENT")), (one, json!("NON_CURRENT"))]);
    let open = json!({ "CiphertextBlob": bytes(&sealed["CiphertextBlob"]) });
    done(&world, "Decrypt", open.clone()).await;
    let again = done(&world, "GenerateDataKey", json!({ "KeyId": id, "KeySpec": "AES_256" })).await;
    assert_eq!(again["KeyMaterialId"], two);
    // Without its earlier material it waits, too.
    let earlier = json!({ "KeyId": id, "KeyMaterialId": first["KeyMaterialId"] });
    done(&world, "DeleteImportedKeyMaterial", earlier).await;
    assert_eq!(refused(&world, "Encrypt", encrypt).await.0, "KMSInvalidStateException");
}

#[tokio::test]
async fn private_keys_are_imported_and_never_replaced() {
    let world = world();
    for (spec, usage) in [
        ("ECC_NIST_P256", "SIGN_VERIFY"),
        ("ECC_NIST_EDWARDS25519", "SIGN_VERIFY"),
        ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE"),
        ("HMAC_384", "GENERATE_VERIFY_MAC"),
    ] {
        let id = external(&world, spec, usage).await;
        let made = || KeyMaterial::generate(spec.parse().unwrap(), &SystemRandom).unwrap();
        let (one, other) = (made(), made());
        let import = wrapped(&world, &id, &one.to_bytes()).await;
        let imported = done(&world, "ImportKeyMaterial", import.clone()).await;
        assert!(imported.get("KeyMaterialId").is_none(), "{spec}");
        if let Some(public) = one.public_key() {
            let shown = done(&world, "GetPublicKey", json!({ "KeyId": id })).await;
            let shown: Vec<u8> = serde_json::from_value(bytes(&shown["PublicKey"])).unwrap();
            assert_eq!(shown, public, "{spec}");
        }
        done(&world, "ImportKeyMaterial", import.clone()).await;
        let other = wrapped(&world, &id, &other.to_bytes()).await;
        let said = refused(&world, "ImportKeyMaterial", other).await;
        assert_eq!(said.0, "IncorrectKeyMaterialException", "{spec}");
        let typed = with(&import, &json!({ "ImportType": "NEW_KEY_MATERIAL" }));
        assert_eq!(refused(&world, "ImportKeyMaterial", typed).await.0, "ValidationException");
    }
}

#[tokio::test]
async fn tokens_and_material_that_do_not_fit_are_refused() {
    let world = world();
    let (id, other) = (
        external(&world, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").await,
        external(&world, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").await,
    );
    let import = wrapped(&world, &id, &[7; 32]).await;
    let of_other = wrapped(&world, &other, &[7; 32]).await;
    let short = wrapped(&world, &id, &[7; 31]).await;
    let mut changed: Vec<u8> = serde_json::from_value(import["ImportToken"].clone()).unwrap();
    changed[90] ^= 1;
    let own = key(&world, json!({})).await;
    for (input, code) in [
        (
            with(&import, &json!({ "ImportToken": of_other["ImportToken"] })),
            "InvalidImportTokenException",
        ),
        (with(&import, &json!({ "ImportToken": changed })), "InvalidImportTokenException"),
        (
            with(&import, &json!({ "EncryptedKeyMaterial": of_other["EncryptedKeyMaterial"] })),
            "InvalidCiphertextException",
        ),
        (with(&import, &json!({ "EncryptedKeyMaterial": "x" })), "InvalidCiphertextException"),
        (short, "IncorrectKeyMaterialException"),
        (
            with(&import, &json!({ "KeyMaterialId": "0".repeat(64) })),
            "IncorrectKeyMaterialException",
        ),
        (
            with(&import, &json!({ "ImportType": "EXISTING_KEY_MATERIAL" })),
            "IncorrectKeyMaterialException",
        ),
        (
            with(&import, &json!({ "ExpirationModel": "KEY_MATERIAL_EXPIRES" })),
            "ValidationException",
        ),
        (with(&import, &json!({ "ValidTo": "2027-01-01T00:00:00Z" })), "ValidationException"),
        (with(&import, &json!({ "KeyId": own })), "UnsupportedOperationException"),
    ] {
        assert_eq!(refused(&world, "ImportKeyMaterial", input).await.0, code, "{code}");
    }
    assert_eq!(state(&world, &id).await, "PendingImport");
    done(&world, "ImportKeyMaterial", import).await;
}

#[tokio::test]
async fn material_expires_and_so_do_tokens() {
    let world = world();
    let id = external(&world, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT").await;
    let import = wrapped(&world, &id, &[7; 32]).await;
    let expiring = with(
        &import,
        &json!({
            "ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": "2026-11-24T10:00:00Z",
        }),
    );
    let far = with(&expiring, &json!({ "ValidTo": "2027-11-25T09:00:00Z" }));
    let past = with(&expiring, &json!({ "ValidTo": "2026-11-24T08:00:00Z" }));
    for wrong in [far, past] {
        assert_eq!(refused(&world, "ImportKeyMaterial", wrong).await.0, "ValidationException");
    }
    done(&world, "ImportKeyMaterial", expiring).await;
    let shown = done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    assert_eq!(shown["KeyMetadata"]["ValidTo"], "2026-11-24T10:00:00Z");
    let encrypt = json!({ "KeyId": id, "Plaintext": "a secret" });
    done(&world, "Encrypt", encrypt.clone()).await;
    world.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(state(&world, &id).await, "PendingImport");
    days_later(&world, 0).await;
    let known = directory(&world);
    let known = known.kms().key(&arn(&id)).unwrap();
    assert!(known.due.is_none() && known.materials.all[0].opened.is_none());
    assert_eq!(refused(&world, "Encrypt", encrypt.clone()).await.0, "KMSInvalidStateException");
    done(&world, "ImportKeyMaterial", import.clone()).await;
    done(&world, "Encrypt", encrypt).await;
    world.clock.advance(std::time::Duration::from_hours(23));
    let said = refused(&world, "ImportKeyMaterial", import).await;
    assert_eq!(said.0, "ExpiredImportTokenException");
}

#[tokio::test]
async fn what_cannot_be_wrapped_so_is_refused() {
    let world = world();
    let rsa = external(&world, "RSA_2048", "SIGN_VERIFY").await;
    let p521 = external(&world, "ECC_NIST_P521", "SIGN_VERIFY").await;
    let own = key(&world, json!({})).await;
    for (id, algorithm, spec, code) in [
        (&rsa, "RSAES_OAEP_SHA_256", "RSA_4096", "ValidationException"),
        (&p521, "RSAES_OAEP_SHA_1", "RSA_2048", "ValidationException"),
        (&p521, "RSAES_PKCS1_V1_5", "RSA_2048", "UnsupportedOperationException"),
        (&p521, "SM2PKE", "SM2", "UnsupportedOperationException"),
        (&own, "RSAES_OAEP_SHA_256", "RSA_2048", "UnsupportedOperationException"),
    ] {
        let input = json!({ "KeyId": id, "WrappingAlgorithm": algorithm, "WrappingKeySpec": spec });
        assert_eq!(refused(&world, "GetParametersForImport", input).await.0, code, "{algorithm}");
    }
    let said = refused(
        &world,
        "GetParametersForImport",
        json!({
            "KeyId": own, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048",
        }),
    )
    .await;
    let expected =
        format!("{} origin is AWS_KMS which is not valid for this operation.", arn(&own));
    assert_eq!(said.1, expected);
}

#[tokio::test]
async fn a_replica_takes_what_its_primary_key_has_as_that_has_it() {
    let world = world();
    let id = key(&world, json!({ "Origin": "EXTERNAL", "MultiRegion": true })).await;
    let first = wrapped(&world, &id, &[7; 32]).await;
    done(&world, "ImportKeyMaterial", first).await;
    done(&world, "ReplicateKey", json!({ "KeyId": id, "ReplicaRegion": "eu-west-1" })).await;
    let second = wrapped(&world, &id, &[8; 32]).await;
    let second = with(&second, &json!({ "ImportType": "NEW_KEY_MATERIAL" }));
    done(&world, "ImportKeyMaterial", second).await;
    // Without it the replica would be left behind.
    let rotate = json!({ "KeyId": id });
    let (code, _) = refused(&world, "RotateKeyOnDemand", rotate).await;
    assert_eq!(code, "KMSInvalidStateException");
}
