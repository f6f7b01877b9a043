//! Which resources calls about OpenID Connect providers concern.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::provider;
use crate::records::OidcProvider;

/// A provider that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let url = ask.text("Url").unwrap_or_default();
    let url = url.strip_prefix(super::SCHEME).unwrap_or(url);
    provider::new_rule::<OidcProvider>(ask, url, "iam:TagOpenIDConnectProvider")
}

/// The provider of the ARN.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    provider::existing_rule::<OidcProvider>(ask, "OpenIDConnectProviderArn")
}
