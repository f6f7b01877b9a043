//! Parameters that `CreateTrail` and `UpdateTrail` have in common.

use crate::error::CloudTrailError;

/// The longest key prefix. (CloudTrail API Reference, `CreateTrail`.) S3 counts a key's bytes, so here
/// they are counted too: a file's key must fit behind it.
const PREFIX_BYTES_MAX: usize = 200;

/// Refuses what needs services that are not there: notifications, log groups and organizations. To ask for none of them is fine.
macro_rules! refuse_absent_services {
    ($request:expr) => {
        $crate::trail::settings::refuse([
            ("Delivery notifications by SNS (SnsTopicName)", $request.sns_topic_name.as_deref()),
            (
                "Delivery to CloudWatch Logs (CloudWatchLogsLogGroupArn)",
                $request.cloud_watch_logs_log_group_arn.as_deref(),
            ),
            (
                "Delivery to CloudWatch Logs (CloudWatchLogsRoleArn)",
                $request.cloud_watch_logs_role_arn.as_deref(),
            ),
            (
                "An organization trail (IsOrganizationTrail)",
                $request.is_organization_trail.filter(|asked| *asked).map(|_| "true"),
            ),
        ])
    };
}
pub(super) use refuse_absent_services;

/// A trail as the answers of both show it.
macro_rules! shown_as {
    ($answer:ident, $trail:expr) => {
        $answer {
            name: Some($trail.name.clone()),
            s3_bucket_name: Some($trail.bucket.clone()),
            s3_key_prefix: $trail.key_prefix.clone(),
            kms_key_id: $trail.kms_key.clone(),
            include_global_service_events: Some($trail.includes_global_services),
            is_multi_region_trail: Some($trail.is_multi_region),
            trail_arn: Some($trail.arn().to_string()),
            log_file_validation_enabled: Some($trail.validates_files),
            is_organization_trail: Some(false),
            recursive_logging: Some($trail.logs_own_deliveries),
            ..$answer::default()
        }
    };
}
pub(super) use shown_as;

/// Refuses the first of these parameters that asks for something.
pub(crate) fn refuse<const N: usize>(
    asked: [(&str, Option<&str>); N],
) -> Result<(), CloudTrailError> {
    match asked.iter().find(|(_, value)| value.is_some_and(|value| !value.is_empty())) {
        Some((what, _)) => Err(CloudTrailError::not_implemented(what)),
        None => Ok(()),
    }
}

/// A key prefix; an empty one is none.
pub(super) fn key_prefix(asked: Option<String>) -> Result<Option<String>, CloudTrailError> {
    let Some(prefix) = asked.filter(|prefix| !prefix.is_empty()) else { return Ok(None) };
    if prefix.len() > PREFIX_BYTES_MAX || prefix.chars().any(char::is_control) {
        return Err(CloudTrailError::InvalidS3Prefix(prefix));
    }
    Ok(Some(prefix))
}

/// A bucket's name, as far as its form says.
pub(super) fn bucket(name: String) -> Result<String, CloudTrailError> {
    let is_well_formed = (3..=63).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b));
    if is_well_formed { Ok(name) } else { Err(CloudTrailError::InvalidS3BucketName(name)) }
}

/// A trail of all regions logs global services, too.
pub(super) fn check_reach(is_multi_region: bool, global: bool) -> Result<(), CloudTrailError> {
    if is_multi_region && !global {
        return Err(CloudTrailError::InvalidParameterCombination(
            "Multi-Region trail must include global service events.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_asks_for_nothing() {
        assert!(refuse([("a", None), ("b", Some(""))]).is_ok());
        assert!(refuse([("a", None), ("b", Some("x"))]).is_err());
        assert_eq!(key_prefix(Some(String::new())).unwrap(), None);
        assert_eq!(key_prefix(Some("p/q".to_owned())).unwrap().as_deref(), Some("p/q"));
        assert!(key_prefix(Some("p".repeat(201))).is_err());
        assert!(key_prefix(Some("a\nb".to_owned())).is_err());
    }

    #[test]
    fn buckets_have_names_as_in_s3() {
        for (name, fine) in [("abc", true), ("a.b-c", true), ("ab", false), ("Abc", false)] {
            assert_eq!(bucket(name.to_owned()).is_ok(), fine, "{name}");
        }
    }
}
