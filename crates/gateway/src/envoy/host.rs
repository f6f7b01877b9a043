//! Names of hosts, as rules and clients write them.

use http::uri::Authority;

/// The host that an authority names: without its port and the dot of the root, in lower case.
/// `None` where it is none, or names more than a host and a port.
pub(super) fn of_authority(text: &str) -> Option<String> {
    let authority: Authority = text.parse().ok()?;
    let host = authority.host();
    let port = text.strip_prefix(host)?;
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    if !(port.is_empty() || port.strip_prefix(':').is_some_and(is_port)) {
        return None;
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty() && !host.ends_with('.')).then(|| host.to_ascii_lowercase())
}

/// The host that a rule names.
///
/// # Errors
/// It is none, or has a port: no request would fit the rule, and a later one could decide it.
pub(super) fn of_rule(text: &str) -> Result<String, String> {
    let host = of_authority(text).filter(|_| !text.contains('*'));
    let host = host.ok_or_else(|| format!("hosts: `{text}` is no host"))?;
    let has_port = host.len() != text.strip_suffix('.').unwrap_or(text).len();
    if has_port { Err(format!("hosts: `{text}`: leave the port out")) } else { Ok(host) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_the_same_with_a_port_a_dot_or_in_capitals() {
        for same in ["example.com", "example.com:8443", "Example.COM.", "example.com.:443"] {
            assert_eq!(of_authority(same).as_deref(), Some("example.com"), "{same}");
        }
        assert_eq!(of_authority("[::1]:8443").as_deref(), Some("[::1]"));
        for wrong in [
            "",
            ":80",
            ".",
            "example.com..",
            "a@example.com",
            "example.com:x",
            "a/b",
            "a b",
            "a:1:2",
        ] {
            assert_eq!(of_authority(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rule_names_hosts_without_ports() {
        for (named, expected) in
            [("Example.com", "example.com"), ("example.com.", "example.com"), ("[::1]", "[::1]")]
        {
            assert_eq!(of_rule(named).as_deref(), Ok(expected));
        }
        for wrong in
            ["example.com:8443", "example.com.:443", "[::1]:80", "*.example.com", "a/b", ""]
        {
            assert!(of_rule(wrong).is_err(), "{wrong}");
        }
    }
}
