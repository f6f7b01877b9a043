//! What is kept: each event once, those that were asked for, for as long as it was asked for.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::testkit::{ACCOUNT, World, admin, input_of};
use bartizan_service::wire::Value;
use serde_json::{Value as Json, json};

use super::*;
use crate::CloudTrail;

const DAY: Duration = Duration::from_hours(24);

/// A world with an event data store.
struct Lake {
    world: World,
    id: String,
}

impl Lake {
    async fn new(more: Json) -> Self {
        let world = World::new(Vec::new(), |_| vec![Arc::new(CloudTrail)]);
        let mut lake = Self { world, id: String::new() };
        let mut input = json!({ "Name": "events", "TerminationProtectionEnabled": false });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        let made = lake.call("CreateEventDataStore", &input).await;
        let arn = made.field("EventDataStoreArn").unwrap().text().unwrap().to_owned();
        lake.id = arn.rsplit('/').next().unwrap().to_owned();
        lake.world.clock.advance(Duration::from_secs(1));
        lake
    }

    async fn call(&self, operation: &str, input: &Json) -> Value {
        let input = input_of("cloudtrail", operation, input);
        self.world.call(&admin(), "cloudtrail", operation, input).await.unwrap().value
    }

    async fn on_store(&self, operation: &str) -> Value {
        self.call(operation, &json!({ "EventDataStore": self.id })).await
    }

    async fn ingest(&self, limits: Limits) {
        self.world.road.platform().activity().flush().unwrap();
        ingest(&self.world.road, &limits).await.unwrap();
    }

    fn segments(&self) -> Vec<Segment> {
        let store = &self.world.road.platform().store;
        let found = store.read::<_, StoreError>(|reader| {
            reader.scan::<Segment>(ACCOUNT, "us-east-1", &format!("{}/", self.id), None, 1000)
        });
        found.unwrap().into_iter().map(|(_, segment)| segment).collect()
    }

    /// The names of the events that are kept, sorted: reads and writes are recorded by two ways.
    fn names(&self) -> Vec<String> {
        let lines = self.segments().into_iter().flat_map(|one| packing::lines(&one).unwrap());
        let name = |line: String| {
            let event: Json = serde_json::from_str(&line).unwrap();
            event["eventName"].as_str().unwrap().to_owned()
        };
        let mut names: Vec<String> = lines.map(name).collect();
        names.sort_unstable();
        names
    }
}

#[tokio::test]
async fn each_event_is_kept_once_and_small_segments_are_filled() {
    let lake = Lake::new(json!({})).await;
    for _ in 0..3 {
        lake.call("ListTrails", &json!({})).await;
        lake.ingest(Limits::default()).await;
        lake.ingest(Limits::default()).await;
    }
    assert_eq!(lake.names(), ["CreateEventDataStore", "ListTrails", "ListTrails", "ListTrails"]);
    assert_eq!(lake.segments().len(), 1);
}

#[tokio::test]
async fn many_events_become_several_segments() {
    let lake = Lake::new(json!({})).await;
    for _ in 0..2100 {
        lake.call("ListTrails", &json!({})).await;
    }
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.names().len(), 2101);
    let segments = lake.segments();
    assert!(segments.len() > 1 && segments.iter().all(|segment| segment.bytes <= 1 << 20));
    let intake = intake_of(&lake.world.road, &store(&lake)).unwrap().unwrap();
    assert_eq!(intake.bytes, segments.iter().map(stored_bytes).sum::<u64>());
}

fn store(lake: &Lake) -> EventDataStore {
    let store = &lake.world.road.platform().store;
    let all: Result<_, StoreError> =
        store.read(|reader| reader.scan_all::<EventDataStore>(None, 1));
    all.unwrap().remove(0).1
}

#[tokio::test]
async fn only_what_the_selectors_want_is_kept_while_it_ingests() {
    let named = json!([{ "FieldSelectors": [
        { "Field": "eventCategory", "Equals": ["Management"] },
        { "Field": "eventName", "StartsWith": ["List"] },
    ] }]);
    let lake = Lake::new(json!({ "AdvancedEventSelectors": named })).await;
    lake.call("ListTrails", &json!({})).await;
    lake.call("DescribeTrails", &json!({})).await;
    lake.on_store("StopEventDataStoreIngestion").await;
    lake.world.clock.advance(Duration::from_secs(1));
    lake.call("ListPublicKeys", &json!({})).await;
    lake.world.clock.advance(Duration::from_secs(1));
    lake.on_store("StartEventDataStoreIngestion").await;
    lake.call("ListEventDataStores", &json!({})).await;
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.names(), ["ListEventDataStores", "ListTrails"]);
}

