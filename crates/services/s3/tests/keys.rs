//! Objects that are encrypted with keys of KMS: what S3 asks of it, and when.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod kms;

use std::sync::Arc;

use bartizan_s3::{S3, S3Projection};
use bartizan_service::testkit::{World, admin, given, input_of, root};
use bartizan_service::{Body, Caller, Reply};
use bartizan_types::Fault;
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

use kms::{KEY, Kms, Open};

const OBJECT: &str = "arn:aws:s3:::ledger/k";
const BUCKET: &str = "arn:aws:s3:::ledger";

/// A bucket, and the key service beside it.
struct Scene {
    world: World,
    kms: Kms,
}

impl Scene {
    async fn new() -> Self {
        let kms = Kms::default();
        let open = given(Open(kms.clone()));
        let world = World::new(vec![Arc::new(S3Projection), open], |folder| {
            vec![Arc::new(S3::open(&folder.join("objects")).unwrap())]
        });
        let scene = Self { world, kms };
        scene.call("CreateBucket", json!({})).await.unwrap();
        scene
    }

    async fn call(&self, operation: &str, more: Json) -> Result<Reply, Fault> {
        self.call_as(&admin(), operation, more).await
    }

    async fn call_as(&self, who: &Caller, operation: &str, more: Json) -> Result<Reply, Fault> {
        let mut input = json!({ "Bucket": "ledger" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let body = matches!(operation, "PutObject" | "UploadPart")
            .then(|| Body::from_bytes("bytes".into()));
        self.world.send(who, "s3", operation, input_of("s3", operation, &input), body).await
    }

    async fn put(&self, more: Json) -> Result<Value, Fault> {
        let mut input = json!({ "Key": "k" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Ok(self.call("PutObject", input).await?.value)
    }

    async fn read(&self, key: &str) -> Result<(Value, String), Fault> {
        let reply = self.call("GetObject", json!({ "Key": key })).await?;
        let bytes = reply.body.unwrap().collect(1000).await?;
        Ok((reply.value, String::from_utf8(bytes.to_vec()).unwrap()))
    }
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.field(member).and_then(Value::text)
}

#[tokio::test]
async fn each_object_has_a_data_key_of_its_own() {
    let scene = Scene::new().await;
    let put = scene.put(json!({ "ServerSideEncryption": "aws:kms" })).await.unwrap();
    assert_eq!(text(&put, "ServerSideEncryption"), Some("aws:kms"));
    assert_eq!(text(&put, "SSEKMSKeyId"), Some(KEY));
    assert_eq!(put.field("BucketKeyEnabled"), None);
    // The MD5 of what KMS seals is nobody's to see.
    assert_ne!(text(&put, "ETag"), Some("\"4b3a6218bb3e3a7303e8a171a60fcf92\""));
    let (got, bytes) = scene.read("k").await.unwrap();
    assert_eq!((text(&got, "SSEKMSKeyId"), &*bytes), (Some(KEY), "bytes"));
    assert_eq!(scene.world.last_event()["additionalEventData"]["SSEApplied"], "SSE_KMS");
    scene.call("HeadObject", json!({ "Key": "k" })).await.unwrap();
    let asked = [format!("GenerateDataKey {OBJECT}"), format!("Decrypt {OBJECT}")];
    assert_eq!(scene.kms.asked(), asked);
    scene.call("HeadObject", json!({ "Key": "k", "ChecksumMode": "ENABLED" })).await.unwrap();
    let checksum = json!({ "Key": "k", "ObjectAttributes": ["Checksum"] });
    scene.call("GetObjectAttributes", checksum).await.unwrap();
    assert_eq!(scene.kms.asked(), [&*asked[1]; 2]);
}

#[tokio::test]
async fn what_kms_refuses_is_refused() {
    let scene = Scene::new().await;
    scene.put(json!({ "ServerSideEncryption": "aws:kms", "Key": "there" })).await.unwrap();
    for (code, status, worded) in [
        ("AccessDeniedException", 400, ("AccessDenied", 403)),
        ("DisabledException", 400, ("KMS.DisabledException", 400)),
        ("KMSInvalidStateException", 400, ("KMS.KMSInvalidStateException", 400)),
    ] {
        scene.kms.refuse(Some(Fault::new(code, "why", status)));
        let put = scene.put(json!({ "ServerSideEncryption": "aws:kms" })).await.unwrap_err();
        let read = scene.read("there").await.unwrap_err();
        for fault in [put, read] {
            assert_eq!((&*fault.code, fault.status, &*fault.message), (worded.0, worded.1, "why"));
        }
    }
    scene.kms.refuse(None);
    let unknown = json!({ "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "fake" });
    let fault = scene.put(unknown).await.unwrap_err();
    assert_eq!((&*fault.code, &*fault.message), ("KMS.NotFoundException", "Invalid keyId 'fake'"));
}

#[tokio::test]
async fn a_bucket_key_serves_many_objects_of_a_caller() {
    let scene = Scene::new().await;
    let default = json!({ "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/objects" });
    let rule = json!({ "ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": true });
    let rules = json!({ "ServerSideEncryptionConfiguration": { "Rules": [rule] } });
    scene.call("PutBucketEncryption", rules).await.unwrap();
    for key in ["a", "b", "c"] {
        let put = scene.put(json!({ "Key": key })).await.unwrap();
        assert_eq!(put.field("BucketKeyEnabled"), Some(&Value::Bool(true)));
        let event = scene.world.last_event();
        assert_eq!(event["additionalEventData"]["SSEApplied"], "Default_SSE_KMS");
    }
    for key in ["a", "b", "c"] {
        assert_eq!(scene.read(key).await.unwrap().1, "bytes");
    }
    assert_eq!(
        scene.kms.asked(),
        [format!("GenerateDataKey {BUCKET}"), format!("Decrypt {BUCKET}")]
    );
    // Another caller's use is recorded too.
    scene.call_as(&root(), "GetObject", json!({ "Key": "a" })).await.unwrap();
    assert_eq!(scene.kms.asked(), [format!("Decrypt {BUCKET}")]);
    // A key that is kept is of no use to whom KMS refuses.
    scene.kms.refuse(Some(Fault::new("AccessDeniedException", "why", 400)));
    assert_eq!(scene.read("a").await.unwrap_err().code, "AccessDenied");
    assert_eq!(scene.put(json!({ "Key": "d" })).await.unwrap_err().code, "AccessDenied");
    scene.kms.refuse(None);
    // A write may do without.
    let put = scene.put(json!({ "BucketKeyEnabled": false })).await.unwrap();
    assert_eq!(put.field("BucketKeyEnabled"), None);
    assert_eq!(scene.kms.asked(), [format!("GenerateDataKey {OBJECT}")]);
}

#[tokio::test]
async fn two_layers() {
    let scene = Scene::new().await;
    let put = scene.put(json!({ "ServerSideEncryption": "aws:kms:dsse" })).await.unwrap();
    assert_eq!(text(&put, "ServerSideEncryption"), Some("aws:kms:dsse"));
    let (got, bytes) = scene.read("k").await.unwrap();
    assert_eq!((text(&got, "ServerSideEncryption"), &*bytes), (Some("aws:kms:dsse"), "bytes"));
    let with_bucket_key =
        json!({ "ServerSideEncryption": "aws:kms:dsse", "BucketKeyEnabled": true });
    assert_eq!(scene.put(with_bucket_key).await.unwrap_err().code, "InvalidArgument");
}

#[tokio::test]
async fn the_encryption_context_of_a_write_is_asked_again_by_reads() {
    let scene = Scene::new().await;
    let context = "eyJ0ZWFtIjoicmVkIn0=";
    let put = json!({
        "ServerSideEncryption": "aws:kms", "SSEKMSEncryptionContext": context,
    });
    let put = scene.put(put).await.unwrap();
    assert_eq!(text(&put, "SSEKMSEncryptionContext"), Some(context));
    assert_eq!(scene.read("k").await.unwrap().1, "bytes");
    let wrong = json!({ "ServerSideEncryption": "aws:kms", "SSEKMSEncryptionContext": "?" });
    assert_eq!(scene.put(wrong).await.unwrap_err().code, "InvalidArgument");
    let alone = json!({ "SSEKMSEncryptionContext": context });
    assert_eq!(scene.put(alone).await.unwrap_err().code, "InvalidArgument");
}

#[tokio::test]
async fn the_parts_of_an_upload_have_one_data_key() {
    let scene = Scene::new().await;
    let asks = json!({ "Key": "k", "ServerSideEncryption": "aws:kms" });
    let begun = scene.call("CreateMultipartUpload", asks).await.unwrap().value;
    let upload = text(&begun, "UploadId").unwrap().to_owned();
    let part = json!({ "Key": "k", "UploadId": upload, "PartNumber": 1 });
    let part = scene.call("UploadPart", part).await.unwrap().value;
    assert_eq!(text(&part, "SSEKMSKeyId"), Some(KEY));
    let parts = json!([{ "PartNumber": 1, "ETag": text(&part, "ETag").unwrap() }]);
    let done = json!({ "Key": "k", "UploadId": upload, "MultipartUpload": { "Parts": parts } });
    let done = scene.call("CompleteMultipartUpload", done).await.unwrap().value;
    assert_eq!(text(&done, "ServerSideEncryption"), Some("aws:kms"));
    assert_eq!(scene.read("k").await.unwrap().1, "bytes");
    let decrypt = format!("Decrypt {OBJECT}");
    let asked = [format!("GenerateDataKey {OBJECT}"), decrypt.clone(), decrypt];
    assert_eq!(scene.kms.asked(), asked);
}

#[tokio::test]
async fn the_way_of_encryption_is_changed_without_the_bytes() {
    let scene = Scene::new().await;
    let put = scene.put(json!({})).await.unwrap();
    let key = json!({ "Key": "k", "ObjectEncryption": { "SSEKMS": { "KMSKeyArn": KEY } } });
    scene.call("UpdateObjectEncryption", key.clone()).await.unwrap();
    assert_eq!(scene.kms.asked(), [format!("GenerateDataKey {OBJECT}")]);
    let (got, bytes) = scene.read("k").await.unwrap();
    assert_eq!((text(&got, "SSEKMSKeyId"), &*bytes), (Some(KEY), "bytes"));
    assert_eq!(text(&got, "ETag"), text(&put, "ETag"));
    let mut with_bucket_key = key.clone();
    with_bucket_key["ObjectEncryption"]["SSEKMS"]["BucketKeyEnabled"] = json!(true);
    scene.call("UpdateObjectEncryption", with_bucket_key).await.unwrap();
    let (got, bytes) = scene.read("k").await.unwrap();
    assert_eq!((got.field("BucketKeyEnabled"), &*bytes), (Some(&Value::Bool(true)), "bytes"));
    scene.put(json!({ "ServerSideEncryption": "aws:kms:dsse" })).await.unwrap();
    let fault = scene.call("UpdateObjectEncryption", key).await.unwrap_err();
    assert_eq!(fault.code, "InvalidRequest");
}

#[tokio::test]
async fn a_copy_is_read_by_one_key_and_written_by_another() {
    let scene = Scene::new().await;
    scene.put(json!({ "ServerSideEncryption": "aws:kms" })).await.unwrap();
    let copy = json!({ "Key": "copy", "CopySource": "ledger/k" });
    let copied = scene.call("CopyObject", copy).await.unwrap().value;
    assert_eq!(text(&copied, "ServerSideEncryption"), Some("AES256"));
    let asked = [format!("GenerateDataKey {OBJECT}"), format!("Decrypt {OBJECT}")];
    assert_eq!(scene.kms.asked(), asked);
    // Onto itself it changes how it is encrypted, even if nothing is said.
    let onto_itself = json!({ "Key": "k", "CopySource": "ledger/k" });
    scene.call("CopyObject", onto_itself).await.unwrap();
    assert_eq!(scene.read("k").await.unwrap().1, "bytes");
    assert_eq!(scene.kms.asked(), [format!("Decrypt {OBJECT}")]);
}
