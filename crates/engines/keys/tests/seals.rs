//! What the seals promise: the right secret opens, and any other is refused and told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its set-up fails")]

use bartizan_keys::{KeyError, PassphraseSeal, RootKey, SealKey, Share, SharesSeal};
use bartizan_types::SeededRandom;
use proptest::prelude::*;

fn key(seed: u64) -> SealKey {
    SealKey::generate(&SeededRandom::new(seed)).unwrap()
}

#[test]
fn a_sealed_root_key_names_its_seal_and_opens_by_it_alone() {
    let random = SeededRandom::new(1);
    let root = RootKey::generate(&random).unwrap();
    let sealed = key(2).seal_root(&root, &random).unwrap();
    assert_eq!(SealKey::id_of(&sealed).unwrap(), key(2).id());
    assert_eq!(key(2).unseal_root(&sealed).unwrap().id(), root.id());
    assert!(matches!(key(3).unseal_root(&sealed), Err(KeyError::WrongKey { .. })));
    for length in 0..17 {
        assert_eq!(SealKey::id_of(&sealed[..length]), Err(KeyError::Truncated));
    }
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(key(2).unseal_root(&changed).is_err(), "{place}");
    }
}

#[test]
fn a_key_file_is_read_back() {
    let read = SealKey::parse_key_file(&key(1).to_key_file()).unwrap();
    assert_eq!(read.expose(), key(1).expose());
}

#[test]
fn damaged_key_files_are_refused_and_named() {
    let text = key(1).to_key_file();
    let line = text.lines().last().unwrap();
    let mistyped = line.replacen('0', "1", 1);
    assert_ne!(mistyped, line);
    for (text, expected) in [
        (String::new(), KeyError::KeyFileMalformed),
        ("# only a remark\n".to_owned(), KeyError::KeyFileMalformed),
        (format!("{line}\n{line}"), KeyError::KeyFileMalformed),
        (line[..60].to_owned(), KeyError::KeyFileMalformed),
        (format!("{line}:"), KeyError::KeyFileMalformed),
        (line.replacen(":1:", ":2:", 1), KeyError::KeyFileVersion("2".to_owned())),
        (mistyped, KeyError::KeyFileChecksum),
        ("x".repeat(1 << 20), KeyError::KeyFileMalformed),
    ] {
        assert_eq!(SealKey::parse_key_file(&text).unwrap_err(), expected, "{text:.80}");
    }
    assert!(SealKey::parse_key_file(&format!("  {line}  \r\n\n")).is_ok());
}

#[test]
fn a_passphrase_makes_one_key_by_its_stored_parameters() {
    let seal = PassphraseSeal::new(&SeededRandom::new(1));
    let stored = serde_json::to_string(&seal).unwrap();
    let read: PassphraseSeal = serde_json::from_str(&stored).unwrap();
    let passphrase = "correct horse battery";
    let made = seal.key(passphrase).unwrap();
    assert_eq!(read.key(passphrase).unwrap().id(), made.id());
    assert_ne!(read.key("correct horse batterx").unwrap().id(), made.id());
    let salted_anew = PassphraseSeal::new(&SeededRandom::new(2));
    assert_ne!(salted_anew.key(passphrase).unwrap().id(), made.id());
}

#[test]
fn passphrases_that_are_guessed_or_endless_are_refused() {
    let short = PassphraseSeal::check_choice("hunter2");
    assert!(matches!(short, Err(KeyError::PassphraseTooShort(12))));
    assert!(PassphraseSeal::check_choice("zwölf Zeichen").is_ok());
    let endless = "x".repeat(1 << 20);
    assert!(PassphraseSeal::check_choice(&endless).is_err());
    assert!(PassphraseSeal::new(&SeededRandom::new(1)).key(&endless).is_err());
}

#[test]
fn parameters_that_would_take_all_memory_are_refused() {
    let seal = serde_json::to_value(PassphraseSeal::new(&SeededRandom::new(1))).unwrap();
    for (name, value) in [
        ("memory_kib", serde_json::json!(u32::MAX)),
        ("passes", serde_json::json!(1000)),
        ("lanes", serde_json::json!(1000)),
        ("memory_kib", serde_json::json!(1)),
        ("salt", serde_json::json!("00")),
        ("salt", serde_json::json!("not hex")),
    ] {
        let mut changed = seal.clone();
        changed[name] = value;
        let changed: PassphraseSeal = serde_json::from_value(changed).unwrap();
        assert_eq!(changed.key("correct horse").unwrap_err(), KeyError::SealMalformed, "{name}");
    }
}

