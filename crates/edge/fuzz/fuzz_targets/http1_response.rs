//! Any bytes are read as the head of an answer, or refused: the same head whether they come at once or one
//! by one. What is read has one framing, and nothing in it that ends a line.

#![no_main]

use bartizan_edge::http1::{BadResponse, ResponseFraming, ResponseHead, read_response};
use bytes::BytesMut;
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8], step: usize, is_head: bool) -> Result<Option<ResponseHead>, BadResponse> {
    let mut buffer = BytesMut::new();
    for piece in bytes.chunks(step) {
        buffer.extend_from_slice(piece);
        if let Some(head) = read_response(&mut buffer, is_head)? {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

fn shown(head: &ResponseHead) -> (u16, ResponseFraming, bool, Vec<(&[u8], &[u8])>) {
    (head.status, head.framing, head.keeps_alive, head.headers().collect())
}

fuzz_target!(|input: (bool, &[u8])| {
    let (is_head, bytes) = input;
    let whole = read(bytes, usize::MAX, is_head);
    let single = read(bytes, 1, is_head);
    let Ok(Some(head)) = &whole else {
        assert!(!matches!(single, Ok(Some(_))));
        return;
    };
    let single = single.ok().flatten().expect("the same head");
    assert_eq!(shown(head), shown(&single));
    let ends_line = |text: &[u8]| text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0));
    assert!((100..=999).contains(&head.status) && !ends_line(head.reason()));
    for (name, value) in head.headers() {
        assert!(!name.is_empty() && !ends_line(name) && !ends_line(value));
    }
    let has = |name: &[u8]| head.value(name).is_some();
    assert!(!has(b"transfer-encoding") || !has(b"content-length"));
    assert!(!is_head || head.framing == ResponseFraming::Empty);
    assert!(!head.keeps_alive || head.framing != ResponseFraming::Close);
});
