//! A token of `SoftHSM2` (Debian's `softhsm2`). Its configuration is the process's environment, so
//! these tests are one.

#![allow(clippy::unwrap_used, reason = "a test stops where its set-up fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

use bartizan_pkcs11::{Place, Token, TokenError};

const LIBRARIES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];
const FOLDER: &str = "BARTIZAN_SOFTHSM_TEST";

fn library() -> Option<PathBuf> {
    LIBRARIES.into_iter().map(PathBuf::from).find(|path| path.exists())
}

/// Runs the test below in a process whose environment names a token folder of its own.
#[test]
fn a_token_keeps_its_keys() {
    let Some(_) = library() else {
        println!("SKIPPED: the Debian package `softhsm2` is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("softhsm2.conf");
    let tokens = folder.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(&config, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let made = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", "one", "--pin", "1234", "--so-pin", "5678"])
        .env("SOFTHSM2_CONF", &config)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let file = folder.path().join("brought");
    std::fs::write(&file, [7; 32]).unwrap();
    let brought = Command::new("softhsm2-util")
        .args(["--token", "one", "--pin", "1234", "--label", "brought", "--id", "01", "--aes"])
        .args(["--import".as_ref(), file.as_os_str()])
        .env("SOFTHSM2_CONF", &config)
        .output()
        .unwrap();
    assert!(brought.status.success(), "{}", String::from_utf8_lossy(&brought.stderr));
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "inside_of_a_token", "--nocapture"])
        .env("SOFTHSM2_CONF", &config)
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// What the test above starts; alone, it has no token and does nothing.
#[test]
fn inside_of_a_token() {
    if std::env::var_os(FOLDER).is_none() {
        return;
    }
    let library = library().unwrap();
    let none = Token::open(Path::new("/no/such/library.so"), "one", "1234").unwrap_err();
    assert!(matches!(none, TokenError::Library { .. }));
    let relative = Token::open(Path::new("libsofthsm2.so"), "one", "1234").unwrap_err();
    assert!(relative.to_string().contains("whole path"));
    let other = Token::open(&library, "two", "1234").unwrap_err();
    assert!(matches!(other, TokenError::NoToken(_)));
    assert!(matches!(Token::open(&library, "one", "9999").unwrap_err(), TokenError::WrongPin));

    let token = Token::open(&library, "one", "1234").unwrap();
    assert!(matches!(token.key("a").unwrap_err(), TokenError::NoKey(..)));
    let key = token.generate_key("a").unwrap();
    assert!(matches!(token.generate_key("a").unwrap_err(), TokenError::KeyExists(_)));
    let sealed = token.encrypt(key, [7; 12], b"for this", b"a secret").unwrap();
    assert_eq!(sealed.len(), 12 + 8 + 16);
    drop(token);

    // A second login, and the key found by its name.
    let token = Token::open(&library, "one", "1234").unwrap();
    let key = token.key("a").unwrap();
    assert_eq!(token.decrypt(key, b"for this", &sealed).unwrap().as_slice(), b"a secret");
    let no_other = |result: Result<_, TokenError>| {
        let is_told = matches!(result, Err(TokenError::NotAuthentic | TokenError::Unclear));
        assert!(is_told, "{result:?}");
    };
    no_other(token.decrypt(key, b"for that", &sealed));
    no_other(token.decrypt(token.generate_key("b").unwrap(), b"for this", &sealed));
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        no_other(token.decrypt(key, b"for this", &changed));
        no_other(token.decrypt(key, b"for this", &sealed[..place]));
    }
    // What was refused leaves the token usable.
    assert_eq!(token.decrypt(key, b"for this", &sealed).unwrap().as_slice(), b"a secret");
    assert!(!format!("{token:?}").contains("1234"));

    // The keys that were made here stay here.
    token.check_kept(key, "a").unwrap();
    // One that was brought was elsewhere before.
    let brought = token.key("brought").unwrap();
    let refused = token.check_kept(brought, "brought").unwrap_err();
    assert!(matches!(refused, TokenError::NotKept(_)));
    token.destroy_key("a").unwrap();
    token.destroy_key("a").unwrap();
    assert!(matches!(token.key("a").unwrap_err(), TokenError::NoKey(..)));
    assert_ne!(*token.random(16).unwrap(), *token.random(16).unwrap());

    // Who is in lets no other PIN in, unless they ask.
    let place = Place::find(&library, "one").unwrap();
    assert!(place.open("9999").is_ok());
    assert!(matches!(place.open_anew("9999").unwrap_err(), TokenError::WrongPin));
    assert!(matches!(token.generate_key("c").unwrap_err(), TokenError::Ended(_)));
    let again = place.open_anew("1234").unwrap();
    let beside = place.join().unwrap();
    again.generate_key("c").unwrap();
    beside.key("c").unwrap();
    beside.log_out().unwrap();
    assert!(matches!(again.key("c").unwrap_err(), TokenError::Ended(_)));
    assert!(matches!(again.destroy_key("c").unwrap_err(), TokenError::Ended(_)));
    assert!(matches!(again.generate_key("d").unwrap_err(), TokenError::Ended(_)));
}
