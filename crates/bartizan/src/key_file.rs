//! `--oidc-keys URL=FILE`.

use std::path::PathBuf;
use std::str::FromStr;

use serde::Deserialize;

/// An issuer and the file with its keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct KeyFile {
    issuer: String,
    file: PathBuf,
}

impl KeyFile {
    /// The files by issuer.
    pub(crate) fn all(given: Option<Vec<Self>>) -> Vec<(String, PathBuf)> {
        given.unwrap_or_default().into_iter().map(|one| (one.issuer, one.file)).collect()
    }
}

impl FromStr for KeyFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((issuer, file)) if issuer.starts_with("https://") && !file.is_empty() => {
                Ok(Self { issuer: issuer.to_owned(), file: PathBuf::from(file) })
            }
            _ => Err(format!("`{text}` is no key file: write https://id.example=keys.json")),
        }
    }
}

impl TryFrom<String> for KeyFile {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_names_an_issuer_and_a_file() {
        let one: KeyFile = "https://id.example/a=keys=1.json".parse().unwrap();
        assert_eq!(
            KeyFile::all(Some(vec![one])),
            [("https://id.example/a".to_owned(), PathBuf::from("keys=1.json"))]
        );
        for wrong in ["", "https://id.example", "https://id.example=", "http://id.example=a"] {
            assert!(wrong.parse::<KeyFile>().is_err(), "{wrong}");
        }
    }
}
