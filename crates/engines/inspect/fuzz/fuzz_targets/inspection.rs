//! A whole inspection of any request, by rules that look at every field through every
//! transformation: it must not panic, and the explanation must agree with the decision.

#![no_main]

use std::sync::LazyLock;

use bartizan_inspect::language::{
    Action, ActionKind, Condition, Entries, Entry, Field, InvalidJson, Keys, Oversize, Part,
    Policy, Position, PreParse, Rule, Test,
};
use bartizan_inspect::{Circumstances, Program, RateTable, Scratch, Transformation, WebRequest};
use libfuzzer_sys::fuzz_target;

fn fields() -> Vec<Field> {
    let entries = |part| Entries { keys: Keys::All, part, oversize: Oversize::Continue };
    let json = |paths, invalid| Field::Json {
        paths,
        part: Part::All,
        invalid,
        oversize: Oversize::Continue,
    };
    vec![
        Field::Path,
        Field::QueryString,
        Field::QueryArgument(b"a".to_vec(), vec![PreParse::SemicolonsToAmpersands]),
        Field::QueryArguments(vec![PreParse::UrlDecodeUni, PreParse::CombineDuplicates]),
        Field::Body(Oversize::Continue),
        json(None, InvalidJson::UpToFault),
        json(Some(vec!["/a/0".to_owned(), "/b".to_owned()]), InvalidJson::AsText),
        Field::Headers(entries(Part::All)),
        Field::Cookies(entries(Part::All)),
        Field::HeaderOrder(Oversize::Match),
    ]
}

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for field in fields() {
        for transformation in Transformation::ALL {
            let chain = vec![Transformation::UrlDecode, transformation, Transformation::Lowercase];
            for test in [
                Test::Bytes(b"evil".to_vec(), Position::Word),
                Test::Bytes(b"a".to_vec(), Position::Anywhere),
                Test::Regex(vec!["(?i)<[a-z]+[^>]*on\\w+=".to_owned()]),
            ] {
                entries.push(Entry::Rule(Rule {
                    name: format!("{}", entries.len()),
                    condition: Condition::Text(field.clone(), chain.clone(), test),
                    action: Action::count(),
                    labels: Vec::new(),
                }));
            }
        }
    }
    Program::compile(&Policy {
        id: "acl".to_owned(),
        label_namespace: "awswaf:1:webacl:acl:".to_owned(),
        entries,
        default: Action::plain(ActionKind::Allow),
        captcha_immunity_seconds: 300,
        challenge_immunity_seconds: 300,
    })
    .expect("the rules compile")
});

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(4, |byte| *byte == b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let (path, query, header, body) = (next(), next(), next(), next());
    let headers: [(&[u8], &[u8]); 2] = [(b"cookie", header), (b"x", header)];
    let request = WebRequest {
        query,
        headers: &headers,
        body,
        ..WebRequest::new([192, 0, 2, 1].into(), path)
    };
    let rates = RateTable::new(1, 16);
    let circumstances = Circumstances { rates: Some(&rates), ..Circumstances::default() };
    let mut scratch = Scratch::default();
    let matched = PROGRAM.decide(&request, &circumstances, &mut scratch).matched().len();
    let explained = PROGRAM.explain(&request, &circumstances, &mut scratch);
    let held = explained.rules.iter().filter(|rule| rule.statements[0].holds == Some(true));
    assert_eq!(matched, held.count());
});
