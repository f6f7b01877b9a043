//! What a request presents.

use bartizan_types::{AccessKeyId, Region, Timestamp};
use http::HeaderMap;

use crate::canonical::ALGORITHM;
use crate::encode::hex;
use crate::{Form, PathStyle, RegionSet, SigningError, asymmetric};

/// The head of an HTTP request, as received: nothing decoded, nothing normalised. A server that
/// speaks HTTP/2 puts `:authority` in as the `host` header.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path, percent-encoding included.
    pub path: &'a str,
    /// The query without its `?`, percent-encoding included; empty if there is none.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
}

/// What a signed request says of itself: well-formed, nothing of it verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// Whose secret the signature is made with.
    pub access_key_id: AccessKeyId,
    /// What the signature is good for.
    pub scope: Scope,
    /// The regions that the signature is good in, where it is one of `SigV4A`; its scope has no
    /// region then, and [`Scope::region`] is the first that the set names.
    pub region_set: Option<RegionSet>,
    /// The names of the headers that the signature covers.
    pub signed_headers: SignedHeaders,
    /// The signature as sent: hexadecimal digits if it is one, 64 unless it is one of `SigV4A`.
    pub signature: String,
    /// The session token of temporary credentials.
    pub security_token: Option<String>,
    /// Whether the signature covers a session token in the query. False for AWS
    /// `IoT`'s device gateway alone, where it is added after signing.
    pub security_token_signed: bool,
    /// When the request was signed.
    pub timestamp: Timestamp,
    /// What stands for the body in the canonical request.
    pub payload: PayloadHash,
    /// Where the signature stands, and how long it is good for.
    pub form: Form,
    /// How the service canonicalises the path.
    pub path_style: PathStyle,
}

impl Presented {
    /// Whether the credential is scoped to S3 (or one of its relatives that sign as it does).
    pub fn is_s3(&self) -> bool {
        self.path_style == PathStyle::Verbatim
    }

    /// When the request was signed, as `YYYYMMDDTHHMMSSZ`. The scope's date is known to be the
    /// timestamp's.
    pub(crate) fn date_time(&self) -> String {
        let second = self.timestamp.seconds().rem_euclid(86_400);
        let mut text = String::with_capacity(16);
        text.push_str(&self.scope.date);
        text.push('T');
        for number in [second / 3600, second / 60 % 60, second % 60] {
            for digit in [number / 10, number % 10] {
                text.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
            }
        }
        text.push('Z');
        text
    }

    /// The algorithm's name.
    pub(crate) const fn algorithm(&self) -> &'static str {
        if self.region_set.is_some() { asymmetric::ALGORITHM } else { ALGORITHM }
    }

    /// The scope as the signature covers it.
    pub(crate) fn scope_text(&self) -> String {
        match self.region_set {
            Some(_) => format!("{}/{}/aws4_request", self.scope.date, self.scope.service),
            None => self.scope.text(),
        }
    }

    /// Whether the signature is good in this region.
    pub fn admits_region(&self, region: &Region) -> bool {
        match &self.region_set {
            Some(set) => set.admits(region),
            None => self.scope.region == *region,
        }
    }

    /// Refuses a credential that is scoped to another service than the one the request is for.
    ///
    /// # Errors
    /// [`SigningError::ScopeService`].
    pub fn require_service(&self, expected: &str) -> Result<(), SigningError> {
        if self.scope.service == expected {
            return Ok(());
        }
        Err(SigningError::ScopeService {
            form: self.form,
            expected: expected.to_owned(),
            given: self.scope.service.clone(),
        })
    }

    /// Refuses a credential that is scoped to another region than the resource's.
    ///
    /// # Errors
    /// [`SigningError::ScopeRegion`].
    pub fn require_region(&self, expected: &Region) -> Result<(), SigningError> {
        if self.admits_region(expected) {
            return Ok(());
        }
        Err(SigningError::ScopeRegion {
            form: self.form,
            expected: expected.as_str().to_owned(),
            given: self.scope.region.as_str().to_owned(),
        })
    }
}

/// The credential scope: `date/region/service/aws4_request`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The day, `YYYYMMDD`.
    pub date: String,
    /// The region.
    pub region: Region,
    /// The service's signing name, such as `sts`.
    pub service: String,
}

impl Scope {
    /// As it is signed.
    fn text(&self) -> String {
        [&self.date, self.region.as_str(), &self.service, "aws4_request"].join("/")
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

/// The names of the signed headers: lower case, sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders(String);

impl SignedHeaders {
    /// From a list with semicolons, in any order and case.
    pub fn new(list: &str) -> Self {
        let lower = list.to_ascii_lowercase();
        let sorted = {
            let mut names = lower.split(';');
            let mut before = names.next().unwrap_or_default();
            !before.is_empty()
                && names.all(|name| {
                    let rising = before < name;
                    before = name;
                    rising
                })
        };
        if sorted {
            return Self(lower);
        }
        let mut names: Vec<&str> = lower.split(';').filter(|name| !name.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        Self(names.join(";"))
    }

    /// The names, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(';').filter(|name| !name.is_empty())
    }

    /// Whether this header (in lower case) is signed.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|signed| signed == name)
    }

    /// The list with semicolons.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands for the body in the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadHash {
    /// The SHA-256 that the request declares; the body must be checked against it.
    Sha256([u8; 32]),
    /// `UNSIGNED-PAYLOAD`: the signature does not cover the body.
    Unsigned,
    /// The body is `aws-chunked`.
    Streaming(StreamingKind),
    /// The SHA-256 of the body, which the verifier needs before it can verify.
    OfBody,
}

/// The forms of `aws-chunked` bodies, by their `x-amz-content-sha256`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamingKind {
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`: each chunk is signed.
    Signed,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`: each chunk and the trailer are signed.
    SignedTrailer,
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: neither is.
    UnsignedTrailer,
}

impl StreamingKind {
    /// The value of `x-amz-content-sha256`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            Self::SignedTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            Self::UnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        }
    }

    /// Whether its chunks are signed.
    pub const fn is_signed(self) -> bool {
        !matches!(self, Self::UnsignedTrailer)
    }

    /// Whether trailers may follow the last chunk.
    pub const fn has_trailer(self) -> bool {
        !matches!(self, Self::Signed)
    }
}

impl PayloadHash {
    /// The value of `x-amz-content-sha256`; `None` for [`PayloadHash::OfBody`].
    pub fn header_value(self) -> Option<String> {
        match self {
            Self::Sha256(hash) => Some(hex(&hash)),
            Self::Unsigned => Some("UNSIGNED-PAYLOAD".to_owned()),
            Self::Streaming(kind) => Some(kind.as_str().to_owned()),
            Self::OfBody => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_headers_are_sorted_lower_case_and_unique() {
        for (given, expected) in [
            ("host;x-amz-date", "host;x-amz-date"),
            ("X-Amz-Date;Host", "host;x-amz-date"),
            ("host;host", "host"),
            (";host;", "host"),
            ("", ""),
        ] {
            assert_eq!(SignedHeaders::new(given).as_str(), expected, "{given}");
        }
        assert!(SignedHeaders::new("a;b").contains("b"));
        assert!(!SignedHeaders::new("").contains(""));
    }
}
