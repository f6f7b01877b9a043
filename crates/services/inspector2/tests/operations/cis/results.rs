//! What a scan found, aggregated, in detail and as a report.

use std::io::Read;

use bartizan_service::testkit::ACCOUNT;
use bartizan_service::types::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use serde_json::{Value as Json, json};

use super::super::{ask, code};
use super::NO_SCAN;
use super::scene::{CHECKS, ON_DISK, Stage, WITH_AGENT};

/// The instances of a scan.
pub(super) async fn by_target(stage: &Stage, scan: &Json, more: Json) -> Vec<Json> {
    let operation = "ListCisScanResultsAggregatedByTargetResource";
    listed(stage, operation, "targetResourceAggregations", of(scan, more)).await
}

/// What the checks said of an instance.
pub(super) async fn details(stage: &Stage, scan: &Json, instance: &str, more: Json) -> Vec<Json> {
    let mut input = of(scan, more);
    input["targetResourceId"] = json!(instance);
    input["accountId"] = json!(ACCOUNT);
    listed(stage, "GetCisScanResultDetails", "scanResultDetails", input).await
}

async fn by_checks(stage: &Stage, scan: &Json, more: Json) -> Vec<Json> {
    let operation = "ListCisScanResultsAggregatedByChecks";
    listed(stage, operation, "checkAggregations", of(scan, more)).await
}

fn of(scan: &Json, mut more: Json) -> Json {
    more["scanArn"] = scan["scanArn"].clone();
    more
}

async fn listed(stage: &Stage, operation: &str, name: &str, input: Json) -> Vec<Json> {
    ask(&stage.world, operation, input).await.unwrap()[name].as_array().unwrap().clone()
}

/// A scan whose disk is checked.
async fn scanned(stage: &Stage) -> Json {
    stage.configure(json!({})).await;
    stage.step();
    stage.scans(json!({})).await.remove(0)
}

fn is(value: &str) -> Json {
    json!([{ "comparison": "EQUALS", "value": value }])
}

#[tokio::test]
async fn checks_are_aggregated_filtered_and_sorted() {
    let stage = Stage::new();
    let scan = scanned(&stage).await;
    let found = by_checks(&stage, &scan, json!({})).await;
    let ids: Vec<&Json> = found.iter().map(|one| &one["checkId"]).collect();
    assert_eq!(ids, [CHECKS[0], CHECKS[2], CHECKS[1]], "in the order of their numbers");
    let failed = &found[2];
    assert_eq!(failed["statusCounts"], json!({ "failed": 1, "passed": 0, "skipped": 0 }));
    assert_eq!((&failed["platform"], &failed["level"]), (&json!("DEBIAN_12"), &json!("LEVEL_1")));
    assert_eq!(failed["accountId"], ACCOUNT);
    for name in ["title", "checkDescription"] {
        assert!(!failed[name].as_str().unwrap().is_empty(), "{name}");
    }
    let title = failed["title"].as_str().unwrap();
    let at_least = |least: i32| json!([{ "lowerInclusive": least }]);
    for (criteria, expected) in [
        (json!({ "checkIdFilters": is(CHECKS[1]) }), &[CHECKS[1]][..]),
        (json!({ "titleFilters": is(title) }), &[CHECKS[1]]),
        (json!({ "failedResourcesFilters": at_least(1) }), &[CHECKS[1]]),
        (json!({ "securityLevelFilters": is("LEVEL_2") }), &[CHECKS[2]]),
        (json!({ "platformFilters": is("DEBIAN_13") }), &[]),
        (json!({ "accountIdFilters": is(ACCOUNT), "checkIdFilters": is(CHECKS[0]) }), &[CHECKS[0]]),
        (json!({ "accountIdFilters": is("222222222222") }), &[]),
    ] {
        let found = by_checks(&stage, &scan, json!({ "filterCriteria": criteria.clone() })).await;
        let ids: Vec<&Json> = found.iter().map(|one| &one["checkId"]).collect();
        assert_eq!(ids, expected, "{criteria}");
    }
    let sorted = json!({ "sortBy": "FAILED_COUNTS", "sortOrder": "DESC", "maxResults": 1 });
    assert_eq!(by_checks(&stage, &scan, sorted).await[0]["checkId"], CHECKS[1]);
}

