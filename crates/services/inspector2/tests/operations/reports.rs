//! Reports are written once, are tried again while what fails may pass, and end when they are cancelled.

use std::sync::Arc;
use std::time::Duration;

use bartizan_inspector2::{Assessments, Assessor, write_due};
use serde_json::{Value as Json, json};

use super::bucket::{Bucket, Fate};
use super::scene::{OLD, Stage};
use super::{ask, code};

const HOUR: Duration = Duration::from_hours(1);

async fn stage() -> (Stage, Arc<Bucket>) {
    let bucket = Arc::<Bucket>::default();
    let stage = Stage::with_bucket(&bucket);
    ask(&stage.world, "Enable", json!({ "resourceTypes": ["EC2"] })).await.unwrap();
    *stage.scene.open.lock().unwrap() = Some(22);
    stage.hand_in(&[OLD], None);
    stage.assess();
    (stage, bucket)
}

fn destination() -> Json {
    json!({ "bucketName": "reports", "kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1" })
}

async fn report(stage: &Stage, format: &str) -> Json {
    let report = json!({ "reportFormat": format, "s3Destination": destination() });
    let told = ask(&stage.world, "CreateFindingsReport", report).await.unwrap();
    json!({ "reportId": told["reportId"] })
}

async fn status(stage: &Stage, id: &Json) -> Json {
    ask(&stage.world, "GetFindingsReportStatus", id.clone()).await.unwrap()
}

#[tokio::test]
async fn what_a_bucket_fails_by_for_a_while_is_tried_again() {
    for (code, status_code) in [("InternalError", 500), ("SlowDown", 503), ("KMS.Throttling", 400)]
    {
        let (stage, bucket) = stage().await;
        let id = report(&stage, "JSON").await;
        bucket.next([Fate::Fails(code, status_code); 2]);
        for _ in 0..2 {
            assert!(write_due(&stage.world.road).await.unwrap(), "{code}");
            assert_eq!(status(&stage, &id).await["status"], "IN_PROGRESS", "{code}");
            // It is not tried before its time.
            let left = bucket.fates.lock().unwrap().len();
            assert!(write_due(&stage.world.road).await.unwrap());
            assert_eq!(bucket.fates.lock().unwrap().len(), left);
            stage.world.clock.advance(HOUR);
        }
        assert!(!write_due(&stage.world.road).await.unwrap());
        let told = status(&stage, &id).await;
        assert_eq!((&told["status"], &told["errorCode"]), (&json!("SUCCEEDED"), &Json::Null));
        assert_eq!(bucket.keys().len(), 1);
    }
}

#[tokio::test]
async fn what_always_fails_ends_after_a_few_tries() {
    let (stage, bucket) = stage().await;
    let id = report(&stage, "JSON").await;
    bucket.next([Fate::Fails("InternalError", 500); 10]);
    let mut tries = 1;
    while write_due(&stage.world.road).await.unwrap() {
        stage.world.clock.advance(HOUR);
        tries += 1;
    }
    let told = status(&stage, &id).await;
    assert_eq!((&told["status"], &told["errorCode"]), (&json!("FAILED"), &json!("INTERNAL_ERROR")));
    assert_eq!(tries, 5);
    // What is refused is not tried again.
    bucket.fates.lock().unwrap().clear();
    bucket.next([Fate::Fails("AccessDenied", 403)]);
    let id = report(&stage, "JSON").await;
    assert!(!write_due(&stage.world.road).await.unwrap());
    assert_eq!(status(&stage, &id).await["errorCode"], "INVALID_PERMISSIONS");
}

#[tokio::test]
async fn a_report_that_is_cancelled_while_another_is_written_is_not_written() {
    let (stage, bucket) = stage().await;
    report(&stage, "JSON").await;
    stage.world.clock.advance(Duration::from_secs(1));
    let bills = json!({ "reportFormat": "SPDX_2_3", "s3Destination": destination() });
    let second = ask(&stage.world, "CreateSbomExport", bills).await.unwrap()["reportId"].clone();
    bucket.next([Fate::Waits]);
    let road = Arc::new(stage.world.road.clone());
    let writing = tokio::spawn(async move { write_due(&road).await });
    bucket.waiting.acquire().await.unwrap().forget();
    let named = json!({ "reportId": second });
    ask(&stage.world, "CancelSbomExport", named.clone()).await.unwrap();
    bucket.let_go.add_permits(1);
    writing.await.unwrap().unwrap();
    let told = ask(&stage.world, "GetSbomExport", named).await.unwrap();
    assert_eq!(told["status"], "CANCELLED");
    let keys = bucket.keys();
    assert_eq!(keys.len(), 1, "{keys:?}");
    assert!(!keys[0].contains("SPDX"), "{keys:?}");
}

