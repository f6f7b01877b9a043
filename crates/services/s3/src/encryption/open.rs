//! Opening what an object is sealed by, for those who may.

use bartizan_sealed_stream::{DataKey, StreamKey};
use bartizan_service::Call;
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sealing::{Method, Place, Sealing};
use super::{APPLIED, CustomerKey, TABLE, cipher_failed};
use crate::error::S3Error;

/// The key of an object's bytes; none for an object from before objects were sealed.
///
/// # Errors
/// The request brings no key along and must, or one and must not, or the wrong one.
pub(crate) async fn open(
    call: &Call,
    place: Place<'_>,
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<Option<StreamKey>, Fault> {
    check_customer(sealing, customer)?;
    let Some(sealing) = sealing else { return Ok(None) };
    tell(call, Some(sealing));
    let row = place.row();
    let wrapped = STANDARD.decode(&sealing.wrapped).map_err(|_| lost())?;
    let data_key = match &sealing.method {
        Method::Owned => {
            let vault = &call.platform.vault;
            let bytes = vault.open(sealing.account, TABLE, &row, &wrapped)?;
            DataKey::from_slice(&bytes).map_err(cipher_failed)?
        }
        Method::Customer { .. } => {
            let by = customer.ok_or_else(lost)?;
            DataKey::unwrap(&by.key, row.as_bytes(), &wrapped).map_err(|_| lost())?
        }
    };
    Ok(Some(data_key.into()))
}

/// Tells the call's event how the object is encrypted that is read.
pub(crate) fn tell(call: &Call, sealing: Option<&Sealing>) {
    if let Some(sealing) = sealing {
        call.tell(APPLIED, sealing.applied());
    }
}

/// As [`open`], for parts of an upload that was begun.
///
/// # Errors
/// The request's key is not the one that the upload was begun with.
pub(crate) async fn open_upload(
    call: &Call,
    place: Place<'_>,
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<Option<StreamKey>, Fault> {
    check_upload(sealing, customer)?;
    open(call, place, sealing, customer).await
}

/// Whether the request's key is the one that the upload was begun with.
pub(crate) fn check_upload(
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<(), S3Error> {
    if sealing.is_some_and(Sealing::is_customers) != customer.is_some() {
        return Err(S3Error::request(
            "The multipart upload initiate requested encryption. Subsequent part requests must \
             include the appropriate encryption parameters.",
        ));
    }
    check_customer(sealing, customer).map_err(|_| {
        S3Error::request(
            "The provided encryption parameters did not match the ones used originally.",
        )
    })
}

/// Whether a request for an object brings along the key that it must, and no other.
pub(crate) fn check_customer(
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<(), S3Error> {
    match (sealing.map(|sealing| &sealing.method), customer) {
        (Some(Method::Customer { salt, fingerprint, .. }), Some(customer)) => {
            let bytes = |text: &str| hex::decode(text).map_err(|_| lost());
            let (salt, fingerprint) = (bytes(salt)?, bytes(fingerprint)?);
            match customer.key.has_fingerprint(&salt, &fingerprint) {
                Ok(true) => Ok(()),
                Ok(false) => Err(S3Error::WrongCustomerKey {}),
                Err(error) => Err(cipher_failed(error)),
            }
        }
        (Some(Method::Customer { .. }), None) => Err(S3Error::request(
            "The object was stored using a form of Server Side Encryption. The correct parameters \
             must be provided to retrieve the object.",
        )),
        (_, Some(_)) => {
            Err(S3Error::request("The encryption parameters are not applicable to this object."))
        }
        (_, None) => Ok(()),
    }
}

fn lost() -> S3Error {
    S3Error::InternalError { reason: "the key of an object's bytes is damaged".to_owned() }
}
