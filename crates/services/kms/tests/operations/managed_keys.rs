//! Keys that AWS manages for its services: shown by their aliases, they are made. (AWS KMS API Reference,
//! `DescribeKey`, `KeyId`.)

use bartizan_service::testkit::{ACCOUNT, nobody};
use serde_json::{Value as Json, json};

use super::decision::stranger;
use super::{ask, done, key, refused, world};

#[tokio::test]
async fn a_managed_key_is_made_when_it_is_first_shown() {
    let world = world();
    let alias = json!({ "KeyId": "alias/aws/s3" });
    let denied = ask(&world, &nobody(), "DescribeKey", alias.clone()).await.unwrap_err();
    assert!(denied.message.contains("kms:DescribeKey"), "{denied}");
    assert_eq!(done(&world, "ListKeys", json!({})).await["Keys"], json!([]));
    let aliases = done(&world, "ListAliases", json!({})).await;
    let name = &aliases["Aliases"][0]["AliasName"];
    assert_eq!(
        (name, &aliases["Aliases"][0]["TargetKeyId"]),
        (&json!("alias/aws/s3"), &Json::Null)
    );

    let made = done(&world, "DescribeKey", alias.clone()).await["KeyMetadata"].clone();
    assert_eq!((&made["KeyManager"], &made["KeyState"]), (&json!("AWS"), &json!("Enabled")));
    let named = format!("arn:aws:kms:us-east-1:{ACCOUNT}:alias/aws/s3");
    for again in [alias, json!({ "KeyId": named }), json!({ "KeyId": made["KeyId"] })] {
        let shown = done(&world, "DescribeKey", again).await;
        assert_eq!(shown["KeyMetadata"]["Arn"], made["Arn"]);
    }
    assert_eq!(done(&world, "ListKeys", json!({})).await["Keys"].as_array().unwrap().len(), 1);
    let aliases = done(&world, "ListAliases", json!({})).await;
    assert_eq!(aliases["Aliases"][0]["TargetKeyId"], made["KeyId"]);
}

#[tokio::test]
async fn an_alias_without_a_key_stands_in_the_order_of_names() {
    let world = world();
    let key = key(&world, json!({})).await;
    for name in ["alias/app", "alias/zoo"] {
        let alias = json!({ "AliasName": name, "TargetKeyId": key });
        done(&world, "CreateAlias", alias).await;
    }
    for limit in 1..=4 {
        let (mut names, mut asked) = (Vec::new(), json!({ "Limit": limit }));
        loop {
            let page = done(&world, "ListAliases", asked.clone()).await;
            let aliases = page["Aliases"].as_array().unwrap();
            assert!(aliases.len() <= limit);
            names.extend(aliases.iter().map(|one| one["AliasName"].clone()));
            if page["Truncated"] == json!(false) {
                break;
            }
            asked["Marker"] = page["NextMarker"].clone();
        }
        assert_eq!(names, ["alias/app", "alias/aws/s3", "alias/zoo"], "{limit}");
    }
}

#[tokio::test]
async fn what_is_no_managed_keys_alias_makes_none() {
    let world = world();
    let (code, _) = refused(&world, "DescribeKey", json!({ "KeyId": "alias/aws/none" })).await;
    assert_eq!(code, "NotFoundException");
    let used = json!({ "KeyId": "alias/aws/s3", "KeySpec": "AES_256" });
    assert_eq!(refused(&world, "GenerateDataKey", used).await.0, "NotFoundException");
    let foreign = json!({ "KeyId": format!("arn:aws:kms:us-east-1:{ACCOUNT}:alias/aws/s3") });
    let denied = ask(&world, &stranger(), "DescribeKey", foreign).await.unwrap_err();
    assert_eq!(denied.code, "AccessDeniedException");
    assert_eq!(done(&world, "ListKeys", json!({})).await["Keys"], json!([]));
}