#[tokio::test]
async fn a_store_of_one_region_keeps_its_own_events() {
    let lake = Lake::new(json!({ "MultiRegionEnabled": false })).await;
    let store = store(&lake);
    let intake = intake_of(&lake.world.road, &store).unwrap().unwrap();
    lake.world.road.platform().activity().flush().unwrap();
    let row = STEP.read(&lake.world.road, store.account, "").unwrap().rows.remove(0);
    assert!(wanted(&store, &intake, &row).is_some());
    for other in [
        ActivityRow { region: "eu-west-1".to_owned(), ..row.clone() },
        ActivityRow { account: "210987654321".to_owned(), ..row.clone() },
        ActivityRow { time_ms: 0, ..row.clone() },
        ActivityRow { body: b"{}".to_vec(), ..row },
    ] {
        assert!(wanted(&store, &intake, &other).is_none(), "{other:?}");
    }
}

#[tokio::test]
async fn what_is_older_than_the_retention_period_goes() {
    let lake = Lake::new(json!({ "RetentionPeriod": 7 })).await;
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.segments().len(), 1);
    lake.world.clock.advance(DAY * 8);
    lake.call("ListTrails", &json!({})).await;
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.names(), ["ListTrails"]);
}

#[tokio::test]
async fn a_full_store_waits_and_loses_nothing() {
    let lake = Lake::new(json!({})).await;
    lake.ingest(Limits { account_bytes_max: 100, ..Limits::default() }).await;
    assert!(lake.segments().is_empty());
    let shown = lake.on_store("GetEventDataStore").await;
    assert_eq!(shown.field("Status").unwrap().text(), Some("STOPPED_INGESTION"));
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.names(), ["CreateEventDataStore", "GetEventDataStore"]);
    let shown = lake.on_store("GetEventDataStore").await;
    assert_eq!(shown.field("Status").unwrap().text(), Some("ENABLED"));
}

#[tokio::test]
async fn a_deleted_store_is_gone_with_its_events_after_a_week() {
    let lake = Lake::new(json!({})).await;
    lake.ingest(Limits::default()).await;
    lake.on_store("DeleteEventDataStore").await;
    lake.call("ListTrails", &json!({})).await;
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.names(), ["CreateEventDataStore"], "it keeps nothing new");
    lake.world.clock.advance(DAY * 6);
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.segments().len(), 1);
    lake.world.clock.advance(DAY + Duration::from_mins(1));
    lake.ingest(Limits::default()).await;
    assert_eq!(lake.segments().len(), 1, "a restoration begun in time may be under way");
    let named =
        input_of("cloudtrail", "RestoreEventDataStore", &json!({ "EventDataStore": lake.id }));
    let refused = lake.world.call(&admin(), "cloudtrail", "RestoreEventDataStore", named).await;
    assert_eq!(refused.unwrap_err().code, "EventDataStoreNotFoundException");
    lake.world.clock.advance(Duration::from_hours(1));
    lake.ingest(Limits::default()).await;
    assert!(lake.segments().is_empty());
    let named = input_of("cloudtrail", "GetEventDataStore", &json!({ "EventDataStore": lake.id }));
    let gone = lake.world.call(&admin(), "cloudtrail", "GetEventDataStore", named).await;
    assert_eq!(gone.unwrap_err().code, "EventDataStoreNotFoundException");
}

#[tokio::test]
async fn two_workers_at_once_keep_each_event_once() {
    let lake = Lake::new(json!({})).await;
    for _ in 0..50 {
        lake.call("ListTrails", &json!({})).await;
    }
    lake.world.road.platform().activity().flush().unwrap();
    let limits = Limits::default();
    let road = &lake.world.road;
    let store = store(&lake);
    let (one, other) =
        tokio::join!(ingest_one(road, &limits, &store), ingest_one(road, &limits, &store));
    one.and(other).unwrap();
    assert_eq!(lake.names().len(), 51);
}
