//! How far a request is from RFC 9112, by the names of AWS's balancers. (ELB User Guide for
//! Application Load Balancers, "Access logs", classification reasons.)

/// A class of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// As the RFC has it.
    Compliant,
    /// Not quite, but of no known danger.
    Acceptable,
    /// Servers could understand it differently.
    Ambiguous,
    /// An attack's shape. It is refused.
    Severe,
}

impl Class {
    /// The name in access logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compliant => "Compliant",
            Self::Acceptable => "Acceptable",
            Self::Ambiguous => "Ambiguous",
            Self::Severe => "Severe",
        }
    }
}

/// Why a request is in its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The target holds control characters.
    AmbiguousUri,
    /// `Content-Length` is no number.
    BadContentLength,
    /// A header line is malformed: folded, ended by a bare line feed, with a carriage return, a null
    /// character, or a name that is no token.
    BadHeader,
    /// The method is no token.
    BadMethod,
    /// `Transfer-Encoding` is not `chunked`.
    BadTransferEncoding,
    /// The target is malformed.
    BadUri,
    /// The version is malformed.
    BadVersion,
    /// There are `Transfer-Encoding` and `Content-Length`.
    BothTeClPresent,
    /// Several `Content-Length` agree.
    DuplicateContentLength,
    /// A header has no name.
    EmptyHeader,
    /// A GET or HEAD announces an empty body.
    GetHeadZeroContentLength,
    /// Several `Content-Length` disagree.
    MultipleContentLength,
    /// `chunked` stands there more than once.
    MultipleTransferEncodingChunked,
    /// A header's value holds a control character.
    NonCompliantHeader,
    /// The version is one that nobody speaks like this.
    NonCompliantVersion,
    /// The target holds a space.
    SpaceInUri,
    /// A header's name is nearly one of those that frame the body.
    SuspiciousHeader,
    /// A GET or HEAD announces a body.
    UndefinedContentLengthSemantics,
    /// A GET or HEAD announces a chunked body.
    UndefinedTransferEncodingSemantics,
}

impl Reason {
    /// The name in access logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AmbiguousUri => "AmbiguousUri",
            Self::BadContentLength => "BadContentLength",
            Self::BadHeader => "BadHeader",
            Self::BadMethod => "BadMethod",
            Self::BadTransferEncoding => "BadTransferEncoding",
            Self::BadUri => "BadUri",
            Self::BadVersion => "BadVersion",
            Self::BothTeClPresent => "BothTeClPresent",
            Self::DuplicateContentLength => "DuplicateContentLength",
            Self::EmptyHeader => "EmptyHeader",
            Self::GetHeadZeroContentLength => "GetHeadZeroContentLength",
            Self::MultipleContentLength => "MultipleContentLength",
            Self::MultipleTransferEncodingChunked => "MultipleTransferEncodingChunked",
            Self::NonCompliantHeader => "NonCompliantHeader",
            Self::NonCompliantVersion => "NonCompliantVersion",
            Self::SpaceInUri => "SpaceInUri",
            Self::SuspiciousHeader => "SuspiciousHeader",
            Self::UndefinedContentLengthSemantics => "UndefinedContentLengthSemantics",
            Self::UndefinedTransferEncodingSemantics => "UndefinedTransferEncodingSemantics",
        }
    }
}

/// The class of a request with the reason that put it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classified {
    /// The class.
    pub class: Class,
    /// The first reason of its class.
    pub reason: Option<Reason>,
}

impl Classified {
    pub(crate) const COMPLIANT: Self = Self { class: Class::Compliant, reason: None };

    /// Puts the request into this class, unless it is in a worse one.
    pub(crate) fn note(&mut self, class: Class, reason: Reason) {
        if class > self.class {
            *self = Self { class, reason: Some(reason) };
        }
    }
}

/// Whether a name becomes one of those that frame a body as soon as somebody normalises it, as
/// gateways to CGI do with `_`.
pub(crate) fn is_suspicious(lower: &[u8]) -> bool {
    const FRAMING: [&[u8]; 2] = [b"contentlength", b"transferencoding"];
    let is_near = matches!(lower.len(), 13..=20);
    is_near
        && lower != b"content-length"
        && lower != b"transfer-encoding"
        && FRAMING.iter().any(|name| {
            let letters = lower.iter().filter(|byte| byte.is_ascii_alphanumeric());
            letters.eq(name.iter())
        })
}
