//! What patterns match, as tables; and that no pattern and no message breaks anything.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

use bartizan_log_filter::{Filter, PATTERN_CHARS_MAX};
use proptest::prelude::*;

/// A pattern, messages that match and messages that do not.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

fn check(cases: &[Case]) {
    for (pattern, matching, others) in cases {
        let filter = Filter::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for message in *matching {
            assert!(filter.matches(message), "{pattern} matches {message}");
            assert!(filter.extract(message).is_some(), "{pattern} extracts of {message}");
        }
        for message in *others {
            assert!(!filter.matches(message), "{pattern} does not match {message}");
            assert_eq!(filter.extract(message), None);
        }
    }
}

#[test]
fn terms_are_required_excluded_or_optional() {
    check(&[
        ("", &["", "anything"], &[]),
        ("ERROR", &["[ERROR 400]", "ERROR"], &["error", ""]),
        ("ERROR 400", &["ERROR x 400", "400 ERROR"], &["ERROR", "400"]),
        ("\"INTERNAL SERVER ERROR\"", &["a INTERNAL SERVER ERROR b"], &["INTERNAL ERROR SERVER"]),
        ("?ERROR ?WARN", &["WARN 1", "ERROR"], &["INFO"]),
        ("ERROR -400", &["ERROR 500"], &["ERROR 400", "500"]),
        ("-a", &["b"], &["a"]),
        ("ERROR ?x", &["ERROR"], &["x"]),
        ("%AUTH[a-z]+%", &["AUTHx"], &["AUTH", "AUTHX"]),
        ("\"say \\\"hi\\\" \\\\\"", &["say \"hi\" \\"], &["say hi"]),
    ]);
}

#[test]
fn fields_stand_between_spaces() {
    const LINE: &str =
        r#"127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534"#;
    check(&[
        ("[ip, server, user, time, request, status, bytes]", &[LINE], &["a b", ""]),
        ("[ip, server, user, time, request, status = 4*, bytes > 1000]", &[LINE], &[]),
        ("[ip, ..., request = *html*, status = 404 || status = 410, bytes]", &[LINE], &[]),
        ("[..., status != 404, bytes]", &["a 200 1"], &[LINE, "x"]),
        ("[w1 = ERROR && w1 != %x%, w2]", &["ERROR y"], &["ERRORx y", "ERROR y z"]),
    ]);
    check(&[
        ("[(w = a || w = b) && w != b]", &["a"], &["b"]),
        ("[,,]", &["a b c"], &["a b"]),
        ("[...]", &["", "a"], &[]),
        ("[]", &["", "a b"], &[]),
        ("[size >= 10, at <= 1.5e3]", &["10 1500", "11 -1"], &["9 1", "10 1501", "x 1"]),
        ("[w = \"a b\"]", &["\"a b\"", "[a b]"], &["a b"]),
    ]);
}

#[test]
fn json_is_looked_into() {
    const EVENT: &str = r#"{"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another"], "objectList": [{"name": "a", "id": 1},
        {"name": "b", "id": 2}], "SomeObject": null, "flag": true, "a.b": 5, "n": -1.5,
        "text": "404"}"#;
    let matching = [
        "{ $.eventType = \"UpdateTrail\" }",
        "{$.eventType=UpdateTrail}",
        "{ $.eventType = Update* && $.sourceIPAddress != 123.123.* }",
        "{ $.arrayKey[0] = value }",
        "{ $.arrayKey[*] = another }",
        "{ $.objectList[1].id = 2 }",
        "{ $.objectList[*].id >= 2 }",
        "{ $.SomeObject IS NULL }",
        "{ $.SomeOtherObject NOT EXISTS }",
        "{ $.flag is true && $.flag EXISTS }",
        "{ $.[\"a.b\"] = 5 }",
        "{ $.n < -1 && $.n > -2e0 }",
        "{ ($.x = 1 || $.flag IS TRUE) && $.text = 404 }",
        "{ $.x = 1 && $.y = 2 || $.text = \"4*4\" }",
        "{ $.sourceIPAddress = %1{3}\\.111% }",
        "{ $.eventType = * }",
    ];
    let others = [
        "{ $.eventType = \"updateTrail\" }",
        "{ $.x = 1 || $.flag IS FALSE }",
        "{ $.x != 1 }",
        "{ $.arrayKey = value }",
        "{ $.objectList[2].id = 2 }",
        "{ $.flag IS NULL }",
        "{ $.eventType NOT EXISTS }",
        "{ $.n > 0 }",
        "{ $.eventType > 5 }",
    ];
    for pattern in matching {
        check(&[(pattern, &[EVENT], &["", "text", "{", "[1", "5"])]);
    }
    for pattern in others {
        check(&[(pattern, &[], &[EVENT])]);
    }
}

