//! `CreateBucket`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{name, save};
use crate::error::S3Error;
use crate::object_lock::BucketLock;
use crate::records::{Bucket, PublicAccessBlock, Versioning};
use crate::shapes::{CreateBucketConfiguration, CreateBucketOutput, CreateBucketRequest};
use crate::{S3, rules, tags};

/// The region whose buckets have no location constraint.
pub(super) const FIRST_REGION: &str = "us-east-1";
/// How many buckets an account may have. (Amazon S3 User Guide, "General purpose bucket quotas".)
const BUCKETS_MAX: usize = 10_000;

/// `CreateBucket`.
pub(crate) async fn create(
    _s3: &S3,
    call: &Call,
    request: Authorized<CreateBucketRequest>,
) -> Result<CreateBucketOutput, Fault> {
    let bucket = new_bucket(call, request.into_inner())?;
    call.commit(move |writer| {
        let output = CreateBucketOutput {
            location: Some(format!("/{}", bucket.name)),
            bucket_arn: Some(rules::bucket_arn(&bucket.name).to_string()),
        };
        if let Some(present) = writer.get::<Bucket>(&Bucket::key_of(&bucket.name))? {
            // There, making one's own bucket again has always succeeded.
            let is_harmless = present.owner == bucket.owner
                && present.region == FIRST_REGION
                && bucket.region == FIRST_REGION;
            return match present.owner == bucket.owner {
                true if is_harmless => Ok(output),
                true => Err(S3Error::BucketAlreadyOwnedByYou { bucket: bucket.name }),
                false => Err(S3Error::BucketAlreadyExists { bucket: bucket.name }),
            };
        }
        if writer.find::<Bucket>("owner", &bucket.account())?.len() >= BUCKETS_MAX {
            return Err(S3Error::TooManyBuckets {});
        }
        save(writer, &bucket)?;
        Ok(output)
    })
    .await
}

fn new_bucket(call: &Call, request: CreateBucketRequest) -> Result<Bucket, Fault> {
    name::check_new(&request.bucket)?;
    if request.bucket_namespace.as_deref().is_some_and(|namespace| namespace != "global") {
        return Err(S3Error::not_implemented("A bucket namespace of an account").into());
    }
    match request.object_ownership.as_deref() {
        None | Some("BucketOwnerEnforced") => {}
        Some("BucketOwnerPreferred" | "ObjectWriter") => {
            return Err(S3Error::not_implemented("Object ownership with ACLs").into());
        }
        Some(other) => {
            return Err(S3Error::argument(
                "x-amz-object-ownership",
                other,
                "Invalid x-amz-object-ownership header",
            )
            .into());
        }
    }
    let configuration = request.create_bucket_configuration.unwrap_or_default();
    if configuration.location.is_some() || configuration.bucket.is_some() {
        return Err(S3Error::not_implemented("A directory bucket").into());
    }
    let locks = request.object_lock_enabled_for_bucket == Some(true);
    let region = region(call.region.as_str(), &configuration)?;
    let tags = tags::of_document(configuration.tags.unwrap_or_default(), tags::BUCKET_TAGS_MAX)?;
    tags::obey_tag_policy(&call.directory, call.account()?, &tags)?;
    Ok(Bucket {
        name: request.bucket,
        owner: call.account()?,
        region,
        created: call.now,
        versioning: if locks { Versioning::Enabled } else { Versioning::Never },
        policy: None,
        tags,
        public_access_block: Some(PublicAccessBlock::ALL),
        ownership_enforced: true,
        object_lock: locks.then(BucketLock::default),
        cors: Vec::new(),
        encryption: None,
    })
}

/// The new bucket's region: the one the request was signed for, which must be named unless it is
/// the first one; requests for the first one may name any other.
fn region(signed_for: &str, configuration: &CreateBucketConfiguration) -> Result<String, S3Error> {
    let named = configuration.location_constraint.as_deref().filter(|name| !name.is_empty());
    let illegal = |constraint: &str| S3Error::IllegalLocationConstraintException {
        constraint: constraint.to_owned(),
    };
    let Some(named) = named else {
        return if signed_for == FIRST_REGION {
            Ok(signed_for.to_owned())
        } else {
            Err(illegal("unspecified"))
        };
    };
    let region = if named == "EU" { "eu-west-1" } else { named };
    let invalid = S3Error::InvalidLocationConstraint { constraint: named.to_owned() };
    match (signed_for, region) {
        (_, region) if !is_region(region) => Err(invalid),
        (FIRST_REGION, FIRST_REGION) => Err(invalid),
        (FIRST_REGION, region) => Ok(region.to_owned()),
        (signed_for, region) if signed_for == region => Ok(region.to_owned()),
        _ => Err(illegal(named)),
    }
}

/// Whether a text has the form of a region's name, such as `eu-west-1`.
fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let is_word =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match parts.split_last() {
        Some((number, words)) => {
            words.len() >= 2
                && words.iter().all(is_word)
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn location_constraints() {
        let asked = |signed_for: &str, named: Option<&str>| {
            let location_constraint = named.map(str::to_owned);
            region(
                signed_for,
                &CreateBucketConfiguration {
                    location_constraint,
                    ..CreateBucketConfiguration::default()
                },
            )
            .map_err(|error| Fault::from(error).code)
        };
        let is = |region: &str| Ok(region.to_owned());
        let invalid = || Err("InvalidLocationConstraint".into());
        let illegal = || Err("IllegalLocationConstraintException".into());
        for (signed_for, named, outcome) in [
            ("us-east-1", None, is("us-east-1")),
            ("us-east-1", Some("us-east-1"), invalid()),
            ("us-east-1", Some("eu-west-1"), is("eu-west-1")),
            ("us-east-1", Some("EU"), is("eu-west-1")),
            ("us-east-1", Some("nowhere"), invalid()),
            ("eu-west-1", None, illegal()),
            ("eu-west-1", Some("eu-west-1"), is("eu-west-1")),
            ("eu-west-1", Some("us-east-1"), illegal()),
            ("eu-west-1", Some("eu-west-2"), illegal()),
        ] {
            assert_eq!(asked(signed_for, named), outcome, "{signed_for} {named:?}");
        }
    }
}
