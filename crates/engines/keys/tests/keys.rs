//! What the keys promise: whatever was changed, cut or moved is refused, and named.

#![allow(clippy::unwrap_used, reason = "a test stops where its set-up fails")]

use std::time::Duration;

use bartizan_keys::{
    Binding, DomainId, DomainKey, KeyError, MAX_PLAINTEXT_BYTES, RootKey, SealKey, TOKEN_KEY_KEPT,
    TOKEN_KEY_ROTATION, TokenKeys,
};
use bartizan_types::{AccessKeyId, AccountId, Region, SeededRandom, Timestamp};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_seconds(1_795_510_800);

fn account(number: u64) -> AccountId {
    AccountId::from_number(number).unwrap()
}

fn binding(row: &str) -> Binding<'_> {
    Binding { table: "access-keys", account: account(1), row }
}

fn domain_key(seed: u64) -> DomainKey {
    let random = SeededRandom::new(seed);
    RootKey::generate(&random).unwrap().generate_domain(&random).unwrap()
}

#[test]
fn any_changed_byte_is_refused_and_named() {
    let key = domain_key(1);
    let sealed = key.seal(&binding("a"), b"a secret", &SeededRandom::new(2)).unwrap();
    assert_eq!(key.open(&binding("a"), &sealed).unwrap().as_slice(), b"a secret");
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 0x40;
        let error = key.open(&binding("a"), &changed).unwrap_err();
        match place {
            0 => assert_eq!(error, KeyError::UnknownFormat(0x41)),
            1..17 => assert!(matches!(error, KeyError::WrongKey { .. }), "{place}: {error}"),
            _ => assert_eq!(error, KeyError::NotAuthentic, "{place}"),
        }
    }
}

#[test]
fn any_cut_is_refused() {
    let key = domain_key(1);
    let sealed = key.seal(&binding("a"), b"a secret", &SeededRandom::new(2)).unwrap();
    for length in 0..sealed.len() {
        let error = key.open(&binding("a"), &sealed[..length]).unwrap_err();
        let expected = if length < 45 + 16 { KeyError::Truncated } else { KeyError::NotAuthentic };
        assert_eq!(error, expected, "{length}");
    }
}

#[test]
fn a_value_opens_only_where_it_was_sealed_for() {
    let key = domain_key(1);
    let sealed = key.seal(&binding("a"), b"a secret", &SeededRandom::new(2)).unwrap();
    for elsewhere in [
        Binding { row: "b", ..binding("a") },
        Binding { table: "access-key", row: "sa", account: account(1) },
        Binding { account: account(2), ..binding("a") },
    ] {
        assert_eq!(key.open(&elsewhere, &sealed).unwrap_err(), KeyError::NotAuthentic);
    }
    assert!(matches!(
        domain_key(3).open(&binding("a"), &sealed),
        Err(KeyError::WrongKey { found, .. }) if found == key.id()
    ));
}

#[test]
fn empty_and_large_values() {
    let key = domain_key(1);
    let random = SeededRandom::new(2);
    for length in [0, 1, 1 << 20] {
        let plaintext = vec![7; length];
        let sealed = key.seal(&binding("a"), &plaintext, &random).unwrap();
        assert_eq!(*key.open(&binding("a"), &sealed).unwrap(), plaintext);
    }
    let huge = vec![1; MAX_PLAINTEXT_BYTES + 1];
    assert_eq!(key.seal(&binding("a"), &huge, &random), Err(KeyError::TooLarge(huge.len())));
    let huge = vec![1; MAX_PLAINTEXT_BYTES + 100];
    assert!(matches!(key.open(&binding("a"), &huge), Err(KeyError::TooLarge(_))));
}

#[test]
fn two_seals_of_one_value_differ() {
    let key = domain_key(1);
    let random = SeededRandom::new(2);
    let seal = || key.seal(&binding("a"), b"a secret", &random).unwrap();
    assert_ne!(seal(), seal());
}

#[test]
fn a_domain_key_is_unwrapped_only_for_its_domain() {
    let random = SeededRandom::new(1);
    let root = RootKey::generate(&random).unwrap();
    let key = root.generate_domain(&random).unwrap();
    let domain =
        |number, region| DomainId { account: account(number), region: Region::new(region) };
    let wrapped = root.wrap_domain(&domain(1, "eu-west-1"), &key, &random).unwrap();
    assert_eq!(root.unwrap_domain(&domain(1, "eu-west-1"), &wrapped).unwrap().id(), key.id());
    for other in [domain(2, "eu-west-1"), domain(1, "eu-west-2")] {
        assert_eq!(root.unwrap_domain(&other, &wrapped).unwrap_err(), KeyError::NotAuthentic);
    }
    let other = RootKey::generate(&random).unwrap();
    assert!(matches!(
        other.unwrap_domain(&domain(1, "eu-west-1"), &wrapped),
        Err(KeyError::WrongKey { .. })
    ));
    assert_eq!(root.unwrap_token_key(&wrapped).unwrap_err(), KeyError::NotAuthentic);
}

#[test]
fn a_new_root_key_wraps_anew_and_leaves_sealed_values() {
    let random = SeededRandom::new(1);
    let (old, new) = (RootKey::generate(&random).unwrap(), RootKey::generate(&random).unwrap());
    let domain = DomainId { account: account(1), region: Region::new("eu-west-1") };
    let key = old.generate_domain(&random).unwrap();
    let sealed = key.seal(&binding("a"), b"a secret", &random).unwrap();
    let wrapped = old.wrap_domain(&domain, &key, &random).unwrap();
    let moved = old.unwrap_domain(&domain, &wrapped).unwrap();
    let wrapped = new.wrap_domain(&domain, &moved, &random).unwrap();
    let key = new.unwrap_domain(&domain, &wrapped).unwrap();
    assert_eq!(key.open(&binding("a"), &sealed).unwrap().as_slice(), b"a secret");
}

