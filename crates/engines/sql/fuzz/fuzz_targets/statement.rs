//! Any text: it is refused, or what it becomes runs over an event and does nothing else.

#![no_main]

use bartizan_sql::{Session, Statement};

const STORE: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const EVENT: &str = r#"{"eventTime":"2026-11-24T08:00:00Z","eventName":"CreateUser",
    "userIdentity":{"arn":"arn:aws:iam::123456789012:user/alice"},"readOnly":false,
    "requestParameters":{"userName":"carol"},"resources":[{"ARN":"a"}]}"#;
/// How often a run is asked whether it goes on before it is stopped.
const PATIENCE: u32 = 5000;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(statement) = Statement::read(text, 1_795_510_800_000) else { return };
    for word in ["sqlite_", "pragma", "attach", "load_extension", ";"] {
        assert!(!statement.written().to_ascii_lowercase().contains(word));
    }
    let mut calls = 0;
    let stops = move || {
        calls += 1;
        calls > PATIENCE
    };
    let Ok(mut session) = Session::start(statement, stops) else { return };
    let _ = session.add(STORE, i64::MIN, EVENT);
    let _ = session.rows(|_| Ok(()));
});
