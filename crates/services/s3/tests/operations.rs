//! Each operation has a denied case and a golden of its activity record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod kms;

use std::sync::Arc;

use bartizan_s3::{S3, S3Control, S3Projection};
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of, nobody};
use serde_json::{Value as Json, json};

use kms::{KEY, Kms, Open};

fn world() -> World {
    World::new(vec![Arc::new(S3Projection), given(Open(Kms::default()))], |folder| {
        vec![Arc::new(S3::open(&folder.join("objects")).unwrap()), Arc::new(S3Control)]
    })
}

fn bucket() -> Json {
    json!({ "Bucket": "ledger" })
}

fn with(more: &Json) -> Json {
    let mut all = json!({ "Bucket": "ledger" });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

fn object() -> Json {
    with(&json!({ "Key": "2026/a" }))
}

/// A case on a bucket that is there.
fn on_bucket(operation: &'static str, more: &Json) -> Case {
    Case::new(operation, with(more)).after("CreateBucket", bucket())
}

/// A case on an object that is there.
fn on_object(operation: &'static str, more: &Json) -> Case {
    let mut input = object();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new(operation, input).after("CreateBucket", bucket()).after_sending(
        "PutObject",
        object(),
        "bytes",
    )
}

/// A case on an upload that goes on.
fn on_upload(operation: &'static str, more: &Json) -> Case {
    let upload = json!({ "UploadId": "$CreateMultipartUpload.UploadId" });
    let mut part = object();
    part.as_object_mut().unwrap().extend(upload.as_object().unwrap().clone());
    let mut input = part.clone();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    part["PartNumber"] = json!(1);
    Case::new(operation, input)
        .after("CreateBucket", bucket())
        .after("CreateMultipartUpload", object())
        .after_sending("UploadPart", part, "bytes")
}

fn policy() -> Json {
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": { "AWS": "arn:aws:iam::123456789012:root" },
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::ledger/*",
    }]});
    json!({ "Policy": policy.to_string() })
}

fn bucket_cases() -> Vec<Case> {
    let none = json!({});
    let tags = json!({ "Tagging": { "TagSet": [{ "Key": "team", "Value": "red" }] } });
    let block = json!({ "PublicAccessBlockConfiguration": { "BlockPublicAcls": true } });
    let owned =
        json!({ "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] } });
    let versioning = json!({ "VersioningConfiguration": { "Status": "Enabled" } });
    let encryption = json!({ "ServerSideEncryptionConfiguration": { "Rules": [
        { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } },
    ]}});
    let cors = json!({ "CORSConfiguration": { "CORSRules": [
        { "AllowedOrigins": ["https://app.example.org"], "AllowedMethods": ["GET"] },
    ]}});
    vec![
        Case::new("CreateBucket", bucket()),
        on_bucket("DeleteBucket", &none),
        on_bucket("DeleteBucketCors", &none).after("PutBucketCors", with(&cors)),
        on_bucket("GetBucketCors", &none).after("PutBucketCors", with(&cors)),
        on_bucket("PutBucketCors", &cors),
        on_bucket("DeleteBucketEncryption", &none),
        on_bucket("GetBucketEncryption", &none),
        on_bucket("PutBucketEncryption", &encryption),
        on_bucket("DeleteBucketOwnershipControls", &none),
        on_bucket("DeleteBucketPolicy", &none).after("PutBucketPolicy", with(&policy())),
        on_bucket("DeleteBucketTagging", &none),
        on_bucket("DeletePublicAccessBlock", &none),
        on_bucket("GetBucketAcl", &none),
        on_bucket("GetBucketLocation", &none),
        on_bucket("GetBucketOwnershipControls", &none),
        on_bucket("GetBucketPolicy", &none).after("PutBucketPolicy", with(&policy())),
        on_bucket("GetBucketPolicyStatus", &none).after("PutBucketPolicy", with(&policy())),
        on_bucket("GetBucketTagging", &none).after("PutBucketTagging", with(&tags)),
        on_bucket("GetBucketVersioning", &none),
        on_bucket("GetPublicAccessBlock", &none),
        on_bucket("HeadBucket", &none),
        Case::new("ListBuckets", none.clone()),
        on_bucket("ListMultipartUploads", &none),
        on_bucket("ListObjectVersions", &none),
        on_bucket("ListObjects", &json!({ "Prefix": "2026/" })),
        on_bucket("ListObjectsV2", &json!({ "Prefix": "2026/", "Delimiter": "/" })),
        on_bucket("PutBucketAcl", &json!({ "ACL": "public-read" }))
            .refused_by("AccessControlListNotSupported"),
        on_bucket("PutBucketOwnershipControls", &owned),
        on_bucket("PutBucketPolicy", &policy()),
        on_bucket("PutBucketTagging", &tags),
        on_bucket("PutBucketVersioning", &versioning),
        on_bucket("PutPublicAccessBlock", &block),
    ]
}

fn object_cases() -> Vec<Case> {
    let none = json!({});
    let tags = json!({ "Tagging": { "TagSet": [{ "Key": "team", "Value": "red" }] } });
    let copy = json!({ "CopySource": "ledger/2026/a", "Key": "2026/b" });
    let parts = json!({ "MultipartUpload": { "Parts": [
        { "PartNumber": 1, "ETag": "4b3a6218bb3e3a7303e8a171a60fcf92" },
    ]}});
    let part_copy = json!({ "CopySource": "ledger/2026/b", "PartNumber": 2 });
    let several = json!({ "Delete": { "Objects": [{ "Key": "2026/a" }] } });
    vec![
        on_upload("AbortMultipartUpload", &none),
        on_upload("CompleteMultipartUpload", &parts),
        on_object("CopyObject", &copy),
        on_bucket("CreateMultipartUpload", &json!({ "Key": "2026/a" })),
        on_object("DeleteObject", &none),
        on_object("DeleteObjectTagging", &none),
        Case::new("DeleteObjects", with(&several))
            .after("CreateBucket", bucket())
            .after_sending("PutObject", object(), "bytes")
            .denying_items(),
        on_object("GetObject", &none),
        on_object("GetObjectAcl", &none),
        on_object("GetObjectAttributes", &json!({ "ObjectAttributes": ["ETag", "ObjectSize"] })),
        on_object("GetObjectTagging", &none),
        on_object("HeadObject", &none),
        on_upload("ListParts", &none),
        on_bucket("PutObject", &json!({ "Key": "2026/a", "Tagging": "team=red" }))
            .with_body("bytes"),
        on_object("PutObjectAcl", &json!({ "ACL": "public-read" }))
            .refused_by("AccessControlListNotSupported"),
        on_object("PutObjectTagging", &tags),
        on_object(
            "UpdateObjectEncryption",
            &json!({ "ObjectEncryption": { "SSEKMS": { "KMSKeyArn": KEY } } }),
        ),
        on_upload("UploadPart", &json!({ "PartNumber": 2 })).with_body("bytes"),
        on_upload("UploadPartCopy", &part_copy).after_sending(
            "PutObject",
            with(&json!({ "Key": "2026/b" })),
            "bytes",
        ),
    ]
}

/// What no bucket has here.
fn absent_cases() -> Vec<Case> {
    let none = json!({});
    vec![
        on_bucket("DeleteBucketLifecycle", &none),
        on_bucket("GetBucketLifecycleConfiguration", &none)
            .refused_by("NoSuchLifecycleConfiguration"),
        on_bucket("DeleteBucketReplication", &none),
        on_bucket("DeleteBucketWebsite", &none),
        on_bucket("GetBucketAccelerateConfiguration", &none),
        on_bucket("GetBucketLogging", &none),
        on_bucket("GetBucketNotificationConfiguration", &none),
        on_bucket("GetBucketReplication", &none)
            .refused_by("ReplicationConfigurationNotFoundError"),
        on_bucket("GetBucketRequestPayment", &none),
        on_bucket("GetBucketWebsite", &none).refused_by("NoSuchWebsiteConfiguration"),
        on_bucket("ListBucketAnalyticsConfigurations", &none),
        on_bucket("ListBucketIntelligentTieringConfigurations", &none),
        on_bucket("ListBucketInventoryConfigurations", &none),
        on_bucket("ListBucketMetricsConfigurations", &none),
        on_bucket("PutBucketLogging", &json!({ "BucketLoggingStatus": {} })),
        on_bucket(
            "PutBucketNotificationConfiguration",
            &json!({ "NotificationConfiguration": {} }),
        ),
        on_bucket(
            "PutBucketRequestPayment",
            &json!({ "RequestPaymentConfiguration": { "Payer": "BucketOwner" } }),
        ),
    ]
}

/// A case on an object of a bucket that locks.
fn on_locked(operation: &'static str, more: &Json) -> Case {
    let mut input = object();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new(operation, input)
        .after("CreateBucket", with(&json!({ "ObjectLockEnabledForBucket": true })))
        .after_sending("PutObject", object(), "bytes")
}

fn lock_cases() -> Vec<Case> {
    let none = json!({});
    let on = json!({ "LegalHold": { "Status": "ON" } });
    let retained = json!({ "Retention": {
        "Mode": "GOVERNANCE", "RetainUntilDate": "2099-01-01T00:00:00Z",
    }});
    let put = |more: &Json| {
        let mut input = object();
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let configuration = json!({ "ObjectLockConfiguration": {
        "ObjectLockEnabled": "Enabled",
        "Rule": { "DefaultRetention": { "Mode": "GOVERNANCE", "Days": 1 } },
    }});
    vec![
        on_locked("GetObjectLegalHold", &none).after("PutObjectLegalHold", put(&on)),
        on_bucket("GetObjectLockConfiguration", &none)
            .refused_by("ObjectLockConfigurationNotFoundError"),
        on_locked("GetObjectRetention", &none).after("PutObjectRetention", put(&retained)),
        on_locked("PutObjectLegalHold", &on),
        on_bucket("PutObjectLockConfiguration", &configuration).after(
            "PutBucketVersioning",
            with(&json!({ "VersioningConfiguration": { "Status": "Enabled" } })),
        ),
        on_locked("PutObjectRetention", &retained),
    ]
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let cases: Vec<_> = bucket_cases()
        .into_iter()
        .chain(absent_cases())
        .chain(lock_cases())
        .chain(object_cases())
        .collect();
    check_operations("s3", world, &cases, |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

#[tokio::test]
async fn every_operation_of_accounts_is_denied_and_recorded() {
    let account = json!({ "AccountId": "123456789012" });
    let block = json!({
        "AccountId": "123456789012",
        "PublicAccessBlockConfiguration": { "BlockPublicPolicy": true },
    });
    let cases = [
        Case::new("DeletePublicAccessBlock", account.clone()),
        Case::new("GetPublicAccessBlock", account).after("PutPublicAccessBlock", block.clone()),
        Case::new("PutPublicAccessBlock", block),
    ];
    check_operations("s3control", world, &cases, |operation, event| {
        insta::assert_json_snapshot!(format!("account_{operation}"), event);
    })
    .await;
}

#[tokio::test]
async fn a_call_about_a_thousand_objects_makes_no_large_event() {
    let world = world();
    let create = input_of("s3", "CreateBucket", &bucket());
    world.call(&admin(), "s3", "CreateBucket", create).await.unwrap();
    let objects: Vec<Json> =
        (0..1000).map(|number| json!({ "Key": format!("{number:0>1000}") })).collect();
    let many = with(&json!({ "Delete": { "Objects": objects } }));
    for caller in [admin(), nobody()] {
        let delete = input_of("s3", "DeleteObjects", &many);
        world.call(&caller, "s3", "DeleteObjects", delete).await.unwrap();
        let bytes = world.last_event().to_string().len();
        assert!((10_000..50_000).contains(&bytes), "{bytes}");
    }
}
