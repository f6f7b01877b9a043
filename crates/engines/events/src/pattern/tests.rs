use super::*;

fn refused(text: &str) -> (String, Option<(u32, usize)>) {
    let error = Pattern::parse(text).expect_err(text);
    (error.reason().to_owned(), error.place())
}

#[test]
fn faults_are_told_with_their_place() {
    for (text, reason, line, column) in [
        ("[]", "Filter is not an object", 1, 2),
        ("{}", "Empty objects are not allowed", 1, 3),
        // Seen at EventBridge with this column.
        (r#"{"source": ["aws.health"], "detail": {}}"#, "Empty objects are not allowed", 1, 40),
        // Likewise.
        (
            "{\n\"detail\": {\n  \"pipeline\": {\n\n      \"slug\": \"some-pipeline\"\n}}}",
            "\"slug\" must be an object or an array",
            5,
            16,
        ),
        (r#"{"a": 1}"#, "\"a\" must be an object or an array", 1, 8),
        (r#"{"a": []}"#, "Empty arrays are not allowed", 1, 9),
        (r#"{"a": [[1]]}"#, "Match value must be String, number, true, false, or null", 1, 9),
        (r#"{"a": [{}]}"#, "Match expression name not found", 1, 10),
        (r#"{"a": [{"x": 1}]}"#, "Unrecognized match type x", 1, 15),
        (r#"{"a": [{"prefix": 1}]}"#, "prefix match pattern must be a string", 1, 20),
        (r#"{"a": [{"suffix": [":a"]}]}"#, "suffix match pattern must be a string", 1, 20),
        (r#"{"a": [{"prefix": "a", "suffix": "b"}]}"#, ONE_KEY, 1, 35),
        (r#"{"a": [{"prefix": {}}]}"#, "Prefix expression name not found", 1, 21),
        (r#"{"a": [{"prefix": {"x": "a"}}]}"#, "Unsupported prefix pattern: x", 1, 26),
        (
            r#"{"a": [{"exists": "a"}]}"#,
            "exists match pattern must be either true or false.",
            1,
            20,
        ),
        (r#"{"a": [{"wildcard": "a**"}]}"#, "Consecutive wildcard characters at pos 2", 1, 26),
        (r#"{"a": [{"wildcard": "a\\b"}]}"#, "Invalid escape character at pos 2", 1, 27),
        (r#"{"a": [{"numeric": 1}]}"#, "Value of numeric must be an array.", 1, 21),
        (r#"{"a": [{"numeric": []}]}"#, "Invalid member in numeric match: ]", 1, 22),
        (r#"{"a": [{"numeric": ["~", 1]}]}"#, "Unrecognized numeric range operator: ~", 1, 27),
        (r#"{"a": [{"numeric": [">", "1"]}]}"#, "Value of > must be numeric", 1, 27),
        (r#"{"a": [{"numeric": ["=", null]}]}"#, "Value of equals must be numeric", 1, 30),
        (r#"{"a": [{"numeric": ["<", 1, 2]}]}"#, "Too many elements in numeric expression", 1, 30),
        (r#"{"a": [{"numeric": [">", 1, ">", 2]}]}"#, "Bad numeric range operator: >", 1, 32),
        (r#"{"a": [{"numeric": [">", 3, "<", 2]}]}"#, "Bottom must be less than top", 1, 36),
        (r#"{"a": [{"numeric": ["=", 5000000001]}]}"#, OUT_OF_RANGE, 1, 37),
        (r#"{"a": [{"numeric": ["=", 0.0000001]}]}"#, TOO_PRECISE, 1, 36),
        (r#"{"a": [{"anything-but": true}]}"#, BUT_WHAT, 1, 29),
        (r#"{"a": [{"anything-but": []}]}"#, BUT_MIXED, 1, 27),
        (r#"{"a": [{"anything-but": [1, "a"]}]}"#, BUT_MIXED, 1, 33),
        (r#"{"a": [{"anything-but": [null]}]}"#, BUT_LITERAL, 1, 30),
        (r#"{"a": [{"anything-but": {"x": "a"}}]}"#, "Unsupported anything-but pattern: x", 1, 32),
        (r#"{"a": [{"anything-but": {"prefix": ""}}]}"#, "Null prefix/suffix not allowed", 1, 38),
        (r#"{"$or": {}}"#, "It must be an Array followed with $or.", 1, 10),
        (r#"{"$or": [1]}"#, "Only JSON object is allowed in array of $or relationship.", 1, 11),
        (r#"{"$or": [{"a": [1]}]}"#, OR_TWO, 1, 21),
        (r#"{"$or": [{"prefix": ["a"]}, {"b": [1]}]}"#, OR_RESERVED, 1, 22),
        ("{\"a\"\n: [1,]}", "Invalid JSON: a value is missing", 2, 6),
    ] {
        assert_eq!(refused(text), (reason.to_owned(), Some((line, column))), "{text}");
    }
}

const ONE_KEY: &str = "Only one key allowed in match expression";
const OUT_OF_RANGE: &str = "Value must be between -5.0E9 and 5.0E9, inclusive";
const TOO_PRECISE: &str = "Only values upto 6 decimals are supported";
const BUT_WHAT: &str = "Value of anything-but must be an array or single string/number value.";
const BUT_LITERAL: &str = "Inside anything but list, start|null|boolean is not supported.";
const BUT_MIXED: &str = "Inside anything but list, either all values are number or string, mixed \
                         type is not supported";
const OR_TWO: &str = "There must have at least 2 Objects in $or relationship.";
const OR_RESERVED: &str = "prefix is Ruler reserved fieldName which cannot be used inside $or.";

#[test]
fn faults_of_networks_have_no_place() {
    for (cidr, reason) in [
        ("10.0.0.0", "Malformed CIDR, one '/' required"),
        ("10.0.0.0/8/9", "Malformed CIDR, one '/' required"),
        ("10.0.0.0/x", "Malformed CIDR, mask bits must be an integer"),
        ("10.0.0.0/-1", "Malformed CIDR, mask bits must not be negative"),
        ("10.0.0/8", "Nonstandard IP address: 10.0.0"),
        ("10.0.0.0/33", "IPv4 mask bits must be < 33"),
        ("::/129", "IPv6 mask bits must be < 129"),
    ] {
        let text = format!(r#"{{"a": [{{"cidr": "{cidr}"}}]}}"#);
        assert_eq!(refused(&text), (reason.to_owned(), None));
    }
}

#[test]
fn messages_are_those_of_eventbridge_and_show_so_much_of_the_pattern() {
    let text = r#"{"source": ["aws.health"], "detail": {}}"#;
    assert_eq!(
        Pattern::parse(text).unwrap_err().to_string(),
        format!(
            "Event pattern is not valid. Reason: Empty objects are not allowed\n at [Source: \
             (String)\"{text}\"; line: 1, column: 40]"
        )
    );
    let long = format!(r#"{{"é": ["{}"], "b": 1}}"#, "x".repeat(600));
    let message = Pattern::parse(&long).unwrap_err().to_string();
    let shown: String = long.chars().take(500).collect();
    assert!(
        message.contains(&format!("\"{shown}\"[truncated {} chars]", long.chars().count() - 500))
    );
}

#[test]
fn length_and_combinations_are_bounded() {
    let of_length = |length: usize| format!(r#"{{"a": ["{}"]}}"#, "é".repeat(length - 11));
    assert!(Pattern::parse(&of_length(PATTERN_CHARS_MAX)).is_ok());
    let (reason, place) = refused(&of_length(PATTERN_CHARS_MAX + 1));
    assert_eq!((&*reason, place), ("The pattern is longer than 4096 characters", None));
    assert!(Pattern::parse_within(&of_length(5000), 5000).is_ok());

    let or = |field: &str, count: usize| {
        let branch = |i: usize| format!(r#"{{"{field}": [{i}]}}"#);
        format!(r#""$or": [{}]"#, (0..count).map(branch).collect::<Vec<_>>().join(","))
    };
    let product = |count: usize| {
        format!(r#"{{{}, "x": {{{}}}, "y": {{{}}}}}"#, or("a", 10), or("b", 10), or("c", count))
    };
    assert_eq!(Pattern::parse(&product(10)).unwrap().conjunctions().len(), 1000);
    assert_eq!(refused(&product(11)).0, "$or leads to more than 1000 combinations");
}

#[test]
fn wildcards_that_are_at_many_places_at_once_are_refused() {
    let pattern = |wildcards: &[&str]| {
        let wildcards = wildcards.iter().map(|text| format!(r#"{{"wildcard": "{text}"}}"#));
        Pattern::parse(&format!(r#"{{"a": [{}]}}"#, wildcards.collect::<Vec<_>>().join(",")))
    };
    for fits in [
        &["*"][..],
        &["dir/*.png"],
        &["*a*b*c*"],
        &["*:stack/one/*", "*:stack/two/*", "*:stack/three/*"],
        &["a*", "b*", "c*", "d*"],
    ] {
        assert!(pattern(fits).is_ok(), "{fits:?}");
    }
    for complex in [
        &["*:stack/one/*", "*:stack/two/*", "*:stack/three/*", "*:stack/four/*"][..],
        &["*aaaaaaaaaaaaaa"],
        &["*a*a*a*a*a*a*a*a*a*a*a"],
    ] {
        let error = pattern(complex).unwrap_err();
        assert!(error.reason().starts_with("Rule is too complex"), "{complex:?}");
        assert_eq!(error.place(), None);
    }
    let many = (0..2000).map(|_| "*a*b").collect::<String>();
    let within = r#"{"a": [{"anything-but": {"wildcard": "TEXT"}}]}"#.replace("TEXT", &many);
    assert!(Pattern::parse_within(&within, 10_000).unwrap_err().reason().starts_with("Rule is"));
}

#[test]
fn a_path_is_the_same_written_with_levels_or_dots_and_the_last_counts() {
    let same = |left: &str, right: &str| {
        assert_eq!(Pattern::parse(left).unwrap(), Pattern::parse(right).unwrap());
    };
    same(r#"{"a": {"b": [1]}}"#, r#"{"a.b": [1]}"#);
    same(r#"{"a": [1], "a": [2]}"#, r#"{"a": [2]}"#);
    same(r#"{"a": ["x", "y", "x"]}"#, r#"{"a": ["y", "x"]}"#);
}
