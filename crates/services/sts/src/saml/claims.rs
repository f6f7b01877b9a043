//! The attributes by which an assertion speaks to AWS. (IAM User Guide, "Configure SAML assertions
//! for the authentication response".)

use bartizan_saml::Assertion;
use bartizan_service::tags::is_reserved;

use super::Refusal;
use crate::error::StsError;
use crate::session_tags::{self, SessionTags};
use crate::shapes::Tag;

const ROLE: &str = "https://aws.amazon.com/SAML/Attributes/Role";
const SESSION_NAME: &str = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/SAML/Attributes/SourceIdentity";
const TAG_PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/PrincipalTag:";
const SESSION_SECONDS: &str = "https://aws.amazon.com/SAML/Attributes/SessionDuration";
const TRANSITIVE: &str = "https://aws.amazon.com/SAML/Attributes/TransitiveTagKeys";

/// The longest key and value of a session tag. (IAM User Guide, "Pass session tags in AWS STS".)
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// What an assertion asks for.
pub(super) struct Claims {
    pub(super) session_name: String,
    pub(super) source_identity: Option<String>,
    /// How long the session may be at most: it shortens what the call asks for.
    pub(super) seconds_max: Option<u64>,
    pub(super) tags: SessionTags,
}

impl Claims {
    /// The claims of an assertion that admits its subject to the role by the provider.
    pub(super) fn of(assertion: &Assertion, role: &str, provider: &str) -> Result<Self, StsError> {
        if !assertion.values(ROLE).iter().any(|pair| is_pair(pair, role, provider)) {
            return Err(Refusal::Role.into());
        }
        let session_name = match assertion.values(SESSION_NAME) {
            [] => return Err(Refusal::NoSessionName.into()),
            [name] if is_session_name(name) => name.clone(),
            _ => return Err(Refusal::SessionName.into()),
        };
        let source_identity = match assertion.values(SOURCE_IDENTITY) {
            [] => None,
            [name] if is_session_name(name) && !is_reserved(name) => Some(name.clone()),
            _ => return Err(Refusal::SourceIdentity.into()),
        };
        let seconds_max = match assertion.values(SESSION_SECONDS) {
            [] => None,
            [text] => Some(session_seconds(text).ok_or(Refusal::SessionSeconds)?),
            _ => return Err(Refusal::SessionSeconds.into()),
        };
        Ok(Self { session_name, source_identity, seconds_max, tags: tags(assertion)? })
    }
}

/// A role and a provider, in either order.
fn is_pair(pair: &str, role: &str, provider: &str) -> bool {
    pair.split_once(',').is_some_and(|(one, other)| {
        let (one, other) = (one.trim(), other.trim());
        (one == role && other == provider) || (one == provider && other == role)
    })
}

/// (STS API Reference, `AssumeRole`, `RoleSessionName`.)
fn is_session_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    matches!(text.len(), 2..=64) && text.bytes().all(is_part)
}

/// Fifteen minutes to twelve hours.
fn session_seconds(text: &str) -> Option<u64> {
    text.parse().ok().filter(|seconds| (900..=43_200).contains(seconds))
}

fn tags(assertion: &Assertion) -> Result<SessionTags, StsError> {
    let mut tags = Vec::new();
    for (name, values) in &assertion.attributes {
        let Some(key) = name.strip_prefix(TAG_PREFIX) else { continue };
        let [value] = values.as_slice() else { return Err(Refusal::Tags.into()) };
        let is_good = !key.is_empty()
            && key.chars().count() <= KEY_MAX
            && value.chars().count() <= VALUE_MAX
            && key.chars().chain(value.chars()).all(session_tags::is_tag_character);
        if !is_good {
            return Err(Refusal::Tags.into());
        }
        tags.push(Tag { key: key.to_owned(), value: value.clone() });
    }
    session_tags::of(Some(&tags), Some(assertion.values(TRANSITIVE)), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_role_and_provider() {
        for (pair, expected) in [
            ("r,p", true),
            ("p,r", true),
            (" p , r ", true),
            ("r", false),
            ("r,", false),
            ("r,r", false),
            ("p,p", false),
            ("r,p,p", false),
            ("rr,p", false),
        ] {
            assert_eq!(is_pair(pair, "r", "p"), expected, "{pair}");
        }
    }

    #[test]
    fn names_of_sessions() {
        for (name, expected) in
            [("a", false), ("ab", true), ("a b", false), ("ä", false), ("a@b-c.d_e,f=g+", true)]
        {
            assert_eq!(is_session_name(name), expected, "{name}");
        }
        assert!(!is_session_name(&"a".repeat(65)));
        assert_eq!(
            ["899", "900", "43201", "-1", "1h"].map(session_seconds),
            [None, Some(900), None, None, None]
        );
        assert!(is_reserved("AWS:x") && !is_reserved("aws"));
    }
}
