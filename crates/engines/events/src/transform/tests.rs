use super::*;

const EVENT: &str = r#"{"id": "7b", "detail-type": "State", "time": "2026-11-27T09:00:00Z", "big": 12345678901234567890.10,
  "resources": ["arn:a", "arn:b"], "detail": {"instance-id": "i-1", "state": "RUN\"NING\\", "n": 1.50, "ok": true,
  "none": null, "list": [{"k": "a"}, {"k": "b"}, {}], "x/y": "slash", "dup": 1, "dup": 2}}"#;
const RULE: Rule<'_> = Rule { arn: "arn:aws:events:eu-central-1:111122223333:rule/r", name: "r" };

fn select(path: &str) -> Option<String> {
    JsonPath::parse(path).expect(path).select(EVENT).unwrap().map(Cow::into_owned)
}

#[test]
fn paths_lead_to_parts_as_they_are_written() {
    for (path, part) in [
        ("$", Some(EVENT)),
        ("$.id", Some(r#""7b""#)),
        ("$.detail-type", Some(r#""State""#)),
        ("$.big", Some("12345678901234567890.10")),
        ("$.detail.n", Some("1.50")),
        ("$.detail.none", Some("null")),
        ("$.detail.x/y", Some(r#""slash""#)),
        ("$.detail.dup", Some("2")),
        ("$.resources", Some(r#"["arn:a", "arn:b"]"#)),
        ("$.resources[1]", Some(r#""arn:b""#)),
        ("$.resources[2]", None),
        ("$.resources[*]", Some(r#"["arn:a","arn:b"]"#)),
        ("$.detail.list[*].k", Some(r#"["a","b"]"#)),
        ("$.detail.list[1].k", Some(r#""b""#)),
        ("$.detail.missing", None),
        ("$.id.more", None),
        ("$.detail.missing[*]", Some("[]")),
        ("$['detail']['state']", Some(r#""RUN\"NING\\""#)),
        (r#"$["detail"].ok"#, Some("true")),
    ] {
        assert_eq!(select(path).as_deref(), part, "{path}");
    }
    for path in [
        "",
        "id",
        "$id",
        "$.",
        "$..id",
        "$.a b",
        "$[",
        "$[x]",
        "$[-1]",
        "$[1",
        "$['a",
        "$.a[?(@.b)]",
        "$.a()",
    ] {
        assert_eq!(JsonPath::parse(path), Err(InvalidInput::Path(path.to_owned())), "{path}");
    }
    assert!(JsonPath::parse(&format!("$.{}", "a".repeat(254))).is_ok());
    assert!(JsonPath::parse(&format!("$.{}", "a".repeat(255))).is_err());
}

const PATHS: [(&str, &str); 7] = [
    ("instance", "$.detail.instance-id"),
    ("state", "$.detail.state"),
    ("n", "$.detail.n"),
    ("list", "$.detail.list[*].k"),
    ("missing", "$.detail.missing"),
    ("none", "$.detail.none"),
    ("id", "$.id"),
];

fn apply(template: &str) -> String {
    let transformer = Transformer::new(PATHS, template).expect(template);
    transformer.apply(EVENT, RULE, Timestamp::from_seconds(1_795_770_000)).unwrap()
}

#[test]
fn templates_are_filled_by_where_their_variables_stand() {
    for (template, expected) in [
        ("<instance> is <n>, <list> <missing>.", r#"i-1 is 1.50, ["a","b"] ."#),
        ("<state>", "RUN\"NING\\"),
        (r#""<instance> is in state <state>""#, r#""i-1 is in state RUN\"NING\\""#),
        (r#""\"<id>\" <list>""#, r#""\"7b\" [\"a\",\"b\"]""#),
        ("\"<id>\"\n\"<n>\"", "\"7b\"\n\"1.50\""),
        (r#"{"i": <instance>, "n": <n>}"#, r#"{"i": "i-1", "n": 1.50}"#),
        (r#"{"s": "is \"<state>\" <n> <none>"}"#, r#"{"s": "is \"RUN\"NING\\\" 1.50 null"}"#),
        (
            r#"{"l": <list>, "m": <missing>, "q": "<missing>"}"#,
            r#"{"l": ["a","b"], "m": "", "q": ""}"#,
        ),
        (r#"[<id>, "a < b"]"#, r#"["7b", "a < b"]"#),
        (
            r#"{"r": <aws.events.rule-arn>, "n": "<aws.events.rule-name>"}"#,
            r#"{"r": "arn:aws:events:eu-central-1:111122223333:rule/r", "n": "r"}"#,
        ),
        (r#"{"t": <aws.events.event.ingestion-time>}"#, r#"{"t": "2026-11-27T09:00:00Z"}"#),
        (
            "<aws.events.event>",
            r#"{"id":"7b","detail-type":"State","time":"2026-11-27T09:00:00Z","big":12345678901234567890.10,"resources":["arn:a", "arn:b"]}"#,
        ),
        ("<aws.events.event.json>", EVENT),
    ] {
        assert_eq!(apply(template), expected, "{template}");
    }
}

#[test]
fn no_value_leaves_the_string_that_it_is_in() {
    let detail = r#"{"detail": {"a": "\",\"admin\":\"yes", "o": {"q": "\"}"}}}"#;
    let paths = [("a", "$.detail.a"), ("o", "$.detail.o")];
    let transformer = Transformer::new(paths, r#"{"text": "<a>", "o": "<o>"}"#).unwrap();
    let filled = transformer.apply(detail, RULE, Timestamp::from_seconds(0)).unwrap();
    let filled: serde_json::Value = serde_json::from_str(&filled).unwrap();
    assert_eq!(filled, serde_json::json!({"text": "\",\"admin\":\"yes", "o": r#"{"q": "\"}"}"#}));
}

#[test]
fn what_cannot_be_filled_is_refused() {
    let new = |template: &str| Transformer::new(PATHS, template).unwrap_err();
    assert_eq!(new(""), InvalidInput::Length);
    assert_eq!(new(&"é".repeat(8193)), InvalidInput::Length);
    assert_eq!(new("<other>"), InvalidInput::Placeholder("other".to_owned()));
    assert_eq!(new("<aws.events.x>"), InvalidInput::Placeholder("aws.events.x".to_owned()));
    assert_eq!(new(r#"{"<id>": 1}"#), InvalidInput::Key("id".to_owned()));
    assert_eq!(
        new(r#"{"a<aws.events.rule-name>b" : 1}"#),
        InvalidInput::Key("aws.events.rule-name".to_owned())
    );
    for template in [r"{<id>: 1}", r#"{"a": <id>"#, r#"{"a": <id>x}"#, "[1,]", "{} x"] {
        assert!(matches!(new(template), InvalidInput::Template(_)), "{template}");
    }
    let paths = |name, path| Transformer::new([(name, path)], "x").unwrap_err();
    assert_eq!(paths("a.b", "$.a"), InvalidInput::Name("a.b".to_owned()));
    assert_eq!(paths("", "$.a"), InvalidInput::Name(String::new()));
    assert_eq!(paths("a", "a"), InvalidInput::Path("a".to_owned()));
    assert_eq!(paths("a", "$['a']"), InvalidInput::Path("$['a']".to_owned()));
    let names: Vec<String> = (0..101).map(|i| format!("n{i}")).collect();
    let many = |count: usize| {
        Transformer::new(names.iter().take(count).map(|name| (name.as_str(), "$.a")), "x")
    };
    assert!(many(100).is_ok());
    assert_eq!(many(101), Err(InvalidInput::Paths));
    assert!(matches!(Input::constant("{"), Err(InvalidInput::Constant(_))));
    assert_eq!(
        InvalidInput::Placeholder("x".to_owned()).to_string(),
        "InputTemplate contains invalid placeholder x."
    );
}

#[test]
fn targets_are_given_what_was_chosen() {
    let of = |input: &Input, event: &str| {
        let given = input.of(event, RULE, Timestamp::from_seconds(0));
        given.map(|given| given.map(Cow::into_owned))
    };
    assert_eq!(of(&Input::Event, "{}"), Ok(Some("{}".to_owned())));
    assert_eq!(of(&Input::constant(" [1] ").unwrap(), "{}"), Ok(Some(" [1] ".to_owned())));
    let part = Input::Part(JsonPath::parse("$.detail").unwrap());
    assert_eq!(of(&part, r#"{"detail": {"a": 1}}"#), Ok(Some(r#"{"a": 1}"#.to_owned())));
    assert_eq!(of(&part, "{}"), Ok(None));
    assert!(matches!(of(&part, "{"), Err(NotGiven::Unreadable(_))));
    let all = "<aws.events.event.json>".repeat(300);
    let all = Input::Transformed(Transformer::new([], &all).unwrap());
    assert!(of(&all, &format!(r#"{{"a": "{}"}}"#, "x".repeat(1000))).is_ok());
    let long = format!(r#"{{"a": "{}"}}"#, "x".repeat(100_000));
    assert_eq!(of(&all, &long), Err(NotGiven::TooLong));
}
