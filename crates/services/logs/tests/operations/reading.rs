//! Events read, from both ends, page by page, and found by patterns.

use serde_json::{Value as Json, json};

use crate::{DAY, HOUR, Kept, messages, stream};

#[tokio::test]
async fn pages_go_both_ways_and_miss_nothing() {
    let kept = Kept::new().await;
    // Later puts with earlier times, in several segments, some at the same time.
    kept.put("s", &[(100, "3"), (100, "4")]).await;
    kept.put("s", &[(-DAY, "1"), (-HOUR, "2"), (-1, "2b")]).await;
    kept.put("s", &[(100, "5"), (HOUR, "6")]).await;
    let all = ["1", "2", "2b", "3", "4", "5", "6"];
    assert_eq!(messages(&kept.get(json!({})).await), all);
    assert_eq!(messages(&kept.get(json!({ "limit": 2 })).await), ["5", "6"]);
    for (is_from_head, way) in [(true, "nextForwardToken"), (false, "nextBackwardToken")] {
        let (mut found, mut asked) =
            (Vec::new(), json!({ "limit": 2, "startFromHead": is_from_head }));
        for _ in 0..5 {
            let page = kept.get(asked.clone()).await;
            let said: Vec<_> = messages(&page).into_iter().map(str::to_owned).collect();
            found = if is_from_head { [found, said].concat() } else { [said, found].concat() };
            asked["nextToken"] = page[way].clone();
        }
        assert_eq!(found, all);
        let end = kept.get(asked.clone()).await;
        assert_eq!(end[way], asked["nextToken"], "the end answers the token that it was asked by");
        let (back, last) =
            if is_from_head { ("nextBackwardToken", "6") } else { ("nextForwardToken", "1") };
        let turned = kept.get(json!({ "nextToken": end[back], "limit": 1 })).await;
        assert_eq!(messages(&turned), [last]);
    }
    let last = kept.get(json!({ "limit": 1 })).await;
    kept.put("s", &[(HOUR + 1, "7")]).await;
    let more = kept.get(json!({ "nextToken": last["nextForwardToken"] })).await;
    assert_eq!(messages(&more), ["7"]);
    let back = kept.get(json!({ "nextToken": more["nextBackwardToken"], "limit": 1 })).await;
    assert_eq!(messages(&back), ["6"]);
}

