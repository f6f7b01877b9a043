//! Reads what a request presents, refusing whatever is malformed.

use std::borrow::Cow;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_types::{AccessKeyId, Region, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use http::header::{AUTHORIZATION, DATE};

use crate::asymmetric;
use crate::canonical::ALGORITHM;
use crate::date::basic_date;
use crate::encode::decoded;
use crate::{
    Form, PathStyle, PayloadHash, Presented, RegionSet, Scope, SignedHeaders, SignedRequest,
    SigningError, StreamingKind,
};

/// The longest life of a presigned URL: seven days. (Amazon S3 API Reference, "Authenticating
/// Requests: Using Query Parameters".)
const MAX_EXPIRES_SECONDS: u32 = 604_800;

/// Reads what the request presents; `None` if it is not signed at all.
///
/// # Errors
/// Every way in which a signature can be malformed or of a kind that is not verified.
pub fn parse(request: &SignedRequest<'_>) -> Result<Option<Presented>, SigningError> {
    let query = QueryParameters::read(request.query)?;
    let header = request.headers.get(AUTHORIZATION);
    let (raw, form) = match (header, query) {
        (None, None) => return Ok(None),
        (Some(header), Some(_)) => {
            let authorization_digest = base64_digest(header.as_bytes());
            return Err(SigningError::TwoSignatures { authorization_digest });
        }
        (Some(header), None) => (header_parts(header.as_bytes(), request.headers)?, Form::Header),
        (None, Some(query)) => query.parts()?,
    };
    let region_set = raw.region_set(request.headers)?;
    let (access_key_id, scope) = credential(&raw.credential, form, region_set.as_ref())?;
    let (timestamp, date_time) = date(raw.date.as_deref(), form, request.headers)?;
    if date_time.get(..8) != Some(scope.date.as_str()) {
        return Err(SigningError::ScopeDate { form, scope_date: scope.date, date_time });
    }
    let path_style = PathStyle::of_service(&scope.service);
    if path_style == PathStyle::Verbatim && form == (Form::Query { expires_seconds: None }) {
        return Err(SigningError::QueryIncomplete(vec!["X-Amz-Expires"]));
    }
    let payload = match path_style {
        PathStyle::Verbatim => s3_payload(request, form)?,
        PathStyle::Normalized => PayloadHash::OfBody,
    };
    let security_token = raw.security_token.or_else(|| {
        // A token that is no text is no token of ours, and still one that was presented.
        let value = request.headers.get("x-amz-security-token")?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let presented = Presented {
        access_key_id,
        security_token_signed: scope.service != "iotdevicegateway",
        region_set,
        signed_headers: SignedHeaders::new(&raw.signed_headers),
        signature: raw.signature.into_owned(),
        security_token,
        timestamp,
        payload,
        form,
        path_style,
        scope,
    };
    require_signed(&presented, request.headers)?;
    Ok(Some(presented))
}

/// The parameters of a signature, wherever they stood.
struct Parts<'h> {
    credential: Cow<'h, str>,
    signed_headers: Cow<'h, str>,
    signature: Cow<'h, str>,
    /// The date of the query form.
    date: Option<String>,
    security_token: Option<String>,
    /// Whether the signature is one of `SigV4A`.
    is_asymmetric: bool,
    /// The region set of the query form.
    region_set: Option<String>,
}

impl Parts<'_> {
    /// The region set of a signature of `SigV4A`, which must be there.
    fn region_set(&self, headers: &HeaderMap) -> Result<Option<RegionSet>, SigningError> {
        if !self.is_asymmetric {
            return Ok(None);
        }
        let in_header = || headers.get("x-amz-region-set").and_then(|value| value.to_str().ok());
        let text = self.region_set.as_deref().or_else(in_header);
        let set = text.and_then(RegionSet::new);
        set.map(Some).ok_or(SigningError::RegionSet)
    }
}

fn header_parts<'h>(header: &'h [u8], headers: &HeaderMap) -> Result<Parts<'h>, SigningError> {
    let authorization_digest = || base64_digest(header);
    let text = str::from_utf8(header).unwrap_or_default().trim();
    let (scheme, rest) = text.split_once(' ').unwrap_or((text, ""));
    if scheme == "AWS" {
        return Err(SigningError::RetiredVersion);
    }
    let is_asymmetric = scheme == asymmetric::ALGORITHM;
    let is_aws = is_asymmetric || scheme == ALGORITHM;
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest.split(',').map(str::trim).filter(|part| is_aws && !part.is_empty()) {
        let malformed =
            || SigningError::HeaderMalformed { authorization_digest: authorization_digest() };
        let (name, value) = part.split_once('=').ok_or_else(malformed)?;
        let slot = match name.trim() {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed_headers,
            "Signature" => &mut signature,
            _ => continue,
        };
        if slot.replace(Cow::Borrowed(value.trim())).is_some() {
            return Err(malformed());
        }
    }
    match (credential, signed_headers, signature) {
        (Some(credential), Some(signed_headers), Some(signature)) => Ok(Parts {
            credential,
            signed_headers,
            signature,
            date: None,
            security_token: None,
            is_asymmetric,
            region_set: None,
        }),
        (credential, signed_headers, signature) => Err(SigningError::HeaderIncomplete {
            missing: [
                ("Credential", credential),
                ("Signature", signature),
                ("SignedHeaders", signed_headers),
            ]
            .into_iter()
            .filter_map(|(name, value)| value.is_none().then_some(name))
            .collect(),
            date_missing: !headers.contains_key("x-amz-date") && !headers.contains_key(DATE),
            is_aws,
            authorization_digest: authorization_digest(),
        }),
    }
}

