//! What may be put, and how it is stored.

use serde_json::json;

use crate::{DAY, HOUR, Kept, group, messages, stream, world_with};

#[tokio::test]
async fn a_batch_is_bounded_and_in_order() {
    let kept = Kept::new().await;
    let long = "x".repeat(1_048_576 - 26);
    kept.put("s", &[(0, &long)]).await;
    let longer = "x".repeat(1_048_576 - 51);
    for (events, said) in [
        (vec![(0, longer.as_str()), (0, "y")], "Upload too large: 1048578 bytes"),
        (vec![(1, "a"), (0, "b")], "chronological order"),
        (vec![(-DAY - 1, "a"), (0, "b")], "cannot span more than 24 hours"),
    ] {
        let refused = kept.refused("PutLogEvents", kept.batch("s", &events)).await;
        assert_eq!(refused.0, "InvalidParameterException");
        assert!(refused.1.contains(said), "{}", refused.1);
    }
    kept.put("s", &vec![(0, "x"); 10_000]).await;
}

#[tokio::test]
async fn events_of_other_times_are_told_and_left_out() {
    let kept = Kept::new().await;
    let events = [(-15 * DAY + 1, "a"), (-14 * DAY, "b")];
    let told = kept.put("s", &events).await;
    assert_eq!(told["rejectedLogEventsInfo"], json!({ "tooOldLogEventEndIndex": 1 }));
    let events = [(0, "c"), (2 * HOUR, "d"), (2 * HOUR + 1, "e")];
    let told = kept.put("s", &events).await;
    assert_eq!(told["rejectedLogEventsInfo"], json!({ "tooNewLogEventStartIndex": 2 }));
    let retention = json!({ "logGroupName": "/app/web", "retentionInDays": 1 });
    assert_eq!(messages(&kept.get(json!({})).await), ["b", "c", "d"]);
    kept.done("PutRetentionPolicy", retention).await;
    let told = kept.put("s", &[(-DAY - 1, "f"), (-DAY + 5, "g")]).await;
    assert_eq!(told["rejectedLogEventsInfo"], json!({ "expiredLogEventEndIndex": 1 }));
    assert_eq!(messages(&kept.get(json!({})).await), ["g", "c", "d"]);
}

#[tokio::test]
async fn tokens_of_an_order_and_entities_are_taken_and_answered() {
    let kept = Kept::new().await;
    let mut batch = kept.batch("s", &[(0, "a")]);
    batch["sequenceToken"] = json!("whatever");
    batch["entity"] = json!({ "keyAttributes": { "Type": "Service", "Name": "n" } });
    let told = kept.done("PutLogEvents", batch).await;
    assert!(told["nextSequenceToken"].as_str().unwrap().len() > 10);
    assert_eq!(told["rejectedEntityInfo"]["errorType"], "UnsupportedLogGroupType");
}

#[tokio::test]
async fn no_file_holds_what_events_say() {
    let mut folder = None;
    let kept = world_with(|path| folder = Some(path.to_owned()));
    kept.done("CreateLogGroup", group()).await;
    kept.done("CreateLogStream", stream("s")).await;
    kept.put("s", &[(0, "attack-at-dawn")]).await;
    kept.world.road.platform().activity().flush().unwrap();
    for file in std::fs::read_dir(folder.unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(14).any(|window| window == b"attack-at-dawn"));
    }
    assert_eq!(messages(&kept.get(json!({})).await), ["attack-at-dawn"]);
}
