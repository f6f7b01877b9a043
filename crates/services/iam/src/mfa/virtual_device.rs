//! Making and removing virtual devices.

use std::sync::Arc;

use bartizan_keys::TotpSeed;
use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{find_to_remove, gone, qr, sealed, store_new, virtual_serial};
use crate::error::IamError;
use crate::records::{AccountSettings, MfaDevice, OneTime, Token};
use crate::shapes::{
    CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse, DeleteVirtualMFADeviceRequest,
    VirtualMFADevice,
};
use crate::{Iam, tags};

/// How long a code of a virtual device lasts, in seconds.
const PERIOD_SECONDS: u32 = 30;

/// Makes a device that nobody has yet; its seed is told once.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateVirtualMFADeviceRequest>,
) -> Result<CreateVirtualMFADeviceResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let request = request.into_inner();
    let (path, name) = (request.path, request.virtual_mfa_device_name);
    let tags = tags::read(request.tags)?;
    let serial = virtual_serial(account, path.as_deref().unwrap_or("/"), &name).to_string();
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let platform = Arc::clone(&call.platform);
    let made = call.commit(move |tx| {
        let seed = TotpSeed::generate(&*platform.random);
        let sealed_seed = sealed(&platform.vault, account, &serial, &seed)?;
        let device = MfaDevice {
            account,
            serial,
            created: now,
            tags,
            holding: None,
            token: Token::Virtual(OneTime::new(sealed_seed, PERIOD_SECONDS)),
        };
        store_new(tx, &device, || "MFA device already exists.".to_owned())?;
        let settings = tx.get::<AccountSettings>(&AccountSettings::key(account))?;
        let alias = settings.and_then(|settings| settings.alias);
        let seed = seed.base32();
        let uri = qr::uri(&name, alias.as_deref(), account, &seed);
        let png = qr::png(&uri).ok_or_else(|| {
            Fault::new("ServiceFailure", "the device's name is too long for a QR code", 500)
        })?;
        Ok::<_, IamError>(CreateVirtualMFADeviceResponse {
            virtual_mfa_device: VirtualMFADevice {
                serial_number: device.serial,
                base32_string_seed: Some(seed.as_bytes().to_vec().into()),
                qr_code_png: Some(png.into()),
                user: None,
                enable_date: None,
                tags: tags::shown_if_any(&device.tags),
            },
        })
    });
    Ok(made.await?)
}

/// Removes a device that nobody has.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteVirtualMFADeviceRequest>,
) -> Result<(), IamError> {
    let (account, serial) = (call.account()?, request.into_inner().serial_number);
    let done = call.commit(move |tx| {
        let device = find_to_remove(tx, account, &serial)?;
        if !device.token.is_virtual() {
            return Err(gone(&serial));
        }
        if device.holding.is_some() {
            return Err(IamError::MfaDeviceInUse);
        }
        tx.delete::<MfaDevice>(&MfaDevice::key(account, &serial))?;
        Ok(())
    });
    Ok(done.await?)
}
