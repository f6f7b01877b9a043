//! Who may use a key: the key policy must admit everybody, whatever identity policies say.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Account, Entity};
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{AccountId, Arn, Principal, Timestamp, UniqueId};
use bartizan_service::{Caller, Directory};
use serde_json::json;

use super::{OTHER, arn, ask, done, key, refused, world};

/// A user of another account who may do everything there.
pub(crate) struct Stranger;

fn entity() -> Entity {
    let account: AccountId = OTHER.parse().unwrap();
    let everything =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let policy = Policy::parse(everything, PolicyKind::Identity).unwrap();
    Entity {
        account,
        id: UniqueId::from_stored("AIDASTRANGERAAAAAAAAA"),
        arn: Arn::new("iam", "", Some(account), "user/stranger"),
        name: Arc::from("stranger"),
        identity: Arc::from([Attached::inline("everything", Arc::new(policy))]),
        boundary: None,
        tags: Arc::from([]),
        created: Timestamp::from_seconds(0),
        role: None,
    }
}

impl Given for Stranger {
    fn enter(&self, directory: &mut Directory) {
        directory.put_account(OTHER.parse().unwrap(), Account::default());
        directory.put_entity(entity());
    }
}

/// That user.
pub(crate) fn stranger() -> Caller {
    let Entity { account, arn, id, name, .. } = entity();
    Caller {
        principal: Principal::User { account, arn, id, name: name.to_string() },
        ..Caller::anonymous()
    }
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_key_that_does_not_admit_its_account() {
    let world = world();
    let id = key(&world, json!({})).await;
    let missing = arn("1234abcd-12ab-34cd-56ef-1234567890ab");
    for name in [arn(&id), missing] {
        let fault =
            ask(&world, &stranger(), "DescribeKey", json!({ "KeyId": name })).await.unwrap_err();
        assert_eq!(fault.code, "AccessDeniedException");
        assert_eq!(
            fault.message,
            format!(
                "User: arn:aws:iam::{OTHER}:user/stranger is not authorized to perform: \
                 kms:DescribeKey on resource: {name} because the resource does not exist in this \
                 Region, no resource-based policies allow access, or a resource-based policy \
                 explicitly denies access"
            )
        );
    }
}

#[tokio::test]
async fn a_key_policy_opens_a_key_to_another_account_by_arn() {
    let world = world();
    let id = key(&world, json!({})).await;
    let principals = [ACCOUNT, OTHER].map(|account| format!("arn:aws:iam::{account}:root"));
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": principals },
            "Action": "kms:*",
            "Resource": "*",
        }],
    });
    done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
    let shown = ask(&world, &stranger(), "DescribeKey", json!({ "KeyId": arn(&id) })).await;
    assert_eq!(shown.unwrap()["KeyMetadata"]["KeyId"], id);
    // Its own account has no such key, and not every operation crosses accounts.
    let own = ask(&world, &stranger(), "DescribeKey", json!({ "KeyId": id })).await.unwrap_err();
    assert_eq!(own.code, "NotFoundException");
    let off = ask(&world, &stranger(), "DisableKey", json!({ "KeyId": arn(&id) })).await;
    assert_eq!(off.unwrap_err().code, "AccessDeniedException");
}

#[tokio::test]
async fn what_is_not_there_is_told_as_aws_tells_it() {
    let world = world();
    let there = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let elsewhere = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:key/{there}");
    for (name, message) in [
        ("fake-key-id", "Invalid keyId 'fake-key-id'".to_owned()),
        ("mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'".to_owned()),
        (there, format!("Key '{}' does not exist", arn(there))),
        (&arn(there), format!("Key '{}' does not exist", arn(there))),
        (&elsewhere, "Invalid arn eu-west-1".to_owned()),
    ] {
        let found = refused(&world, "DescribeKey", json!({ "KeyId": name })).await;
        assert_eq!(found, ("NotFoundException".to_owned(), message), "{name}");
    }
    let (code, _) = refused(&world, "DescribeKey", json!({ "KeyId": "arn:aws:s3:::bucket" })).await;
    assert_eq!(code, "InvalidArnException");
}

