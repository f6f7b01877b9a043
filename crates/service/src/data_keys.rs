//! The port to the key service, for services that encrypt what they keep.

use std::collections::BTreeMap;

use bartizan_types::{AccountId, Arn, Fault, Region};
use zeroize::Zeroizing;

use crate::{BoxFuture, Call};

/// Who keeps the keys that other services encrypt with. What is asked of it is asked as the caller of
/// the call, through a service: the key's policy and grants and the caller's own permissions decide.
pub trait DataKeys: Send + Sync {
    /// The key that is named, as an ARN: of another account, the ARN that names it, even of an alias,
    /// whether there is such a key or not. No permission is asked for and no event is left.
    ///
    /// # Errors
    /// `NotFoundException`.
    fn resolve<'a>(&'a self, call: &'a Call, ask: KeyUse<'a>) -> BoxFuture<'a, Result<Arn, Fault>>;

    /// A new data key, by `GenerateDataKey`: decided and recorded as that.
    ///
    /// # Errors
    /// What `GenerateDataKey` answers.
    fn generate<'a>(
        &'a self,
        call: &'a Call,
        ask: KeyUse<'a>,
    ) -> BoxFuture<'a, Result<DataKey, Fault>>;

    /// The data key that was sealed as `blob`, by `Decrypt`: decided and recorded as that.
    ///
    /// # Errors
    /// What `Decrypt` answers.
    fn open<'a>(
        &'a self,
        call: &'a Call,
        ask: KeyUse<'a>,
        blob: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>>;

    /// Whether the caller may still use the key by `operation`, `GenerateDataKey` or `Decrypt`, and
    /// the key is in a state to be used; which it is. It leaves no event: for who keeps an opened
    /// data key.
    ///
    /// # Errors
    /// What the operation would answer.
    fn still_may(
        &self,
        call: &Call,
        ask: KeyUse<'_>,
        operation: &'static str,
    ) -> Result<Arn, Fault>;
}

/// Which key is to be used, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct KeyUse<'a> {
    /// A key's id or ARN, or an alias's name or ARN; `None` is the key that AWS manages for the
    /// service in the account, which is made where it is not there.
    pub key: Option<&'a str>,
    /// The account whose keys are meant where `key` names none.
    pub account: AccountId,
    /// The region of what is encrypted.
    pub region: &'a Region,
    /// The service, as `s3`.
    pub via: &'static str,
    /// The encryption context.
    pub context: &'a BTreeMap<String, String>,
}

/// A data key.
#[derive(Debug)]
pub struct DataKey {
    /// The ARN of the key that sealed it.
    pub key: Arn,
    /// The key, 32 bytes.
    pub plain: Zeroizing<Vec<u8>>,
    /// The key, sealed.
    pub blob: Vec<u8>,
}
