//! The canonical request and the string to sign. (AWS IAM User Guide, "Create a signed AWS API
//! request".)

use std::ops::Range;

use http::HeaderMap;

use crate::encode::{Decoded, encode, hex};
use crate::request::SignedHeaders;

/// The algorithm's name, which opens the `Authorization` header and the string to sign.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// How a service canonicalises the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// As S3: encoded once, nothing normalised, since keys may hold `//` and `..`.
    Verbatim,
    /// As every other service: dot segments and repeated slashes removed, then encoded again.
    Normalized,
}

impl PathStyle {
    /// The style of the service with this signing name.
    pub fn of_service(service: &str) -> Self {
        match service {
            "s3" | "s3express" | "s3-object-lambda" | "s3-outposts" => Self::Verbatim,
            _ => Self::Normalized,
        }
    }
}

/// What a canonical request is made from.
pub(crate) struct CanonicalRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) path_style: PathStyle,
    pub(crate) query: &'a str,
    /// Query parameters that the signature does not cover.
    pub(crate) query_without: &'a [&'a str],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) signed_headers: &'a SignedHeaders,
    pub(crate) payload: &'a str,
}

impl CanonicalRequest<'_> {
    /// The canonical request's bytes, in one buffer.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512 + self.path.len() + self.query.len());
        out.extend_from_slice(self.method.as_bytes());
        out.push(b'\n');
        write_path(&mut out, self.path, self.path_style);
        out.push(b'\n');
        write_query(&mut out, self.query, self.query_without);
        out.push(b'\n');
        for name in self.signed_headers.iter() {
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
            for (index, value) in self.headers.get_all(name).iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_folded(&mut out, value.as_bytes());
            }
            out.push(b'\n');
        }
        out.push(b'\n');
        out.extend_from_slice(self.signed_headers.as_str().as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.payload.as_bytes());
        out
    }
}

/// The string to sign of a request whose canonical form has this hash.
pub(crate) fn string_to_sign(algorithm: &str, date_time: &str, scope: &str, hash: &[u8]) -> String {
    [algorithm, date_time, scope, &hex(hash)].join("\n")
}

fn write_path(out: &mut Vec<u8>, path: &str, style: PathStyle) {
    if path.is_empty() {
        out.push(b'/');
        return;
    }
    match style {
        PathStyle::Verbatim => encode(out, Decoded::path(path), true),
        PathStyle::Normalized => {
            let start = out.len();
            for segment in normalized(path) {
                out.push(b'/');
                encode(out, segment.bytes(), false);
            }
            if out.len() == start || path.ends_with('/') {
                out.push(b'/');
            }
        }
    }
}

/// The path as the signatures of all services but S3 cover it: without empty and dot segments,
/// nothing decoded. Whoever reads the path as it was sent reads another than was signed.
pub fn normalized_path(path: &str) -> String {
    let segments = normalized(path);
    let mut out = String::with_capacity(path.len());
    for segment in &segments {
        out.push('/');
        out.push_str(segment);
    }
    if segments.is_empty() || path.ends_with('/') {
        out.push('/');
    }
    out
}

/// The path's segments without empty and dot segments (RFC 3986, section 5.2.4).
fn normalized(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments
}

/// The query's parameters decoded, encoded strictly, and sorted by name, then value.
fn write_query(out: &mut Vec<u8>, query: &str, without: &[&str]) {
    if query.is_empty() {
        return;
    }
    let mut encoded = Vec::with_capacity(query.len() + 32);
    let mut append = |text: &str| -> Range<usize> {
        let start = encoded.len();
        encode(&mut encoded, Decoded::query(text), false);
        start..encoded.len()
    };
    let mut pairs = Vec::with_capacity(16);
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !without.contains(&name) {
            pairs.push((append(name), append(value)));
        }
    }
    let text = |range: &Range<usize>| encoded.get(range.clone()).unwrap_or_default();
    pairs.sort_by(|one, other| (text(&one.0), text(&one.1)).cmp(&(text(&other.0), text(&other.1))));
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(text(name));
        out.push(b'=');
        out.extend_from_slice(text(value));
    }
}

/// A header's value without white space around it, and with one space for each run within.
fn write_folded(out: &mut Vec<u8>, value: &[u8]) {
    let value = value.trim_ascii();
    let mut in_space = false;
    for byte in value {
        let space = byte.is_ascii_whitespace();
        if !space {
            out.push(*byte);
        } else if !in_space {
            out.push(b' ');
        }
        in_space = space;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, style: PathStyle) -> String {
        let mut out = Vec::new();
        write_path(&mut out, path, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn s3_paths_are_encoded_once_and_kept() {
        for (given, expected) in [
            ("", "/"),
            ("/a//b/../c/.", "/a//b/../c/."),
            ("/a%20b+c", "/a%20b%2Bc"),
            ("/a b", "/a%20b"),
            ("/%e1%88%b4", "/%E1%88%B4"),
        ] {
            assert_eq!(path(given, PathStyle::Verbatim), expected, "{given}");
        }
    }

    #[test]
    fn other_paths_are_normalised_and_encoded_again() {
        for (given, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//a//b/", "/a/b/"),
            ("/a/./b/../c", "/a/c"),
            ("/../..", "/"),
            ("/a%20b", "/a%2520b"),
        ] {
            assert_eq!(path(given, PathStyle::Normalized), expected, "{given}");
            assert_eq!(normalized_path(given), expected.replace("%25", "%"), "{given}");
        }
    }

    #[test]
    fn queries_are_sorted_by_name_then_value() {
        for (given, expected) in [
            ("b=2&a=2&a=1", "a=1&a=2&b=2"),
            ("Param-3=1&Param=1", "Param=1&Param-3=1"),
            ("acl&&x=", "acl=&x="),
            ("a=b=c", "a=b%3Dc"),
            ("a=1+2%20%2B", "a=1%202%20%2B"),
            ("skip=1&keep=1", "keep=1"),
        ] {
            let mut out = Vec::new();
            write_query(&mut out, given, &["skip"]);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{given}");
        }
    }

    #[test]
    fn header_values_are_trimmed_and_folded() {
        let mut out = Vec::new();
        write_folded(&mut out, b"  a \t  \"b   c\"  ");
        assert_eq!(out, b"a \"b c\"");
    }
}
