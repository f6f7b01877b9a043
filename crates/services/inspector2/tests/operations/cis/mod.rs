//! CIS scans: configurations, scans by the clock, what they found, and who sees it.

mod agents;
mod results;
mod scene;
mod walks;

use std::time::Duration;

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

use self::scene::{ON_DISK, Stage, WITH_AGENT, configuration, instance};
use super::fakes::{MEMBER, OTHER, Organization};
use super::{ask, ask_as, code};

const HOUR: Duration = Duration::from_hours(1);
const NO_CONFIGURATION: &str = "arn:aws:inspector2:us-east-1:123456789012:owner/123456789012/cis-configuration/01234567-89ab-cdef-0123-456789abcdef";
const NO_SCAN: &str = "arn:aws:inspector2:us-east-1:123456789012:owner/123456789012/cis-scan/01234567-89ab-cdef-0123-456789abcdef";
const NO_ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// The denied case and the golden of each operation.
pub(crate) fn cases() -> Vec<Case> {
    let create = configuration(json!({ "tags": { "stage": "live" } }));
    let scan = json!({ "scanArn": NO_SCAN });
    let of_session = json!({ "scanJobId": NO_ID, "sessionToken": NO_ID });
    let with = |name: &str, value: Json| {
        let mut input = of_session.clone();
        input[name] = value;
        input
    };
    let start = json!({ "scanJobId": NO_ID, "message": { "sessionToken": NO_ID } });
    let told = json!([{ "ruleId": "5.1.20", "status": "PASSED", "cisRuleDetails": "b2s=" }]);
    let named = json!({ "scanConfigurationArn": NO_CONFIGURATION });
    let details = json!({ "scanArn": NO_SCAN, "targetResourceId": ON_DISK, "accountId": ACCOUNT });
    let missing =
        |operation, input| Case::new(operation, input).refused_by("ResourceNotFoundException");
    let wrong = |operation, input| Case::new(operation, input).refused_by("ValidationException");
    let denied = |operation, input| Case::new(operation, input).refused_by("AccessDeniedException");
    vec![
        Case::new("CreateCisScanConfiguration", create.clone()),
        Case::new("ListCisScanConfigurations", json!({}))
            .after("CreateCisScanConfiguration", create),
        missing("UpdateCisScanConfiguration", named.clone()),
        missing("DeleteCisScanConfiguration", named),
        Case::new("ListCisScans", json!({})),
        missing("GetCisScanReport", scan.clone()),
        wrong("GetCisScanResultDetails", details),
        wrong("ListCisScanResultsAggregatedByChecks", scan.clone()),
        wrong("ListCisScanResultsAggregatedByTargetResource", scan),
        denied("StartCisSession", start),
        denied("SendCisSessionTelemetry", with("messages", told)),
        denied("SendCisSessionHealth", of_session.clone()),
        denied("StopCisSession", with("message", json!({ "status": "FAILED", "progress": {} }))),
    ]
}

#[tokio::test]
async fn a_one_time_configuration_is_scanned_once() {
    let mut stage = Stage::new();
    let arn = stage.configure(json!({})).await;
    assert!(stage.scans(json!({})).await.is_empty());
    stage.step();
    stage.step();
    stage.restart();
    stage.step();
    let found = stage.scans(json!({})).await;
    assert_eq!(found.len(), 1);
    let scan = &found[0];
    assert_eq!(scan["scanConfigurationArn"], arn.as_str());
    assert_eq!((&scan["status"], &scan["scanName"]), (&json!("IN_PROGRESS"), &json!("nightly")));
    assert_eq!((&scan["failedChecks"], &scan["totalChecks"]), (&json!(1), &json!(3)));
    assert_eq!(scan["targets"]["accountIds"], json!([ACCOUNT]));
    assert_eq!(scan["scheduledBy"], ACCOUNT);
    let told = ask(&stage.world, "ListCisScanConfigurations", json!({})).await.unwrap();
    let told = &told["scanConfigurations"][0];
    assert_eq!((&told["ownerId"], &told["schedule"]), (&json!(ACCOUNT), &json!({ "oneTime": {} })));
}

