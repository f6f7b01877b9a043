//! How groups are named: by name, or by ARN.

use bartizan_service::Call;
use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Arn, Principal};

use crate::error::LogsError;
use crate::records::{Group, Stream, group_key, stream_key};

/// The ARN of a group of the caller's account.
pub(crate) fn group(call: &Call, name: &str) -> Result<Arn, LogsError> {
    Ok(of_account(call, account(call)?, name))
}

/// The account whose groups a caller names: a service's is that of what it acts for.
pub(crate) fn account(call: &Call) -> Result<AccountId, LogsError> {
    let of_service = match call.caller.principal {
        Principal::Service { .. } => call.on_behalf_of.as_ref().and_then(Arn::account_id),
        _ => None,
    };
    match of_service {
        Some(account) => Ok(account),
        None => Ok(call.account()?),
    }
}

/// The same where a group is named by `logGroupName` or by `logGroupIdentifier`.
pub(crate) fn identified(
    call: &Call,
    name: Option<&str>,
    identifier: Option<&str>,
) -> Result<Arn, LogsError> {
    match (name, identifier) {
        (Some(name), None) => group(call, name),
        (None, Some(identifier)) if identifier.starts_with("arn:") => {
            let arn = of_arn(identifier).ok_or_else(|| {
                LogsError::invalid(format!("Invalid log group identifier: {identifier}"))
            })?;
            if arn.region() == call.region.as_str() { Ok(arn) } else { Err(LogsError::NoSuchGroup) }
        }
        (None, Some(identifier)) => group(call, identifier),
        (Some(_), Some(_)) => Err(LogsError::invalid(
            "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
        )),
        (None, None) => {
            Err(LogsError::invalid("Either logGroupName or logGroupIdentifier must be specified."))
        }
    }
}

/// The group's ARN that a text is, with or without an asterisk behind it.
pub(crate) fn of_arn(text: &str) -> Option<Arn> {
    let arn: Arn = text.strip_suffix(":*").unwrap_or(text).parse().ok()?;
    arn.account_id()?;
    let name = arn.resource().strip_prefix("log-group:")?;
    let is_one = arn.service() == "logs" && !name.is_empty() && !name.contains(':');
    is_one.then_some(arn)
}

/// The ARN of a stream.
pub(crate) fn stream(group: &Arn, name: &str) -> Arn {
    let resource = format!("{}:log-stream:{name}", group.resource());
    Arn::new("logs", group.region(), group.account_id(), &resource)
}

fn of_account(call: &Call, account: AccountId, name: &str) -> Arn {
    of_key(account, call.region.as_str(), name)
}

/// The ARN of the group of a name.
pub(crate) fn of_key(account: AccountId, region: &str, name: &str) -> Arn {
    Arn::new("logs", region, Some(account), &format!("log-group:{name}"))
}

/// The group of this ARN.
pub(crate) fn find(reader: &Reader<'_>, arn: &Arn) -> Result<Group, LogsError> {
    let account = arn.account_id().ok_or(LogsError::NoSuchGroup)?;
    let name = arn.resource().strip_prefix("log-group:").ok_or(LogsError::NoSuchGroup)?;
    let found = reader.get::<Group>(&group_key(account, arn.region(), name))?;
    found.ok_or(LogsError::NoSuchGroup)
}

/// The stream of this name.
pub(crate) fn find_stream(
    reader: &Reader<'_>,
    group: &Group,
    name: &str,
) -> Result<Stream, LogsError> {
    reader.get::<Stream>(&stream_key(group, name)?)?.ok_or(LogsError::NoSuchStream)
}
