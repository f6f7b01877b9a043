//! The access log of load balancers. (ELB User Guide for Application Load Balancers, "Access logs
//! for your Application Load Balancer".)

use std::fmt::Write;
use std::time::Duration;

use bartizan_inspect::HttpVersion;
use bartizan_types::Timestamp;

use super::Entry;
use crate::http1::Class;

pub(super) fn line(entry: &Entry<'_>) -> String {
    let mut line = Line(String::with_capacity(512));
    line.word(kind(entry));
    line.word(&micros(entry.ended));
    line.word(entry.front_id);
    line.word(&entry.client.to_string());
    line.maybe(entry.target);
    for time in [entry.times.request, entry.times.target, entry.times.response] {
        line.word(&time.map_or("-1".to_owned(), |seconds| format!("{seconds:.3}")));
    }
    line.word(&entry.status.to_string());
    line.maybe(entry.target_status);
    line.word(&entry.received.to_string());
    line.word(&entry.sent.to_string());
    line.quoted(&request(entry));
    line.quoted(entry.header(b"user-agent").unwrap_or(b"-"));
    line.word(entry.tls.map_or("-", |tls| tls.cipher));
    line.word(entry.tls.map_or("-", |tls| tls.version));
    line.maybe(entry.group_arn);
    line.quoted(format!("Root={}", entry.trace).as_bytes());
    let name = entry.tls.map(|tls| tls.server_name.as_deref().unwrap_or("-"));
    line.quoted(name.unwrap_or("-").as_bytes());
    let certificate = entry.tls.map(|tls| tls.certificate_arn.as_deref().unwrap_or("-"));
    line.quoted(certificate.unwrap_or("-").as_bytes());
    line.maybe(entry.rule_priority);
    line.word(&micros(began(entry)));
    let actions = entry.actions.join(",");
    line.quoted(if actions.is_empty() { b"-" } else { actions.as_bytes() });
    line.quoted(entry.redirect.unwrap_or("-").as_bytes());
    line.quoted(b"-");
    let target = entry.target.map_or("-".to_owned(), |target| target.to_string());
    line.quoted(target.as_bytes());
    let status = entry.target_status.map_or("-".to_owned(), |status| status.to_string());
    line.quoted(status.as_bytes());
    let classified = entry.head.classified;
    let is_told = classified.class != Class::Compliant;
    line.quoted(if is_told { classified.class.as_str().as_bytes() } else { b"-" });
    line.quoted(classified.reason.map_or("-", |reason| reason.as_str()).as_bytes());
    line.word(&format!("TID_{:032x}", entry.connection_id));
    line.0.truncate(line.0.trim_end().len());
    line.0
}

fn began(entry: &Entry<'_>) -> Timestamp {
    let total = Duration::from_secs_f64(entry.times.total.max(0.0));
    let millis = i64::try_from(total.as_millis()).unwrap_or(0);
    Timestamp::from_millis(entry.ended.millis().saturating_sub(millis))
}

/// The time with microseconds, of which milliseconds are known.
fn micros(time: Timestamp) -> String {
    time.iso8601_millis().replace('Z', "000Z")
}

fn kind(entry: &Entry<'_>) -> &'static str {
    let is_socket = entry.status == 101;
    match (entry.head.version, entry.tls.is_some()) {
        (HttpVersion::Http2, _) => "h2",
        (_, true) if is_socket => "wss",
        (_, true) => "https",
        (_, false) if is_socket => "ws",
        (_, false) => "http",
    }
}

fn request(entry: &Entry<'_>) -> Vec<u8> {
    let scheme = if entry.tls.is_some() { "https" } else { "http" };
    let host = entry.head.host().unwrap_or(b"-");
    let name = crate::route::host_name(host);
    let mut text = Vec::with_capacity(128);
    text.extend_from_slice(entry.head.method());
    text.extend_from_slice(format!(" {scheme}://").as_bytes());
    text.extend_from_slice(name);
    text.extend_from_slice(format!(":{}", entry.port).as_bytes());
    text.extend_from_slice(entry.head.target());
    text.push(b' ');
    text.extend_from_slice(entry.head.version.as_str().as_bytes());
    text
}

struct Line(String);

impl Line {
    fn word(&mut self, word: &str) {
        self.0.push_str(word);
        self.0.push(' ');
    }

    fn maybe(&mut self, word: Option<impl ToString>) {
        match word {
            Some(word) => self.word(&word.to_string()),
            None => self.word("-"),
        }
    }

    /// Text in quotation marks; what could end them, and what is not printable, is escaped.
    fn quoted(&mut self, text: &[u8]) {
        self.0.push('"');
        for byte in text {
            match byte {
                b'"' | b'\\' => {
                    self.0.push('\\');
                    self.0.push(char::from(*byte));
                }
                b' '..=b'~' => self.0.push(char::from(*byte)),
                other => {
                    // Writing to a string does not fail.
                    let _ = write!(self.0, "\\x{other:02X}");
                }
            }
        }
        self.0.push_str("\" ");
    }
}