#[tokio::test]
async fn times_bound_what_is_read() {
    let kept = Kept::new().await;
    let now = kept.now();
    kept.put("s", &[(0, "0"), (1, "1"), (2, "2")]).await;
    let bounds = json!({ "startTime": now + 1, "endTime": now + 2 });
    assert_eq!(messages(&kept.get(bounds.clone()).await), ["1"]);
    let from_head = json!({ "startTime": now + 1, "endTime": now + 2, "startFromHead": true });
    assert_eq!(messages(&kept.get(from_head).await), ["1"]);
    assert_eq!(messages(&kept.filter(bounds).await), ["1", "2"]);
    let empty = kept.get(json!({ "startTime": now + 5, "endTime": now + 9 })).await;
    assert!(messages(&empty).is_empty());
    kept.put("s", &[(6, "6")]).await;
    let polled = kept.get(json!({ "nextToken": empty["nextForwardToken"] })).await;
    assert_eq!(messages(&polled), ["6"]);
    for token in ["x", "f/", "f/1", "g/0000000000000000000000000000000000000000"] {
        let input = json!({ "logGroupName": "/app/web", "logStreamName": "s", "nextToken": token });
        assert_eq!(kept.refused("GetLogEvents", input).await.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn an_answer_is_no_more_than_a_mebibyte() {
    let kept = Kept::new().await;
    let half = "x".repeat(500_000);
    for _ in 0..3 {
        kept.put("s", &[(0, &half)]).await;
    }
    for is_from_head in [true, false] {
        let page = kept.get(json!({ "startFromHead": is_from_head })).await;
        assert_eq!(messages(&page).len(), 2);
    }
    let found = kept.filter(json!({})).await;
    assert_eq!(messages(&found).len(), 2);
    let rest = kept.filter(json!({ "nextToken": found["nextToken"] })).await;
    assert_eq!(messages(&rest).len(), 1);
    assert!(rest.get("nextToken").is_none_or(Json::is_null));
}

#[tokio::test]
async fn a_group_is_searched_over_its_streams() {
    let kept = Kept::new().await;
    for name in ["web-1", "web-2"] {
        kept.done("CreateLogStream", stream(name)).await;
    }
    kept.put("web-1", &[(0, "ERROR one"), (2, "fine"), (4, "ERROR three")]).await;
    kept.put("web-2", &[(1, "ERROR two"), (3, "{\"status\": 500}")]).await;
    kept.put("s", &[(5, "ERROR four")]).await;
    let cases = [
        (
            json!({ "filterPattern": "ERROR" }),
            vec!["ERROR one", "ERROR two", "ERROR three", "ERROR four"],
        ),
        (
            json!({ "filterPattern": "ERROR", "logStreamNamePrefix": "web-" }),
            vec!["ERROR one", "ERROR two", "ERROR three"],
        ),
        (
            json!({ "filterPattern": "ERROR", "logStreamNames": ["web-2", "s"] }),
            vec!["ERROR two", "ERROR four"],
        ),
        (json!({ "filterPattern": "{ $.status >= 500 }" }), vec!["{\"status\": 500}"]),
        (json!({ "filterPattern": "[level=ERROR, number=t*]" }), vec!["ERROR two", "ERROR three"]),
    ];
    for (asked, wanted) in cases {
        assert_eq!(messages(&kept.filter(asked.clone()).await), wanted, "{asked}");
    }
    let (mut found, mut asked) = (Vec::new(), json!({ "filterPattern": "ERROR", "limit": 1 }));
    loop {
        let page = kept.filter(asked.clone()).await;
        found.extend(messages(&page).into_iter().map(str::to_owned));
        match page.get("nextToken").filter(|token| token.is_string()) {
            Some(token) => asked["nextToken"] = token.clone(),
            None => break,
        }
    }
    assert_eq!(found, ["ERROR one", "ERROR two", "ERROR three", "ERROR four"]);
    for refused in [
        json!({ "filterPattern": "a-b" }),
        json!({ "logStreamNames": ["s"], "logStreamNamePrefix": "s" }),
        json!({ "nextToken": "x" }),
        json!({ "startFromHead": false }),
    ] {
        let input = crate::merged(crate::named(), refused);
        assert_eq!(kept.refused("FilterLogEvents", input).await.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn patterns_are_tried_on_messages() {
    let kept = Kept::new().await;
    let input = json!({ "filterPattern": "[ip, ..., status=4*, size>10]", "logEventMessages": [
        "1.1.1.1 a b 404 11", "1.1.1.1 404 10", "1.1.1.1 404 12" ] });
    let told = kept.done("TestMetricFilter", input).await;
    let matches = told["matches"].as_array().unwrap();
    let numbers: Vec<_> = matches.iter().map(|found| found["eventNumber"].as_i64()).collect();
    assert_eq!(numbers, [Some(1), Some(3)]);
    assert_eq!(
        matches[0]["extractedValues"],
        json!({ "$ip": "1.1.1.1", "$2": "a", "$3": "b",
        "$status": "404", "$size": "11" })
    );
}

#[tokio::test]
async fn a_search_that_breaks_off_goes_on_where_it_did() {
    let kept = Kept::new().await;
    let long = "x".repeat(1_048_576 - 26);
    for _ in 0..65 {
        kept.put("s", &[(0, &long)]).await;
    }
    // Found before the search breaks off, and behind where it does.
    kept.put("s", &[(0, "other"), (250, "match 2"), (260, "match 3")]).await;
    kept.put("s", &[(150, "match 1")]).await;
    let (mut found, mut asked) = (Vec::new(), json!({ "filterPattern": "match", "limit": 1 }));
    for _ in 0..8 {
        let page = kept.filter(asked.clone()).await;
        found.extend(messages(&page).into_iter().map(str::to_owned));
        if page["nextToken"].is_null() {
            break;
        }
        asked["nextToken"] = page["nextToken"].clone();
    }
    assert_eq!(found, ["match 1", "match 2", "match 3"]);
}
