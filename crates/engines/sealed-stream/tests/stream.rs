//! What is sealed opens, in whole and at any place; what was changed does not.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "test code: a panic is its answer"
)]

use bartizan_sealed_stream::{
    CHUNK_BYTES, DataKey, Opener, Sealer, StreamError, StreamKey, TAG_BYTES,
};
use bartizan_types::SeededRandom;
use proptest::prelude::*;

const FILE: &[u8] = b"file 1";

fn data_key(seed: u64) -> DataKey {
    DataKey::generate(&SeededRandom::new(seed))
}

fn key() -> StreamKey {
    data_key(1).into()
}

fn two_layers() -> StreamKey {
    StreamKey::layered(data_key(1), data_key(2))
}

fn sealed_length(size: usize) -> u64 {
    key().file(FILE).unwrap().sealed_length(size as u64)
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|index| (index * 31 % 251) as u8).collect()
}

/// Seals a file that comes in pieces of these sizes, again and again.
fn seal(plain: &[u8], pieces: &[usize]) -> Vec<u8> {
    seal_by(&key(), plain, pieces)
}

fn seal_by(key: &StreamKey, plain: &[u8], pieces: &[usize]) -> Vec<u8> {
    let mut sealer = Sealer::new(key.file(FILE).unwrap());
    let mut out = Vec::new();
    let mut rest = plain;
    for size in pieces.iter().cycle() {
        let (piece, after) = rest.split_at((*size).min(rest.len()));
        sealer.push(piece, &mut out).unwrap();
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    sealer.finish(&mut out).unwrap();
    out
}

/// Opens a range, so many chunks at a time.
fn open(
    sealed: &[u8],
    size: usize,
    range: (usize, usize),
    at_once: usize,
) -> Result<Vec<u8>, StreamError> {
    open_by((&key(), FILE), sealed, size, range, at_once)
}

fn open_by(
    (key, file): (&StreamKey, &[u8]),
    sealed: &[u8],
    size: usize,
    (first, length): (usize, usize),
    at_once: usize,
) -> Result<Vec<u8>, StreamError> {
    let file = key.file(file).unwrap();
    let mut opener = Opener::new(file, size as u64, first as u64, length as u64)?;
    let mut at = usize::try_from(opener.offset()).unwrap();
    let mut plain = Vec::new();
    loop {
        let wanted = opener.wants(at_once);
        if wanted == 0 {
            return Ok(plain);
        }
        let end = (at + wanted).min(sealed.len());
        plain.extend(opener.open(&sealed[at.min(end)..end])?);
        at = end;
    }
}

#[test]
fn files_about_the_size_of_chunks() {
    for size in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
        let plain = content(size);
        let sealed = seal(&plain, &[100_000]);
        assert_eq!(sealed.len() as u64, sealed_length(size), "{size}");
        assert_eq!(open(&sealed, size, (0, size), 2), Ok(plain), "{size}");
    }
}

#[test]
fn nothing_of_the_file_is_left_in_clear() {
    let plain = b"a line that nobody should read".repeat(5000);
    let sealed = seal(&plain, &[4096]);
    assert!(!sealed.windows(8).any(|window| window == b"a line t"));
}

#[test]
fn what_was_cut_or_put_in_another_order_does_not_open() {
    let size = 3 * CHUNK_BYTES;
    let plain = content(size);
    let sealed = seal(&plain, &[size]);
    let chunk = CHUNK_BYTES + TAG_BYTES;
    let refused = Err(StreamError::NotAuthentic);
    // Cut at the end of a chunk, and said to be as long as that.
    let cut = 2 * CHUNK_BYTES;
    assert_eq!(open(&sealed[..2 * chunk], cut, (0, cut), 8), refused);
    // The same file, said to be longer.
    let longer = [&sealed[..], &sealed[2 * chunk..]].concat();
    assert_eq!(open(&longer, size + CHUNK_BYTES, (0, size), 8), refused);
    // Two chunks in each other's place.
    let swapped = [&sealed[chunk..2 * chunk], &sealed[..chunk], &sealed[2 * chunk..]].concat();
    assert_eq!(open(&swapped, size, (0, size), 8), refused);
    // Under another identity.
    assert_eq!(open_by((&key(), b"file 2"), &sealed, size, (0, size), 8), refused);
    assert_eq!(open(&sealed, size, (1, size), 8), Err(StreamError::OutOfRange));
}

