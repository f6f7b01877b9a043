//! Any bytes are read as the head of a request, or refused. What is read has one host, one framing, and
//! nothing in it that ends a line.

#![no_main]

use bartizan_edge::http1::read_head;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(Some((head, length))) = read_head(bytes) else { return };
    assert!(bytes[..length].ends_with(b"\r\n\r\n"));
    let ends_line = |text: &[u8]| text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0));
    assert!(!ends_line(head.method()) && !ends_line(head.target()));
    for (name, value) in head.headers() {
        assert!(!name.is_empty() && !ends_line(name) && !ends_line(value));
    }
    let count = |wanted: &[u8]| head.headers().filter(|(name, _)| *name == wanted).count();
    assert!(count(b"host") <= 1 && count(b"transfer-encoding") <= 1);
    assert!(count(b"transfer-encoding") == 0 || count(b"content-length") == 0);
});
