//! How a bucket's objects are encrypted unless they say, and what they may not say. (Amazon S3 User
//! Guide, "Setting default server-side encryption behavior for Amazon S3 buckets", and "Blocking or
//! unblocking SSE-C for a general purpose bucket".)

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;
use serde::{Deserialize, Serialize};

use super::{Nothing, change, read};
use crate::S3;
use crate::encryption::{AES256, KMS, KMS_DUAL};
use crate::error::S3Error;
use crate::shapes::{
    BlockedEncryptionTypes, DeleteBucketEncryptionRequest, GetBucketEncryptionOutput,
    GetBucketEncryptionRequest, PutBucketEncryptionRequest, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};

/// The encryption type that keys of customers are.
const CUSTOMERS: &str = "SSE-C";
/// What stands where none is blocked.
const NONE: &str = "NONE";

/// How a bucket's objects are encrypted unless they say, and what they may not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BucketEncryption {
    pub(crate) default: DefaultMethod,
    /// Whether bucket keys are used where a write does not say.
    pub(crate) bucket_key: bool,
    pub(crate) blocks_customer_keys: bool,
}

/// What objects are encrypted by unless they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DefaultMethod {
    /// SSE-S3.
    Owned,
    /// SSE-KMS by the key of this name, or by the one that AWS manages for S3.
    Keys(Option<String>),
    /// DSSE-KMS, alike.
    DualKeys(Option<String>),
}

impl BucketEncryption {
    /// What a new bucket has. (Amazon S3 User Guide, "Default SSE-C setting for new buckets FAQ".)
    pub(crate) const NEW: Self =
        Self { default: DefaultMethod::Owned, bucket_key: false, blocks_customer_keys: true };

    /// The rule of a configuration, over what the bucket has: what blocks is left as it is where
    /// nothing is said of it.
    fn set(&mut self, rule: &ServerSideEncryptionRule) -> Result<(), S3Error> {
        if let Some(default) = &rule.apply_server_side_encryption_by_default {
            self.default = DefaultMethod::read(default)?;
            self.bucket_key = rule.bucket_key_enabled == Some(true);
            if self.bucket_key && matches!(self.default, DefaultMethod::DualKeys(_)) {
                return Err(S3Error::argument(
                    "BucketKeyEnabled",
                    "true",
                    "S3 Bucket Keys are not supported if the default sse algorithm is aws:kms:dsse",
                ));
            }
        } else if rule.bucket_key_enabled.is_some() || rule.blocked_encryption_types.is_none() {
            return Err(S3Error::MalformedXML {});
        }
        if let Some(blocked) = &rule.blocked_encryption_types {
            self.blocks_customer_keys = blocks_customer_keys(blocked)?;
        }
        Ok(())
    }

    fn shown(&self) -> ServerSideEncryptionConfiguration {
        let blocked = if self.blocks_customer_keys { CUSTOMERS } else { NONE };
        ServerSideEncryptionConfiguration {
            rules: vec![ServerSideEncryptionRule {
                apply_server_side_encryption_by_default: Some(self.default.shown()),
                bucket_key_enabled: Some(self.bucket_key),
                blocked_encryption_types: Some(BlockedEncryptionTypes {
                    encryption_type: Some(vec![blocked.to_owned()]),
                }),
            }],
        }
    }
}

impl DefaultMethod {
    fn read(sent: &ServerSideEncryptionByDefault) -> Result<Self, S3Error> {
        match &*sent.sse_algorithm {
            AES256 if sent.kms_master_key_id.is_some() => Err(S3Error::argument(
                "ApplyServerSideEncryptionByDefault",
                "null",
                "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or \
                 aws:kms:dsse",
            )),
            AES256 => Ok(Self::Owned),
            KMS => Ok(Self::Keys(sent.kms_master_key_id.clone())),
            KMS_DUAL => Ok(Self::DualKeys(sent.kms_master_key_id.clone())),
            _ => Err(S3Error::MalformedXML {}),
        }
    }

