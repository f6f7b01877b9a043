//! Messages that are written here, read here, and refused here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

use std::slice;

use bartizan_esdk::{
    AlgorithmSuite, Decryptor, Draft, EncryptedDataKey, EncryptionContext, EsdkError, Header,
    Limits, RawAesKey, RawRsaKey, RsaPadding, new_data_key,
};
use bartizan_types::{SeededRandom, SystemRandom};
use proptest::prelude::*;

const DEFAULT: u16 = 0x0578;
const UNSIGNED: u16 = 0x0478;

fn suite(id: u16) -> AlgorithmSuite {
    AlgorithmSuite::from_id(id).unwrap()
}

fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn wrapping_key() -> RawAesKey {
    RawAesKey::new("vault", "first", &[7; 32]).unwrap()
}

/// A message in pieces of `chunk` bytes.
fn encrypted(draft: Draft, frame_bytes: u32, plaintext: &[u8], chunk: usize) -> Vec<u8> {
    let random = SystemRandom;
    let data_key = new_data_key(draft.suite(), &random);
    let wrapped = wrapping_key().wrap(&data_key, &draft.context(), &random).unwrap();
    let mut body = draft.start(&data_key, &[wrapped], frame_bytes, &random, Vec::new()).unwrap();
    for piece in plaintext.chunks(chunk) {
        body.update(piece).unwrap();
    }
    body.finish().unwrap()
}

fn message(id: u16, plaintext: &[u8]) -> Vec<u8> {
    let draft = Draft::new(suite(id), context(&[("a", "b")]), EncryptionContext::new()).unwrap();
    encrypted(draft, 64, plaintext, 100)
}

fn decrypted(message: &[u8], required: &EncryptionContext) -> Result<Vec<u8>, EsdkError> {
    let (mut reader, limits) = (message, Limits::default());
    let header = Header::read(&mut reader, &limits)?;
    let whole = header.whole_context(required)?;
    let data_key = wrapping_key().unwrap(&header.data_keys()[0], &whole)?.expect("its own key");
    let mut body = Decryptor::start(&header, required, &data_key, limits, reader)?;
    let mut plaintext = Vec::new();
    while let Some(piece) = body.next_piece()? {
        plaintext.extend_from_slice(piece);
    }
    assert!(body.next_piece()?.is_none());
    Ok(plaintext)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_encrypted_is_decrypted(
        index in 0..11_usize,
        frame_bytes in 1..300_u32,
        plaintext in prop::collection::vec(any::<u8>(), 0..2000),
        chunk in 1..700_usize,
        pairs in prop::collection::btree_map("[a-z]{1,6}", ".{0,12}", 0..4),
    ) {
        let suite = AlgorithmSuite::all().nth(index).unwrap();
        let draft = Draft::new(suite, pairs, EncryptionContext::new()).unwrap();
        let message = encrypted(draft, frame_bytes, &plaintext, chunk);
        prop_assert_eq!(decrypted(&message, &EncryptionContext::new()).unwrap(), plaintext);
    }

    #[test]
    fn any_bytes_are_no_message(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for start in [&b""[..], b"\x01\x80\x03\x78", b"\x02\x05\x78"] {
            let bytes = [start, &bytes].concat();
            let _ = Header::read(&mut bytes.as_slice(), &Limits::default());
        }
    }
}

#[test]
fn a_plaintext_of_whole_frames_ends_with_an_empty_one() {
    // The SDK for Python before version 4 refuses a last frame that is full.
    let lengths = [0, 63, 64, 65].map(|length| message(UNSIGNED, &vec![0; length]).len());
    let start = lengths[0];
    let frame = 4 + 12 + 64 + 16;
    assert_eq!(lengths.map(|length| length - start), [0, 63, frame, frame + 1]);
}

#[test]
fn pairs_that_are_not_stored_must_be_known() {
    let (shown, hidden) = (context(&[("a", "1")]), context(&[("tenant", "blue")]));
    for id in [DEFAULT, UNSIGNED, 0x0378, 0x0014] {
        let draft = Draft::new(suite(id), shown.clone(), hidden.clone()).unwrap();
        assert_eq!(draft.context()["tenant"], "blue");
        let message = encrypted(draft, 64, b"text", 100);
        assert!(!message.windows(4).any(|bytes| bytes == b"blue"));
        for required in [&hidden, &context(&[("a", "1"), ("tenant", "blue")])] {
            assert_eq!(decrypted(&message, required).unwrap(), b"text");
        }
        for wrong in [&[][..], &[("tenant", "red")], &[("tenant", "blue"), ("b", "2")]] {
            let refused = decrypted(&message, &context(wrong));
            assert!(matches!(refused, Err(EsdkError::NotUnwrapped)), "{refused:?}");
        }
        let other = decrypted(&message, &context(&[("a", "2"), ("tenant", "blue")]));
        assert!(matches!(other, Err(EsdkError::ContextMismatch(key)) if key == "a"));
    }
}

