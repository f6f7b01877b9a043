//! Delivery of a query's result to S3: its rows as CSV, packed by gzip, and a sign file beside them
//! that tells whether they were changed. (CloudTrail User Guide, "Find your CloudTrail Lake saved
//! query results", "CloudTrail sign file structure".)
//!
//! It is a part of the query's run: a query that is run again delivers again, under the same names.

use std::io::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::logs::{Place, Upload, date_path, locate, put};
use bartizan_service::store::StoreError;
use bartizan_service::{Call, Road};
use bartizan_types::{Arn, Fault, Region, Timestamp};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::records::{Delivery, DeliveryStatus, Query, Rows};
use crate::error::CloudTrailError;
use crate::lake::{packing, records};
use crate::trail::refused_by_bucket;
use crate::{PRINCIPAL, digest};

/// What a URI of a bucket begins with.
const SCHEME: &str = "s3://";
/// The longest key. (Amazon S3 User Guide, "Naming Amazon S3 objects".)
const KEY_BYTES_MAX: usize = 1024;
/// The one file of rows: no result is so large that AWS would make several.
const RESULT_FILE: &str = "result_1.csv.gz";
const SIGN_FILE: &str = "result_sign.json";

/// Reads where a result shall be delivered, and looks whether the bucket lets `CloudTrail` in.
pub(super) async fn read(
    call: &Call,
    uri: &str,
    query: &Query,
) -> Result<Delivery, CloudTrailError> {
    let invalid = || CloudTrailError::InvalidS3BucketName(uri.to_owned());
    let path = uri.strip_prefix(SCHEME).ok_or_else(invalid)?;
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let prefix = prefix.trim_matches('/');
    let delivery = Delivery {
        uri: uri.to_owned(),
        bucket: bucket.to_owned(),
        prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
        bucket_region: call.region.as_str().to_owned(),
        status: DeliveryStatus::Pending,
    };
    let longest = key(&delivery, query, call.now, SIGN_FILE).len();
    if longest > KEY_BYTES_MAX || prefix.chars().any(char::is_control) {
        return Err(CloudTrailError::InvalidS3Prefix(prefix.to_owned()));
    }
    let arn = Arn::new("s3", "", None, bucket);
    if call.directory.resource(arn.as_str()).is_none() {
        return Err(CloudTrailError::S3BucketDoesNotExist(bucket.to_owned()));
    }
    let region = locate(call.road(), place(&delivery, &store_arn(query))).await;
    let region = region.map_err(|fault| refused_by_bucket(bucket, fault))?;
    Ok(Delivery { bucket_region: region.as_str().to_owned(), ..delivery })
}

/// Delivers the result of a query that ran, of so many parts; how that went.
pub(super) async fn deliver(road: &Road, query: &Query, parts: usize) -> DeliveryStatus {
    let Some(delivery) = &query.delivery else { return DeliveryStatus::Pending };
    match try_deliver(road, query, delivery, parts).await {
        Ok(()) => DeliveryStatus::Success,
        Err((status, fault)) => {
            tracing::warn!(query = query.id, ?status, %fault, "a result could not be delivered");
            status
        }
    }
}

async fn try_deliver(
    road: &Road,
    query: &Query,
    delivery: &Delivery,
    parts: usize,
) -> Result<(), (DeliveryStatus, Fault)> {
    // The sign file tells whole seconds, and the key is looked for by what it tells.
    let completed = Timestamp::from_seconds(road.platform().now().seconds());
    let (reading, asked) = (road.clone(), query.clone());
    let packed = tokio::task::spawn_blocking(move || packed(&reading, &asked, parts)).await;
    let packed = packed.unwrap_or_else(|_| Err(broken("the file could not be made")));
    let packed = packed.map_err(|fault| (DeliveryStatus::Failed, fault))?;
    let hash = hex::encode(digest(&SHA256, &packed));
    let store = store_arn(query);
    let place = place(delivery, &store);
    let name = |file| key(delivery, query, completed, file);
    let upload = Upload::file(name(RESULT_FILE), "application/gzip", packed);
    put(road, &place, upload).await.map_err(|fault| (refusal(&fault), fault))?;

    let failed = |fault| (DeliveryStatus::FailedSigningFile, fault);
    let signed = digest::sign(road, &query.region, completed, &hash).await.map_err(failed)?;
    let content = sign_file(query, completed, &hash, &signed).into_bytes();
    let upload = Upload::file(name(SIGN_FILE), "application/json", content);
    let put = put(road, &place, upload).await;
    put.map_err(|fault| (refusal_of_sign_file(&fault), fault))
}

