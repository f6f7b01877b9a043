//! Standard logs: to which bucket, under which names, and whether that lets distributions in. (Amazon
//! `CloudFront` Developer Guide, "Standard logging (legacy)".)

use std::sync::Arc;

use bartizan_service::Call;
use bartizan_service::logs::{DELIVERY, LogFile, LogStream, Upload, put_anywhere};
use bartizan_types::{Arn, FaultKind, Region};

use crate::error::CdnError;
use crate::naming;
use crate::shapes::LoggingConfig;

/// What stands in a bucket to show that its policy lets logs in.
const TEST_FILE: &str = "aws-logs-write-test";
/// The longest prefix. (The API Reference, `LoggingConfig`.)
const PREFIX_MAX: usize = 256;
/// What each file begins with. (The Developer Guide, "Standard log file format".)
const HEADER: &str = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method \
    cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) \
    x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken \
    x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version \
    fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type \
    sc-content-type sc-content-len sc-range-start sc-range-end\n";

/// Where a distribution's log goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPlace {
    /// The bucket.
    bucket: String,
    /// What the names of files begin with, with a slash at its end unless it is empty.
    prefix: String,
    /// Whether cookies are logged.
    pub includes_cookies: bool,
}

impl LogPlace {
    /// The log of a distribution that is written there.
    pub fn stream(&self, distribution: &Arn) -> LogStream {
        let id = distribution.resource().trim_start_matches("distribution/").to_owned();
        let prefix = self.prefix.clone();
        LogStream {
            principal: DELIVERY,
            on_behalf_of: distribution.clone(),
            bucket: self.bucket.clone(),
            region: Region::new(Region::GLOBAL_SIGNING),
            header: HEADER,
            key: Arc::new(move |file| key(&prefix, &id, file)),
        }
    }
}

/// The name of a file: `prefix/id.YYYY-MM-DD-HH.unique.gz`.
fn key(prefix: &str, id: &str, file: LogFile) -> String {
    let from = file.from.iso8601();
    let (day, hour) = (from.get(..10).unwrap_or_default(), from.get(11..13).unwrap_or_default());
    format!("{prefix}{id}.{day}-{hour}.{:016x}.gz", file.unique)
}

/// Where a configuration wants its log, if it wants one.
pub(crate) fn place(config: Option<&LoggingConfig>) -> Result<Option<LogPlace>, CdnError> {
    let Some(config) = config.filter(|config| config.enabled == Some(true)) else {
        return Ok(None);
    };
    let named = config.bucket.as_deref().unwrap_or_default();
    // `name.s3.amazonaws.com`, or with a region.
    let bucket = [".s3.", ".s3-"].iter().find_map(|mark| named.split_once(mark));
    let bucket = bucket.filter(|(_, rest)| rest.ends_with("amazonaws.com"));
    let Some((bucket, _)) = bucket.filter(|(bucket, _)| !bucket.is_empty()) else {
        let message = "The parameter Logging Bucket does not refer to a valid S3 bucket.";
        return Err(CdnError::argument(message));
    };
    let prefix = config.prefix.as_deref().unwrap_or_default();
    if prefix.len() > PREFIX_MAX || prefix.starts_with('/') {
        return Err(CdnError::argument("The parameter Logging Prefix is not valid."));
    }
    let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
    Ok(Some(LogPlace {
        bucket: bucket.to_owned(),
        prefix: format!("{prefix}{slash}"),
        includes_cookies: config.include_cookies == Some(true),
    }))
}

/// Looks whether the bucket of a distribution that is to keep a log lets it in: a file is written
/// there.
pub(crate) async fn check(
    call: &Call,
    id: &str,
    config: Option<&LoggingConfig>,
) -> Result<(), CdnError> {
    let Some(place) = place(config)? else { return Ok(()) };
    let stream = place.stream(&naming::distribution_arn(call.account()?, id));
    let upload = Upload::file(format!("{}{TEST_FILE}", place.prefix), "text/plain", "");
    match put_anywhere(call.road(), stream.place(), upload).await {
        Ok(()) => Ok(()),
        Err(fault) if fault.kind() == FaultKind::Server => Err(fault.into()),
        Err(_) => {
            let message = format!(
                "The S3 bucket that you specified for CloudFront logs does not exist, or its policy \
                 does not let {DELIVERY} write: {}",
                place.bucket
            );
            Err(CdnError::argument(message))
        }
    }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    fn wanted(bucket: &str, prefix: &str) -> Option<LogPlace> {
        let text = |text: &str| Some(text.to_owned());
        let config = LoggingConfig {
            enabled: Some(true),
            include_cookies: None,
            bucket: text(bucket),
            prefix: text(prefix),
        };
        place(Some(&config)).ok().flatten()
    }

    #[test]
    fn buckets_are_named_by_their_hosts() {
        for (bucket, name) in [
            ("logs.s3.amazonaws.com", Some("logs")),
            ("my.logs.s3.eu-west-1.amazonaws.com", Some("my.logs")),
            ("logs.s3-eu-west-1.amazonaws.com", Some("logs")),
            ("logs", None),
            (".s3.amazonaws.com", None),
            ("logs.s3.example.test", None),
        ] {
            assert_eq!(wanted(bucket, "").map(|place| place.bucket).as_deref(), name, "{bucket}");
        }
        assert!(wanted("logs.s3.amazonaws.com", "/a").is_none());
    }

    #[test]
    fn files_are_named_as_aws_names_them() {
        let from = Timestamp::from_seconds(784_111_777);
        let file = LogFile { from, until: from, unique: 255 };
        let place = wanted("logs.s3.amazonaws.com", "web").unwrap();
        let arn: Arn = "arn:aws:cloudfront::123456789012:distribution/E1".parse().unwrap();
        let named = (place.stream(&arn).key)(file);
        assert_eq!(named, "web/E1.1994-11-06-08.00000000000000ff.gz");
    }
}