#[test]
fn names_take_what_is_found() {
    let extracted = |pattern: &str, message: &str| {
        let extracted = Filter::parse(pattern).unwrap().extract(message).unwrap();
        let shown = extracted.into_iter().map(|(name, value)| format!("{name}={value}"));
        shown.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(extracted("[a, ..., b]", "1 2 3"), "$2=2 $a=1 $b=3");
    assert_eq!(extracted("[, b]", "1 2"), "$1=1 $b=2");
    let json = r#"{"a": {"b": "x"}, "n": 3}"#;
    assert_eq!(extracted("{ $.a.b = x && $.n = 3 }", json), "$.a.b=x $.n=3");
    assert_eq!(extracted("x", "x"), "");
}

#[test]
fn what_is_no_pattern_is_refused() {
    let long = "a ".repeat(PATTERN_CHARS_MAX);
    let many = "a ".repeat(200);
    let deep = format!("{{ {} $.a = 1 }}", "(".repeat(40));
    let wide = format!("{{ ${} = 1 }}", "[*]".repeat(9));
    for pattern in [
        "a-b",
        "a.b",
        "\"a",
        "%a",
        "%a(b)%",
        "%[%",
        "%a!%",
        "?",
        "-",
        "{",
        "{}",
        "{ $.a }",
        "{ a = 1 }",
        "{ $ = 1 }",
        "{ $. = 1 }",
        "{ $.a = }",
        "{ $.a > x }",
        "{ $.a = 1 } x",
        "{ $.a NOT }",
        "{ $.a IS X }",
        "{ $.a[x] = 1 }",
        "{ $.a = 1 && }",
        "{ ($.a = 1 }",
        "[",
        "[a",
        "[a,",
        "[a b]",
        "[..., a, ...]",
        "[a = 1 && b = 2]",
        "[a = %x% || a = %y% || a = %z%]",
        &long,
        &many,
        &deep,
        &wide,
    ] {
        assert!(Filter::parse(pattern).is_err(), "{pattern}");
    }
}

proptest! {
    #[test]
    fn nothing_breaks(pattern in "[\\[\\]{}$.*?%\"&|=<>!(),a-c0-9 \\\\-]{0,60}", message in ".{0,80}") {
        if let Ok(filter) = Filter::parse(&pattern) {
            prop_assert_eq!(filter.matches(&message), filter.extract(&message).is_some());
        }
    }

    #[test]
    fn a_term_is_found_where_it_is(before in ".{0,20}", term in "[A-Za-z0-9_]{1,20}", after in ".{0,20}") {
        let message = format!("{before}{term}{after}");
        prop_assert!(Filter::parse(&term).unwrap().matches(&message));
        let excluded = format!("-{term}");
        prop_assert!(!Filter::parse(&excluded).unwrap().matches(&message));
    }

    #[test]
    fn a_value_is_equal_or_not(value in "[A-Za-z][A-Za-z0-9]{0,10}", other in "[A-Za-z][A-Za-z0-9]{0,10}") {
        let message = format!("{{\"a\": \"{value}\"}}");
        let matches = |pattern: String| Filter::parse(&pattern).unwrap().matches(&message);
        prop_assert_eq!(matches(format!("{{ $.a = {other} }}")), value == other);
        prop_assert_eq!(matches(format!("{{ $.a != {other} }}")), value != other);
    }
}
