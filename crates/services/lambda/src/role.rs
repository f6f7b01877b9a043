//! The roles that functions act as, and what is done in them.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bartizan_functions::{Credentials, Issue, Role};
use bartizan_service::{
    Body, Caller, Incoming, Origin, Reply, Road, ServiceCall, SignatureForm, not_implemented,
};
use bartizan_types::{AccessKeyId, Arn, Fault, FaultKind, Region, Timestamp};
use bartizan_wire::Value;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::names::name_of;

/// The service principal that assumes roles.
pub(crate) const PRINCIPAL: &str = "lambda.amazonaws.com";
/// How long a session lasts, in seconds: what every role allows.
const SECONDS: i64 = 3600;
/// A session is made anew so long before it ends.
const MARGIN: Duration = Duration::from_mins(5);
/// The longest name of a session.
const SESSION_NAME_MAX: usize = 64;

/// A function's role. Its session is kept until it is about to end.
pub(crate) struct ExecutionRole {
    road: Road,
    role: Arn,
    /// Without a version.
    function: Arn,
    session: Mutex<Option<Session>>,
}

#[derive(Clone)]
struct Session {
    access_key: String,
    secret: Zeroizing<String>,
    token: Zeroizing<String>,
    ends: Timestamp,
}

impl ExecutionRole {
    pub(crate) fn new(road: Road, role: Arn, function: Arn) -> Self {
        Self { road, role, function, session: Mutex::default() }
    }

    /// Sends a call of the role along the road; `via` is the service that makes it for the role, if one does.
    ///
    /// # Errors
    /// The role cannot be assumed, or what the call answers.
    pub(crate) async fn call(
        &self,
        operation: (&'static str, &'static str),
        region: &str,
        input: Value,
        via: Option<&'static str>,
    ) -> Result<Reply, Fault> {
        let (service, name) = operation;
        let operation =
            self.road.operation(service, name).ok_or_else(|| not_implemented(service, name))?;
        let (caller, _) = self.acting().await?;
        self.road
            .travel(Incoming {
                operation,
                caller,
                region: Region::new(region),
                origin: origin(),
                on_behalf_of: None,
                via,
                request_id: self.road.platform().random.uuid(),
                input: Ok(input),
                body: None::<Body>,
            })
            .await
    }

    /// Whether Lambda may assume the role.
    ///
    /// # Errors
    /// It may not.
    pub(crate) async fn check(&self) -> Result<(), Fault> {
        self.acting().await.map(drop)
    }

    /// The role as a caller, and the session that it acts by: the one that is kept, if the role still stands behind it.
    async fn acting(&self) -> Result<(Caller, Session), Fault> {
        let mut kept = self.session.lock().await;
        let now = self.road.platform().now();
        if let Some(session) = kept.as_ref().filter(|session| now.plus(MARGIN) < session.ends)
            && let Ok(caller) = self.caller(session)
        {
            return Ok((caller, session.clone()));
        }
        let session = self.assume().await?;
        let caller = self.caller(&session)?;
        *kept = Some(session.clone());
        Ok((caller, session))
    }

    fn caller(&self, session: &Session) -> Result<Caller, Fault> {
        let platform = self.road.platform();
        let key = AccessKeyId::from_client(&session.access_key);
        let (directory, now) = (platform.directory()?, platform.now());
        let opened = platform.tokens.open(&directory, &key, &session.token, now);
        let gone = |_| Fault::new("AccessDenied", "the session of the role is over", 403);
        opened.map(|(caller, _)| caller).map_err(gone)
    }

    async fn assume(&self) -> Result<Session, Fault> {
        let name = name_of(&self.function);
        let name = name.get(..SESSION_NAME_MAX).unwrap_or(name);
        let input = Value::Struct(vec![
            ("RoleArn", Value::of_text(self.role.as_str())),
            ("RoleSessionName", Value::of_text(name)),
            ("DurationSeconds", Value::Int(SECONDS)),
        ]);
        let assume = ServiceCall {
            principal: PRINCIPAL,
            on_behalf_of: &self.function,
            operation: ("sts", "AssumeRole"),
            region: Region::new(self.function.region()),
            input,
            body: None,
        };
        let answer = self.road.travel_for_service(assume).await?.value;
        let credentials = answer.field("Credentials");
        let text = |name: &str| {
            let text = credentials.and_then(|all| all.field(name)?.text());
            text.map(str::to_owned)
                .ok_or_else(|| Fault::new("InternalFailure", "the session has no credentials", 500))
        };
        let ends = match credentials.and_then(|all| all.field("Expiration")) {
            Some(Value::Time(at)) => *at,
            _ => return Err(Fault::new("InternalFailure", "the session has no end", 500)),
        };
        Ok(Session {
            access_key: text("AccessKeyId")?,
            secret: text("SecretAccessKey")?.into(),
            token: text("SessionToken")?.into(),
            ends,
        })
    }
}

impl Role for ExecutionRole {
    fn credentials(&self) -> Issue<'_> {
        Box::pin(async move {
            let acting = self.acting().await.map_err(|fault| match fault.kind() {
                FaultKind::Client => "the role cannot be assumed by Lambda".to_owned(),
                FaultKind::Server => fault.to_string(),
            });
            let (_, session) = acting?;
            let left = session.ends.since(self.road.platform().now());
            Ok(Credentials {
                access_key_id: session.access_key,
                secret_access_key: session.secret,
                session_token: session.token,
                expires: SystemTime::now() + left,
            })
        })
    }
}

impl fmt::Debug for ExecutionRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExecutionRole").field("role", &self.role).finish_non_exhaustive()
    }
}

/// Of calls that are made inside of the process.
fn origin() -> Origin {
    Origin {
        source_ip: None,
        user_agent: Some(PRINCIPAL.to_owned()),
        referer: None,
        tls: true,
        host: None,
        signature: SignatureForm::Header,
        signature_age_millis: Some(0),
        content_sha256: None,
    }
}

/// A role that several share.
pub(crate) type SharedRole = Arc<ExecutionRole>;
