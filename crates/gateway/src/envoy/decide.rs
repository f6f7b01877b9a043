//! Who sends a request, and whether they may: asked of the authorisation service along the one
//! road.

use std::net::IpAddr;

use bartizan_service::{Caller, Directory, Incoming, Origin, SignatureForm};
use bartizan_sigv4::{BodyDigest, Dialect, SigningError};
use bartizan_types::{Arn, Fault, Region};
use bartizan_wire::Value;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::Envoy;
use super::check::Check;
use super::rules::Proof;
use crate::authenticate::claim;

/// What Envoy is told.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The request may go on, as this principal's.
    Allowed { principal: String },
    /// It may not.
    Denied { code: String, message: String },
    /// Nothing can be decided now.
    Unavailable,
}

/// Whoever the client is.
struct Subject {
    /// As the authorisation service is asked about them.
    who: Json,
    arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answers {
    results: [Answer; 1],
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    allowed: bool,
    #[serde(default)]
    message: String,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal {
    code: String,
    message: String,
}

impl Verdict {
    /// A request that is refused before anything is asked.
    pub(super) fn refused(fault: &Fault) -> Self {
        Self::denied(&fault.code, &*fault.message)
    }

    pub(super) fn denied(code: &str, message: impl Into<String>) -> Self {
        Self::Denied { code: code.to_owned(), message: message.into() }
    }
}

impl Envoy {
    /// Decides about a request.
    pub(super) async fn decide(&self, check: &Check, peer: IpAddr, request_id: &str) -> Verdict {
        let Some(asked) = self.rules.asked(check) else {
            return Verdict::denied("NoRule", "No rule of the operator's is for this request");
        };
        let Ok(directory) = self.gateway.means.road.platform().directory() else {
            return Verdict::Unavailable;
        };
        let subject = match self.subject(asked.principal, check, &directory) {
            Ok(subject) => subject,
            Err(fault) => return Verdict::refused(&fault),
        };
        let account = subject.arn.parse::<Arn>().ok().and_then(|arn| arn.account_id());
        if account.and_then(|id| directory.account(id)).is_some_and(|account| account.closed) {
            // The asker, who is of the same account, cannot ask any more either.
            return Verdict::denied("AccessDenied", "The client's account is closed");
        }
        let mut context: Map<String, Json> =
            asked.context.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect();
        if let Some(address) = check.source_ip {
            context.insert("aws:SourceIp".to_owned(), json!(address.to_string()));
        }
        let question = json!({
            "Principal": subject.who,
            "Action": asked.action,
            "Resource": asked.resource,
            "Context": context,
        });
        match self.ask(&question, &directory, peer, request_id).await {
            Some(answer) if answer.allowed => Verdict::Allowed { principal: subject.arn },
            Some(Answer { error: Some(refusal), .. }) => {
                Verdict::denied(&refusal.code, refusal.message)
            }
            Some(answer) => Verdict::denied("AccessDenied", answer.message),
            None => Verdict::Unavailable,
        }
    }

    /// Whom the request proves to be from.
    fn subject(
        &self,
        proof: &Proof,
        check: &Check,
        directory: &Directory,
    ) -> Result<Subject, Fault> {
        match proof {
            Proof::Anyone(arn) => Ok(Subject { who: json!(arn), arn: arn.clone() }),
            Proof::Certificate => {
                let named = check.certificate.as_ref();
                let arn =
                    named.and_then(|name| self.rules.certificates.get(name)).ok_or_else(|| {
                        Fault::new("UnknownCertificate", "The certificate is no principal's", 403)
                    })?;
                Ok(Subject { who: json!(arn), arn: arn.clone() })
            }
            Proof::Signature => {
                self.signed(check, directory).map_err(|error| error.fault(Dialect::Json))
            }
        }
    }

    fn signed(&self, check: &Check, directory: &Directory) -> Result<Subject, SigningError> {
        let signed = check.signed();
        let presented =
            bartizan_sigv4::parse(&signed)?.ok_or(SigningError::MissingAuthenticationToken)?;
        presented.require_service(&self.rules.signing_service)?;
        let platform = self.gateway.means.road.platform();
        let claimed =
            claim(platform, directory, &presented, &presented.scope.region, &check.headers)?;
        let unknown = || SigningError::UnknownAccessKey(presented.access_key_id.to_string());
        // Whom `--dev` would take at its word proves nothing.
        let secret = claimed.secret.ok_or_else(unknown)?;
        let mut digest = BodyDigest::new();
        digest.update(&check.body);
        let (digest, now) = (digest.finish(), platform.now());
        self.gateway.means.verifier.verify(&presented, &signed, Some(&digest), &secret, now)?;
        let arn = claimed.caller.principal.arn().ok_or_else(unknown)?.to_string();
        let key = presented.access_key_id.as_str();
        let who = match presented.security_token {
            Some(token) => json!({ "AccessKeyId": key, "SessionToken": token }),
            None => json!({ "AccessKeyId": key }),
        };
        Ok(Subject { who, arn })
    }

    /// Asks the authorisation service, as the operator's asker; `None` where it does not answer.
    async fn ask(
        &self,
        question: &Json,
        directory: &Directory,
        peer: IpAddr,
        request_id: &str,
    ) -> Option<Answer> {
        let unanswered =
            |reason: &str| tracing::warn!(reason, request_id, "a check is not decided");
        let operation = self.gateway.means.road.operation("authorize", "Authorize")?;
        let Some(caller) = self.asker(directory) else {
            unanswered("there is no such asker");
            return None;
        };
        let batch = Bytes::from(json!({ "Requests": [question] }).to_string());
        let incoming = Incoming {
            operation,
            caller,
            // A check is of no region of its own.
            region: Region::new(Region::GLOBAL_SIGNING),
            origin: origin(peer),
            on_behalf_of: None,
            via: None,
            request_id: request_id.to_owned(),
            input: Ok(Value::Struct(vec![("Batch", Value::Blob(batch))])),
            body: None,
        };
        let reply = match self.gateway.means.travel(incoming).await {
            Ok(reply) => reply,
            Err(fault) => {
                unanswered(&fault.message);
                return None;
            }
        };
        let Some(Value::Blob(results)) = reply.value.field("Results") else { return None };
        let Answers { results: [answer] } = serde_json::from_slice(results).ok()?;
        Some(answer)
    }

    fn asker(&self, directory: &Directory) -> Option<Caller> {
        Caller::of_entity(directory.entity_by_arn(&self.asker)?, "envoy")
    }
}

fn origin(peer: IpAddr) -> Origin {
    Origin {
        source_ip: Some(peer.to_canonical()),
        user_agent: None,
        referer: None,
        tls: false,
        host: None,
        signature: SignatureForm::None,
        signature_age_millis: None,
        content_sha256: None,
    }
}
