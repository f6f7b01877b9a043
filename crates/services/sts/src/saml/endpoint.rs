//! Which endpoints and names of AWS a response may be for. (IAM User Guide, "Configure SAML
//! assertions for the authentication response"; AWS General Reference, "AWS Sign-In endpoints".)

use bartizan_service::directory::SamlProvider;

/// The host of the endpoint; a regional one has the region before it.
const HOST: &str = "signin.aws.amazon.com";
/// The path of the endpoint.
const PATH: &str = "/saml";
/// The name of AWS as a service provider.
const NAME: &str = "urn:amazon:webservices";

/// The endpoints of a provider.
pub(super) struct Endpoint<'p> {
    pub(super) provider: &'p SamlProvider,
}

impl Endpoint<'_> {
    /// The common endpoint, a region's, or one that has the provider's own id.
    pub(super) fn is_recipient(&self, url: &str) -> bool {
        let Some((host, path)) = url.strip_prefix("https://").and_then(|rest| rest.split_once('/'))
        else {
            return false;
        };
        let is_host = host == HOST
            || host
                .strip_suffix(HOST)
                .and_then(|rest| rest.strip_suffix('.'))
                .is_some_and(is_region);
        let own = path.strip_prefix("saml/acs/").is_some_and(|id| id == &*self.provider.uuid);
        is_host && (Some(path) == PATH.strip_prefix('/') || own)
    }

    /// The service provider's name, or an endpoint.
    pub(super) fn is_audience(&self, name: &str) -> bool {
        name == NAME || self.is_recipient(name)
    }
}

/// Whether a text has the form of a region's code, as `eu-west-1`.
fn is_region(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let number = parts.next().unwrap_or_default();
    let names: Vec<&str> = parts.collect();
    let is_name =
        |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    matches!(names.len(), 2..=3)
        && names.iter().all(is_name)
        && matches!(number.len(), 1..=2)
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bartizan_types::{Arn, Timestamp};

    use super::*;

    #[test]
    fn what_is_an_endpoint() {
        let provider = SamlProvider {
            account: "123456789012".parse().unwrap(),
            arn: Arn::new("iam", "", None, "saml-provider/idp"),
            name: Arc::from("idp"),
            uuid: Arc::from("SAMLSPOWN"),
            entity_id: Arc::from("https://idp.example"),
            certificates: Vec::new(),
            decryption_keys: Vec::new(),
            only_encrypted: false,
            valid_until: Timestamp::from_seconds(0),
        };
        let endpoint = Endpoint { provider: &provider };
        for good in [
            "https://signin.aws.amazon.com/saml",
            "https://eu-west-1.signin.aws.amazon.com/saml",
            "https://us-gov-east-1.signin.aws.amazon.com/saml",
            "https://signin.aws.amazon.com/saml/acs/SAMLSPOWN",
            "https://ap-southeast-2.signin.aws.amazon.com/saml/acs/SAMLSPOWN",
        ] {
            assert!(endpoint.is_recipient(good), "{good}");
        }
        for bad in [
            "",
            "http://signin.aws.amazon.com/saml",
            "https://signin.aws.amazon.com",
            "https://signin.aws.amazon.com/saml/",
            "https://signin.aws.amazon.com/SAML",
            "https://signin.aws.amazon.com/saml/acs/SAMLSPOTHER",
            "https://signin.aws.amazon.com.evil.example/saml",
            "https://evil.signin.aws.amazon.com/saml",
            "https://eu-west-1.evil.signin.aws.amazon.com/saml",
            "https://evilsignin.aws.amazon.com/saml",
            "https://signin.aws.amazon.com@evil.example/saml",
            "urn:amazon:webservices",
        ] {
            assert!(!endpoint.is_recipient(bad), "{bad}");
        }
        assert!(endpoint.is_audience("urn:amazon:webservices"));
        assert!(!endpoint.is_audience("urn:amazon:webservices:other"));
    }
}
