//! The page of types says what the registry says.

use std::fmt::Write as _;

use bartizan_detect::{REGISTRY, Role, Severity, Stream};

/// The table of `docs/threats.md`.
fn table() -> String {
    let mut table =
        "| type | severity | found in | what is watched |\n|---|---|---|---|\n".to_owned();
    for about in &REGISTRY {
        let word = |severity: Severity| match severity {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        };
        let (actor, target) =
            (word(about.severity(Role::Actor)), word(about.severity(Role::Target)));
        let severity = if actor == target {
            actor.to_owned()
        } else {
            format!("{actor}, as a target {target}")
        };
        let stream = match about.stream {
            Stream::Flow => "flows",
            Stream::Dns => "DNS queries",
            Stream::Activity => "calls",
        };
        let own = if about.documented { "" } else { " (Bartizan's own)" };
        let _ = writeln!(
            table,
            "| `{}`{own} | {severity} | {stream} | {} |",
            about.name, about.watches
        );
    }
    table
}

#[test]
fn the_page_says_what_the_registry_says() {
    let page = include_str!("../../../../docs/threats.md");
    let table = table();
    assert!(page.contains(&table), "docs/threats.md must have this table:\n{table}");
}

#[test]
fn each_type_says_what_to_do() {
    for about in &REGISTRY {
        assert!(about.remediation.ends_with('.') && about.watches.len() > 10, "{}", about.name);
    }
}
