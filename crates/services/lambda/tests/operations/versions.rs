//! Versions, aliases and policies.

use bartizan_service::ServiceCall;
use bartizan_types::{Arn, Region};
use bartizan_wire::Value;
use serde_json::json;

use crate::kit::{ARN, Kit, made, zipped};

#[tokio::test]
async fn versions_stand_still_while_latest_goes_on() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    let name = || json!({ "FunctionName": "answer" });
    let first = kit.done("PublishVersion", name()).await;
    assert_eq!(first["FunctionArn"], format!("{ARN}:1"));
    assert_eq!(kit.done("PublishVersion", name()).await["Version"], "1", "nothing has changed");
    let code = json!({ "FunctionName": "answer", "ZipFile": zipped("second"), "Publish": true });
    assert_eq!(kit.done("UpdateFunctionCode", code).await["Version"], "2");
    for (qualifier, code) in [("1", "first"), ("2", "second"), ("$LATEST", "second")] {
        let asked = kit.asked(json!({ "FunctionName": "answer", "Qualifier": qualifier })).await;
        assert_eq!((&*asked.code, &*asked.version), (code, qualifier));
        assert_eq!(asked.arn, format!("{ARN}:{qualifier}"));
    }
    let listed = kit.done("ListVersionsByFunction", name()).await;
    let versions = |listed: &serde_json::Value| -> Vec<String> {
        let all = listed["Versions"].as_array().unwrap().iter();
        all.map(|version| version["Version"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(versions(&listed), ["$LATEST", "1", "2"]);
    let page =
        kit.done("ListVersionsByFunction", json!({ "FunctionName": "answer", "MaxItems": 2 }));
    let page = page.await;
    assert_eq!(versions(&page), ["$LATEST", "1"]);
    let rest = json!({ "FunctionName": "answer", "Marker": page["NextMarker"] });
    assert_eq!(versions(&kit.done("ListVersionsByFunction", rest).await), ["2"]);
    let all = kit.done("ListFunctions", json!({ "FunctionVersion": "ALL" })).await;
    assert_eq!(all["Functions"].as_array().unwrap().len(), 3);

    let second = json!({ "FunctionName": "answer", "Qualifier": "2" });
    kit.done("DeleteFunction", second.clone()).await;
    assert_eq!(kit.refused("Invoke", second).await.0, "ResourceNotFoundException");
    kit.done("DeleteFunction", name()).await;
    assert_eq!(kit.refused("Invoke", name()).await.0, "ResourceNotFoundException");
    let first = json!({ "FunctionName": "answer", "Qualifier": "1" });
    assert_eq!(kit.refused("GetFunction", first).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn an_alias_means_a_version_or_two_by_weight() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    kit.done("PublishVersion", json!({ "FunctionName": "answer" })).await;
    let code = json!({ "FunctionName": "answer", "ZipFile": zipped("second"), "Publish": true });
    kit.done("UpdateFunctionCode", code).await;
    let alias = |version: &str, weights: serde_json::Value| {
        json!({ "FunctionName": "answer", "Name": "live", "FunctionVersion": version,
            "RoutingConfig": { "AdditionalVersionWeights": weights } })
    };
    for (version, weights, code) in [
        ("3", json!({}), "ResourceNotFoundException"),
        ("1", json!({ "3": 0.5 }), "ResourceNotFoundException"),
        ("1", json!({ "1": 0.5 }), "InvalidParameterValueException"),
        ("1", json!({ "2": 1.5 }), "ValidationException"),
        ("$LATEST", json!({ "2": 0.5 }), "InvalidParameterValueException"),
    ] {
        assert_eq!(kit.refused("CreateAlias", alias(version, weights)).await.0, code);
    }
    let made = kit.done("CreateAlias", alias("1", json!({}))).await;
    assert_eq!(made["AliasArn"], format!("{ARN}:live"));
    let live = || json!({ "FunctionName": format!("{ARN}:live") });
    assert_eq!(kit.asked(live()).await.version, "1");
    kit.done("UpdateAlias", alias("1", json!({ "2": 0.5 }))).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..64 {
        seen.insert(kit.asked(live()).await.version);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["1", "2"]);
    let (code, _) =
        kit.refused("DeleteFunction", json!({ "FunctionName": "answer", "Qualifier": "2" })).await;
    assert_eq!(code, "ResourceConflictException");
    kit.done("DeleteAlias", json!({ "FunctionName": "answer", "Name": "live" })).await;
    assert_eq!(kit.refused("Invoke", live()).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn statements_are_added_and_removed() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    let add = json!({ "FunctionName": "answer", "StatementId": "rule",
        "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
        "SourceArn": "arn:aws:events:us-east-1:123456789012:rule/r", "SourceAccount": "123456789012",
        "PrincipalOrgID": "o-abcdefghij" });
    let added = kit.done("AddPermission", add.clone()).await;
    let statement: serde_json::Value =
        serde_json::from_str(added["Statement"].as_str().unwrap()).unwrap();
    assert_eq!(
        statement,
        json!({
            "Sid": "rule", "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" },
            "Action": "lambda:InvokeFunction", "Resource": ARN,
            "Condition": {
                "StringEquals": {
                    "AWS:SourceAccount": "123456789012", "aws:PrincipalOrgID": "o-abcdefghij" },
                "ArnLike": { "AWS:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/r" },
            },
        })
    );
    assert_eq!(kit.refused("AddPermission", add.clone()).await.0, "ResourceConflictException");
    let mut nobody = add.clone();
    nobody["StatementId"] = "other".into();
    nobody["Principal"] = "nobody".into();
    assert_eq!(kit.refused("AddPermission", nobody).await.0, "InvalidParameterValueException");
    let name = json!({ "FunctionName": "answer" });
    let policy = kit.done("GetPolicy", name.clone()).await;
    assert!(policy["Policy"].as_str().unwrap().contains("\"Sid\":\"rule\""), "{policy}");
    let remove = json!({ "FunctionName": "answer", "StatementId": "rule" });
    kit.done("RemovePermission", remove.clone()).await;
    assert_eq!(kit.refused("RemovePermission", remove).await.0, "ResourceNotFoundException");
    assert_eq!(kit.refused("GetPolicy", name).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_service_invokes_what_the_policy_permits_it_for_its_source() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    let rule = |name: &str| -> Arn {
        format!("arn:aws:events:us-east-1:123456789012:rule/{name}").parse().unwrap()
    };
    let add = json!({ "FunctionName": "answer", "StatementId": "rule",
        "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
        "SourceArn": rule("mine").as_str() });
    kit.done("AddPermission", add).await;
    for (principal, source, expected) in [
        ("events.amazonaws.com", rule("mine"), Ok(())),
        ("events.amazonaws.com", rule("other"), Err("AccessDeniedException")),
        ("sns.amazonaws.com", rule("mine"), Err("AccessDeniedException")),
    ] {
        let input = Value::Struct(vec![
            ("FunctionName", Value::of_text(ARN)),
            ("InvocationType", Value::of_text("Event")),
            ("Payload", Value::Blob("{}".into())),
        ]);
        let call = ServiceCall {
            principal,
            on_behalf_of: &source,
            operation: ("lambda", "Invoke"),
            region: Region::new("us-east-1"),
            input,
            body: None,
        };
        let answer = kit.world.road.travel_for_service(call).await;
        let told = answer.map(drop).map_err(|fault| fault.code.to_string());
        assert_eq!(told, expected.map_err(str::to_owned), "{principal} {source}");
    }
}
