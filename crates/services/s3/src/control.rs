//! S3 Control: what an account sets for all its buckets.

mod operations;
mod public_access;
mod shapes;

use bartizan_service::{Access, Ask};
use bartizan_types::{AccountId, Fault};

use crate::error::S3Error;

pub(crate) use public_access::of_account;

/// The service.
#[derive(Debug, Default)]
pub struct S3Control;

/// The main action, in the caller's own account: another's is not to be had.
fn own_account(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    account_of(ask.text("AccountId").unwrap_or_default(), ask.call.account()?)?;
    Ok(vec![Access::on_any(ask.action())])
}

/// The account that a request names, if it is the caller's.
fn account_of(named: &str, own: AccountId) -> Result<AccountId, S3Error> {
    if named == own.to_string() { Ok(own) } else { Err(S3Error::AccessDenied {}) }
}
