//! Opening what an object is sealed by, for those who may.

use bartizan_sealed_stream::{DataKey, StreamKey};
use bartizan_service::Call;
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys::{self, Purpose};
use super::sealing::{Keyed, Method, Place, Sealing};
use super::{APPLIED, CustomerKey, OUTER_TABLE, TABLE, cipher_failed};
use crate::S3;
use crate::error::S3Error;

/// The key of an object's bytes; none for an object from before objects were sealed.
///
/// # Errors
/// The request brings no key along and must, or one and must not, or the wrong one.
pub(crate) async fn open(
    s3: &S3,
    call: &Call,
    place: Place<'_>,
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<Option<StreamKey>, Fault> {
    check_customer(sealing, customer)?;
    let Some(sealing) = sealing else { return Ok(None) };
    tell(call, Some(sealing));
    let data_key = data_key(s3, call, place, sealing, customer).await?;
    if let Method::Keys(Keyed { outer: Some(sealed), .. }) = &sealing.method {
        let sealed = STANDARD.decode(sealed).map_err(|_| lost())?;
        let vault = &call.platform.vault;
        let bytes = vault.open(sealing.account, OUTER_TABLE, &place.row(), &sealed)?;
        let outer = DataKey::from_slice(&bytes).map_err(cipher_failed)?;
        return Ok(Some(StreamKey::layered(data_key, outer)));
    }
    Ok(Some(data_key.into()))
}

/// The data key of an object, for a request that brings this key of the customer's along.
///
/// # Errors
/// What wraps it is not there, or refuses.
pub(crate) async fn data_key(
    s3: &S3,
    call: &Call,
    place: Place<'_>,
    sealing: &Sealing,
    customer: Option<&CustomerKey>,
) -> Result<DataKey, Fault> {
    let row = place.row();
    let wrapped = STANDARD.decode(&sealing.wrapped).map_err(|_| lost())?;
    match &sealing.method {
        Method::Owned => {
            let vault = &call.platform.vault;
            let bytes = vault.open(sealing.account, TABLE, &row, &wrapped)?;
            Ok(DataKey::from_slice(&bytes).map_err(cipher_failed)?)
        }
        Method::Customer { .. } => {
            let by = customer.ok_or_else(lost)?;
            Ok(DataKey::unwrap(&by.key, row.as_bytes(), &wrapped).map_err(|_| lost())?)
        }
        Method::Keys(keyed) => {
            let by = of_kms(s3, call, place, keyed).await?;
            Ok(DataKey::unwrap(&by, row.as_bytes(), &wrapped).map_err(|_| lost())?)
        }
    }
}

/// What KMS opens for the caller.
async fn of_kms(s3: &S3, call: &Call, place: Place<'_>, keyed: &Keyed) -> Result<DataKey, Fault> {
    let Keyed { key, blob, bucket_key, added, .. } = keyed;
    let purpose = Purpose { bucket: place.bucket, key: place.key, added, bucket_key: *bucket_key };
    let blob = STANDARD.decode(blob).map_err(|_| lost())?;
    if *bucket_key {
        s3.bucket_keys.of_object(call, &purpose, key, &blob).await
    } else {
        keys::open(call, &purpose, key, &blob).await
    }
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
    s3: &S3,
    call: &Call,
    place: Place<'_>,
    sealing: Option<&Sealing>,
    customer: Option<&CustomerKey>,
) -> Result<Option<StreamKey>, Fault> {
    check_upload(sealing, customer)?;
    open(s3, call, place, sealing, customer).await
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
