//! Percent-encoding as `SigV4` has it: RFC 3986's unreserved characters stay, all else becomes
//! `%XX` in capitals.

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Whether the byte stays as it is.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Appends `bytes` encoded; a slash stays if `keep_slash`.
pub(crate) fn encode(out: &mut Vec<u8>, bytes: impl Iterator<Item = u8>, keep_slash: bool) {
    for byte in bytes {
        if is_unreserved(byte) || (keep_slash && byte == b'/') {
            out.push(byte);
        } else {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
            out.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

/// `text` encoded, slashes too.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 16);
    encode(&mut out, text.bytes(), false);
    String::from_utf8_lossy(&out).into_owned()
}

/// The bytes as hexadecimal digits in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut out = vec![0; bytes.len() * 2];
    for (digits, byte) in out.as_chunks_mut().0.iter_mut().zip(bytes) {
        *digits = [digit(byte >> 4), digit(byte & 15)];
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The bytes that `text` stands for. A `%` that no two hexadecimal digits follow is itself; a `+`
/// is a space if `plus_is_space`.
pub(crate) struct Decoded<'a> {
    rest: &'a [u8],
    plus_is_space: bool,
}

impl<'a> Decoded<'a> {
    pub(crate) const fn path(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), plus_is_space: false }
    }

    pub(crate) const fn query(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), plus_is_space: true }
    }
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let nibble = |digit: u8| char::from(digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
        if let [b'%', high, low, rest @ ..] = self.rest
            && let (Some(high), Some(low)) = (nibble(*high), nibble(*low))
        {
            self.rest = rest;
            return Some(high << 4 | low);
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(if self.plus_is_space && *first == b'+' { b' ' } else { *first })
    }
}

/// `text` of a query decoded; bytes that are no UTF-8 become replacement characters.
pub(crate) fn decoded(text: &str) -> String {
    let bytes: Vec<u8> = Decoded::query(text).collect();
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_unreserved_is_encoded_in_capitals() {
        assert_eq!(encoded("aZ09-._~ /+%ሴ"), "aZ09-._~%20%2F%2B%25%E1%88%B4");
    }

    #[test]
    fn digits_are_lower_case() {
        assert_eq!(hex(&[0, 0x0f, 0xa5, 0xff]), "000fa5ff");
        assert_eq!(hex(&[]), "");
    }

    #[test]
    fn decoding_leaves_what_is_no_escape() {
        for (text, expected) in
            [("a%2fb", "a/b"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a+b", "a b")]
        {
            assert_eq!(decoded(text), expected, "{text}");
        }
        assert_eq!(Decoded::path("a+b").collect::<Vec<_>>(), b"a+b");
    }
}
