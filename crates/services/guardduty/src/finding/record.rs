//! Findings as they are stored.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::store::{Reader, Record, Writer};
use bartizan_types::{Arn, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::publish::Publisher;
use super::seen::Seen;
use crate::criteria::Criteria;
use crate::detector::{DetectorRecord, Place};
use crate::document;
use crate::error::GuardDutyError;
use crate::filter;
use crate::shapes::Finding;

/// The version of findings' structure that GuardDuty names.
const SCHEMA: &str = "2.0";
/// How many hexadecimal digits an id has.
const ID_DIGITS: usize = 32;

/// The secondary key by which findings are found that were seen again since rules were told of them.
pub(crate) const REPEATED: &str = "repeated";
pub(crate) const YES: &str = "yes";

/// A finding: the JSON that the API answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FindingRecord {
    pub(crate) body: Json,
    /// When it was last seen or changed; it is forgotten some time later.
    pub(crate) updated: Timestamp,
    /// What was said of whether it is useful, with comments.
    #[serde(default)]
    pub(crate) comments: Option<String>,
    /// When rules were told of it last.
    #[serde(default)]
    pub(crate) published: Option<Timestamp>,
    /// Whether it was seen again since.
    #[serde(default)]
    pub(crate) is_repeated: bool,
}

impl Record for FindingRecord {
    const COLLECTION: &'static str = "guardduty.finding";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        if self.is_repeated { vec![(REPEATED, YES.to_owned())] } else { Vec::new() }
    }
}

/// What became of a finding that was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// It was not there before.
    New,
    /// It was there, and is counted once more.
    Again,
}

/// How findings of a place are stored in one transaction: the one way that they come to be there.
pub(crate) struct Shelf<'a> {
    place: &'a Place,
    detector: &'a DetectorRecord,
    archiving: Vec<Criteria>,
    publisher: &'a Publisher,
    now: Timestamp,
}

impl<'a> Shelf<'a> {
    /// The place's, with the filters that archive.
    pub(crate) fn open(
        reader: &Reader<'_>,
        place: &'a Place,
        detector: &'a DetectorRecord,
        publisher: &'a Publisher,
        now: Timestamp,
    ) -> Result<Self, GuardDutyError> {
        let archiving = filter::archiving(reader, place)?;
        Ok(Self { place, detector, archiving, publisher, now })
    }

    /// Stores what was seen. What was seen before is the same finding, counted once more. What a filter
    /// suppresses is archived.
    pub(crate) fn put(
        &self,
        writer: &mut Writer<'_>,
        seen: Seen,
    ) -> Result<(String, Stored), GuardDutyError> {
        let id = self.id(&seen.key);
        let key = self.place.key(&*id);
        let before = writer.get::<FindingRecord>(&key)?;
        let stored = if before.is_some() { Stored::Again } else { Stored::New };
        let mut body = document::stored(self.whole(&id, seen));
        if let Some(before) = &before {
            go_on(&mut body, &before.body);
        }
        if self.archiving.iter().any(|criteria| criteria.match_all(&body)) {
            set(&mut body, "service", "archived", json!(true));
        }
        let published = before.as_ref().and_then(|before| before.published);
        let comments = before.and_then(|before| before.comments);
        let mut record =
            FindingRecord { body, updated: self.now, comments, published, is_repeated: false };
        let of = (self.place, self.detector);
        self.publisher.tell(writer, of, &mut record, self.now)?;
        writer.put(&key, &record)?;
        Ok((id, stored))
    }

    /// Of the same key the same id, as long as the detector is the same.
    fn id(&self, key: &str) -> String {
        let Place { account, region } = self.place;
        let named = format!("{account}|{region}|{}|{key}", self.detector.id);
        let digest = hex::encode(digest(&SHA256, named.as_bytes()));
        digest.get(..ID_DIGITS).unwrap_or_default().to_owned()
    }

    fn whole(&self, id: &str, seen: Seen) -> Finding {
        let Place { account, region } = self.place;
        let mut service = seen.service;
        service.archived = Some(false);
        service.count = Some(1);
        service.detector_id = Some(self.detector.id.clone());
        service.event_first_seen = Some(seen.first.iso8601_millis());
        service.event_last_seen = Some(seen.last.iso8601_millis());
        service.service_name = Some("guardduty".to_owned());
        let resource = format!("detector/{}/finding/{id}", self.detector.id);
        Finding {
            account_id: account.to_string(),
            arn: Arn::new("guardduty", region, Some(*account), &resource).to_string(),
            created_at: self.now.iso8601_millis(),
            updated_at: self.now.iso8601_millis(),
            description: Some(seen.description),
            id: id.to_owned(),
            partition: Some("aws".to_owned()),
            region: region.clone(),
            resource: seen.resource,
            schema_version: SCHEMA.to_owned(),
            service: Some(service),
            severity: seen.severity,
            title: Some(seen.title),
            r#type: seen.kind,
            ..Finding::default()
        }
    }
}

/// What a finding keeps of itself where it is seen again.
fn go_on(body: &mut Json, before: &Json) {
    let of = |json: &Json, name: &str| json.get("service").and_then(|one| one.get(name)).cloned();
    let count = of(before, "count").and_then(|count| count.as_i64()).unwrap_or(0);
    set(body, "service", "count", json!(count.saturating_add(1).min(i64::from(i32::MAX))));
    for name in ["archived", "userFeedback"] {
        if let Some(kept) = of(before, name) {
            set(body, "service", name, kept);
        }
    }
    // Texts of times of one form are ordered as the times are.
    let text =
        |json: &Json, name: &str| of(json, name).and_then(|one| Some(one.as_str()?.to_owned()));
    for (name, takes_earlier) in [("eventFirstSeen", true), ("eventLastSeen", false)] {
        if let (Some(old), Some(new)) = (text(before, name), text(body, name))
            && (old < new) == takes_earlier
        {
            set(body, "service", name, json!(old));
        }
    }
    if let (Some(created), Some(body)) = (before.get("createdAt"), body.as_object_mut()) {
        body.insert("createdAt".to_owned(), created.clone());
    }
}

/// Sets a member of a member.
pub(crate) fn set(body: &mut Json, of: &str, name: &str, value: Json) {
    if let Some(members) = body.get_mut(of).and_then(Json::as_object_mut) {
        members.insert(name.to_owned(), value);
    }
}

/// Findings by their ids, all of which must be there.
pub(crate) fn find_all(
    reader: &Reader<'_>,
    place: &Place,
    ids: &[String],
) -> Result<BTreeMap<String, FindingRecord>, GuardDutyError> {
    let mut found = BTreeMap::new();
    for id in ids {
        let record = reader.get::<FindingRecord>(&place.key(&**id))?;
        found.insert(id.clone(), record.ok_or(GuardDutyError::NoSuchResource)?);
    }
    Ok(found)
}
