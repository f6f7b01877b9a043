//! The end of a zone.

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};

use super::find;
use crate::error::Route53Error;
use crate::published::published_sets;
use crate::records::{RecordSet, ZoneRecord};
use crate::shapes::{DeleteHostedZoneRequest, DeleteHostedZoneResponse};
use crate::{Route53, change, id};

/// Deletes a zone that has no records but those that each has.
pub(crate) async fn delete(
    _service: &Route53,
    call: &Call,
    request: Authorized<DeleteHostedZoneRequest>,
) -> Result<DeleteHostedZoneResponse, Route53Error> {
    let (account, now, zone) = (call.account()?, call.now, request.into_inner().id);
    let change_id = id::of_change(&*call.platform.random, now);
    let done = call.commit(move |writer| {
        let zone = find(writer, account, &zone)?;
        let sets = published_sets(writer, account, &zone.id)?;
        let is_its_own =
            |set: &RecordSet| set.name == zone.name && matches!(set.kind.as_str(), "NS" | "SOA");
        if !sets.iter().all(is_its_own) {
            let message = "The specified hosted zone contains non-required resource record sets and \
                 so cannot be deleted.";
            return Err(Route53Error::refused("HostedZoneNotEmpty", message));
        }
        for set in &sets {
            writer.delete::<RecordSet>(&Key::global(account, set.key()))?;
        }
        writer.delete::<ZoneRecord>(&Key::global(account, zone.id.as_str()))?;
        let change_info = change::keep(writer, account, (change_id, None, now))?;
        Ok(DeleteHostedZoneResponse { change_info })
    });
    Ok(done.await?)
}
