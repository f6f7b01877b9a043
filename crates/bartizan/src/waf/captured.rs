//! Requests as logs of AWS WAF keep them, read from files.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use bartizan_inspect::{HttpVersion, Token, WebRequest};
use flate2::read::MultiGzDecoder;
use serde_json::Value as Json;

use crate::error::CliError;

/// The longest line that is read: a longer one is no line of a log.
const LINE_BYTES_MAX: u64 = 1024 * 1024;
/// How deep folders are looked into.
const DEPTH_MAX: usize = 16;

/// What stands for a part that was left out.
const REDACTED: &str = "REDACTED";

/// A request, and what was decided about it.
pub(super) struct Captured {
    pub(super) line: Json,
    pub(super) client: IpAddr,
    pub(super) seconds: u64,
    headers: Vec<(String, String)>,
}

impl Captured {
    fn of(line: Json) -> Option<Self> {
        let request = line.get("httpRequest")?;
        let client = request.get("clientIp")?.as_str()?.parse().ok()?;
        let seconds = line.get("timestamp")?.as_u64()? / 1_000;
        let text = |header: &Json, name: &str| Some(header.get(name)?.as_str()?.to_owned());
        let headers = request.get("headers").and_then(Json::as_array).into_iter().flatten();
        let pair = |header: &Json| {
            Some((text(header, "name")?.to_ascii_lowercase(), text(header, "value")?))
        };
        let headers = headers.filter_map(pair).collect();
        Some(Self { line, client, seconds, headers })
    }

    /// A text of the line.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.line.pointer(pointer).and_then(Json::as_str).unwrap_or_default()
    }

    /// What was done with it.
    pub(super) fn action(&self) -> &str {
        self.text("/action")
    }

    /// The group whose rule decided, and that rule.
    pub(super) fn deciding_in_group(&self) -> Option<(&str, &str)> {
        let groups = self.line.get("ruleGroupList").and_then(Json::as_array)?;
        groups.iter().find_map(|group| {
            let rule = group.pointer("/terminatingRule/ruleId")?.as_str()?;
            Some((group.get("ruleGroupId")?.as_str()?, rule))
        })
    }

    /// The rule that decided.
    pub(super) fn rule(&self) -> String {
        let own = self.text("/terminatingRuleId");
        match self.deciding_in_group() {
            Some((group, rule)) => format!("{own} > {group} > {rule}"),
            None => own.to_owned(),
        }
    }

    /// Whether some of it is not in the log: its body, or what was left out.
    pub(super) fn is_partial(&self) -> bool {
        let inspected = self.line.get("requestBodySizeInspectedByWAF").and_then(Json::as_u64);
        let parts = ["/httpRequest/uri", "/httpRequest/args", "/httpRequest/httpMethod"];
        inspected.is_some_and(|bytes| bytes > 0)
            || parts.iter().any(|part| self.text(part) == REDACTED)
            || self.headers.iter().any(|(_, value)| value == REDACTED)
    }

    /// What its client had proved.
    pub(super) fn token(&self) -> Token {
        let solved = |name: &str| {
            let response = self.line.get(name)?;
            let is_valid = response.get("failureReason").is_none_or(Json::is_null);
            response.get("solveTimestamp")?.as_u64().filter(|_| is_valid)
        };
        Token {
            captcha_seconds: solved("captchaResponse"),
            challenge_seconds: solved("challengeResponse"),
        }
    }

    /// Hands the request on as the firewall takes it.
    pub(super) fn with_request<R>(&self, take: impl FnOnce(&WebRequest<'_>) -> R) -> R {
        let headers: Vec<(&[u8], &[u8])> =
            self.headers.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect();
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        take(&WebRequest {
            method: self.text("/httpRequest/httpMethod"),
            query: self.text("/httpRequest/args").as_bytes(),
            http_version: match self.text("/httpRequest/httpVersion") {
                "HTTP/1.0" => HttpVersion::Http10,
                "HTTP/2.0" => HttpVersion::Http2,
                _ => HttpVersion::Http11,
            },
            headers: &headers,
            country: some(self.text("/httpRequest/country")).filter(|country| *country != "-"),
            ja3: some(self.text("/ja3Fingerprint")),
            ja4: some(self.text("/ja4Fingerprint")),
            ..WebRequest::new(self.client, self.text("/httpRequest/uri").as_bytes())
        })
    }
}

/// Reads all logs of a folder, or one, in the order of their names. How many lines could not be read.
///
/// # Errors
/// A file cannot be read, or there is no request in any.
pub(super) fn each(path: &Path, mut take: impl FnMut(Captured)) -> Result<u64, CliError> {
    let mut files = Vec::new();
    collect(path, 0, &mut files)?;
    files.sort();
    let (mut taken, mut unread, mut first_unread) = (0_u64, 0, None);
    for file in files {
        let opened = File::open(&file).map_err(|error| failed(&file, &error))?;
        let is_packed = file.extension().is_some_and(|extension| extension == "gz");
        let bytes: Box<dyn Read> =
            if is_packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
        let mut reader = BufReader::new(bytes);
        for number in 1_u64.. {
            let mut line = Vec::new();
            let read = reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
            if read.map_err(|error| failed(&file, &error))? == 0 {
                break;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            if let Some(captured) = serde_json::from_slice(&line).ok().and_then(Captured::of) {
                taken += 1;
                take(captured);
            } else {
                unread += 1;
                first_unread.get_or_insert_with(|| format!("{}:{number}", file.display()));
            }
        }
    }
    match first_unread {
        _ if taken > 0 => Ok(unread),
        Some(first) => Err(CliError::Failed(format!(
            "{} has no log of AWS WAF: {unread} lines are none, first {first}",
            path.display()
        ))),
        None => Err(CliError::Failed(format!("{} has no logged request", path.display()))),
    }
}

fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    if depth >= DEPTH_MAX {
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(|error| failed(path, &error))? {
        collect(&entry.map_err(|error| failed(path, &error))?.path(), depth + 1, files)?;
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Failed(format!("{} cannot be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_log_is_an_error_that_names_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let error = |path: &Path| each(path, |_| {}).unwrap_err().to_string();
        assert!(error(folder.path()).ends_with("has no logged request"));
        let file = folder.path().join("notes.txt");
        std::fs::write(&file, "\nno log\n{}\n").unwrap();
        let told = error(folder.path());
        assert!(told.ends_with(&format!("2 lines are none, first {}:2", file.display())), "{told}");
        let line = r#"{"timestamp": 1000, "httpRequest": {"clientIp": "192.0.2.1"}}"#;
        std::fs::write(folder.path().join("waf.log"), line).unwrap();
        assert_eq!(each(folder.path(), |_| {}).unwrap(), 2);
    }
}
