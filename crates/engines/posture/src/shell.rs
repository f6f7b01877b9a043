//! Words of commands.

use std::borrow::Cow;

use serde_json::Value as Json;

/// A word that a shell takes for one, and as it is.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("'{}'", text.replace('\'', "'\\''")))
    }
}

/// JSON as one word.
pub(crate) fn json(json: &Json) -> String {
    word(&json.to_string()).into_owned()
}

/// The option of a region; nothing where there is none.
pub(crate) fn region(region: &str) -> String {
    if region.is_empty() { String::new() } else { format!(" --region {}", word(region)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_is_quoted() {
        for (text, expected) in [
            ("arn:aws:s3:::a/b", "arn:aws:s3:::a/b"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(x)", "'$(x)'"),
            ("it's", "'it'\\''s'"),
            ("a\nb", "'a\nb'"),
        ] {
            assert_eq!(word(text), expected);
        }
        assert_eq!(region(""), "");
        assert_eq!(region("eu-west-1"), " --region eu-west-1");
    }
}
