//! Every operation, a line each. Events of objects are data events, as are listings of what is in
//! a bucket; those of buckets are management events. (CloudTrail User Guide, "Logging data
//! events"; Amazon S3 User Guide, "Amazon S3 CloudTrail events".)

use bartizan_service::operations;

use crate::bucket::{
    absent, cors, encryption, ownership, policy, public_access, tagging, versioning,
};
use crate::listing::{objects, versions};
use crate::multipart::{abort, complete, create, part, uploads};
use crate::object::{
    attributes, copy, delete, get, put, tagging as object_tagging, update_encryption,
};
use crate::object_lock::{configuration, legal_hold, retention};
use crate::{S3, acl, bucket, rules};

operations! {
    S3 = "s3";
    AbortMultipartUpload: Write Data Anyone ["s3:AbortMultipartUpload"] rules::on_upload => abort::abort;
    CompleteMultipartUpload: Write Data Anyone ["s3:PutObject"] rules::complete => complete::complete;
    CopyObject: Write Data Anyone ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold"] rules::copy => copy::copy;
    CreateBucket: Write Management Signed ["s3:CreateBucket", "s3:PutBucketOwnershipControls", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning", "s3:TagResource"] rules::new_bucket => bucket::create;
    CreateMultipartUpload: Write Data Anyone ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold"] rules::put => create::create;
    DeleteBucket: Write Management Anyone ["s3:DeleteBucket"] rules::on_bucket => bucket::delete;
    DeleteBucketCors: Write Management Anyone ["s3:PutBucketCORS"] rules::on_bucket => cors::delete;
    DeleteBucketEncryption: Write Management Anyone ["s3:PutEncryptionConfiguration"] rules::on_bucket => encryption::delete;
    DeleteBucketLifecycle: Write Management Anyone ["s3:PutLifecycleConfiguration"] rules::on_bucket => absent::delete_lifecycle;
    DeleteBucketOwnershipControls: Write Management Anyone ["s3:PutBucketOwnershipControls"] rules::on_bucket => ownership::delete;
    DeleteBucketPolicy: Write Management Anyone ["s3:DeleteBucketPolicy"] rules::on_bucket => policy::delete;
    DeleteBucketReplication: Write Management Anyone ["s3:PutReplicationConfiguration"] rules::on_bucket => absent::delete_replication;
    DeleteBucketTagging: Write Management Anyone ["s3:PutBucketTagging"] rules::on_bucket => tagging::delete;
    DeleteBucketWebsite: Write Management Anyone ["s3:DeleteBucketWebsite"] rules::on_bucket => absent::delete_website;
    DeleteObject: Write Data Anyone ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"] rules::delete => delete::one;
    DeleteObjectTagging: Write Data Anyone ["s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"] rules::read => object_tagging::delete;
    DeleteObjects: Write Data Anyone ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"] rules::delete_many => delete::many;
    DeletePublicAccessBlock: Write Management Anyone ["s3:PutBucketPublicAccessBlock"] rules::on_bucket => public_access::delete;
    GetBucketAccelerateConfiguration: Read Management Anyone ["s3:GetAccelerateConfiguration"] rules::on_bucket => absent::acceleration;
    GetBucketAcl: Read Management Anyone ["s3:GetBucketAcl"] rules::on_bucket => acl::of_bucket;
    GetBucketCors: Read Management Anyone ["s3:GetBucketCORS"] rules::on_bucket => cors::show;
    GetBucketEncryption: Read Management Anyone ["s3:GetEncryptionConfiguration"] rules::on_bucket => encryption::show;
    GetBucketLifecycleConfiguration: Read Management Anyone ["s3:GetLifecycleConfiguration"] rules::on_bucket => absent::lifecycle;
    GetBucketLocation: Read Management Anyone ["s3:GetBucketLocation"] rules::on_bucket => bucket::location;
    GetBucketLogging: Read Management Anyone ["s3:GetBucketLogging"] rules::on_bucket => absent::logging;
    GetBucketNotificationConfiguration: Read Management Anyone ["s3:GetBucketNotification"] rules::on_bucket => absent::notifications;
    GetBucketOwnershipControls: Read Management Anyone ["s3:GetBucketOwnershipControls"] rules::on_bucket => ownership::show;
    GetBucketPolicy: Read Management Anyone ["s3:GetBucketPolicy"] rules::on_bucket => policy::show;
    GetBucketPolicyStatus: Read Management Anyone ["s3:GetBucketPolicyStatus"] rules::on_bucket => policy::status;
    GetBucketReplication: Read Management Anyone ["s3:GetReplicationConfiguration"] rules::on_bucket => absent::replication;
    GetBucketRequestPayment: Read Management Anyone ["s3:GetBucketRequestPayment"] rules::on_bucket => absent::request_payment;
    GetBucketTagging: Read Management Anyone ["s3:GetBucketTagging"] rules::on_bucket => tagging::show;
    GetBucketVersioning: Read Management Anyone ["s3:GetBucketVersioning"] rules::on_bucket => versioning::show;
    GetBucketWebsite: Read Management Anyone ["s3:GetBucketWebsite"] rules::on_bucket => absent::website;
    GetObject: Read Data Anyone ["s3:GetObject", "s3:GetObjectVersion"] rules::read => get::get;
    GetObjectAcl: Read Data Anyone ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"] rules::read => acl::of_object;
    GetObjectAttributes: Read Data Anyone ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"] rules::read_attributes => attributes::show;
    GetObjectLegalHold: Read Data Anyone ["s3:GetObjectLegalHold"] rules::read_lock => legal_hold::show;
    GetObjectLockConfiguration: Read Management Anyone ["s3:GetBucketObjectLockConfiguration"] rules::on_bucket => configuration::show;
    GetObjectRetention: Read Data Anyone ["s3:GetObjectRetention"] rules::read_lock => retention::show;
    GetObjectTagging: Read Data Anyone ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"] rules::read => object_tagging::show;
    GetPublicAccessBlock: Read Management Anyone ["s3:GetBucketPublicAccessBlock"] rules::on_bucket => public_access::show;
    HeadBucket: Read Management Anyone ["s3:ListBucket"] rules::on_bucket => bucket::head;
    HeadObject: Read Data Anyone ["s3:GetObject", "s3:GetObjectVersion"] rules::read => get::head;
    ListBucketAnalyticsConfigurations: Read Management Anyone ["s3:GetAnalyticsConfiguration"] rules::on_bucket => absent::analytics;
    ListBucketIntelligentTieringConfigurations: Read Management Anyone ["s3:GetIntelligentTieringConfiguration"] rules::on_bucket => absent::intelligent_tiering;
    ListBucketInventoryConfigurations: Read Management Anyone ["s3:GetInventoryConfiguration"] rules::on_bucket => absent::inventory;
    ListBucketMetricsConfigurations: Read Management Anyone ["s3:GetMetricsConfiguration"] rules::on_bucket => absent::metrics;
    ListBuckets: Read Management Signed ["s3:ListAllMyBuckets"] rules::list_buckets => bucket::list;
    ListMultipartUploads: Read Data Anyone ["s3:ListBucketMultipartUploads"] rules::on_listing => uploads::list;
    ListObjectVersions: Read Data Anyone ["s3:ListBucketVersions"] rules::on_listing => versions::list;
    ListObjects: Read Data Anyone ["s3:ListBucket"] rules::on_listing => objects::list;
    ListObjectsV2: Read Data Anyone ["s3:ListBucket"] rules::on_listing => objects::list_v2;
    ListParts: Read Data Anyone ["s3:ListMultipartUploadParts"] rules::on_upload => uploads::parts_of;
    PutBucketAcl: Write Management Anyone ["s3:PutBucketAcl"] rules::on_bucket => acl::put_of_bucket;
    PutBucketCors: Write Management Anyone ["s3:PutBucketCORS"] rules::on_bucket => cors::put;
    PutBucketEncryption: Write Management Anyone ["s3:PutEncryptionConfiguration"] rules::on_bucket => encryption::put;
    PutBucketLogging: Write Management Anyone ["s3:PutBucketLogging"] rules::on_bucket => absent::put_logging;
    PutBucketNotificationConfiguration: Write Management Anyone ["s3:PutBucketNotification"] rules::on_bucket => absent::put_notifications;
    PutBucketOwnershipControls: Write Management Anyone ["s3:PutBucketOwnershipControls"] rules::on_bucket => ownership::put;
    PutBucketPolicy: Write Management Anyone ["s3:PutBucketPolicy"] rules::on_bucket => policy::put;
    PutBucketRequestPayment: Write Management Anyone ["s3:PutBucketRequestPayment"] rules::on_bucket => absent::put_request_payment;
    PutBucketTagging: Write Management Anyone ["s3:PutBucketTagging"] rules::tag_bucket => tagging::put;
    PutBucketVersioning: Write Management Anyone ["s3:PutBucketVersioning"] rules::on_bucket => versioning::put;
    PutObject: Write Data Anyone ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold"] rules::put => put::put;
    PutObjectAcl: Write Data Anyone ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"] rules::read => acl::put_of_object;
    PutObjectLegalHold: Write Data Anyone ["s3:PutObjectLegalHold"] rules::hold => legal_hold::put;
    PutObjectLockConfiguration: Write Management Anyone ["s3:PutBucketObjectLockConfiguration"] rules::on_bucket => configuration::put;
    PutObjectRetention: Write Data Anyone ["s3:PutObjectRetention", "s3:BypassGovernanceRetention"] rules::retain => retention::put;
    PutObjectTagging: Write Data Anyone ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"] rules::tag => object_tagging::put;
    PutPublicAccessBlock: Write Management Anyone ["s3:PutBucketPublicAccessBlock"] rules::on_bucket => public_access::put;
    UpdateObjectEncryption: Write Data Anyone ["s3:UpdateObjectEncryption", "s3:PutObject"] rules::update_encryption => update_encryption::update;
    UploadPart: Write Data Anyone ["s3:PutObject"] rules::upload_part => part::upload;
    UploadPartCopy: Write Data Anyone ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion"] rules::copy_part => part::copy;
}