#[test]
fn a_header_binds_what_it_does_not_store_whatever_the_wrapping_key() {
    let draft = Draft::new(suite(UNSIGNED), context(&[]), context(&[("tenant", "blue")])).unwrap();
    let (data_key, random) = ([9; 32], SystemRandom);
    let wrapped = wrapping_key().wrap(&data_key, &draft.context(), &random).unwrap();
    let body = draft.start(&data_key, &[wrapped], 64, &random, Vec::new()).unwrap();
    let message = body.finish().unwrap();
    let mut reader = message.as_slice();
    let header = Header::read(&mut reader, &Limits::default()).unwrap();
    for (required, opens) in [(&[][..], false), (&[("tenant", "blue")], true)] {
        let started =
            Decryptor::start(&header, &context(required), &data_key, Limits::default(), reader);
        match started {
            Ok(_) => assert!(opens),
            Err(error) => assert!(!opens && matches!(error, EsdkError::HeaderNotAuthentic)),
        }
    }
}

#[test]
fn a_draft_refuses_what_the_format_cannot_hold() {
    let long = "x".repeat(40_000);
    for (stored, hidden) in [
        (context(&[("aws-crypto-x", "1")]), context(&[])),
        (context(&[]), context(&[("aws-crypto-public-key", "1")])),
        (context(&[("a", "1")]), context(&[("a", "1")])),
        (context(&[("a", &long), ("b", &long)]), context(&[])),
    ] {
        assert!(Draft::new(suite(DEFAULT), stored, hidden).is_err());
    }
    let start = |key: &[u8], keys: &[EncryptedDataKey], frame_bytes| {
        let draft = Draft::new(suite(DEFAULT), context(&[]), context(&[])).unwrap();
        draft.start(key, keys, frame_bytes, &SystemRandom, Vec::new()).err()
    };
    let key = EncryptedDataKey {
        provider: "p".to_owned(),
        info: Vec::new(),
        ciphertext: vec![0; 70_000],
    };
    assert!(matches!(start(&[0; 32], &[], 1), Some(EsdkError::NoDataKeys)));
    assert!(matches!(start(&[0; 32], slice::from_ref(&key), 0), Some(EsdkError::FrameLength)));
    assert!(matches!(
        start(&[0; 32], slice::from_ref(&key), 1 << 31),
        Some(EsdkError::FrameLength)
    ));
    assert!(matches!(
        start(&[0; 16], slice::from_ref(&key), 1),
        Some(EsdkError::DataKeyLength { .. })
    ));
    assert!(matches!(start(&[0; 32], &[key], 1), Some(EsdkError::Malformed(_))));
}

#[test]
fn a_reader_takes_no_more_than_it_allows() {
    let message = message(UNSIGNED, b"text");
    for (limits, refused) in [
        (Limits { data_keys_max: 1, ..Limits::default() }, false),
        (Limits { data_keys_max: 0, ..Limits::default() }, true),
        (Limits { piece_bytes_max: 63, ..Limits::default() }, true),
        (Limits { piece_bytes_max: 64, ..Limits::default() }, false),
    ] {
        let read = Header::read(&mut message.as_slice(), &limits);
        assert_eq!(read.is_err(), refused, "{limits:?}");
    }
    // Version 2, a suite, an id, no context, and as many keys of as many bytes as can be written.
    let mut endless = [&[2, 4, 0x78][..], &[0; 32], &[0, 0], &[0xff, 0xff]].concat();
    endless.extend(std::iter::repeat_n(0xff, 8 << 20));
    let read = Header::read(&mut endless.as_slice(), &Limits::default());
    assert!(matches!(read, Err(EsdkError::TooManyDataKeys { found: 65_535, max: 100 })));
    let limits = Limits { data_keys_max: 65_535, ..Limits::default() };
    let read = Header::read(&mut endless.as_slice(), &limits);
    assert!(matches!(read, Err(EsdkError::Malformed(_) | EsdkError::HeaderTooLong(_))));
}

