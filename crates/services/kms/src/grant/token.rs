//! Grant tokens. A grant holds from when it is made on, so that a token adds nothing to it: it names
//! the grant, and no more. (AWS KMS Developer Guide, "Grant tokens".)

use bartizan_service::Ask;
use bartizan_types::{Arn, Random};
use bartizan_wire::Value;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::KmsError;

/// The form of tokens; another one would have another number.
const FORM: &str = "1";

/// What a token names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// The ARN of the key.
    pub(crate) key: Arn,
    /// The id of the grant.
    pub(crate) grant: String,
}

/// A new token of a grant: no two are the same.
pub(crate) fn new(key: &Arn, grant: &str, random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(format!("{FORM} {key} {grant} {}", random.uuid()))
}

/// Reads a token.
///
/// # Errors
/// No answer gave it.
pub(crate) fn read(token: &str) -> Result<Token, KmsError> {
    let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let parts = text.as_deref().map(|text| text.split(' ').collect::<Vec<_>>());
    match parts.as_deref() {
        Some([FORM, key, grant, _]) if is_id(grant) => key
            .parse()
            .map(|key| Token { key, grant: (*grant).to_owned() })
            .map_err(|_| KmsError::InvalidGrantToken()),
        _ => Err(KmsError::InvalidGrantToken()),
    }
}

/// Whether the tokens that a request brings are ones.
pub(crate) fn check(ask: &Ask<'_>) -> Result<(), KmsError> {
    let tokens = ask.input.field("GrantTokens").map(Value::items).unwrap_or_default();
    tokens.iter().filter_map(Value::text).try_for_each(|token| read(token).map(drop))
}

fn is_id(grant: &str) -> bool {
    grant.len() == 64 && grant.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn a_token_names_its_grant_and_what_is_none_is_refused() {
        let key: Arn = "arn:aws:kms:us-east-1:123456789012:key/k".parse().unwrap();
        let grant = "0f".repeat(32);
        let random = SeededRandom::new(1);
        let (one, other) = (new(&key, &grant, &random), new(&key, &grant, &random));
        assert_ne!(one, other);
        assert_eq!(read(&one).unwrap(), Token { key, grant });
        for text in ["", "!", "MQ", "MSBhIGIgYw", &one[1..]] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
