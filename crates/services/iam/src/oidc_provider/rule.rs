//! Which resources calls about OpenID Connect providers concern.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use crate::error::IamError;
use crate::records::OidcProvider;
use crate::rules;

/// A provider that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let url = ask.text("Url").unwrap_or_default();
    let url = url.strip_prefix(super::SCHEME).unwrap_or(url);
    let arn = OidcProvider::arn_of(ask.call.account()?, url);
    let access = Access::on(ask.action(), &arn)
        .resource_type(OidcProvider::TYPE)
        .request_tags(ask.tags("Tags"));
    rules::with_tagging(ask, access, "iam:TagOpenIDConnectProvider")
}

/// The provider of the ARN, with the tags that one of the caller's account has and those the call
/// names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("OpenIDConnectProviderArn").unwrap_or_default();
    let arn: Arn =
        text.parse().map_err(|_| IamError::InvalidInput(format!("ARN {text} is not valid.")))?;
    let own = ask.call.account()?;
    let found = match OidcProvider::key_of(&arn).filter(|_| arn.account_id() == Some(own)) {
        Some(key) => ask.call.read(|reader| reader.get::<OidcProvider>(&key))?,
        None => None,
    };
    let tags = found.as_ref().map_or(&[][..], |provider| &provider.tags);
    let access = Access::on(ask.action(), &arn)
        .resource_type(OidcProvider::TYPE)
        .resource_tags(Some("iam"), tags)
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}
