//! Each operation has a denied case and a golden of its activity record; and what each does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/bucket.rs"]
mod bucket;
#[path = "operations/findings.rs"]
mod findings;
#[path = "operations/hosts.rs"]
mod hosts;
#[path = "operations/ingest.rs"]
mod ingest;
#[path = "operations/live.rs"]
mod live;

use std::sync::Arc;

use bartizan_guardduty::{GuardDuty, RecordsApi};
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of, nobody};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

use self::bucket::Bucket;

const ID: &str = "$CreateDetector.DetectorId";

fn world() -> World {
    let bucket = Bucket::default();
    bucket.put("threats.txt", "8.8.8.8\n9.9.9.0/24\n");
    world_with(&bucket)
}

fn world_with(bucket: &Bucket) -> World {
    world_of(&GuardDuty::default(), bucket)
}

/// A world watched by this one.
fn world_of(service: &GuardDuty, bucket: &Bucket) -> World {
    let (service, bucket) = (service.clone(), bucket.clone());
    World::new(Vec::new(), move |_| {
        let records = RecordsApi::new(service.clone());
        vec![Arc::new(service), Arc::new(records), Arc::new(bucket)]
    })
}

async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let service = if operation == "IngestRecords" { "records" } else { "guardduty" };
    let input = input_of(service, operation, &named(&input));
    let answer = world.call(&admin(), service, operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

async fn refused(world: &World, operation: &str, input: Json) -> String {
    ask(world, operation, input).await.unwrap_err().message
}

/// An input with the names that members have in the model, which begin with a capital letter. Keys of maps
/// stay as they are.
fn named(input: &Json) -> Json {
    match input {
        Json::Array(items) => items.iter().map(named).collect(),
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| {
                let (first, rest) = name.split_at(1);
                let value = match (name.as_str(), value) {
                    ("tags", tags) => tags.clone(),
                    ("criterion", Json::Object(all)) => {
                        all.iter().map(|(key, one)| (key.clone(), named(one))).collect()
                    }
                    (_, value) => named(value),
                };
                (first.to_ascii_uppercase() + rest, value)
            };
            members.iter().map(member).collect()
        }
        other => other.clone(),
    }
}

/// A detector that is enabled.
async fn detector(world: &World) -> String {
    let made = ask(world, "CreateDetector", json!({ "enable": true })).await.unwrap();
    made["DetectorId"].as_str().unwrap().to_owned()
}

/// The cases of one kind of lists.
fn cases_of_lists(kind: &str, id: &str) -> Vec<Case> {
    let named = |operation: &str| -> &'static str { format!("{operation}{kind}").leak() };
    let new = json!({
        "DetectorId": ID, "name": "mine", "format": "TXT", "location": "s3://lists/threats.txt",
        "activate": true, "tags": { "a": "b" },
    });
    let create = named("Create");
    let of = format!("${create}.{id}");
    let on = |operation: &str, more: Json| {
        let mut input = json!({ "DetectorId": ID, id: of });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new(named(operation), input)
            .after("CreateDetector", json!({ "enable": true }))
            .after(create, new.clone())
    };
    vec![
        Case::new(create, new.clone()).after("CreateDetector", json!({ "enable": true })),
        on("Get", json!({})),
        on("Update", json!({ "name": "other", "activate": false })),
        on("Delete", json!({})),
        Case::new(format!("List{kind}s").leak(), json!({ "DetectorId": ID }))
            .after("CreateDetector", json!({ "enable": true })),
    ]
}

