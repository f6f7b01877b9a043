//! What names an image in a registry, as clients of containers write it.

/// The longest name of a repository (OCI distribution specification 1.1).
const NAME_BYTES_MAX: usize = 255;
const TAG_BYTES_MAX: usize = 128;

/// An image in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The registry, and its port where one is named.
    pub(super) registry: String,
    /// The repository.
    pub(super) name: String,
    /// The tag or the digest.
    pub(super) version: String,
}

impl Reference {
    /// Reads `registry/name`, `registry/name:tag` or `registry/name@sha256:…`; none of anything else. What
    /// has no registry is none, so that no mistyped path is asked for elsewhere.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (registry, rest) = text.split_once('/')?;
        let is_host = registry == "localhost" || registry.contains(['.', ':']);
        if !is_host
            || registry.starts_with('.')
            || registry.contains('@')
            || registry.parse::<http::uri::Authority>().is_err()
        {
            return None;
        }
        let (rest, digest) = match rest.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (rest, None),
        };
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) => (name, Some(tag)),
            None => (rest, None),
        };
        if !is_name(name) || !tag.is_none_or(is_tag) || !digest.is_none_or(is_digest) {
            return None;
        }
        let version = digest.or(tag).unwrap_or("latest").to_owned();
        let (registry, name) = match registry {
            "docker.io" | "index.docker.io" => {
                let is_official = !name.contains('/');
                let name = if is_official { format!("library/{name}") } else { name.to_owned() };
                ("registry-1.docker.io", name)
            }
            registry => (registry, name.to_owned()),
        };
        Some(Self { registry: registry.to_owned(), name, version })
    }

    /// The digest that its manifest must have, where it is named by that.
    pub(super) fn digest(&self) -> Option<&str> {
        Some(self.version.as_str()).filter(|version| is_digest(version))
    }

    /// Whether its registry is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.registry.rsplit_once(':').map_or(self.registry.as_str(), |(host, _)| host);
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_end = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let is_inner = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-')
        };
        part.bytes().all(is_inner) && is_end(part.bytes().next()) && is_end(part.bytes().last())
    };
    name.len() <= NAME_BYTES_MAX && name.split('/').all(is_part)
}

fn is_tag(tag: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=TAG_BYTES_MAX).contains(&tag.len())
        && tag.bytes().all(is_inner)
        && !tag.starts_with(['.', '-'])
}

/// Of the algorithms that digests may be of, SHA-256 is what registries write.
pub(super) fn is_digest(digest: &str) -> bool {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    digest.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64 && hex.bytes().all(is_hex))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_a_registry() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        let by_digest = format!("localhost:5000/app:1@{digest}");
        for (text, registry, name, version) in [
            ("ghcr.io/a/b:1.2", "ghcr.io", "a/b", "1.2"),
            ("docker.io/alpine", "registry-1.docker.io", "library/alpine", "latest"),
            ("docker.io/a/b", "registry-1.docker.io", "a/b", "latest"),
            ("127.0.0.1:5000/app", "127.0.0.1:5000", "app", "latest"),
            (by_digest.as_str(), "localhost:5000", "app", digest.as_str()),
        ] {
            let found = Reference::of(text).unwrap();
            assert_eq!(
                (&*found.registry, &*found.name, &*found.version),
                (registry, name, version)
            );
        }
        for wrong in [
            "alpine",
            "library/alpine:3",
            "./folder.d/x",
            "../x.y/z",
            "a b.c/x",
            "user@host.example/x",
            "ghcr.io/",
            "ghcr.io/UPPER",
            "ghcr.io/a//b",
            "ghcr.io/a/../b",
            "ghcr.io/a:",
            "ghcr.io/a:-x",
            "ghcr.io/a?x=1",
            "ghcr.io/a@sha256:00",
            "https://ghcr.io/a",
        ] {
            assert_eq!(Reference::of(wrong), None, "{wrong}");
        }
        assert!(Reference::of("127.0.0.1:5000/a").unwrap().is_loopback());
        assert!(Reference::of("[::1]:5000/a").unwrap().is_loopback());
        assert!(!Reference::of("127.0.0.1.example/a").unwrap().is_loopback());
    }
}
