//! Any bytes are frames of HTTP/2: the same ones whether they come at once, one by one, or in pieces, and
//! those that a reader finds who has them all.

#![no_main]

use bartizan_edge::http2_frames;
use libfuzzer_sys::fuzz_target;

/// The frames that reset streams, and those that continue heads, behind the client's preface.
fn plainly(bytes: &[u8]) -> (u32, u32) {
    let (mut resets, mut continuations) = (0, 0);
    let mut rest = bytes.get(24..).unwrap_or_default();
    while let [high, middle, low, kind, _, _, _, _, _, behind @ ..] = rest {
        match kind {
            3 => resets += 1,
            9 => continuations += 1,
            _ => {}
        }
        let length = u32::from_be_bytes([0, *high, *middle, *low]) as usize;
        rest = behind.get(length..).unwrap_or_default();
    }
    (resets, continuations)
}

fuzz_target!(|input: (u8, &[u8])| {
    let (step, bytes) = input;
    let found = plainly(bytes);
    assert_eq!(http2_frames([bytes]), found);
    assert_eq!(http2_frames(bytes.chunks(1)), found);
    assert_eq!(http2_frames(bytes.chunks(usize::from(step) + 1)), found);
});
