//! Aliases.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

use super::{KEY, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let named = || made("CreateAlias", alias("alias/app", KEY));
    let after = |operation, input| {
        let mut case = made(operation, input);
        case.before.extend([("CreateAlias", named().input, None)]);
        case
    };
    vec![
        named(),
        after("UpdateAlias", alias("alias/app", KEY)),
        after("DeleteAlias", json!({ "AliasName": "alias/app" })),
        after("ListAliases", json!({ "KeyId": KEY })),
    ]
}

fn alias(name: &str, key: &str) -> Json {
    json!({ "AliasName": name, "TargetKeyId": key })
}

fn arn(name: &str) -> String {
    format!("arn:aws:kms:us-east-1:{ACCOUNT}:{name}")
}

#[tokio::test]
async fn an_alias_names_its_key_where_operations_take_aliases() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", alias("alias/app", &id)).await;
    for name in ["alias/app".to_owned(), arn("alias/app"), id.clone(), super::arn(&id)] {
        let shown = done(&world, "DescribeKey", json!({ "KeyId": name })).await;
        assert_eq!(shown["KeyMetadata"]["KeyId"], id, "{name}");
    }
    let (code, message) = refused(&world, "EnableKey", json!({ "KeyId": "alias/app" })).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NotFoundException", "Invalid keyId 'alias/app'")
    );
    let (code, _) = refused(&world, "EnableKey", json!({ "KeyId": arn("alias/app") })).await;
    assert_eq!(code, "InvalidArnException");
}

#[tokio::test]
async fn an_alias_moves_to_keys_of_its_kind_and_goes_alone() {
    let world = world();
    let [one, two] = [key(&world, json!({})).await, key(&world, json!({})).await];
    let signing = json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY" });
    let signing = key(&world, signing).await;
    done(&world, "CreateAlias", alias("alias/app", &one)).await;
    done(&world, "UpdateAlias", alias("alias/app", &two)).await;
    let shown = done(&world, "ListAliases", json!({ "KeyId": two })).await;
    assert_eq!(shown["Aliases"][0]["AliasArn"], arn("alias/app"));
    assert_eq!(done(&world, "ListAliases", json!({ "KeyId": one })).await["Aliases"], json!([]));
    let (code, _) = refused(&world, "UpdateAlias", alias("alias/app", &signing)).await;
    assert_eq!(code, "ValidationException");
    done(&world, "DeleteAlias", json!({ "AliasName": "alias/app" })).await;
    let missing =
        ("NotFoundException".to_owned(), format!("Alias {} is not found.", arn("alias/app")));
    assert_eq!(refused(&world, "DescribeKey", json!({ "KeyId": "alias/app" })).await, missing);
    assert_eq!(refused(&world, "DeleteAlias", json!({ "AliasName": "alias/app" })).await, missing);
}

#[tokio::test]
async fn what_no_alias_may_be_called_is_refused() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", alias("alias/app", &id)).await;
    let taken = format!("An alias with the name {} already exists", arn("alias/app"));
    for (name, code, words) in [
        ("app", "ValidationException", "Alias must start with the prefix \"alias/\""),
        ("alias/a:b", "ValidationException", "contains invalid characters for an alias"),
        ("alias/", "ValidationException", "contains invalid characters for an alias"),
        ("alias/aws/s3", "NotAuthorizedException", ""),
        ("alias/app", "AlreadyExistsException", taken.as_str()),
    ] {
        let (found, message) = refused(&world, "CreateAlias", alias(name, &id)).await;
        assert_eq!(found, code, "{name}");
        assert!(message.contains(words), "{message}");
    }
    for number in 1..50 {
        done(&world, "CreateAlias", alias(&format!("alias/{number}"), &id)).await;
    }
    let (code, _) = refused(&world, "CreateAlias", alias("alias/fifty-first", &id)).await;
    assert_eq!(code, "LimitExceededException");
}
