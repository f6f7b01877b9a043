//! Calls that the installation records itself.

use std::time::Duration;

use bartizan_guardduty::{GuardDuty, follow_activity};
use bartizan_service::store::ActivityRow;
use bartizan_service::testkit::World;
use serde_json::{Value as Json, json};

use super::bucket::Bucket;
use super::{ask, detector, world_of};

/// A call that opens a bucket, or stops a trail, as it is recorded.
fn recorded(number: u32, account: &str, region: &str, service: &str, name: &str) -> ActivityRow {
    let event = json!({
        "eventVersion": "1.11", "eventID": format!("event-{number}"),
        "eventTime": "2026-11-24T08:00:00Z", "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name, "awsRegion": region, "sourceIPAddress": "52.1.2.3",
        "userAgent": "x", "recipientAccountId": account, "eventType": "AwsApiCall",
        "userIdentity": { "type": "IAMUser", "principalId": "AIDAEXAMPLE", "userName": "mallory",
            "arn": format!("arn:aws:iam::{account}:user/mallory"), "accountId": account },
        "requestParameters": { "name": "trail" },
    });
    ActivityRow {
        time_ms: 1_795_507_200_000,
        event_id: format!("event-{number}"),
        request_id: format!("request-{number}"),
        account: account.to_owned(),
        region: region.to_owned(),
        body: json!({ "event": event }).to_string().into_bytes(),
        keys: Vec::new(),
    }
}

async fn types(world: &World, id: &str) -> Vec<(String, u64)> {
    let listed = ask(world, "ListFindings", json!({ "DetectorId": id })).await.unwrap();
    let input = json!({ "DetectorId": id, "findingIds": listed["FindingIds"] });
    let told = ask(world, "GetFindings", input).await.unwrap();
    let of = |one: &Json| {
        (one["Type"].as_str().unwrap().to_owned(), one["Service"]["Count"].as_u64().unwrap())
    };
    // Whoever stops a trail for the first time evades defences, too.
    let told = told["Findings"].as_array().unwrap().iter().map(of);
    told.filter(|(name, _)| name.starts_with("Stealth")).collect()
}

#[tokio::test]
async fn calls_are_looked_at_once_as_they_are_recorded() {
    let service = GuardDuty::default();
    let world = world_of(&service, &Bucket::default());
    let platform = world.road.platform();
    let follow = || follow_activity(&service, platform);
    let (own, other) = ("123456789012", "999999999999");
    let record = |rows: &[ActivityRow]| {
        platform.activity().append_blocking(rows).unwrap();
        platform.activity().flush().unwrap();
    };
    let id = detector(&world).await;
    record(&[recorded(1, own, "us-east-1", "cloudtrail", "StopLogging")]);
    world.clock.advance(Duration::from_secs(1));
    follow().await.unwrap();
    follow().await.unwrap();
    assert!(
        types(&world, &id).await.is_empty(),
        "what was there before the first time is not read"
    );
    record(&[
        recorded(2, other, "us-east-1", "cloudtrail", "StopLogging"),
        recorded(3, own, "eu-west-1", "cloudtrail", "StopLogging"),
    ]);
    follow().await.unwrap();
    assert!(types(&world, &id).await.is_empty(), "another account's, and another region's");
    record(&[recorded(4, own, "us-east-1", "cloudtrail", "StopLogging")]);
    follow().await.unwrap();
    follow().await.unwrap();
    let found = vec![("Stealth:IAMUser/CloudTrailLoggingDisabled".to_owned(), 1)];
    assert_eq!(types(&world, &id).await, found);
    // Who starts anew goes on behind it, and knows what was told.
    let anew = GuardDuty::default();
    follow_activity(&anew, platform).await.unwrap();
    assert_eq!(types(&world, &id).await, found);
    // Nobody looks where the detector is off; what was done meanwhile is not looked at later.
    let turn =
        |is_on: bool| ask(&world, "UpdateDetector", json!({ "DetectorId": id, "enable": is_on }));
    turn(false).await.unwrap();
    record(&[recorded(5, own, "us-east-1", "cloudtrail", "DeleteTrail")]);
    follow_activity(&anew, platform).await.unwrap();
    turn(true).await.unwrap();
    follow_activity(&anew, platform).await.unwrap();
    assert_eq!(types(&world, &id).await, found);
}
