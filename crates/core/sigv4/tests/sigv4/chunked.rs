//! Chunked bodies: what an encoder makes is decoded however it is cut, and nothing else is.

use crate::support::Request;
use bartizan_sigv4::{
    ChunkDecoder, Credentials, Dialect, PayloadHash, Secret, SigningError, SigningParams,
    StreamingKind, Trailers, Verifier, parse, sign,
};
use bartizan_types::Timestamp;
use proptest::prelude::*;

const KINDS: [StreamingKind; 3] =
    [StreamingKind::Signed, StreamingKind::SignedTrailer, StreamingKind::UnsignedTrailer];

fn trailers(kind: StreamingKind) -> Trailers {
    let crc = ("x-amz-checksum-crc32c".to_owned(), "sOO8/Q==".to_owned());
    if kind.has_trailer() { vec![crc] } else { Vec::new() }
}

/// The body's wire form, and a decoder for it.
fn chunked(kind: StreamingKind, chunks: &[&[u8]]) -> (Vec<u8>, ChunkDecoder) {
    let length: usize = chunks.iter().map(|chunk| chunk.len()).sum();
    let mut request = Request::new("PUT", "/bucket/key", "", b"")
        .with("content-encoding", "aws-chunked")
        .with("x-amz-decoded-content-length", &length.to_string());
    if kind.has_trailer() {
        request = request.with("x-amz-trailer", "x-amz-checksum-crc32c");
    }
    let (request, signed) = request.signed("s3", PayloadHash::Streaming(kind));
    let mut encoder = signed.chunk_encoder().unwrap();
    let mut wire = Vec::new();
    for chunk in chunks {
        encoder.chunk(chunk, &mut wire);
    }
    encoder.finish(&trailers(kind), &mut wire);
    let decoder = request.verify().unwrap().chunk_decoder(&request.headers).unwrap().unwrap();
    (wire, decoder)
}

fn decode(
    mut decoder: ChunkDecoder,
    pieces: &[&[u8]],
) -> Result<(Vec<u8>, Trailers), SigningError> {
    let mut bytes = Vec::new();
    for piece in pieces {
        let mut input = *piece;
        while let Some(decoded) = decoder.next(&mut input)? {
            bytes.extend_from_slice(decoded);
        }
    }
    Ok((bytes, decoder.finish()?))
}

#[test]
fn every_kind_is_decoded_byte_by_byte() {
    let (large, small) = (vec![b'a'; 8192], vec![b'b'; 10]);
    for kind in KINDS {
        for chunks in [vec![], vec![&small[..]], vec![&large[..], &large, &small]] {
            let (wire, decoder) = chunked(kind, &chunks);
            assert_eq!(decoder.decoded_length(), chunks.concat().len() as u64);
            let pieces: Vec<&[u8]> = wire.chunks(1).collect();
            let expected = (chunks.concat(), trailers(kind));
            assert_eq!(decode(decoder, &pieces), Ok(expected), "{kind:?}");
        }
    }
}

#[test]
fn the_example_of_the_s3_documentation() {
    // Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring
    // Payload in Multiple Chunks": 66,560 bytes in chunks of 64 KiB and 1 KiB.
    let request = Request::new("PUT", "/examplebucket/chunkObject.txt", "", b"")
        .with("host", "s3.amazonaws.com")
        .with("x-amz-storage-class", "REDUCED_REDUNDANCY")
        .with("content-encoding", "aws-chunked")
        .with("x-amz-decoded-content-length", "66560")
        .with("content-length", "66824");
    let secret = Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let credentials = Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret: &secret,
        security_token: None,
    };
    let time = Timestamp::parse_iso8601("20130524T000000Z").unwrap();
    let payload = PayloadHash::Streaming(StreamingKind::Signed);
    let params = SigningParams::new(credentials, "us-east-1", "s3", time, payload);
    let signed = sign(&request.borrowed(), &params).unwrap();
    assert_eq!(
        signed.signature,
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
    );
    let mut encoder = signed.chunk_encoder().unwrap();
    let mut wire = Vec::new();
    encoder.chunk(&vec![b'a'; 65536], &mut wire);
    encoder.chunk(&[b'a'; 1024], &mut wire);
    encoder.finish(&[], &mut wire);
    assert_eq!(wire.len(), 66824);
    let text = String::from_utf8(wire.clone()).unwrap();
    for head in [
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
        "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
        "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n",
    ] {
        assert!(text.contains(head), "{head}");
    }
    let mut request = request;
    request.headers.extend(signed.headers);
    let presented = parse(&request.borrowed()).unwrap().unwrap();
    let verified = Verifier::new(1).verify(&presented, &request.borrowed(), None, &secret, time);
    let decoder = verified.unwrap().chunk_decoder(&request.headers).unwrap().unwrap();
    assert_eq!(decode(decoder, &[&wire]).unwrap().0.len(), 66560);
}

#[test]
fn the_trailer_may_have_the_form_of_the_documentation() {
    // The documentation's example writes a line feed, then an empty line, before the signature.
    let (wire, decoder) = chunked(StreamingKind::SignedTrailer, &[b"bytes"]);
    let wire = String::from_utf8(wire).unwrap().replace("Q==\r\n", "Q==\n\r\n");
    assert_eq!(decode(decoder, &[wire.as_bytes()]).unwrap().1.len(), 1);
}

