//! What trails deliver: each event once, whatever fails in between.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bartizan_cloudtrail::{Schedule, deliver};
use bartizan_service::testkit::{World, admin, input_of};
use bartizan_service::wire::Value;
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};

use crate::bucket::{Bucket, Object};
use crate::{TRAIL, world_with};

pub(crate) const SCHEDULE: Schedule =
    Schedule { delivery: Duration::from_mins(5), digest: Duration::from_hours(1) };

/// A world with a trail that logs.
pub(crate) struct Logged {
    pub(crate) world: World,
    pub(crate) bucket: Arc<Bucket>,
}

impl Logged {
    pub(crate) async fn new(more: &Json) -> Self {
        let bucket = Arc::new(Bucket::default());
        let logged = Self { world: world_with(&bucket), bucket };
        let mut trail = json!({ "Name": TRAIL, "S3BucketName": "logs" });
        for (name, value) in more.as_object().unwrap() {
            trail[name] = value.clone();
        }
        logged.call("CreateTrail", &trail).await;
        logged.world.clock.advance(Duration::from_secs(1));
        logged.call("StartLogging", &json!({ "Name": TRAIL })).await;
        logged
    }

    pub(crate) async fn call(&self, operation: &str, input: &Json) -> Value {
        let input = input_of("cloudtrail", operation, input);
        self.world.call(&admin(), "cloudtrail", operation, input).await.unwrap().value
    }

    /// Lets five minutes go by, and what is due be delivered.
    pub(crate) async fn deliver(&self) {
        self.world.clock.advance(SCHEDULE.delivery);
        self.deliver_now().await;
    }

    async fn deliver_now(&self) {
        self.world.road.platform().activity().flush().unwrap();
        deliver(&self.world.road, &SCHEDULE).await.unwrap();
    }

