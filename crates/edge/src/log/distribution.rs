//! The standard log of distributions. (Amazon `CloudFront` Developer Guide, "Standard logging", log
//! file fields.)

use std::fmt::Write;

use super::Entry;

/// Where the edge is, as AWS names its points of presence.
pub(crate) const LOCATION: &str = "BRT50-P1";

pub(super) fn line(entry: &Entry<'_>, includes_cookies: bool) -> String {
    let when = entry.ended.iso8601();
    let (date, time) = when.trim_end_matches('Z').split_once('T').unwrap_or((&when, "-"));
    let (path, query) = entry.head.split_target();
    let did = |action| entry.actions.contains(&action);
    let result = match entry.status {
        400.. => "Error",
        _ if did("hit") => "Hit",
        _ if did("refresh-hit") => "RefreshHit",
        _ if entry.target.is_none() && (300..400).contains(&entry.status) => "Redirect",
        _ => "Miss",
    };
    let first_byte = entry.times.request.zip(entry.times.target).map(|(one, other)| one + other);
    let host = entry.head.host().map(crate::route::host_name);
    let fields = [
        date.to_owned(),
        time.to_owned(),
        LOCATION.to_owned(),
        entry.sent.to_string(),
        entry.client.ip().to_canonical().to_string(),
        entry.head.method_text().to_owned(),
        entry.front_id.to_owned(),
        encoded(Some(path)),
        entry.status.to_string(),
        encoded(entry.header(b"referer")),
        encoded(entry.header(b"user-agent")),
        encoded(Some(query).filter(|query| !query.is_empty())),
        encoded(entry.header(b"cookie").filter(|_| includes_cookies)),
        result.to_owned(),
        entry.trace.to_owned(),
        encoded(host),
        if entry.tls.is_some() { "https" } else { "http" }.to_owned(),
        entry.received.to_string(),
        format!("{:.3}", entry.times.total),
        encoded(entry.header(b"x-forwarded-for")),
        entry.tls.map_or("-", |tls| tls.version).to_owned(),
        entry.tls.map_or("-", |tls| tls.cipher).to_owned(),
        result.to_owned(),
        entry.head.version.as_str().to_owned(),
        "-".to_owned(),
        "-".to_owned(),
        entry.client.port().to_string(),
        format!("{:.3}", first_byte.unwrap_or(entry.times.total)),
        result.to_owned(),
        encoded(entry.content_type.map(str::as_bytes)),
        entry.content_length.map_or("-".to_owned(), |length| length.to_string()),
        "-".to_owned(),
        "-".to_owned(),
    ];
    fields.join("\t")
}

/// Text with what `CloudFront` encodes in its logs percent-encoded.
fn encoded(text: Option<&[u8]>) -> String {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return "-".to_owned() };
    let mut out = String::with_capacity(text.len());
    for byte in text {
        match byte {
            b'"'
            | b'#'
            | b'%'
            | b'<'
            | b'>'
            | b'['
            | b'\\'
            | b']'
            | b'^'
            | b'`'
            | b'{'
            | b'|'
            | b'}'
            | b'~'
            | b' '
            | 0..=31
            | 127..=255 => {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
            other => out.push(char::from(*other)),
        }
    }
    out
}
