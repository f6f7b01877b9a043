//! Messages are sealed where they are stored, by a data key of KMS where the queue names a key.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bartizan_service::testkit::{Given, World, given};
use bartizan_service::types::{Arn, Fault};
use bartizan_service::{BoxFuture, Call, DataKey, DataKeys, KeyUse, Ports, ServiceCall};
use bartizan_sqs::{Hall, Sqs, SqsProjection};
use bartizan_wire::Value;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{Queues, bodies};

const KEY: &str = "arn:aws:kms:us-east-1:123456789012:key/1";
const PLAIN: [u8; 32] = [7; 32];
const BLOB: &[u8] = b"a sealed data key";

/// Keys that anyone may use, until they are shut.
#[derive(Clone, Default)]
struct Keys {
    shut: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Keys {
    fn admit(&self, ask: KeyUse<'_>) -> Result<Arn, Fault> {
        assert_eq!((ask.via, ask.key), ("sqs", Some(KEY)));
        assert!(ask.context["aws:sqs:arn"].ends_with(":jobs"));
        if self.shut.load(Ordering::SeqCst) {
            return Err(Fault::new("AccessDeniedException", "shut", 400));
        }
        Ok(KEY.parse().unwrap())
    }
}

impl DataKeys for Keys {
    fn resolve<'a>(&'a self, _: &'a Call, ask: KeyUse<'a>) -> BoxFuture<'a, Result<Arn, Fault>> {
        Box::pin(async move { self.admit(ask) })
    }

    fn generate<'a>(
        &'a self,
        _: &'a Call,
        ask: KeyUse<'a>,
    ) -> BoxFuture<'a, Result<DataKey, Fault>> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let plain = Zeroizing::new(PLAIN.to_vec());
            Ok(DataKey { key: self.admit(ask)?, plain, blob: BLOB.to_vec() })
        })
    }

    fn open<'a>(
        &'a self,
        _: &'a Call,
        ask: KeyUse<'a>,
        blob: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.admit(ask)?;
            assert_eq!(blob, BLOB);
            Ok(Zeroizing::new(PLAIN.to_vec()))
        })
    }

    fn still_may(&self, _: &Call, ask: KeyUse<'_>, _: &'static str) -> Result<Arn, Fault> {
        self.admit(ask)
    }
}

impl Given for Keys {
    fn offer(&self, ports: &mut Ports) {
        ports.data_keys = Some(Arc::new(self.clone()));
    }
}

fn with_keys(keys: &Keys, look: impl FnOnce(&Path)) -> Queues {
    let hall = Hall::default();
    let projection = Arc::new(SqsProjection::new(hall.clone()));
    let service = Sqs::new(hall.clone());
    let world = World::new(vec![projection, given(keys.clone())], |folder| {
        look(folder);
        vec![Arc::new(service)]
    });
    Queues { world, hall }
}

#[tokio::test]
async fn a_data_key_serves_many_messages_and_each_use_is_decided() {
    let keys = Keys::default();
    let queues = with_keys(&keys, |_| ());
    let url = queues.queue("jobs", json!({ "KmsMasterKeyId": KEY })).await;
    assert_eq!(queues.attribute(&url, "SqsManagedSseEnabled").await, "false");
    for body in ["1", "2", "3"] {
        queues.send(&url, body).await;
    }
    let first = queues.receive(&url, json!({ "MaxNumberOfMessages": 1 })).await;
    let second = queues.receive(&url, json!({ "MaxNumberOfMessages": 1 })).await;
    assert_eq!((bodies(&first), bodies(&second)), (vec!["1"], vec!["2"]));
    assert_eq!(keys.asked.load(Ordering::SeqCst), 2);
    queues.later(301);
    queues.send(&url, "4").await;
    assert_eq!(keys.asked.load(Ordering::SeqCst), 3);
    keys.shut.store(true, Ordering::SeqCst);
    let sent = json!({ "QueueUrl": url, "MessageBody": "x" });
    assert_eq!(queues.refused("SendMessage", sent).await.0, "KmsAccessDenied");
    let before = queues.counts(&url).await;
    let refused = queues.refused("ReceiveMessage", json!({ "QueueUrl": url })).await;
    assert_eq!(refused.0, "KmsAccessDenied");
    // What could not be read can be received later.
    assert_eq!(queues.counts(&url).await, before);
}

#[tokio::test]
async fn no_file_holds_what_messages_say() {
    for settings in
        [json!({}), json!({ "SqsManagedSseEnabled": "false" }), json!({ "KmsMasterKeyId": KEY })]
    {
        let mut folder = None;
        let queues = with_keys(&Keys::default(), |path| folder = Some(path.to_owned()));
        let url = queues.queue("jobs", settings).await;
        queues.send(&url, "attack-at-dawn").await;
        queues.world.road.platform().activity().flush().unwrap();
        for file in std::fs::read_dir(folder.unwrap()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
            assert!(!bytes.windows(14).any(|window| window == b"attack-at-dawn"));
        }
        assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["attack-at-dawn"]);
    }
}

#[tokio::test]
async fn a_service_sends_where_the_queues_policy_lets_it() {
    let queues = with_keys(&Keys::default(), |_| ());
    let url = queues.queue("jobs", json!({})).await;
    let arn = queues.arn(&url).await;
    let rule: Arn = "arn:aws:events:us-east-1:123456789012:rule/r".parse().unwrap();
    let send = async || {
        let input = Value::Struct(vec![
            ("QueueUrl", Value::of_text(url.as_str())),
            ("MessageBody", Value::of_text("an event")),
        ]);
        let call = ServiceCall {
            principal: "events.amazonaws.com",
            on_behalf_of: &rule,
            operation: ("sqs", "SendMessage"),
            region: bartizan_service::types::Region::new("us-east-1"),
            input,
            body: None,
        };
        queues.world.road.travel_for_service(call).await
    };
    assert_eq!(send().await.unwrap_err().status, 403);
    for (source, is_sent) in
        [("arn:aws:events:us-east-1:123456789012:rule/other", false), (rule.as_str(), true)]
    {
        let policy = json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" },
            "Action": "sqs:SendMessage", "Resource": arn,
            "Condition": { "ArnEquals": { "aws:SourceArn": source } } }] });
        let settings = json!({ "QueueUrl": url, "Attributes": { "Policy": policy.to_string() } });
        queues.done("SetQueueAttributes", settings).await;
        assert_eq!(send().await.is_ok(), is_sent, "{source}");
    }
    let received = queues.receive(&url, json!({})).await;
    assert_eq!(bodies(&received), ["an event"]);
    assert_eq!(received[0]["Attributes"]["SenderId"], "events.amazonaws.com");
}
