//! Alternate contacts: whom to reach about billing, operations and security.

use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::Fault;

use crate::AccountManagement;
use crate::error::AccountError;
use crate::records::Contact;
use crate::shapes::{
    AlternateContact, DeleteAlternateContactRequest, GetAlternateContactRequest,
    GetAlternateContactResponse, PutAlternateContactRequest,
};
use crate::target::{self, Finder};

/// The account, and the kind of contact.
pub(crate) fn rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let kind = ask.text("AlternateContactType").unwrap_or_default().to_owned();
    let access = target::access(ask, "AccountId")?;
    Ok(vec![access.key_list("account:AlternateContactTypes", vec![kind])])
}

/// Tells a contact.
pub(crate) async fn get(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetAlternateContactRequest>,
) -> Result<GetAlternateContactResponse, AccountError> {
    let finder = Finder::of(call)?;
    let kind = &request.alternate_contact_type;
    let found = call.read(|reader| {
        let target = finder.find(reader, request.account_id.as_deref())?;
        let found = reader.get::<Contact>(&Contact::key(target.account, kind))?;
        found.ok_or_else(missing)
    })?;
    Ok(GetAlternateContactResponse { alternate_contact: Some(shown(found, kind)) })
}

/// Sets a contact.
pub(crate) async fn put(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<PutAlternateContactRequest>,
) -> Result<(), AccountError> {
    let (request, finder) = (request.into_inner(), Finder::of(call)?);
    let done = call.commit(move |tx| {
        let target = finder.find(tx, request.account_id.as_deref())?;
        let contact = Contact {
            name: request.name,
            title: request.title,
            email: request.email_address.trim().to_owned(),
            phone: request.phone_number,
        };
        let key = Contact::key(target.account, &request.alternate_contact_type);
        Ok::<_, AccountError>(tx.put(&key, &contact)?)
    });
    Ok(done.await?)
}

/// Takes a contact out.
pub(crate) async fn delete(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<DeleteAlternateContactRequest>,
) -> Result<(), AccountError> {
    let (request, finder) = (request.into_inner(), Finder::of(call)?);
    let done = call.commit(move |tx| {
        let target = finder.find(tx, request.account_id.as_deref())?;
        let key = Contact::key(target.account, &request.alternate_contact_type);
        if tx.delete::<Contact>(&key)? { Ok(()) } else { Err(missing()) }
    });
    Ok(done.await?)
}

fn missing() -> AccountError {
    AccountError::ResourceNotFound(
        "No contact of the inputted alternate contact type found.".to_owned(),
    )
}

fn shown(contact: Contact, kind: &str) -> AlternateContact {
    AlternateContact {
        name: Some(contact.name),
        title: Some(contact.title),
        email_address: Some(contact.email),
        phone_number: Some(contact.phone),
        alternate_contact_type: Some(kind.to_owned()),
    }
}
