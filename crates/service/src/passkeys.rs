//! The port to security keys and passkeys, and the origin that they are registered for.

use bartizan_types::Fault;

use crate::{Access, Ask, BoxFuture, Call, CodeVerdict, Platform};

/// Who keeps security keys and passkeys.
pub trait Passkeys: Send + Sync {
    /// What a registration must be allowed, whose input names the user, if any, as `UserName`. It is
    /// the second half of one where `Credential` is there.
    ///
    /// # Errors
    /// The call names no user, and its caller is none.
    fn registration_needs(&self, ask: &Ask<'_>) -> Result<Vec<Access>, Fault>;

    /// What a client gives to an authenticator to register it for a user, or for the caller: JSON. The
    /// call's event goes along.
    fn offer_registration<'a>(
        &'a self,
        call: &'a Call,
        user: Option<String>,
    ) -> BoxFuture<'a, Result<String, Fault>>;

    /// Registers an authenticator by its response, and answers its serial number. The call's event
    /// goes along.
    fn register<'a>(
        &'a self,
        call: &'a Call,
        user: Option<String>,
        name: String,
        response: String,
    ) -> BoxFuture<'a, Result<String, Fault>>;

    /// What a client gives to an authenticator of the calling user: JSON. The call's event goes along.
    fn offer_assertion<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Result<String, Fault>>;

    /// Whether an authenticator of the calling user answers what was offered. Before it answers, it is
    /// durable that the offer was used, and whether one more try failed.
    fn redeem<'a>(
        &'a self,
        call: &'a Call,
        response: String,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>>;
}

/// The origin that authenticators are registered for: the one that was configured, or the public
/// URL's.
pub fn passkey_origin(platform: &Platform) -> String {
    let url = platform.settings.passkey_origin.as_deref().unwrap_or(platform.public_url());
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{authority}").to_ascii_lowercase()
}

/// The domain of an origin, which credentials are for.
pub fn passkey_domain(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_of_an_origin_has_no_port() {
        for (origin, domain) in [
            ("https://bartizan.example", "bartizan.example"),
            ("http://localhost:4567", "localhost"),
            ("http://[::1]:4566", "[::1]"),
            ("http://[::1]", "[::1]"),
        ] {
            assert_eq!(passkey_domain(origin), domain);
        }
    }
}
