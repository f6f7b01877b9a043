//! MFA devices of users and of the root user. (IAM User Guide, "AWS Multi-factor authentication in
//! IAM".)

mod bearer;
mod binding;
mod codes;
mod fob;
mod passkey;
mod port;
mod qr;
pub(crate) mod rule;
mod show;
mod tagging;
mod virtual_device;

pub(crate) use binding::{deactivate, enable, resync};
pub(crate) use passkey::Authenticators;
pub(crate) use port::Devices;
pub(crate) use show::{get, list, list_virtual};
pub(crate) use tagging::{list_tags, tag, untag};
pub(crate) use virtual_device::{create, delete};

use bartizan_keys::TotpSeed;
use bartizan_service::Vault;
use bartizan_store::{Reader, Record, Writer};
use bartizan_types::{AccountId, Arn, Fault};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::IamError;
use crate::records::{MfaDevice, Named, OneTime, User};

/// How many devices a user or the root user may have. (IAM User Guide, "IAM and AWS STS quotas".)
const DEVICES_MAX: usize = 8;

/// AWS's name of the quota of devices in an account, and how many there may be, hardware tokens
/// included: as many as users. (IAM User Guide, "IAM and AWS STS quotas".)
const QUOTA: (&str, usize) = ("VirtualMFADevicesPerAccount", User::QUOTA.1);

/// The serial number of a virtual device, which is its ARN.
fn virtual_serial(account: AccountId, path: &str, name: &str) -> Arn {
    Arn::new("iam", "", Some(account), &format!("mfa{path}{name}"))
}

/// The device of this serial number.
fn find(reader: &Reader<'_>, account: AccountId, serial: &str) -> Result<MfaDevice, IamError> {
    reader.get(&MfaDevice::key(account, serial))?.ok_or_else(|| missing(serial))
}

/// Stores a new device, if its serial number is free and the quota allows one more.
fn store_new(
    tx: &mut Writer<'_>,
    device: &MfaDevice,
    taken: impl FnOnce() -> String,
) -> Result<(), IamError> {
    let key = MfaDevice::key(device.account, &device.serial);
    if tx.get::<MfaDevice>(&key)?.is_some() {
        return Err(IamError::EntityAlreadyExists(taken()));
    }
    let count = tx.count::<MfaDevice>(&device.account.to_string(), "")?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= QUOTA.1 {
        return Err(IamError::quota(QUOTA.0, QUOTA.1));
    }
    Ok(tx.put(&key, device)?)
}

/// The device of this serial number, to be taken from its user or for good.
fn find_to_remove(
    reader: &Reader<'_>,
    account: AccountId,
    serial: &str,
) -> Result<MfaDevice, IamError> {
    reader.get(&MfaDevice::key(account, serial))?.ok_or_else(|| gone(serial))
}

/// AWS's message where there is nothing to remove.
fn gone(serial: &str) -> IamError {
    IamError::NoSuchEntity(format!("MFA Device with serial number {serial} does not exist."))
}

fn missing(serial: &str) -> IamError {
    IamError::NoSuchEntity(format!("VirtualMFADevice with serial number {serial} doesn't exist."))
}

/// What is said of a device that somebody else has, or nobody.
fn not_of_user() -> IamError {
    IamError::NoSuchEntity("MFA Device invalid for user.".to_owned())
}

/// A seed, sealed for the row of its device, as text.
fn sealed(
    vault: &Vault,
    account: AccountId,
    serial: &str,
    seed: &TotpSeed,
) -> Result<String, Fault> {
    Ok(STANDARD.encode(vault.seal(account, MfaDevice::COLLECTION, serial, seed.bytes())?))
}

/// The seed of a device.
fn opened(
    vault: &Vault,
    account: AccountId,
    serial: &str,
    device: &OneTime,
) -> Result<TotpSeed, Fault> {
    let damaged = || Fault::new("InternalFailure", "an MFA device's seed is damaged", 500);
    let sealed = STANDARD.decode(&device.sealed_seed).map_err(|_| damaged())?;
    let bytes = vault.open(account, MfaDevice::COLLECTION, serial, &sealed)?;
    TotpSeed::from_bytes(bytes).ok_or_else(damaged)
}
