use std::collections::HashMap;
use std::net::IpAddr;

mod properties;
mod rates;

use super::*;
use crate::language::{
    ActionKind, Condition, Entries, Entry, Fallback, Field, Group, GroupUse, Header, InvalidJson,
    Keys, LabelScope, Oversize, Page, Part, Policy, PreParse, RateKey, RateRule, Rule, Test,
};
use crate::request::WebRequest;
use crate::transform::Transformation::{self, Lowercase, UrlDecode};

fn rule(name: &str, condition: Condition, kind: ActionKind) -> Rule {
    Rule { name: name.to_owned(), condition, action: Action::plain(kind), labels: Vec::new() }
}

fn labelled(mut rule: Rule, label: &str) -> Rule {
    rule.labels.push(label.to_owned());
    rule
}

fn policy(entries: Vec<Entry>) -> Policy {
    Policy {
        id: "acl".to_owned(),
        label_namespace: "awswaf:1:webacl:acl:".to_owned(),
        entries,
        default: Action::plain(ActionKind::Allow),
        captcha_immunity_seconds: 300,
        challenge_immunity_seconds: 300,
    }
}

fn holds(condition: &Condition, request: &WebRequest<'_>) -> bool {
    let entry = Entry::Rule(rule("r", condition.clone(), ActionKind::Block));
    let program = Program::compile(&policy(vec![entry])).unwrap();
    let mut scratch = Scratch::default();
    let decision = program.decide(request, &Circumstances::default(), &mut scratch);
    decision.action() == ActionKind::Block
}

fn has(field: Field, chain: &[Transformation], bytes: &str, position: Position) -> Condition {
    Condition::Text(field, chain.to_vec(), Test::Bytes(bytes.as_bytes().to_vec(), position))
}

fn request<'a>(path: &'a str, query: &'a str, body: &'a str) -> WebRequest<'a> {
    let client = IpAddr::from([192, 0, 2, 44]);
    WebRequest {
        query: query.as_bytes(),
        body: body.as_bytes(),
        headers: &[
            (b"host", b"shop.example"),
            (b"user-agent", b"curl/8"),
            (b"cookie", b"a=1; Session=ab=c"),
            (b"x-forwarded-for", b"198.51.100.7, 10.0.0.1"),
            (b"cookie", b"flag"),
        ],
        country: Some("DE"),
        asn: Some(64_500),
        ..WebRequest::new(client, path.as_bytes())
    }
}

fn entries(keys: Keys, part: Part) -> Entries {
    Entries { keys, part, oversize: Oversize::Continue }
}

fn json(paths: Option<&[&str]>, part: Part, invalid: InvalidJson) -> Field {
    let paths = paths.map(|paths| paths.iter().map(|path| (*path).to_owned()).collect());
    Field::Json { paths, part, invalid, oversize: Oversize::Continue }
}

#[test]
fn positions_are_kept() {
    use Position::{Anywhere, End, Exactly, Start, Word};
    for (bytes, position, expected) in [
        ("/Admin/x", Exactly, true),
        ("/Admin", Exactly, false),
        ("/Admin", Start, true),
        ("/x", End, true),
        ("dmin", Anywhere, true),
        ("dmin", Word, false),
        ("Admin", Word, true),
        ("admin", Anywhere, false),
    ] {
        let condition = has(Field::Path, &[], bytes, position);
        assert_eq!(
            holds(&condition, &request("/Admin/x", "", "")),
            expected,
            "{bytes} {position:?}"
        );
    }
}

