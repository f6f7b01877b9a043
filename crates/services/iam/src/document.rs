//! Policy documents as answers show them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A document in the encoding of URLs, which is how IAM returns documents. (IAM API Reference,
/// `GetPolicyVersion`.)
pub(crate) fn encoded(document: &str) -> String {
    utf8_percent_encode(document, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_encoded_as_rfc_3986_says() {
        assert_eq!(encoded(r#"{"a": "b-._~*é"}"#), "%7B%22a%22%3A%20%22b-._~%2A%C3%A9%22%7D");
    }
}
