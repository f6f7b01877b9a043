//! What functions are configured with, and what is refused.

use serde_json::{Value as Json, json};

use crate::kit::{ARN, Kit, made, made_with, zipped};

#[tokio::test]
async fn a_function_is_told_as_it_was_made() {
    let kit = Kit::new();
    let told = kit.done("CreateFunction", made()).await;
    for (member, expected) in [
        ("FunctionArn", json!(ARN)),
        ("Runtime", json!("python3.11")),
        ("Timeout", json!(3)),
        ("MemorySize", json!(128)),
        ("Version", json!("$LATEST")),
        ("State", json!("Active")),
        ("PackageType", json!("Zip")),
        ("EphemeralStorage", json!({ "Size": 512 })),
        ("Environment", json!({ "Variables": { "TOKEN": "secret" } })),
    ] {
        assert_eq!(told[member], expected, "{member}");
    }
    let found = kit.done("GetFunction", json!({ "FunctionName": "answer" })).await;
    assert_eq!(found["Configuration"]["CodeSha256"], told["CodeSha256"]);
    assert_eq!(found["Tags"], json!({ "stage": "test" }));
    for name in [ARN, "function:answer", "123456789012:function:answer", "123456789012:answer"] {
        let found = kit.done("GetFunctionConfiguration", json!({ "FunctionName": name })).await;
        assert_eq!(found["FunctionName"], "answer", "{name}");
    }
    let (code, message) = kit.refused("CreateFunction", made()).await;
    assert_eq!(code, "ResourceConflictException");
    assert_eq!(message, "Function already exist: answer");
    let absent = kit.refused("GetFunction", json!({ "FunctionName": "other" })).await;
    assert_eq!(absent.0, "ResourceNotFoundException");
    assert_eq!(
        absent.1,
        "Function not found: arn:aws:lambda:us-east-1:123456789012:function:other"
    );
}

#[tokio::test]
async fn what_is_not_honoured_is_refused_by_name() {
    let kit = Kit::new();
    let invalid = "InvalidParameterValueException";
    for (more, code, says) in [
        (json!({ "Runtime": "java21" }), invalid, "[python3.11, provided.al2023]"),
        (
            json!({ "Role": "arn:aws:iam::123456789012:role/stranger" }),
            invalid,
            "cannot be assumed",
        ),
        (
            json!({ "Role": "arn:aws:iam::210987654321:role/worker" }),
            "AccessDeniedException",
            "iam:PassRole",
        ),
        (json!({ "Timeout": 901 }), "ValidationException", "less than or equal to 900"),
        (json!({ "MemorySize": 127 }), "ValidationException", "greater than or equal to 128"),
        (json!({ "MemorySize": 10_241 }), "ValidationException", "less than or equal to 10240"),
        (json!({ "EphemeralStorage": { "Size": 511 } }), "ValidationException", "equal to 512"),
        (json!({ "PackageType": "Image" }), invalid, "PackageType Image"),
        (json!({ "Architectures": ["other"] }), invalid, "architecture other"),
        (json!({ "TracingConfig": { "Mode": "Active" } }), invalid, "TracingConfig"),
        (json!({ "SnapStart": { "ApplyOn": "PublishedVersions" } }), invalid, "SnapStart"),
        (json!({ "VpcConfig": { "SubnetIds": ["subnet-1"] } }), invalid, "VpcConfig"),
        (json!({ "LoggingConfig": { "LogFormat": "JSON" } }), invalid, "LogFormat"),
        (json!({ "ImageConfig": {} }), invalid, "ImageConfig"),
        (
            json!({ "DeadLetterConfig": { "TargetArn": "arn:aws:sns:us-east-1:123456789012:t" } }),
            invalid,
            "no SQS queue",
        ),
        (json!({ "KMSKeyArn": "arn:aws:kms:us-east-1:123456789012:key/k" }), invalid, "KMSKeyArn"),
        (json!({ "Code": { "ImageUri": "i" } }), invalid, "Code.ImageUri"),
        (json!({ "Code": {} }), invalid, "provide a source"),
        (json!({ "Code": { "ZipFile": "no zip file" } }), invalid, "Could not unzip"),
        (json!({ "Environment": { "Variables": { "AWS_REGION": "x" } } }), invalid, "AWS_REGION"),
        (json!({ "Environment": { "Variables": { "1": "x" } } }), "ValidationException", "a-zA-Z"),
        (json!({ "Environment": { "Variables": { "LONG": "x".repeat(4096) } } }), invalid, "4KB"),
        (json!({ "FunctionName": "a".repeat(65) }), "ValidationException", "functionName"),
        (json!({ "Tags": { "aws:x": "" } }), invalid, "aws:"),
    ] {
        let (found, message) = kit.refused("CreateFunction", made_with(more.clone())).await;
        assert_eq!(found, code, "{more}: {message}");
        assert!(message.contains(says), "{more}: {message}");
    }
    let input = made();
    let mut without = input.as_object().unwrap().clone();
    without.remove("Handler");
    assert_eq!(kit.refused("CreateFunction", Json::Object(without)).await.0, invalid);
}

