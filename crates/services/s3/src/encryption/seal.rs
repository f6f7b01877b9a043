//! What a new object is sealed by.

use std::collections::BTreeMap;

use bartizan_sealed_stream::{DataKey, StreamKey};
use bartizan_service::Call;
use bartizan_types::{Arn, Fault};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys::{self, Given, Purpose};
use super::sealing::{Keyed, Method, Place, Sealing};
use super::wish::{Named, Wish};
use super::{APPLIED, CustomerKey, OUTER_TABLE, TABLE, cipher_failed};
use crate::bucket::encryption::DefaultMethod;
use crate::checksum::Digested;
use crate::records::Bucket;
use crate::{S3, owner, rules};

/// How many bytes the salt has by whose help a customer's key is known again.
const SALT_BYTES: usize = 32;

/// What a new object, or a new upload, is sealed by.
pub(crate) struct Seal {
    data_key: DataKey,
    key: StreamKey,
    by: By,
}

/// What the data key will be wrapped by.
enum By {
    Vault,
    Customer(CustomerKey),
    Keys { given: Given, bucket_key: bool, added: BTreeMap<String, String>, outer: Option<DataKey> },
}

impl Seal {
    /// A new data key, to be wrapped as the request wishes, or else as the bucket says.
    ///
    /// # Errors
    /// The bucket does not let in what is wished.
    pub(crate) async fn begin(
        s3: &S3,
        call: &Call,
        place: (&Bucket, &str),
        mut wish: Wish,
    ) -> Result<Self, Fault> {
        let (bucket, key) = place;
        let (by, applied) = if let Some(customer) = wish.customer.take() {
            admit_customer_keys(call, bucket, key)?;
            (By::Customer(customer), "SSE_C")
        } else {
            let applied = wish.settle(call, bucket);
            (By::of(s3, call, place, wish).await?, applied)
        };
        call.tell(APPLIED, applied);
        call.platform.vault.prepare(&call.platform.store, bucket.owner).await?;
        let data_key = DataKey::generate(&*call.platform.random);
        let key = match &by {
            By::Keys { outer: Some(outer), .. } => {
                StreamKey::layered(data_key.clone(), outer.clone())
            }
            _ => data_key.clone().into(),
        };
        Ok(Self { data_key, key, by })
    }

    /// A key of KMS for a data key that is there already.
    ///
    /// # Errors
    /// As KMS answers.
    pub(crate) async fn again(
        s3: &S3,
        call: &Call,
        place: (&Bucket, &str),
        data_key: DataKey,
        wish: Wish,
    ) -> Result<Self, Fault> {
        let by = By::of(s3, call, place, wish).await?;
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
        let vault = &call.platform.vault;
        let (wrapped, method) = match &self.by {
            By::Vault => (vault.seal(account, TABLE, &row, self.data_key.bytes())?, Method::Owned),
            By::Keys { given, bucket_key, added, outer } => {
                let wrapped = self.data_key.wrap(&given.plain, row.as_bytes(), random);
                let outer = match outer {
                    Some(key) => Some(vault.seal(account, OUTER_TABLE, &row, key.bytes())?),
                    None => None,
                };
                let method = Method::Keys(Keyed {
                    key: given.key.clone(),
                    blob: STANDARD.encode(&given.blob),
                    bucket_key: *bucket_key,
                    added: added.clone(),
                    outer: outer.map(|sealed| STANDARD.encode(sealed)),
                });
                (wrapped.map_err(cipher_failed)?, method)
            }
            By::Customer(customer) => {
                let mut salt = [0; SALT_BYTES];
                random.fill(&mut salt);
                let fingerprint = customer.key.fingerprint(&salt).map_err(cipher_failed)?;
                let wrapped = self.data_key.wrap(&customer.key, row.as_bytes(), random);
                let method = Method::Customer {
                    salt: hex::encode(salt),
                    fingerprint: hex::encode(fingerprint),
                };
                (wrapped.map_err(cipher_failed)?, method)
            }
        };
        Ok(Sealing { account, wrapped: STANDARD.encode(wrapped), method })
    }
}

impl By {
    /// What a wish that names a method asks for.
    async fn of(
        s3: &S3,
        call: &Call,
        (bucket, key): (&Bucket, &str),
        wish: Wish,
    ) -> Result<Self, Fault> {
        let is_dual = match wish.method {
            None | Some(Named::Owned) => return Ok(Self::Vault),
            Some(Named::Keys) => false,
            Some(Named::DualKeys) => true,
        };
        let bucket_key = wish.bucket_key == Some(true) && !is_dual;
        let purpose = Purpose { bucket, key, added: &wish.added, bucket_key };
        let named = wish.key.as_deref();
        let given = if bucket_key {
            s3.bucket_keys.for_new(call, &purpose, named).await?
        } else {
            keys::generate(call, &purpose, named).await?
        };
        let outer = is_dual.then(|| DataKey::generate(&*call.platform.random));
        Ok(Self::Keys { given, bucket_key, added: wish.added, outer })
    }
}

impl Wish {
    /// Puts what the bucket says where the request says nothing. Answers how the event names that.
    fn settle(&mut self, call: &Call, bucket: &Bucket) -> &'static str {
        let default = bucket.encryption.as_ref();
        let bucket_key = default.is_some_and(|encryption| encryption.bucket_key);
        self.bucket_key = self.bucket_key.or(Some(bucket_key));
        if let Some(method) = self.method {
            return match method {
                Named::Owned => "SSE_S3",
                Named::Keys => "SSE_KMS",
                Named::DualKeys => "DSSE_KMS",
            };
        }
        let (method, key, applied) = match default.map(|encryption| &encryption.default) {
            None | Some(DefaultMethod::Owned) => (Named::Owned, None, "Default_SSE_S3"),
            Some(DefaultMethod::Keys(key)) => (Named::Keys, key.as_deref(), "Default_SSE_KMS"),
            Some(DefaultMethod::DualKeys(key)) => {
                (Named::DualKeys, key.as_deref(), "Default_DSSE_KMS")
            }
        };
        self.method = Some(method);
        self.key = key.map(|key| of_owner(call, bucket, key));
        applied
    }
}

/// The key that a bucket's configuration names: an id without an account is one of the bucket's owner,
/// an alias one of the caller's. (Amazon S3 API Reference, `ServerSideEncryptionByDefault`.)
fn of_owner(call: &Call, bucket: &Bucket, key: &str) -> String {
    let is_qualified = key.starts_with("arn:") || key.starts_with("alias/");
    if is_qualified || call.caller.principal.account() == Some(bucket.owner) {
        return key.to_owned();
    }
    Arn::new("kms", &bucket.region, Some(bucket.owner), &format!("key/{key}")).to_string()
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
