//! Events: their JSON, and how they are stored for the targets of the rules that they match. (Amazon
//! EventBridge User Guide, "AWS service event metadata".)

use std::sync::Arc;

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Platform, Vault};
use bartizan_types::{AccountId, Fault, Timestamp};
use bartizan_wire::push_json_text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::exchange::LiveRule;
use crate::names::BusName;
use crate::records::{self, Delivery, Event};

/// What an event is made of.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'p> {
    pub(crate) id: &'p str,
    pub(crate) detail_type: &'p str,
    pub(crate) source: &'p str,
    pub(crate) account: AccountId,
    pub(crate) time: Timestamp,
    pub(crate) region: &'p str,
    pub(crate) resources: &'p [String],
    /// An object of JSON, as it came.
    pub(crate) detail: &'p str,
}

impl Parts<'_> {
    /// The event's JSON.
    pub(crate) fn json(&self) -> String {
        let mut text = Vec::with_capacity(self.detail.len() + 512);
        text.extend_from_slice(b"{\"version\":\"0\"");
        let time = self.time.iso8601();
        let account = self.account.to_string();
        for (name, value) in [
            ("id", self.id),
            ("detail-type", self.detail_type),
            ("source", self.source),
            ("account", &account),
            ("time", &time),
            ("region", self.region),
        ] {
            text.push(b',');
            push_json_text(&mut text, name);
            text.push(b':');
            push_json_text(&mut text, value);
        }
        text.extend_from_slice(b",\"resources\":[");
        for (place, resource) in self.resources.iter().enumerate() {
            if place > 0 {
                text.push(b',');
            }
            push_json_text(&mut text, resource);
        }
        text.extend_from_slice(b"],\"detail\":");
        text.extend_from_slice(self.detail.as_bytes());
        text.push(b'}');
        // All of it came from texts.
        String::from_utf8(text).unwrap_or_default()
    }
}

/// An event that a rule sends from one bus to another.
#[derive(Debug, Clone)]
pub(crate) struct PassedOn {
    pub(crate) json: String,
}

/// An event that matched, sealed and ready to be stored.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    key: Key,
    event: Event,
    rules: Vec<Arc<LiveRule>>,
}

impl Accepted {
    /// The event of a bus; the account's key seals it.
    pub(crate) fn new(
        vault: &Vault,
        bus: &BusName,
        (id, json): (&str, &str),
        rules: Vec<Arc<LiveRule>>,
        (ingested, is_passed_on): (Timestamp, bool),
    ) -> Result<Self, Fault> {
        let key = Key::new(bus.account, &bus.region, id);
        let sealed = vault.seal(
            bus.account,
            <Event as bartizan_service::store::Record>::COLLECTION,
            id,
            json.as_bytes(),
        )?;
        let event = Event { sealed: STANDARD.encode(sealed), ingested, is_passed_on };
        Ok(Self { key, event, rules })
    }

    /// Stores the event, and a delivery for each target.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> Result<(), Fault> {
        writer.put(&self.key, &self.event)?;
        let targets = self.rules.iter().flat_map(|rule| {
            rule.record.targets.iter().map(move |(id, target)| (rule, id, target))
        });
        for (number, (rule, id, target)) in targets.enumerate() {
            let key = Key { id: format!("{}/{number:05}", self.key.id), ..self.key.clone() };
            let delivery = Delivery {
                rule: rule.name.to_string(),
                target: id.clone(),
                is_in_order: target.message_group.is_some(),
                due: None,
                retries: 0,
                dead: None,
            };
            writer.put(&key, &delivery)?;
        }
        Ok(())
    }
}

/// The JSON of a stored event.
pub(crate) fn open(platform: &Platform, key: &Key, event: &Event) -> Result<String, Fault> {
    let unreadable = || Fault::new("InternalException", "an event cannot be read", 500);
    let account = key.account.parse().map_err(|_| unreadable())?;
    let sealed = STANDARD.decode(&event.sealed).map_err(|_| unreadable())?;
    let table = <Event as bartizan_service::store::Record>::COLLECTION;
    let plain = platform.vault.open(account, table, &key.id, &sealed)?;
    String::from_utf8(plain.to_vec()).map_err(|_| unreadable())
}

/// Ends a delivery; with the last of an event the event is forgotten.
pub(crate) fn finish(writer: &mut Writer<'_>, key: &Key) -> Result<(), Fault> {
    writer.delete::<Delivery>(key)?;
    let event = records::event_key(key);
    let prefix = format!("{}/", event.id);
    let left = writer.scan::<Delivery>(&event.account, &event.region, &prefix, None, 1)?;
    if left.is_empty() {
        writer.delete::<Event>(&event)?;
    }
    Ok(())
}
