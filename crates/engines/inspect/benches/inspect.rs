//! What an inspection costs: a request for a page, JSON of 3 and 13 KB, and a form of 64 KB, by
//! rules that look at every part through the usual transformations.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "fixed input; criterion's macros make the items"
)]

use std::hint::black_box;

use bartizan_inspect::language::{
    Action, ActionKind, Condition, Entries, Entry, Field, InvalidJson, Keys, Oversize, Part,
    Policy, Position, Rule, Test,
};
use bartizan_inspect::{Circumstances, Program, Scratch, Transformation, WebRequest};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Words that rules look for, as many as a group of a cloud's own has.
const WORDS: [&str; 24] = [
    "/etc/passwd",
    "/bin/sh",
    "<script",
    "javascript:",
    "onerror=",
    "onload=",
    "union select",
    "xp_cmdshell",
    "information_schema",
    "${jndi:",
    "../../",
    "..\\..\\",
    "cmd.exe",
    "powershell",
    "php://",
    "data://",
    "expect://",
    "phar://",
    "/wp-admin",
    "/.git/",
    "/.env",
    "base64_decode",
    "system(",
    "eval(",
];

const PATTERNS: [&str; 6] = [
    r"(?i)\bunion\b.{0,40}\bselect\b",
    r"(?i)<[a-z]+[^>]{0,100}\bon[a-z]+\s*=",
    r"(?i)\b(?:or|and)\b\s+\d+\s*=\s*\d+",
    r"(?i);\s*(?:cat|wget|curl|nc|bash)\b",
    r"(?:\.\./){2,}",
    r"(?i)\$\{[^}]{0,40}(?:jndi|env|sys)\s*:",
];

fn rules() -> Vec<Entry> {
    use Transformation::{HtmlEntityDecode, Lowercase, UrlDecodeUni};
    let entries = Entries { keys: Keys::All, part: Part::Value, oversize: Oversize::Continue };
    let json = Field::Json {
        paths: None,
        part: Part::All,
        invalid: InvalidJson::AsText,
        oversize: Oversize::Continue,
    };
    let mut rules = Vec::new();
    for field in [
        Field::Path,
        Field::QueryArguments(Vec::new()),
        Field::Body(Oversize::Continue),
        json,
        Field::Headers(entries.clone()),
        Field::Cookies(entries),
    ] {
        let look =
            |chain: &[Transformation], test| Condition::Text(field.clone(), chain.to_vec(), test);
        let words = WORDS.iter().map(|word| {
            let test = Test::Bytes(word.as_bytes().to_vec(), Position::Anywhere);
            look(&[UrlDecodeUni, Lowercase], test)
        });
        let patterns = PATTERNS.iter().map(|pattern| {
            look(&[UrlDecodeUni, HtmlEntityDecode], Test::Regex(vec![(*pattern).to_owned()]))
        });
        for (kind, parts) in [("words", words.collect()), ("patterns", patterns.collect())] {
            rules.push(Entry::Rule(Rule {
                name: format!("{kind} {}", rules.len()),
                condition: Condition::Any(parts),
                action: Action::block(),
                labels: Vec::new(),
            }));
        }
    }
    rules
}

/// A JSON document of about so many bytes.
fn document(bytes: usize) -> String {
    let mut items = Vec::new();
    while items.len() * 130 < bytes {
        items.push(serde_json::json!({
            "id": items.len(), "title": "A lamp & its shade, 40% off",
            "text": "It gives \"warm\" light; see the manual.", "tags": ["home", "new"],
        }));
    }
    serde_json::Value::Array(items).to_string()
}

/// A form of about so many bytes.
fn form(bytes: usize) -> String {
    let field = "comment=I%20liked%20the+lamp%2C%20and%20its+shade%21&";
    field.repeat(bytes / field.len())
}

fn inspect(c: &mut Criterion) {
    let program = Program::compile(&Policy {
        id: "acl".to_owned(),
        label_namespace: "awswaf:1:webacl:acl:".to_owned(),
        entries: rules(),
        default: Action::plain(ActionKind::Allow),
        captcha_immunity_seconds: 300,
        challenge_immunity_seconds: 300,
    })
    .unwrap();
    let headers: [(&[u8], &[u8]); 5] = [
        (b"host", b"shop.example"),
        (b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        (b"accept-language", b"en-GB,en;q=0.5"),
        (b"cookie", b"session=0f3b2c1d9a8e7f6054; theme=dark"),
    ];
    let get = WebRequest {
        query: b"category=lamps&sort=price&page=2",
        headers: &headers,
        ..WebRequest::new([192, 0, 2, 1].into(), b"/shop/items")
    };
    let bodies = [
        ("get", String::new()),
        ("json 3 KB", document(3 * 1024)),
        ("json 13 KB", document(13 * 1024)),
        ("form 64 KB", form(64 * 1024)),
    ];
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("inspect");
    for (name, body) in &bodies {
        let request = WebRequest { body: body.as_bytes(), ..get };
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                let circumstances = Circumstances::default();
                let decision = program.decide(black_box(&request), &circumstances, &mut scratch);
                assert_eq!(decision.action(), ActionKind::Allow);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, inspect);
criterion_main!(benches);
