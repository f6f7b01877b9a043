//! `bartizan encrypt` and `bartizan decrypt`: files in the AWS Encryption SDK's message format.

mod decrypt;
mod encrypt;
mod input;
mod keys;
mod kms;
mod metadata;
mod new_file;
mod output;
mod progress;

use bartizan_esdk::{EncryptionContext, EsdkError};

pub(crate) use decrypt::{DecryptOptions, HELP as DECRYPT_HELP, run as decrypt};
pub(crate) use encrypt::{EncryptOptions, HELP as ENCRYPT_HELP, run as encrypt};

use crate::error::CliError;

/// Bytes that are read and written at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// The pairs of `KEY=VALUE` words.
fn pairs(words: &[String]) -> Result<EncryptionContext, CliError> {
    let mut pairs = EncryptionContext::new();
    for word in words {
        let (key, value) = word
            .split_once('=')
            .filter(|(key, _)| !key.is_empty())
            .ok_or_else(|| CliError::Usage(format!("`{word}` is no pair: write KEY=VALUE")))?;
        if let Some(_earlier) = pairs.insert(key.to_owned(), value.to_owned()) {
            return Err(usage(EsdkError::RepeatedContextKey(key.to_owned())));
        }
    }
    Ok(pairs)
}

/// What was asked for cannot be.
fn usage(error: EsdkError) -> CliError {
    match error {
        EsdkError::Io(_) | EsdkError::Cipher => CliError::failed(error),
        _ => CliError::Usage(error.to_string()),
    }
}

/// A message is refused.
fn denied(error: EsdkError) -> CliError {
    match error {
        EsdkError::Io(_) | EsdkError::Cipher => CliError::failed(error),
        _ => CliError::Denied(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_words_with_an_equals_sign() {
        let words = ["a=1", "b==", "c="].map(str::to_owned);
        let pairs = pairs(&words).unwrap();
        assert_eq!(pairs.into_iter().map(|(key, value)| key + &value).collect::<String>(), "a1b=c");
        for wrong in [&["a"][..], &["=1"], &["a=1", "a=1"]] {
            let words: Vec<String> = wrong.iter().map(|word| (*word).to_owned()).collect();
            assert!(super::pairs(&words).is_err(), "{wrong:?}");
        }
    }
}