#[test]
fn nothing_prints_a_key() {
    let random = SeededRandom::new(1);
    let seal = SealKey::generate(&random).unwrap();
    let root = RootKey::generate(&random).unwrap();
    let domain = root.generate_domain(&random).unwrap();
    let mut tokens = TokenKeys::new();
    tokens.rotate(NOW, &random).unwrap();
    let printed = format!("{seal:?} {root:?} {domain:?} {tokens:?}");
    let decimal = format!("{:?}", seal.expose());
    let hex = hex::encode(seal.expose());
    assert!(!printed.contains(&hex) && !printed.contains(decimal.trim_matches(['[', ']'])));
    assert!(printed.starts_with(&format!("SealKey({}) RootKey({}) ", seal.id(), root.id())));
}

#[test]
fn a_token_is_its_access_keys_alone() {
    let random = SeededRandom::new(1);
    let mut keys = TokenKeys::new();
    let ada = AccessKeyId::generate_temporary(account(1), &random);
    let bob = AccessKeyId::generate_temporary(account(1), &random);
    assert_eq!(keys.seal_token(&ada, b"x", &random), Err(KeyError::NoTokenKey));
    keys.rotate(NOW, &random).unwrap();
    let token = keys.seal_token(&ada, b"a session", &random).unwrap();
    assert_eq!(keys.open_token(&ada, &token).unwrap().as_slice(), b"a session");
    assert_eq!(keys.open_token(&bob, &token).unwrap_err(), KeyError::NotAuthentic);
    for place in 0..token.len() {
        let mut changed = token.clone();
        changed[place] ^= 1;
        assert!(keys.open_token(&ada, &changed).is_err(), "{place}");
        assert!(keys.open_token(&ada, &token[..place]).is_err(), "{place}");
    }
    let huge = vec![1; 1 << 20];
    assert!(matches!(keys.open_token(&ada, &huge), Err(KeyError::TooLarge(_))));
    assert!(matches!(keys.seal_token(&ada, &huge, &random), Err(KeyError::TooLarge(_))));
}

#[test]
fn token_keys_change_daily_and_outlive_their_sessions() {
    let random = SeededRandom::new(1);
    let id = AccessKeyId::generate_temporary(account(1), &random);
    let mut keys = TokenKeys::new();
    let first = keys.rotate(NOW, &random).unwrap().unwrap().id();
    assert!(keys.rotate(NOW.plus(TOKEN_KEY_ROTATION / 2), &random).unwrap().is_none());
    let next_day = NOW.plus(TOKEN_KEY_ROTATION);
    let late = keys.seal_token(&id, b"last of its day", &random).unwrap();
    assert!(keys.rotate(next_day, &random).unwrap().is_some());
    assert_ne!(keys.current().unwrap().id(), first);

    assert!(keys.expire(next_day.plus(TOKEN_KEY_KEPT)).is_empty());
    assert!(keys.open_token(&id, &late).is_ok());
    let gone = next_day.plus(TOKEN_KEY_KEPT + Duration::from_millis(1));
    assert_eq!(keys.expire(gone), [first]);
    assert!(matches!(keys.open_token(&id, &late), Err(KeyError::WrongKey { .. })));
    assert!(keys.expire(gone.plus(TOKEN_KEY_KEPT * 10)).is_empty(), "the current key stays");
}

#[test]
fn token_keys_are_stored_wrapped_and_taken_in_once() {
    let random = SeededRandom::new(1);
    let root = RootKey::generate(&random).unwrap();
    let mut keys = TokenKeys::new();
    keys.rotate(NOW, &random).unwrap();
    keys.rotate(NOW.plus(TOKEN_KEY_ROTATION), &random).unwrap();
    let id = AccessKeyId::generate_temporary(account(1), &random);
    let token = keys.seal_token(&id, b"a session", &random).unwrap();

    let mut read = TokenKeys::new();
    for key in keys.iter().collect::<Vec<_>>().into_iter().rev().chain(keys.iter()) {
        let wrapped = root.wrap_token_key(key, &random).unwrap();
        read.add(root.unwrap_token_key(&wrapped).unwrap());
    }
    assert_eq!(read.iter().count(), 2);
    assert_eq!(read.current().unwrap().id(), keys.current().unwrap().id());
    assert_eq!(read.current().unwrap().created(), NOW.plus(TOKEN_KEY_ROTATION));
    assert_eq!(read.open_token(&id, &token).unwrap().as_slice(), b"a session");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens(plaintext: Vec<u8>, table: String, row: String, number in 0..=AccountId::MAX, seed: u64) {
        let key = domain_key(seed);
        let binding = Binding { table: &table, account: account(number), row: &row };
        let sealed = key.seal(&binding, &plaintext, &SeededRandom::new(seed)).unwrap();
        prop_assert_eq!(&*key.open(&binding, &sealed).unwrap(), &plaintext);
    }

    #[test]
    fn noise_is_refused(noise: Vec<u8>) {
        let random = SeededRandom::new(1);
        let mut tokens = TokenKeys::new();
        tokens.rotate(NOW, &random).unwrap();
        let id = AccessKeyId::from_client("ASIA");
        prop_assert!(domain_key(1).open(&binding("a"), &noise).is_err());
        prop_assert!(tokens.open_token(&id, &noise).is_err());
        prop_assert!(SealKey::parse_key_file(&String::from_utf8_lossy(&noise)).is_err());
    }
}
