//! A role's session: made by `sts:AssumeRole`, kept, and made anew before it ends.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bartizan_sigv4::Secret;
use bartizan_types::{Arn, Clock, Timestamp};
use clap::Args;
use tokio::sync::Mutex;

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;

/// Which role, and how it is assumed. The credentials to assume it with are found where the AWS CLI
/// finds them.
#[derive(Debug, Clone, Args)]
pub(crate) struct Role {
    /// The role's ARN.
    #[arg(long = "role")]
    arn: Arn,
    /// The session's name.
    #[arg(long, default_value = "bartizan")]
    session_name: String,
    /// How long a session lasts, in seconds.
    #[arg(long, default_value_t = 3600, value_parser = clap::value_parser!(u32).range(900..=43_200))]
    duration_seconds: u32,
    /// How long before its end a session is made anew, in seconds.
    #[arg(long, default_value_t = 600)]
    refresh_seconds: u32,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// The credentials of a session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) access_key_id: String,
    pub(crate) secret: Secret,
    pub(crate) token: String,
    pub(crate) expiration: String,
    pub(crate) made: Timestamp,
    expires: Timestamp,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("access_key_id", &self.access_key_id)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

/// The session in use, and what the next one is made with.
pub(crate) struct Sessions {
    role: Role,
    own: Credentials,
    clock: Arc<dyn Clock>,
    kept: Mutex<Option<Session>>,
}

impl Sessions {
    /// Finds the credentials to assume the role with.
    ///
    /// # Errors
    /// There are none.
    pub(crate) fn new(role: Role, clock: Arc<dyn Clock>) -> Result<Self, CliError> {
        Ok(Self { role, own: Credentials::find()?, clock, kept: Mutex::default() })
    }

    /// The role's ARN.
    pub(crate) const fn role(&self) -> &Arn {
        &self.role.arn
    }

    /// The role's name.
    pub(crate) fn role_name(&self) -> &str {
        self.role.arn.resource().rsplit('/').next().unwrap_or_default()
    }

    /// The region of the credentials that assume the role.
    pub(crate) fn region(&self) -> &str {
        &self.own.region
    }

    /// A session that lasts for a while yet. Where a new one cannot be made, the old one serves
    /// while it lasts.
    ///
    /// # Errors
    /// There is none, and none can be made.
    pub(crate) async fn current(&self) -> Result<Session, CliError> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(session) = &*kept
            && !session.is_due(now, self.role.refresh_seconds)
        {
            return Ok(session.clone());
        }
        match self.assume(now).await {
            Ok(session) => Ok(kept.insert(session).clone()),
            Err(error) => kept.clone().filter(|session| session.expires > now).ok_or(error),
        }
    }

    async fn assume(&self, now: Timestamp) -> Result<Session, CliError> {
        let seconds = self.role.duration_seconds.to_string();
        let form = [
            ("Action", "AssumeRole"),
            ("Version", "2011-06-15"),
            ("RoleArn", self.role.arn.as_str()),
            ("RoleSessionName", self.role.session_name.as_str()),
            ("DurationSeconds", seconds.as_str()),
        ];
        let endpoint = self.role.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
        let answer = client::query(endpoint, &self.own, "sts", &form).await?;
        Session::read(&answer, now)
    }
}

impl Session {
    fn read(answer: &str, now: Timestamp) -> Result<Self, CliError> {
        let text = |name: &str| {
            client::element(answer, name)
                .ok_or_else(|| CliError::Failed(format!("the answer of STS has no {name}")))
        };
        let expiration = text("Expiration")?;
        let expires = Timestamp::parse_iso8601(&expiration).map_err(CliError::failed)?;
        Ok(Self {
            access_key_id: text("AccessKeyId")?,
            secret: Secret::new(text("SecretAccessKey")?),
            token: text("SessionToken")?,
            expiration,
            made: now,
            expires,
        })
    }

    fn is_due(&self, now: Timestamp, refresh_seconds: u32) -> bool {
        now.plus(Duration::from_secs(u64::from(refresh_seconds))) >= self.expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "<AssumeRoleResponse><AssumeRoleResult><Credentials>\
        <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>a/b+c=</SecretAccessKey>\
        <SessionToken>t==</SessionToken><Expiration>2026-11-24T10:00:00Z</Expiration>\
        </Credentials></AssumeRoleResult></AssumeRoleResponse>";

    #[test]
    fn a_session_is_made_anew_before_it_ends() {
        let now = Timestamp::parse_iso8601("2026-11-24T09:00:00Z").unwrap();
        let session = Session::read(ANSWER, now).unwrap();
        assert_eq!((&*session.access_key_id, session.secret.expose()), ("ASIA1", "a/b+c="));
        for (minutes, due) in [(0, false), (49, false), (50, true), (61, true)] {
            let later = now.plus(Duration::from_mins(minutes));
            assert_eq!(session.is_due(later, 600), due, "{minutes}");
        }
        assert!(!format!("{session:?}").contains("a/b"));
        assert!(Session::read("<html/>", now).is_err());
    }
}
