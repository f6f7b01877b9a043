//! What trails deliver where a bucket refuses, or where callers are hostile.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bartizan_service::testkit::{admin, input_of};
use serde_json::json;

use crate::TRAIL;
use crate::delivery::{Logged, unpacked};

const ALL_REGIONS: &str = "us-west-2";

/// A trail of all regions that validates its files.
async fn everywhere() -> Logged {
    Logged::new(&json!({ "IsMultiRegionTrail": true, "EnableLogFileValidation": true })).await
}

impl Logged {
    async fn look_in(&self, region: &str) {
        let input = input_of("cloudtrail", "ListTrails", &json!({}));
        let world = &self.world;
        world.call_in(region, &admin(), "cloudtrail", "ListTrails", input).await.unwrap();
    }
}

#[tokio::test]
async fn events_of_invented_regions_are_filed_under_the_home_region() {
    let logged = everywhere().await;
    for number in 0..20 {
        logged.look_in(&format!("moon-north-{number}")).await;
    }
    logged.look_in(ALL_REGIONS).await;
    for _ in 0..13 {
        logged.deliver().await;
    }
    assert_eq!(logged.names().iter().filter(|name| *name == "ListTrails").count(), 21);
    assert!(logged.bucket.named("moon").is_empty());
    assert_eq!(logged.bucket.named("/CloudTrail/us-west-2/").len(), 1);
    let digests = logged.bucket.named("/CloudTrail-Digest/");
    let regions = digests.iter().map(|(key, _)| key.split('/').nth(3).unwrap());
    assert_eq!(regions.collect::<Vec<_>>(), ["us-east-1", ALL_REGIONS]);
}

#[tokio::test]
async fn a_trail_has_its_home_in_a_region_that_aws_has() {
    let logged = everywhere().await;
    let create = json!({ "Name": "second", "S3BucketName": "logs" });
    let create = |region: &'static str| {
        let input = input_of("cloudtrail", "CreateTrail", &create);
        let world = &logged.world;
        async move { world.call_in(region, &admin(), "cloudtrail", "CreateTrail", input).await }
    };
    let refused = create("moon-north-1").await.unwrap_err();
    assert_eq!(refused.code, "UnsupportedOperationException");
    // The bucket's policy names trails of another region, which is asked next.
    let refused = create("af-south-1").await.unwrap_err();
    assert_eq!(refused.code, "InsufficientS3BucketPolicyException");
}

#[tokio::test]
async fn what_is_refused_of_one_region_holds_up_no_other() {
    let logged = everywhere().await;
    *logged.bucket.refused.lock().unwrap() = "/ap-south-1/";
    for region in ["ap-south-1", "eu-west-1", ALL_REGIONS] {
        logged.look_in(region).await;
    }
    // Each refusal is followed by a pause, and by the file of the next region.
    for _ in 0..4 {
        logged.deliver().await;
    }
    assert_eq!(logged.status("LatestDeliveryError").await.text(), Some("AccessDenied"));
    assert_eq!(logged.bucket.named("/CloudTrail/eu-west-1/").len(), 1);
    assert_eq!(logged.bucket.named("/CloudTrail/us-west-2/").len(), 1);
    *logged.bucket.refused.lock().unwrap() = "";
    for _ in 0..8 {
        logged.deliver().await;
    }
    assert_eq!(logged.bucket.named("/CloudTrail/ap-south-1/").len(), 1);
    assert!(logged.events().values().all(|count| *count == 1));
}

#[tokio::test]
async fn a_refused_digest_holds_up_no_other_and_names_its_files_later() {
    let logged = everywhere().await;
    *logged.bucket.refused.lock().unwrap() = "/CloudTrail-Digest/us-east-1/";
    logged.look_in(ALL_REGIONS).await;
    for _ in 0..14 {
        logged.deliver().await;
    }
    assert_eq!(logged.bucket.named("/CloudTrail-Digest/us-west-2/").len(), 1);
    let error = logged.status("LatestDigestDeliveryError").await;
    assert_eq!(error.text(), Some("AccessDenied"), "one region is refused still");
    *logged.bucket.refused.lock().unwrap() = "";
    for _ in 0..7 {
        logged.deliver().await;
    }
    let digests = logged.bucket.named("/CloudTrail-Digest/us-east-1/");
    let first = unpacked(&digests[0].1);
    assert!(!first["logFiles"].as_array().unwrap().is_empty());
    assert!(logged.status("LatestDigestDeliveryError").await.is_null());
}

#[tokio::test]
async fn a_trail_whose_events_were_forgotten_says_so_and_goes_on() {
    let logged = Logged::new(&json!({})).await;
    logged.deliver().await;
    logged.bucket.refuses.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        logged.call("ListTrails", &json!({})).await;
        logged.deliver().await;
    }
    logged.world.clock.advance(Duration::from_hours(91 * 24));
    logged.call("DescribeTrails", &json!({})).await;
    let platform = logged.world.road.platform();
    platform.activity().flush().unwrap();
    platform.activity().prune(platform.now().millis() - 90 * 86_400_000).unwrap();
    logged.bucket.refuses.store(false, Ordering::SeqCst);
    for _ in 0..3 {
        logged.deliver().await;
    }
    assert!(logged.names().contains(&"DescribeTrails".to_owned()));
    assert!(!logged.names().contains(&"ListTrails".to_owned()));
    assert!(logged.events().values().all(|count| *count == 1));
    assert_eq!(logged.status("LatestDeliveryError").await.text(), Some("EventsForgotten"));
    logged.call("StopLogging", &json!({ "Name": TRAIL })).await;
    logged.call("StartLogging", &json!({ "Name": TRAIL })).await;
    assert!(logged.status("LatestDeliveryError").await.is_null());
}