#[test]
fn wrong_shares_are_told() {
    let random = SeededRandom::new(1);
    let (seal, shares) = SharesSeal::split(&key(2), 5, 3, &random).unwrap();
    let (_, others) = SharesSeal::split(&key(2), 5, 3, &random).unwrap();
    let (all, read): (Vec<_>, SharesSeal) = (
        shares.iter().map(|share| Share::parse(&share.to_text()).unwrap()).collect(),
        serde_json::from_str(&serde_json::to_string(&seal).unwrap()).unwrap(),
    );
    assert_eq!((read.threshold(), read.count()), (3, 5));
    assert_eq!(read.key(&all[2..]).unwrap().expose(), key(2).expose());
    let of = |places: &[usize]| places.iter().map(|place| all[*place].clone()).collect::<Vec<_>>();
    assert_eq!(seal.key(&of(&[0, 1])).unwrap_err(), KeyError::TooFewShares(3));
    assert_eq!(seal.key(&of(&[0, 1, 0])).unwrap_err(), KeyError::ShareTwice(1));
    let foreign = [others[0].clone(), all[1].clone(), all[2].clone()];
    assert_eq!(seal.key(&foreign).unwrap_err(), KeyError::ShareOfAnotherSet);
    // Right in form, with a checksum that somebody made for it.
    let forged = forge(&all[1].to_text());
    assert_eq!(seal.check(&forged).unwrap_err(), KeyError::ShareChanged(2));
    for (count, threshold) in [(5, 0), (5, 1), (5, 6), (1, 1), (0, 0)] {
        let refused = SharesSeal::split(&key(2), count, threshold, &random).unwrap_err();
        assert_eq!(refused, KeyError::SharesOutOfBounds);
    }
}

/// A share with another value, and the checksum that belongs to it.
fn forge(text: &str) -> Share {
    let fields: Vec<&str> = text.trim().split(':').collect();
    let [_, _, set, place, value, _] = fields.as_slice() else { panic!("a share has six fields") };
    let changed = value.replace('a', "b");
    assert_ne!(changed, *value);
    let mut data = b"bartizan-share".to_vec();
    data.extend(hex::decode(set).unwrap());
    data.push(place.parse().unwrap());
    data.extend(hex::decode(&changed).unwrap());
    let digest = hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &data));
    let (sum, _) = digest.split_at(8);
    Share::parse(&format!("bartizan-share:1:{set}:{place}:{changed}:{sum}")).unwrap()
}

#[test]
fn texts_that_are_no_share_are_refused() {
    let (_, shares) = SharesSeal::split(&key(1), 3, 2, &SeededRandom::new(1)).unwrap();
    let text = shares[0].to_text();
    let line = text.trim();
    assert!(Share::parse(&format!("# a remark\n\n  {line}\r\n")).is_ok());
    for wrong in [
        "",
        "x",
        &format!("{line}\n{line}"),
        &line.replacen(":1:", ":2:", 1),
        &line.replacen("-share:", "-seal-key:", 1),
        &format!("{line}:"),
        &line[..line.len() - 20],
        &"x".repeat(1 << 20),
    ] {
        assert_eq!(Share::parse(wrong).unwrap_err(), KeyError::ShareMalformed, "{wrong:.80}");
    }
    let (version, rest) = line.split_at("bartizan-share:1:".len());
    assert!(Share::parse(&format!("{version}{}", rest.replacen(":1:", ":0:", 1))).is_err());
}

proptest! {
    #[test]
    fn any_changed_character_of_a_share_is_refused(place: prop::sample::Index, by in 1_u8..=127) {
        let (_, shares) = SharesSeal::split(&key(1), 3, 2, &SeededRandom::new(1)).unwrap();
        let line = shares[1].to_text().trim().to_owned();
        let mut changed = line.clone().into_bytes();
        let place = place.index(changed.len());
        changed[place] = (changed[place] ^ by) & 0x7f;
        let changed = String::from_utf8(changed).unwrap();
        // Hexadecimal digits may be of either case, and a line ends where one begins.
        let same = changed.trim().eq_ignore_ascii_case(&line);
        prop_assert!(Share::parse(&changed).is_err() || same, "{}", changed);
    }

    #[test]
    fn nothing_that_is_read_panics(text in ".{0,300}", fields in prop::collection::vec("[0-9a-f:]{0,70}", 0..6)) {
        let _ = Share::parse(&text);
        let _ = SealKey::parse_key_file(&text);
        let _ = Share::parse(&format!("bartizan-share:1:{}", fields.join(":")));
        let _ = SealKey::parse_key_file(&format!("bartizan-seal-key:1:{}", fields.join(":")));
    }
}
