//! Findings are filtered, sorted, counted and paged; filters and their tags are kept.

use serde_json::{Value as Json, json};

use super::scene::{INSTANCE, OLD, Stage, UNFIXED};
use super::{ask, code};

/// One finding of each kind: a port, a vulnerability with a fix, and one without.
async fn stage() -> Stage {
    let stage = Stage::new();
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.hand_in(&[OLD, UNFIXED], None);
    stage.assess();
    stage
}

/// The first word or two of the titles that are listed.
async fn titles(stage: &Stage, input: Json) -> Vec<String> {
    let told = ask(&stage.world, "ListFindings", input).await.unwrap();
    let title = |one: &Json| {
        let title = one["title"].as_str().unwrap();
        title.split(' ').next().unwrap().to_owned()
    };
    told["findings"].as_array().unwrap().iter().map(title).collect()
}

const PORT: &str = "Port";
const WITH_FIX: &str = "CVE-2026-0001";
const WITHOUT: &str = "CVE-2026-0002";

static ALL: [&str; 3] = [PORT, WITH_FIX, WITHOUT];

/// A condition about a text.
fn text(comparison: &str, value: &str) -> Json {
    json!([{ "comparison": comparison, "value": value }])
}

fn is(value: &str) -> Json {
    text("EQUALS", value)
}

