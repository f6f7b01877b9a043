//! However a body is cut, it decodes to the same bytes or is refused.
#![no_main]

use bartizan_sigv4::{ChunkDecoder, Trailers};
use libfuzzer_sys::fuzz_target;

fn decode(length: u64, wire: &[u8], piece_bytes: usize) -> Option<(Vec<u8>, Trailers)> {
    let mut decoder = ChunkDecoder::unsigned(length, vec!["x-amz-checksum-crc32".to_owned()]);
    let mut decoded = Vec::new();
    for mut piece in wire.chunks(piece_bytes) {
        while let Some(bytes) = decoder.next(&mut piece).ok()? {
            decoded.extend_from_slice(bytes);
        }
    }
    Some((decoded, decoder.finish().ok()?))
}

fuzz_target!(|input: (u16, u8, Vec<u8>)| {
    let (length, piece_bytes, wire) = input;
    let length = u64::from(length);
    let whole = decode(length, &wire, wire.len().max(1));
    assert_eq!(whole, decode(length, &wire, usize::from(piece_bytes).max(1)));
    if let Some((decoded, _)) = whole {
        assert_eq!(decoded.len() as u64, length);
    }
});
