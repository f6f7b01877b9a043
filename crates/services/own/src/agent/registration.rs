//! `RegisterAgent`: a host shows the code of an activation, and becomes an instance.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use bartizan_service::{Authorized, Call, NewHost};
use bartizan_types::Timestamp;

use super::activation::digest_of;
use super::{
    Activation, Agent, FIRST_INTERVAL, PATIENCE_INTERVALS, Use, admitting, found, hosts, key_of,
};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{RegisterAgentInput, RegisterAgentOutput};

/// Registers a host. The same host may ask again, by the same key: its first answer may have been lost.
pub(crate) async fn register(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<RegisterAgentInput>,
) -> Result<RegisterAgentOutput, OwnError> {
    let request = request.into_inner();
    let known = call.read(|reader| found::<Activation>(reader, &request.activation_id))?;
    let Some((place, activation)) = known else {
        // As long as for one that is there.
        static NOBODYS: LazyLock<String> = LazyLock::new(|| digest_of(""));
        is_code(&request.activation_code, &NOBODYS);
        return Err(OwnError::InvalidActivation);
    };
    let arn = activation.arn(&place);
    call.require(&admitting("bartizan:RegisterAgent", &arn, "Bartizan::Agent::Activation"))?;
    let (now, random) = (call.platform.now(), Arc::clone(&call.platform.random));
    let (hosts, public_key) = (Arc::clone(hosts(call)?), hex::encode(&request.public_key));
    let done = call.commit(move |writer| {
        let id = &request.activation_id;
        let (_, mut activation) =
            found::<Activation>(writer, id)?.ok_or(OwnError::InvalidActivation)?;
        if !is_code(&request.activation_code, &activation.code_digest) {
            return Err(OwnError::InvalidActivation);
        }
        if let Some(used) = &activation.used {
            if used.public_key != public_key {
                return Err(OwnError::ActivationUsed(id.clone()));
            }
            return Ok(answer(&place, &used.instance));
        }
        check_time(&activation, now)?;
        let new = NewHost {
            place: &activation.place(),
            name: activation.name.as_deref(),
            architecture: &request.architecture,
            now,
            patience: FIRST_INTERVAL * PATIENCE_INTERVALS,
        };
        let instance = hosts.register(writer, &place, &new, &*random)?;
        let agent = Agent {
            instance: instance.clone(),
            role: activation.role.clone(),
            public_key: public_key.clone(),
            proved_millis: 0,
            inventory: None,
            sessions: Vec::new(),
        };
        writer.put(&key_of(&place, &instance), &agent)?;
        activation.used = Some(Use { instance: instance.clone(), public_key });
        writer.put(&key_of(&place, id), &activation)?;
        Ok::<_, OwnError>(answer(&place, &instance))
    });
    Ok(done.await?)
}

fn answer(place: &bartizan_service::NetworkPlace, instance: &str) -> RegisterAgentOutput {
    RegisterAgentOutput {
        instance_id: instance.to_owned(),
        account_id: place.account.to_string(),
        region: place.region.as_str().to_owned(),
    }
}

fn check_time(activation: &Activation, now: Timestamp) -> Result<(), OwnError> {
    if now < activation.expires {
        return Ok(());
    }
    Err(OwnError::ActivationExpired(activation.id.clone(), activation.expires.iso8601()))
}

/// Whether this is the code that the digest is of, in the same time whatever it is.
fn is_code(code: &str, digest: &str) -> bool {
    verify_slices_are_equal(digest_of(code).as_bytes(), digest.as_bytes()).is_ok()
}