#[tokio::test]
async fn a_daily_configuration_is_scanned_at_its_time() {
    let mut stage = Stage::new();
    // It is 2026-11-24T09:00:00Z.
    let daily =
        json!({ "daily": { "startTime": { "timeOfDay": "11:00", "timezone": "Europe/Berlin" } } });
    let arn = stage.configure(json!({ "schedule": daily })).await;
    let count = async |stage: &Stage| stage.scans(json!({})).await.len();
    stage.step();
    assert_eq!(count(&stage).await, 0);
    stage.world.clock.advance(HOUR);
    stage.step();
    stage.step();
    assert_eq!(count(&stage).await, 1);
    // What is missed while nothing runs is made up for once.
    stage.world.clock.advance(HOUR * 24 * 3);
    stage.restart();
    stage.step();
    stage.step();
    assert_eq!(count(&stage).await, 2);
    stage.world.clock.advance(HOUR * 24);
    stage.step();
    assert_eq!(count(&stage).await, 3);
    // Another schedule takes its place.
    let input = json!({ "scanConfigurationArn": arn, "schedule": { "oneTime": {} } });
    ask(&stage.world, "UpdateCisScanConfiguration", input).await.unwrap();
    stage.step();
    stage.world.clock.advance(HOUR * 24);
    stage.step();
    assert_eq!(count(&stage).await, 4);
}

#[tokio::test]
async fn configurations_are_changed_tagged_and_deleted() {
    let stage = Stage::new();
    let arn = stage.configure(json!({ "tags": { "stage": "live" } })).await;
    let targets = json!({ "targetResourceTags": { "team": ["green"] } });
    let input = json!({
        "scanConfigurationArn": arn,
        "scanName": "weekly",
        "securityLevel": "LEVEL_1",
        "targets": targets,
    });
    ask(&stage.world, "UpdateCisScanConfiguration", input).await.unwrap();
    let tags = json!({ "resourceArn": arn, "tags": { "owner": "me" } });
    ask(&stage.world, "TagResource", tags).await.unwrap();
    let untag = json!({ "resourceArn": arn, "tagKeys": ["stage"] });
    ask(&stage.world, "UntagResource", untag).await.unwrap();
    let told = ask(&stage.world, "ListTagsForResource", json!({ "resourceArn": arn })).await;
    assert_eq!(told.unwrap()["tags"], json!({ "owner": "me" }));
    let told = ask(&stage.world, "ListCisScanConfigurations", json!({})).await.unwrap();
    let told = &told["scanConfigurations"][0];
    assert_eq!((&told["scanName"], &told["securityLevel"]), (&json!("weekly"), &json!("LEVEL_1")));
    assert_eq!(told["targets"]["accountIds"], json!([ACCOUNT]));
    assert_eq!(told["targets"]["targetResourceTags"], json!({ "team": ["green"] }));
    let named = json!({ "scanConfigurationArn": arn });
    ask(&stage.world, "DeleteCisScanConfiguration", named.clone()).await.unwrap();
    let again = code(&stage.world, "DeleteCisScanConfiguration", named).await;
    assert_eq!(again, "ResourceNotFoundException");
    stage.step();
    assert!(stage.scans(json!({})).await.is_empty());
}

