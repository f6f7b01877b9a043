//! Origins that are buckets of this installation. (Amazon `CloudFront` API Reference, `S3OriginConfig`;
//! Developer Guide, "Restrict access to an Amazon S3 origin".)

use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Region};

use crate::error::CdnError;
use crate::origin_access_control::access;
use crate::origin_access_identity::PREFIX;
use crate::policy;
use crate::published::{Bucket, BucketAccess};
use crate::shapes::{
    CloudFrontOriginAccessIdentityConfig, Origin, OriginAccessControlConfig, S3OriginConfig,
};

/// What the names of S3's endpoints end with.
const DOMAIN: &str = ".amazonaws.com";

/// The bucket that an origin is, and as whom it is asked; none where its name is none of S3's.
pub(super) fn of(
    reader: &Reader<'_>,
    account: AccountId,
    origin: &Origin,
) -> Result<Option<Bucket>, CdnError> {
    let region = region(&origin.domain_name);
    let control = origin.origin_access_control_id.as_deref().filter(|id| !id.is_empty());
    let access = match (&origin.s3_origin_config, &region) {
        (Some(_), None) => {
            let message = "The parameter Origin DomainName does not refer to a valid S3 bucket.";
            return Err(CdnError::argument(message));
        }
        (None, _) if control.is_some() => {
            let message = "An origin access control is associated with an origin whose domain name \
                is not supported.";
            return Err(CdnError::refused("InvalidDomainNameForOriginAccessControl", message));
        }
        (Some(s3), Some(_)) => asked_as(reader, account, s3, control)?,
        (None, _) => BucketAccess::Anyone,
    };
    Ok(region.map(|region| Bucket { region, access }))
}

fn asked_as(
    reader: &Reader<'_>,
    account: AccountId,
    s3: &S3OriginConfig,
    control: Option<&str>,
) -> Result<BucketAccess, CdnError> {
    let identity = Some(s3.origin_access_identity.as_str()).filter(|text| !text.is_empty());
    match (control, identity) {
        (None, None) => Ok(BucketAccess::Anyone),
        (Some(_), Some(_)) => {
            let message = "An origin cannot contain both an origin access control (OAC) and an \
                origin access identity (OAI).";
            Err(CdnError::refused("IllegalOriginAccessConfiguration", message))
        }
        (Some(id), None) => {
            let found = policy::find::<OriginAccessControlConfig>(reader, account, id);
            access(
                &found.map_err(|error| unless_missing(error, "InvalidOriginAccessControl"))?.config,
            )
        }
        (None, Some(text)) => {
            let id = text.strip_prefix(PREFIX).unwrap_or_default();
            policy::find::<CloudFrontOriginAccessIdentityConfig>(reader, account, id)
                .map_err(|error| unless_missing(error, "InvalidOriginAccessIdentity"))?;
            Ok(BucketAccess::Identity(id.to_owned()))
        }
    }
}

/// What a distribution that names what is not there is refused by.
fn unless_missing(error: CdnError, code: &'static str) -> CdnError {
    let what = match code {
        "InvalidOriginAccessControl" => "control",
        _ => "identity",
    };
    match error {
        CdnError::Refused(_, _, 404) => {
            let message =
                format!("The specified origin access {what} does not exist or is not valid.");
            CdnError::refused(code, message)
        }
        other => other,
    }
}

/// The region that the name of a bucket's endpoint says, `us-east-1` where it says none; nothing of
/// another name. (Amazon S3 User Guide, "Virtual hosting of general purpose buckets".)
fn region(host: &str) -> Option<String> {
    let name = host.strip_suffix(DOMAIN)?;
    let of_endpoint = |mark: &str| {
        let at = name.rfind(mark).filter(|at| *at > 0)?;
        name.get(at + mark.len()..)
    };
    if name.strip_suffix(".s3").is_some_and(|bucket| !bucket.is_empty()) {
        return Some(Region::GLOBAL_SIGNING.to_owned());
    }
    let named = of_endpoint(".s3.dualstack.")
        .or_else(|| of_endpoint(".s3."))
        .or_else(|| of_endpoint(".s3-"))?;
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_region = named.split('-').count() >= 3
        && !named.starts_with("website")
        && named.bytes().all(is_plain)
        && named.ends_with(|last: char| last.is_ascii_digit());
    is_region.then(|| named.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_buckets_say_their_regions() {
        for (host, found) in [
            ("site.s3.amazonaws.com", Some("us-east-1")),
            ("site.s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("a.b.s3.us-gov-west-1.amazonaws.com", Some("us-gov-west-1")),
            ("site.s3.dualstack.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("site.s3-eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("site.s3-website-eu-west-1.amazonaws.com", None),
            ("site.s3-website.eu-west-1.amazonaws.com", None),
            ("s3.eu-west-1.amazonaws.com", None),
            (".s3.amazonaws.com", None),
            ("s3.amazonaws.com", None),
            ("site.s3.localhost", None),
            ("app.example.test", None),
        ] {
            assert_eq!(region(host).as_deref(), found, "{host}");
        }
    }
}