#[test]
fn malformed_bodies_are_refused() {
    use StreamingKind::{Signed, SignedTrailer, UnsignedTrailer};
    let body = vec![b'a'; 9000];
    let replaced = |kind, from: &str, to: &str| {
        let (wire, decoder) = chunked(kind, &[&body, b"tail"]);
        let wire = String::from_utf8(wire).unwrap();
        assert!(wire.contains(from), "{from}");
        decode(decoder, &[wire.replacen(from, to, 1).as_bytes()]).unwrap_err()
    };
    let code = |error: SigningError| error.fault(Dialect::S3).code.into_owned();
    for (kind, from, to, expected) in [
        (Signed, "aaa", "aba", "SignatureDoesNotMatch"),
        (Signed, "tail", "tale", "SignatureDoesNotMatch"),
        (Signed, "2328;", "2329;", "IncompleteBody"),
        (Signed, "2328;chunk-signature=", "2328;signature=", "IncompleteBody"),
        (Signed, "2328;", "zzzz;", "IncompleteBody"),
        (Signed, "2328;", "-2328;", "IncompleteBody"),
        (Signed, "2328;", "fffffffffffffffff;", "IncompleteBody"),
        (Signed, "2328;", "ffffffffffffffff;", "IncompleteBody"),
        (SignedTrailer, "sOO8", "sOO9", "SignatureDoesNotMatch"),
        (SignedTrailer, "x-amz-checksum-crc32c:sOO8/Q==\r\n", "", "MalformedTrailerError"),
        (SignedTrailer, "x-amz-trailer-signature", "x-amz-other", "MalformedTrailerError"),
        (UnsignedTrailer, "2328\r", "2328;chunk-signature=0\r", "IncompleteBody"),
        (UnsignedTrailer, "crc32c:", "sha256:", "MalformedTrailerError"),
        (UnsignedTrailer, "crc32c:sOO8/Q==", "crc32c", "MalformedTrailerError"),
        (UnsignedTrailer, "tail\r\n", "tail\n\n", "IncompleteBody"),
        (UnsignedTrailer, "==\r\n\r\n", "==\r\n", "IncompleteBody"),
        (UnsignedTrailer, "==\r\n\r\n", "==\r\n\r\nmore", "IncompleteBody"),
        (UnsignedTrailer, "4\r\ntail\r\n", "", "IncompleteBody"),
    ] {
        assert_eq!(code(replaced(kind, from, to)), expected, "{kind:?} {from} {to}");
    }
}

#[test]
fn only_the_last_chunk_may_be_small() {
    let (wire, decoder) = chunked(StreamingKind::UnsignedTrailer, &[b"small", b"last"]);
    let error = decode(decoder, &[&wire]).unwrap_err();
    assert_eq!(error, SigningError::ChunkTooSmall { chunk: 1, bytes: 5 });
    assert_eq!(error.fault(Dialect::S3).code, "InvalidChunkSizeError");
}

#[test]
fn endless_lines_are_cut_off() {
    let endless = vec![b'0'; 1 << 20];
    let (_, mut decoder) = chunked(StreamingKind::Signed, &[b"x"]);
    assert!(decoder.next(&mut &endless[..]).is_err());
    assert!(decoder.next(&mut &b"0"[..]).is_err(), "a failed decoder decodes nothing more");
    let mut decoder = ChunkDecoder::unsigned(0, vec!["a".to_owned()]);
    assert_eq!(decoder.next(&mut &b"0\r\n"[..]), Ok(None));
    assert_eq!(decoder.next(&mut &endless[..]), Err(SigningError::TrailerMalformed));
}

#[test]
fn a_chunked_body_needs_its_decoded_length() {
    let payload = PayloadHash::Streaming(StreamingKind::Signed);
    for length in [None, Some("-1"), Some("many"), Some("99999999999999999999999")] {
        let mut request = Request::new("PUT", "/bucket/key", "", b"");
        if let Some(length) = length {
            request = request.with("x-amz-decoded-content-length", length);
        }
        let (request, _) = request.signed("s3", payload);
        let decoder = request.verify().unwrap().chunk_decoder(&request.headers);
        assert_eq!(decoder.unwrap_err(), SigningError::DecodedLengthMissing);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn however_it_is_cut_it_is_the_same(
        kind in prop::sample::select(&KINDS),
        first in prop::collection::vec(any::<u8>(), 8192..9000),
        last in prop::collection::vec(any::<u8>(), 0..300),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let (wire, decoder) = chunked(kind, &[&first, &last]);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(wire.len())).collect();
        cuts.extend([0, wire.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|ends| &wire[ends[0]..ends[1]]).collect();
        let (decoded, found) = decode(decoder, &pieces).unwrap();
        prop_assert_eq!(decoded, [first, last].concat());
        prop_assert_eq!(found, trailers(kind));
    }

    #[test]
    fn any_changed_byte_of_a_signed_body_is_refused(
        kind in prop::sample::select(&KINDS[..2]),
        place: prop::sample::Index,
        change in 1_u8..=255,
    ) {
        let (mut wire, decoder) = chunked(kind, &[b"bytes to sign"]);
        let place = place.index(wire.len());
        let before = wire[place];
        wire[place] ^= change;
        // Digits of a size and names of trailers have two cases.
        prop_assume!(!before.eq_ignore_ascii_case(&wire[place]));
        let changed = decode(decoder, &[&wire]);
        // A trailer's line may end in a line feed alone, and have spaces around its value.
        let is_space = before.is_ascii_whitespace() && wire[place].is_ascii_whitespace();
        prop_assert!(changed.is_err() || is_space, "{place}");
    }

    #[test]
    fn noise_is_refused_in_peace(noise: Vec<u8>, length: u64) {
        let mut decoder = ChunkDecoder::unsigned(length, Vec::new());
        let mut input = &noise[..];
        let mut decoded = 0;
        while let Ok(Some(bytes)) = decoder.next(&mut input) {
            decoded += bytes.len();
        }
        prop_assert!(decoded <= noise.len());
    }
}
