//! What the client says: for what ceremony, challenge and page it asked the authenticator. (W3C Web
//! Authentication, Level 3, section 5.8.1.)

use serde_json::Value;

use crate::{RelyingParty, WebauthnError};

/// Which ceremony a response is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Registration,
    Assertion,
}

impl Ceremony {
    const fn name(self) -> &'static str {
        match self {
            Self::Registration => "webauthn.create",
            Self::Assertion => "webauthn.get",
        }
    }
}

/// Refuses what is not of this ceremony, for this challenge, and from the party's own pages.
pub(crate) fn check(
    client_data: &[u8],
    ceremony: Ceremony,
    party: &RelyingParty<'_>,
    challenge: &str,
) -> Result<(), WebauthnError> {
    let data: Value = serde_json::from_slice(client_data).map_err(|_| WebauthnError::ClientData)?;
    let text = |name: &str| data.get(name).and_then(Value::as_str);
    if text("type") != Some(ceremony.name()) {
        return Err(WebauthnError::Ceremony);
    }
    if challenge.is_empty() || text("challenge") != Some(challenge) {
        return Err(WebauthnError::Challenge);
    }
    let is_framed = data.get("crossOrigin").is_some_and(|framed| *framed != Value::Bool(false))
        || data.get("topOrigin").is_some();
    if text("origin") != Some(party.origin) || is_framed {
        return Err(WebauthnError::Origin);
    }
    Ok(())
}
