//! `CreateAgentActivation` and `DeleteAgentActivation`.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Access, Ask, Authorized, Call, NetworkPlace};
use bartizan_types::{Arn, Fault, Random};
use bartizan_wire::Value;

use super::{Activation, PRINCIPAL, hosts, key_of};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{
    CreateAgentActivationInput, CreateAgentActivationOutput, DeleteAgentActivationInput,
};

/// For how long a code is good where nothing else is asked for, in seconds.
const DEFAULT_SECONDS: i32 = 3600;
/// The most activations of an account in a region that are kept.
const ACTIVATIONS_MAX: u64 = 1000;
/// How many letters and digits a code has: 190 bits.
const CODE_CHARACTERS: usize = 32;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The action, the role's passing to the host, and what running an instance at that place needs: the security
/// groups of a host let others reach it, and it reach others.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = role_arn(ask.text("RoleArn").unwrap_or_default())?;
    let pass = Access::pass_role(&ask.call.directory, &arn, PRINCIPAL);
    let mut all = vec![Access::on_any(ask.action()), pass];
    let groups: Vec<&str> = match ask.input.field("SecurityGroupIds") {
        Some(Value::List(groups)) => groups.iter().filter_map(Value::text).collect(),
        _ => Vec::new(),
    };
    let hosts = hosts(ask.call)?;
    all.extend(hosts.accesses(ask.call, ask.text("SubnetId"), &groups, ask.text("Name"))?);
    Ok(all)
}

fn role_arn(text: &str) -> Result<Arn, OwnError> {
    text.parse().map_err(|_| OwnError::Invalid(format!("{text} is no ARN of a role.")))
}

/// Makes a code by which one host can register itself.
pub(crate) async fn create(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<CreateAgentActivationInput>,
) -> Result<CreateAgentActivationOutput, OwnError> {
    let request = request.into_inner();
    let (account, role) = (call.account()?, role_arn(&request.role_arn)?);
    let known = call.directory.entity_by_arn(role.as_str());
    if !known.is_some_and(|entity| entity.account == account && entity.role.is_some()) {
        return Err(OwnError::Invalid(format!("{role} is no role of this account.")));
    }
    let groups = request.security_group_ids.unwrap_or_default();
    let place = hosts(call)?.choose(call, request.subnet_id, groups).await?;
    let seconds = request.expires_in_seconds.unwrap_or(DEFAULT_SECONDS);
    let random = Arc::clone(&call.platform.random);
    let code = code(&*random);
    let activation = Activation {
        id: random.uuid(),
        code_digest: digest_of(&code),
        role,
        name: request.name,
        subnet: place.subnet,
        groups: place.groups,
        expires: call.now.plus(Duration::from_secs(u64::try_from(seconds).unwrap_or_default())),
        used: None,
    };
    let at = NetworkPlace { account, region: call.region.clone() };
    let done = call.commit(move |writer| {
        check_count(writer, &at)?;
        writer.put(&key_of(&at, &activation.id), &activation)?;
        Ok::<_, OwnError>(CreateAgentActivationOutput {
            activation_id: activation.id,
            activation_code: code,
            expires: activation.expires,
            subnet_id: activation.subnet,
            security_group_ids: activation.groups,
        })
    });
    Ok(done.await?)
}

fn check_count(reader: &Reader<'_>, at: &NetworkPlace) -> Result<(), OwnError> {
    let count = reader.count::<Activation>(&at.account.to_string(), at.region.as_str())?;
    if count < ACTIVATIONS_MAX {
        return Ok(());
    }
    Err(OwnError::Invalid(format!(
        "There are {count} activations: delete some, or wait until they expire."
    )))
}

/// Takes an activation back. What registered by it stays registered.
pub(crate) async fn delete(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<DeleteAgentActivationInput>,
) -> Result<(), OwnError> {
    let id = request.into_inner().activation_id;
    let at = NetworkPlace { account: call.account()?, region: call.region.clone() };
    let done = call.commit(move |writer: &mut Writer<'_>| {
        if writer.delete::<Activation>(&key_of(&at, &id))? {
            return Ok(());
        }
        Err(OwnError::ActivationNotFound(id))
    });
    Ok(done.await?)
}

/// A new code, of letters and digits, each as likely as the others.
fn code(random: &dyn Random) -> String {
    let mut code = String::with_capacity(CODE_CHARACTERS);
    while code.len() < CODE_CHARACTERS {
        let mut bytes = [0; CODE_CHARACTERS];
        random.fill(&mut bytes);
        let drawn = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 0x3f)));
        code.extend(drawn.map(|letter| char::from(*letter)).take(CODE_CHARACTERS - code.len()));
    }
    code
}

/// What is kept of a code.
pub(super) fn digest_of(code: &str) -> String {
    hex::encode(digest(&SHA256, code.as_bytes()))
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn codes_are_long_and_differ() {
        let random = SeededRandom::new(1);
        let (one, other) = (code(&random), code(&random));
        assert_eq!((one.len(), other.len()), (CODE_CHARACTERS, CODE_CHARACTERS));
        assert!(one.bytes().all(|letter| ALPHABET.contains(&letter)));
        assert_ne!(one, other);
        assert!(!digest_of(&one).contains(&one));
    }
}
