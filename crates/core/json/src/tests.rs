use proptest::prelude::*;

use super::*;

#[test]
fn every_node_knows_its_place() {
    let text = "{\n  \"é\": [1,\n \"b\"]}";
    let node = Node::parse(text).unwrap();
    let member = &node.members().unwrap()[0];
    assert_eq!(member.key_span.start, Position { line: 2, column: 2, offset: 4 });
    assert_eq!(member.value.span.start, Position { line: 2, column: 7, offset: 10 });
    assert_eq!(member.value.span.of(text), "[1,\n \"b\"]");
    assert_eq!(node.span.of(text), text);
}

#[test]
fn texts_that_are_not_json_are_refused_with_the_place() {
    for (text, line, column) in [
        ("", 1, 0),
        ("{", 1, 1),
        ("{\"a\":1,}", 1, 7),
        ("[1,]", 1, 3),
        ("[01]", 1, 2),
        ("\"\n\"", 1, 1),
        ("\"\\ud800\"", 1, 7),
        ("{}\n{}", 2, 0),
        ("tru", 1, 0),
        ("'a'", 1, 0),
    ] {
        let error = Node::parse(text).unwrap_err();
        assert_eq!((error.at.line, error.at.column), (line, column), "{text:?}: {error}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Node::parse(&nested(DEPTH_MAX)).is_ok());
    assert!(Node::parse(&nested(DEPTH_MAX + 1)).is_err());
    assert!(Node::parse(&nested(TEXT_BYTES_MAX / 2)).is_err());
    assert!(Node::parse(&format!("\"{}\"", "a".repeat(TEXT_BYTES_MAX))).is_err());
}

#[test]
fn repeated_keys_are_found_at_any_depth() {
    let node = Node::parse(r#"{"a":1,"b":[{"c":1,"c":2}],"a":2}"#).unwrap();
    let keys: Vec<_> = node.duplicate_keys().iter().map(|member| member.key.as_str()).collect();
    assert_eq!(keys, ["c", "a"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:\\\\a0u\\-.e \n\u{e9}]{0,64}") {
        let _ = Node::parse(&text);
    }

    #[test]
    fn strings_come_back_as_another_writer_wrote_them(text in any::<String>()) {
        let written = serde_json::to_string(&text).unwrap();
        let node = Node::parse(&written).unwrap();
        prop_assert_eq!(node.as_str(), Some(text.as_str()));
    }
}
