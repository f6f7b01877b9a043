//! `GetAgentCredentials`: a session of its role for an agent that proves itself by its key.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use bartizan_service::{Authorized, Call, NetworkPlace, RoleUse};
use bartizan_types::{Fault, Timestamp};

use super::throttle::Cost;
use super::{Agent, Issued, PRINCIPAL, admitting, found, hosts, instance_arn, key_of};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{GetAgentCredentialsInput, GetAgentCredentialsOutput, SessionCredentials};

/// How far the clocks of a host and of Bartizan may differ, as those of signed requests may.
const SKEW: Duration = Duration::from_mins(5);
/// How long a session lasts, in seconds: what every role allows.
const SECONDS: i64 = 3600;

/// Gives an agent a session. Bartizan assumes the role for it as EC2 does for instances: the role's own
/// policy decides about that. (Amazon EC2 User Guide, "IAM roles for Amazon EC2".)
pub(crate) async fn issue(
    service: &OwnApi,
    call: &Call,
    request: Authorized<GetAgentCredentialsInput>,
) -> Result<GetAgentCredentialsOutput, OwnError> {
    let request = request.into_inner();
    let instance = request.instance_id.clone();
    let known = call.read(|reader| found::<Agent>(reader, &instance))?;
    let (place, agent) = known.ok_or_else(|| Agent::unknown(&instance))?;
    // Who proves nothing is nobody, of whom the account's record tells nothing.
    check_proof(&agent, &request)?;
    let arn = instance_arn(&place, &instance);
    call.require(&admitting("bartizan:GetAgentCredentials", &arn, "AWS::EC2::Instance"))?;
    check_clock(request.signed_at_millis, call.now)?;
    check_order(request.signed_at_millis, &agent)?;
    service.reports.take(&instance, Cost::CREDENTIALS, call.now)?;
    let hosts = Arc::clone(hosts(call)?);
    if !call.read(|reader| hosts.stands(reader, &place, &instance))? {
        return Err(OwnError::AgentTerminated(instance));
    }
    let credentials = assume(call, &place, &agent).await?;
    let (signed, now) = (request.signed_at_millis, call.now);
    let session =
        Issued { access_key: credentials.access_key_id.clone(), expires: credentials.expiration };
    let done = call.commit(move |writer| {
        let (_, mut agent) =
            found::<Agent>(writer, &instance)?.ok_or_else(|| Agent::unknown(&instance))?;
        check_order(signed, &agent)?;
        agent.proved_millis = signed;
        agent.enter(session, now);
        writer.put(&key_of(&place, &instance), &agent)?;
        Ok::<_, OwnError>(GetAgentCredentialsOutput { credentials })
    });
    Ok(done.await?)
}

/// What an agent signs to prove itself: that it is the agent of this instance, and when.
fn proof(instance: &str, signed_at_millis: i64) -> String {
    format!("bartizan:GetAgentCredentials\n{instance}\n{signed_at_millis}")
}

fn check_proof(agent: &Agent, request: &GetAgentCredentialsInput) -> Result<(), OwnError> {
    let key = hex::decode(&agent.public_key).unwrap_or_default();
    let text = proof(&agent.instance, request.signed_at_millis);
    UnparsedPublicKey::new(&ED25519, key)
        .verify(text.as_bytes(), &request.signature)
        .map_err(|_| Agent::unknown(&agent.instance))
}

fn check_clock(signed_at_millis: i64, now: Timestamp) -> Result<(), OwnError> {
    let signed = Timestamp::from_millis(signed_at_millis);
    if now.since(signed) <= SKEW && signed.since(now) <= SKEW {
        return Ok(());
    }
    Err(OwnError::Invalid(format!(
        "The proof is of {} and it is {} here: set the clock of the host.",
        signed.iso8601(),
        now.iso8601()
    )))
}

/// That neither this proof nor a later one was used before.
fn check_order(signed_at_millis: i64, agent: &Agent) -> Result<(), OwnError> {
    if signed_at_millis > agent.proved_millis {
        return Ok(());
    }
    let message = "This proof, or a later one, was used before: sign another.";
    Err(OwnError::Invalid(message.to_owned()))
}

async fn assume(
    call: &Call,
    place: &NetworkPlace,
    agent: &Agent,
) -> Result<SessionCredentials, Fault> {
    let wanted = RoleUse {
        principal: PRINCIPAL,
        on_behalf_of: &instance_arn(place, &agent.instance),
        region: place.region.clone(),
        role: &agent.role,
        session_name: &agent.instance,
        seconds: Some(SECONDS),
    };
    let session = call.road().assume_role(wanted).await?;
    Ok(SessionCredentials {
        access_key_id: session.access_key_id,
        secret_access_key: String::clone(&session.secret_access_key),
        session_token: String::clone(&session.session_token),
        expiration: session.expiration,
    })
}
