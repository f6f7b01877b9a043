//! The primary contact: whom the account belongs to.

use bartizan_service::{Authorized, Call};

use crate::AccountManagement;
use crate::error::AccountError;
use crate::records::Owner;
use crate::shapes::{
    ContactInformation, GetContactInformationRequest, GetContactInformationResponse,
    PutContactInformationRequest,
};
use crate::target::Finder;

/// Nobody is called: no number is verified.
const NOT_VERIFIED: &str = "NOT_SUPPORTED";
/// The countries whose addresses need a state or region. (Account Management API Reference,
/// `ContactInformation`, `StateOrRegion`.)
const WITH_STATES: [&str; 7] = ["US", "CA", "GB", "DE", "JP", "IN", "BR"];

/// Tells the contact.
pub(crate) async fn get(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<GetContactInformationRequest>,
) -> Result<GetContactInformationResponse, AccountError> {
    let finder = Finder::of(call)?;
    let owner = call.read(|reader| {
        let target = finder.find(reader, request.account_id.as_deref())?;
        reader.get::<Owner>(&Owner::key(target.account))?.ok_or_else(|| {
            AccountError::ResourceNotFound("No contact information found.".to_owned())
        })
    })?;
    Ok(GetContactInformationResponse {
        contact_information: Some(shown(owner)),
        verification_status: Some(NOT_VERIFIED.to_owned()),
    })
}

/// Sets the contact.
pub(crate) async fn put(
    _service: &AccountManagement,
    call: &Call,
    request: Authorized<PutContactInformationRequest>,
) -> Result<(), AccountError> {
    let (request, finder) = (request.into_inner(), Finder::of(call)?);
    let owner = checked(request.contact_information)?;
    let done = call.commit(move |tx| {
        let target = finder.find(tx, request.account_id.as_deref())?;
        Ok::<_, AccountError>(tx.put(&Owner::key(target.account), &owner)?)
    });
    Ok(done.await?)
}

fn checked(given: ContactInformation) -> Result<Owner, AccountError> {
    if !given.country_code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(AccountError::field(
            "The country code must be the two capital letters of ISO 3166",
        ));
    }
    if given.state_or_region.is_none() && WITH_STATES.contains(&given.country_code.as_str()) {
        return Err(AccountError::field("The state or region is required in this country"));
    }
    Ok(Owner {
        full_name: given.full_name,
        address_lines: [Some(given.address_line1), given.address_line2, given.address_line3],
        city: given.city,
        state_or_region: given.state_or_region,
        district_or_county: given.district_or_county,
        postal_code: given.postal_code,
        country_code: given.country_code,
        phone: given.phone_number,
        company: given.company_name,
        website: given.website_url,
    })
}

fn shown(owner: Owner) -> ContactInformation {
    let [first, address_line2, address_line3] = owner.address_lines;
    ContactInformation {
        full_name: owner.full_name,
        address_line1: first.unwrap_or_default(),
        address_line2,
        address_line3,
        city: owner.city,
        state_or_region: owner.state_or_region,
        district_or_county: owner.district_or_county,
        postal_code: owner.postal_code,
        country_code: owner.country_code,
        phone_number: owner.phone,
        company_name: owner.company,
        website_url: owner.website,
    }
}
