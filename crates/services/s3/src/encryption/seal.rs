//! What a new object is sealed by.

use bartizan_sealed_stream::{DataKey, StreamKey};
use bartizan_service::Call;
use bartizan_types::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sealing::{Method, Place, Sealing};
use super::wish::{Named, Wish};
use super::{APPLIED, CustomerKey, TABLE, cipher_failed};
use crate::checksum::Digested;
use crate::records::Bucket;
use crate::{owner, rules};

/// How many bytes the salt has by whose help a customer's key is known again.
const SALT_BYTES: usize = 32;

/// What a new object, or a new upload, is sealed by.
#[derive(Debug)]
pub(crate) struct Seal {
    data_key: DataKey,
    key: StreamKey,
    by: By,
}

/// What the data key will be wrapped by.
#[derive(Debug)]
enum By {
    Vault,
    Customer(CustomerKey),
}

impl Seal {
    /// A new data key, to be wrapped as the request wishes, or else as the bucket says.
    ///
    /// # Errors
    /// The bucket does not let in what is wished.
    pub(crate) async fn begin(
        call: &Call,
        (bucket, key): (&Bucket, &str),
        wish: Wish,
    ) -> Result<Self, Fault> {
        let (by, applied) = match (wish.customer, wish.method) {
            (Some(customer), _) => {
                admit_customer_keys(call, bucket, key)?;
                (By::Customer(customer), "SSE_C")
            }
            (None, Some(Named::Owned)) => (By::Vault, "SSE_S3"),
            (None, None) => (By::Vault, "Default_SSE_S3"),
        };
        call.tell(APPLIED, applied);
        call.platform.vault.prepare(&call.platform.store, bucket.owner).await?;
        let data_key = DataKey::generate(&*call.platform.random);
        Ok(Self { key: data_key.clone().into(), data_key, by })
    }

    /// The key of the object's bytes.
    pub(crate) const fn key(&self) -> &StreamKey {
        &self.key
    }

    /// The data key wrapped for the place where the object will stand.
    ///
    /// # Errors
    /// The vault or the cipher fails.
    pub(crate) fn sealing(&self, call: &Call, place: Place<'_>) -> Result<Sealing, Fault> {
        let (account, row) = (place.bucket.owner, place.row());
        let random = &*call.platform.random;
        let (wrapped, method) = match &self.by {
            By::Vault => {
                let sealed =
                    call.platform.vault.seal(account, TABLE, &row, self.data_key.bytes())?;
                (sealed, Method::Owned)
            }
            By::Customer(customer) => {
                let mut salt = [0; SALT_BYTES];
                random.fill(&mut salt);
                let fingerprint = customer.key.fingerprint(&salt).map_err(cipher_failed)?;
                let wrapped = self.data_key.wrap(&customer.key, row.as_bytes(), random);
                let method = Method::Customer {
                    salt: hex::encode(salt),
                    fingerprint: hex::encode(fingerprint),
                    md5: customer.md5.clone(),
                };
                (wrapped.map_err(cipher_failed)?, method)
            }
        };
        Ok(Sealing { account, wrapped: STANDARD.encode(wrapped), method })
    }
}

/// Refuses keys of customers where the bucket blocks them.
///
/// # Errors
/// It does: `AccessDenied`, as the Amazon S3 User Guide words it in "Troubleshoot access denied (403
/// Forbidden) errors in Amazon S3".
pub(crate) fn admit_customer_keys(call: &Call, bucket: &Bucket, key: &str) -> Result<(), Fault> {
    if !bucket.blocks_customer_keys() {
        return Ok(());
    }
    let who = owner::caller_arn(call).unwrap_or_else(|| "anonymous".to_owned());
    let (operation, bucket) = (call.operation.name, rules::bucket_arn(&bucket.name));
    let message = format!(
        "User: {who} is not authorized to perform: s3:{operation} on resource: \
         \"{bucket}/{key}\" because this bucket has blocked upload requests that specify Server Side \
         Encryption with Customer provided keys (SSE-C). Please specify a different server-side \
         encryption type"
    );
    Err(Fault::new("AccessDenied", message, 403))
}

/// The entity tag of bytes: their MD5 where S3's own keys alone seal them; else it tells nothing of
/// them. (Amazon S3 API Reference, `Object`, `ETag`.)
pub(crate) fn etag(call: &Call, sealing: Option<&Sealing>, digested: &Digested) -> String {
    if sealing.is_none_or(Sealing::is_owned) {
        return hex::encode(digested.md5);
    }
    let mut tag = [0; 16];
    call.platform.random.fill(&mut tag);
    hex::encode(tag)
}
