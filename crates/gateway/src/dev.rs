//! What `--dev` allows, and to whom. (Architecture, "Identity and time to live in one place".)

use bartizan_types::AccountId;
use http::HeaderMap;

/// The account that an access key which Bartizan never issued stands for: the account whose twelve
/// digits it is, or the installation's.
pub(crate) fn account_of(access_key: &str, default: AccountId) -> AccountId {
    access_key.parse().unwrap_or(default)
}

/// Whether a request may come from a web page of another origin. No page may become root, so an
/// `Origin`, a cross-site `Sec-Fetch-Site` or a host that is neither loopback nor an AWS-style
/// name under it turns the fallback off.
pub(crate) fn may_come_from_a_web_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("origin").is_some() {
        return true;
    }
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    !text("host").is_some_and(is_local_host)
}

fn is_local_host(host: &str) -> bool {
    if let Some(port) = host.strip_prefix("[::1]") {
        return port.is_empty() || port.starts_with(':');
    }
    let name = host.split(':').next().unwrap_or_default();
    let is_loopback_v4 =
        name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    is_loopback_v4 || name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn a_web_page_is_told_from_a_tool() {
        for (pairs, is_page) in [
            (&[("host", "127.0.0.1:4566")][..], false),
            (&[("host", "localhost:4566")], false),
            (&[("host", "bucket.s3.localhost:4566")], false),
            (&[("host", "[::1]:4566")], false),
            (&[("host", "[::1]")], false),
            (&[("host", "[::1].evil.example")], true),
            (&[("host", "localhost"), ("sec-fetch-site", "none")], false),
            (&[("host", "localhost"), ("sec-fetch-site", "cross-site")], true),
            (&[("host", "localhost"), ("sec-fetch-site", "same-site")], true),
            (&[("host", "localhost"), ("origin", "https://evil.example")], true),
            (&[("host", "localhost"), ("origin", "null")], true),
            (&[("host", "rebound.evil.example:4566")], true),
            (&[("host", "127.0.0.1.evil.example")], true),
            (&[("host", "localhost.evil.example")], true),
            (&[], true),
        ] {
            assert_eq!(may_come_from_a_web_page(&headers(pairs)), is_page, "{pairs:?}");
        }
    }

    #[test]
    fn an_access_key_of_twelve_digits_names_its_account() {
        let default = AccountId::from_number(0).unwrap();
        assert_eq!(account_of("123456789012", default).number(), 123_456_789_012);
        assert_eq!(account_of("test", default), default);
    }
}
