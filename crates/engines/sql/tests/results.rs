//! What statements answer over events.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_sql::{Failure, Session, Statement};
use serde_json::{Value as Json, json};

const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OTHER: &str = "1f8fad5b-d9cb-469f-a165-70867728950e";
/// 2026-11-24 09:00:00.
const NOW_MS: i64 = 1_795_510_800_000;

/// Two creations of users by alice, a denied deletion by bob, and a read of an object.
fn events() -> Vec<Json> {
    let event = |minute: u32, id: &str, user: &str, source: &str, name: &str| {
        json!({
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "IAMUser", "arn": format!("arn:aws:iam::123456789012:user/{user}"),
                "userName": user,
                "sessionContext": { "attributes": { "mfaAuthenticated": "false" } },
            },
            "eventTime": format!("2026-11-24T08:{minute:02}:00Z"),
            "eventSource": source, "eventName": name, "eventID": id, "awsRegion": "us-east-1",
            "readOnly": name.starts_with("Get"), "managementEvent": true,
            "requestParameters": null, "eventCategory": "Management",
        })
    };
    let mut events = vec![
        event(0, "a", "alice", "iam.amazonaws.com", "CreateUser"),
        event(10, "b", "alice", "iam.amazonaws.com", "CreateUser"),
        event(20, "c", "bob", "iam.amazonaws.com", "DeleteUser"),
        event(30, "d", "alice", "s3.amazonaws.com", "GetObject"),
    ];
    events[0]["requestParameters"] = json!({ "userName": "carol", "tags": [{ "key": "k" }] });
    events[1]["requestParameters"] = json!({ "userName": "dave" });
    events[2]["errorCode"] = json!("AccessDenied");
    events[3]["requestParameters"] = json!({ "bucketName": "b", "key": "k" });
    events[3]["resources"] = json!([{ "type": "AWS::S3::Object", "ARN": "arn:aws:s3:::b/k" }]);
    events
}

/// The rows of a statement, and how many events had part in them.
fn run(text: &str) -> Result<(Vec<Vec<String>>, u64), Failure> {
    let text = text.replace("EDS", ID).replace("OTHER", OTHER);
    let statement = Statement::read(&text, NOW_MS).unwrap_or_else(|no| panic!("{text}: {no}"));
    let mut session = Session::start(statement, || false)?;
    for event in events() {
        session.add(ID, i64::MIN, &event.to_string())?;
    }
    session.add(OTHER, i64::MIN, &events()[3].to_string())?;
    let mut rows = Vec::new();
    let matched = session.rows(|row| {
        rows.push(row);
        Ok(())
    })?;
    Ok((rows, matched))
}

/// The rows, each with its values between bars.
fn rows(text: &str) -> Vec<String> {
    let (rows, _) = run(text).unwrap_or_else(|failure| panic!("{text}: {failure}"));
    rows.into_iter().map(|row| row.join("|")).collect()
}

