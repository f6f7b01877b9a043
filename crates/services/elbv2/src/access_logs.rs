//! Access logs: to which bucket, under which names, and whether that lets the balancer in. (ELB User
//! Guide for Application Load Balancers, "Access logs for your Application Load Balancer" and "Enable
//! access logs for your Application Load Balancer".)

use std::net::IpAddr;
use std::sync::Arc;

use bartizan_service::Call;
use bartizan_service::logs::{LogFile, LogStream, Upload, date_path, put};
use bartizan_types::{Arn, FaultKind, Region};

use crate::error::ElbError;
use crate::records::BalancerRecord;

/// The principal that writes logs.
const PRINCIPAL: &str = "logdelivery.elasticloadbalancing.amazonaws.com";
/// The attributes of access logs.
const ENABLED: &str = "access_logs.s3.enabled";
const BUCKET: &str = "access_logs.s3.bucket";
const PREFIX: &str = "access_logs.s3.prefix";
/// What stands in a bucket to show that its policy lets logs in.
const TEST_FILE: &str = "ELBAccessLogTestFile";

/// Where a balancer's access log goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPlace {
    balancer: Arn,
    id: String,
    bucket: String,
    prefix: String,
}

impl LogPlace {
    /// The place of a balancer's log, where it keeps one.
    pub fn of(balancer: &BalancerRecord) -> Option<Self> {
        let value = |key: &str| balancer.attributes.get(key).cloned().unwrap_or_default();
        let (bucket, prefix) = (value(BUCKET), value(PREFIX));
        if value(ENABLED) != "true" || bucket.is_empty() {
            return None;
        }
        let balancer_arn = balancer.arn.parse().ok()?;
        Some(Self { balancer: balancer_arn, id: balancer.id.clone(), bucket, prefix })
    }

    /// The log that is written there. `node` is the address that its balancer is served at.
    pub fn stream(&self, node: IpAddr) -> LogStream {
        let place = self.clone();
        LogStream {
            principal: PRINCIPAL,
            on_behalf_of: self.balancer.clone(),
            bucket: self.bucket.clone(),
            region: Region::new(self.balancer.region()),
            header: "",
            key: Arc::new(move |file| place.key(node, file)),
        }
    }

    /// The folder of all that is written for the account.
    fn folder(&self) -> String {
        let account = self.account();
        match self.prefix.trim_matches('/') {
            "" => format!("AWSLogs/{account}"),
            prefix => format!("{prefix}/AWSLogs/{account}"),
        }
    }

    fn account(&self) -> String {
        self.balancer.account_id().map(|account| account.to_string()).unwrap_or_default()
    }

    fn key(&self, node: IpAddr, file: LogFile) -> String {
        let (folder, account, region) = (self.folder(), self.account(), self.balancer.region());
        let (date, stamp) = (date_path(file.until), file.until.amz_date());
        let minute = stamp.get(..13).unwrap_or_default();
        let (id, random) = (self.id.replace('/', "."), random(file.unique));
        format!(
            "{folder}/elasticloadbalancing/{region}/{date}/\
             {account}_elasticloadbalancing_{region}_{id}_{minute}Z_{node}_{random}.log.gz"
        )
    }
}

/// Eight letters and digits.
fn random(mut unique: u64) -> String {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let one = |_| {
        let place = usize::try_from(unique % 36).unwrap_or_default();
        unique /= 36;
        char::from(ALPHABET.get(place).copied().unwrap_or(b'0'))
    };
    (0..8).map(one).collect()
}

/// Looks whether the bucket of a balancer that is to keep a log lets it in: a file is written there.
pub(crate) async fn check(call: &Call, balancer: &BalancerRecord) -> Result<(), ElbError> {
    let is_on = balancer.attributes.get(ENABLED).is_some_and(|value| value == "true");
    let Some(place) = LogPlace::of(balancer) else {
        return if is_on {
            Err(refused("A bucket must be specified for access logs"))
        } else {
            Ok(())
        };
    };
    let stream = place.stream(IpAddr::from([0, 0, 0, 0]));
    let key = format!("{}/{TEST_FILE}", place.folder());
    let text = format!("Enable AccessLog for ELB: {} at {}", place.id, call.now.iso8601_millis());
    let written = put(call.road(), &stream.place(), Upload::file(key, "text/plain", text)).await;
    let bucket = &place.bucket;
    match written {
        Ok(()) => Ok(()),
        Err(fault) if fault.kind() == FaultKind::Server => Err(fault.into()),
        Err(fault) if fault.code == "AuthorizationHeaderMalformed" => Err(refused(&format!(
            "S3Bucket: {bucket} is not located in the same region with ELB: {}",
            place.id
        ))),
        Err(_) => Err(refused(&format!(
            "Access Denied for bucket: {bucket}. Please check S3bucket permission"
        ))),
    }
}

fn refused(message: &str) -> ElbError {
    ElbError::refused("InvalidConfigurationRequest", message)
}

/// Whether setting this attribute changes where a log goes.
pub(crate) fn is_of_logs(key: &str) -> bool {
    [ENABLED, BUCKET, PREFIX].contains(&key)
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    #[test]
    fn files_are_named_as_aws_does() {
        let balancer: Arn =
            "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/app/my/1234567890abcdef"
                .parse()
                .unwrap();
        let id = "app/my/1234567890abcdef".to_owned();
        let (bucket, prefix) = ("logs".to_owned(), "alb".to_owned());
        let place = LogPlace { balancer, id, bucket, prefix };
        let until = Timestamp::from_seconds(1_795_510_800);
        let file = LogFile { from: until, until, unique: 35 + 36 * 10 };
        let node = "172.160.1.192".parse().unwrap();
        assert_eq!(
            place.key(node, file),
            "alb/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2026/11/24/\
             123456789012_elasticloadbalancing_us-east-2_app.my.1234567890abcdef_20261124T0900Z_\
             172.160.1.192_za000000.log.gz"
        );
        let plain = LogPlace { prefix: String::new(), ..place };
        assert!(plain.key(node, file).starts_with("AWSLogs/123456789012/"));
    }
}
