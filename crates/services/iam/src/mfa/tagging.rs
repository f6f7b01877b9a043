//! Tags of virtual devices.

use bartizan_service::{Authorized, Call};

use super::find;
use crate::error::IamError;
use crate::records::MfaDevice;
use crate::shapes::{
    ListMFADeviceTagsRequest, ListMFADeviceTagsResponse, TagMFADeviceRequest, UntagMFADeviceRequest,
};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagMFADeviceRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut device = find(tx, account, &request.serial_number)?;
        tags::put(&mut device.tags, more)?;
        Ok::<_, IamError>(tx.put(&MfaDevice::key(account, &device.serial), &device)?)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagMFADeviceRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut device = find(tx, account, &request.serial_number)?;
        tags::remove(&mut device.tags, &request.tag_keys);
        Ok::<_, IamError>(tx.put(&MfaDevice::key(account, &device.serial), &device)?)
    });
    Ok(done.await?)
}

/// A device's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListMFADeviceTagsRequest>,
) -> Result<ListMFADeviceTagsResponse, IamError> {
    let account = call.account()?;
    let device = call.read(|reader| find(reader, account, &request.serial_number))?;
    let page = tags::page(&device.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListMFADeviceTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