#[test]
fn values_are_told_as_trino_tells_them() {
    for (shown, expected) in [
        ("eventTime", "2026-11-24 08:00:00.000"),
        ("readOnly", "false"),
        ("NOT readonly", "true"),
        ("useridentity.USERNAME", "alice"),
        ("userIdentity.sessionContext.attributes.mfaAuthenticated", "false"),
        ("userIdentity.invokedBy", ""),
        ("element_at(requestParameters, 'userName')", "carol"),
        ("requestParameters['tags']", r#"[{"key":"k"}]"#),
        ("json_extract_scalar(element_at(requestParameters, 'tags'), '$[0].key')", "k"),
        ("json_extract_scalar(eventJson, '$.requestParameters.userName')", "carol"),
        ("resources", ""),
        ("1 + 2 * 3", "7"),
        ("7 / 2", "3"),
        ("7 / 2.0", "3.5"),
        ("10 - 3 - 2", "5"),
        ("'a' || 'b' || 'c'", "abc"),
        ("upper(eventName)", "CREATEUSER"),
        ("substr(eventName, 1, 6)", "Create"),
        ("length(eventName)", "10"),
        ("split_part(userIdentity.arn, ':', 5)", "123456789012"),
        ("strpos(eventName, 'User')", "7"),
        ("replace(eventName, 'User', 'Role')", "CreateRole"),
        ("regexp_extract(userIdentity.arn, 'user/(.*)', 1)", "alice"),
        ("regexp_like(eventName, '^Create')", "true"),
        ("coalesce(errorCode, 'none')", "none"),
        ("nullif(eventName, 'CreateUser')", ""),
        ("if(readOnly, 'r', 'w')", "w"),
        ("greatest(1, 3, 2)", "3"),
        ("CASE eventName WHEN 'CreateUser' THEN 1 ELSE 2 END", "1"),
        ("date_trunc('hour', eventTime)", "2026-11-24 08:00:00.000"),
        ("date_add('day', -7, eventTime)", "2026-11-17 08:00:00.000"),
        ("eventTime - interval '1' day", "2026-11-23 08:00:00.000"),
        ("date_diff('minute', eventTime, now())", "60"),
        ("date(eventTime)", "2026-11-24"),
        ("day_of_week(eventTime)", "2"),
        ("hour(eventTime)", "8"),
        ("current_timestamp", "2026-11-24 09:00:00.000"),
        ("to_iso8601(eventTime)", "2026-11-24T08:00:00.000Z"),
        ("CAST(managementEvent AS varchar)", "true"),
        ("CAST('12' AS bigint) + 1", "13"),
        ("TRY_CAST('x' AS bigint)", ""),
        ("CAST('2026-01-01' AS timestamp)", "2026-01-01 00:00:00.000"),
    ] {
        let found = rows(&format!("SELECT {shown} FROM EDS WHERE eventID = 'a'"));
        assert_eq!(found, [expected], "{shown}");
    }
}

#[test]
fn conditions_choose_events() {
    for (condition, expected) in [
        ("eventName = 'CreateUser'", "a b"),
        ("eventName LIKE '%User' AND NOT eventName LIKE 'Create%'", "c"),
        ("eventName NOT LIKE '%user'", "a b c d"),
        ("userIdentity.arn LIKE '%/bob' OR readOnly = true", "c d"),
        ("errorCode IS NOT NULL", "c"),
        ("requestParameters IS NULL", "c"),
        ("errorCode IS DISTINCT FROM 'AccessDenied'", "a b d"),
        ("eventTime > '2026-11-24 08:10:00'", "c d"),
        (
            "eventTime >= '2026-11-24T08:10:00Z' AND eventTime < timestamp '2026-11-24 08:30:00'",
            "b c",
        ),
        ("eventTime BETWEEN '2026-11-24 08:10:00' AND '2026-11-24 08:20:00'", "b c"),
        ("eventTime > date_add('minute', -45, now())", "c d"),
        ("date(eventTime) = date '2026-11-23'", ""),
        ("eventTime > date '2026-11-24'", "a b c d"),
        ("eventName IN ('CreateUser', 'GetObject')", "a b d"),
        ("element_at(resources, 1).ARN = 'arn:aws:s3:::b/k'", "d"),
        ("element_at(resources, 1).type LIKE 'AWS::S3::%'", "d"),
        ("eventID IN (SELECT eventID FROM OTHER)", "d"),
        ("EXISTS (SELECT 1 FROM OTHER o WHERE o.eventID = \"EDS\".eventID)", "d"),
    ] {
        let statement = format!("SELECT eventID FROM EDS WHERE {condition} ORDER BY eventID");
        let (found, matched) = run(&statement).unwrap();
        let found: Vec<String> = found.concat();
        assert_eq!(found.join(" "), expected, "{condition}");
        let own = u64::try_from(found.len()).unwrap();
        let others = if condition.contains("OTHER") { 0..=1 } else { 0..=0 };
        assert!(others.contains(&(matched - own)), "{condition}: {matched}");
    }
}

#[test]
fn rows_are_grouped_ordered_and_joined() {
    for (statement, expected) in [
        (
            "SELECT eventName, count(*) AS n FROM EDS GROUP BY eventName ORDER BY n DESC, eventName",
            vec!["CreateUser|2", "DeleteUser|1", "GetObject|1"],
        ),
        (
            "SELECT userIdentity.userName, count_if(readOnly), max(eventTime) FROM EDS GROUP BY 1 ORDER BY 1",
            vec!["alice|1|2026-11-24 08:30:00.000", "bob|0|2026-11-24 08:20:00.000"],
        ),
        ("SELECT count(*), count(errorCode), count(DISTINCT eventName) FROM EDS", vec!["4|1|3"]),
        ("SELECT eventName FROM EDS GROUP BY eventName HAVING count(*) > 1", vec!["CreateUser"]),
        (
            "SELECT element_at(requestParameters, 'key') k, count(*) FROM EDS WHERE readOnly GROUP BY requestParameters",
            vec!["k|1"],
        ),
        (
            "SELECT date_trunc('hour', eventTime) h, count(*) FROM EDS GROUP BY date_trunc('hour', eventTime)",
            vec!["2026-11-24 08:00:00.000|4"],
        ),
        (
            "SELECT errorCode, eventID FROM EDS ORDER BY errorCode, eventID DESC LIMIT 2",
            vec!["AccessDenied|c", "|d"],
        ),
        ("SELECT eventID FROM EDS ORDER BY eventTime DESC OFFSET 1 LIMIT 2", vec!["c", "b"]),
        (
            "SELECT DISTINCT eventSource FROM EDS ORDER BY eventSource",
            vec!["iam.amazonaws.com", "s3.amazonaws.com"],
        ),
        (
            "SELECT eventID FROM EDS WHERE readOnly UNION ALL SELECT eventID FROM OTHER ORDER BY eventID",
            vec!["d", "d"],
        ),
        (
            "SELECT eventID FROM EDS EXCEPT SELECT eventID FROM OTHER ORDER BY 1 DESC",
            vec!["c", "b", "a"],
        ),
        ("SELECT eventID FROM EDS INTERSECT SELECT eventID FROM OTHER", vec!["d"]),
        (
            "SELECT a.eventID, b.eventName FROM EDS a LEFT JOIN OTHER b ON a.eventID = b.eventID ORDER BY 1",
            vec!["a|", "b|", "c|", "d|GetObject"],
        ),
        (
            "WITH w AS (SELECT eventName AS n FROM EDS) SELECT n, count(*) FROM w GROUP BY n ORDER BY 2 DESC, 1 LIMIT 1",
            vec!["CreateUser|2"],
        ),
        ("SELECT q.n FROM (SELECT count(*) AS n FROM EDS) AS q", vec!["4"]),
        (
            "SELECT eventID FROM EDS WHERE eventTime = (SELECT max(eventTime) FROM EDS AS x)",
            vec!["d"],
        ),
    ] {
        assert_eq!(rows(statement), expected, "{statement}");
    }
}

#[test]
fn all_columns_are_shown_by_a_star() {
    let text = format!("SELECT * FROM {ID}");
    let statement = Statement::read(&text, NOW_MS).unwrap();
    let columns: Vec<&str> = statement.columns().collect();
    assert_eq!(columns.len(), 33);
    assert_eq!(columns[..3], ["eventVersion", "userIdentity", "eventTime"]);
    assert_eq!(rows("SELECT * FROM EDS").len(), 4);
}

#[test]
fn a_value_that_cannot_be_cast_fails_the_query() {
    let failure = run("SELECT CAST(eventName AS bigint) FROM EDS").unwrap_err();
    assert_eq!(failure.to_string(), "cannot cast `CreateUser` to bigint");
    for statement in [
        "SELECT date_add('aeon', 1, eventTime) FROM EDS",
        "SELECT regexp_like(eventName, '(') FROM EDS",
        "SELECT json_extract(eventJson, 'x') FROM EDS",
        "SELECT 9223372036854775807 + length(eventName) + sum(1) FROM EDS GROUP BY eventName",
        "SELECT replace(eventJson, '', eventJson) FROM EDS",
    ] {
        let _ = run(statement);
    }
}

#[test]
fn a_query_can_be_stopped() {
    let text = format!(
        "SELECT count(*) FROM {ID} a, {ID} b, {ID} c, {ID} d, {ID} e, {ID} f, {ID} g, {ID} h, {ID} i, {ID} j"
    );
    let statement = Statement::read(&text, NOW_MS).unwrap();
    let mut calls = 0;
    let mut session = Session::start(statement, move || {
        calls += 1;
        calls > 1000
    })
    .unwrap();
    for event in events() {
        for _ in 0..5 {
            session.add(ID, i64::MIN, &event.to_string()).unwrap();
        }
    }
    let failure = session.rows(|_| Ok(())).unwrap_err();
    assert!(matches!(failure, Failure::Stopped), "{failure}");
}

#[test]
fn events_that_are_not_retained_are_not_seen() {
    let text = format!("SELECT eventID FROM {ID}");
    let mut session = Session::start(Statement::read(&text, NOW_MS).unwrap(), || false).unwrap();
    for event in events() {
        session.add(ID, NOW_MS - 40 * 60 * 1000, &event.to_string()).unwrap();
        session.add(OTHER, i64::MIN, &event.to_string()).unwrap();
    }
    let mut seen = Vec::new();
    let matched = session.rows(|row| {
        seen.extend(row);
        Ok(())
    });
    assert_eq!((matched.unwrap(), seen.join(" ")), (2, "c d".to_owned()));
}
