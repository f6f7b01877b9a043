//! What data blobs promise: they open under their key and context alone, and fail alike.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

use std::collections::BTreeMap;

use bartizan_keys::blob::{self, Header, Label, MAX_BLOB_BYTES, MAX_BLOB_PLAINTEXT_BYTES};
use bartizan_keys::{KeyError, KeyMaterial, KeySpec};
use bartizan_types::{AccountId, SeededRandom};
use proptest::prelude::*;

const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";
const MULTI_REGION: &str = "mrk-1234abcd12ab34cd56ef1234567890ab";

fn material(seed: u64) -> KeyMaterial {
    KeyMaterial::generate(KeySpec::SymmetricDefault, &SeededRandom::new(seed)).unwrap()
}

fn account() -> AccountId {
    AccountId::from_number(111_122_223_333).unwrap()
}

fn material_id(material: &KeyMaterial) -> String {
    material.material_id(account(), KEY)
}

fn label<'a>(key_id: &'a str, material_id: &'a str) -> Label<'a> {
    Label { account: account(), key_id, material_id }
}

fn context(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn sealed(material: &KeyMaterial, context: &BTreeMap<String, String>, plaintext: &[u8]) -> Vec<u8> {
    let id = material_id(material);
    blob::seal(material, &label(KEY, &id), context, plaintext, &SeededRandom::new(9)).unwrap()
}

#[test]
fn a_blob_names_its_key_and_material_and_opens() {
    let material = material(1);
    let id = material_id(&material);
    for key in [KEY, MULTI_REGION] {
        for length in [0, 1, 32, MAX_BLOB_PLAINTEXT_BYTES] {
            let plaintext = vec![7; length];
            let random = SeededRandom::new(2);
            let blob = blob::seal(&material, &label(key, &id), &context(&[]), &plaintext, &random)
                .unwrap();
            assert!(blob.len() <= MAX_BLOB_BYTES);
            let header = Header::read(&blob).unwrap();
            assert_eq!((header.key_id.as_str(), &header.material_id), (key, &id));
            assert_eq!(header.account, account());
            assert_eq!(*blob::open(&material, &blob, &context(&[])).unwrap(), plaintext);
        }
    }
}

#[test]
fn what_cannot_be_sealed_is_named() {
    let (material, random) = (material(1), SeededRandom::new(2));
    let id = material_id(&material);
    let seal = |key: &str, id: &str, length: usize| {
        blob::seal(&material, &label(key, id), &context(&[]), &vec![0; length], &random)
            .unwrap_err()
    };
    let most = MAX_BLOB_PLAINTEXT_BYTES;
    assert_eq!(seal(KEY, &id, most + 1), KeyError::PlaintextTooLong { most });
    assert_eq!(seal(KEY, "ab", 1), KeyError::NotAKeyId);
    for key in [
        "",
        "1234abcd-12ab-34cd-56ef-1234567890a",
        "1234ABCD-12ab-34cd-56ef-1234567890ab",
        "1234abcd012ab-34cd-56ef-1234567890ab",
        "mrk-1234abcd",
        "mrk-1234ABCD12ab34cd56ef1234567890ab",
    ] {
        assert_eq!(seal(key, &id, 1), KeyError::NotAKeyId, "{key}");
    }
    let mac = KeyMaterial::generate(KeySpec::Hmac256, &random).unwrap();
    let error = blob::seal(&mac, &label(KEY, &id), &context(&[]), b"", &random).unwrap_err();
    assert_eq!(error, KeyError::WrongAlgorithm);
}

#[test]
fn another_key_or_context_fails_as_a_changed_blob_does() {
    let material_one = material(1);
    let given = context(&[("department", "finance"), ("stage", "prod")]);
    let blob = sealed(&material_one, &given, b"a secret");
    assert_eq!(blob::open(&material(2), &blob, &given).unwrap_err(), KeyError::NotAuthentic);
    for other in [
        context(&[]),
        context(&[("department", "finance")]),
        context(&[("department", "Finance"), ("stage", "prod")]),
        context(&[("stage", "finance"), ("department", "prod")]),
        context(&[("departmentf", "inance"), ("stage", "prod")]),
        context(&[("department", "financestageprod")]),
        context(&[("department", "finance"), ("stage", "prod"), ("more", "")]),
    ] {
        let error = blob::open(&material_one, &blob, &other).unwrap_err();
        assert_eq!(error, KeyError::NotAuthentic, "{other:?}");
    }
    assert_eq!(*blob::open(&material_one, &blob, &given).unwrap(), b"a secret");
}

proptest! {
    #[test]
    fn any_changed_bit_and_any_cut_fails_alike(
        length in 0_usize..80,
        place in any::<prop::sample::Index>(),
        bit in 0_u8..8,
    ) {
        let material = material(3);
        let given = context(&[("a", "b")]);
        let blob = sealed(&material, &given, &vec![1; length]);
        let mut changed = blob.clone();
        changed[place.index(blob.len())] ^= 1 << bit;
        prop_assert_eq!(
            blob::open(&material, &changed, &given).unwrap_err(),
            KeyError::NotAuthentic
        );
        prop_assert_eq!(
            blob::open(&material, &blob[..place.index(blob.len())], &given).unwrap_err(),
            KeyError::NotAuthentic
        );
    }

    #[test]
    fn what_is_no_blob_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Header::read(&bytes);
        prop_assert!(blob::open(&material(4), &bytes, &context(&[])).is_err());
    }
}