fn place<'d>(delivery: &'d Delivery, store: &'d Arn) -> Place<'d> {
    Place {
        principal: PRINCIPAL,
        on_behalf_of: store,
        bucket: &delivery.bucket,
        region: Region::new(&delivery.bucket_region),
        key: None,
    }
}

/// The store that a result is delivered for: of several, the first.
fn store_arn(query: &Query) -> Arn {
    let store = query.stores.first().map_or("*", String::as_str);
    records::arn(&query.region, query.account, store)
}

fn key(delivery: &Delivery, query: &Query, at: Timestamp, file: &str) -> String {
    let (prefix, date) = (&delivery.prefix, date_path(at));
    let Query { account, id, .. } = query;
    format!("{prefix}AWSLogs/{account}/CloudTrail-Lake/Query/{date}/{id}/{file}")
}

/// The rows, behind the names of their columns.
fn packed(road: &Road, query: &Query, parts: usize) -> Result<Vec<u8>, Fault> {
    let unwritten = |error: std::io::Error| broken(error.to_string());
    let mut file = GzEncoder::new(Vec::new(), Compression::default());
    file.write_all(line(&query.columns).as_bytes()).map_err(unwritten)?;
    for number in 0..parts {
        let key = query.part_key(number);
        let found: Result<_, StoreError> =
            road.platform().store.read(|reader| reader.get::<Rows>(&key));
        let rows = found?.ok_or_else(|| broken("the query was cancelled"))?;
        for row in packing::unpacked(&rows.packed)? {
            let cells: Vec<String> =
                serde_json::from_str(&row).map_err(|error| broken(error.to_string()))?;
            file.write_all(line(&cells).as_bytes()).map_err(unwritten)?;
        }
    }
    file.finish().map_err(unwritten)
}

/// A line of CSV. (RFC 4180, section 2.)
fn line(cells: &[String]) -> String {
    let cell = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{}\n", cells.join(","))
}

/// What is signed are the hashes of the files, with a space between each; there is one file.
fn sign_file(
    query: &Query,
    completed: Timestamp,
    hash: &str,
    (signature, fingerprint): &(String, String),
) -> String {
    let file = json!({
        "version": "1.0",
        "region": query.region,
        "files": [{ "fileHashValue": hash, "fileName": RESULT_FILE }],
        "hashAlgorithm": "SHA-256",
        "signatureAlgorithm": digest::SIGNATURE_ALGORITHM,
        "queryCompleteTime": completed.iso8601(),
        "hashSignature": signature,
        "publicKeyFingerprint": fingerprint,
    });
    file.to_string()
}

/// What S3's refusal of the rows means. (CloudTrail API Reference, `DescribeQuery`,
/// `DeliveryStatus`.)
fn refusal(fault: &Fault) -> DeliveryStatus {
    match &*fault.code {
        "NoSuchBucket" => DeliveryStatus::ResourceNotFound,
        "AccessDenied" => DeliveryStatus::AccessDenied,
        _ => DeliveryStatus::Failed,
    }
}

fn refusal_of_sign_file(fault: &Fault) -> DeliveryStatus {
    match refusal(fault) {
        DeliveryStatus::AccessDenied => DeliveryStatus::AccessDeniedSigningFile,
        DeliveryStatus::Failed => DeliveryStatus::FailedSigningFile,
        other => other,
    }
}

fn broken(what: impl Into<String>) -> Fault {
    Fault::new("InternalFailure", what.into(), 500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let cells = ["a", "", "b,c", "say \"d\"", "two\nlines"].map(str::to_owned);
        assert_eq!(line(&cells), "a,,\"b,c\",\"say \"\"d\"\"\",\"two\nlines\"\n");
    }
}
