//! The account's switches against public access, which hold beside those of each bucket: the
//! stricter wins. (Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".)

use bartizan_service::{Authorized, Call};
use bartizan_store::{Key, Reader, StoreError};
use bartizan_types::{AccountId, Fault};

use super::shapes::{
    DeletePublicAccessBlockRequest, GetPublicAccessBlockOutput, GetPublicAccessBlockRequest,
    PublicAccessBlockConfiguration, PutPublicAccessBlockRequest,
};
use super::{S3Control, account_of};
use crate::bucket::Nothing;
use crate::error::S3Error;
use crate::records::{AccountPublicAccess, PublicAccessBlock};

/// The switches of an account; all off where none were set.
pub(crate) fn of_account(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<PublicAccessBlock, StoreError> {
    let found = reader.get::<AccountPublicAccess>(&key(account))?;
    Ok(found.map_or(PublicAccessBlock::NONE, |found| found.block))
}

/// `PutPublicAccessBlock`: what is not named is off.
pub(super) async fn put(
    _control: &S3Control,
    call: &Call,
    request: Authorized<PutPublicAccessBlockRequest>,
) -> Result<Nothing, Fault> {
    let account = account_of(&request.account_id, call.account()?)?;
    let sent = &request.public_access_block_configuration;
    let block = PublicAccessBlock::of_switches(
        sent.block_public_acls,
        sent.ignore_public_acls,
        sent.block_public_policy,
        sent.restrict_public_buckets,
    )?;
    call.commit(move |writer| {
        writer.put(&key(account), &AccountPublicAccess { block })?;
        Ok::<_, S3Error>(Nothing::default())
    })
    .await
}

/// `GetPublicAccessBlock`.
pub(super) async fn show(
    _control: &S3Control,
    call: &Call,
    request: Authorized<GetPublicAccessBlockRequest>,
) -> Result<GetPublicAccessBlockOutput, Fault> {
    let account = account_of(&request.account_id, call.account()?)?;
    let found = call
        .read(|reader| reader.get::<AccountPublicAccess>(&key(account)).map_err(S3Error::from))?;
    let Some(AccountPublicAccess { block }) = found else {
        let missing = Fault::new(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
            404,
        );
        return Err(missing.with("AccountId", account.to_string()));
    };
    Ok(GetPublicAccessBlockOutput {
        public_access_block_configuration: Some(PublicAccessBlockConfiguration {
            block_public_acls: Some(block.block_public_acls),
            ignore_public_acls: Some(block.ignore_public_acls),
            block_public_policy: Some(block.block_public_policy),
            restrict_public_buckets: Some(block.restrict_public_buckets),
        }),
    })
}

/// `DeletePublicAccessBlock`.
pub(super) async fn delete(
    _control: &S3Control,
    call: &Call,
    request: Authorized<DeletePublicAccessBlockRequest>,
) -> Result<Nothing, Fault> {
    let account = account_of(&request.account_id, call.account()?)?;
    call.commit(move |writer| {
        writer.delete::<AccountPublicAccess>(&key(account))?;
        Ok::<_, S3Error>(Nothing::default())
    })
    .await
}

fn key(account: AccountId) -> Key {
    Key::global(account, "public-access")
}
