//! What looking at texts is charged.

use super::findings::{Findings, Place};
use super::kind::DetectorKind;
use crate::effort::Effort;
use crate::request::WebRequest;

const TEXT: &str = "text/plain";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const PARTS: &str = "multipart/form-data; boundary=b";

/// What texts are made of that make detectors and decoders work hardest, and how each is sent.
const FAMILIES: &[(&str, &str)] = &[
    (TEXT, "%2525"),
    (TEXT, "\\u0041&#x41;"),
    (TEXT, "\u{ff1c}\u{2019}"),
    (TEXT, "&lt;\u{1}\u{e4}\\"),
    (TEXT, "}{{}=}"),
    (TEXT, "{{a.b|c"),
    (TEXT, "${a ${b"),
    (TEXT, "<a b='c' "),
    (TEXT, "<script("),
    (TEXT, "a'b\"c(d;"),
    (TEXT, "; cat x "),
    (TEXT, "/opt/x"),
    (TEXT, "YWJjZGVmZ2hpamts "),
    (FORM, "a='%27&"),
    (FORM, "a=..%2f&"),
    (FORM, "a='if(select,select,select,select&"),
    (JSON, "\"a;b|c\","),
    (JSON, "\"\\n<a\","),
    (PARTS, "--b\r\n\r\na=b;"),
];

fn with_body<T>(media: &str, body: &[u8], look: impl FnOnce(&WebRequest<'_>) -> T) -> T {
    let headers: [(&[u8], &[u8]); 1] = [(b"content-type", media.as_bytes())];
    let mut request = WebRequest::new(std::net::Ipv4Addr::LOCALHOST.into(), b"/");
    request.headers = &headers;
    request.body = body;
    look(&request)
}

/// A body of such pieces.
fn body(media: &str, piece: &str, bytes: usize) -> Vec<u8> {
    let lead = match media {
        TEXT => "Note: ",
        JSON => "[",
        _ => "",
    };
    lead.bytes().chain(piece.bytes().cycle()).take(bytes).collect()
}

/// The units that looking at a body takes where no budget ends it.
fn units(media: &str, piece: &str, bytes: usize) -> usize {
    with_body(media, &body(media, piece, bytes), |request| {
        let mut findings = Findings::default();
        findings.look_within(&Effort::endless(), request, Place::Body);
        findings.work(Place::Body)
    })
}

#[test]
fn charges_grow_as_texts_do() {
    for (media, piece) in FAMILIES {
        let short = units(media, piece, 8 * 1024);
        let long = units(media, piece, 32 * 1024);
        assert!(long <= 4 * short + short / 10, "{media}: {piece}: {short}, {long}");
        assert!(long >= 2 * short, "{media}: {piece}: {short}, {long}");
    }
}

#[test]
fn who_tires_the_detectors_is_found_by_all() {
    for (media, piece) in FAMILIES {
        let body = body(media, piece, 8 * 1024);
        let unbounded = units(media, piece, body.len());
        with_body(media, &body, |request| {
            let findings = Findings::of(request);
            let work = findings.work(Place::Body);
            let all = DetectorKind::ALL.iter().all(|kind| findings.has(Place::Body, *kind));
            assert!(work <= unbounded, "{media}: {piece}: {work}, {unbounded}");
            assert_eq!(all, work < unbounded, "{media}: {piece}: {work}, {unbounded}");
        });
    }
}

#[test]
fn what_is_not_read_as_values_may_not_cost_what_they_do() {
    let body = format!("\"a\" {}", "$(N".repeat(2730));
    with_body(TEXT, body.as_bytes(), |request| {
        let most = 129 * body.len();
        let mut findings = Findings::default();
        findings.look_within(&Effort::endless(), request, Place::Body);
        assert!(findings.work(Place::Body) > most);
        assert!(Findings::of(request).work(Place::Body) <= most);
    });
}

#[test]
fn who_gave_up_on_some_strings_is_found_though_those_behind_are_light() {
    let dear = r#""c--b'<%&:`from n|{@/../Q>*)( \u0001","#.repeat(110);
    let light = format!("\"{}\",", "lamp ".repeat(20)).repeat(40);
    let body = format!("[{dear}{light}\"\"]");
    with_body(JSON, body.as_bytes(), |request| {
        let findings = Findings::of(request);
        assert!(DetectorKind::ALL.iter().all(|kind| findings.has(Place::Body, *kind)));
    });
}

#[test]
fn numbers_in_a_list_that_was_cut_are_no_attack() {
    let body = format!("{{\"name\":\"it's\",\"seen\":[{}", "1,2,3,".repeat(1360));
    with_body(JSON, body.as_bytes(), |request| assert_eq!(Findings::of(request).all(), []));
}