#[tokio::test]
async fn instances_are_aggregated_filtered_and_sorted() {
    let stage = Stage::new();
    let scan = scanned(&stage).await;
    let found = by_target(&stage, &scan, json!({})).await;
    assert_eq!(found[0]["statusCounts"], json!({ "failed": 1, "passed": 1, "skipped": 1 }));
    assert_eq!(found[0]["targetResourceTags"], json!({ "team": ["red"] }));
    let tag = |value: &str| json!([{ "comparison": "EQUALS", "key": "team", "value": value }]);
    let (disk, agent) = (ON_DISK, WITH_AGENT);
    for (criteria, expected) in [
        (json!({ "targetResourceIdFilters": is(agent) }), &[agent][..]),
        (json!({ "targetResourceTagFilters": tag("red") }), &[disk, agent]),
        (json!({ "targetResourceTagFilters": tag("blue") }), &[]),
        (json!({ "targetStatusFilters": is("COMPLETED") }), &[disk]),
        (json!({ "targetStatusReasonFilters": is("SCAN_IN_PROGRESS") }), &[agent]),
        (json!({ "platformFilters": is("DEBIAN_12") }), &[disk]),
        (json!({ "statusFilters": is("FAILED") }), &[disk]),
        (json!({ "statusFilters": is("FAILED"), "checkIdFilters": is(CHECKS[0]) }), &[]),
        (json!({ "failedChecksFilters": [{ "upperInclusive": 0 }] }), &[agent]),
        (json!({ "accountIdFilters": is(ACCOUNT) }), &[disk, agent]),
    ] {
        let found = by_target(&stage, &scan, json!({ "filterCriteria": criteria.clone() })).await;
        let ids: Vec<&Json> = found.iter().map(|one| &one["targetResourceId"]).collect();
        assert_eq!(ids, expected, "{criteria}");
    }
    let sorted = json!({ "sortBy": "FAILED_COUNTS", "sortOrder": "ASC" });
    assert_eq!(by_target(&stage, &scan, sorted).await[0]["targetResourceId"], agent);
}

#[tokio::test]
async fn details_are_filtered_and_paged() {
    let stage = Stage::new();
    let scan = scanned(&stage).await;
    let found = details(&stage, &scan, ON_DISK, json!({})).await;
    let failed = &found[2];
    assert_eq!((&failed["checkId"], &failed["status"]), (&json!(CHECKS[1]), &json!("FAILED")));
    assert_eq!(failed["statusReason"], "/etc/5.1.20: found");
    assert_eq!(found[1]["statusReason"], "Does not apply: /etc/1.1.2.3.1: found");
    assert!(!failed["remediation"].as_str().unwrap().is_empty());
    let arn = failed["findingArn"].as_str().unwrap();
    for (criteria, expected) in [
        (json!({ "findingStatusFilters": is("SKIPPED") }), CHECKS[2]),
        (json!({ "checkIdFilters": is(CHECKS[0]) }), CHECKS[0]),
        (json!({ "titleFilters": is(failed["title"].as_str().unwrap()) }), CHECKS[1]),
        (json!({ "securityLevelFilters": is("LEVEL_2") }), CHECKS[2]),
        (json!({ "findingArnFilters": is(arn) }), CHECKS[1]),
    ] {
        let input = json!({ "filterCriteria": criteria.clone() });
        let found = details(&stage, &scan, ON_DISK, input).await;
        let ids: Vec<&Json> = found.iter().map(|one| &one["checkId"]).collect();
        assert_eq!(ids, [expected], "{criteria}");
    }
    let input = json!({ "sortBy": "STATUS", "sortOrder": "DESC", "maxResults": 2 });
    let found = details(&stage, &scan, ON_DISK, input).await;
    let statuses: Vec<&Json> = found.iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, ["SKIPPED", "PASSED"]);
}

