//! The logs of web ACLs: what they keep, what they leave out, and where they go.

use std::sync::Arc;

use bartizan_service::Call;
use bartizan_service::logs::{
    DELIVERY, Log, LogDelivery, LogFile, LogStream, Upload, put_anywhere,
};
use bartizan_types::{Arn, FaultKind, Timestamp};
use serde_json::Value as Json;

use crate::error::WafError;
use crate::log_filter::LogFilter;
use crate::records::LoggingRecord;
use crate::redaction::Redaction;
use crate::scope::{Name, Scope};

/// What files are of so much time are named by.
const PERIOD_MILLIS: i64 = 5 * 60 * 1_000;

/// The log of a web ACL.
#[derive(Debug)]
pub struct Logging {
    /// As `PutLoggingConfiguration` said it.
    pub configuration: Json,
    pub(crate) redaction: Redaction,
    pub(crate) filter: LogFilter,
    to: Option<(LogDelivery, Arc<Log>)>,
}

impl Logging {
    /// The log that a record tells of, if somebody delivers.
    pub(crate) fn open(record: LoggingRecord, delivery: Option<&LogDelivery>) -> Self {
        let configuration = record.configuration;
        let log = delivery.and_then(|delivery| {
            let stream = LogPlace::of(&record.web_acl, &configuration)?.stream(&record.web_acl)?;
            Some((delivery.clone(), delivery.open(stream)))
        });
        Self {
            redaction: Redaction::of(Some(&configuration)),
            filter: LogFilter::of(&configuration),
            configuration,
            to: log,
        }
    }

    /// Whether lines go anywhere.
    pub(crate) fn is_delivered(&self) -> bool {
        self.to.is_some()
    }

    /// Takes a line. It waits for nothing.
    pub(crate) fn write(&self, line: &str, now: Timestamp) {
        if let Some((delivery, log)) = &self.to {
            delivery.write(log, line, now);
        }
    }
}

/// Looks whether the bucket of a log lets it in: an empty object is written that stands for its folder.
pub(crate) async fn check(
    call: &Call,
    web_acl: &Name,
    configuration: &Json,
) -> Result<(), WafError> {
    let refused = WafError::WAFLogDestinationPermissionIssue;
    let Some(place) = LogPlace::of(web_acl, configuration) else { return Err(refused) };
    let Some(stream) = place.stream(web_acl) else { return Err(refused) };
    let folder = Upload::folder(format!("{}/", place.folder));
    match put_anywhere(call.road(), stream.place(), folder).await {
        Ok(()) => Ok(()),
        Err(fault) if fault.kind() == FaultKind::Server => Err(fault.into()),
        Err(_) => Err(refused),
    }
}

/// Where a log is kept, as AWS lays it out. (AWS WAF Developer Guide, "Sending protection pack (web ACL)
/// traffic logs to an Amazon Simple Storage Service bucket".)
struct LogPlace {
    bucket: String,
    folder: String,
    /// The region, or what stands for none.
    place: String,
}

impl LogPlace {
    fn of(web_acl: &Name, configuration: &Json) -> Option<Self> {
        let destination = configuration.pointer("/LogDestinationConfigs/0")?.as_str()?;
        let destination: Arn = destination.parse().ok()?;
        let (bucket, prefix) = match destination.resource().split_once('/') {
            Some((bucket, prefix)) => (bucket, format!("{}/", prefix.trim_matches('/'))),
            None => (destination.resource(), String::new()),
        };
        let Name { account, name, region, .. } = web_acl;
        let place = match web_acl.scope {
            Scope::Regional => region.to_string(),
            Scope::Cloudfront => "cloudfront".to_owned(),
        };
        let folder = format!("{prefix}AWSLogs/{account}/WAFLogs/{place}/{name}");
        Some(Self { bucket: bucket.to_owned(), folder, place })
    }

    fn stream(&self, web_acl: &Name) -> Option<LogStream> {
        let Name { account, name, region, .. } = web_acl;
        let on_behalf_of = format!("arn:aws:logs:{region}:{account}:log-delivery:waf/{name}");
        let folder = self.folder.clone();
        let file_name = format!("{account}_waflogs_{}_{name}", self.place);
        let key = move |file: LogFile| {
            let start = file.from.millis() - file.from.millis().rem_euclid(PERIOD_MILLIS);
            let start = Timestamp::from_millis(start).iso8601();
            let (day, time) = start.split_once('T').unwrap_or((&start, ""));
            let (hour, minute) = (time.get(..2).unwrap_or("00"), time.get(3..5).unwrap_or("00"));
            let days = day.replace('-', "/");
            let stamp = format!("{}T{hour}{minute}Z", day.replace('-', ""));
            let unique = file.unique & 0xffff_ffff;
            format!("{folder}/{days}/{hour}/{minute}/{file_name}_{stamp}_{unique:08x}.log.gz")
        };
        Some(LogStream {
            principal: DELIVERY,
            on_behalf_of: on_behalf_of.parse().ok()?,
            bucket: self.bucket.clone(),
            region: region.clone(),
            header: "",
            key: Arc::new(key),
        })
    }
}