/// The signing parameters of a query, decoded.
#[derive(Default)]
struct QueryParameters {
    algorithm: Option<String>,
    credential: Option<String>,
    date: Option<String>,
    expires: Option<String>,
    region_set: Option<String>,
    security_token: Option<String>,
    signature: Option<String>,
    signed_headers: Option<String>,
}

impl QueryParameters {
    /// `None` if the query signs nothing.
    fn read(query: &str) -> Result<Option<Self>, SigningError> {
        let mut found = Self::default();
        let (mut old_key, mut old_signature) = (false, false);
        for parameter in query.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, slot) = match name {
                "X-Amz-Algorithm" => ("X-Amz-Algorithm", &mut found.algorithm),
                "X-Amz-Credential" => ("X-Amz-Credential", &mut found.credential),
                "X-Amz-Date" => ("X-Amz-Date", &mut found.date),
                "X-Amz-Expires" => ("X-Amz-Expires", &mut found.expires),
                "X-Amz-Region-Set" => ("X-Amz-Region-Set", &mut found.region_set),
                "X-Amz-Security-Token" => ("X-Amz-Security-Token", &mut found.security_token),
                "X-Amz-Signature" => ("X-Amz-Signature", &mut found.signature),
                "X-Amz-SignedHeaders" => ("X-Amz-SignedHeaders", &mut found.signed_headers),
                "AWSAccessKeyId" => {
                    old_key = true;
                    continue;
                }
                "Signature" => {
                    old_signature = true;
                    continue;
                }
                _ => continue,
            };
            if slot.replace(decoded(value)).is_some() {
                return Err(SigningError::QueryRepeated(name));
            }
        }
        if found.algorithm.is_some() || found.credential.is_some() || found.signature.is_some() {
            return Ok(Some(found));
        }
        if old_key && old_signature {
            return Err(SigningError::RetiredVersion);
        }
        Ok(None)
    }

    fn parts(self) -> Result<(Parts<'static>, Form), SigningError> {
        match self.algorithm.as_deref() {
            None | Some(ALGORITHM | asymmetric::ALGORITHM) => {}
            Some(other) => return Err(SigningError::QueryAlgorithm(shortened(other))),
        }
        let missing: Vec<_> = [
            ("X-Amz-Algorithm", self.algorithm.is_none()),
            ("X-Amz-Credential", self.credential.is_none()),
            ("X-Amz-Signature", self.signature.is_none()),
            ("X-Amz-SignedHeaders", self.signed_headers.is_none()),
            ("X-Amz-Date", self.date.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, missing)| missing.then_some(name))
        .collect();
        if !missing.is_empty() {
            return Err(SigningError::QueryIncomplete(missing));
        }
        let expires_seconds = self.expires.as_deref().map(expires).transpose()?;
        let parts = Parts {
            credential: Cow::Owned(self.credential.unwrap_or_default()),
            signed_headers: Cow::Owned(self.signed_headers.unwrap_or_default()),
            signature: Cow::Owned(self.signature.unwrap_or_default()),
            date: self.date,
            security_token: self.security_token,
            is_asymmetric: self.algorithm.as_deref() == Some(asymmetric::ALGORITHM),
            region_set: Some(self.region_set.unwrap_or_default()),
        };
        Ok((parts, Form::Query { expires_seconds }))
    }
}

fn expires(text: &str) -> Result<u32, SigningError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SigningError::ExpiresNotANumber);
    }
    if text.starts_with('-') || digits.bytes().all(|byte| byte == b'0') {
        return Err(SigningError::ExpiresTooSmall);
    }
    match digits.parse() {
        Ok(seconds) if seconds <= MAX_EXPIRES_SECONDS => Ok(seconds),
        _ => Err(SigningError::ExpiresTooLarge),
    }
}

