//! Domains that tokens are for.

use crate::error::WafError;

/// Refuses public suffixes such as `co.uk`, which strangers share. (AWS WAF API Reference,
/// `TokenDomains`.)
pub(crate) fn check(domains: &[String]) -> Result<(), WafError> {
    match domains.iter().find(|domain| is_public_suffix(domain)) {
        Some(domain) => {
            let reason = "A token domain must not be a public suffix.";
            Err(WafError::parameter("TOKEN_DOMAIN", domain, reason))
        }
        None => Ok(()),
    }
}

/// Whether the Public Suffix List names a domain; names of a private network are not in it.
fn is_public_suffix(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let suffix = psl::suffix(domain.as_bytes());
    suffix.is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == domain.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_share_is_no_domain_of_tokens() {
        for domain in ["gov.au", "co.uk", "CO.UK", "com", "github.io", "co.uk."] {
            assert!(is_public_suffix(domain), "{domain}");
        }
        for domain in ["example.com", "shop.co.uk", "www.gov.uk", "intranet", "shop.internal"] {
            assert!(!is_public_suffix(domain), "{domain}");
        }
    }
}
