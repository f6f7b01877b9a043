//! The form of principals. (IAM User Guide, "AWS JSON policy elements: Principal".)

use super::resource::PARTITIONS;
use bartizan_types::{AccountId, ORIGIN_IDENTITY};

/// The kinds of principals that a `Principal` object may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrincipalKey {
    Aws,
    Service,
    Federated,
    CanonicalUser,
}

/// What a principal's text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrincipalForm {
    /// `*`
    Everyone,
    /// A text that the kind admits.
    Named,
    /// A text with `*` or `?` that is more than `*` alone.
    PartialWildcard,
    /// Something else.
    Wrong,
}

impl PrincipalKey {
    /// The kind with this name, by the letter.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "AWS" => Some(Self::Aws),
            "Service" => Some(Self::Service),
            "Federated" => Some(Self::Federated),
            "CanonicalUser" => Some(Self::CanonicalUser),
            _ => None,
        }
    }

    /// What a text names as a principal of this kind.
    pub(crate) fn form(self, text: &str) -> PrincipalForm {
        if text == "*" {
            return match self {
                Self::Aws | Self::Federated => PrincipalForm::Everyone,
                Self::Service | Self::CanonicalUser => PrincipalForm::PartialWildcard,
            };
        }
        if text.contains(['*', '?']) {
            return PrincipalForm::PartialWildcard;
        }
        let fits = match self {
            Self::Aws => {
                is_account(text)
                    || is_unique_id(text)
                    || is_principal_arn(text)
                    || is_origin_identity(text)
            }
            Self::Service => is_host(text) && text.contains(".amazonaws.com"),
            Self::Federated => {
                is_host(text.split('/').next().unwrap_or_default()) || is_provider(text)
            }
            Self::CanonicalUser => {
                text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
        };
        if fits { PrincipalForm::Named } else { PrincipalForm::Wrong }
    }
}

fn is_account(text: &str) -> bool {
    text.parse::<AccountId>().is_ok()
}

/// Unique ids take the place of ARNs in stored policies, `AIDA…` of users, `AROA…` of roles.
fn is_unique_id(text: &str) -> bool {
    (16..=128).contains(&text.len())
        && text.starts_with('A')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_principal_arn(text: &str) -> bool {
    match arn_parts(text) {
        Some(("iam", resource)) => {
            resource == "root" || ["user/", "role/"].iter().any(|kind| has_name(resource, kind))
        }
        Some(("sts", resource)) => {
            ["assumed-role/", "federated-user/"].iter().any(|kind| has_name(resource, kind))
        }
        _ => false,
    }
}

fn is_origin_identity(text: &str) -> bool {
    text.strip_prefix(ORIGIN_IDENTITY).is_some_and(|id| {
        let is_plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        !id.is_empty() && id.bytes().all(is_plain)
    })
}

fn is_provider(text: &str) -> bool {
    matches!(arn_parts(text), Some(("iam", resource))
        if ["saml-provider/", "oidc-provider/"].iter().any(|kind| has_name(resource, kind)))
}

fn has_name(resource: &str, kind: &str) -> bool {
    resource.strip_prefix(kind).is_some_and(|name| !name.is_empty())
}

/// The service and the resource part of an ARN that lies in an account and in no region.
fn arn_parts(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.splitn(6, ':');
    let (head, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = head == "arn"
        && PARTITIONS.contains(&partition)
        && region.is_empty()
        && is_account(account);
    fits.then_some((service, resource))
}

fn is_host(text: &str) -> bool {
    text.contains('.')
        && !text.starts_with('.')
        && !text.ends_with('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::{PrincipalForm, PrincipalKey};

    #[test]
    fn each_kind_of_principal_has_its_forms() {
        use PrincipalForm::{Everyone, Named, PartialWildcard, Wrong};
        use PrincipalKey::{Aws, CanonicalUser, Federated, Service};
        for (key, text, form) in [
            (Aws, "*", Everyone),
            (Aws, "123456789012", Named),
            (Aws, "arn:aws:iam::123456789012:root", Named),
            (Aws, "arn:aws:iam::123456789012:user/a/b", Named),
            (Aws, "arn:aws:sts::123456789012:assumed-role/r/s", Named),
            (Aws, "AIDAQXZEAEXAMPLEUSER", Named),
            (Aws, "arn:aws:iam::123456789012:user/*", PartialWildcard),
            (Aws, "arn:aws:iam::123456789012:group/g", Wrong),
            (Aws, "arn:aws:iam:us-east-1:123456789012:root", Wrong),
            (Aws, "1234", Wrong),
            (Aws, "", Wrong),
            (Service, "ec2.amazonaws.com", Named),
            (Service, "logs.eu-west-1.amazonaws.com", Named),
            (Service, "ec2", Wrong),
            (Service, "*", PartialWildcard),
            (Federated, "cognito-identity.amazonaws.com", Named),
            (Federated, "arn:aws:iam::123456789012:saml-provider/p", Named),
            (Federated, "arn:aws:iam::123456789012:user/p", Wrong),
            (CanonicalUser, &"0a".repeat(32), Named),
            (CanonicalUser, "me", Wrong),
        ] {
            assert_eq!(key.form(text), form, "{key:?} {text}");
        }
    }
}