#[tokio::test]
async fn a_report_that_is_cancelled_while_it_is_written_stays_so() {
    let (stage, bucket) = stage().await;
    let id = report(&stage, "JSON").await;
    bucket.next([Fate::Waits]);
    let road = Arc::new(stage.world.road.clone());
    let writing = tokio::spawn(async move { write_due(&road).await });
    bucket.waiting.acquire().await.unwrap().forget();
    ask(&stage.world, "CancelFindingsReport", id.clone()).await.unwrap();
    bucket.let_go.add_permits(1);
    assert!(!writing.await.unwrap().unwrap());
    assert_eq!(status(&stage, &id).await["status"], "CANCELLED");
    assert_eq!(code(&stage.world, "CancelFindingsReport", id).await, "ValidationException");
}

#[tokio::test(start_paused = true)]
async fn a_round_that_panics_is_not_the_last() {
    let (stage, bucket) = stage().await;
    let assessor = Assessor::new(stage.scene.clone(), None);
    let (assessments, follower) = Assessments::new(assessor);
    stage.world.road.platform().store.observe(Box::new(follower)).unwrap();
    bucket.next([Fate::Panics, Fate::Waits]);
    let id = report(&stage, "CSV").await;
    let writer = tokio::spawn(assessments.write_reports(Arc::new(stage.world.road.clone())));
    bucket.waiting.acquire().await.unwrap().forget();
    bucket.let_go.add_permits(1);
    while status(&stage, &id).await["status"] == "IN_PROGRESS" {
        tokio::task::yield_now().await;
    }
    assert_eq!(status(&stage, &id).await["status"], "SUCCEEDED");
    writer.abort();
}

#[tokio::test]
async fn a_table_has_the_columns_that_inspector_writes() {
    let (stage, bucket) = stage().await;
    report(&stage, "CSV").await;
    assert!(!write_due(&stage.world.road).await.unwrap());
    let objects = bucket.objects.lock().unwrap();
    let text = String::from_utf8(objects.values().next().unwrap().clone()).unwrap();
    let mut lines = text.split("\r\n").map(|line| {
        let line = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        line.unwrap_or_default().split("\",\"").collect::<Vec<_>>()
    });
    let head = lines.next().unwrap();
    assert_eq!(head.len(), 55);
    let of = |line: &[&str], name: &str| {
        line[head.iter().position(|known| *known == name).unwrap()].to_owned()
    };
    let lines: Vec<Vec<&str>> = lines.filter(|line| line.len() == head.len()).collect();
    let port = lines.iter().find(|line| of(line, "Finding Type") == "NETWORK_REACHABILITY");
    let port = port.unwrap();
    for (name, expected) in [
        ("Port Range", "22 - 22"),
        ("Resource Type", "AWS_EC2_INSTANCE"),
        ("Ami", "ami-1"),
        ("Resource Public Ipv4", "203.0.113.9"),
        ("Resource Private Ipv4", "10.0.0.4"),
        ("Resource Vpc", "vpc-1"),
        ("Resource Tags", "team:red"),
        ("Status", "ACTIVE"),
        ("Lambda Layers", ""),
    ] {
        assert_eq!(of(port, name), expected, "{name}");
    }
    let package = lines.iter().find(|line| of(line, "Vulnerability Id") == "CVE-2026-0001");
    let package = package.unwrap();
    for (name, expected) in [
        ("Package Manager", "OS"),
        ("Vendor Advisory Published", "2026-01-01T00:00:00Z"),
        ("Vendor CVSS3 Score", "9.8"),
        ("Vendor CVSS3 Vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        ("Inspector Score", "9.8"),
        ("Port Range", ""),
    ] {
        assert_eq!(of(package, name), expected, "{name}");
    }
}
