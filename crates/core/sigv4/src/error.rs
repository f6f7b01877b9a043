//! What can be wrong with a signature.

use bartizan_types::Timestamp;

/// Where a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In the `Authorization` header.
    Header,
    /// In the query, as presigned URLs have it.
    Query {
        /// For how many seconds the URL is good, 1 to 604800; `None` if it does not say.
        expires_seconds: Option<u32>,
    },
}

/// What was signed, as the verifier sees it; S3 shows it to the caller. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The access key id presented.
    pub access_key_id: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// The canonical request.
    pub canonical_request: String,
    /// The signature presented.
    pub signature: String,
}

/// Why a request is not authentic. [`SigningError::fault`] words it as AWS does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The request is not signed, and must be.
    #[error("the request is not signed")]
    MissingAuthenticationToken,
    /// Signed by a method that Bartizan does not verify: chunks by `SigV4A`.
    #[error("signatures by `{0}` are not supported: sign with AWS4-HMAC-SHA256")]
    UnsupportedAlgorithm(String),
    /// A signature of `SigV4A` without the regions that it is good in.
    #[error("the region set of a SigV4A signature names no region")]
    RegionSet,
    /// Signed by Signature Version 2, which AWS retired.
    #[error("signature version 2 is retired: sign with AWS4-HMAC-SHA256")]
    RetiredVersion,
    /// Signed in the header and in the query at once.
    #[error("the request is signed in the header and in the query: use one")]
    TwoSignatures {
        /// SHA-256 of the `Authorization` header, in base64.
        authorization_digest: String,
    },
    /// The `Authorization` header lacks parameters.
    #[error("the authorization header lacks parameters")]
    HeaderIncomplete {
        /// The parameters it lacks, of `Credential`, `Signature`, `SignedHeaders`.
        missing: Vec<&'static str>,
        /// Whether there is no date header either.
        date_missing: bool,
        /// Whether the header names an AWS algorithm at all.
        is_aws: bool,
        /// SHA-256 of the header, in base64: it may hold another system's credentials.
        authorization_digest: String,
    },
    /// A part of the `Authorization` header is no `key=value` pair, or stands twice.
    #[error("the authorization header holds a part that is no key=value pair")]
    HeaderMalformed {
        /// SHA-256 of the header, in base64.
        authorization_digest: String,
    },
    /// The query lacks parameters of a presigned URL.
    #[error("the query lacks {0:?}")]
    QueryIncomplete(Vec<&'static str>),
    /// A signing parameter stands twice in the query.
    #[error("the query holds `{0}` twice")]
    QueryRepeated(&'static str),
    /// `X-Amz-Algorithm` is none that AWS knows.
    #[error("`{0}` is not a signing algorithm: use AWS4-HMAC-SHA256")]
    QueryAlgorithm(String),
    /// `Credential` has not five parts.
    #[error("the credential has not five parts: write keyid/date/region/service/aws4_request")]
    Credential {
        /// Where it stands.
        form: Form,
        /// What was sent, shortened.
        given: String,
    },
    /// There is neither `X-Amz-Date` nor `Date`.
    #[error("the request has no date: send X-Amz-Date")]
    DateMissing,
    /// The date is in a form that cannot be signed.
    #[error("`{given}` is not a date in ISO 8601 basic form")]
    DateMalformed {
        /// Where it stands.
        form: Form,
        /// What was sent, shortened.
        given: String,
    },
    /// The scope's date is not the request's.
    #[error("the credential is scoped to `{scope_date}`, the request dated `{date_time}`")]
    ScopeDate {
        /// Where it stands.
        form: Form,
        /// The scope's date.
        scope_date: String,
        /// The request's date and time.
        date_time: String,
    },
    /// The scope does not end in `aws4_request`.
    #[error("the credential ends in `{given}`: write aws4_request")]
    ScopeTerminator {
        /// Where it stands.
        form: Form,
        /// What was sent, shortened.
        given: String,
    },
    /// The credential is scoped to another service.
    #[error("the credential is scoped to `{given}`: scope it to `{expected}`")]
    ScopeService {
        /// Where it stands.
        form: Form,
        /// The service the request is for.
        expected: String,
        /// The scope's.
        given: String,
    },
    /// The credential is scoped to another region.
    #[error("the credential is scoped to `{given}`: scope it to `{expected}`")]
    ScopeRegion {
        /// Where it stands.
        form: Form,
        /// The region the request is for.
        expected: String,
        /// The scope's.
        given: String,
    },
    /// `X-Amz-Expires` is not a number.
    #[error("X-Amz-Expires is not a number")]
    ExpiresNotANumber,
    /// `X-Amz-Expires` is below one second.
    #[error("X-Amz-Expires is not positive")]
    ExpiresTooSmall,
    /// `X-Amz-Expires` is above a week.
    #[error("X-Amz-Expires is above 604800")]
    ExpiresTooLarge,
    /// Headers that must be signed are not.
    #[error("these headers must be signed: {0:?}")]
    HeadersNotSigned(Vec<String>),
    /// No such access key, or it is inactive.
    #[error("access key `{0}` is unknown or inactive")]
    UnknownAccessKey(String),
    /// The session token is not one of ours, or not this access key's.
    #[error("the session token is invalid")]
    InvalidToken,
    /// The session token is past its time.
    #[error("the session token has expired")]
    ExpiredToken,
    /// The signature is not the one that the secret makes.
    #[error("the signature does not match")]
    Mismatch(Box<Mismatch>),
    /// The request was signed too long ago, or in the future.
    #[error("signed at {timestamp}, received at {now}: too far apart")]
    Skewed {
        /// When it was signed.
        timestamp: Timestamp,
        /// When it was received.
        now: Timestamp,
    },
    /// The presigned URL is past its time.
    #[error("the presigned request expired at {expired}")]
    Expired {
        /// When it was signed.
        timestamp: Timestamp,
        /// For how many seconds it was good.
        expires_seconds: u32,
        /// When it stopped being good.
        expired: Timestamp,
        /// When it was received.
        now: Timestamp,
    },
    /// S3's `x-amz-content-sha256` is missing.
    #[error("the header x-amz-content-sha256 is missing")]
    PayloadHashMissing,
    /// S3's `x-amz-content-sha256` is none of the values it may have.
    #[error("x-amz-content-sha256 is not a valid value")]
    PayloadHashMalformed(String),
    /// The body is not the one whose hash was declared.
    #[error("the body does not have the declared SHA-256")]
    PayloadMismatch {
        /// The declared hash, in hexadecimal.
        declared: String,
        /// The body's hash, in hexadecimal.
        computed: String,
    },
    /// The body's hash is needed before the signature can be verified, and was not given.
    #[error("the body must be hashed before the signature is verified")]
    BodyNotHashed,
    /// A chunked body comes without its decoded length.
    #[error("the header x-amz-decoded-content-length is missing or not a number")]
    DecodedLengthMissing,
    /// A chunk's head or frame is malformed.
    #[error("the chunked body is malformed")]
    ChunkMalformed,
    /// A chunk that is not the last has fewer than 8,192 bytes.
    #[error("chunk {chunk} has {bytes} bytes: only the last may have fewer than 8192")]
    ChunkTooSmall {
        /// Which chunk, from 1.
        chunk: u64,
        /// Its size.
        bytes: u64,
    },
    /// A chunk's or the trailer's signature is wrong.
    #[error("a signature in the chunked body does not match")]
    ChunkMismatch {
        /// The access key id.
        access_key_id: String,
        /// The string to sign.
        string_to_sign: String,
        /// The signature presented.
        signature: String,
    },
    /// The body ended early, or is longer or shorter than declared.
    #[error("the chunked body has not the declared length")]
    BodyIncomplete,
    /// The trailer is malformed, too large, or has not the announced names.
    #[error("the trailer is malformed")]
    TrailerMalformed,
    /// The request cannot be signed: it holds what no header or query can carry.
    #[error("the request cannot be signed: {0}")]
    Unsignable(&'static str),
}
