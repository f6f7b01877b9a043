//! Messages as answers show them: with the attributes that a request selects.

use std::collections::BTreeMap;

use bartizan_wire::Bytes;

use crate::change::handle;
use crate::message::{Data, Message, TRACE};
use crate::records::{Place, Queue};
use crate::shapes::{self, MessageAttributeValue};
use crate::{digest, send};

const ALL: &str = "All";

/// The names of attributes that a request selects.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    pub(super) system: Vec<String>,
    pub(super) own: Vec<String>,
}

impl Selection {
    /// A message that was received.
    pub(super) fn show(
        &self,
        queue: &Queue,
        sequence: u64,
        place: &Place,
        message: Message,
    ) -> shapes::Message {
        let system = self.system(queue, sequence, place, &message);
        let mut own = message.attributes;
        own.retain(|name, _| self.own.iter().any(|wanted| selects(wanted, name)));
        let own_digest = digest::of_attributes(&own);
        let own: BTreeMap<String, MessageAttributeValue> = own
            .into_iter()
            .map(|(name, attribute)| {
                let mut value =
                    MessageAttributeValue { data_type: attribute.kind, ..Default::default() };
                match attribute.data {
                    Data::Text(text) => value.string_value = Some(text),
                    Data::Binary(bytes) => value.binary_value = Some(Bytes::from(bytes)),
                }
                (name, value)
            })
            .collect();
        shapes::Message {
            message_id: Some(place.message_id.clone()),
            receipt_handle: Some(handle(&queue.id, sequence, &place.receipt)),
            md5_of_body: Some(digest::of_text(&message.body)),
            body: Some(message.body),
            attributes: Some(system).filter(|all| !all.is_empty()),
            md5_of_message_attributes: own_digest,
            message_attributes: Some(own).filter(|all| !all.is_empty()),
        }
    }

    fn system(
        &self,
        queue: &Queue,
        sequence: u64,
        place: &Place,
        message: &Message,
    ) -> BTreeMap<String, String> {
        let trace = message.system.get(TRACE).and_then(|trace| match &trace.data {
            Data::Text(text) => Some(text.clone()),
            Data::Binary(_) => None,
        });
        let number = queue.attributes.fifo.then(|| send::shown(sequence));
        let all = [
            ("SenderId", Some(place.sender.clone())),
            ("SentTimestamp", Some(place.sent.to_string())),
            ("ApproximateReceiveCount", Some(place.received.to_string())),
            ("ApproximateFirstReceiveTimestamp", place.first_received.map(|at| at.to_string())),
            ("SequenceNumber", number),
            ("MessageDeduplicationId", place.deduplication.clone()),
            ("MessageGroupId", place.group.clone()),
            (TRACE, trace),
            ("DeadLetterQueueSourceArn", place.origin.as_ref().map(ToString::to_string)),
        ];
        let is_wanted =
            |name: &str| self.system.iter().any(|wanted| wanted == ALL || wanted == name);
        let wanted = all.into_iter().filter(|(name, _)| is_wanted(name));
        wanted.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// Whether a name that a request has selects an attribute: it is its name, all, or the beginning of its
/// name before `.*`.
fn selects(wanted: &str, name: &str) -> bool {
    match wanted.strip_suffix(".*") {
        Some(prefix) => name.starts_with(prefix),
        None => wanted == ALL || wanted == name,
    }
}