/// A credential of `SigV4A` has no region: its scope gets the first that the set names.
fn credential(
    text: &str,
    form: Form,
    region_set: Option<&RegionSet>,
) -> Result<(AccessKeyId, Scope), SigningError> {
    let malformed = || SigningError::Credential { form, given: shortened(text) };
    let mut parts = text.split('/');
    let (Some(id), Some(date)) = (parts.next(), parts.next()) else { return Err(malformed()) };
    let region = match region_set {
        Some(set) => Some(set.first_named()),
        None => parts.next().filter(|region| region.len() <= 64).map(Region::new),
    };
    let (Some(region), Some(service), Some(terminator), None) =
        (region, parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed());
    };
    if id.is_empty() || id.len() > 128 || service.len() > 64 {
        return Err(malformed());
    }
    if terminator != "aws4_request" {
        return Err(SigningError::ScopeTerminator { form, given: shortened(terminator) });
    }
    let scope = Scope { date: shortened(date), region, service: service.to_owned() };
    Ok((AccessKeyId::from_client(id), scope))
}

/// The instant of signing, and its `YYYYMMDDTHHMMSSZ`. Only the `Date` header may have another
/// form.
fn date(
    query: Option<&str>,
    form: Form,
    headers: &HeaderMap,
) -> Result<(Timestamp, String), SigningError> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let (given, is_date_header) = match (query, headers.get("x-amz-date"), headers.get(DATE)) {
        (Some(query), _, _) => (query.to_owned(), false),
        (None, Some(value), _) => (text(value), false),
        (None, None, Some(value)) => (text(value), true),
        (None, None, None) => return Err(SigningError::DateMissing),
    };
    if let Some(timestamp) = basic_date(&given) {
        return Ok((timestamp, given));
    }
    if is_date_header
        && let Ok(timestamp) =
            Timestamp::parse_http_date(&given).or_else(|_| Timestamp::parse_iso8601(&given))
    {
        return Ok((timestamp, timestamp.amz_date()));
    }
    Err(SigningError::DateMalformed { form, given: shortened(&given) })
}

/// What an S3 request says of its body. A presigned URL need not say anything.
fn s3_payload(request: &SignedRequest<'_>, form: Form) -> Result<PayloadHash, SigningError> {
    let in_query = || {
        let mut parameters = request.query.split('&');
        parameters.find_map(|parameter| parameter.strip_prefix("X-Amz-Content-Sha256="))
    };
    let given = match (request.headers.get("x-amz-content-sha256"), form) {
        (Some(value), _) => value.to_str().unwrap_or("?"),
        (None, Form::Query { .. }) => in_query().unwrap_or("UNSIGNED-PAYLOAD"),
        (None, Form::Header) => return Err(SigningError::PayloadHashMissing),
    };
    match given {
        "UNSIGNED-PAYLOAD" => return Ok(PayloadHash::Unsigned),
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"
        | "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" => {
            return Err(SigningError::UnsupportedAlgorithm("AWS4-ECDSA-P256-SHA256".to_owned()));
        }
        _ => {}
    }
    for kind in
        [StreamingKind::Signed, StreamingKind::SignedTrailer, StreamingKind::UnsignedTrailer]
    {
        if given == kind.as_str() {
            return Ok(PayloadHash::Streaming(kind));
        }
    }
    let mut hash = [0; 32];
    if given.bytes().any(|byte| byte.is_ascii_uppercase())
        || hex::decode_to_slice(given, &mut hash).is_err()
    {
        return Err(SigningError::PayloadHashMalformed(shortened(given)));
    }
    Ok(PayloadHash::Sha256(hash))
}

/// `host` must be signed, and every `x-amz-*` header that is there. Elsewhere than at S3 the three
/// that cannot change a request's meaning may be unsigned: the date is part of the string to sign.
fn require_signed(presented: &Presented, headers: &HeaderMap) -> Result<(), SigningError> {
    let is_exempt = |name: &str| {
        !presented.is_s3()
            && matches!(name, "x-amz-date" | "x-amz-security-token" | "x-amz-user-agent")
    };
    let mut unsigned: Vec<String> = headers
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| name.starts_with("x-amz-") && !is_exempt(name))
        .chain(["host"])
        .filter(|name| !presented.signed_headers.contains(name))
        .map(str::to_owned)
        .collect();
    if unsigned.is_empty() {
        return Ok(());
    }
    unsigned.sort_unstable();
    Err(SigningError::HeadersNotSigned(unsigned))
}

fn base64_digest(bytes: &[u8]) -> String {
    BASE64.encode(digest(&SHA256, bytes))
}

/// At most 128 characters of what a client sent, for messages.
fn shortened(text: &str) -> String {
    if text.len() <= 128 {
        return text.to_owned();
    }
    let end = text.char_indices().nth(128).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default().to_owned()
}
