use bartizan_store::StoreConfig;

use super::*;

fn options(toml: &str) -> ServeOptions {
    toml::from_str(toml).unwrap()
}

#[test]
fn defaults_are_safe() {
    let config = ServeOptions::default().checked().unwrap();
    assert_eq!(config.listen.to_string(), DEFAULT_LISTEN);
    assert!(!config.dev);
    assert_eq!(config.store, StoreConfig::Sqlite { dir: PathBuf::from(DEFAULT_DATA) });
    assert_eq!(config.activity_days, 90);
    assert_eq!(config.trails.delivery.as_secs(), 300);
    assert_eq!(config.trails.digest.as_secs(), 3600);
}

#[test]
fn a_flag_beats_the_file() {
    let flags = options("listen = '127.0.0.1:1'");
    let file = options("listen = '127.0.0.1:2'\ndata = '/data'");
    let config = flags.over(file).checked().unwrap();
    assert_eq!(config.listen.port(), 1);
    assert_eq!(config.data, PathBuf::from("/data"));
}

#[test]
fn what_is_unsafe_or_contradicts_itself_is_refused() {
    for wrong in [
        "listen = '0.0.0.0:4566'",
        "listen = '0.0.0.0:4566'\ndev = true",
        "listen = '0.0.0.0:4566'\ndev = true\ninsecure-http = true",
        "tls-cert = 'a.pem'",
        "dev-account = '123456789012'",
        "store = 'mysql://x'",
        "public-url = 'bartizan.example'",
        "engagement-webhook = 'http://pager.example/'",
        "lambda-unconfined = true",
        "lambda-libraries = ['ruby=/usr']",
        "lambda-libraries = ['python=/nowhere/at/all']",
        "engagement-webhook = 'https:///path'",
        "engagement-webhook = 'https://pager example/'",
    ] {
        assert!(options(wrong).checked().is_err(), "{wrong}");
    }
    for right in [
        "listen = '0.0.0.0:4566'\ninsecure-http = true",
        "listen = '0.0.0.0:4566'\ntls-cert = 'a.pem'\ntls-key = 'b.pem'",
        "engagement-webhook = 'https://pager.example/bartizan?token=1'",
        "dev = true\nlambda-unconfined = true",
        "lambda-libraries = ['python=/usr', 'nodejs=/usr']",
        "dev = true\ndev-account = '123456789012'",
        "store = 'postgres://user@host/database'",
    ] {
        assert!(options(right).checked().is_ok(), "{right}");
    }
}

#[test]
fn an_unknown_name_in_the_file_is_an_error() {
    assert!(toml::from_str::<ServeOptions>("lissten = '127.0.0.1:1'").is_err());
}
