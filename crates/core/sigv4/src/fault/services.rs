//! What every service but S3 answers.

use std::fmt::Write as _;
use std::time::Duration;

use bartizan_types::{Fault, Timestamp};

use super::Dialect;
use crate::{MAX_SKEW, SigningError};

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
                        provided. Check your AWS Secret Access Key and signing method. Consult \
                        the service documentation for details.";

pub(super) fn fault(error: &SigningError, dialect: Dialect) -> Fault {
    use SigningError as E;
    let codes = Codes(dialect);
    match error {
        E::MissingAuthenticationToken => codes.missing_token(),
        E::UnknownAccessKey(_) | E::InvalidToken => {
            codes.unknown_client("The security token included in the request is invalid.")
        }
        E::ExpiredToken => codes.expired_token(),
        E::HeaderIncomplete { missing, date_missing, authorization_digest, .. } => {
            codes.incomplete(header_incomplete(missing, *date_missing, authorization_digest))
        }
        E::HeaderMalformed { authorization_digest } => codes.incomplete(format!(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with \
             SHA-256 and encoded with Base64): '{authorization_digest}'."
        )),
        E::TwoSignatures { .. } => codes.incomplete(
            "The request is signed in the Authorization header and in the query string. Use one."
                .to_owned(),
        ),
        E::RetiredVersion => {
            codes.incomplete("Signature Version 2 is not supported. Use AWS4-HMAC-SHA256.".into())
        }
        E::QueryIncomplete(missing) => codes.incomplete(query_incomplete(missing)),
        E::QueryRepeated(name) => codes.incomplete(format!(
            "AWS query-string parameters must include '{name}' once. Re-examine the query-string \
             parameters."
        )),
        E::QueryAlgorithm(name) => {
            codes.incomplete(format!("Unsupported AWS 'algorithm': '{name}'."))
        }
        E::Credential { given, .. } => codes.incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got '{given}'"
        )),
        E::DateMissing => codes.incomplete(format!("{DATE_MISSING}.")),
        E::DateMalformed { given, .. } => codes.incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{given}'. See \
             http://en.wikipedia.org/wiki/ISO_8601"
        )),
        E::ExpiresNotANumber | E::ExpiresTooSmall | E::ExpiresTooLarge => codes.incomplete(
            "X-Amz-Expires must be a number of seconds between 1 and 604800.".to_owned(),
        ),
        E::Mismatch(_) | E::PayloadMismatch { .. } | E::ChunkMismatch { .. } => {
            codes.mismatch(MISMATCH.to_owned())
        }
        E::ScopeDate { scope_date, date_time, .. } => codes.mismatch(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from \
             HTTP: '{scope_date}' != '{}', from '{date_time}'.",
            date_time.get(..8).unwrap_or_default()
        )),
        E::ScopeTerminator { given, .. } => codes.mismatch(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{given}'. "
        )),
        E::ScopeService { expected, .. } => codes
            .mismatch(format!("Credential should be scoped to correct service: '{expected}'. ")),
        E::ScopeRegion { given, .. } => codes
            .mismatch(format!("Credential should be scoped to a valid region, not '{given}'. ")),
        E::HeadersNotSigned(names) => codes.mismatch(headers_not_signed(names)),
        E::Skewed { timestamp, now } => codes.mismatch(skewed(*timestamp, *now)),
        E::Expired { expired, now, .. } => codes.mismatch(format!(
            "Signature expired: {} is now earlier than {}",
            expired.amz_date(),
            now.amz_date()
        )),
        // What follows is about bodies that only S3 takes, and about signing.
        other => codes.incomplete(other.to_string()),
    }
}

const DATE_MISSING: &str =
    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header";

/// The codes and statuses of one dialect.
#[derive(Clone, Copy)]
struct Codes(Dialect);

impl Codes {
    fn pick(self, query: (&'static str, u16), json: &'static str, message: String) -> Fault {
        match self.0 {
            Dialect::Json => Fault::new(json, message, 400),
            _ => Fault::new(query.0, message, query.1),
        }
    }

    fn incomplete(self, message: String) -> Fault {
        self.pick(("IncompleteSignature", 400), "IncompleteSignatureException", message)
    }

    fn mismatch(self, message: String) -> Fault {
        self.pick(("SignatureDoesNotMatch", 403), "InvalidSignatureException", message)
    }

    fn unknown_client(self, message: &str) -> Fault {
        self.pick(("InvalidClientTokenId", 403), "UnrecognizedClientException", message.to_owned())
    }

    fn missing_token(self) -> Fault {
        let message = match self.0 {
            Dialect::Json => "Missing Authentication Token",
            _ => "Request is missing Authentication Token",
        };
        self.pick(
            ("MissingAuthenticationToken", 403),
            "MissingAuthenticationTokenException",
            message.to_owned(),
        )
    }

    fn expired_token(self) -> Fault {
        let message = "The security token included in the request is expired";
        self.pick(("ExpiredToken", 403), "ExpiredTokenException", message.to_owned())
    }
}

fn header_incomplete(missing: &[&str], date_missing: bool, digest: &str) -> String {
    let mut text = String::new();
    for name in missing {
        text.extend(["Authorization header requires '", name, "' parameter. "]);
    }
    if date_missing {
        text.extend([DATE_MISSING, ". "]);
    }
    text.extend(["(Hashed with SHA-256 and encoded with Base64) Authorization=", digest]);
    text
}

fn query_incomplete(missing: &[&str]) -> String {
    let mut text = String::new();
    for name in missing {
        text.extend(["AWS query-string parameters must include '", name, "'. "]);
    }
    text.push_str("Re-examine the query-string parameters.");
    text
}

fn headers_not_signed(names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        let name = if name == "host" { "Host' or ':authority" } else { name };
        let _ = write!(text, "'{name}' must be a 'SignedHeader' in the AWS Authorization. ");
    }
    text
}

/// Names the limit that was passed, and what it was reckoned from.
fn skewed(timestamp: Timestamp, now: Timestamp) -> String {
    let minutes = MAX_SKEW.as_secs() / 60;
    let (signed, received) = (timestamp.amz_date(), now.amz_date());
    if timestamp > now {
        let limit = now.plus(MAX_SKEW).amz_date();
        return format!(
            "Signature not yet current: {signed} is still later than {limit} ({received} + \
             {minutes} min.)"
        );
    }
    let limit = Timestamp::from_millis(now.millis().saturating_sub(millis(MAX_SKEW))).amz_date();
    format!("Signature expired: {signed} is now earlier than {limit} ({received} - {minutes} min.)")
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