/// Fields, filters of each, and what they find.
fn fields(arn_without: &str) -> Vec<(&'static str, Json, &'static [&'static str])> {
    let (all, vulnerable) = (&ALL[..], &ALL[1..]);
    vec![
        ("findingArn", is(arn_without), &[WITHOUT]),
        ("awsAccountId", is("123456789012"), all),
        ("awsAccountId", is("222222222222"), &[]),
        ("findingType", is("NETWORK_REACHABILITY"), &[PORT]),
        ("findingType", text("NOT_EQUALS", "NETWORK_REACHABILITY"), vulnerable),
        ("severity", json!([is("CRITICAL")[0], is("LOW")[0]]), vulnerable),
        ("findingStatus", is("ACTIVE"), all),
        ("findingStatus", is("CLOSED"), &[]),
        ("title", text("PREFIX", "CVE-2026-0001 - open"), &[WITH_FIX]),
        ("inspectorScore", json!([{ "lowerInclusive": 9.0 }]), &[WITH_FIX]),
        ("inspectorScore", json!([{ "lowerInclusive": 1.0, "upperInclusive": 5.0 }]), &[WITHOUT]),
        ("epssScore", json!([{ "lowerInclusive": 0.0 }]), &[]),
        ("resourceType", is("AWS_EC2_INSTANCE"), all),
        ("resourceId", is(INSTANCE), all),
        ("resourceTags", json!([{ "comparison": "EQUALS", "key": "team", "value": "red" }]), all),
        ("resourceTags", json!([{ "comparison": "EQUALS", "key": "team" }]), all),
        ("resourceTags", json!([{ "comparison": "EQUALS", "key": "team", "value": "x" }]), &[]),
        ("ec2InstanceImageId", is("ami-1"), all),
        ("ec2InstanceVpcId", is("vpc-2"), &[]),
        ("ec2InstanceSubnetId", is("subnet-1"), all),
        ("portRange", json!([{ "beginInclusive": 20, "endInclusive": 22 }]), &[PORT]),
        ("portRange", json!([{ "beginInclusive": 23 }]), &[]),
        ("networkProtocol", is("TCP"), &[PORT]),
        ("componentId", is("sg-1"), &[PORT]),
        ("componentType", is("AWS::EC2::InternetGateway"), &[PORT]),
        ("vulnerabilityId", is(WITH_FIX), &[WITH_FIX]),
        ("vulnerabilitySource", is("PYSEC"), &[WITHOUT]),
        ("relatedVulnerabilities", is("DSA-1-1"), &[WITH_FIX]),
        ("fixAvailable", is("YES"), &[WITH_FIX]),
        ("exploitAvailable", is("NO"), vulnerable),
        ("vulnerablePackages", json!([{ "name": is("openssl")[0] }]), &[WITH_FIX]),
        ("vulnerablePackages", json!([{ "epoch": { "lowerInclusive": 1.0 } }]), &[]),
        ("vulnerablePackages", json!([{ "name": is("openssl")[0], "version": is("1.0")[0] }]), &[]),
        ("firstObservedAt", json!([{ "startInclusive": 1_795_510_800 }]), all),
        ("lastObservedAt", json!([{ "endInclusive": 1_795_510_799 }]), &[]),
        ("updatedAt", json!([{ "endInclusive": 1_795_510_800 }]), all),
        ("ecrImageHash", is("sha256:1"), &[]),
        ("ecrImageHash", text("NOT_EQUALS", "sha256:1"), all),
        ("lambdaFunctionName", is("f"), &[]),
        ("ecrImagePushedAt", json!([{ "startInclusive": 0 }]), &[]),
    ]
}

#[tokio::test]
async fn each_field_filters() {
    let stage = stage().await;
    let text =
        |comparison: &str, value: &str| json!([{ "comparison": comparison, "value": value }]);
    let is = |value: &str| text("EQUALS", value);
    let told = ask(&stage.world, "ListFindings", json!({})).await.unwrap();
    let arn = |part: &str| {
        let found = told["findings"].as_array().unwrap().iter();
        let mut found = found.filter(|one| one["title"].as_str().unwrap().contains(part));
        found.next().unwrap()["findingArn"].as_str().unwrap().to_owned()
    };
    let cases = fields(&arn(WITHOUT));
    let sort = json!({ "field": "FINDING_TYPE", "sortOrder": "ASC" });
    for (field, filters, expected) in cases {
        let input = json!({ "filterCriteria": { field: filters }, "sortCriteria": sort });
        let mut found = titles(&stage, input).await;
        found.sort_by_key(|title| ALL.iter().position(|known| known == title));
        assert_eq!(found, expected, "{field} {filters}");
    }
    let both = json!({ "filterCriteria": {
        "findingType": is("PACKAGE_VULNERABILITY"), "severity": is("LOW") } });
    assert_eq!(titles(&stage, both).await, [WITHOUT]);
    for backward in [
        json!({ "updatedAt": [{ "startInclusive": 2, "endInclusive": 1 }] }),
        json!({ "inspectorScore": [{ "lowerInclusive": 2.0, "upperInclusive": 1.0 }] }),
    ] {
        let refused = code(&stage.world, "ListFindings", json!({ "filterCriteria": backward }));
        assert_eq!(refused.await, "ValidationException");
    }
}

#[tokio::test]
async fn findings_are_sorted_and_paged() {
    let stage = stage().await;
    let sorted = |field: &str, order: &str| json!({ "sortCriteria": { "field": field, "sortOrder": order } });
    for (field, order, expected) in [
        ("SEVERITY", "DESC", [WITH_FIX, PORT, WITHOUT]),
        ("SEVERITY", "ASC", [WITHOUT, PORT, WITH_FIX]),
        ("INSPECTOR_SCORE", "DESC", [WITH_FIX, WITHOUT, PORT]),
        ("VULNERABILITY_ID", "ASC", [PORT, WITH_FIX, WITHOUT]),
        ("NETWORK_PROTOCOL", "DESC", [PORT, "", ""]),
    ] {
        let found = titles(&stage, sorted(field, order)).await;
        for (found, expected) in found.iter().zip(expected) {
            assert!(expected.is_empty() || found == expected, "{field} {order}");
        }
    }
    let mut seen = Vec::new();
    let mut token = Json::Null;
    loop {
        let mut input = sorted("SEVERITY", "DESC");
        input["maxResults"] = json!(1);
        if !token.is_null() {
            input["nextToken"] = token;
        }
        let told = ask(&stage.world, "ListFindings", input).await.unwrap();
        let findings = told["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1);
        seen.push(findings[0]["severity"].as_str().unwrap().to_owned());
        token = told["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen, ["CRITICAL", "MEDIUM", "LOW"]);
    let unknown = json!({ "nextToken": "???" });
    assert_eq!(code(&stage.world, "ListFindings", unknown).await, "ValidationException");
}

#[tokio::test]
async fn active_findings_are_counted() {
    let stage = stage().await;
    let counted = |kind: &str, request: Json| {
        let mut input = json!({ "aggregationType": kind });
        if !request.is_null() {
            input["aggregationRequest"] = request;
        }
        let world = &stage.world;
        async move {
            let told = ask(world, "ListFindingAggregations", input).await.unwrap();
            told["responses"].as_array().unwrap().clone()
        }
    };
    let found = counted("ACCOUNT", Json::Null).await;
    let account = &found[0]["accountAggregation"];
    assert_eq!(account["severityCounts"]["all"], 3);
    assert_eq!(account["severityCounts"]["critical"], 1);
    assert_eq!(
        (&account["fixAvailableCount"], &account["exploitAvailableCount"]),
        (&json!(1), &json!(0))
    );
    let only = json!({ "findingTypeAggregation": { "findingType": "NETWORK_REACHABILITY" } });
    let found = counted("FINDING_TYPE", only).await;
    assert_eq!(found[0]["findingTypeAggregation"]["severityCounts"]["all"], 1);
    let found = counted("TITLE", json!({ "titleAggregation": { "sortBy": "CRITICAL" } })).await;
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["titleAggregation"]["vulnerabilityId"], WITH_FIX);
    let named = json!([{ "comparison": "PREFIX", "value": "open" }]);
    let by_name = json!({ "packageAggregation": { "packageNames": named } });
    let found = counted("PACKAGE", by_name).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["packageAggregation"]["packageName"], "openssl");
    let found = counted("AWS_EC2_INSTANCE", Json::Null).await;
    let instance = &found[0]["ec2InstanceAggregation"];
    assert_eq!((&instance["instanceId"], &instance["ami"]), (&json!(INSTANCE), &json!("ami-1")));
    assert_eq!(
        (&instance["networkFindings"], &instance["operatingSystem"]),
        (&json!(1), &json!("DEBIAN_12"))
    );
    assert_eq!(counted("AMI", Json::Null).await[0]["amiAggregation"]["affectedInstances"], 1);
    assert!(counted("LAMBDA_LAYER", Json::Null).await.is_empty());
    let other =
        json!({ "aggregationType": "AMI", "aggregationRequest": { "titleAggregation": {} } });
    assert_eq!(code(&stage.world, "ListFindingAggregations", other).await, "ValidationException");
}

#[tokio::test]
async fn what_is_covered_is_listed_and_counted() {
    let stage = stage().await;
    let is = |value: &str| json!([{ "comparison": "EQUALS", "value": value }]);
    for (criteria, expected) in [
        (json!({}), 2),
        (json!({ "scanType": is("PACKAGE") }), 1),
        (json!({ "scanMode": is("EC2_SSM_AGENT_BASED") }), 1),
        (json!({ "scanStatusCode": is("INACTIVE") }), 0),
        (json!({ "scanStatusReason": is("SUCCESSFUL") }), 2),
        (json!({ "ec2InstanceTags": [{ "comparison": "EQUALS", "key": "team" }] }), 2),
        (json!({ "resourceId": [{ "comparison": "NOT_EQUALS", "value": INSTANCE }] }), 0),
        (json!({ "lastScannedAt": [{ "startInclusive": 1_795_510_800 }] }), 2),
        (json!({ "lastScannedAt": [{ "endInclusive": 1 }] }), 0),
        (json!({ "lambdaFunctionName": is("f") }), 0),
    ] {
        let input = json!({ "filterCriteria": criteria });
        let told = ask(&stage.world, "ListCoverage", input.clone()).await.unwrap();
        assert_eq!(told["coveredResources"].as_array().unwrap().len(), expected, "{input}");
        let told = ask(&stage.world, "ListCoverageStatistics", input.clone()).await.unwrap();
        assert_eq!(told["totalCounts"], expected, "{input}");
    }
    let by_reason = json!({ "groupBy": "SCAN_STATUS_REASON" });
    let told = ask(&stage.world, "ListCoverageStatistics", by_reason).await.unwrap();
    assert_eq!(told["countsByGroup"], json!([{ "count": 2, "groupKey": "SUCCESSFUL" }]));
}

#[tokio::test]
async fn details_and_vulnerabilities_are_told() {
    let stage = stage().await;
    let told = ask(&stage.world, "ListFindings", json!({})).await.unwrap();
    let arns: Vec<&Json> =
        told["findings"].as_array().unwrap().iter().map(|one| &one["findingArn"]).collect();
    let told =
        ask(&stage.world, "BatchGetFindingDetails", json!({ "findingArns": arns })).await.unwrap();
    assert_eq!(told["findingDetails"].as_array().unwrap().len(), 2);
    assert_eq!(told["errors"][0]["errorCode"], "FINDING_DETAILS_NOT_FOUND");
    let search = |id: &str| {
        let input = json!({ "filterCriteria": { "vulnerabilityIds": [id] } });
        let world = &stage.world;
        async move { ask(world, "SearchVulnerabilities", input).await.unwrap() }
    };
    let told = search(WITH_FIX).await;
    let found = &told["vulnerabilities"][0];
    assert_eq!(found["description"], "openssl reads too far");
    assert_eq!(found["cvss3"]["baseScore"], 9.8);
    assert_eq!(found["relatedVulnerabilities"], json!(["DSA-1-1"]));
    assert_eq!(search("CVE-2026-9999").await["vulnerabilities"], json!([]));
}

#[tokio::test]
async fn filters_are_kept_with_their_tags() {
    let stage = Stage::new();
    let world = &stage.world;
    let criteria = json!({
        "severity": [{ "comparison": "EQUALS", "value": "LOW" }],
        "updatedAt": [{ "startInclusive": 1_795_510_800 }],
    });
    let filter = json!({
        "name": "low", "action": "NONE", "description": "what can wait", "reason": "time",
        "filterCriteria": criteria, "tags": { "team": "red" },
    });
    let arn = ask(world, "CreateFilter", filter.clone()).await.unwrap()["arn"].clone();
    assert_eq!(code(world, "CreateFilter", filter.clone()).await, "BadRequestException");
    let told = ask(world, "ListFilters", json!({})).await.unwrap();
    let kept = &told["filters"][0];
    assert_eq!(
        (&kept["arn"], &kept["name"], &kept["action"]),
        (&arn, &json!("low"), &json!("NONE"))
    );
    assert_eq!(kept["criteria"]["severity"], criteria["severity"]);
    assert_eq!(
        (&kept["reason"], &kept["description"]),
        (&filter["reason"], &filter["description"])
    );
    let tag = json!({ "resourceArn": arn, "tags": { "a": "b" } });
    ask(world, "TagResource", tag).await.unwrap();
    let reserved = json!({ "resourceArn": arn, "tags": { "aws:a": "b" } });
    assert_eq!(code(world, "TagResource", reserved).await, "BadRequestException");
    let untag = json!({ "resourceArn": arn, "tagKeys": ["team"] });
    ask(world, "UntagResource", untag).await.unwrap();
    let told = ask(world, "ListTagsForResource", json!({ "resourceArn": arn })).await.unwrap();
    assert_eq!(told["tags"], json!({ "a": "b" }));
    let suppressing = json!({ "action": "SUPPRESS" });
    assert_eq!(ask(world, "ListFilters", suppressing).await.unwrap()["filters"], json!([]));
    ask(world, "DeleteFilter", json!({ "arn": arn })).await.unwrap();
    assert_eq!(
        code(world, "DeleteFilter", json!({ "arn": arn })).await,
        "ResourceNotFoundException"
    );
}

#[tokio::test]
async fn one_report_at_a_time_can_be_cancelled() {
    let stage = stage().await;
    let world = &stage.world;
    let destination = json!({
        "bucketName": "reports", "keyPrefix": "a", "kmsKeyArn": "arn:aws:kms:us-east-1:1:key/1" });
    let report = json!({ "reportFormat": "CSV", "s3Destination": destination });
    let id = ask(world, "CreateFindingsReport", report.clone()).await.unwrap()["reportId"].clone();
    assert_eq!(code(world, "CreateFindingsReport", report.clone()).await, "ValidationException");
    let told = ask(world, "GetFindingsReportStatus", json!({ "reportId": id })).await.unwrap();
    assert_eq!(told["status"], "IN_PROGRESS");
    assert_eq!(told["destination"], destination);
    assert_eq!(
        code(world, "GetSbomExport", json!({ "reportId": id })).await,
        "ResourceNotFoundException"
    );
    ask(world, "CancelFindingsReport", json!({ "reportId": id })).await.unwrap();
    let told = ask(world, "GetFindingsReportStatus", json!({})).await.unwrap();
    assert_eq!(told["status"], "CANCELLED");
    let again = json!({ "reportId": id });
    assert_eq!(code(world, "CancelFindingsReport", again).await, "ValidationException");
    ask(world, "CreateFindingsReport", report).await.unwrap();
    let wrong = json!({ "reportFormat": "CSV",
        "s3Destination": { "bucketName": "reports", "kmsKeyArn": "key" } });
    assert_eq!(code(world, "CreateFindingsReport", wrong).await, "ValidationException");
}
