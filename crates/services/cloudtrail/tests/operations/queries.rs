//! Queries: what they find, and whom they are refused.

use std::time::Duration;

use bartizan_cloudtrail::{Limits, forget_queries, requeue_queries, run_next_query};
use bartizan_service::testkit::{admin, input_of, nobody};
use serde_json::{Value as Json, json};

use crate::lake::Lake;

/// A world with an event data store in which some calls were made.
async fn asked() -> (Lake, String) {
    filled(Lake::new()).await
}

/// The world with an event data store in which some calls were made.
pub(crate) async fn filled(lake: Lake) -> (Lake, String) {
    let arn = lake.store("events", json!({})).await;
    let id = arn.rsplit('/').next().unwrap().to_owned();
    lake.world.clock.advance(Duration::from_secs(1));
    for _ in 0..3 {
        lake.call("ListTrails", &json!({})).await;
    }
    lake.call("DescribeTrails", &json!({})).await;
    lake.world.clock.advance(Duration::from_secs(1));
    (lake, id)
}

impl Lake {
    async fn start(&self, statement: &str) -> Json {
        let started = self.call("StartQuery", &json!({ "QueryStatement": statement })).await;
        json!({ "QueryId": started["QueryId"] })
    }

    /// Lets every query that waits run.
    pub(crate) async fn run(&self) {
        self.world.road.platform().activity().flush().unwrap();
        while run_next_query(&self.world.road, &Limits::default()).await.unwrap() {}
    }

    /// Starts a query and lets it run.
    async fn ask(&self, statement: &str) -> Json {
        let query = self.start(statement).await;
        self.run().await;
        query
    }
}

#[tokio::test]
async fn a_query_finds_what_was_recorded_until_it_ran() {
    let (lake, id) = asked().await;
    let statement = format!(
        "SELECT eventName AS name, count(*) AS calls FROM {id} WHERE eventName LIKE '%Trails' \
         GROUP BY eventName ORDER BY calls DESC"
    );
    let query = lake.ask(&statement).await;
    let found = lake.call("GetQueryResults", &query).await;
    assert_eq!(found["QueryStatus"], "FINISHED");
    assert_eq!(
        found["QueryResultRows"],
        json!([
            [{ "name": "ListTrails" }, { "calls": "3" }],
            [{ "name": "DescribeTrails" }, { "calls": "1" }],
        ])
    );
    assert_eq!(found["QueryStatistics"]["TotalResultsCount"], 2);
    let told = lake.call("DescribeQuery", &query).await;
    assert_eq!(told["QueryString"], statement);
    let statistics = &told["QueryStatistics"];
    assert_eq!(statistics["EventsMatched"], 4);
    // The making of the store and the start of the query were recorded, too.
    assert_eq!(statistics["EventsScanned"], 6);
    assert!(statistics["BytesScanned"].as_i64().unwrap() > 2000);
    assert_eq!(statistics["BytesScanned"], found["QueryStatistics"]["BytesScanned"]);
}

#[tokio::test]
async fn results_come_in_pages() {
    let (lake, id) = asked().await;
    let mut page = lake.ask(&format!("SELECT eventID FROM {id} WHERE readOnly")).await;
    page["MaxQueryResults"] = json!(3);
    let first = lake.call("GetQueryResults", &page).await;
    assert_eq!(first["QueryResultRows"].as_array().unwrap().len(), 3);
    page["NextToken"] = first["NextToken"].clone();
    let second = lake.call("GetQueryResults", &page).await;
    assert_eq!(second["QueryResultRows"].as_array().unwrap().len(), 1);
    assert!(second["NextToken"].is_null());
    for token in ["row-4", "row-x", "other"] {
        page["NextToken"] = json!(token);
        let code = lake.refusal("GetQueryResults", &page).await;
        assert_eq!(code, "InvalidNextTokenException", "{token}");
    }
}

#[tokio::test]
async fn a_query_is_queued_run_and_known_for_a_week() {
    let (lake, id) = asked().await;
    let query = lake.start(&format!("SELECT eventID FROM {id}")).await;
    assert_eq!(lake.call("GetQueryResults", &query).await["QueryStatus"], "QUEUED");
    lake.run().await;
    let list = |status: &str| json!({ "EventDataStore": id, "QueryStatus": status });
    let listed = lake.call("ListQueries", &list("FINISHED")).await;
    assert_eq!(listed["Queries"][0]["QueryId"], query["QueryId"]);
    assert_eq!(lake.call("ListQueries", &list("QUEUED")).await["Queries"], json!([]));
    assert_eq!(lake.refusal("CancelQuery", &query).await, "InactiveQueryException");
    lake.world.clock.advance(Duration::from_hours(7 * 24));
    assert_eq!(lake.refusal("GetQueryResults", &query).await, "QueryIdNotFoundException");
    forget_queries(&lake.world.road).await.unwrap();
    assert_eq!(lake.call("ListQueries", &list("FINISHED")).await["Queries"], json!([]));
}

#[tokio::test]
async fn a_cancelled_query_is_not_run() {
    let (lake, id) = asked().await;
    let query = lake.start(&format!("SELECT eventID FROM {id}")).await;
    assert_eq!(lake.call("CancelQuery", &query).await["QueryStatus"], "CANCELLED");
    lake.run().await;
    assert_eq!(lake.call("GetQueryResults", &query).await["QueryStatus"], "CANCELLED");
}

#[tokio::test]
async fn a_query_that_a_kill_interrupted_is_run_again() {
    let (lake, id) = asked().await;
    let query = lake.ask(&format!("SELECT eventID FROM {id}")).await;
    let other = lake.start(&format!("SELECT eventID FROM {id}")).await;
    requeue_queries(&lake.world.road).await.unwrap();
    lake.run().await;
    for query in [query, other] {
        assert_eq!(lake.call("GetQueryResults", &query).await["QueryStatus"], "FINISHED");
    }
}

