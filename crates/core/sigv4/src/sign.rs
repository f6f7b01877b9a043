//! Makes signatures.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_types::{AccessKeyId, Region, Timestamp};
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::asymmetric::EcdsaKey;
use crate::canonical::string_to_sign;
use crate::chunked::Chain;
use crate::encode::encoded;
use crate::verify::canonical_request;
use crate::{
    ChunkEncoder, Form, PathStyle, PayloadHash, Presented, RegionSet, Scope, Secret, SignedHeaders,
    SignedRequest, SigningError, SigningKey, StreamingKind,
};

/// Headers that proxies change, and that are therefore not signed.
const UNSIGNED: [&str; 7] = [
    "authorization",
    "connection",
    "expect",
    "te",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
];

/// Whom to sign as.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a> {
    /// The access key id.
    pub access_key_id: &'a str,
    /// Its secret.
    pub secret: &'a Secret,
    /// The session token of temporary credentials.
    pub security_token: Option<&'a str>,
}

/// What to sign for, and how.
#[derive(Debug, Clone, Copy)]
pub struct SigningParams<'a> {
    /// Whom to sign as.
    pub credentials: Credentials<'a>,
    /// The region; with `asymmetric`, the region set.
    pub region: &'a str,
    /// Whether to sign by `SigV4A`.
    pub asymmetric: bool,
    /// The service's signing name.
    pub service: &'a str,
    /// When.
    pub timestamp: Timestamp,
    /// What stands for the body; any but [`PayloadHash::OfBody`].
    pub payload: PayloadHash,
    /// How the path is canonicalised.
    pub path_style: PathStyle,
    /// Whether to send `x-amz-content-sha256`; S3 wants it.
    pub content_hash_header: bool,
    /// Whether the signature covers the session token.
    pub sign_security_token: bool,
}

impl<'a> SigningParams<'a> {
    /// The way the service with this signing name wants it.
    pub fn new(
        credentials: Credentials<'a>,
        region: &'a str,
        service: &'a str,
        timestamp: Timestamp,
        payload: PayloadHash,
    ) -> Self {
        let path_style = PathStyle::of_service(service);
        Self {
            credentials,
            region,
            asymmetric: false,
            service,
            timestamp,
            payload,
            path_style,
            content_hash_header: path_style == PathStyle::Verbatim,
            sign_security_token: service != "iotdevicegateway",
        }
    }

    fn region_set(&self) -> Result<Option<RegionSet>, SigningError> {
        if !self.asymmetric {
            return Ok(None);
        }
        let set = RegionSet::new(self.region);
        set.map(Some).ok_or(SigningError::Unsignable("its region set names no region"))
    }

    fn presented(
        &self,
        signed_headers: SignedHeaders,
        form: Form,
    ) -> Result<Presented, SigningError> {
        let mut date = self.timestamp.amz_date();
        date.truncate(8);
        Ok(Presented {
            access_key_id: AccessKeyId::from_client(self.credentials.access_key_id),
            region_set: self.region_set()?,
            scope: Scope {
                date,
                region: Region::new(self.region),
                service: self.service.to_owned(),
            },
            signed_headers,
            signature: String::new(),
            security_token: self.credentials.security_token.map(str::to_owned),
            security_token_signed: self.sign_security_token,
            timestamp: self.timestamp,
            payload: self.payload,
            form,
            path_style: self.path_style,
        })
    }

    fn payload_header(&self) -> Result<String, SigningError> {
        self.payload.header_value().ok_or(SigningError::BodyNotHashed)
    }
}

/// A signature in headers.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The headers to add to the request.
    pub headers: HeaderMap,
    /// The signature.
    pub signature: String,
    kind: Option<StreamingKind>,
    chain: Chain,
}

impl Signed {
    /// The encoder of the request's chunked body: `None` if its payload is not streaming.
    pub fn chunk_encoder(&self) -> Option<ChunkEncoder> {
        let kind = self.kind?;
        let chain = kind.is_signed().then(|| self.chain.clone());
        Some(ChunkEncoder::new(chain, kind.has_trailer()))
    }
}

