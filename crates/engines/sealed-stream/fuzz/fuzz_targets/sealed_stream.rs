//! Any bytes are refused as a sealed file of any size; what was sealed opens at any place.

#![no_main]

use bartizan_sealed_stream::{DataKey, Opener, Sealer, StreamKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u64, u64, u64, u8, &[u8])| {
    let (size, first, length, chunks, bytes) = input;
    let key = StreamKey::from(DataKey::from_slice(&[7; 32]).expect("a key"));
    assert!(DataKey::unwrap(&DataKey::from_slice(&[8; 32]).expect("a key"), b"", bytes).is_err());
    let file = || key.file(b"a file").expect("a key");
    if let Ok(mut opener) = Opener::new(file(), size, first, length) {
        let wanted = opener.wants(usize::from(chunks));
        if wanted > 0 {
            let given = bytes.get(..wanted.min(bytes.len())).unwrap_or_default();
            assert!(opener.open(given).is_err());
        }
    }
    let mut sealer = Sealer::new(file());
    let mut sealed = Vec::new();
    sealer.push(bytes, &mut sealed).expect("sealed");
    sealer.finish(&mut sealed).expect("sealed");
    let size = bytes.len() as u64;
    let first = first % (size + 1);
    let length = length % (size - first + 1);
    let mut opener = Opener::new(file(), size, first, length).expect("a range");
    let mut at = opener.offset() as usize;
    let mut opened = Vec::new();
    loop {
        let wanted = opener.wants(usize::from(chunks));
        if wanted == 0 {
            break;
        }
        opened.extend(opener.open(&sealed[at..at + wanted]).expect("what was sealed"));
        at += wanted;
    }
    let range = first as usize..(first + length) as usize;
    assert_eq!(opened, bytes[range]);
});
