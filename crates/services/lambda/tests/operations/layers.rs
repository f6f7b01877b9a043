//! Layers, and functions that have some.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::kit::{Kit, made_with, zipped};

const LIB: &str = "arn:aws:lambda:us-east-1:123456789012:layer:lib";

fn published(text: &str) -> Json {
    json!({ "LayerName": "lib", "Content": { "ZipFile": zipped(text) }, "Description": text,
        "CompatibleRuntimes": ["python3.11"] })
}

fn version() -> Json {
    json!({ "LayerName": "lib", "VersionNumber": 1 })
}

fn permitted() -> Json {
    json!({ "LayerName": "lib", "VersionNumber": 1, "StatementId": "s", "Principal": "*",
        "Action": "lambda:GetLayerVersion", "OrganizationId": "o-abcdefghij" })
}

fn removed() -> Json {
    json!({ "LayerName": "lib", "VersionNumber": 1, "StatementId": "s" })
}

pub(crate) fn cases() -> Vec<Case> {
    let layered = |operation, input| {
        Case::new(operation, input).after("PublishLayerVersion", published("first"))
    };
    vec![
        layered("AddLayerVersionPermission", permitted()),
        layered("DeleteLayerVersion", version()),
        layered("GetLayerVersion", version()),
        layered("GetLayerVersionByArn", json!({ "Arn": "$PublishLayerVersion.LayerVersionArn" })),
        layered("GetLayerVersionPolicy", version()).after("AddLayerVersionPermission", permitted()),
        layered("ListLayerVersions", json!({ "LayerName": "lib" })),
        layered("ListLayers", json!({})),
        Case::new("PublishLayerVersion", published("first")),
        layered("RemoveLayerVersionPermission", removed())
            .after("AddLayerVersionPermission", permitted()),
    ]
}

#[tokio::test]
async fn versions_are_numbered_and_listed_and_no_number_is_used_again() {
    let kit = Kit::new();
    for (number, text) in [(1, "first"), (2, "second")] {
        let told = kit.done("PublishLayerVersion", published(text)).await;
        assert_eq!(told["LayerVersionArn"], format!("{LIB}:{number}"));
        assert_eq!(told["LayerArn"], LIB);
    }
    let numbers = |told: &Json| -> Vec<i64> {
        let all = told["LayerVersions"].as_array().unwrap().iter();
        all.map(|version| version["Version"].as_i64().unwrap()).collect()
    };
    let list = |more: Json| {
        let mut input = json!({ "LayerName": LIB });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    assert_eq!(numbers(&kit.done("ListLayerVersions", list(json!({}))).await), [2, 1]);
    let page = kit.done("ListLayerVersions", list(json!({ "MaxItems": 1 }))).await;
    let rest = list(json!({ "Marker": page["NextMarker"] }));
    assert_eq!(numbers(&kit.done("ListLayerVersions", rest).await), [1]);
    let none = list(json!({ "CompatibleRuntime": "nodejs20.x" }));
    assert_eq!(numbers(&kit.done("ListLayerVersions", none).await), Vec::<i64>::new());
    let told = kit.done("ListLayers", json!({})).await;
    assert_eq!(told["Layers"][0]["LayerName"], "lib");
    assert_eq!(told["Layers"][0]["LatestMatchingVersion"]["Version"], 2);
    let second = json!({ "LayerName": "lib", "VersionNumber": 2 });
    kit.done("DeleteLayerVersion", second.clone()).await;
    assert_eq!(kit.refused("GetLayerVersion", second).await.0, "ResourceNotFoundException");
    let told = kit.done("PublishLayerVersion", published("third")).await;
    assert_eq!(told["Version"], 3);
    let foreign = json!({ "LayerName": LIB.replace("123456789012", "210987654321") });
    assert_eq!(kit.refused("ListLayerVersions", foreign).await.0, "AccessDeniedException");
    for wrong in ["", "a b", "a/b", "arn:aws:lambda:us-east-1:123456789012:function:f"] {
        let input = json!({ "LayerName": wrong });
        assert_eq!(
            kit.refused("ListLayerVersions", input).await.0,
            "ValidationException",
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_function_has_its_layers_one_over_the_other_and_keeps_them() {
    let kit = Kit::new();
    kit.done("PublishLayerVersion", published("first")).await;
    let other = json!({ "LayerName": "other", "Content": { "ZipFile": zipped("over it") } });
    let other = kit.done("PublishLayerVersion", other).await["LayerVersionArn"].clone();
    let first = format!("{LIB}:1");
    let told = kit.done("CreateFunction", made_with(json!({ "Layers": [first] }))).await;
    assert_eq!(told["Layers"][0]["Arn"], first);
    kit.done("DeleteLayerVersion", version()).await;
    let invoke = || json!({ "FunctionName": "answer" });
    assert_eq!(kit.asked(invoke()).await.layer.as_deref(), Some("first"));

    kit.done("PublishLayerVersion", published("second")).await;
    let both = json!({ "FunctionName": "answer", "Layers": [format!("{LIB}:2"), other] });
    kit.done("UpdateFunctionConfiguration", both).await;
    assert_eq!(kit.asked(invoke()).await.layer.as_deref(), Some("over it"));
    let none = json!({ "FunctionName": "answer", "Layers": [] });
    kit.done("UpdateFunctionConfiguration", none).await;
    assert_eq!(kit.asked(invoke()).await.layer, None);
    for (layers, says) in [
        (json!([first]), "does not exist"),
        (json!([format!("{LIB}:2"), format!("{LIB}:2")]), "not allowed to be referenced"),
        (json!(vec![other.clone(); 6]), "more than 5"),
    ] {
        let input = json!({ "FunctionName": "answer", "Layers": layers });
        let (code, message) = kit.refused("UpdateFunctionConfiguration", input).await;
        assert_eq!(code, "InvalidParameterValueException");
        assert!(message.contains(says), "{message}");
    }
}
