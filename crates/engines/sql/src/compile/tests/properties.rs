//! What holds of statements that nobody thought of.

use proptest::prelude::*;

use super::*;
use crate::run::Session;

/// How a statement ends over one event, if it ends soon.
fn outcome(statement: Statement) -> String {
    let mut calls = 0;
    let stops = move || {
        calls += 1;
        calls > 1000
    };
    let event = r#"{"eventTime":"2026-11-24T08:00:00Z","eventName":"CreateUser","readOnly":false}"#;
    let ran = Session::start(statement, stops).and_then(|mut session| {
        session.add(ID, i64::MIN, event)?;
        session.rows(|_| Ok(()))
    });
    ran.map_or_else(|failure| failure.to_string(), |_| String::new())
}

/// Texts that are nearly statements.
fn nearly() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "SELECT",
        "FROM",
        "EDS",
        "WHERE",
        "GROUP BY",
        "ORDER BY",
        "LIMIT",
        "(",
        ")",
        ",",
        "*",
        "1",
        "'a'",
        "eventName",
        "userIdentity.arn",
        "count(*)",
        "AND",
        "OR",
        "NOT",
        "=",
        "<",
        "LIKE",
        "IN",
        "UNION ALL",
        "JOIN",
        "ON",
        "AS",
        "x",
        "WITH",
        "CASE",
        "WHEN",
        "THEN",
        "END",
        "NULL",
        "eventTime",
        "BETWEEN",
        "element_at(requestParameters, 'a')",
        "resources[1].ARN",
        "IS",
        "EXISTS",
        "CAST",
        "DISTINCT",
        "HAVING",
        "interval '1' day",
        "-",
        "+",
        "||",
        ";",
        "\"q\"",
    ]);
    prop::collection::vec(words, 0..25).prop_map(|words| words.join(" "))
}

/// The simplest expressions.
const LEAVES: &[&str] = &[
    "1",
    "2.5",
    "'a'",
    "NULL",
    "true",
    "eventName",
    "eventTime",
    "readOnly",
    "eventJson",
    "userIdentity.arn",
    "requestParameters",
    "element_at(requestParameters, 'a')",
    "resources[1].ARN",
    "count(*)",
    "now()",
    "date '2026-01-01'",
    "(SELECT max(eventID) FROM EDS)",
];

/// Expressions, of right and of wrong types.
fn expressions() -> impl Strategy<Value = String> {
    let leaves = prop::sample::select(LEAVES.to_vec());
    leaves.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let infix = prop::sample::select(vec![
            "=",
            "<>",
            "<",
            ">=",
            "AND",
            "OR",
            "+",
            "-",
            "*",
            "/",
            "%",
            "||",
            "LIKE",
            "IS DISTINCT FROM",
        ]);
        let call = prop::sample::select(vec![
            "lower",
            "length",
            "abs",
            "count",
            "max",
            "sum",
            "coalesce",
            "greatest",
            "concat",
            "date",
            "hour",
            "trim",
            "round",
            "nullif",
            "date_trunc",
            "json_extract_scalar",
            "regexp_like",
        ]);
        prop_oneof![
            (inner.clone(), infix, inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (call.clone(), inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            (call, inner.clone(), inner.clone())
                .prop_map(|(name, a, b)| format!("{name}({a}, {b})")),
            inner.clone().prop_map(|a| format!("(NOT {a})")),
            inner.clone().prop_map(|a| format!("({a} IS NULL)")),
            inner.clone().prop_map(|a| format!("TRY_CAST({a} AS varchar)")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} IN ({b}, 'z'))")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(CASE WHEN {a} THEN {b} ELSE {c} END)")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("({a} BETWEEN {b} AND {c})")),
        ]
    })
}

/// Statements, of which many are right.
fn statements() -> impl Strategy<Value = String> {
    let sources = prop::sample::select(vec![
        "EDS",
        "EDS AS x",
        "(SELECT eventName, eventTime, readOnly FROM EDS) AS q",
        "EDS x JOIN EDS y ON x.eventID = y.eventID",
        "EDS x LEFT JOIN EDS y ON x.readOnly",
    ]);
    let maybe = || prop::option::of(expressions());
    let tail = prop::sample::select(vec![
        "",
        " ORDER BY 1",
        " LIMIT 1",
        " UNION SELECT eventName FROM EDS",
        " ORDER BY n DESC LIMIT 2",
    ]);
    (expressions(), sources, maybe(), maybe(), maybe(), tail).prop_map(
        |(shown, from, condition, group, having, tail)| {
            let clause = |word: &str, clause: Option<String>| {
                clause.map_or_else(String::new, |clause| format!(" {word} {clause}"))
            };
            let (condition, group, having) =
                (clause("WHERE", condition), clause("GROUP BY", group), clause("HAVING", having));
            format!("SELECT {shown} AS n FROM {from}{condition}{group}{having}{tail}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_written_is_right_for_sqlite(text in statements()) {
        if let Ok(statement) = read(&text) {
            let sql = statement.sql.clone();
            let said = outcome(statement);
            for wrong in ["no such", "syntax", "authorized", "ambiguous", "misuse", "argument"] {
                prop_assert!(!said.contains(wrong), "{} became {}: {}", text, sql, said);
            }
        }
    }

    #[test]
    fn whatever_is_read_is_written_from_known_words_alone(text in nearly()) {
        if let Ok(statement) = read(&format!("SELECT {text}")) {
            for wrong in ["eventName", "userIdentity", ID, "'a'", "\"", ";", "x "] {
                prop_assert!(!statement.sql.contains(wrong), "{} {}", text, statement.sql);
            }
            let sql = statement.sql.clone();
            let said = outcome(statement);
            for wrong in ["no such", "syntax", "authorized", "ambiguous", "misuse", "columns"] {
                prop_assert!(!said.contains(wrong), "{} became {}: {}", text, sql, said);
            }
        }
    }

    #[test]
    fn any_text_is_refused_without_a_panic(text in ".{0,100}") {
        let _ = read(&text);
        let _ = read(&format!("SELECT eventName FROM EDS WHERE {text}"));
    }
}
