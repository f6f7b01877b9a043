//! What is done by the clock: events that are older than their group keeps them are removed, and what is
//! left of groups and streams that were deleted.

use bartizan_service::Platform;
use bartizan_service::store::{Key, Writer};
use bartizan_types::{Fault, Timestamp};

use crate::error::LogsError;
use crate::records::{Group, Refuse, STREAM, Segment, Stream, of_segment_id};

/// How many segments are removed in one transaction, and how many streams.
const SEGMENTS: usize = 32;
const STREAMS: usize = 500;
/// How many groups are looked at in a time.
const GROUPS: usize = 500;

/// Removes what is kept no longer.
///
/// # Errors
/// The store fails: what is left is removed the next time.
pub async fn keep(platform: &Platform) -> Result<(), Fault> {
    while platform.store.write(|writer| sweep(writer).map_err(Fault::from)).await? {}
    let (now, mut after) = (platform.now(), None);
    loop {
        let groups =
            platform.store.read(|reader| reader.scan_all::<Group>(after.as_ref(), GROUPS))?;
        let Some((last, _)) = groups.last() else { return Ok(()) };
        after = Some(last.clone());
        for (key, group) in groups.into_iter().filter(|(_, group)| group.retention_days.is_some()) {
            while expire(platform, key.clone(), group.id.clone(), now).await? {}
        }
    }
}

/// Removes the oldest segments of a group; whether more may be too old.
async fn expire(platform: &Platform, key: Key, id: String, now: Timestamp) -> Result<bool, Fault> {
    let done = platform.store.write(move |writer| {
        let group = writer.get::<Group>(&key)?.filter(|group| group.id == id);
        let Some(group) = group else { return Ok::<_, Fault>(false) };
        let (prefix, from) = (format!("{id}/"), group.keeps_from(now));
        let found = writer.scan::<Segment>(&key.account, &key.region, &prefix, None, SEGMENTS)?;
        let (all, mut removed) = (found.len(), 0);
        for (key, segment) in found {
            let begins = of_segment_id(&key.id).is_some_and(|first| first < from);
            if begins && segment.last < from {
                writer.delete::<Segment>(&key)?;
                removed += 1;
            }
        }
        Ok(all == SEGMENTS && removed > 0)
    });
    done.await
}

/// Removes some records of what was deleted; whether there was any.
fn sweep(writer: &mut Writer<'_>) -> Result<bool, LogsError> {
    let Some((refuse, _)) = writer.scan_all::<Refuse>(None, 1)?.pop() else { return Ok(false) };
    let (account, region) = (&refuse.account, &refuse.region);
    let segments = if let Some((_, stream)) = refuse.id.split_once('/') {
        writer.find_from::<Segment>(STREAM, stream, None, SEGMENTS)?
    } else {
        let prefix = format!("{}/", refuse.id);
        for (key, _) in writer.scan::<Stream>(account, region, &prefix, None, STREAMS)? {
            writer.delete::<Stream>(&key)?;
        }
        writer.scan::<Segment>(account, region, &prefix, None, SEGMENTS)?
    };
    for (key, _) in &segments {
        writer.delete::<Segment>(key)?;
    }
    let is_group = !refuse.id.contains('/');
    let streams = format!("{}/", refuse.id);
    let has_streams =
        is_group && !writer.scan::<Stream>(account, region, &streams, None, 1)?.is_empty();
    if segments.is_empty() && !has_streams {
        writer.delete::<Refuse>(&refuse)?;
    }
    Ok(true)
}
