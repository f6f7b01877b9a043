//! Log files: their names and what is in them. (CloudTrail User Guide, "CloudTrail log file
//! examples", "CloudTrail log file name format".)

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::logs::{date_path, gzip};
use bartizan_types::{Fault, Timestamp};
use serde_json::{Value as Json, json};

use super::place::under_prefix;
use crate::records::{LoggedFile, PendingFile, Trail};

/// How many characters make a file's name its own.
const UNIQUE_CHARACTERS: usize = 16;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A log file, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogFile {
    pub(super) packed: Vec<u8>,
    /// As a digest names it.
    pub(super) logged: LoggedFile,
}

impl LogFile {
    /// The file of these events; the same events make the same file.
    pub(super) fn new(
        trail: &Trail,
        at: Timestamp,
        file: &PendingFile,
        ids: &[String],
        events: &[Json],
    ) -> Result<Self, Fault> {
        let content = json!({ "Records": events }).to_string();
        let times = events.iter().filter_map(|event| event.get("eventTime")?.as_str());
        Ok(Self {
            packed: gzip(content.as_bytes())?,
            logged: LoggedFile {
                s3_bucket: trail.bucket.clone(),
                s3_object: key(trail, at, file, ids),
                hash_value: hex::encode(digest(&SHA256, content.as_bytes())),
                hash_algorithm: "SHA-256".to_owned(),
                newest_event_time: times.clone().max().unwrap_or_default().to_owned(),
                oldest_event_time: times.min().unwrap_or_default().to_owned(),
            },
        })
    }
}

fn key(trail: &Trail, at: Timestamp, file: &PendingFile, ids: &[String]) -> String {
    let region = file.region.as_str();
    let kind = if file.is_insight { "CloudTrail-Insight" } else { "CloudTrail" };
    let account = trail.account;
    let (stamp, date) = (at.amz_date(), date_path(at));
    // `YYYYMMDDTHHmmZ`: without seconds.
    let minute = stamp.get(..13).unwrap_or_default();
    let unique = unique(&trail.id, region, ids);
    let name = format!("{account}_{kind}_{region}_{minute}Z_{unique}.json.gz");
    under_prefix(trail, &format!("AWSLogs/{account}/{kind}/{region}/{date}/{name}"))
}

/// Sixteen characters that these events of this trail alone have.
fn unique(trail: &str, region: &str, ids: &[String]) -> String {
    let told = json!([trail, region, ids]).to_string();
    let hash = digest(&SHA256, told.as_bytes());
    let letter = |byte: &u8| {
        char::from(ALPHABET.get(usize::from(*byte) % ALPHABET.len()).copied().unwrap_or(b'0'))
    };
    hash.as_ref().iter().take(UNIQUE_CHARACTERS).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::Selection;

    fn trail(prefix: Option<&str>) -> Trail {
        Trail {
            id: "one".to_owned(),
            account: "123456789012".parse().unwrap(),
            home_region: "us-east-1".to_owned(),
            name: "audit".to_owned(),
            bucket: "logs".to_owned(),
            bucket_region: "us-east-1".to_owned(),
            key_prefix: prefix.map(str::to_owned),
            includes_global_services: true,
            is_multi_region: false,
            validates_files: false,
            logs_own_deliveries: true,
            selection: Selection::default(),
            insights: Vec::new(),
            kms_key: None,
            tags: Vec::new(),
        }
    }

    fn file(trail: &Trail, id: &str) -> LogFile {
        file_of(trail, id, false)
    }

    fn file_of(trail: &Trail, id: &str, is_insight: bool) -> LogFile {
        let events = [
            json!({ "eventTime": "2026-11-24T09:00:05Z" }),
            json!({ "eventTime": "2026-11-24T08:59:00Z" }),
        ];
        let at = Timestamp::from_seconds(1_795_510_800);
        let ids = vec![id.to_owned()];
        let region = "eu-west-1".to_owned();
        let pending = PendingFile { region, is_insight, events: ids.clone() };
        LogFile::new(trail, at, &pending, &ids, &events).unwrap()
    }

    #[test]
    fn a_file_is_named_and_filled_as_aws_does() {
        let logged = file(&trail(None), "a").logged;
        let (head, unique) = logged.s3_object.split_at(logged.s3_object.len() - 24);
        assert_eq!(
            head,
            "AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/24/\
             123456789012_CloudTrail_eu-west-1_20261124T0900Z_"
        );
        let unique = unique.strip_suffix(".json.gz").unwrap();
        assert!(unique.len() == 16 && unique.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(logged.oldest_event_time, "2026-11-24T08:59:00Z");
        assert_eq!(logged.newest_event_time, "2026-11-24T09:00:05Z");
        let prefixed = file(&trail(Some("a/b")), "a").logged;
        assert_eq!(prefixed.s3_object, format!("a/b/{}", logged.s3_object));
        let insights = file_of(&trail(None), "a", true).logged.s3_object;
        assert_eq!(insights, logged.s3_object.replace("CloudTrail", "CloudTrail-Insight"));
    }

    #[test]
    fn the_same_events_make_the_same_file_and_others_another() {
        let one = file(&trail(None), "a");
        assert_eq!(one, file(&trail(None), "a"));
        assert_ne!(one.logged.s3_object, file(&trail(None), "b").logged.s3_object);
    }
}