#[tokio::test]
async fn the_oldest_of_too_many_queries_are_forgotten() {
    let (lake, id) = asked().await;
    let limits = Limits { queries_max: 2, ..Limits::default() };
    let mut queries = Vec::new();
    for number in 0..3 {
        lake.world.clock.advance(Duration::from_secs(1));
        queries.push(lake.start(&format!("SELECT {number} FROM {id}")).await);
        while run_next_query(&lake.world.road, &limits).await.unwrap() {}
    }
    let code = lake.refusal("GetQueryResults", &queries[0]).await;
    assert_eq!(code, "QueryIdNotFoundException");
    for query in &queries[1..] {
        assert_eq!(lake.call("GetQueryResults", query).await["QueryStatus"], "FINISHED");
    }
}

#[tokio::test]
async fn a_query_on_a_store_that_is_deleted_meanwhile_fails() {
    let (lake, id) = asked().await;
    let query = lake.start(&format!("SELECT eventID FROM {id}")).await;
    lake.call("DeleteEventDataStore", &json!({ "EventDataStore": id })).await;
    lake.run().await;
    lake.call("RestoreEventDataStore", &json!({ "EventDataStore": id })).await;
    assert_eq!(lake.call("GetQueryResults", &query).await["QueryStatus"], "FAILED");
}

#[tokio::test]
async fn a_query_that_fails_says_why() {
    let (lake, id) = asked().await;
    let query = lake.ask(&format!("SELECT CAST(eventName AS bigint) FROM {id}")).await;
    let told = lake.call("DescribeQuery", &query).await;
    assert_eq!(told["QueryStatus"], "FAILED");
    assert!(told["ErrorMessage"].as_str().unwrap().starts_with("cannot cast `"));
    assert!(told["QueryStatistics"]["EventsMatched"].is_null());
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let (lake, id) = asked().await;
    let unknown = id.replace(&id[..4], "0000");
    let select = format!("SELECT eventID FROM {id}");
    for (input, code) in [
        (
            json!({ "QueryStatement": "SELECT 1 FROM sqlite_master" }),
            "InvalidQueryStatementException",
        ),
        (
            json!({ "QueryStatement": format!("DELETE FROM {id}") }),
            "InvalidQueryStatementException",
        ),
        (
            json!({ "QueryStatement": format!("SELECT 1 FROM {unknown}") }),
            "EventDataStoreNotFoundException",
        ),
        (json!({}), "InvalidParameterException"),
        (json!({ "QueryAlias": "a" }), "NotImplemented"),
        (json!({ "QueryStatement": select, "QueryParameters": ["a"] }), "NotImplemented"),
        (
            json!({ "QueryStatement": select, "EventDataStoreOwnerAccountId": "210987654321" }),
            "NotImplemented",
        ),
    ] {
        assert_eq!(lake.refusal("StartQuery", &input).await, code, "{input}");
    }
    for number in 0..10 {
        lake.start(&format!("SELECT {number} FROM {id}")).await;
    }
    let one_more = json!({ "QueryStatement": select });
    assert_eq!(lake.refusal("StartQuery", &one_more).await, "MaxConcurrentQueriesException");
    let elsewhere = async |operation: &str, input: Json| {
        let input = input_of("cloudtrail", operation, &input);
        lake.world.call_in("eu-west-1", &admin(), "cloudtrail", operation, input).await
    };
    let made = elsewhere("CreateEventDataStore", json!({ "Name": "events" })).await.unwrap();
    let arn = made.value.to_json()["EventDataStoreArn"].as_str().unwrap().to_owned();
    let statement = format!("SELECT eventID FROM {}", arn.rsplit('/').next().unwrap());
    let refused = elsewhere("StartQuery", json!({ "QueryStatement": statement })).await;
    assert_eq!(refused.unwrap_err().code, "MaxConcurrentQueriesException");
    let (start, end) = ("2026-11-24T10:00:00Z", "2026-11-24T09:00:00Z");
    let wrong = json!({ "EventDataStore": id, "StartTime": start, "EndTime": end });
    assert_eq!(lake.refusal("ListQueries", &wrong).await, "InvalidDateRangeException");
    let query = json!({ "QueryId": unknown });
    assert_eq!(lake.refusal("DescribeQuery", &query).await, "QueryIdNotFoundException");
}

#[tokio::test]
async fn a_deleted_store_is_not_asked() {
    let (lake, id) = asked().await;
    let query = lake.ask(&format!("SELECT eventID FROM {id}")).await;
    lake.call("DeleteEventDataStore", &json!({ "EventDataStore": id })).await;
    for (operation, input) in [
        ("StartQuery", json!({ "QueryStatement": format!("SELECT eventID FROM {id}") })),
        ("GetQueryResults", query),
        ("ListQueries", json!({ "EventDataStore": id })),
    ] {
        let code = lake.refusal(operation, &input).await;
        assert_eq!(code, "InactiveEventDataStoreException", "{operation}");
    }
}

#[tokio::test]
async fn who_may_not_ask_learns_nothing_of_the_statement() {
    let (lake, id) = asked().await;
    for statement in ["nonsense".to_owned(), format!("SELECT eventID FROM {id}")] {
        let input = input_of("cloudtrail", "StartQuery", &json!({ "QueryStatement": statement }));
        let denied = lake.world.call(&nobody(), "cloudtrail", "StartQuery", input).await;
        assert_eq!(denied.unwrap_err().code, "AccessDeniedException", "{statement}");
    }
}
