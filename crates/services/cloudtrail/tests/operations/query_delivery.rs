//! Results of queries that are delivered to S3.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};

use crate::bucket::Bucket;
use crate::lake::Lake;
use crate::queries::filled;

impl Lake {
    /// Starts a query whose result is to be delivered.
    async fn start_to(&self, statement: &str, uri: &str) -> Json {
        let input = json!({ "QueryStatement": statement, "DeliveryS3Uri": uri });
        json!({ "QueryId": self.call("StartQuery", &input).await["QueryId"] })
    }

    async fn delivery(&self, query: &Json) -> (String, String) {
        let told = self.call("DescribeQuery", query).await;
        let text = |member: &str| told[member].as_str().unwrap().to_owned();
        (text("QueryStatus"), text("DeliveryStatus"))
    }
}

fn statuses(query: &str, delivery: &str) -> (String, String) {
    (query.to_owned(), delivery.to_owned())
}

#[tokio::test]
async fn a_result_is_delivered_with_its_signature() {
    let bucket = Arc::new(Bucket::default());
    let (lake, id) = filled(Lake::beside(&bucket)).await;
    let statement = format!(
        "SELECT eventName AS name, 'a, \"b\"' AS text, count(*) AS calls FROM {id} \
         WHERE eventName LIKE '%Trails' GROUP BY 1, 2 ORDER BY 3 DESC"
    );
    lake.world.clock.advance(Duration::from_millis(300));
    let query = lake.start_to(&statement, "s3://logs/a/b/").await;
    assert_eq!(lake.delivery(&query).await, statuses("QUEUED", "PENDING"));
    lake.run().await;
    assert_eq!(lake.delivery(&query).await, statuses("FINISHED", "SUCCESS"));
    assert_eq!(lake.call("DescribeQuery", &query).await["DeliveryS3Uri"], "s3://logs/a/b/");

    let query_id = query["QueryId"].as_str().unwrap();
    let folder = format!("a/b/AWSLogs/123456789012/CloudTrail-Lake/Query/2026/11/24/{query_id}");
    let delivered = bucket.named("CloudTrail-Lake");
    let [(rows_key, rows), (sign_key, sign)] = delivered.as_slice() else { panic!("two files") };
    assert_eq!(*rows_key, format!("{folder}/result_1.csv.gz"));
    assert_eq!(*sign_key, format!("{folder}/result_sign.json"));
    let mut text = String::new();
    GzDecoder::new(&*rows.body).read_to_string(&mut text).unwrap();
    let quoted = "\"a, \"\"b\"\"\"";
    assert_eq!(
        text,
        format!("name,text,calls\nListTrails,{quoted},3\nDescribeTrails,{quoted},1\n")
    );
    let sign: Json = serde_json::from_slice(&sign.body).unwrap();
    let hash = sign["files"][0]["fileHashValue"].as_str().unwrap();
    assert_eq!(hash, hex::encode(digest(&SHA256, &rows.body)));
    assert_eq!(sign["files"][0]["fileName"], "result_1.csv.gz");
    assert_eq!((&sign["version"], &sign["region"]), (&json!("1.0"), &json!("us-east-1")));
    let completed = &sign["queryCompleteTime"];
    let then = json!({ "StartTime": completed, "EndTime": completed });
    let keys = lake.call("ListPublicKeys", &then).await;
    let key = keys["PublicKeyList"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["Fingerprint"] == sign["publicKeyFingerprint"]);
    let key = STANDARD.decode(key.unwrap()["Value"].as_str().unwrap()).unwrap();
    let signature = hex::decode(sign["hashSignature"].as_str().unwrap()).unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key);
    key.verify(hash.as_bytes(), &signature).unwrap();
}

/// What S3 refuses is told, and costs no result.
#[tokio::test]
async fn what_a_bucket_refuses_is_told() {
    for (refused, status) in
        [("result_1", "ACCESS_DENIED"), ("result_sign", "ACCESS_DENIED_SIGNING_FILE")]
    {
        let bucket = Arc::new(Bucket::default());
        *bucket.refused.lock().unwrap() = refused;
        let (lake, id) = filled(Lake::beside(&bucket)).await;
        let query = lake.start_to(&format!("SELECT eventID FROM {id}"), "s3://logs").await;
        lake.run().await;
        assert_eq!(lake.delivery(&query).await, statuses("FINISHED", status));
        let found = lake.call("GetQueryResults", &query).await;
        assert!(!found["QueryResultRows"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_has_no_result_delivers_none() {
    let bucket = Arc::new(Bucket::default());
    let (lake, id) = filled(Lake::beside(&bucket)).await;
    let wrong = format!("SELECT CAST(eventName AS bigint) FROM {id}");
    let failed = lake.start_to(&wrong, "s3://logs").await;
    lake.run().await;
    assert_eq!(lake.delivery(&failed).await, statuses("FAILED", "FAILED"));
    let cancelled = lake.start_to(&format!("SELECT eventID FROM {id}"), "s3://logs").await;
    lake.call("CancelQuery", &cancelled).await;
    lake.run().await;
    assert_eq!(lake.delivery(&cancelled).await, statuses("CANCELLED", "CANCELLED"));
    assert!(bucket.named("CloudTrail-Lake").is_empty());
}

#[tokio::test]
async fn where_nothing_can_be_delivered_nothing_is_asked() {
    let (lake, id) = filled(Lake::new()).await;
    let unknown = id.replace(&id[..4], "0000");
    let long = format!("s3://logs/{}", "p".repeat(1000));
    for (id, uri, code) in [
        (&id, "s3://nobody", "S3BucketDoesNotExistException"),
        (&id, &long, "InvalidS3PrefixException"),
        (&unknown, "s3://logs", "EventDataStoreNotFoundException"),
    ] {
        let statement = format!("SELECT eventID FROM {id}");
        let input = json!({ "QueryStatement": statement, "DeliveryS3Uri": uri });
        assert_eq!(lake.refusal("StartQuery", &input).await, code, "{uri}");
    }
}
