//! The roles that functions act as, and what is done in them.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bartizan_functions::{Credentials, Issue, Role};
use bartizan_service::{
    Body, Caller, Incoming, Origin, Reply, Road, RoleSession, RoleUse, not_implemented,
};
use bartizan_types::{Arn, Fault, FaultKind, Region};
use bartizan_wire::Value;
use tokio::sync::Mutex;

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
    session: Mutex<Option<RoleSession>>,
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
                origin: Origin::inside(PRINCIPAL),
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
    async fn acting(&self) -> Result<(Caller, RoleSession), Fault> {
        let mut kept = self.session.lock().await;
        let now = self.road.platform().now();
        if let Some(session) = kept.as_ref().filter(|session| now.plus(MARGIN) < session.expiration)
            && let Ok(caller) = self.caller(session)
        {
            return Ok((caller, session.clone()));
        }
        let session = self.assume().await?;
        let caller = self.caller(&session)?;
        *kept = Some(session.clone());
        Ok((caller, session))
    }

    fn caller(&self, session: &RoleSession) -> Result<Caller, Fault> {
        let gone = || Fault::new("AccessDenied", "the session of the role is over", 403);
        session.caller(self.road.platform())?.ok_or_else(gone)
    }

    async fn assume(&self) -> Result<RoleSession, Fault> {
        let name = name_of(&self.function);
        let wanted = RoleUse {
            principal: PRINCIPAL,
            on_behalf_of: &self.function,
            region: Region::new(self.function.region()),
            role: &self.role,
            session_name: name.get(..SESSION_NAME_MAX).unwrap_or(name),
            seconds: Some(SECONDS),
        };
        self.road.assume_role(wanted).await
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
            let left = session.expiration.since(self.road.platform().now());
            Ok(Credentials {
                access_key_id: session.access_key_id,
                secret_access_key: session.secret_access_key,
                session_token: session.session_token,
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

/// A role that several share.
pub(crate) type SharedRole = Arc<ExecutionRole>;
