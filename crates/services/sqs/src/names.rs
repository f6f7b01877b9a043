//! What queues are called: names, URLs and ARNs. (Amazon SQS Developer Guide, "Queue and message
//! identifiers".)

use bartizan_service::Call;
use bartizan_types::{AccountId, Arn};

use crate::error::SqsError;

/// The longest name of a queue.
const NAME_MAX: usize = 80;
/// How the names of FIFO queues end.
pub(crate) const FIFO: &str = ".fifo";

/// Whether a queue may have this name, without its suffix.
pub(crate) fn check(name: &str) -> Result<(), SqsError> {
    let stem = name.strip_suffix(FIFO).unwrap_or(name);
    if !stem.is_empty() && name.len() <= NAME_MAX && stem.bytes().all(is_plain) {
        return Ok(());
    }
    Err(SqsError::InvalidParameter(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
            .to_owned(),
    ))
}

/// Whether a byte may stand in names, labels and ids of batches.
pub(crate) const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The ARN of the queue of a URL: its account and its name are the last parts of the path.
pub(crate) fn of_url(call: &Call, url: &str) -> Result<Arn, SqsError> {
    let invalid = || SqsError::InvalidAddress(url.to_owned());
    let mut parts = url.rsplit('/');
    let (name, account) = (parts.next().unwrap_or_default(), parts.next());
    let account: AccountId = match account {
        Some(account) => account.parse().map_err(|_| invalid())?,
        None => return Err(invalid()),
    };
    check(name).map_err(|_| invalid())?;
    Ok(Arn::new("sqs", call.region.as_str(), Some(account), name))
}

/// The URL of a queue.
pub(crate) fn url(call: &Call, arn: &Arn) -> String {
    format!("{}/{}/{}", call.platform.public_url(), arn.account(), arn.resource())
}

/// The ARN of a queue, from text.
pub(crate) fn of_arn(text: &str) -> Option<Arn> {
    let arn: Arn = text.parse().ok()?;
    let is_queue =
        arn.service() == "sqs" && arn.account_id().is_some() && check(arn.resource()).is_ok();
    is_queue.then_some(arn)
}
