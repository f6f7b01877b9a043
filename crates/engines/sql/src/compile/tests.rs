//! What statements become, and what is refused.

mod properties;

use super::*;
use crate::statement::Window;

const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

fn read(text: &str) -> Result<Statement, Refusal> {
    Statement::read(&text.replace("EDS", ID), 1_795_510_800_000)
}

fn refused(text: &str) -> String {
    match read(text) {
        Err(refusal) => refusal.to_string(),
        Ok(statement) => panic!("{text} became {}", statement.sql),
    }
}

#[test]
fn names_become_numbers_and_texts_parameters() {
    let statement = read("SELECT eventName AS n FROM EDS WHERE userIdentity.arn LIKE '%x' LIMIT 5");
    let statement = statement.unwrap();
    assert_eq!(
        statement.sql,
        "SELECT t0.c1 AS k0 FROM t0 WHERE CASE WHEN ((lake_like(t0.c0, ?1, ?2))) THEN \
         lake_matched(t0.id) END LIMIT 5 OFFSET 0"
    );
    assert_eq!(statement.texts, ["%x", ""]);
    assert_eq!(statement.stores(), [(ID, Window::ALWAYS)]);
    assert_eq!(statement.columns().collect::<Vec<_>>(), ["n"]);
}

#[test]
fn conditions_on_the_event_time_narrow_what_is_read() {
    let at = |text: &str| Moment::read(text).unwrap().millis().unwrap();
    let (from, until) = (at("2026-01-01 00:00:00"), at("2026-02-01 00:00:00"));
    let both = Window { from_ms: from, until_ms: until };
    for (condition, window) in [
        ("eventTime > '2026-01-01 00:00:00' AND eventTime <= '2026-02-01'", both),
        ("(eventTime BETWEEN '2026-01-01' AND TIMESTAMP '2026-02-01 00:00:00')", both),
        ("'2026-01-01' <= eventTime", Window { from_ms: from, ..Window::ALWAYS }),
        ("eventTime > '2026-01-01' OR readOnly", Window::ALWAYS),
        ("NOT eventTime > '2026-01-01'", Window::ALWAYS),
        ("eventTime <> '2026-01-01'", Window::ALWAYS),
    ] {
        let statement = read(&format!("SELECT eventID FROM EDS WHERE {condition}")).unwrap();
        assert_eq!(statement.stores()[0].1, window, "{condition}");
    }
    let both = read(
        "SELECT 1 FROM EDS a JOIN EDS b ON a.eventID = b.eventID WHERE a.eventTime > '2026-01-01'",
    );
    assert_eq!(both.unwrap().stores()[0].1, Window::ALWAYS, "a join reads all");
}

#[test]
fn what_is_no_select_over_events_is_refused() {
    for text in [
        "",
        ";",
        "SELECT 1",
        "SELECT eventID FROM sqlite_master",
        "SELECT eventID FROM \"t0\"",
        "SELECT eventID FROM main.EDS",
        "SELECT * FROM pragma_table_info('t0')",
        "SELECT eventID FROM EDS; DROP TABLE t0",
        "DELETE FROM EDS",
        "INSERT INTO EDS SELECT * FROM EDS",
        "UPDATE EDS SET eventID = 1",
        "ATTACH DATABASE 'x' AS y",
        "PRAGMA database_list",
        "CREATE TABLE x AS SELECT * FROM EDS",
        "EXPLAIN SELECT eventID FROM EDS",
        "VACUUM INTO 'x'",
        "SELECT * INTO x FROM EDS",
        "SELECT * FROM EDS FOR UPDATE",
        "SELECT * FROM EDS TABLESAMPLE BERNOULLI (10)",
        "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT * FROM r, EDS",
        "WITH r AS (SELECT * FROM r) SELECT * FROM r",
        "VALUES (1)",
        "TABLE EDS",
    ] {
        refused(text);
    }
}

#[test]
fn functions_that_are_not_listed_are_refused() {
    for call in [
        "load_extension('x')",
        "readfile('/etc/passwd')",
        "writefile('x', 'y')",
        "sqlite_version()",
        "randomblob(1000000000)",
        "zeroblob(1000000000)",
        "lake_matched(1)",
        "lake_like('a', 'b', '')",
        "printf('%1000000000d', 1)",
        "eval('x')",
        "main.lower('x')",
        "\"lower(1) FROM t0; --\"('x')",
        "count(DISTINCT)",
        "sum(eventName)",
        "lower(1, 2)",
        "row_number() OVER ()",
        "count(*) FILTER (WHERE true)",
        "max(count(*))",
    ] {
        let said = refused(&format!("SELECT {call} FROM EDS"));
        assert!(!said.is_empty(), "{call}");
    }
}

