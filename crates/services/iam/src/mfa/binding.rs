//! Giving devices to users, keeping their clocks, and taking them back.

use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::Timestamp;

use super::bearer::{Asked, Bearer};
use super::{DEVICES_MAX, find, find_to_remove, not_of_user, opened};
use crate::Iam;
use crate::error::IamError;
use crate::records::{Holding, MfaDevice, OneTime, Token};
use crate::shapes::{DeactivateMFADeviceRequest, EnableMFADeviceRequest, ResyncMFADeviceRequest};

/// How many steps a device's clock may be off when a user gets it: five minutes of a virtual one.
const ENABLE_REACH: u64 = 10;
/// How many steps it may be off when it is synchronised: an hour of a virtual one.
const RESYNC_REACH: u64 = 120;

/// What the codes of a request are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Enable,
    Resync,
}

/// A request with two codes that follow each other.
#[derive(Debug, Clone)]
struct Proof {
    purpose: Purpose,
    asked: Asked,
    serial: String,
    codes: (String, String),
    now: Timestamp,
}

/// Gives a device to a user, who shows to have it by two codes.
pub(crate) async fn enable(
    _iam: &Iam,
    call: &Call,
    request: Authorized<EnableMFADeviceRequest>,
) -> Result<(), IamError> {
    let asked = Asked::of(call, Some(&request.user_name))?;
    let request = request.into_inner();
    let codes = (request.authentication_code1, request.authentication_code2);
    let purpose = Purpose::Enable;
    prove(call, Proof { purpose, asked, serial: request.serial_number, codes, now: call.now }).await
}

/// Learns from two codes how far a device's clock is off.
pub(crate) async fn resync(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ResyncMFADeviceRequest>,
) -> Result<(), IamError> {
    let asked = Asked::of(call, Some(&request.user_name))?;
    let request = request.into_inner();
    let codes = (request.authentication_code1, request.authentication_code2);
    let purpose = Purpose::Resync;
    prove(call, Proof { purpose, asked, serial: request.serial_number, codes, now: call.now }).await
}

/// Takes a device back from a user.
pub(crate) async fn deactivate(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeactivateMFADeviceRequest>,
) -> Result<(), IamError> {
    let asked = Asked::of(call, request.user_name.as_deref())?;
    let serial = request.into_inner().serial_number;
    let done = call.commit(move |tx| {
        let bearer = asked.bearer(tx)?;
        let mut device = find_to_remove(tx, asked.account(), &serial)?;
        if !device.is_of(&bearer.owner) {
            return Err(not_of_user());
        }
        let key = MfaDevice::key(asked.account(), &serial);
        if matches!(device.token, Token::Passkey(_)) {
            // It cannot be given again: it is registered anew.
            tx.delete::<MfaDevice>(&key)?;
            return Ok(());
        }
        device.holding = None;
        Ok(tx.put(&key, &device)?)
    });
    Ok(done.await?)
}

fn no_codes() -> IamError {
    IamError::InvalidInput(
        "The MFA device is a security key or a passkey: it has no codes.".to_owned(),
    )
}

/// Counts the try first, in a transaction of its own, so that one with wrong codes, which changes
/// nothing else, is not forgotten, and none of many at once goes uncounted.
async fn prove(call: &Call, proof: Proof) -> Result<(), IamError> {
    let (counted, vault) = (proof.clone(), call.platform.vault.clone());
    let counting = call.platform.store.write(move |tx| {
        let (_, mut device) = counted.checked(tx)?;
        counted.one_time(&mut device)?.tries.count(counted.now);
        Ok::<_, IamError>(tx.put(&counted.key(), &device)?)
    });
    counting.await?;
    let done = call.commit(move |tx| {
        let (bearer, mut device) = proof.checked(tx)?;
        let one_time = device.token.one_time_mut().ok_or_else(no_codes)?;
        let seed = opened(&vault, proof.asked.account(), &proof.serial, one_time)?;
        let codes = (proof.codes.0.as_str(), proof.codes.1.as_str());
        if !one_time.synchronise(&seed, codes, proof.purpose.reach(), proof.now) {
            return Err(IamError::InvalidAuthenticationCode);
        }
        if proof.purpose == Purpose::Enable {
            device.holding = Some(Holding { owner: bearer.owner, enabled: proof.now });
        }
        Ok(tx.put(&proof.key(), &device)?)
    });
    Ok(done.await?)
}

impl Purpose {
    const fn reach(self) -> u64 {
        match self {
            Self::Enable => ENABLE_REACH,
            Self::Resync => RESYNC_REACH,
        }
    }
}

impl Proof {
    fn key(&self) -> bartizan_store::Key {
        MfaDevice::key(self.asked.account(), &self.serial)
    }

    /// The user and the device, as the purpose wants them to be.
    fn checked(&self, reader: &Reader<'_>) -> Result<(Bearer, MfaDevice), IamError> {
        let account = self.asked.account();
        let bearer = self.asked.bearer(reader)?;
        let device = find(reader, account, &self.serial)?;
        match self.purpose {
            Purpose::Resync if !device.is_of(&bearer.owner) => return Err(not_of_user()),
            Purpose::Resync => {}
            Purpose::Enable if device.holding.is_some() => {
                return Err(IamError::EntityAlreadyExists(
                    "MFA Device is already in use.".to_owned(),
                ));
            }
            Purpose::Enable => {
                if bearer.devices(reader, account)?.len() >= DEVICES_MAX {
                    return Err(IamError::quota("MFADevicesPerUser", DEVICES_MAX));
                }
            }
        }
        Ok((bearer, device))
    }

    /// The device as one that makes codes, unless so many were wrong that none is looked at.
    fn one_time<'d>(&self, device: &'d mut MfaDevice) -> Result<&'d mut OneTime, IamError> {
        let one_time = device.token.one_time_mut().ok_or_else(no_codes)?;
        if one_time.tries.are_refused(self.now) {
            return Err(IamError::EntityTemporarilyUnmodifiable(format!(
                "MFA device {} had too many invalid authentication codes. Try again later.",
                self.serial
            )));
        }
        Ok(one_time)
    }
}
