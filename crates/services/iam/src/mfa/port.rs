//! What other services may ask of MFA devices.

use bartizan_service::{BoxFuture, Call, CodeVerdict, MfaDevices, TokenSeed};
use bartizan_types::{Fault, Principal};

use super::{fob, opened};
use crate::records::{MfaDevice, Owner};

/// The devices that IAM keeps.
#[derive(Debug)]
pub(crate) struct Devices;

impl MfaDevices for Devices {
    fn redeem<'a>(
        &'a self,
        call: &'a Call,
        serial: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<CodeVerdict, Fault>> {
        Box::pin(redeem(call, serial.to_owned(), code.to_owned()))
    }

    fn import<'a>(
        &'a self,
        call: &'a Call,
        tokens: Vec<TokenSeed>,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(fob::import(call, tokens))
    }
}

async fn redeem(call: &Call, serial: String, code: String) -> Result<CodeVerdict, Fault> {
    let owner = match &call.caller.principal {
        Principal::Root { .. } => Owner::Root,
        Principal::User { id, .. } => Owner::User(id.clone()),
        _ => return Ok(CodeVerdict::NotChecked),
    };
    let (account, now, vault) = (call.account()?, call.now, call.platform.vault.clone());
    let done = call.platform.store.write(move |tx| {
        let key = MfaDevice::key(account, &serial);
        let device = tx.get::<MfaDevice>(&key)?.filter(|device| device.is_of(&owner));
        let Some(mut device) = device else { return Ok(CodeVerdict::NotChecked) };
        let Some(one_time) = device.token.one_time_mut() else {
            return Ok(CodeVerdict::NotChecked);
        };
        if one_time.tries.are_refused(now) {
            return Ok(CodeVerdict::NotChecked);
        }
        let seed = opened(&vault, account, &serial, one_time)?;
        let is_right = one_time.redeem(&seed, &code, now);
        tx.put(&key, &device)?;
        Ok::<_, Fault>(if is_right { CodeVerdict::Accepted } else { CodeVerdict::Wrong })
    });
    done.await
}