    fn shown(&self) -> ServerSideEncryptionByDefault {
        let (algorithm, key) = match self {
            Self::Owned => (AES256, None),
            Self::Keys(key) => (KMS, key.clone()),
            Self::DualKeys(key) => (KMS_DUAL, key.clone()),
        };
        ServerSideEncryptionByDefault {
            sse_algorithm: algorithm.to_owned(),
            kms_master_key_id: key,
        }
    }
}

/// Whether the blocked types are those of customers' keys; there are no others.
fn blocks_customer_keys(sent: &BlockedEncryptionTypes) -> Result<bool, S3Error> {
    match sent.encryption_type.as_deref() {
        Some([one]) if one == CUSTOMERS => Ok(true),
        Some([one]) if one == NONE => Ok(false),
        _ => Err(S3Error::MalformedXML {}),
    }
}

/// `PutBucketEncryption`.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutBucketEncryptionRequest>,
) -> Result<Nothing, Fault> {
    let request = request.into_inner();
    let mut rules = request.server_side_encryption_configuration.rules;
    let expected_owner = request.expected_bucket_owner.as_deref();
    change(call, &request.bucket, expected_owner, move |bucket| {
        let rule = rules.pop().filter(|_| rules.is_empty()).ok_or(S3Error::MalformedXML {})?;
        let mut encryption = bucket.encryption.take().unwrap_or(BucketEncryption::NEW);
        encryption.set(&rule)?;
        bucket.encryption = Some(encryption);
        Ok(())
    })
    .await
}

/// `GetBucketEncryption`: every bucket has one.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetBucketEncryptionRequest>,
) -> Result<GetBucketEncryptionOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let encryption = bucket.encryption.unwrap_or(BucketEncryption::NEW);
    Ok(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(encryption.shown()) })
}

/// `DeleteBucketEncryption`: as in a new bucket.
pub(crate) async fn delete(
    _s3: &S3,
    call: &Call,
    request: Authorized<DeleteBucketEncryptionRequest>,
) -> Result<Nothing, Fault> {
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), |bucket| {
        bucket.encryption = None;
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(
        algorithm: Option<&str>,
        key: Option<&str>,
        blocked: Option<&[&str]>,
    ) -> ServerSideEncryptionRule {
        ServerSideEncryptionRule {
            apply_server_side_encryption_by_default: algorithm.map(|algorithm| {
                ServerSideEncryptionByDefault {
                    sse_algorithm: algorithm.to_owned(),
                    kms_master_key_id: key.map(str::to_owned),
                }
            }),
            bucket_key_enabled: None,
            blocked_encryption_types: blocked.map(|types| BlockedEncryptionTypes {
                encryption_type: Some(types.iter().map(|name| (*name).to_owned()).collect()),
            }),
        }
    }

    #[test]
    fn a_rule_leaves_what_it_does_not_say() {
        let mut encryption = BucketEncryption::NEW;
        encryption.set(&rule(None, None, Some(&[NONE]))).unwrap();
        assert!(!encryption.blocks_customer_keys);
        encryption.set(&rule(Some(AES256), None, None)).unwrap();
        assert!(!encryption.blocks_customer_keys);
        encryption.set(&rule(Some(AES256), None, Some(&[CUSTOMERS]))).unwrap();
        assert_eq!(encryption, BucketEncryption::NEW);
    }

    #[test]
    fn rules_that_make_no_sense() {
        let malformed = S3Error::MalformedXML {};
        for (rule, error) in [
            (rule(None, None, None), &malformed),
            (rule(Some("aes256"), None, None), &malformed),
            (rule(Some(AES256), None, Some(&[])), &malformed),
            (rule(Some(AES256), None, Some(&["SSE-S3"])), &malformed),
            (rule(Some(AES256), None, Some(&[CUSTOMERS, NONE])), &malformed),
        ] {
            let set = { BucketEncryption::NEW }.set(&rule);
            assert_eq!(set.as_ref(), Err(error), "{rule:?}");
        }
        let keyed = { BucketEncryption::NEW }.set(&rule(Some(AES256), Some("key"), None));
        assert!(matches!(keyed, Err(S3Error::InvalidArgument { .. })));
    }
}
