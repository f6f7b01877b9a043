//! Any bytes are read as a chunked body, or refused: the same data whether they come at once or one by
//! one.

#![no_main]

use bartizan_edge::http1::{ChunkError, Chunks};
use bytes::BytesMut;
use libfuzzer_sys::fuzz_target;

fn decode(bytes: &[u8], step: usize) -> Result<(Vec<u8>, bool), ChunkError> {
    let mut chunks = Chunks::default();
    let mut buffer = BytesMut::new();
    let mut data = Vec::new();
    for piece in bytes.chunks(step) {
        buffer.extend_from_slice(piece);
        while let Some(piece) = chunks.next(&mut buffer)? {
            data.extend_from_slice(&piece);
        }
    }
    Ok((data, chunks.is_done()))
}

fuzz_target!(|bytes: &[u8]| {
    let whole = decode(bytes, usize::MAX);
    let single = decode(bytes, 1);
    assert_eq!(whole, single);
});
