//! Which resources calls about SAML providers concern.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::parsed;
use crate::records::SamlProvider;
use crate::rules;

/// A provider that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = SamlProvider::arn_of(ask.call.account()?, ask.text("Name").unwrap_or_default());
    let access = Access::on(ask.action(), &arn)
        .resource_type(SamlProvider::TYPE)
        .request_tags(ask.tags("Tags"));
    rules::with_tagging(ask, access, "iam:TagSAMLProvider")
}

/// The provider of the ARN, with the tags that one of the caller's account has and those the call
/// names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = parsed(ask.text("SAMLProviderArn").unwrap_or_default())?;
    let own = ask.call.account()?;
    let found = match SamlProvider::key_of(&arn).filter(|_| arn.account_id() == Some(own)) {
        Some(key) => ask.call.read(|reader| reader.get::<SamlProvider>(&key))?,
        None => None,
    };
    let tags = found.as_ref().map_or(&[][..], |provider| &provider.tags);
    let access = Access::on(ask.action(), &arn)
        .resource_type(SamlProvider::TYPE)
        .resource_tags(Some("iam"), tags)
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}
