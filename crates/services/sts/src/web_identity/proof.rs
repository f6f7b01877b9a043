//! What a token must say to prove somebody, and what it then proves. (IAM User Guide, "Create an
//! OpenID Connect (OIDC) identity provider in IAM"; OpenID Connect Core 1.0, section 3.1.3.7.)

use bartizan_jose::Claims;
use bartizan_service::directory::OidcProvider;
use bartizan_types::Timestamp;

use crate::error::StsError;
use crate::federated::KeyValue;

/// How far an issuer's clock may be ahead, in seconds.
const AHEAD_SECONDS: i64 = 300;
/// The longest subject, in characters. (STS API Reference, `AssumeRoleWithWebIdentity`,
/// `SubjectFromWebIdentityToken`.)
const SUBJECT_CHARACTERS_MAX: usize = 255;

/// Whom the token proves, to whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) subject: String,
    pub(super) audience: String,
}

/// Checks the claims of a token whose signature holds.
///
/// # Errors
/// A claim is missing, the token's time is not now, or it is for another audience.
pub(super) fn check(
    claims: &Claims,
    provider: &OidcProvider,
    now: Timestamp,
) -> Result<Proof, StsError> {
    let time = |name: &'static str| claims.seconds(name).ok_or_else(|| missing(name));
    let now = now.seconds();
    let (issued, expires) = (time("iat")?, time("exp")?);
    if expires <= now {
        return Err(StsError::ExpiredToken { now, expires });
    }
    let starts = match claims.value("nbf") {
        Some(_) => time("nbf")?,
        None => issued,
    };
    if issued.max(starts) > now.saturating_add(AHEAD_SECONDS) {
        return Err(invalid("The ID Token provided is not valid yet"));
    }
    let subject =
        claims.text("sub").filter(|text| !text.is_empty()).ok_or_else(|| missing("sub"))?;
    if subject.chars().count() > SUBJECT_CHARACTERS_MAX {
        return Err(invalid("The subject of the ID Token provided is too long"));
    }
    Ok(Proof { subject: subject.to_owned(), audience: audience(claims, provider)?.to_owned() })
}

/// For whom the token is: the party that it is authorised for where it names one, its audience
/// otherwise. (IAM User Guide, "IAM and AWS STS condition context keys", `aud`.)
fn audience<'c>(claims: &'c Claims, provider: &OidcProvider) -> Result<&'c str, StsError> {
    let audiences = claims.texts("aud");
    if audiences.is_empty() {
        return Err(missing("aud"));
    }
    let named = match claims.value("azp") {
        Some(party) => vec![party.as_str().unwrap_or_default()],
        None => audiences,
    };
    let is_registered = |one: &&str| provider.client_ids.iter().any(|id| id == one);
    named.into_iter().find(is_registered).ok_or_else(|| invalid("Incorrect token audience"))
}

impl Proof {
    /// The condition keys of the token, which begin with the provider's URL. (IAM User Guide, "IAM
    /// and AWS STS condition context keys", "Available keys for AWS OIDC federation".)
    pub(super) fn condition_keys(
        &self,
        claims: &Claims,
        provider: &OidcProvider,
    ) -> Vec<(String, KeyValue)> {
        let name = |claim: &str| format!("{}:{claim}", provider.url);
        let mut keys = vec![
            (name("sub"), KeyValue::One(self.subject.clone())),
            (name("aud"), KeyValue::One(self.audience.clone())),
        ];
        for claim in ["azp", "email", "id"] {
            if let Some(text) = claims.text(claim) {
                keys.push((name(claim), KeyValue::One(text.to_owned())));
            }
        }
        for (key, claim) in [("amr", "amr"), ("oaud", "aud")] {
            let texts: Vec<String> = claims.texts(claim).into_iter().map(str::to_owned).collect();
            if !texts.is_empty() {
                keys.push((name(key), KeyValue::Many(texts)));
            }
        }
        keys
    }
}

pub(super) fn missing(claim: &str) -> StsError {
    invalid(&format!("Missing a required claim: {claim}"))
}

fn invalid(message: &str) -> StsError {
    StsError::InvalidIdentityToken(message.to_owned())
}