/// Signs a request in its headers: all that it has are covered, but those which proxies change.
/// The request must have its `host` header.
///
/// # Errors
/// The request has no host, or a parameter cannot stand in a header.
pub fn sign(
    request: &SignedRequest<'_>,
    params: &SigningParams<'_>,
) -> Result<Signed, SigningError> {
    let mut added = HeaderMap::new();
    added.insert("x-amz-date", header_value(&params.timestamp.amz_date())?);
    if params.content_hash_header {
        added.insert("x-amz-content-sha256", header_value(&params.payload_header()?)?);
    }
    if let Some(set) = params.region_set()? {
        added.insert("x-amz-region-set", header_value(set.as_str())?);
    }
    let token = params.credentials.security_token.map(header_value).transpose()?;
    if let Some(token) = token.clone().filter(|_| params.sign_security_token) {
        added.insert("x-amz-security-token", token);
    }
    let mut all = request.headers.clone();
    for (name, value) in &added {
        all.insert(name, value.clone());
    }
    let request = SignedRequest { headers: &all, ..*request };
    let mut presented = params.presented(signed_headers(&all)?, Form::Header)?;
    let chain = chain(&mut presented, &request, params)?;
    let authorization = format!(
        "{} Credential={}/{}, SignedHeaders={}, Signature={}",
        presented.algorithm(),
        params.credentials.access_key_id,
        presented.scope_text(),
        presented.signed_headers.as_str(),
        presented.signature,
    );
    added.insert(AUTHORIZATION, header_value(&authorization)?);
    if let Some(token) = token {
        added.insert("x-amz-security-token", token);
    }
    let kind = match params.payload {
        PayloadHash::Streaming(kind) => Some(kind),
        _ => None,
    };
    Ok(Signed { headers: added, signature: presented.signature, kind, chain })
}

/// Signs a request in its query, and returns the whole query. Whoever uses it must send the headers
/// that the request has.
///
/// # Errors
/// As [`sign`]; also if `expires_seconds` is not within 1 and 604,800.
pub fn presign(
    request: &SignedRequest<'_>,
    params: &SigningParams<'_>,
    expires_seconds: u32,
) -> Result<String, SigningError> {
    match expires_seconds {
        0 => return Err(SigningError::ExpiresTooSmall),
        1..=604_800 => {}
        _ => return Err(SigningError::ExpiresTooLarge),
    }
    let form = Form::Query { expires_seconds: Some(expires_seconds) };
    let mut presented = params.presented(signed_headers(request.headers)?, form)?;
    let mut query = String::from(request.query);
    if !query.is_empty() {
        query.push('&');
    }
    let credential = format!("{}/{}", params.credentials.access_key_id, presented.scope_text());
    for (name, value) in [
        ("X-Amz-Algorithm", presented.algorithm()),
        ("X-Amz-Credential", &credential),
        ("X-Amz-Date", &params.timestamp.amz_date()),
        ("X-Amz-Expires", &expires_seconds.to_string()),
    ] {
        query.extend([name, "=", &encoded(value), "&"]);
    }
    query.extend(["X-Amz-SignedHeaders=", &encoded(presented.signed_headers.as_str())]);
    if let Some(set) = &presented.region_set {
        query.extend(["&X-Amz-Region-Set=", &encoded(set.as_str())]);
    }
    if let Some(token) = params.credentials.security_token {
        query.extend(["&X-Amz-Security-Token=", &encoded(token)]);
    }
    chain(&mut presented, &SignedRequest { query: &query, ..*request }, params)?;
    query.extend(["&X-Amz-Signature=", &presented.signature]);
    Ok(query)
}

/// Computes the signature, puts it into `presented`, and returns what the chunks go on from.
fn chain(
    presented: &mut Presented,
    request: &SignedRequest<'_>,
    params: &SigningParams<'_>,
) -> Result<Chain, SigningError> {
    params.payload_header()?;
    if let (Some(_), PayloadHash::Streaming(kind)) = (&presented.region_set, params.payload)
        && kind.is_signed()
    {
        return Err(SigningError::UnsupportedAlgorithm(presented.algorithm().to_owned()));
    }
    let canonical = canonical_request(presented, request, params.payload);
    let date_time = params.timestamp.amz_date();
    let hash = digest(&SHA256, &canonical);
    let string_to_sign =
        string_to_sign(presented.algorithm(), &date_time, &presented.scope_text(), hash.as_ref());
    let key = SigningKey::derive(params.credentials.secret, &presented.scope);
    presented.signature = if presented.region_set.is_some() {
        let key = EcdsaKey::derive(params.credentials.access_key_id, params.credentials.secret)?;
        key.sign(string_to_sign.as_bytes())?
    } else {
        key.signature(string_to_sign.as_bytes())
    };
    Ok(Chain {
        key: Arc::new(key),
        access_key_id: params.credentials.access_key_id.to_owned(),
        previous: presented.signature.clone(),
        date_time,
        scope: presented.scope.to_string(),
    })
}

fn signed_headers(headers: &HeaderMap) -> Result<SignedHeaders, SigningError> {
    if !headers.contains_key(HOST) {
        return Err(SigningError::Unsignable("it has no host header"));
    }
    let names = headers.keys().map(HeaderName::as_str).filter(|name| !UNSIGNED.contains(name));
    Ok(SignedHeaders::new(&names.collect::<Vec<_>>().join(";")))
}

fn header_value(text: &str) -> Result<HeaderValue, SigningError> {
    HeaderValue::from_str(text)
        .map_err(|_| SigningError::Unsignable("a parameter holds what no header can"))
}