#[test]
fn fields_are_what_they_say() {
    let body = r#"{"dogs": [{"name": "rex\u003c"}, {"name": 7}], "nickname": true}"#;
    let request = request("/p", "A=1&b=x%3Cy&a=2;c=3&e", body);
    let value = |field| has(field, &[], "rex<", Position::Exactly);
    let header = |part| Field::Headers(entries(Keys::Except(vec![b"host".to_vec()]), part));
    let cookie = |name: &str, part| {
        Field::Cookies(entries(Keys::Only(vec![name.as_bytes().to_vec()]), part))
    };
    let is = |field, text| has(field, &[], text, Position::Exactly);
    let empty = |field| Condition::Text(field, vec![], Test::Size(Comparison::Eq, 0));
    for (condition, expected) in [
        (is(Field::QueryArgument(b"a".to_vec(), vec![]), "1"), true),
        (
            is(Field::QueryArgument(b"a".to_vec(), vec![PreParse::CombineDuplicates]), "1,2;c=3"),
            true,
        ),
        (is(Field::QueryArguments(vec![PreParse::SemicolonsToAmpersands]), "3"), true),
        (is(Field::QueryArguments(vec![]), "3"), false),
        (empty(Field::QueryArguments(vec![])), true),
        (has(Field::QueryArguments(vec![]), &[UrlDecode], "x<y", Position::Exactly), true),
        (is(Field::Header(b"user-agent".to_vec()), "curl/8"), true),
        (empty(Field::Header(b"missing".to_vec())), false),
        (is(header(Part::Key), "user-agent"), true),
        (is(header(Part::Key), "host"), false),
        (is(header(Part::Value), "user-agent"), false),
        (is(cookie("Session", Part::Value), "ab=c"), true),
        (is(cookie("session", Part::Value), "ab=c"), false),
        (is(cookie("a", Part::Key), "a"), true),
        (is(Field::Cookies(entries(Keys::All, Part::Value)), "flag"), true),
        (
            is(
                Field::HeaderOrder(Oversize::Continue),
                "host:user-agent:cookie:x-forwarded-for:cookie",
            ),
            true,
        ),
        (is(Field::Method, "GET"), true),
        (is(Field::Ja3(Fallback::Match), "x"), true),
        (is(Field::Ja4(Fallback::NoMatch), "x"), false),
        (value(json(None, Part::Value, InvalidJson::NoMatch)), true),
        (value(json(None, Part::Key, InvalidJson::NoMatch)), false),
        (value(json(Some(&["/dogs/0"]), Part::Value, InvalidJson::NoMatch)), true),
        (value(json(Some(&["/dogs/1/name"]), Part::All, InvalidJson::NoMatch)), false),
        (is(json(Some(&["/dogs/1/name"]), Part::All, InvalidJson::NoMatch), "7"), true),
        (is(json(None, Part::Key, InvalidJson::NoMatch), "nickname"), true),
        (is(json(None, Part::Value, InvalidJson::NoMatch), "true"), true),
        (Condition::Text(Field::Method, vec![], Test::Size(Comparison::Eq, 3)), true),
        (Condition::Text(Field::Path, vec![], Test::Regex(vec!["^/[a-z]$".into()])), true),
    ] {
        assert_eq!(holds(&condition, &request), expected, "{condition:?}");
    }
}

