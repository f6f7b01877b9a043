//! What is asked of S3.

use std::collections::BTreeSet;

use bartizan_posture::{Answer, Topic, Unknown};
use serde_json::{Value as Json, json};

use super::api::{Api, Input};
use super::collect::{Answers, answer, member, spread, text};

const BLOCK: &str = "PublicAccessBlockConfiguration";
const NO_BLOCK: [&str; 1] = ["NoSuchPublicAccessBlockConfiguration"];

pub(super) fn ask(api: &Api, account: &str, root: &str, topics: &BTreeSet<Topic>) -> Answers {
    let mut answers = Answers::new();
    if topics.contains(&Topic::AccountPublicAccess) {
        let headers = vec![("x-amz-account-id", account.to_owned())];
        let input = Input::Path("/v20180820/configuration/publicAccessBlock".to_owned(), headers);
        let asked = api.call("s3control", "GetPublicAccessBlock", api.region(), &input);
        let block = member(asked, BLOCK, ("s3", "GetAccountPublicAccessBlock"), &NO_BLOCK);
        answers.push((Topic::AccountPublicAccess, vec![answer("", root, block)]));
    }
    let of_buckets: Vec<Topic> = topics
        .iter()
        .filter(|topic| (Topic::Buckets..=Topic::BucketExposure).contains(topic))
        .copied()
        .collect();
    if of_buckets.is_empty() {
        return answers;
    }
    let input = Input::Path("/?max-buckets=1000".to_owned(), Vec::new());
    let token = ("continuation-token", "ContinuationToken");
    match api.list(("s3", "ListBuckets"), api.region(), &input, "Buckets", token) {
        Ok(buckets) => {
            for topic in of_buckets {
                answers.push((topic, spread(&buckets, |bucket| of_bucket(api, bucket, topic))));
            }
        }
        Err(refusal) => {
            let unknown = refusal.unknown("s3", "ListBuckets");
            for topic in of_buckets {
                answers.push((topic, vec![answer("", root, Err(unknown.clone()))]));
            }
        }
    }
    answers
}

fn of_bucket(api: &Api, bucket: &Json, topic: Topic) -> Answer {
    let arn = format!("arn:aws:s3:::{}", text(bucket, "Name"));
    let got = match topic {
        Topic::BucketPolicies => {
            get(api, bucket, "GetBucketPolicy", "policy", "Policy", &["NoSuchBucketPolicy"])
        }
        Topic::BucketPublicAccess => {
            get(api, bucket, "GetPublicAccessBlock", "publicAccessBlock", BLOCK, &NO_BLOCK)
        }
        Topic::BucketVersions => versions(api, bucket),
        Topic::BucketLogging => {
            let enabled = get(api, bucket, "GetBucketLogging", "logging", "LoggingEnabled", &[]);
            enabled.map(|enabled| json!({ "LoggingEnabled": enabled }))
        }
        Topic::BucketExposure => exposure(api, bucket),
        _ => Ok(bucket.clone()),
    };
    answer("", &arn, got)
}

/// A member of what is answered of a bucket.
fn get(
    api: &Api,
    bucket: &Json,
    operation: &str,
    query: &str,
    name: &str,
    none: &[&str],
) -> Result<Json, Unknown> {
    let region = Some(text(bucket, "BucketRegion")).filter(|region| !region.is_empty());
    let input = Input::Path(format!("/{}?{query}", text(bucket, "Name")), Vec::new());
    let asked = api.call("s3", operation, region.unwrap_or(api.region()), &input);
    member(asked, name, ("s3", operation), none)
}

fn versions(api: &Api, bucket: &Json) -> Result<Json, Unknown> {
    let of = |name| get(api, bucket, "GetBucketVersioning", "versioning", name, &[]);
    let (status, mfa_delete) = (of("Status")?, of("MFADelete")?);
    let none = ["ObjectLockConfigurationNotFoundError"];
    let (operation, name) = ("GetObjectLockConfiguration", "ObjectLockConfiguration");
    let lock = get(api, bucket, operation, "object-lock", name, &none)?;
    Ok(json!({ "Status": status, "MFADelete": mfa_delete, "ObjectLockConfiguration": lock }))
}

fn exposure(api: &Api, bucket: &Json) -> Result<Json, Unknown> {
    let none = ["NoSuchBucketPolicy"];
    let status = get(api, bucket, "GetBucketPolicyStatus", "policyStatus", "PolicyStatus", &none)?;
    let grants = get(api, bucket, "GetBucketAcl", "acl", "Grants", &[])?;
    Ok(json!({ "IsPublic": status.get("IsPublic"), "Grants": grants }))
}
