//! Sessions of roles that services act by.

use std::fmt;

use bartizan_types::{AccessKeyId, Arn, Fault, Region, Timestamp};
use bartizan_wire::Value;
use zeroize::Zeroizing;

use crate::{Caller, Platform, Road, ServiceCall};

/// Who assumes a role, and for what.
#[derive(Debug, Clone)]
pub struct RoleUse<'a> {
    /// The service principal, as `lambda.amazonaws.com`.
    pub principal: &'a str,
    /// The resource that it acts for, which the role's trust policy may name.
    pub on_behalf_of: &'a Arn,
    /// Where STS is asked.
    pub region: Region,
    /// The role.
    pub role: &'a Arn,
    /// How the session is called.
    pub session_name: &'a str,
    /// How long it lasts, in seconds; what STS gives where none is named.
    pub seconds: Option<i64>,
}

/// A session of a role.
#[derive(Clone)]
pub struct RoleSession {
    /// The id of its access key.
    pub access_key_id: String,
    /// The key's secret.
    pub secret_access_key: Zeroizing<String>,
    /// Its token.
    pub session_token: Zeroizing<String>,
    /// When it ends.
    pub expiration: Timestamp,
}

impl fmt::Debug for RoleSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoleSession").field("expiration", &self.expiration).finish_non_exhaustive()
    }
}

impl RoleSession {
    /// Who calls by it; nobody where it is over, or the role does not stand behind it any more.
    ///
    /// # Errors
    /// The directory is stale.
    pub fn caller(&self, platform: &Platform) -> Result<Option<Caller>, Fault> {
        let directory = platform.directory()?;
        let key = AccessKeyId::from_client(&self.access_key_id);
        let opened = platform.tokens.open(&directory, &key, &self.session_token, platform.now());
        Ok(opened.ok().map(|(caller, _)| caller))
    }
}

impl Road {
    /// A session of a role for a service, by `AssumeRole`: decided by the role's trust policy, and recorded.
    ///
    /// # Errors
    /// What `AssumeRole` answers.
    pub async fn assume_role(&self, wanted: RoleUse<'_>) -> Result<RoleSession, Fault> {
        let mut input = vec![
            ("RoleArn", Value::of_text(wanted.role.as_str())),
            ("RoleSessionName", Value::of_text(wanted.session_name)),
        ];
        input.extend(wanted.seconds.map(|seconds| ("DurationSeconds", Value::Int(seconds))));
        let assume = ServiceCall {
            principal: wanted.principal,
            on_behalf_of: wanted.on_behalf_of,
            operation: ("sts", "AssumeRole"),
            region: wanted.region,
            input: Value::Struct(input),
            body: None,
        };
        let answer = self.travel_for_service(assume).await?.value;
        let credentials = answer.field("Credentials");
        let text = |name: &str| {
            let text = credentials.and_then(|all| all.field(name)?.text());
            text.map(str::to_owned)
                .ok_or_else(|| Fault::new("InternalFailure", "the session has no credentials", 500))
        };
        let expiration = match credentials.and_then(|all| all.field("Expiration")) {
            Some(Value::Time(at)) => *at,
            _ => return Err(Fault::new("InternalFailure", "the session has no end", 500)),
        };
        Ok(RoleSession {
            access_key_id: text("AccessKeyId")?,
            secret_access_key: text("SecretAccessKey")?.into(),
            session_token: text("SessionToken")?.into(),
            expiration,
        })
    }
}
