//! Which devices there are, and who has them.

use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;

use super::bearer::{Asked, Bearer};
use super::{find, missing, not_of_user};
use crate::error::IamError;
use crate::records::{self, MfaDevice, Owner, User};
use crate::shapes::{
    GetMFADeviceRequest, GetMFADeviceResponse, ListMFADevicesRequest, ListMFADevicesResponse,
    ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse, MFADevice, VirtualMFADevice,
};
use crate::{Iam, paging, user};

/// The devices that a user or the caller has.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListMFADevicesRequest>,
) -> Result<ListMFADevicesResponse, IamError> {
    let asked = Asked::of(call, request.user_name.as_deref())?;
    let (bearer, devices) = call.read(|reader| {
        let bearer = asked.bearer(reader)?;
        let devices = bearer.devices(reader, asked.account())?;
        Ok::<_, IamError>((bearer, devices))
    })?;
    let held = devices.into_iter().filter_map(|device| {
        let enable_date = device.holding?.enabled;
        Some(MFADevice {
            user_name: bearer.name.clone(),
            serial_number: device.serial,
            enable_date,
        })
    });
    let page =
        paging::page(held.collect(), request.marker.as_deref(), request.max_items, |device| {
            device.serial_number.clone()
        })?;
    Ok(ListMFADevicesResponse {
        mfa_devices: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// A device that somebody has; with a user's name, only if it is that user's.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetMFADeviceRequest>,
) -> Result<GetMFADeviceResponse, IamError> {
    let account = call.account()?;
    let serial = &request.serial_number;
    let named = request.user_name.is_some();
    let asked = Asked::of(call, request.user_name.as_deref())?;
    let (bearer, device) = call.read(|reader| {
        let wanted = asked.bearer(reader)?;
        let device = find(reader, account, serial)?;
        let bearer = Bearer::having(reader, &device)?.ok_or_else(|| missing(serial))?;
        if bearer.owner != wanted.owner {
            return Err(if named { not_of_user() } else { missing(serial) });
        }
        Ok::<_, IamError>((bearer, device))
    })?;
    Ok(GetMFADeviceResponse {
        user_name: Some(bearer.name),
        enable_date: device.holding.map(|holding| holding.enabled),
        serial_number: device.serial,
        certifications: None,
    })
}

/// The account's virtual devices.
pub(crate) async fn list_virtual(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListVirtualMFADevicesRequest>,
) -> Result<ListVirtualMFADevicesResponse, IamError> {
    let account = call.account()?;
    let page = call.read(|reader| {
        let mut devices = records::all::<MfaDevice>(reader, account)?;
        devices.retain(|device| {
            device.token.is_virtual()
                && match request.assignment_status.as_deref() {
                    Some("Assigned") => device.holding.is_some(),
                    Some("Unassigned") => device.holding.is_none(),
                    _ => true,
                }
        });
        let page = paging::page(devices, request.marker.as_deref(), request.max_items, |device| {
            device.serial.clone()
        })?;
        let shown: Result<Vec<_>, IamError> =
            page.items.iter().map(|device| shown(reader, device)).collect();
        Ok::<_, IamError>(ListVirtualMFADevicesResponse {
            virtual_mfa_devices: shown?,
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    })?;
    Ok(page)
}

/// A virtual device as the list shows it: without seed and tags.
fn shown(reader: &Reader<'_>, device: &MfaDevice) -> Result<VirtualMFADevice, IamError> {
    let user = match device.holding.as_ref().map(|holding| &holding.owner) {
        Some(Owner::User(id)) => {
            records::find_by_id::<User>(reader, id)?.map(|found| user::listed(&found))
        }
        Some(Owner::Root) => Some(user::root(reader, device.account)?),
        None => None,
    };
    Ok(VirtualMFADevice {
        serial_number: device.serial.clone(),
        base32_string_seed: None,
        qr_code_png: None,
        user,
        enable_date: device.holding.as_ref().map(|holding| holding.enabled),
        tags: None,
    })
}
