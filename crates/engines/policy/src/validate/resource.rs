//! The form of resources in identity policies: `*`, or an ARN of which IAM checks the partition,
//! the vendor, and for its own resources and those of S3 some more.

use crate::catalog;

/// The partitions. (AWS General Reference, "Amazon Resource Names".)
pub(crate) const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// What IAM counts up as the beginnings of its resources' paths.
const IAM_PATHS: &str = "user/, federated-user/, role/, group/, instance-profile/, mfa/, \
                         server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, \
                         report/, access-report/";

/// What is wrong with an entry of `Resource` or `NotResource`; `None` where nothing is.
pub(super) fn problem(resource: &str) -> Option<String> {
    if resource == "*" {
        return None;
    }
    // IAM does not look at the first part, so that `x:aws:s3:::b` passes (and never matches).
    let Some((_, behind)) = resource.split_once(':') else {
        return Some(format!("Resource {resource} must be in ARN format or \"*\"."));
    };
    let (partition, vendor_and_more) = match behind.split_once(':') {
        Some((partition, rest)) => (partition, Some(rest)),
        None => (behind, None),
    };
    if partition != "*" && !PARTITIONS.contains(&partition) {
        return Some(wrong_partition(partition, vendor_and_more));
    }
    let Some(rest) = vendor_and_more else {
        return Some(unqualified_vendor());
    };
    let (vendor, rest) = rest.split_once(':').unwrap_or((rest, ""));
    if vendor.contains(['*', '?']) {
        return Some(unqualified_vendor());
    }
    let in_region = !rest.starts_with(':');
    let path = rest.splitn(3, ':').nth(2).unwrap_or_default();
    match vendor {
        "iam" if in_region => {
            Some(format!("IAM resource {resource} cannot contain region information."))
        }
        "iam" if path != "*" && !begins_as(vendor, path, false) => {
            Some(format!("IAM resource path must either be \"*\" or start with {IAM_PATHS}."))
        }
        "s3" if in_region && !begins_as(vendor, path, true) => {
            Some(format!("Resource {resource} can not contain region information."))
        }
        _ => None,
    }
}

/// Whether IAM's older parser gives up on an entry: too few parts though some are left empty, or no
/// vendor.
pub(super) fn fails_legacy_parsing(resource: &str) -> bool {
    if resource == "*" {
        return false;
    }
    let colons = resource.bytes().filter(|byte| *byte == b':').count();
    let vendor = resource.split(':').nth(2).unwrap_or_default();
    (colons < 5 && resource.contains("::")) || vendor.is_empty()
}

fn unqualified_vendor() -> String {
    "Resource vendor must be fully qualified and cannot contain regexes.".to_owned()
}

/// IAM prints the ARN with `*` in place of the parts that are missing.
fn wrong_partition(partition: &str, rest: Option<&str>) -> String {
    let mut parts = rest.into_iter().flat_map(|rest| rest.splitn(4, ':'));
    let [service, region, account, resource] = [(); 4].map(|()| parts.next().unwrap_or("*"));
    format!(
        "Partition \"{partition}\" is not valid for resource \
         \"arn:{partition}:{service}:{region}:{account}:{resource}\"."
    )
}

/// Whether a path begins as one of the service's resource types does, of those with a region where
/// `regional` asks for it.
fn begins_as(service: &str, path: &str, regional: bool) -> bool {
    if service == "iam" && IAM_PATHS.split(", ").any(|prefix| path.starts_with(prefix)) {
        return true;
    }
    catalog::service(service).is_some_and(|service| {
        service.resource_types.iter().flat_map(|it| &it.arns).any(|form| {
            let prefix = form.resource_prefix();
            !prefix.is_empty() && path.starts_with(prefix) && (form.has_region() || !regional)
        })
    })
}
