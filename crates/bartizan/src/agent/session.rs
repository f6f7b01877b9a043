//! The agent's credentials: sessions of its role, each made by its key before the one before it ends.

use std::net::SocketAddr;
use std::time::Duration;

use bartizan_sigv4::Secret;
use bartizan_types::{Clock, SystemClock, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::activation;
use super::identity::{Identity, Registration};
use super::way::Way;
use crate::client::{self, Server};
use crate::credentials::Credentials;
use crate::error::CliError;

/// How long before its end a session is made anew.
const AHEAD: Duration = Duration::from_mins(10);

/// The agent as the server knows it.
pub(super) struct Sessions {
    endpoint: String,
    way: Way,
    identity: Identity,
    clock: SystemClock,
    kept: Option<Session>,
}

struct Session {
    credentials: Credentials,
    expires: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Registered {
    instance_id: String,
    region: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Issued {
    credentials: IssuedCredentials,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct IssuedCredentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    /// In seconds since the epoch.
    expiration: f64,
}

impl Sessions {
    /// Those of an identity at a server, to which this is the way.
    pub(super) fn new(endpoint: String, way: Way, identity: Identity) -> Self {
        Self { endpoint, way, identity, clock: SystemClock::default(), kept: None }
    }

    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The instance, once it is registered.
    pub(super) fn instance(&self) -> Option<&str> {
        self.identity.registration().map(|registration| registration.instance_id.as_str())
    }

    /// Where the server is known to be.
    pub(super) fn addresses(&mut self) -> &[SocketAddr] {
        self.way.addresses()
    }

    /// Registers the host, unless it is.
    ///
    /// # Errors
    /// There is no code, or the server refuses it: it does so for ever.
    pub(super) fn register(&mut self, code: Option<&str>) -> Result<(), CliError> {
        if self.identity.registration().is_some() {
            return Ok(());
        }
        let code = code.ok_or_else(|| {
            CliError::Usage(
                "this host is not registered: give it a code of `bartizan agent activate` by \
                 --activation"
                    .to_owned(),
            )
        })?;
        let (id, code) = activation::parts(code)?;
        let input = json!({
            "ActivationId": id,
            "ActivationCode": code,
            "PublicKey": STANDARD.encode(self.identity.public_key()),
            "Architecture": std::env::consts::ARCH,
        });
        let answer = self.exchange(None, "bartizan", "RegisterAgent", &input).map_err(|error| {
            if is_refused(&error) { CliError::Denied(error.to_string()) } else { error }
        })?;
        let registered: Registered = read(answer)?;
        self.identity
            .keep(Registration { instance_id: registered.instance_id, region: registered.region })
    }

    /// Sends one operation as the agent.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub(super) fn call(&mut self, operation: &str, input: &Json) -> Result<Json, CliError> {
        self.operate("bartizan", operation, input)
    }

    /// Sends one operation of a service as the agent.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub(super) fn operate(
        &mut self,
        service: &str,
        operation: &str,
        input: &Json,
    ) -> Result<Json, CliError> {
        let credentials = self.credentials()?;
        let answer = self.exchange(Some(&credentials), service, operation, input);
        // Of other services the role may lack a permission, which no other session has.
        if service == "bartizan" && answer.as_ref().is_err_and(is_of_session) {
            self.kept = None;
        }
        answer
    }

    fn exchange(
        &mut self,
        credentials: Option<&Credentials>,
        service: &str,
        operation: &str,
        input: &Json,
    ) -> Result<Json, CliError> {
        let server = Server { endpoint: &self.endpoint, addresses: self.way.addresses() };
        client::operate_at(server, credentials, service, operation, input)
    }

    /// Credentials that last for a while yet. Where new ones cannot be had, the old ones serve while they
    /// last.
    fn credentials(&mut self) -> Result<Credentials, CliError> {
        let now = self.clock.now();
        if let Some(session) = self.kept.as_ref().filter(|one| now.plus(AHEAD) < one.expires) {
            return Ok(session.credentials.clone());
        }
        match self.ask(now) {
            Ok(session) => Ok(self.kept.insert(session).credentials.clone()),
            Err(error) if is_final(&error) => Err(error),
            Err(error) => match self.kept.as_ref().filter(|one| now < one.expires) {
                Some(session) => Ok(session.credentials.clone()),
                None => Err(error),
            },
        }
    }

    fn ask(&mut self, now: Timestamp) -> Result<Session, CliError> {
        let unregistered = || CliError::Failed("this host is not registered".to_owned());
        let registration = self.identity.registration().ok_or_else(unregistered)?.clone();
        let (instance, signed) = (&registration.instance_id, now.millis());
        let proof = format!("bartizan:GetAgentCredentials\n{instance}\n{signed}");
        let input = json!({
            "InstanceId": instance,
            "SignedAtMillis": signed,
            "Signature": STANDARD.encode(self.identity.sign(&proof)),
        });
        let answer = self.exchange(None, "bartizan", "GetAgentCredentials", &input)?;
        let issued = read::<Issued>(answer)?.credentials;
        #[expect(clippy::cast_possible_truncation, reason = "a float that is too large saturates")]
        let expires = Timestamp::from_seconds(issued.expiration as i64);
        Ok(Session {
            credentials: Credentials {
                access_key_id: issued.access_key_id,
                secret: Secret::new(issued.secret_access_key),
                session_token: Some(issued.session_token),
                region: registration.region,
            },
            expires,
        })
    }
}

/// Whether the server said that this host is no instance any more.
pub(super) fn is_final(error: &CliError) -> bool {
    let CliError::Refused { code, .. } = error else { return false };
    matches!(code.as_str(), "AgentTerminatedException" | "AgentNotRegisteredException")
}

/// Whether the server said that a code is no good.
fn is_refused(error: &CliError) -> bool {
    let CliError::Refused { code, .. } = error else { return false };
    matches!(
        code.as_str(),
        "InvalidActivationException" | "ActivationUsedException" | "ActivationExpiredException"
    )
}

/// Whether another session may do what this one may not: the server may know of this one no more.
fn is_of_session(error: &CliError) -> bool {
    let CliError::Refused { code, .. } = error else { return false };
    code.starts_with("AccessDenied")
        || ["ExpiredToken", "InvalidClientTokenId", "UnrecognizedClient", "InvalidSignature"]
            .iter()
            .any(|start| code.starts_with(start))
}

fn read<T: for<'de> Deserialize<'de>>(answer: Json) -> Result<T, CliError> {
    // What cannot be read may be a secret: it is not told.
    serde_json::from_value(answer)
        .map_err(|_| CliError::Failed("the server's answer is not as expected".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_code_is_refused_for_stays_so_and_what_a_session_is_may_not() {
        for (code, of_code, of_session) in [
            ("InvalidActivationException", true, false),
            ("ActivationUsedException", true, false),
            ("ActivationExpiredException", true, false),
            ("ThrottlingException", false, false),
            ("AccessDenied", false, true),
            ("AccessDeniedException", false, true),
            ("ExpiredTokenException", false, true),
            ("AgentTerminatedException", false, false),
        ] {
            let error = CliError::Refused { code: code.to_owned(), message: String::new() };
            assert_eq!(
                (is_refused(&error), is_of_session(&error)),
                (of_code, of_session),
                "{code}"
            );
        }
        assert!(!is_of_session(&CliError::Failed("the server is away".to_owned())));
    }
}
