//! What Amazon S3 answers.

use bartizan_types::Fault;

use crate::{Form, MAX_SKEW, Mismatch, SigningError};

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
                        provided. Check your key and signing method.";

pub(super) fn fault(error: &SigningError) -> Fault {
    use SigningError as E;
    match error {
        E::UnknownAccessKey(id) => Fault::new(
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            403,
        )
        .with("AWSAccessKeyId", id),
        E::InvalidToken => {
            Fault::new("InvalidToken", "The provided token is malformed or otherwise invalid.", 400)
        }
        E::ExpiredToken => Fault::new("ExpiredToken", "The provided token has expired.", 400),
        E::RetiredVersion => Fault::new(
            "InvalidRequest",
            "The authorization mechanism you have provided is not supported. Please use \
             AWS4-HMAC-SHA256.",
            400,
        ),
        E::TwoSignatures { .. } => argument(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature \
             query string parameter or the Authorization header should be specified",
            "Authorization",
        ),
        E::HeaderIncomplete { .. } | E::HeaderMalformed { .. } => header(error),
        E::QueryIncomplete(_)
        | E::QueryRepeated(_)
        | E::QueryAlgorithm(_)
        | E::ExpiresNotANumber
        | E::ExpiresTooSmall
        | E::ExpiresTooLarge => query(error),
        E::DateMalformed { form: Form::Query { .. }, .. } => {
            query_error("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        }
        E::DateMissing | E::DateMalformed { .. } => Fault::new(
            "AccessDenied",
            "AWS authentication requires a valid Date or x-amz-date header",
            403,
        ),
        E::HeadersNotSigned(names) => Fault::new(
            "AccessDenied",
            "There were headers present in the request which were not signed",
            403,
        )
        .with("HeadersNotSigned", names.join(", ")),
        E::Credential { .. }
        | E::ScopeDate { .. }
        | E::ScopeTerminator { .. }
        | E::ScopeService { .. }
        | E::ScopeRegion { .. } => scope(error),
        E::Mismatch(mismatch) => signature_mismatch(mismatch),
        E::ChunkMismatch { access_key_id, string_to_sign, signature } => {
            Fault::new("SignatureDoesNotMatch", MISMATCH, 403)
                .with("AWSAccessKeyId", access_key_id)
                .with("StringToSign", string_to_sign)
                .with("SignatureProvided", signature)
                .with("StringToSignBytes", spaced_hex(string_to_sign))
        }
        E::Skewed { .. } | E::Expired { .. } => time(error),
        other => body(other),
    }
}

/// What is wrong with an `Authorization` header's form.
fn header(error: &SigningError) -> Fault {
    use SigningError as E;
    match error {
        E::HeaderIncomplete { is_aws: false, .. } => {
            argument("Unsupported Authorization Type", "Authorization")
        }
        E::HeaderIncomplete { missing, .. } => header_malformed(&format!(
            "the authorization header requires three components: Credential, SignedHeaders, and \
             Signature; missing {}.",
            missing.join(", ")
        )),
        E::HeaderMalformed { .. } => header_malformed(
            "the authorization header requires three components: Credential, SignedHeaders, and \
             Signature.",
        ),
        other => body(other),
    }
}

/// What is wrong with the parameters of a presigned address.
fn query(error: &SigningError) -> Fault {
    use SigningError as E;
    match error {
        E::QueryIncomplete(_) => query_error(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, \
             X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and \
             X-Amz-Expires parameters.",
        ),
        E::QueryRepeated(name) => query_error(&format!("{name} must be given once")),
        E::QueryAlgorithm(_) => query_error(
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
        ),
        E::ExpiresNotANumber => query_error("X-Amz-Expires should be a number"),
        E::ExpiresTooSmall => query_error("X-Amz-Expires must be non-negative"),
        E::ExpiresTooLarge => query_error(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given \
             X-Amz-Expires must be less than 604800 seconds",
        ),
        other => body(other),
    }
}

/// What is wrong with a credential's scope, worded for the place it stands in.
fn scope(error: &SigningError) -> Fault {
    use SigningError as E;
    let (form, reason, region) = match error {
        E::ScopeDate { form, scope_date, date_time } => (
            form,
            format!(
                "Invalid credential date \"{scope_date}\". This date is not the same as \
                 X-Amz-Date: \"{}\".",
                date_time.get(..8).unwrap_or_default()
            ),
            None,
        ),
        E::ScopeTerminator { form, given } => (
            form,
            format!("incorrect terminal \"{given}\". This endpoint uses \"aws4_request\"."),
            None,
        ),
        E::ScopeService { form, expected, given } => (
            form,
            format!("incorrect service \"{given}\". This endpoint belongs to \"{expected}\"."),
            None,
        ),
        E::ScopeRegion { form, expected, given } => {
            (form, format!("the region '{given}' is wrong; expecting '{expected}'"), Some(expected))
        }
        E::Credential { form, .. } => (
            form,
            "the Credential is mal-formed; expecting \
             \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
                .to_owned(),
            None,
        ),
        other => return body(other),
    };
    let fault = match form {
        Form::Header => header_malformed(&reason),
        Form::Query { .. } => {
            query_error(&format!("Error parsing the X-Amz-Credential parameter; {reason}"))
        }
    };
    match region {
        Some(region) => fault.with("Region", region),
        None => fault,
    }
}

fn time(error: &SigningError) -> Fault {
    match error {
        SigningError::Expired { expires_seconds, expired, now, .. } => {
            Fault::new("AccessDenied", "Request has expired", 403)
                .with("X-Amz-Expires", expires_seconds.to_string())
                .with("Expires", expired.iso8601())
                .with("ServerTime", now.iso8601())
        }
        SigningError::Skewed { timestamp, now } => Fault::new(
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            403,
        )
        .with("RequestTime", timestamp.amz_date())
        .with("ServerTime", now.iso8601())
        .with("MaxAllowedSkewMilliseconds", MAX_SKEW.as_millis().to_string()),
        other => body(other),
    }
}

/// What is wrong with a body, or with what the head says of it.
fn body(error: &SigningError) -> Fault {
    use SigningError as E;
    match error {
        E::PayloadHashMissing => Fault::new(
            "InvalidRequest",
            "Missing required header for this request: x-amz-content-sha256",
            400,
        ),
        E::PayloadHashMalformed(given) => argument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, \
             STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, \
             STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, \
             STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            "x-amz-content-sha256",
        )
        .with("ArgumentValue", given),
        E::PayloadMismatch { declared, computed } => Fault::new(
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            400,
        )
        .with("ClientComputedContentSHA256", declared)
        .with("S3ComputedContentSHA256", computed),
        E::DecodedLengthMissing => Fault::new(
            "MissingContentLength",
            "You must provide the Content-Length HTTP header.",
            411,
        ),
        E::ChunkTooSmall { chunk, bytes } => Fault::new(
            "InvalidChunkSizeError",
            "Only the last chunk is allowed to have a size less than 8192 bytes",
            403,
        )
        .with("Chunk", chunk.to_string())
        .with("BadChunkSize", bytes.to_string()),
        E::ChunkMalformed => Fault::new(
            "IncompleteBody",
            "The request body is not well-formed aws-chunked content.",
            400,
        ),
        E::BodyIncomplete => Fault::new(
            "IncompleteBody",
            "You did not provide the number of bytes specified by the \
             x-amz-decoded-content-length HTTP header.",
            400,
        ),
        E::TrailerMalformed => Fault::new(
            "MalformedTrailerError",
            "The request contained trailing data that was not well-formed or did not conform to \
             our published schema.",
            400,
        ),
        // An anonymous request where none is allowed, and what no request can cause.
        _ => Fault::new("AccessDenied", "Access Denied", 403),
    }
}

fn signature_mismatch(mismatch: &Mismatch) -> Fault {
    Fault::new("SignatureDoesNotMatch", MISMATCH, 403)
        .with("AWSAccessKeyId", &mismatch.access_key_id)
        .with("StringToSign", &mismatch.string_to_sign)
        .with("SignatureProvided", &mismatch.signature)
        .with("StringToSignBytes", spaced_hex(&mismatch.string_to_sign))
        .with("CanonicalRequest", &mismatch.canonical_request)
        .with("CanonicalRequestBytes", spaced_hex(&mismatch.canonical_request))
}

fn header_malformed(reason: &str) -> Fault {
    Fault::new(
        "AuthorizationHeaderMalformed",
        format!("The authorization header is malformed; {reason}"),
        400,
    )
}

fn query_error(message: &str) -> Fault {
    Fault::new("AuthorizationQueryParametersError", message, 400)
}

fn argument(message: &str, name: &str) -> Fault {
    Fault::new("InvalidArgument", message, 400).with("ArgumentName", name)
}

/// The bytes as S3 shows them: `47 45 54`.
fn spaced_hex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for (index, byte) in text.bytes().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&hex::encode([byte]));
    }
    out
}
