//! Whom to tell of attacks, and whether that is wanted. (AWS WAF Developer Guide, "Setting up
//! proactive engagement for the SRT to contact you directly".)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::error::ShieldError;
use crate::records::{Contact, ProtectionRecord, SubscriptionRecord, all};
use crate::shapes::{
    AssociateProactiveEngagementDetailsRequest, AssociateProactiveEngagementDetailsResponse,
    DescribeEmergencyContactSettingsRequest, DescribeEmergencyContactSettingsResponse,
    DisableProactiveEngagementRequest, DisableProactiveEngagementResponse, EmergencyContact,
    EnableProactiveEngagementRequest, EnableProactiveEngagementResponse,
    UpdateEmergencyContactSettingsRequest, UpdateEmergencyContactSettingsResponse,
};
use crate::{Shield, subscription};

/// Begins proactive engagement, with these contacts.
pub(crate) async fn initialize(
    _service: &Shield,
    call: &Call,
    request: Authorized<AssociateProactiveEngagementDetailsRequest>,
) -> Result<AssociateProactiveEngagementDetailsResponse, ShieldError> {
    let contacts = read(request.into_inner().emergency_contact_list);
    change(call, AssociateProactiveEngagementDetailsResponse {}, move |reader, account, held| {
        if held.is_engaged.is_some() {
            let message = "Proactive engagement was begun before: enable or disable it.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        held.contacts = contacts;
        check_reachable(&held.contacts)?;
        check_health_based(reader, account)?;
        held.is_engaged = Some(true);
        Ok(())
    })
    .await
}

/// Enables proactive engagement again.
pub(crate) async fn enable(
    _service: &Shield,
    call: &Call,
    _request: Authorized<EnableProactiveEngagementRequest>,
) -> Result<EnableProactiveEngagementResponse, ShieldError> {
    change(call, EnableProactiveEngagementResponse {}, |reader, account, held| {
        check_changes(held.is_engaged, true)?;
        check_reachable(&held.contacts)?;
        check_health_based(reader, account)?;
        held.is_engaged = Some(true);
        Ok(())
    })
    .await
}

/// Disables it.
pub(crate) async fn disable(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DisableProactiveEngagementRequest>,
) -> Result<DisableProactiveEngagementResponse, ShieldError> {
    change(call, DisableProactiveEngagementResponse {}, |_, _, held| {
        check_changes(held.is_engaged, false)?;
        held.is_engaged = Some(false);
        Ok(())
    })
    .await
}

/// Puts contacts in place of those that were there.
pub(crate) async fn update(
    _service: &Shield,
    call: &Call,
    request: Authorized<UpdateEmergencyContactSettingsRequest>,
) -> Result<UpdateEmergencyContactSettingsResponse, ShieldError> {
    let contacts = read(request.into_inner().emergency_contact_list.unwrap_or_default());
    change(call, UpdateEmergencyContactSettingsResponse {}, move |_, _, held| {
        held.contacts = contacts;
        if held.is_engaged == Some(true) { check_reachable(&held.contacts) } else { Ok(()) }
    })
    .await
}

/// The contacts.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DescribeEmergencyContactSettingsRequest>,
) -> Result<DescribeEmergencyContactSettingsResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let held = call.read(|reader| subscription::of(reader, account, now))?;
    let shown = |contact: Contact| EmergencyContact {
        email_address: contact.email,
        phone_number: contact.phone,
        contact_notes: contact.notes,
    };
    let contacts = held.contacts.into_iter().map(shown).collect();
    Ok(DescribeEmergencyContactSettingsResponse { emergency_contact_list: Some(contacts) })
}

fn read(contacts: Vec<EmergencyContact>) -> Vec<Contact> {
    let read = |contact: EmergencyContact| Contact {
        email: contact.email_address,
        phone: contact.phone_number,
        notes: contact.contact_notes,
    };
    contacts.into_iter().map(read).collect()
}

async fn change<R>(
    call: &Call,
    answer: R,
    change: impl FnOnce(&Reader<'_>, AccountId, &mut SubscriptionRecord) -> Result<(), ShieldError>
    + Send
    + 'static,
) -> Result<R, ShieldError>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    let (account, now) = (call.account()?, call.now);
    let done = call.commit(move |writer| {
        let mut held = subscription::of(writer, account, now)?;
        change(writer, account, &mut held)?;
        writer.put(&SubscriptionRecord::key_of(account), &held)?;
        Ok::<_, ShieldError>(answer)
    });
    Ok(done.await?)
}

/// Proactive engagement was begun, and is not yet as it shall be.
fn check_changes(is_engaged: Option<bool>, wanted: bool) -> Result<(), ShieldError> {
    let message = match is_engaged {
        None => "Proactive engagement was not begun: use AssociateProactiveEngagementDetails.",
        Some(held) if held == wanted => "The operation would not cause any change to occur.",
        Some(_) => return Ok(()),
    };
    Err(ShieldError::InvalidOperation(message.to_owned()))
}

fn check_reachable(contacts: &[Contact]) -> Result<(), ShieldError> {
    if contacts.iter().any(|contact| contact.phone.is_some()) {
        return Ok(());
    }
    let message = "Proactive engagement needs at least one contact with a phone number.";
    Err(ShieldError::InvalidParameter(message.to_owned()))
}

/// Attacks are told of by the health of what they hit: something must have a health check.
fn check_health_based(reader: &Reader<'_>, account: AccountId) -> Result<(), ShieldError> {
    let held = all::<ProtectionRecord>(reader, account)?;
    if held.iter().any(|one| !one.health_checks.is_empty()) {
        return Ok(());
    }
    let message = "Proactive engagement needs a protection with a health check.";
    Err(ShieldError::InvalidOperation(message.to_owned()))
}
