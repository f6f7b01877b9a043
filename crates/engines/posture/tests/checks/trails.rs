//! Cases of trails.

use bartizan_posture::Topic::{self, BucketLogging, Buckets, Trails};
use serde_json::{Value as Json, json};

use crate::{Case, case, verdict};

fn basic(way: &str, resources: &[&str]) -> Json {
    let resources: Vec<Json> = if resources.is_empty() {
        Vec::new()
    } else {
        vec![json!({"Type": "AWS::S3::Object", "Values": resources})]
    };
    json!({"EventSelectors": [{"ReadWriteType": way, "IncludeManagementEvents": true,
        "DataResources": resources, "ExcludeManagementEventSources": []}]})
}

fn advanced(fields: &[Json]) -> Json {
    json!({"AdvancedEventSelectors": [{"FieldSelectors": fields}]})
}

fn equals(field: &str, value: &str) -> Json {
    json!({"Field": field, "Equals": [value]})
}

/// A trail that does as it should, but for the members given.
fn trail(members: &Json) -> (Topic, Vec<Json>) {
    let mut trail = json!({"Name": "t", "HomeRegion": "eu-central-1", "IsMultiRegionTrail": true,
        "S3BucketName": "logs", "LogFileValidationEnabled": true, "KmsKeyId": "arn:aws:kms:k",
        "Status": {"IsLogging": true}, "Selectors": basic("All", &[])});
    for (name, value) in members.as_object().unwrap() {
        trail[name] = value.clone();
    }
    (Trails, vec![json!({"Value": trail})])
}

fn taking(selectors: Json) -> (Topic, Vec<Json>) {
    trail(&json!({"Selectors": selectors}))
}

fn buckets() -> (Topic, Vec<Json>) {
    (Buckets, vec![json!({"Name": "ledger"})])
}

fn logging(status: Json) -> (Topic, Vec<Json>) {
    (BucketLogging, vec![json!({"Bucket": "logs", "Value": status})])
}

pub(crate) fn cases() -> Vec<Case> {
    [management_events(), keeping(), object_events()].into_iter().flatten().collect()
}

fn management_events() -> Vec<Case> {
    let management = equals("eventCategory", "Management");
    vec![
        case("4.1", [trail(&json!({}))], [(Trails, vec![])]),
        case("4.1", [trail(&json!({}))], [trail(&json!({"IsMultiRegionTrail": false}))]),
        case("4.1", [trail(&json!({}))], [trail(&json!({"Status": {"IsLogging": false}}))]),
        case("4.1", [trail(&json!({}))], [taking(basic("WriteOnly", &[]))]),
        case(
            "4.1",
            [taking(advanced(std::slice::from_ref(&management)))],
            [taking(advanced(&[management.clone(), equals("readOnly", "false")]))],
        ),
        case(
            "4.1",
            [taking(advanced(std::slice::from_ref(&management)))],
            [taking(advanced(&[
                management,
                json!({"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}),
            ]))],
        ),
    ]
}

fn keeping() -> Vec<Case> {
    vec![
        case("4.2", [trail(&json!({}))], [trail(&json!({"LogFileValidationEnabled": false}))]),
        case("4.5", [trail(&json!({}))], [trail(&json!({"KmsKeyId": null}))]),
        case(
            "4.4",
            [trail(&json!({})), logging(json!({"LoggingEnabled": {"TargetBucket": "b"}}))],
            [trail(&json!({})), logging(json!({}))],
        ),
        case(
            "4.4",
            [taking(basic("All", &["arn:aws:s3:::logs/"])), logging(json!({}))],
            [taking(basic("WriteOnly", &["arn:aws:s3:::logs/"])), logging(json!({}))],
        ),
    ]
}

fn object_events() -> Vec<Case> {
    let mut cases = Vec::new();
    for (id, way, other, read_only) in
        [("4.8", "WriteOnly", "ReadOnly", "false"), ("4.9", "ReadOnly", "WriteOnly", "true")]
    {
        let data = |fields: &[Json]| {
            let mut all =
                vec![equals("eventCategory", "Data"), equals("resources.type", "AWS::S3::Object")];
            all.extend(fields.iter().cloned());
            taking(advanced(&all))
        };
        let arn = |prefix: &str| json!({"Field": "resources.ARN", "StartsWith": [prefix]});
        let wrong = equals("readOnly", if read_only == "true" { "false" } else { "true" });
        let switched_off = trail(&json!({"Status": {"IsLogging": false},
            "Selectors": basic("All", &["arn:aws:s3"])}));
        cases.extend([
            case(id, [taking(basic("All", &["arn:aws:s3"])), buckets()], [switched_off, buckets()]),
            case(
                id,
                [taking(basic(way, &["arn:aws:s3:::ledger/"])), buckets()],
                [taking(basic(other, &["arn:aws:s3:::ledger/"])), buckets()],
            ),
            case(
                id,
                [taking(basic(way, &["arn:aws:s3:::"])), buckets()],
                [taking(basic(way, &["arn:aws:s3:::ledger/a"])), buckets()],
            ),
            case(
                id,
                [data(&[equals("readOnly", read_only)]), buckets()],
                [data(&[wrong]), buckets()],
            ),
            case(
                id,
                [data(&[arn("arn:aws:s3:::ledger/")]), buckets()],
                [data(&[arn("arn:aws:s3:::other/")]), buckets()],
            ),
            case(
                id,
                [data(&[]), buckets()],
                [data(&[equals("eventName", "PutObject")]), buckets()],
            ),
        ]);
    }
    cases
}

#[test]
fn one_whole_trail_makes_up_for_others() {
    let (_, whole) = trail(&json!({}));
    let (_, half) = trail(&json!({"IsMultiRegionTrail": false}));
    let both = [half, whole].concat();
    assert_eq!(verdict("4.1", &[(Trails, both)]).outcome, bartizan_posture::Outcome::Passed);
}