#[tokio::test]
async fn a_change_is_what_the_next_invocation_sees() {
    let kit = Kit::new();
    let made = kit.done("CreateFunction", made()).await;
    let invoke = || json!({ "FunctionName": "answer", "Payload": "{\"n\": 1}" });
    let asked = kit.asked(invoke()).await;
    assert_eq!((&*asked.code, &*asked.variables["TOKEN"]), ("first", "secret"));
    assert_eq!((asked.timeout.as_secs(), asked.reserved, &*asked.arn), (3, None, ARN));

    let seen = made["RevisionId"].clone();
    let change = json!({ "FunctionName": "answer", "Timeout": 9, "RevisionId": seen,
        "Environment": { "Variables": { "OTHER": "o" } } });
    let changed = kit.done("UpdateFunctionConfiguration", change.clone()).await;
    assert_ne!(changed["RevisionId"], made["RevisionId"]);
    let (code, _) = kit.refused("UpdateFunctionConfiguration", change).await;
    assert_eq!(code, "PreconditionFailedException");
    let asked = kit.asked(invoke()).await;
    assert_eq!(asked.timeout.as_secs(), 9);
    assert_eq!(asked.variables.keys().collect::<Vec<_>>(), ["OTHER"]);

    let code = json!({ "FunctionName": "answer", "ZipFile": zipped("second") });
    let mut dry = code.clone();
    dry["DryRun"] = true.into();
    let dry = kit.done("UpdateFunctionCode", dry).await;
    assert_eq!(kit.asked(invoke()).await.code, "first");
    let updated = kit.done("UpdateFunctionCode", code).await;
    assert_eq!(dry["CodeSha256"], updated["CodeSha256"]);
    assert_eq!(kit.asked(invoke()).await.code, "second");
    assert_eq!(*kit.runs.retired.lock().unwrap(), ["$LATEST", "$LATEST"]);

    let reserve = json!({ "FunctionName": "answer", "ReservedConcurrentExecutions": 7 });
    kit.done("PutFunctionConcurrency", reserve).await;
    assert_eq!(kit.asked(invoke()).await.reserved, Some(7));
    let settings = kit.done("GetAccountSettings", json!({})).await;
    assert_eq!(settings["AccountLimit"]["UnreservedConcurrentExecutions"], 993);
    let much = json!({ "FunctionName": "answer", "ReservedConcurrentExecutions": 901 });
    assert_eq!(
        kit.refused("PutFunctionConcurrency", much).await.0,
        "InvalidParameterValueException"
    );
}

#[tokio::test]
async fn invocations_are_answered_and_checked() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    let with = |more: Json| {
        let mut input = json!({ "FunctionName": "answer" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let told = kit.done("Invoke", with(json!({ "LogType": "Tail" }))).await;
    assert_eq!((&told["StatusCode"], &told["ExecutedVersion"]), (&json!(200), &json!("$LATEST")));
    assert_eq!(told["LogResult"], "U1RBUlQK");
    assert_eq!(told.get("FunctionError"), None);
    let failed = kit.done("Invoke", with(json!({ "Payload": "{\"fail\": true}" }))).await;
    assert_eq!(failed["FunctionError"], "Unhandled");
    let dry = kit.done("Invoke", with(json!({ "InvocationType": "DryRun" }))).await;
    assert_eq!(dry, json!({ "StatusCode": 204 }));
    assert_eq!(kit.runs.asked.lock().unwrap().len(), 2);
    assert_eq!(kit.runs.asked.lock().unwrap()[0].payload, json!({}));
    for (more, code) in [
        (json!({ "Payload": "{" }), "InvalidRequestContentException"),
        (json!({ "ClientContext": "e30" }), "InvalidRequestContentException"),
        (json!({ "Payload": "\"".repeat((6 << 20) + 1) }), "RequestTooLargeException"),
        (
            json!({ "Payload": "1".repeat((1 << 20) + 1), "InvocationType": "Event" }),
            "RequestTooLargeException",
        ),
        (json!({ "Qualifier": "7" }), "ResourceNotFoundException"),
        (json!({ "Qualifier": "none" }), "ResourceNotFoundException"),
        (json!({ "TenantId": "t" }), "InvalidParameterValueException"),
        (json!({ "Payload": "{\"throttle\": true}" }), "TooManyRequestsException"),
    ] {
        assert_eq!(kit.refused("Invoke", with(more.clone())).await.0, code);
    }
}
