//! What was seen of an endpoint, in AWS's words as far as these are known. (Answers of
//! `GetHealthCheckStatus` that users published.)

use std::io::ErrorKind;
use std::net::IpAddr;

use bartizan_edge::ProbeFailure;

/// What AWS says of an endpoint that does not answer.
const SILENT: &str = "The endpoint or the internet connection is down, or requests are being blocked \
    by your firewall. See \
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html";

/// The status; with the address that a name was resolved to, if it was.
pub(super) fn status(
    result: &Result<Option<(u16, String)>, ProbeFailure>,
    resolved: Option<IpAddr>,
) -> String {
    let at = resolved.map(|address| format!(" Resolved IP: {address}.")).unwrap_or_default();
    let answered = |status: u16, reason: &str| match resolved {
        Some(_) => format!("HTTP Status Code: {status}.{at} {reason}"),
        None => format!("HTTP Status Code {status}, {reason}"),
    };
    match result {
        Ok(Some((status, reason))) => format!("Success: {}", answered(*status, reason)),
        Ok(None) => format!("Success: Connection established.{at}"),
        Err(ProbeFailure::Status(status, reason)) => {
            format!("Failure: {}", answered(*status, reason))
        }
        Err(ProbeFailure::NoText(status, reason)) => {
            let answered = answered(*status, reason);
            let bytes = "the first 5120 bytes of the response body";
            format!("Failure: {answered}. The search string was not found in {bytes}.")
        }
        Err(ProbeFailure::ConnectTimeout) => format!("Failure: Connection timed out.{at} {SILENT}"),
        Err(ProbeFailure::Unconnected(ErrorKind::ConnectionRefused)) => {
            format!("Failure: Connection refused.{at} {SILENT}")
        }
        Err(ProbeFailure::Unconnected(kind)) => {
            format!("Failure: Connection failed: {kind}.{at} {SILENT}")
        }
        Err(ProbeFailure::Handshake(why)) => format!("Failure: SSL {why}.{at}"),
        Err(ProbeFailure::NoAnswer) => {
            format!("Failure: The endpoint closed the connection, or its response is no HTTP.{at}")
        }
        Err(ProbeFailure::AnswerTimeout) => {
            format!("Failure: The endpoint did not respond within the timeout limit.{at}")
        }
        Err(ProbeFailure::Forbidden(why)) => {
            format!("Failure: The endpoint may not be reached: {why}.{at}")
        }
    }
}

/// The status where a name has no address.
pub(super) fn unresolved(why: &str) -> String {
    format!("Failure: DNS resolution failed: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_as_aws_words_them() {
        let ok = Ok(Some((200, "OK".to_owned())));
        let down = Err(ProbeFailure::Status(503, "Service Unavailable".to_owned()));
        for (result, resolved, wanted) in [
            (&ok, None, "Success: HTTP Status Code 200, OK"),
            (&ok, Some("192.0.2.7"), "Success: HTTP Status Code: 200. Resolved IP: 192.0.2.7. OK"),
            (&down, None, "Failure: HTTP Status Code 503, Service Unavailable"),
        ] {
            let resolved = resolved.map(|address: &str| address.parse().unwrap());
            assert_eq!(status(result, resolved), wanted);
        }
        let late = status(&Err(ProbeFailure::ConnectTimeout), None);
        assert!(late.starts_with("Failure: Connection timed out. The endpoint or the internet"));
    }
}
