//! Which resources calls about SAML providers concern.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::provider;
use crate::records::SamlProvider;

/// A provider that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("Name").unwrap_or_default();
    provider::new_rule::<SamlProvider>(ask, name, "iam:TagSAMLProvider")
}

/// The provider of the ARN.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    provider::existing_rule::<SamlProvider>(ask, "SAMLProviderArn")
}
