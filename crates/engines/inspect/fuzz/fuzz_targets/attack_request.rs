#![no_main]

use bartizan_inspect::WebRequest;
use bartizan_inspect::detect::Findings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let (kind, text) = text.split_at(text.len().min(1));
    let media: &[u8] = match kind {
        [0] => b"application/json",
        [1] => b"multipart/form-data; boundary=a",
        [2] => b"application/x-www-form-urlencoded",
        _ => b"",
    };
    let headers = [(b"content-type".as_slice(), media), (b"cookie", text), (b"x-any", text)];
    let mut request = WebRequest::new(std::net::Ipv4Addr::LOCALHOST.into(), text);
    request.query = text;
    request.headers = &headers;
    request.body = text;
    let findings = Findings::of(&request);
    assert!(findings.all().iter().all(|found| findings.has(found.place, found.kind)));
});
