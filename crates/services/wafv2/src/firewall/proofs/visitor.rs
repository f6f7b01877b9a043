//! Who asks, as far as puzzles and tokens go.

use std::borrow::Cow;

use bartizan_inspect::WebRequest;
use bartizan_proof::Audience;

use crate::published::WebAcl;

/// Who asks, and at which domain.
pub(super) struct Visitor<'a> {
    pub(super) request: &'a WebRequest<'a>,
    host: Cow<'a, str>,
    domains: &'a [String],
    agent: &'a [u8],
}

impl<'a> Visitor<'a> {
    pub(super) fn of(request: &'a WebRequest<'a>, web_acl: &'a WebAcl) -> Self {
        let host = request.header_values(b"host").next().unwrap_or_default();
        let host = std::str::from_utf8(host).unwrap_or_default();
        let is_port = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        let host = match host.rsplit_once(':') {
            Some((name, port)) if is_port(port) => name,
            _ => host,
        };
        let host = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        };
        let agent = request.header_values(b"user-agent").next().unwrap_or_default();
        Self { request, host, domains: &web_acl.token_domains, agent }
    }

    /// Whether a token of a domain may be used here: that of the host, or one of the web ACL's that
    /// the host is below. (AWS WAF Developer Guide, "Specifying token domains and domain lists".)
    pub(super) fn is_domain(&self, domain: &str) -> bool {
        domain == self.host
            || (self.domains.iter().any(|held| held == domain) && self.is_below(domain))
    }

    fn is_below(&self, domain: &str) -> bool {
        let above = self.host.strip_suffix(domain);
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    }

    /// The domain that a new token is of.
    pub(super) fn domain(&self) -> &str {
        self.cookie_domain().unwrap_or(&self.host)
    }

    /// The domain of a cookie, where it is not the host alone.
    pub(super) fn cookie_domain(&self) -> Option<&str> {
        self.domains.iter().find(|domain| self.is_below(domain)).map(String::as_str)
    }

    pub(super) fn audience(&self) -> Audience<'_> {
        Audience { domain: self.domain(), client: self.request.client, agent: self.agent }
    }

    pub(super) fn header(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.request.header_values(name).next()
    }

    /// The values of a cookie, wherever they stand.
    pub(super) fn cookies(&self, name: &[u8]) -> impl Iterator<Item = &'a [u8]> {
        let lines = self.request.header_values(b"cookie");
        let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';'));
        pairs.filter_map(move |pair| pair.trim_ascii().strip_prefix(name)?.strip_prefix(b"="))
    }
}