#[test]
fn two_layers_are_two() {
    let plain = content(CHUNK_BYTES + 1);
    let (size, whole) = (plain.len(), (0, plain.len()));
    let sealed = seal_by(&two_layers(), &plain, &[1000]);
    assert_eq!(sealed.len() as u64, two_layers().file(FILE).unwrap().sealed_length(size as u64));
    assert_eq!(sealed.len(), size + 4 * TAG_BYTES);
    assert_eq!(open_by((&two_layers(), FILE), &sealed, size, whole, 1), Ok(plain.clone()));
    assert_eq!(open_by((&two_layers(), FILE), &sealed, size, (5, 7), 1), Ok(plain[5..12].to_vec()));
    for wrong in [
        key(),
        StreamKey::layered(data_key(1), data_key(3)),
        StreamKey::layered(data_key(3), data_key(2)),
    ] {
        let opened = open_by((&wrong, FILE), &sealed, size, whole, 8);
        assert_eq!(opened, Err(StreamError::NotAuthentic));
    }
}

#[test]
fn a_wrapped_key_opens_by_its_key_at_its_place_alone() {
    let (key, by) = (data_key(1), data_key(2));
    let wrapped = key.wrap(&by, b"here", &SeededRandom::new(3)).unwrap();
    let unwrap = |by: &DataKey, place: &[u8], wrapped: &[u8]| {
        DataKey::unwrap(by, place, wrapped).map(|key| *key.bytes())
    };
    assert_eq!(unwrap(&by, b"here", &wrapped), Ok(*key.bytes()));
    let refused = Err(StreamError::NotAuthentic);
    assert_eq!(unwrap(&key, b"here", &wrapped), refused);
    assert_eq!(unwrap(&by, b"there", &wrapped), refused);
    assert_eq!(unwrap(&by, b"here", &wrapped[1..]), refused);
    for index in 0..wrapped.len() {
        let mut changed = wrapped.clone();
        changed[index] ^= 1;
        assert_eq!(unwrap(&by, b"here", &changed), refused, "{index}");
    }
}

#[test]
fn a_key_is_known_again_by_its_fingerprint() {
    let key = data_key(1);
    let fingerprint = key.fingerprint(b"salt").unwrap();
    assert_eq!(key.has_fingerprint(b"salt", &fingerprint), Ok(true));
    assert_eq!(key.has_fingerprint(b"pepper", &fingerprint), Ok(false));
    assert_eq!(data_key(2).has_fingerprint(b"salt", &fingerprint), Ok(false));
}

#[test]
fn no_key_is_printed() {
    let shown = format!("{:?} {:?}", key(), key().file(FILE).unwrap());
    assert_eq!(shown, "StreamKey { inner: DataKey(…), outer: None } FileKey(…)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens_at_any_place(
        size in 0..4 * CHUNK_BYTES,
        pieces in prop::collection::vec(1..200_000_usize, 1..4),
        (start, end) in (0.0..=1.0, 0.0..=1.0),
        at_once in 1..5_usize,
    ) {
        let plain = content(size);
        let sealed = seal(&plain, &pieces);
        prop_assert_eq!(sealed.len() as u64, sealed_length(size));
        let at = |share: f64| (size as f64 * share) as usize;
        let (first, last) = (at(start).min(at(end)), at(start).max(at(end)));
        let opened = open(&sealed, size, (first, last - first), at_once);
        prop_assert_eq!(opened, Ok(plain[first..last].to_vec()));
    }

    #[test]
    fn a_changed_bit_is_found(size in 1..2 * CHUNK_BYTES + 2, share in 0.0..1.0, bit in 0..8_u8) {
        let plain = content(size);
        let mut sealed = seal(&plain, &[size]);
        let at = (sealed.len() as f64 * share) as usize;
        sealed[at] ^= 1 << bit;
        prop_assert_eq!(open(&sealed, size, (0, size), 3), Err(StreamError::NotAuthentic));
    }

    #[test]
    fn a_cut_file_is_found(size in 1..2 * CHUNK_BYTES + 2, share in 0.0..1.0) {
        let sealed = seal(&content(size), &[size]);
        let cut = (sealed.len() as f64 * share) as usize;
        prop_assert_eq!(open(&sealed[..cut], size, (0, size), 3), Err(StreamError::NotAuthentic));
    }
}
