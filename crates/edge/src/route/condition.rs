//! What rules ask of a request.

use std::net::IpAddr;

use ipnet::IpNet;

use super::ConfigError;
use super::pattern::{Pattern, wildcard};
use crate::config;
use crate::http1::Head;

/// A condition, compiled.
#[derive(Debug)]
pub(crate) enum Condition {
    Host(Vec<Pattern>),
    Path(Vec<Pattern>),
    Header(Vec<u8>, Vec<Pattern>),
    Method(Vec<String>),
    Query(Vec<(Option<String>, String)>),
    SourceIp(Vec<IpNet>),
}

/// A request, as far as conditions ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The head.
    pub(crate) head: &'a Head,
    /// The client.
    pub(crate) client: IpAddr,
}

impl Condition {
    pub(crate) fn new(condition: &config::Condition) -> Result<Self, ConfigError> {
        let all = |patterns: &[config::TextPattern], ignores_case| {
            let compiled = patterns.iter().map(|pattern| Pattern::new(pattern, ignores_case));
            compiled.collect::<Result<Vec<_>, ConfigError>>()
        };
        Ok(match condition {
            config::Condition::Host(patterns) => Self::Host(all(patterns, true)?),
            config::Condition::Path(patterns) => Self::Path(all(patterns, false)?),
            config::Condition::Header(name, patterns) => {
                Self::Header(name.to_ascii_lowercase().into_bytes(), all(patterns, true)?)
            }
            config::Condition::Method(methods) => Self::Method(methods.clone()),
            config::Condition::Query(pairs) => Self::Query(pairs.clone()),
            config::Condition::SourceIp(networks) => Self::SourceIp(networks.clone()),
        })
    }

    pub(crate) fn holds(&self, question: Question<'_>) -> bool {
        let head = question.head;
        let any = |patterns: &[Pattern], text: &[u8]| {
            patterns.iter().any(|pattern| pattern.matches(text))
        };
        match self {
            Self::Host(patterns) => head.host().is_some_and(|host| {
                let name = host_name(host);
                // A dot at the end makes no other name. (RFC 1034, section 3.1.)
                any(patterns, name.strip_suffix(b".").unwrap_or(name))
            }),
            Self::Path(patterns) => any(patterns, head.split_target().0),
            Self::Header(name, patterns) => {
                head.headers().any(|(held, value)| held == name.as_slice() && any(patterns, value))
            }
            Self::Method(methods) => {
                methods.iter().any(|method| method.as_bytes() == head.method())
            }
            Self::Query(pairs) => {
                let query = head.split_target().1;
                pairs.iter().any(|(key, value)| has_pair(query, key.as_deref(), value))
            }
            Self::SourceIp(networks) => {
                networks.iter().any(|network| network.contains(&question.client))
            }
        }
    }
}

/// A host without its port.
pub(crate) fn host_name(host: &[u8]) -> &[u8] {
    let end = if host.first() == Some(&b'[') {
        memchr::memchr(b']', host).map_or(host.len(), |at| at + 1)
    } else {
        memchr::memchr(b':', host).unwrap_or(host.len())
    };
    host.get(..end).unwrap_or_default()
}

fn has_pair(query: &[u8], key: Option<&str>, value: &str) -> bool {
    query.split(|byte| *byte == b'&').any(|pair| {
        let (held_key, held) = match memchr::memchr(b'=', pair) {
            Some(at) => {
                (pair.get(..at).unwrap_or_default(), pair.get(at + 1..).unwrap_or_default())
            }
            None => (pair, &b""[..]),
        };
        key.is_none_or(|key| wildcard(key.as_bytes(), held_key, true))
            && wildcard(value.as_bytes(), held, true)
    })
}