#[tokio::test]
async fn condition_keys_tell_of_the_key_and_of_how_it_was_named() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", json!({ "AliasName": "alias/app", "TargetKeyId": id })).await;
    let statement = |conditions: serde_json::Value| {
        json!({
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:user/nobody") },
            "Action": "kms:DescribeKey",
            "Resource": "*",
            "Condition": conditions,
        })
    };
    let by_alias = json!({ "KeyId": "alias/app" });
    for (conditions, admits, input) in [
        (json!({ "StringEquals": { "kms:RequestAlias": "alias/app" } }), true, &by_alias),
        (
            json!({ "StringEquals": { "kms:RequestAlias": "alias/app" } }),
            false,
            &json!({ "KeyId": id }),
        ),
        (
            json!({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/app" } }),
            true,
            &json!({ "KeyId": id }),
        ),
        (
            json!({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/other" } }),
            false,
            &by_alias,
        ),
        (json!({ "StringEquals": { "kms:KeySpec": "SYMMETRIC_DEFAULT" } }), true, &by_alias),
        (json!({ "StringEquals": { "kms:KeyOrigin": "EXTERNAL" } }), false, &by_alias),
        (json!({ "Bool": { "kms:MultiRegion": "false" } }), true, &by_alias),
        (json!({ "StringEquals": { "kms:CallerAccount": ACCOUNT } }), true, &by_alias),
        (json!({ "Null": { "kms:ViaService": "false" } }), false, &by_alias),
    ] {
        let delegating = json!({
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
            "Action": "kms:*",
            "Resource": "*",
        });
        let policy = json!({
            "Version": "2012-10-17",
            "Statement": [delegating, statement(conditions.clone())],
        });
        done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
        let nobody = bartizan_service::testkit::nobody();
        let found = ask(&world, &nobody, "DescribeKey", input.clone()).await;
        assert_eq!(found.is_ok(), admits, "{conditions} {input}");
    }
}

#[tokio::test]
async fn a_stranger_learns_of_no_key_by_its_alias_or_its_grants() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", json!({ "AliasName": "alias/app", "TargetKeyId": id })).await;
    let alias = |name: &str| format!("arn:aws:kms:us-east-1:{ACCOUNT}:alias/{name}");
    for name in ["app", "missing"] {
        let named = alias(name);
        let input = json!({ "KeyId": named });
        let fault = ask(&world, &stranger(), "DescribeKey", input).await.unwrap_err();
        assert_eq!(fault.code, "AccessDeniedException");
        assert!(fault.message.contains(&format!("on resource: {named} because")), "{fault}");
    }
    let missing = "1234abcd-12ab-34cd-56ef-1234567890ab";
    for key in [id.as_str(), missing] {
        let input = json!({ "KeyId": arn(key), "GrantId": "0".repeat(64) });
        let fault = ask(&world, &stranger(), "RetireGrant", input).await.unwrap_err();
        assert_eq!(fault.code, "AccessDeniedException", "{key}");
    }
}

/// A key policy that admits another account under these conditions, and its own under none.
fn admitting(effect: &str, conditions: &serde_json::Value) -> String {
    let own = json!({
        "Effect": "Allow",
        "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
        "Action": "kms:*",
        "Resource": "*",
    });
    let everything = json!({
        "Effect": "Allow",
        "Principal": { "AWS": format!("arn:aws:iam::{OTHER}:root") },
        "Action": "kms:*",
        "Resource": "*",
    });
    let conditional = json!({
        "Effect": effect,
        "Principal": { "AWS": format!("arn:aws:iam::{OTHER}:root") },
        "Action": "kms:*",
        "Resource": "*",
        "Condition": conditions,
    });
    let statements = if effect == "Deny" {
        json!([own, everything, conditional])
    } else {
        json!([own, conditional])
    };
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

#[tokio::test]
async fn conditions_of_an_operation_decide_for_strangers_too() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", json!({ "AliasName": "alias/app", "TargetKeyId": id })).await;
    let alias = format!("arn:aws:kms:us-east-1:{ACCOUNT}:alias/app");
    let sealed = done(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": b"text" })).await;
    let blob = super::bytes(&sealed["CiphertextBlob"]);
    let algorithm = json!({ "StringEquals": { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } });
    let same = json!({ "Bool": { "kms:ReEncryptOnSameKey": "true" } });
    let inputs = [
        ("Encrypt", json!({ "KeyId": alias, "Plaintext": b"text" }), &algorithm),
        ("Decrypt", json!({ "CiphertextBlob": blob }), &algorithm),
        ("Decrypt", json!({ "CiphertextBlob": blob, "KeyId": alias }), &algorithm),
        ("GenerateDataKey", json!({ "KeyId": alias, "KeySpec": "AES_256" }), &algorithm),
        ("ReEncrypt", json!({ "CiphertextBlob": blob, "DestinationKeyId": alias }), &same),
    ];
    for (operation, input, conditions) in inputs {
        for (effect, admits) in [("Allow", true), ("Deny", false)] {
            let policy = admitting(effect, conditions);
            done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy })).await;
            match ask(&world, &stranger(), operation, input.clone()).await {
                Ok(_) => assert!(admits, "{operation} {input}"),
                Err(fault) => {
                    assert!(!admits, "{operation} {input}: {fault}");
                    assert_eq!(fault.code, "AccessDeniedException");
                    assert!(!fault.message.contains(&id), "{fault}");
                }
            }
        }
    }
}
