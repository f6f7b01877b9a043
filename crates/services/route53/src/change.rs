//! Changes. Each is in force when its call is answered, so each is `INSYNC`. (Route 53 API Reference,
//! `GetChange`.)

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use crate::Route53;
use crate::error::Route53Error;
use crate::id;
use crate::records::ChangeRecord;
use crate::shapes::{ChangeInfo, GetChangeRequest, GetChangeResponse};

/// How many changes of an account can be asked about: the oldest go first.
const CHANGES_MAX: u64 = 10_000;
/// The state of every change.
const IN_SYNC: &str = "INSYNC";

/// A change.
pub(crate) async fn show(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetChangeRequest>,
) -> Result<GetChangeResponse, Route53Error> {
    let (account, id) = (call.account()?, id::bare(&request.id, id::CHANGE));
    let found = call.read(|reader| reader.get::<ChangeRecord>(&Key::global(account, id)))?;
    let missing = || {
        let message = format!("Could not find resource with ID: {id}");
        Route53Error::Refused("NoSuchChange", message, 404)
    };
    Ok(GetChangeResponse { change_info: found.as_ref().map(info).ok_or_else(missing)? })
}

/// Keeps a change, and shows it.
pub(crate) fn keep(
    writer: &mut Writer<'_>,
    account: AccountId,
    (id, comment, now): (String, Option<String>, Timestamp),
) -> Result<ChangeInfo, Route53Error> {
    let owner = account.to_string();
    if writer.count::<ChangeRecord>(&owner, "")? >= CHANGES_MAX {
        for (oldest, _) in writer.scan::<ChangeRecord>(&owner, "", "", None, 1)? {
            writer.delete::<ChangeRecord>(&oldest)?;
        }
    }
    let change = ChangeRecord { id, submitted: now, comment };
    writer.put(&Key::global(account, change.id.as_str()), &change)?;
    Ok(info(&change))
}

fn info(change: &ChangeRecord) -> ChangeInfo {
    ChangeInfo {
        id: format!("{}{}", id::CHANGE, change.id),
        status: IN_SYNC.to_owned(),
        submitted_at: change.submitted,
        comment: change.comment.clone(),
    }
}