#[tokio::test]
async fn configurations_are_filtered_and_sorted() {
    let stage = Stage::new();
    for name in ["b", "a", "ab"] {
        stage.configure(json!({ "scanName": name })).await;
    }
    let text =
        |comparison: &str, value: &str| json!([{ "comparison": comparison, "value": value }]);
    let tag = |value: &str| json!([{ "comparison": "EQUALS", "key": "team", "value": value }]);
    for (criteria, order, expected) in [
        (json!({}), "ASC", &["a", "ab", "b"][..]),
        (json!({}), "DESC", &["b", "ab", "a"]),
        (json!({ "scanNameFilters": text("PREFIX", "a") }), "ASC", &["a", "ab"]),
        (json!({ "scanNameFilters": text("NOT_EQUALS", "a") }), "ASC", &["ab", "b"]),
        (json!({ "targetResourceTagFilters": tag("red") }), "ASC", &["a", "ab", "b"]),
        (json!({ "targetResourceTagFilters": tag("green") }), "ASC", &[]),
        (json!({ "scanConfigurationArnFilters": text("EQUALS", "x") }), "ASC", &[]),
    ] {
        let mut told = Vec::new();
        let mut token = Json::Null;
        loop {
            let mut input = json!({
                "filterCriteria": criteria, "sortBy": "SCAN_NAME", "sortOrder": order, "maxResults": 2,
            });
            if !token.is_null() {
                input["nextToken"] = token;
            }
            let page = ask(&stage.world, "ListCisScanConfigurations", input).await.unwrap();
            for one in page["scanConfigurations"].as_array().unwrap() {
                told.push(one["scanName"].as_str().unwrap().to_owned());
            }
            token = page["nextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(told, expected, "{criteria} {order}");
    }
}

#[tokio::test]
async fn what_is_no_configuration_is_refused() {
    let stage = Stage::new();
    let at = |zone: &str| json!({ "timeOfDay": "09:00", "timezone": zone });
    let targets = |accounts: Json| json!({ "accountIds": accounts, "targetResourceTags": { "team": ["red"] } });
    let invalid = "ValidationException";
    for (changes, expected) in [
        (json!({ "schedule": {} }), invalid),
        (json!({ "schedule": { "daily": { "startTime": at("Nowhere") } } }), invalid),
        (json!({ "schedule": { "oneTime": {}, "daily": { "startTime": at("UTC") } } }), invalid),
        (json!({ "targets": targets(json!(["ALL_ACCOUNTS"])) }), "AccessDeniedException"),
        (json!({ "targets": targets(json!(["SELF", "ALL_ACCOUNTS"])) }), invalid),
        (json!({ "targets": targets(json!([OTHER])) }), "AccessDeniedException"),
        (json!({ "tags": { "aws:x": "y" } }), "BadRequestException"),
    ] {
        let input = configuration(changes.clone());
        let told = code(&stage.world, "CreateCisScanConfiguration", input).await;
        assert_eq!(told, expected, "{changes}");
    }
    for arn in [
        NO_SCAN,
        "x",
        "arn:aws:inspector2:us-east-1:222222222222:owner/222222222222/cis-configuration/1",
    ] {
        let input = json!({ "scanConfigurationArn": arn });
        let told = code(&stage.world, "UpdateCisScanConfiguration", input).await;
        assert_eq!(told, "ResourceNotFoundException", "{arn}");
    }
}

#[tokio::test]
async fn deleting_a_configuration_cancels_its_scan() {
    let stage = Stage::new();
    let arn = stage.configure(json!({})).await;
    stage.step();
    assert!(stage.waiting(WITH_AGENT).is_some());
    let named = json!({ "scanConfigurationArn": arn });
    ask(&stage.world, "DeleteCisScanConfiguration", named).await.unwrap();
    assert_eq!(stage.waiting(WITH_AGENT), None);
    let scan = stage.scans(json!({})).await.remove(0);
    assert_eq!((&scan["status"], &scan["totalChecks"]), (&json!("CANCELLED"), &json!(3)));
    let found = results::by_target(&stage, &scan, json!({})).await;
    let statuses: Vec<&Json> = found.iter().map(|one| &one["targetStatus"]).collect();
    assert_eq!(statuses, ["COMPLETED", "CANCELLED"]);
}

#[tokio::test]
async fn old_scans_are_forgotten() {
    let stage = Stage::new();
    stage.configure(json!({})).await;
    stage.step();
    stage.world.clock.advance(HOUR * 24 * 89);
    stage.step();
    assert_eq!(stage.scans(json!({})).await.len(), 1);
    stage.world.clock.advance(HOUR * 24);
    stage.step();
    assert!(stage.scans(json!({})).await.is_empty());
}

/// A world in which a member administers Inspector for another, and each has an instance.
async fn organization() -> Stage {
    let stage = Stage::with(&Organization::new());
    let input = json!({ "delegatedAdminAccountId": MEMBER });
    ask(&stage.world, "EnableDelegatedAdminAccount", input).await.unwrap();
    let other = json!({ "accountId": OTHER });
    ask_as(&stage.world, MEMBER, "AssociateMember", other).await.unwrap();
    let mut all = stage.hosts.instances.lock().unwrap();
    for (account, id) in [(MEMBER, "i-0000000a"), (OTHER, "i-0000000b")] {
        all.insert(account.to_owned(), vec![instance(id, Some("ami-1"), Some("disk"))]);
    }
    drop(all);
    stage
}

#[tokio::test]
async fn an_administrator_scans_members_who_see_what_is_theirs() {
    let stage = organization().await;
    let all = json!({ "accountIds": ["ALL_ACCOUNTS"], "targetResourceTags": { "team": ["red"] } });
    let input = configuration(json!({ "targets": all }));
    ask_as(&stage.world, MEMBER, "CreateCisScanConfiguration", input).await.unwrap();
    stage.step();
    let listed = async |account: &str, input: Json| {
        let told = ask_as(&stage.world, account, "ListCisScans", input).await.unwrap();
        told["scans"].as_array().unwrap().clone()
    };
    let whole = listed(MEMBER, json!({})).await;
    assert_eq!(whole.len(), 1);
    assert_eq!((&whole[0]["status"], &whole[0]["totalChecks"]), (&json!("COMPLETED"), &json!(6)));
    assert_eq!(whole[0]["targets"]["accountIds"], json!([MEMBER, OTHER]));
    let own = listed(MEMBER, json!({ "detailLevel": "MEMBER" })).await;
    assert_eq!(own[0]["totalChecks"], 3);
    let of_other = listed(OTHER, json!({})).await;
    assert_eq!((&of_other[0]["totalChecks"], &of_other[0]["failedChecks"]), (&json!(3), &json!(1)));
    assert_eq!(of_other[0]["targets"]["accountIds"], json!([OTHER]));
    assert_eq!(of_other[0]["scheduledBy"], MEMBER);
    assert!(listed(ACCOUNT, json!({})).await.is_empty());

    let scan = json!({ "scanArn": whole[0]["scanArn"] });
    let resources = async |account: &str| {
        let operation = "ListCisScanResultsAggregatedByTargetResource";
        ask_as(&stage.world, account, operation, scan.clone()).await
    };
    let of = |told: Json| told["targetResourceAggregations"].as_array().unwrap().len();
    assert_eq!(of(resources(MEMBER).await.unwrap()), 2);
    assert_eq!(of(resources(OTHER).await.unwrap()), 1);
    assert_eq!(resources(ACCOUNT).await.unwrap_err().code, "ValidationException");

    // A member scans itself, which its administrator sees.
    let input = configuration(json!({ "scanName": "own" }));
    ask_as(&stage.world, OTHER, "CreateCisScanConfiguration", input).await.unwrap();
    stage.step();
    assert_eq!(listed(OTHER, json!({})).await.len(), 2);
    assert_eq!(listed(MEMBER, json!({})).await.len(), 2);
    assert_eq!(listed(MEMBER, json!({ "detailLevel": "MEMBER" })).await.len(), 1);

    // Who leaves sees and shows nothing more.
    ask_as(&stage.world, MEMBER, "DisassociateMember", json!({ "accountId": OTHER }))
        .await
        .unwrap();
    assert_eq!(listed(OTHER, json!({})).await.len(), 1);
    assert_eq!(listed(MEMBER, json!({})).await[0]["totalChecks"], 3);
}
