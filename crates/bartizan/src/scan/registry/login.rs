//! Who asks a registry: what the environment or the configuration of docker and podman names, and tokens
//! (the distribution project's token authentication).

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::reference::Reference;
use crate::error::CliError;

const USER: &str = "BARTIZAN_REGISTRY_USER";
const PASSWORD: &str = "BARTIZAN_REGISTRY_PASSWORD";
/// The largest configuration that is read.
const BYTES_MAX: usize = 1 << 20;

/// The value of `Authorization` that names a user and a password; none for those who have none.
///
/// # Errors
/// The configuration cannot be read.
pub(super) fn basic(reference: &Reference) -> Result<Option<String>, CliError> {
    if let Ok(user) = std::env::var(USER) {
        let password = std::env::var(PASSWORD).unwrap_or_default();
        return Ok(Some(format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))));
    }
    let Some(path) = configuration().filter(|path| path.exists()) else { return Ok(None) };
    let bytes = super::super::walk::read_link(&path, BYTES_MAX).map_err(CliError::file(&path))?;
    of_configuration(&bytes, &reference.registry)
        .map_err(|problem| CliError::Usage(format!("{}: {problem}", path.display())))
}

/// Where podman and docker keep what users logged in with.
fn configuration() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    named("REGISTRY_AUTH_FILE")
        .or_else(|| Some(named("DOCKER_CONFIG")?.join("config.json")))
        .or_else(|| Some(named("HOME")?.join(".docker/config.json")))
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(default)]
    auths: BTreeMap<String, Login>,
}

#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    auth: String,
}

fn of_configuration(bytes: &[u8], registry: &str) -> Result<Option<String>, String> {
    let configuration: Configuration =
        serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let is_it = |name: &str| match host(name) {
        "index.docker.io" | "docker.io" => registry == "registry-1.docker.io",
        host => host == registry,
    };
    let mut logins = configuration.auths.into_iter();
    let login = logins.find(|(name, login)| is_it(name) && !login.auth.is_empty());
    let Some((name, login)) = login else { return Ok(None) };
    let is_pair = STANDARD.decode(&login.auth).is_ok_and(|pair| pair.contains(&b':'));
    if !is_pair {
        return Err(format!("its `auth` of `{name}` is no user and password in Base64"));
    }
    Ok(Some(format!("Basic {}", login.auth)))
}

/// The host in `https://index.docker.io/v1/`, which some names are.
fn host(name: &str) -> &str {
    let name = name.split_once("://").map_or(name, |(_, rest)| rest);
    name.split('/').next().unwrap_or(name)
}

/// What a registry wants to see.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// A user and a password.
    Basic,
    /// A token, which is at this URL.
    Bearer(String),
}

impl Challenge {
    /// Reads a value of `WWW-Authenticate`; none if it wants something else.
    pub(super) fn of(value: &str) -> Option<Self> {
        let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
        if scheme.eq_ignore_ascii_case("basic") {
            return Some(Self::Basic);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let parameters = parameters(rest);
        let realm: Uri = parameters.get("realm")?.parse().ok()?;
        let mut url = realm.to_string();
        let mut separator = if realm.query().is_some() { '&' } else { '?' };
        for name in ["service", "scope"] {
            if let Some(value) = parameters.get(name) {
                let value = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
                url.extend([separator.to_string().as_str(), name, "=", &value]);
                separator = '&';
            }
        }
        Some(Self::Bearer(url))
    }
}

/// `realm="https://…",scope="repository:a:pull,push"`, by lower-case names.
fn parameters(mut text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    while let Some((name, rest)) = text.split_once('=') {
        let name = name.trim_matches([' ', ',']).to_ascii_lowercase();
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"'),
            None => Some(rest.split_once(',').unwrap_or((rest, ""))),
        };
        let Some((value, rest)) = end else { break };
        found.insert(name, value.trim().to_owned());
        text = rest;
    }
    found
}

/// The token in an answer.
pub(super) fn token(answer: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        token: String,
        #[serde(default)]
        access_token: String,
    }
    let answer: Answer = serde_json::from_slice(answer).ok()?;
    [answer.token, answer.access_token].into_iter().find(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_tell_where_tokens_are() {
        let bearer = |url: &str| Some(Challenge::Bearer(url.to_owned()));
        for (value, expected) in [
            ("Basic realm=\"x\"", Some(Challenge::Basic)),
            (
                "Bearer realm=\"https://a.example/t\",service=\"r\",scope=\"repository:a/b:pull,push\"",
                bearer("https://a.example/t?service=r&scope=repository%3Aa%2Fb%3Apull%2Cpush"),
            ),
            (
                "bearer Realm=https://a.example/t?x=1, service=r",
                bearer("https://a.example/t?x=1&service=r"),
            ),
            ("Bearer realm=\"https://a.example/t", None),
            ("Bearer service=\"r\"", None),
            ("Negotiate", None),
            ("", None),
        ] {
            assert_eq!(Challenge::of(value), expected, "{value}");
        }
    }

    #[test]
    fn a_login_is_that_of_the_registry() {
        let auths = r#"{"auths":{"https://index.docker.io/v1/":{"auth":"YTpi"},"r.example:5000":{"auth":"Yzpk"},
            "broken.example":{"auth":"?"},"helper.example":{}}}"#;
        let of = |registry: &str| of_configuration(auths.as_bytes(), registry);
        assert_eq!(of("registry-1.docker.io"), Ok(Some("Basic YTpi".to_owned())));
        assert_eq!(of("r.example:5000"), Ok(Some("Basic Yzpk".to_owned())));
        for registry in ["r.example", "other.example", "helper.example"] {
            assert_eq!(of(registry), Ok(None), "{registry}");
        }
        assert!(of("broken.example").unwrap_err().contains("`broken.example`"));
        assert!(of_configuration(b"{", "r.example").is_err());
        assert_eq!(of_configuration(b"{}", "r.example"), Ok(None));
    }
}