#[test]
fn what_a_header_says_wrongly_is_named() {
    let one = message(0x0178, b"text");
    let two = message(UNSIGNED, b"text");
    let changed = |message: &[u8], at: usize, byte: u8| {
        let mut changed = message.to_vec();
        changed[at] = byte;
        Header::read(&mut changed.as_slice(), &Limits::default()).unwrap_err().to_string()
    };
    for (message, at, byte, said) in [
        (&two, 0, 3, "its first byte is 0x03"),
        (&two, 0, 1, "its type is unknown"),
        (&one, 1, 0x81, "its type is unknown"),
        (&one, 2, 5, "algorithm suite 0x0578, which its version of the format lacks"),
        (&two, 2, 0x79, "algorithm suite 0x0479"),
    ] {
        let error = changed(message, at, byte);
        assert!(error.contains(said), "{error}");
    }
    for text in ["AYADeB", "AgV4AA", "AgR4AA"] {
        let error = Header::read(&mut text.as_bytes(), &Limits::default()).unwrap_err();
        assert!(matches!(error, EsdkError::Base64), "{error}");
    }
}

#[test]
fn frames_stay_in_their_order() {
    let plaintext: Vec<u8> = (0..192).collect();
    let message = message(UNSIGNED, &plaintext);
    let frame = 4 + 12 + 64 + 16;
    let body = message.len() - 3 * frame - (4 + 4 + 12 + 4 + 16);
    let mut swapped = message.clone();
    let (first, rest) = swapped[body..].split_at_mut(frame);
    first.swap_with_slice(&mut rest[..frame]);
    let mut skipped = message.clone();
    skipped.drain(body..body + frame);
    for wrong in [swapped, skipped] {
        let refused = decrypted(&wrong, &EncryptionContext::new());
        assert!(matches!(refused, Err(EsdkError::Malformed(_))), "{refused:?}");
    }
}

#[test]
fn a_signature_by_another_is_wrong() {
    // Both messages have one data key; the body and footer of the one follow the header of the other.
    let random = SeededRandom::new(1);
    let made = || {
        let draft = Draft::new(suite(0x0378), context(&[]), context(&[])).unwrap();
        let wrapped = wrapping_key().wrap(&[1; 32], &draft.context(), &random).unwrap();
        let body = draft.start(&[1; 32], &[wrapped], 64, &SeededRandom::new(2), Vec::new());
        body.unwrap().finish().unwrap()
    };
    let (one, other) = (made(), made());
    let header = |message: &[u8]| {
        let mut reader = message;
        Header::read(&mut reader, &Limits::default()).unwrap();
        message.len() - reader.len()
    };
    let mixed = [&one[..header(&one)], &other[header(&other)..]].concat();
    let refused = decrypted(&mixed, &EncryptionContext::new());
    assert!(matches!(refused, Err(EsdkError::WrongSignature)), "{refused:?}");
}

#[test]
fn raw_keys_open_what_bears_their_name() {
    let (random, bound) = (SystemRandom, context(&[("a", "1")]));
    let one = wrapping_key().wrap(&[1; 32], &bound, &random).unwrap();
    let unwrap = |namespace, name, key: &[u8], context| {
        RawAesKey::new(namespace, name, key).unwrap().unwrap(&one, context)
    };
    assert_eq!(*unwrap("vault", "first", &[7; 32], &bound).unwrap().unwrap(), [1; 32]);
    for (namespace, name) in [("other", "first"), ("vault", "second"), ("vault", "firs")] {
        assert!(unwrap(namespace, name, &[7; 32], &bound).unwrap().is_none());
    }
    assert!(unwrap("vault", "first", &[8; 32], &bound).is_err());
    assert!(unwrap("vault", "first", &[7; 32], &context(&[])).is_err());
    for (namespace, key) in [("aws-kms", 32), ("vault", 0), ("vault", 31), ("vault", 33)] {
        assert!(RawAesKey::new(namespace, "n", &vec![0; key]).is_err());
    }
    for der in [&b""[..], b"\x30\x00"] {
        assert!(RawRsaKey::public("vault", "n", RsaPadding::Pkcs1, der).is_err());
        assert!(RawRsaKey::private("vault", "n", RsaPadding::Pkcs1, der).is_err());
    }
}