#[test]
fn a_body_that_is_no_json_is_what_the_rule_says() {
    for (body, invalid, expected) in [
        (r#"{"a": "evil", "b" 1}"#, InvalidJson::UpToFault, true),
        (r#"{"b" 1, "a": "evil"}"#, InvalidJson::UpToFault, false),
        (r#"{"b" 1, "a": "evil"}"#, InvalidJson::Match, true),
        (r#"{"a": "evil"}}"#, InvalidJson::NoMatch, false),
        ("evil", InvalidJson::NoMatch, true),
        ("<evil>", InvalidJson::AsText, true),
        ("", InvalidJson::Match, false),
        (r#"["evil"#, InvalidJson::UpToFault, true),
        ("\u{feff}{\"a\": \"evil\"}", InvalidJson::NoMatch, true),
    ] {
        let field = json(None, Part::All, invalid);
        let condition = has(field, &[], "evil", Position::Anywhere);
        assert_eq!(holds(&condition, &request("/", "", body)), expected, "{body} {invalid:?}");
    }
}

#[test]
fn oversize_is_handled() {
    let many: Vec<(&[u8], &[u8])> = vec![(b"x", b"y"); 201];
    let plain = request("/", "", "body");
    let long = WebRequest { body_truncated: true, headers: &many, ..plain };
    let all = |oversize| Field::Headers(Entries { keys: Keys::All, part: Part::All, oversize });
    for (oversize, expected) in
        [(Oversize::Match, true), (Oversize::NoMatch, false), (Oversize::Continue, false)]
    {
        for field in [Field::Body(oversize), all(oversize), Field::HeaderOrder(oversize)] {
            let condition = has(field, &[], "never", Position::Anywhere);
            assert_eq!(holds(&condition, &long), expected, "{oversize:?}");
            assert!(!holds(&condition, &plain));
        }
    }
}

#[test]
fn addresses_come_from_where_the_rule_says() {
    let set = Arc::new(AddressSet::new(["10.0.0.0/8".parse().unwrap()]));
    let name = || b"x-forwarded-for".to_vec();
    let missing = || AddressSource::First(b"nothing".to_vec(), Fallback::Match);
    let user_agent = |fallback| AddressSource::First(b"user-agent".to_vec(), fallback);
    for (source, expected) in [
        (AddressSource::Client, false),
        (AddressSource::First(name(), Fallback::Match), false),
        (AddressSource::Last(name(), Fallback::NoMatch), true),
        (AddressSource::AnyOf(name(), Fallback::NoMatch), true),
        (user_agent(Fallback::Match), true),
        (user_agent(Fallback::NoMatch), false),
        (missing(), false),
    ] {
        let condition = Condition::Address(set.clone(), source.clone());
        assert_eq!(holds(&condition, &request("/", "", "")), expected, "{source:?}");
    }
    // Without the header a rule does not apply, turned round or not.
    let turned = Condition::Not(Box::new(Condition::Address(set, missing())));
    assert!(!holds(&turned, &request("/", "", "")));
    assert!(holds(
        &Condition::Country(vec!["DE".into()], AddressSource::Client),
        &request("/", "", "")
    ));
    assert!(holds(&Condition::Asn(vec![64_500], AddressSource::Client), &request("/", "", "")));
}

#[test]
fn groups_keep_their_labels_overrides_and_scope() {
    let path = |text| has(Field::Path, &[Lowercase], text, Position::Start);
    let group = Arc::new(Group {
        id: "AWS#Group".to_owned(),
        label_namespace: "awswaf:managed:aws:group:".to_owned(),
        rules: vec![
            labelled(rule("First", path("/a"), ActionKind::Block), "First"),
            labelled(rule("Second", path("/a/b"), ActionKind::Block), "Second"),
        ],
    });
    let used = |overrides, is_counted, scope| {
        let name = "use".to_owned();
        Entry::Group(GroupUse { name, group: group.clone(), scope, overrides, is_counted })
    };
    let label = "awswaf:managed:aws:group:First";
    let after = Entry::Rule(rule(
        "after",
        Condition::Label(LabelScope::Label, label.to_owned()),
        ActionKind::Captcha,
    ));
    let count = || HashMap::from([("First".to_owned(), Action::count())]);
    let other = Some(path("/z"));
    for (entry, action, by) in [
        (used(HashMap::new(), false, None), ActionKind::Block, Some("First")),
        (used(count(), false, None), ActionKind::Block, Some("Second")),
        (used(HashMap::new(), true, None), ActionKind::Captcha, None),
        (used(HashMap::new(), false, other), ActionKind::Allow, None),
    ] {
        let program = Program::compile(&policy(vec![entry, after.clone()])).unwrap();
        let mut scratch = Scratch::default();
        let request = request("/A/b", "", "");
        let decision = program.decide(&request, &Circumstances::default(), &mut scratch);
        assert_eq!(decision.action(), action);
        let inner = decision.decided_by().and_then(|rule| decision.in_group(rule));
        assert_eq!(inner.map(|(_, name)| name), by);
    }
}

#[test]
fn a_solved_captcha_goes_on_while_it_holds() {
    let mut held = rule("human", has(Field::Path, &[], "/", Position::Start), ActionKind::Captcha);
    held.action.immunity_seconds = Some(60);
    held.action.insert_headers = vec![Header {
        name: "x-amzn-waf-tier".into(),
        value: "<${awswaf:1:webacl:acl:tier:}>".into(),
    }];
    let held = labelled(held, "tier:gold");
    let program = Program::compile(&policy(vec![Entry::Rule(held)])).unwrap();
    let mut scratch = Scratch::default();
    for (solved, action, header) in [
        (Some(950), ActionKind::Allow, Some("<gold>")),
        (Some(940), ActionKind::Captcha, None),
        (None, ActionKind::Captcha, None),
    ] {
        let token = Token { captcha_seconds: solved, challenge_seconds: None };
        let circumstances = Circumstances { now_seconds: 1_000, token, ..Circumstances::default() };
        let request = request("/", "", "");
        let decision = program.decide(&request, &circumstances, &mut scratch);
        assert_eq!(decision.action(), action);
        let headers = decision.insert_headers();
        assert_eq!(headers.first().map(|header| header.value.as_str()), header);
    }
}

#[test]
fn a_rate_is_limited_for_each_key() {
    let rate = RateRule {
        limit: 10,
        window_seconds: 60,
        keys: vec![RateKey::Address(AddressSource::Client)],
        scope: Some(has(Field::Path, &[], "/login", Position::Exactly)),
        settings: String::new(),
    };
    let condition = Condition::Rate(Box::new(rate));
    let entry = Entry::Rule(rule("rate", condition, ActionKind::Block));
    let program = Program::compile(&policy(vec![entry])).unwrap();
    let rates = RateTable::new(1, 1_000);
    let mut scratch = Scratch::default();
    let mut blocked = |path: &str, now_seconds| {
        let circumstances =
            Circumstances { now_seconds, rates: Some(&rates), ..Circumstances::default() };
        let request = request(path, "", "");
        program.decide(&request, &circumstances, &mut scratch).action() == ActionKind::Block
    };
    let blocks = (0..12).filter(|_| blocked("/login", 100)).count();
    assert_eq!(blocks, 2);
    assert!(!blocked("/", 100));
    assert!(blocked("/login", 159));
    assert!(!blocked("/login", 400));
    let limited = program.limited_addresses("rate", None, &rates, 159);
    assert_eq!(limited, Some(Vec::new()));
}

#[test]
fn a_blocked_request_is_answered_with_the_custom_page() {
    let mut held = rule("r", has(Field::Path, &[], "/", Position::Start), ActionKind::Block);
    held.action.response = Some(Arc::new(Page {
        status: 418,
        headers: vec![Header { name: "x-why".into(), value: "teapot".into() }],
        body: Some((crate::language::BodyType::Json, "{}".into())),
    }));
    let program = Program::compile(&policy(vec![Entry::Rule(held)])).unwrap();
    let mut scratch = Scratch::default();
    let request = request("/", "", "");
    let answer = program.decide(&request, &Circumstances::default(), &mut scratch).answer();
    assert_eq!((answer.status, answer.body.as_str(), answer.headers.len()), (418, "{}", 2));
}

#[test]
fn every_statement_is_explained() {
    let path = has(Field::Path, &[UrlDecode, Lowercase], "<script", Position::Anywhere);
    let not = Condition::Not(Box::new(has(Field::Method, &[], "GET", Position::Exactly)));
    let first = rule("first", Condition::Any(vec![not, path]), ActionKind::Block);
    let second = rule("second", has(Field::Path, &[], "/", Position::Start), ActionKind::Allow);
    let program = Program::compile(&policy(vec![Entry::Rule(first), Entry::Rule(second)])).unwrap();
    let request = request("/x%3CScript", "", "");
    let mut scratch = Scratch::default();
    let explained = program.explain(&request, &Circumstances::default(), &mut scratch);
    assert_eq!(explained.action, ActionKind::Block);
    let [first, second] = &*explained.rules else { panic!("two rules") };
    assert!(first.decides && first.is_asked && !second.is_asked);
    let lines: Vec<String> = first
        .statements
        .iter()
        .map(|held| format!("{}{} {:?}", "-".repeat(held.depth), held.statement, held.holds))
        .collect();
    assert_eq!(
        lines,
        [
            "or Some(true)",
            "-not Some(false)",
            "--method is `GET` Some(true)",
            "-path > UrlDecode > Lowercase contains `<script` Some(true)",
        ],
    );
    let evidence = first.statements[3].evidence.as_ref().unwrap();
    assert_eq!((evidence.text.as_str(), evidence.offset, evidence.length), ("/x<script", 2, 7));
    assert_eq!(evidence.matched, "<script");
    assert_eq!(evidence.chain, [UrlDecode, Lowercase]);
}

#[test]
fn attacks_are_recognised_in_views_and_in_places() {
    let sqli = Test::Sqli(crate::detect::Sensitivity::Low);
    let in_query = |test| Condition::Text(Field::QueryArguments(vec![]), vec![UrlDecode], test);
    let script = Condition::Attack(Place::Query, DetectorKind::CrossSiteScripting);
    let attack = request("/", "q=%3Cscript%3Ealert(1)%3C/script%3E", "");
    let union = request("/", "q=1%27%20union%20select%20password%20from%20users--%20", "");
    let harmless = request("/", "q=a+union+of+teachers", "");
    for (condition, request, expected) in [
        (in_query(Test::Xss), &attack, true),
        (in_query(Test::Xss), &harmless, false),
        (in_query(sqli.clone()), &union, true),
        (in_query(sqli), &harmless, false),
        (script.clone(), &attack, true),
        (script.clone(), &harmless, false),
    ] {
        assert_eq!(holds(&condition, request), expected, "{condition:?}");
    }
    let entry = Entry::Rule(rule("r", script, ActionKind::Block));
    let program = Program::compile(&policy(vec![entry])).unwrap();
    let mut scratch = Scratch::default();
    let explained = program.explain(&attack, &Circumstances::default(), &mut scratch);
    let evidence = explained.rules[0].statements[0].evidence.as_ref().unwrap();
    assert!(evidence.text.contains(&evidence.matched) && evidence.what.is_some(), "{evidence:?}");
}

#[test]
fn what_does_not_compile_says_why() {
    for (test, message) in [
        (Test::Regex(vec!["(".into()]), "the regular expression `(` is not supported or too large"),
        (
            Test::Regex(vec!["(?:(?:a{99}){99}){99}".into()]),
            "the regular expression `(?:(?:a{99}){99}){99}` is not supported or too large",
        ),
        (Test::Bytes(vec![], Position::Anywhere), "a text to look for must not be empty"),
    ] {
        let condition = Condition::Text(Field::Path, vec![], test);
        let entry = Entry::Rule(rule("r", condition, ActionKind::Block));
        let error = Program::compile(&policy(vec![entry])).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}
