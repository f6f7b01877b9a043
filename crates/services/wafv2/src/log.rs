//! The logs of web ACLs: what they keep, what they leave out, and where they go.

use std::sync::Arc;

use bartizan_service::logs::{Log, LogDelivery, LogFile, LogStream};
use bartizan_types::{Arn, Timestamp};
use serde_json::Value as Json;

use crate::log_filter::LogFilter;
use crate::records::LoggingRecord;
use crate::redaction::Redaction;
use crate::scope::{Name, Scope};

/// The service principal that writes. (AWS WAF Developer Guide, "Sending protection pack (web ACL)
/// traffic logs to an Amazon Simple Storage Service bucket".)
const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
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
            Some((delivery.clone(), delivery.open(stream(&record.web_acl, &configuration)?)))
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

fn stream(web_acl: &Name, configuration: &Json) -> Option<LogStream> {
    let destination = configuration.pointer("/LogDestinationConfigs/0")?.as_str()?;
    let destination: Arn = destination.parse().ok()?;
    let (bucket, prefix) = match destination.resource().split_once('/') {
        Some((bucket, prefix)) => (bucket, format!("{}/", prefix.trim_matches('/'))),
        None => (destination.resource(), String::new()),
    };
    let (account, name) = (web_acl.account, web_acl.name.clone());
    let region = web_acl.region.clone();
    let on_behalf_of = format!("arn:aws:logs:{region}:{account}:log-delivery:waf/{name}");
    let place = match web_acl.scope {
        Scope::Regional => region.to_string(),
        Scope::Cloudfront => "cloudfront".to_owned(),
    };
    let key = move |file: LogFile| {
        let start = file.from.millis() - file.from.millis().rem_euclid(PERIOD_MILLIS);
        let start = Timestamp::from_millis(start).iso8601();
        let (day, time) = start.split_once('T').unwrap_or((&start, ""));
        let folder = day.replace('-', "/");
        let (hour, minute) = (time.get(..2).unwrap_or("00"), time.get(3..5).unwrap_or("00"));
        let stamp = format!("{}T{hour}{minute}Z", day.replace('-', ""));
        format!(
            "{prefix}AWSLogs/{account}/WAFLogs/{place}/{name}/{folder}/{hour}/{minute}/\
             {account}_waflogs_{place}_{name}_{stamp}_{:08x}.log.gz",
            file.unique & 0xffff_ffff
        )
    };
    Some(LogStream {
        principal: PRINCIPAL,
        on_behalf_of: on_behalf_of.parse().ok()?,
        bucket: bucket.to_owned(),
        region: web_acl.region.clone(),
        header: "",
        key: Arc::new(key),
    })
}