fn cases() -> Vec<Case> {
    let made = || json!({ "enable": true, "tags": { "stage": "test" } });
    let on = |operation, more: Json| {
        let mut input = json!({ "DetectorId": ID });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new(operation, input).after("CreateDetector", made())
    };
    let filter = json!({
        "DetectorId": ID, "name": "low", "action": "ARCHIVE",
        "findingCriteria": { "criterion": { "severity": { "lt": 4 } } },
    });
    let filtered = |operation| {
        on(operation, json!({ "FilterName": "low" })).after("CreateFilter", filter.clone())
    };
    let none = json!({ "findingIds": ["0123456789abcdef0123456789abcdef"] });
    let useful = json!({ "findingIds": none["findingIds"], "feedback": "USEFUL", "comments": "a" });
    let arn = "arn:aws:guardduty:us-east-1:123456789012:detector/none";
    let tagged = |operation, more: Json| {
        let mut input = json!({ "ResourceArn": arn });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new(operation, input).refused_by("BadRequestException")
    };
    let mut cases = vec![
        Case::new("CreateDetector", made()),
        on("GetDetector", json!({})),
        on("UpdateDetector", json!({ "findingPublishingFrequency": "ONE_HOUR" })),
        on("DeleteDetector", json!({})),
        Case::new("ListDetectors", json!({})),
        on("CreateFilter", filter.clone()),
        filtered("GetFilter"),
        filtered("UpdateFilter"),
        filtered("DeleteFilter"),
        on("ListFilters", json!({})),
        on("CreateSampleFindings", json!({ "findingTypes": ["Recon:EC2/Portscan"] })),
        on("ListFindings", json!({})),
        on("GetFindings", none.clone()),
        on("GetFindingsStatistics", json!({ "groupBy": "SEVERITY" })),
        on("ArchiveFindings", none.clone()).refused_by("BadRequestException"),
        on("UnarchiveFindings", none).refused_by("BadRequestException"),
        on("UpdateFindingsFeedback", useful).refused_by("BadRequestException"),
        tagged("ListTagsForResource", json!({})),
        tagged("TagResource", json!({ "tags": { "a": "b" } })),
        tagged("UntagResource", json!({ "tagKeys": ["a"] })),
    ];
    cases[5].input = filter;
    for (kind, id) in [
        ("IPSet", "IpSetId"),
        ("ThreatIntelSet", "ThreatIntelSetId"),
        ("ThreatEntitySet", "ThreatEntitySetId"),
        ("TrustedEntitySet", "TrustedEntitySetId"),
    ] {
        cases.extend(cases_of_lists(kind, id));
    }
    for case in &mut cases {
        case.input = named(&case.input);
        for (_, input, _) in &mut case.before {
            *input = named(input);
        }
    }
    cases
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("guardduty", world, &cases(), |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

#[tokio::test]
async fn records_are_taken_from_who_may_hand_them_in() {
    let world = world();
    detector(&world).await;
    let input = || input_of("records", "IngestRecords", &ingest::piece("FLOWS", 'a', 0, "", true));
    let denied = world.call(&nobody(), "records", "IngestRecords", input()).await.unwrap_err();
    assert!(denied.message.contains("bartizan:IngestRecords"), "{denied}");
    world.call(&admin(), "records", "IngestRecords", input()).await.unwrap();
    insta::assert_json_snapshot!("IngestRecords", world.last_event());
}

#[tokio::test]
async fn an_account_has_one_detector_in_a_region() {
    let world = world();
    let id = detector(&world).await;
    let again = refused(&world, "CreateDetector", json!({ "enable": true })).await;
    assert_eq!(
        again,
        "The request is rejected because a detector already exists for the current account."
    );
    let told = ask(&world, "GetDetector", json!({ "DetectorId": id })).await.unwrap();
    assert_eq!(
        (&told["Status"], &told["FindingPublishingFrequency"]),
        (&json!("ENABLED"), &json!("SIX_HOURS"))
    );
    let on: Vec<&str> = told["Features"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["Status"] == "ENABLED")
        .map(|one| one["Name"].as_str().unwrap())
        .collect();
    assert_eq!(on, ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS", "S3_DATA_EVENTS"]);
    let mut other = id.clone();
    let last = if other.pop() == Some('0') { '1' } else { '0' };
    other.push(last);
    assert_eq!(
        refused(&world, "GetDetector", json!({ "DetectorId": other })).await,
        "The request is rejected because the input detectorId is not owned by the current account."
    );
    ask(&world, "DeleteDetector", json!({ "DetectorId": id })).await.unwrap();
    let listed = ask(&world, "ListDetectors", json!({})).await.unwrap();
    assert_eq!(listed["DetectorIds"], json!([]));
}

#[tokio::test]
async fn features_are_turned_on_where_they_are_real() {
    let world = world();
    let id = detector(&world).await;
    let update = |more: Json| {
        let mut input = json!({ "DetectorId": id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&world, "UpdateDetector", input)
    };
    let feature =
        |name: &str, status: &str| json!({ "features": [{ "name": name, "status": status }] });
    update(feature("S3_DATA_EVENTS", "DISABLED")).await.unwrap();
    let told = ask(&world, "GetDetector", json!({ "DetectorId": id })).await.unwrap();
    assert_eq!(told["DataSources"]["S3Logs"]["Status"], "DISABLED");
    update(json!({ "dataSources": { "s3Logs": { "enable": true } } })).await.unwrap();
    update(feature("EKS_AUDIT_LOGS", "DISABLED")).await.unwrap();
    let more = |part: &str| {
        json!({ "features": [{ "name": "RUNTIME_MONITORING", "status": "DISABLED",
            "additionalConfiguration": [{ "name": part, "status": "DISABLED" }] }] })
    };
    update(more("EC2_AGENT_MANAGEMENT")).await.unwrap();
    for (wrong, code) in [
        (feature("EKS_AUDIT_LOGS", "ENABLED"), "NotImplemented"),
        (feature("RUNTIME_MONITORING", "ENABLED"), "NotImplemented"),
        (more("RDS_DATA_RISK"), "BadRequestException"),
        (json!({ "features": [{ "name": "S3_DATA_EVENTS" }] }), "BadRequestException"),
        (
            json!({ "features": [
                { "name": "RUNTIME_MONITORING", "status": "ENABLED" },
                { "name": "EKS_RUNTIME_MONITORING", "status": "ENABLED" },
            ] }),
            "BadRequestException",
        ),
    ] {
        assert_eq!(update(wrong.clone()).await.unwrap_err().code, code, "{wrong}");
    }
}

#[tokio::test]
async fn filters_are_kept_in_the_order_of_their_ranks() {
    let world = world();
    let id = detector(&world).await;
    let filter = |name: &str, rank: i32, attribute: &str| {
        json!({ "DetectorId": id, "name": name, "rank": rank, "findingCriteria":
            { "criterion": { attribute: { "eq": ["x"] } } } })
    };
    ask(&world, "CreateFilter", filter("second", 20, "type")).await.unwrap();
    ask(&world, "CreateFilter", filter("first", 3, "type")).await.unwrap();
    for wrong in [filter("first", 1, "type"), filter("third", 1, "nope"), filter("a b", 1, "type")]
    {
        let code = ask(&world, "CreateFilter", wrong.clone()).await.unwrap_err().code;
        assert_eq!(code, "BadRequestException", "{wrong}");
    }
    let named = json!({ "DetectorId": id, "FilterName": "second" });
    let mut update = named.clone();
    update["rank"] = json!(1);
    ask(&world, "UpdateFilter", update).await.unwrap();
    let page =
        ask(&world, "ListFilters", json!({ "DetectorId": id, "maxResults": 1 })).await.unwrap();
    assert_eq!(page["FilterNames"], json!(["second"]));
    let next = json!({ "DetectorId": id, "nextToken": page["NextToken"] });
    assert_eq!(ask(&world, "ListFilters", next).await.unwrap()["FilterNames"], json!(["first"]));
    let told = ask(&world, "GetFilter", named.clone()).await.unwrap();
    assert_eq!(
        (&told["Action"], &told["Rank"], &told["Version"]),
        (&json!("NOOP"), &json!(1), &json!(2))
    );
    ask(&world, "DeleteFilter", named.clone()).await.unwrap();
    assert_eq!(
        refused(&world, "GetFilter", named).await,
        "The request is rejected since no such resource found."
    );
}

#[tokio::test]
async fn tags_are_of_detectors_filters_and_lists() {
    let world = world();
    let id = detector(&world).await;
    let list = json!({ "DetectorId": id, "name": "a", "format": "TXT", "activate": false,
        "location": "s3://lists/threats.txt" });
    let set = ask(&world, "CreateIPSet", list).await.unwrap()["IpSetId"].clone();
    let filter = json!({ "DetectorId": id, "name": "f.f", "findingCriteria":
        { "criterion": { "type": { "eq": ["x"] } } } });
    ask(&world, "CreateFilter", filter).await.unwrap();
    let base = format!("arn:aws:guardduty:us-east-1:123456789012:detector/{id}");
    for arn in [
        base.clone(),
        format!("{base}/filter/f.f"),
        format!("{base}/ipset/{}", set.as_str().unwrap()),
    ] {
        let with = |more: Json| {
            let mut input = json!({ "ResourceArn": arn });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        ask(&world, "TagResource", with(json!({ "tags": { "a": "1", "b": "2" } }))).await.unwrap();
        ask(&world, "UntagResource", with(json!({ "tagKeys": ["a"] }))).await.unwrap();
        let told = ask(&world, "ListTagsForResource", with(json!({}))).await.unwrap();
        assert_eq!(told["Tags"], json!({ "b": "2" }), "{arn}");
        let reserved = with(json!({ "tags": { "aws:x": "1" } }));
        assert!(ask(&world, "TagResource", reserved).await.is_err());
    }
}

#[tokio::test]
async fn lists_are_read_where_they_stand() {
    let bucket = Bucket::default();
    let world = world_with(&bucket);
    let id = detector(&world).await;
    let new = |name: &str, key: &str| {
        json!({ "DetectorId": id, "name": name, "format": "TXT", "activate": true,
            "location": format!("s3://lists/{key}") })
    };
    let missing = refused(&world, "CreateThreatIntelSet", new("a", "none")).await;
    assert!(missing.contains("NoSuchKey"), "{missing}");
    // An entity set tells for itself why it cannot be used.
    let made = ask(&world, "CreateThreatEntitySet", new("a", "none")).await.unwrap();
    let named = json!({ "DetectorId": id, "ThreatEntitySetId": made["ThreatEntitySetId"] });
    let told = ask(&world, "GetThreatEntitySet", named.clone()).await.unwrap();
    assert_eq!(told["Status"], "ERROR");
    assert!(told["ErrorDetails"].as_str().unwrap().contains("NoSuchKey"));
    bucket.put("none", "bad.example\n8.8.8.8");
    let mut update = named.clone();
    update["activate"] = json!(true);
    ask(&world, "UpdateThreatEntitySet", update).await.unwrap();
    let told = ask(&world, "GetThreatEntitySet", named).await.unwrap();
    assert_eq!((&told["Status"], &told["ErrorDetails"]), (&json!("ACTIVE"), &Json::Null));
    // Of trusted lists there is one.
    bucket.put("trusted", "9.9.9.9");
    let set = ask(&world, "CreateIPSet", new("a", "trusted")).await.unwrap();
    assert!(refused(&world, "CreateIPSet", new("b", "trusted")).await.contains("at most 1"));
    let named = json!({ "DetectorId": id, "IpSetId": set["IpSetId"] });
    ask(&world, "DeleteIPSet", named).await.unwrap();
    ask(&world, "CreateIPSet", new("b", "trusted")).await.unwrap();
    let mut wrong = new("c", "trusted");
    wrong["location"] = json!("ftp://lists/trusted");
    assert!(ask(&world, "CreateThreatIntelSet", wrong).await.is_err());
}
