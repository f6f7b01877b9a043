use super::*;

fn matches(pattern: &str, event: &str) -> bool {
    Pattern::parse(pattern).unwrap().matches(event).unwrap()
}

/// One list of values beside one value.
fn holds(values: &str, value: &str) -> bool {
    matches(&format!(r#"{{"a": [{values}]}}"#), &format!(r#"{{"a": {value}}}"#))
}

fn compare(values: &str, is: &[&str], is_not: &[&str]) {
    for value in is {
        assert!(holds(values, value), "{values} should match {value}");
    }
    for value in is_not {
        assert!(!holds(values, value), "{values} should not match {value}");
    }
}

#[test]
fn values_are_compared_as_documented() {
    for (values, is, is_not) in [
        (
            r#""x", "y""#,
            &[r#""x""#, r#""y""#, r#"["z", "y"]"#][..],
            &[r#""X""#, r#""xy""#, "[]", "{}"][..],
        ),
        (r#""""#, &[r#""""#], &["null", r#"" ""#]),
        ("null", &["null", "[null]"], &[r#""null""#, r#""""#, "0"]),
        ("true", &["true"], &[r#""true""#, "1", "false"]),
        ("300", &["300", "300.0", "3.0e2", "3e2"], &[r#""300""#, "300.1", "301"]),
        ("123456789012", &["123456789012"], &["123456789013", "1.23456789012e11"]),
        (r#"{"exactly": "10.0.0.1"}"#, &[r#""10.0.0.1""#], &[r#""10.0.0.2""#]),
        (
            r#"{"prefix": "us-"}"#,
            &[r#""us-east-1""#, r#""us-""#],
            &[r#""us""#, r#""US-east-1""#, "1"],
        ),
        (r#"{"prefix": ""}"#, &[r#""""#, r#""x""#], &["1", "null"]),
        (r#"{"prefix": {"equals-ignore-case": "EVENTB"}}"#, &[r#""eventBridge""#], &[r#""even""#]),
        (r#"{"suffix": ".png"}"#, &[r#""a.png""#, r#"".png""#], &[r#""a.PNG""#, r#""png""#]),
        (r#"{"suffix": {"equals-ignore-case": ".png"}}"#, &[r#""a.PnG""#], &[r#""png""#]),
        (r#"{"equals-ignore-case": "Straße"}"#, &[r#""STRAßE""#, r#""straße""#], &[r#""strasse""#]),
        (r#"{"wildcard": "dir/*.png"}"#, &[r#""dir/x.png""#], &[r#""dir/x.gif""#, "1"]),
        (r#"{"wildcard": "*\\**"}"#, &[r#""a*b""#], &[r#""ab""#]),
        (
            r#"{"numeric": [">", 0, "<=", 5]}"#,
            &["0.0000001", "5", "5.0", "1e-9"],
            &["0", "-0.1", "5.0000001", r#""3""#],
        ),
        (r#"{"numeric": ["<", 10]}"#, &["9.9999999", "-5000000000"], &["10", "1e3", "-5000000001"]),
        (r#"{"numeric": [">=", 7]}"#, &["7", "8.5", "5e9"], &["6.9999999", "5000000000.1"]),
        (r#"{"numeric": ["=", 3.018e2]}"#, &["301.8", "301.80"], &["301.8000001", "302"]),
        (
            r#"{"cidr": "10.0.0.0/24"}"#,
            &[r#""10.0.0.255""#],
            &[r#""10.0.1.0""#, r#""::a00:1""#, r#""x""#],
        ),
        (
            r#"{"cidr": "2001:db8::/32"}"#,
            &[r#""2001:DB8:0:1::5""#],
            &[r#""2001:db9::""#, r#""32.1.13.184""#],
        ),
        (r#"{"cidr": "0.0.0.0/0"}"#, &[r#""255.255.255.255""#], &[r#""::""#]),
        (r#""2001:db8::1""#, &[r#""2001:0db8:0:0:0:0:0:1""#], &[r#""2001:db8::2""#]),
        (r#"{"exists": true}"#, &[r#""""#, "null", "[1]"], &["{}", "[]", r#"{"b": 1}"#]),
        (r#"{"exists": false}"#, &["{}", "[]", r#"{"b": 1}"#], &["null", r#"["x"]"#]),
    ] {
        compare(values, is, is_not);
    }
    assert!(matches(r#"{"a": [{"exists": false}]}"#, "{}"));
}

#[test]
fn anything_but_some_values_is_whatever_else_there_is() {
    for (values, is, is_not) in [
        (
            r#"{"anything-but": "x"}"#,
            &[r#""y""#, "1", "null", r#"["x", "y"]"#][..],
            &[r#""x""#, r#"["x"]"#, "[]"][..],
        ),
        (r#"{"anything-but": ["x", "y"]}"#, &[r#""z""#], &[r#""x""#, r#""y""#]),
        (r#"{"anything-but": [100, 200]}"#, &["300", r#""100""#, "100.0000001"], &["1e2", "200.0"]),
        (r#"{"anything-but": {"prefix": "in"}}"#, &[r#""out""#, "1"], &[r#""init""#]),
        (r#"{"anything-but": {"prefix": ["a", "b"]}}"#, &[r#""c""#], &[r#""ax""#, r#""bx""#]),
        (r#"{"anything-but": {"suffix": ".txt"}}"#, &[r#""a.png""#], &[r#""a.txt""#]),
        (
            r#"{"anything-but": {"wildcard": ["*/lib/*", "*.so"]}}"#,
            &[r#""a""#],
            &[r#""x/lib/y""#, r#""y.so""#],
        ),
        (
            r#"{"anything-but": {"equals-ignore-case": ["ON", "off"]}}"#,
            &[r#""half""#],
            &[r#""On""#, r#""OFF""#],
        ),
        (r#""x", {"exists": false}"#, &[r#""x""#, "{}"], &[r#""y""#]),
        (r#"{"prefix": "x"}, {"anything-but": ["xa", "y"]}"#, &[r#""xa""#, r#""z""#], &[r#""y""#]),
    ] {
        compare(values, is, is_not);
    }
    assert!(!matches(r#"{"a": [{"anything-but": "x"}]}"#, "{}"));
}

const FINDING: &str = r#"{"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "region":
    "eu-central-1", "resources": ["arn:a", "arn:b"], "detail": {"severity": 8, "type": "T:EC2/x",
    "resource": {"instanceDetails": {"tags": [{"key": "env", "value": "prod"}, {"key": "team",
    "value": "blue"}]}}, "service": {"count": 3}}}"#;

#[test]
fn all_fields_must_match_and_one_branch_of_each_or() {
    for (pattern, is) in [
        (
            r#"{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}"#,
            true,
        ),
        (
            r#"{"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 9]}]}}"#,
            false,
        ),
        (r#"{"resources": ["arn:c", "arn:b"]}"#, true),
        (r#"{"source": ["aws.ec2"], "resources": ["arn:b"]}"#, false),
        (r#"{"$or": [{"source": ["aws.ec2"]}, {"detail": {"severity": [8]}}]}"#, true),
        (r#"{"$or": [{"source": ["aws.ec2"]}, {"detail": {"severity": [7]}}]}"#, false),
        (r#"{"source": ["aws.ec2"], "$or": [{"region": ["eu-central-1"]}, {"a": [1]}]}"#, false),
        (r#"{"detail": {"$or": [{"severity": [1]}, {"service": {"count": [3]}}]}}"#, true),
        (
            r#"{"$or": [{"a": [1]}, {"source": ["aws.guardduty"], "$or": [{"b": [1]}, {"region": [{"prefix": "eu"}]}]}]}"#,
            true,
        ),
        (r#"{"detail": [{"exists": false}]}"#, true),
        (r#"{"detail.service.count": [3]}"#, true),
    ] {
        assert_eq!(matches(pattern, FINDING), is, "{pattern}");
    }
    assert!(matches(r#"{"a": {"b": {"c": [1]}}}"#, r#"{"a.b": {"c": 1}}"#));
}

#[test]
fn values_of_different_elements_do_not_count_together() {
    let tags = |key: &str, value: &str| {
        let tags = format!(r#"{{"key": ["{key}"], "value": ["{value}"]}}"#);
        matches(
            &format!(r#"{{"detail": {{"resource": {{"instanceDetails": {{"tags": {tags}}}}}}}}}"#),
            FINDING,
        )
    };
    assert!(tags("env", "prod") && tags("team", "blue"));
    assert!(!tags("env", "blue") && !tags("team", "prod"));
    for (pattern, event, is) in [
        (r#"{"a": {"x": [1], "y": [2]}}"#, r#"{"a": [[{"x": 1}], [{"y": 2}]]}"#, false),
        (r#"{"a": {"x": [1], "y": [2]}}"#, r#"{"a": [[{"x": 1, "y": 2}]]}"#, true),
        (
            r#"{"a": {"b": {"x": [1]}, "y": [2]}}"#,
            r#"{"a": [{"b": [{"x": 1}], "y": 3}, {"b": [{"x": 2}], "y": 2}]}"#,
            false,
        ),
        (
            r#"{"a": {"b": {"x": [1]}, "y": [2]}}"#,
            r#"{"a": [{"b": [{"x": 3}, {"x": 1}], "y": 2}]}"#,
            true,
        ),
        (
            r#"{"a": {"x": [1]}, "b": {"x": [1]}}"#,
            r#"{"a": [{}, {"x": 1}], "b": [{"x": 1}]}"#,
            true,
        ),
        (r#"{"a": {"b": [1], "c": [1]}}"#, r#"{"a": [{"c": 1}, {"b": 1, "c": 1}]}"#, true),
        (r#"{"a": {"b": [1], "c": [1]}}"#, r#"{"a": [{"b": 1}, {"c": 1}, {"c": 1}]}"#, false),
        // Of values that stand in an array themselves any counts.
        (r#"{"a": [1], "a.x": [2]}"#, r#"{"a": [1, {"x": 2}]}"#, true),
        // Absence is looked at where the fields before it by name are.
        (r#"{"a": {"b": [1], "c": [{"exists": false}]}}"#, r#"{"a": [{"b": 1}, {"c": 1}]}"#, true),
        (
            r#"{"a": {"b": [1], "c": [{"exists": false}]}}"#,
            r#"{"a": [{"b": 1, "c": 1}, {"b": 2}]}"#,
            false,
        ),
        (r#"{"a": {"b": [{"exists": false}], "c": [1]}}"#, r#"{"a": [{"b": 1}, {"c": 1}]}"#, false),
    ] {
        assert_eq!(matches(pattern, event), is, "{pattern} {event}");
    }
}

#[test]
fn many_patterns_are_told_apart_in_order() {
    let patterns: Vec<Pattern> = (0..500)
        .map(|i| {
            format!(
                r#"{{"source": ["s{}"], "detail": {{"n": [{i}, {{"numeric": [">", 498]}}]}}}}"#,
                i % 5
            )
        })
        .map(|text| Pattern::parse(&text).unwrap())
        .collect();
    let matcher = Matcher::new(&patterns);
    assert_eq!((matcher.len(), matcher.is_empty()), (500, false));
    let of = |source: &str, n: &str| {
        matcher.matches(&format!(r#"{{"detail": {{"n": {n}}}, "source": "{source}"}}"#)).unwrap()
    };
    assert_eq!(of("s3", "123"), [123]);
    assert!(of("s3", "124").is_empty());
    assert_eq!(of("s3", "[8, 3, 13]"), [3, 8, 13]);
    assert_eq!(of("s2", "499"), (0..100).map(|i| i * 5 + 2).collect::<Vec<_>>());
    assert!(Matcher::new([]).matches("{}").unwrap().is_empty());
}

#[test]
fn what_is_no_object_or_combines_too_much_is_refused() {
    let pattern = Pattern::parse(r#"{"a": {"x": [1], "y": [1], "z": [1]}}"#).unwrap();
    for event in ["", "[]", "1", r#"{"a": }"#, r#"{"a": 1} x"#, r#"{"b": [1, 2}"#] {
        assert!(matches!(pattern.matches(event), Err(Unmatched::Unreadable(_))), "{event}");
    }
    let arrays = |key: &str, count: usize| {
        format!(r#""a": [{}]"#, vec![format!(r#"{{"{key}": 1}}"#); count].join(","))
    };
    let event = |count: usize| {
        format!("{{{}, {}, {}}}", arrays("x", count), arrays("y", count), arrays("z", 1))
    };
    assert_eq!(pattern.matches(&event(3)), Ok(true));
    assert_eq!(pattern.matches(&event(5000)), Ok(true));
    let pattern = Pattern::parse(r#"{"a": {"x": [1], "y": [1], "yy": [1], "z": [1]}}"#).unwrap();
    let both = format!(
        r#"{{{}, "a": [{}]}}"#,
        arrays("x", 5000),
        r#"{"y": 1, "yy": 1},"#.repeat(5000) + r#"{"z": 1}"#
    );
    let both = both.replace(r#"{"x": 1}"#, r#"{"x": 1, "yy": 2, "z": 2}"#);
    assert_eq!(pattern.matches(&both), Err(Unmatched::TooManyCombinations));
}

#[test]
fn long_arrays_are_read_in_time_of_their_length() {
    let element =
        |i: usize| format!(r#"{{"k": "k{i}", "v": "v{i}", "w": {{"n": [{{"m": {i}}}]}}}}"#);
    let elements = (0..20_000).map(element).collect::<Vec<_>>().join(",");
    let event = format!(r#"{{"a": [{elements}]}}"#);
    let of = |k: &str, v: &str| {
        let fields =
            format!(r#""k": [{k}], "v": [{v}], "w": {{"n": {{"m": [{{"exists": true}}]}}}}"#);
        matches(&format!(r#"{{"a": {{{fields}}}}}"#), &event)
    };
    assert!(of(r#"{"prefix": "k"}"#, r#""v19999""#));
    assert!(!of(r#""k7""#, r#"{"anything-but": "v7"}"#));
}

#[test]
fn hundreds_of_fields_fit() {
    let fields: Vec<String> = (0..400).map(|i| format!(r#""{i}":[1]"#)).collect();
    let pattern = format!("{{{}}}", fields.join(","));
    assert!(matches(&pattern, &pattern));
}
