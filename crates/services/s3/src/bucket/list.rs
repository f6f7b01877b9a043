//! `ListBuckets`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::S3Error;
use crate::records::Bucket;
use crate::shapes::{self, ListBucketsOutput, ListBucketsRequest};
use crate::{S3, owner, rules};

/// The most buckets of one page.
const PAGE_MAX: usize = 10_000;

/// `ListBuckets`: those of the caller's account, by name.
pub(crate) async fn list(
    _s3: &S3,
    call: &Call,
    request: Authorized<ListBucketsRequest>,
) -> Result<ListBucketsOutput, Fault> {
    let account = call.account()?;
    let most = match request.max_buckets {
        None => PAGE_MAX,
        Some(most) => usize::try_from(most)
            .ok()
            .filter(|most| (1..=PAGE_MAX).contains(most))
            .ok_or_else(|| {
                S3Error::argument(
                    "max-buckets",
                    most.to_string(),
                    "Argument max-buckets must be an integer between 1 and 10000",
                )
            })?,
    };
    let after = request.continuation_token.as_deref().map(read_token).transpose()?;
    let prefix = request.prefix.as_deref().unwrap_or_default();
    let mut buckets: Vec<Bucket> = call
        .read(|reader| {
            let found = reader.find::<Bucket>("owner", &account.to_string())?;
            Ok::<_, S3Error>(found.into_iter().map(|(_, bucket)| bucket).collect::<Vec<_>>())
        })?
        .into_iter()
        .filter(|bucket| bucket.name.starts_with(prefix))
        .filter(|bucket| {
            request.bucket_region.as_ref().is_none_or(|region| *region == bucket.region)
        })
        .filter(|bucket| after.as_ref().is_none_or(|after| bucket.name > *after))
        .collect();
    buckets.sort_by(|one, other| one.name.cmp(&other.name));
    let is_truncated = buckets.len() > most;
    buckets.truncate(most);
    let last = buckets.last().filter(|_| is_truncated);
    Ok(ListBucketsOutput {
        continuation_token: last.map(|bucket| URL_SAFE_NO_PAD.encode(&bucket.name)),
        owner: Some(owner::owner(account)),
        prefix: request.prefix.clone(),
        buckets: Some(buckets.into_iter().map(shown).collect()),
    })
}

fn shown(bucket: Bucket) -> shapes::Bucket {
    shapes::Bucket {
        bucket_arn: Some(rules::bucket_arn(&bucket.name).to_string()),
        name: Some(bucket.name),
        creation_date: Some(bucket.created),
        bucket_region: Some(bucket.region),
    }
}

fn read_token(token: &str) -> Result<String, S3Error> {
    let decoded = URL_SAFE_NO_PAD.decode(token).ok().and_then(|name| String::from_utf8(name).ok());
    decoded.ok_or_else(|| {
        S3Error::argument(
            "continuation-token",
            token,
            "The continuation token provided is incorrect",
        )
    })
}
