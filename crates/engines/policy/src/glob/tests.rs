use proptest::prelude::*;

use super::compiler::{Compiler, Piece};
use super::*;
use crate::compile::Writer;

fn context() -> Context {
    let mut context = Context::new();
    context.set("aws:username", "alice");
    context.set("aws:PrincipalTag/star", "*");
    context.set("aws:PrincipalArn", "arn:aws:iam::123456789012:role/r");
    context.set_list("aws:TagKeys", &["a".to_owned(), "b".to_owned()]);
    context
}

fn matches(pattern: &str, syntax: Syntax, text: &str) -> bool {
    let code = code(pattern, syntax, true);
    Pattern::new(&code).matches(text, &context())
}

fn code(pattern: &str, syntax: Syntax, variables: bool) -> Vec<u8> {
    Writer::written(|code| Glob::compile(pattern, syntax, variables).write(code))
}

#[test]
fn globs() {
    for (pattern, text, expected) in [
        ("*", "", true),
        ("", "", true),
        ("", "a", false),
        ("a*", "a", true),
        ("*a", "banana", true),
        ("*an*", "banana", true),
        ("b?nana", "banana", true),
        ("b?nana", "bnana", false),
        ("?", "é", true),
        ("??", "é", false),
        ("*?", "é", true),
        ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-c-b", false),
        ("**a**", "xax", true),
        ("A", "a", false),
        ("a*ba", "aba", true),
        ("ab*ba", "aba", false),
        ("*a*a*", "a", false),
        ("a**b", "ab", true),
    ] {
        assert_eq!(matches(pattern, Syntax::Glob, text), expected, "{pattern} {text}");
    }
}

#[test]
fn variables_are_resolved_in_place_and_their_values_are_no_patterns() {
    for (pattern, text, expected) in [
        ("home/${aws:username}/*", "home/alice/x", true),
        ("home/${AWS:UserName}/*", "home/alice/x", true),
        ("home/${aws:username}/*", "home/bob/x", false),
        ("${aws:PrincipalTag/star}", "*", true),
        ("${aws:PrincipalTag/star}", "x", false),
        ("${aws:PrincipalTag/none}", "", false),
        ("${aws:PrincipalTag/none}", "${aws:PrincipalTag/none}", false),
        ("*${aws:PrincipalTag/none}*", "x", false),
        ("t-${aws:PrincipalTag/none, 'all'}", "t-all", true),
        ("t-${aws:username,'all'}", "t-alice", true),
        ("${aws:TagKeys}", "a", false),
        ("a${*}b", "a*b", true),
        ("a${*}b", "axb", false),
        ("a${?}b", "a?b", true),
        ("a${?}b", "axb", false),
        ("${$}{x}", "${x}", true),
        ("${unclosed", "${unclosed", true),
    ] {
        assert_eq!(matches(pattern, Syntax::Glob, text), expected, "{pattern} {text}");
    }
    let code = code("${aws:username}", Syntax::Glob, false);
    let literal = Pattern::new(&code);
    assert!(literal.matches("${aws:username}", &context()));
    assert!(!literal.matches("alice", &context()));
}

#[test]
fn wildcards_of_a_resource_stay_in_their_segment_unless_they_end_it() {
    for (pattern, text, expected) in [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k:with:colons", true),
        ("arn:aws:sqs:*:123456789012:*", "arn:aws:sqs:eu-west-1:123456789012:q", true),
        ("arn:aws:sqs:e*1:123456789012:q", "arn:aws:sqs:eu-west-1:123456789012:q", true),
        ("arn:aws:sqs:e*1:123456789012:q", "arn:aws:sqs:eu:x1:123456789012:q", false),
        ("arn:aws:sqs:eu?west:1:q", "arn:aws:sqs:eu:west:1:q", false),
        ("arn:aws:s3:*", "arn:aws:s3:::b/k", true),
        ("arn:aws:logs:*:*:log-group:*:x", "arn:aws:logs:a:1:log-group:a:b:x", true),
        ("arn:aws:ec2:*:1*:instance/i-?", "arn:aws:ec2:r:123:instance/i-1", true),
    ] {
        assert_eq!(matches(pattern, Syntax::Resource, text), expected, "{pattern} {text}");
    }
}

#[test]
fn the_arn_operators_match_part_by_part() {
    for (pattern, text, expected) in [
        ("arn:aws:sns:*:123456789012:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", true),
        ("arn:aws:sns:*:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", false),
        ("arn:aws:*:b", "arn:aws:s3:::b", false),
        ("arn:*:*:*:*:*", "arn:aws:s3:::b:c:d", true),
        ("arn:aws:s3:::*", "arn:aws:s3:::a:b", true),
        ("arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:role/path/r", true),
        ("*", "arn:aws:s3:::b", true),
        ("${aws:PrincipalArn}", "arn:aws:iam::123456789012:role/r", true),
    ] {
        assert_eq!(matches(pattern, Syntax::Arn, text), expected, "{pattern} {text}");
    }
}

#[test]
fn a_pattern_in_the_place_of_a_text_must_be_covered_whole() {
    for (pattern, text, expected) in [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/*", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x*", true),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/*", false),
        ("arn:aws:s3:::b/?", "arn:aws:s3:::b/?", true),
        ("arn:aws:s3:::b/x", "arn:aws:s3:::b/*", false),
        ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", false),
        ("arn:aws:s3:::b/${*}*", "arn:aws:s3:::b/*", false),
        ("arn:aws:s3:::b/${aws:PrincipalTag/star}", "arn:aws:s3:::b/*", false),
    ] {
        let code = code(pattern, Syntax::Resource, true);
        assert_eq!(Pattern::new(&code).covers(text, &context()), expected, "{pattern} {text}");
    }
}

#[test]
fn adversarial_patterns_end_soon() {
    let pattern = format!("arn:aws:s3:::{}b", "*a".repeat(1000));
    assert!(!matches(&pattern, Syntax::Resource, &format!("arn:aws:s3:::{}", "a".repeat(2000))));
}

/// The definition, by recursion. Wildcards within a segment refuse colons.
fn naive(pattern: &[Piece], text: &[char]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return text.is_empty() };
    match first {
        Piece::Literal(literal) => {
            let literal: Vec<char> = literal.chars().collect();
            text.starts_with(&literal) && naive(rest, &text[literal.len()..])
        }
        Piece::One(reach) => {
            !text.is_empty()
                && (text[0] != ':' || *reach == Reach::Everything)
                && naive(rest, &text[1..])
        }
        Piece::Many(reach) => (0..=text.len()).any(|length| {
            (*reach == Reach::Everything || !text[..length].contains(&':'))
                && naive(rest, &text[length..])
        }),
        Piece::Variable { .. } => unreachable!("the patterns have none"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn the_walk_agrees_with_the_definition(
        pattern in "[ab:é?*]{0,10}",
        text in "[ab:é]{0,12}",
        syntax in prop::sample::select(vec![Syntax::Plain, Syntax::Glob, Syntax::Resource]),
    ) {
        let mut compiler = Compiler::new(syntax);
        compiler.run(&pattern, false);
        let characters: Vec<char> = text.chars().collect();
        let code = code(&pattern, syntax, false);
        prop_assert_eq!(
            Pattern::new(&code).matches(&text, &Context::new()),
            naive(&compiler.pieces, &characters),
            "{:?}", compiler.pieces
        );
    }
}