    /// How often each event was delivered, by the file that has it.
    pub(crate) fn events(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (_, object) in self.bucket.named("/CloudTrail/") {
            for record in unpacked(&object)["Records"].as_array().unwrap() {
                let id = record["eventID"].as_str().unwrap().to_owned();
                *counts.entry(id).or_default() += 1;
            }
        }
        counts
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let files = self.bucket.named("/CloudTrail/").into_iter();
        let records =
            files.flat_map(|(_, object)| unpacked(&object)["Records"].as_array().unwrap().clone());
        records.map(|record| record["eventName"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) async fn status(&self, member: &'static str) -> Value {
        let status = self.call("GetTrailStatus", &json!({ "Name": TRAIL })).await;
        status.field(member).cloned().unwrap_or(Value::Null)
    }
}

pub(crate) fn unpacked(object: &Object) -> Json {
    let mut text = String::new();
    GzDecoder::new(object.body.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn every_event_while_it_logs_is_delivered_once() {
    let logged = Logged::new(&json!({})).await;
    for _ in 0..150 {
        logged.call("ListTrails", &json!({})).await;
    }
    logged.deliver().await;
    logged.call("DescribeTrails", &json!({})).await;
    logged.deliver().await;
    logged.call("StopLogging", &json!({ "Name": TRAIL })).await;
    logged.world.clock.advance(Duration::from_secs(1));
    logged.call("ListTags", &json!({ "ResourceIdList": [] })).await;
    logged.deliver().await;
    let events = logged.events();
    assert!(events.values().all(|count| *count == 1), "{events:?}");
    let names = logged.names();
    let count = |name: &str| names.iter().filter(|known| *known == name).count();
    assert_eq!(count("ListTrails"), 150);
    assert_eq!((count("StartLogging"), count("StopLogging")), (1, 1));
    assert_eq!((count("CreateTrail"), count("ListTags")), (0, 0));
}

#[tokio::test]
async fn files_come_every_five_minutes_and_not_before() {
    let logged = Logged::new(&json!({})).await;
    logged.deliver().await;
    logged.call("ListTrails", &json!({})).await;
    logged.deliver_now().await;
    assert_eq!(logged.bucket.named("/CloudTrail/").len(), 1);
    logged.deliver().await;
    assert_eq!(logged.bucket.named("/CloudTrail/").len(), 2);
}

#[tokio::test]
async fn an_undeliverable_event_waits_and_its_failure_is_seen() {
    let logged = Logged::new(&json!({})).await;
    logged.bucket.refuses.store(true, Ordering::SeqCst);
    logged.deliver().await;
    assert_eq!(logged.status("LatestDeliveryError").await.text(), Some("AccessDenied"));
    assert!(logged.events().is_empty());
    logged.bucket.refuses.store(false, Ordering::SeqCst);
    logged.deliver_now().await;
    assert!(logged.events().is_empty(), "it is tried again after a pause");
    logged.deliver().await;
    assert_eq!(logged.names()[0], "StartLogging");
    assert!(logged.status("LatestDeliveryError").await.is_null());
    assert!(!logged.status("LatestDeliveryTime").await.is_null());
}

#[tokio::test]
async fn a_file_that_is_written_again_is_the_same_file() {
    let logged = Logged::new(&json!({ "EnableLogFileValidation": true })).await;
    logged.call("ListTrails", &json!({})).await;
    logged.bucket.loses_answers.store(true, Ordering::SeqCst);
    logged.deliver().await;
    let once = logged.bucket.objects.lock().unwrap().clone();
    // Neither what happens nor what is set in between changes what was decided.
    logged.call("DescribeTrails", &json!({})).await;
    let none = json!({ "TrailName": TRAIL, "EventSelectors": [{ "ReadWriteType": "ReadOnly" }] });
    logged.call("PutEventSelectors", &none).await;
    let writes = logged.bucket.writes.load(Ordering::SeqCst);
    logged.deliver().await;
    assert!(logged.bucket.writes.load(Ordering::SeqCst) > writes);
    assert_eq!(*logged.bucket.objects.lock().unwrap(), once);
    logged.bucket.loses_answers.store(false, Ordering::SeqCst);
    for _ in 0..13 {
        logged.deliver().await;
    }
    assert!(logged.events().values().all(|count| *count == 1));
    let digests = logged.bucket.named("/CloudTrail-Digest/");
    let named = unpacked(&digests[0].1)["logFiles"].clone();
    assert_eq!(named.as_array().unwrap().len(), logged.bucket.named("/CloudTrail/").len());
}

#[tokio::test]
async fn only_what_the_selectors_name_is_delivered() {
    let logged = Logged::new(&json!({})).await;
    let write_only = json!({
        "TrailName": TRAIL,
        "EventSelectors": [{
            "ReadWriteType": "WriteOnly",
            "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"] }],
        }],
    });
    logged.call("PutEventSelectors", &write_only).await;
    logged.call("ListTrails", &json!({})).await;
    logged.deliver().await;
    let names = logged.names();
    assert_eq!(names, ["StartLogging", "PutEventSelectors"]);
    let deliveries = || logged.names().iter().filter(|name| *name == "PutObject").count();
    logged.deliver().await;
    logged.deliver().await;
    assert_eq!(deliveries(), 2, "each delivery is a data event, which the next one delivers");
    let own = json!({ "Name": TRAIL, "RecursiveLogging": false });
    logged.call("UpdateTrail", &own).await;
    logged.deliver().await;
    logged.deliver().await;
    assert_eq!(deliveries(), 2);
    assert_eq!(logged.names().last().map(String::as_str), Some("UpdateTrail"));
}

#[tokio::test]
async fn digests_are_chained_and_name_every_file() {
    let logged = Logged::new(&json!({ "EnableLogFileValidation": true })).await;
    for _ in 0..25 {
        logged.call("ListTrails", &json!({})).await;
        logged.deliver().await;
    }
    let digests: Vec<_> =
        logged.bucket.named("/CloudTrail-Digest/").iter().map(|(_, one)| unpacked(one)).collect();
    assert_eq!(digests.len(), 2);
    assert!(digests[0]["previousDigestS3Object"].is_null());
    assert_eq!(digests[1]["previousDigestS3Object"], digests[0]["digestS3Object"]);
    assert_eq!(digests[1]["digestStartTime"], digests[0]["digestEndTime"]);
    let first = &logged.bucket.named("/CloudTrail-Digest/")[0].1.metadata;
    assert_eq!(
        first["signature"].as_str(),
        digests[1]["previousDigestSignature"].as_str().unwrap()
    );
    assert_eq!(first["signature-algorithm"], "SHA256withRSA");
    let named: Vec<_> =
        digests.iter().flat_map(|one| one["logFiles"].as_array().unwrap()).collect();
    assert_eq!(named.len(), logged.bucket.named("/CloudTrail/").len());
    let keys = logged.call("ListPublicKeys", &json!({})).await;
    let keys = keys.field("PublicKeyList").unwrap().items();
    assert_eq!(
        keys[0].field("Fingerprint").unwrap().text(),
        digests[0]["digestPublicKeyFingerprint"].as_str()
    );
}