#[tokio::test]
async fn scans_are_filtered() {
    let stage = Stage::new();
    let scan = scanned(&stage).await;
    let text = |name: &str| scan[name].as_str().unwrap().to_owned();
    let began = Timestamp::parse_iso8601(&text("scanDate")).unwrap().seconds();
    for (criteria, count) in [
        (json!({ "scanNameFilters": is("nightly") }), 1),
        (json!({ "scanNameFilters": is("other") }), 0),
        (json!({ "scanStatusFilters": is("IN_PROGRESS") }), 1),
        (json!({ "scanStatusFilters": is("COMPLETED") }), 0),
        (json!({ "scanArnFilters": is(&text("scanArn")) }), 1),
        (json!({ "scanConfigurationArnFilters": is(&text("scanConfigurationArn")) }), 1),
        (json!({ "scanConfigurationArnFilters": is("x") }), 0),
        (json!({ "scheduledByFilters": is(ACCOUNT) }), 1),
        (json!({ "targetAccountIdFilters": is("222222222222") }), 0),
        (json!({ "targetResourceIdFilters": is(ON_DISK) }), 1),
        (json!({ "targetResourceIdFilters": is("i-1") }), 0),
        (json!({ "failedChecksFilters": [{ "lowerInclusive": 2 }] }), 0),
        (json!({ "scanAtFilters": [{ "earliestScanStartTime": began }] }), 1),
        (json!({ "scanAtFilters": [{ "earliestScanStartTime": began + 1 }] }), 0),
    ] {
        let found = stage.scans(json!({ "filterCriteria": criteria.clone() })).await;
        assert_eq!(found.len(), count, "{criteria}");
    }
    let empty = json!([{}]);
    for criteria in [json!({ "failedChecksFilters": empty }), json!({ "scanAtFilters": empty })] {
        let input = json!({ "filterCriteria": criteria });
        assert_eq!(code(&stage.world, "ListCisScans", input).await, "ValidationException");
    }
    let wrong = json!({ "nextToken": "!" });
    assert_eq!(code(&stage.world, "ListCisScans", wrong).await, "ValidationException");
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let stage = Stage::new();
    let scan = scanned(&stage).await;
    let details = |scan: &Json, instance: &str, account: &str| {
        let of = json!({ "targetResourceId": instance, "accountId": account });
        ("GetCisScanResultDetails", self::of(scan, of))
    };
    let unknown = json!({ "scanArn": NO_SCAN });
    for (operation, input) in [
        details(&unknown, ON_DISK, ACCOUNT),
        details(&scan, "i-00000000000000009", ACCOUNT),
        details(&scan, ON_DISK, "222222222222"),
        ("ListCisScanResultsAggregatedByChecks", unknown.clone()),
        ("ListCisScanResultsAggregatedByTargetResource", unknown.clone()),
    ] {
        let told = code(&stage.world, operation, input.clone()).await;
        assert_eq!(told, "ValidationException", "{operation} {input}");
    }
    let csv = json!({ "reportFormat": "CSV" });
    let missing = code(&stage.world, "GetCisScanReport", of(&unknown, csv.clone())).await;
    assert_eq!(missing, "ResourceNotFoundException");
    let of_other = json!({ "reportFormat": "CSV", "targetAccounts": ["222222222222"] });
    let told = code(&stage.world, "GetCisScanReport", of(&scan, of_other)).await;
    assert_eq!(told, "ValidationException");
    for format in [csv, json!({ "reportFormat": "PDF" }), json!({})] {
        let told = ask(&stage.world, "GetCisScanReport", of(&scan, format)).await.unwrap();
        assert_eq!(told, json!({ "status": "IN_PROGRESS" }));
    }
}

/// The operators of a document's pages.
fn shown(pdf: &[u8]) -> String {
    let (mut rest, mut shown) = (pdf, Vec::new());
    while let Some(at) = rest.windows(7).position(|window| window == b"stream\n") {
        rest = &rest[at + 7..];
        // What is no stream ends one.
        let _ = ZlibDecoder::new(rest).read_to_end(&mut shown);
    }
    shown.into_iter().map(char::from).collect()
}

#[tokio::test]
async fn a_report_is_a_table_or_a_document() {
    let stage = Stage::new();
    stage.hosts.instances.lock().unwrap().get_mut(ACCOUNT).unwrap().truncate(1);
    let scan = scanned(&stage).await;
    let report = async |format: Json| {
        let told = ask(&stage.world, "GetCisScanReport", of(&scan, format)).await.unwrap();
        assert_eq!(told["status"], "SUCCEEDED");
        let (kind, body) = told["url"].as_str().unwrap().split_once(";base64,").unwrap();
        (kind.to_owned(), STANDARD.decode(body).unwrap())
    };
    let (kind, table) = report(json!({ "reportFormat": "CSV" })).await;
    assert_eq!(kind, "data:text/csv;charset=utf-8");
    assert_eq!(String::from_utf8(table).unwrap().lines().count(), 4);
    for format in [json!({}), json!({ "reportFormat": "PDF" })] {
        let (kind, document) = report(format).await;
        assert_eq!(kind, "data:application/pdf");
        let shown = shown(&document);
        for part in [
            "(CIS scan nightly)",
            "(Checks: 1 failed, 1 passed, 1 skipped)",
            "(i-00000000000000001 of account 123456789012)",
            "(FAILED 5.1.20 (LEVEL_1) ",
            "(/etc/5.1.20: found)",
            "(Does not apply: /etc/1.1.2.3.1: found)",
            "(Remediation: ",
            "(1 of 1)",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}
