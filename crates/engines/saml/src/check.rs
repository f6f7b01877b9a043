//! Whether an assertion is meant for us, and valid now.

use std::time::Duration;

use bartizan_types::Timestamp;

use crate::assertion::Assertion;
use crate::error::SamlError;

/// How long after its issue an assertion can be used, in seconds: AWS refuses it later, whatever it
/// says itself.
pub const ISSUED_SECONDS_MAX: u64 = 300;
/// How far the clock of a provider may be ahead, in seconds. AWS names no figure.
const SKEW_SECONDS: u64 = 60;

impl Assertion {
    /// Checks times, and whether the recipient is an endpoint of ours and the audiences are we.
    ///
    /// # Errors
    /// It is meant for another, too old, over or not yet valid.
    pub fn check(
        &self,
        now: Timestamp,
        is_recipient: impl Fn(&str) -> bool,
        is_audience: impl Fn(&str) -> bool,
    ) -> Result<(), SamlError> {
        let is_ours = |list: &Vec<String>| list.iter().any(|name| is_audience(name));
        if !is_recipient(&self.confirmation.recipient)
            || self.destination.as_ref().is_some_and(|place| !is_recipient(place))
            || self.audiences.is_empty()
            || !self.audiences.iter().all(is_ours)
        {
            return Err(SamlError::Audience);
        }
        let soon = now.plus(Duration::from_secs(SKEW_SECONDS));
        let begins = [Some(self.issued), self.not_before, self.confirmation.not_before];
        if begins.into_iter().flatten().any(|begin| begin > soon) {
            return Err(SamlError::Early);
        }
        if now > self.issued.plus(Duration::from_secs(ISSUED_SECONDS_MAX)) {
            return Err(SamlError::Stale);
        }
        let session_is_over = self.session_not_on_or_after.is_some_and(|end| now >= end);
        if now >= self.end() || session_is_over {
            return Err(SamlError::Expired);
        }
        Ok(())
    }
}