#[test]
fn refusals_say_what_is_wrong() {
    for (text, said) in [
        ("SELECT nothing FROM EDS", "Column 'nothing' cannot be resolved."),
        ("SELECT userIdentity.nothing FROM EDS", "Column 'nothing' cannot be resolved."),
        ("SELECT requestParameters.a FROM EDS", "element_at(…, 'a')"),
        ("SELECT element_at(requestParameters, eventName) FROM EDS", "no literal"),
        ("SELECT eventName, count(*) FROM EDS", "'eventName' must be an aggregate"),
        ("SELECT eventName FROM EDS GROUP BY eventSource", "'eventName' must be an aggregate"),
        ("SELECT eventName FROM EDS WHERE count(*) > 1", "cannot stand here"),
        (
            "SELECT eventName FROM EDS WHERE readOnly = 'true'",
            "type boolean with one of type varchar",
        ),
        ("SELECT eventName FROM EDS WHERE eventName", "must be of type boolean"),
        ("SELECT eventName FROM EDS WHERE eventTime > 'now'", "'now' is not a timestamp."),
        ("SELECT eventName FROM EDS, EDS", "twice"),
        ("SELECT eventName FROM EDS a, EDS b", "ambiguous"),
        ("SELECT eventName FROM EDS UNION SELECT eventName, eventID FROM EDS", "1 and 2 columns"),
        ("SELECT eventName FROM events", "`events` is not the id of an event data store."),
        ("SELECT eventName FROM EDS ORDER BY 2", "no column 2"),
        ("SELECT eventName FROM EDS JOIN EDS b", "needs ON"),
        ("SELECT eventName FROM", "Expected"),
        ("SELECT shout(eventName) FROM EDS", "Function 'shout' is not known here."),
    ] {
        let refusal = refused(text);
        assert!(refusal.contains(said), "{text}: {refusal}");
    }
}

#[test]
fn deep_and_wide_statements_are_refused_and_outgrow_no_stack() {
    let nested = |count| format!("SELECT {}1{} FROM EDS", "(".repeat(count), ")".repeat(count));
    assert!(read(&nested(10)).is_ok());
    for text in [
        nested(17),
        nested(4000),
        format!("SELECT 1{} FROM EDS", " + 1".repeat(1100)),
        format!("SELECT 1{} FROM EDS", " + 1".repeat(3000)),
        format!("SELECT {}true FROM EDS", "NOT ".repeat(1000)),
        format!("SELECT {}1 FROM EDS", "- ".repeat(1000)),
        format!("SELECT 1 FROM {}EDS{}", "(".repeat(16), ")".repeat(16)),
        format!("SELECT 1 FROM EDS WHERE 1 IN {}1{}", "(SELECT ".repeat(17), ")".repeat(17)),
        format!("SELECT 1 FROM EDS {}", "UNION ALL SELECT 1 FROM EDS ".repeat(100)),
        format!("SELECT {}1{} FROM EDS", "CASE WHEN true THEN ".repeat(200), " END".repeat(200)),
        format!("SELECT readOnly{} FROM EDS", " IS NULL".repeat(500)),
        format!("SELECT {} FROM EDS", vec!["1"; 300].join(", ")),
    ] {
        read(&text).unwrap_err();
    }
    let wide = format!("SELECT 1 FROM EDS WHERE {}false", "readOnly OR ".repeat(350));
    assert!(read(&wide).is_ok());
}

#[test]
fn mentions_of_a_named_query_are_bounded() {
    let mut with = "WITH a0 AS (SELECT 1 AS x)".to_owned();
    for number in 1..16 {
        let before = number - 1;
        with = format!("{with}, a{number} AS (SELECT 1 AS x FROM a{before} AS p, a{before} AS q)");
    }
    let refusal = refused(&format!("{with} SELECT 1 FROM a15, EDS"));
    assert!(refusal.contains("too many"), "{refusal}");
}

#[test]
fn nothing_is_written_anew_at_each_level() {
    let mut nested = "eventName".to_owned();
    for _ in 0..12 {
        nested = format!("CASE {nested} WHEN 'a' THEN 'b' WHEN 'c' THEN 'd' ELSE 'e' END");
    }
    let statement = read(&format!("SELECT {nested} FROM EDS")).unwrap();
    assert!(statement.sql.len() < 2000, "{}", statement.sql.len());
    let mut between = "readOnly".to_owned();
    for _ in 0..12 {
        between = format!("({between} BETWEEN false AND true)");
    }
    assert!(read(&format!("SELECT {between} FROM EDS")).unwrap().sql.len() < 2000);
    let mut counted = "1".to_owned();
    for _ in 0..8 {
        counted = format!("(SELECT {counted} GROUP BY {}1)", "1,".repeat(90));
    }
    let refusal = refused(&format!("SELECT {counted} FROM EDS"));
    assert!(refusal.contains("too many"), "{refusal}");
}
