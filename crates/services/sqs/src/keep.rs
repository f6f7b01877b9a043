//! What is done by the clock: messages that are too old are forgotten, and what was purged or deleted;
//! tasks move messages.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::Platform;
use bartizan_service::store::{Key, Record, Writer};
use bartizan_types::{Fault, Timestamp};

use crate::Hall;
use crate::error::SqsError;
use crate::receive::ATTEMPT_KNOWN;
use crate::records::{
    self, Attempt, Content, MoveStatus, MoveTask, Place, Queue, Refuse, Seen, of_message_id,
};
use crate::send::DEDUPLICATED;
use crate::shelf::Shelf;

/// How many records are removed in one transaction.
const BATCH: usize = 500;
/// How many messages a task moves in one transaction.
const MOVED_AT_ONCE: usize = 50;

/// Forgets messages that their queues keep no longer, what is left of those that were purged or deleted
/// with their queue, and duplicates and attempts that are too old to matter.
///
/// # Errors
/// The store fails: what is left is forgotten the next time.
pub async fn keep(platform: &Arc<Platform>, hall: &Hall) -> Result<(), Fault> {
    let now = platform.now();
    for shelf in hall.all() {
        loop {
            let old = shelf.expired(now.millis(), BATCH);
            if old.is_empty() {
                break;
            }
            let queue = shelf.queue();
            platform.store.write(move |writer| forget(writer, &queue, &old)).await?;
        }
    }
    while platform.store.write(sweep).await? > 0 {}
    forget_older::<Seen>(platform, now.millis() - DEDUPLICATED, |seen| seen.at).await?;
    forget_older::<Attempt>(platform, now.millis() - ATTEMPT_KNOWN, |attempt| attempt.at).await
}

fn forget(writer: &mut Writer<'_>, queue: &Queue, sequences: &[u64]) -> Result<(), Fault> {
    for sequence in sequences {
        let key = records::message_of(queue, *sequence)?;
        writer.delete::<Place>(&key)?;
        writer.delete::<Content>(&key)?;
    }
    Ok(())
}

/// Removes some records of messages that are gone; how many, or none where all are removed.
fn sweep(writer: &mut Writer<'_>) -> Result<usize, Fault> {
    let Some((key, refuse)) = writer.scan_all::<Refuse>(None, 1)?.pop() else { return Ok(0) };
    let prefix = format!("{}/", key.id);
    let found = writer.scan::<Content>(&key.account, &key.region, &prefix, None, BATCH)?;
    let is_gone =
        |key: &Key| of_message_id(&key.id).is_some_and(|(_, sequence)| sequence <= refuse.up_to);
    let gone: Vec<Key> = found.into_iter().map(|(key, _)| key).filter(is_gone).collect();
    for key in &gone {
        writer.delete::<Content>(key)?;
        writer.delete::<Place>(key)?;
    }
    if gone.is_empty() {
        writer.delete::<Refuse>(&key)?;
    }
    Ok(gone.len().max(1))
}

async fn forget_older<T: Record>(
    platform: &Platform,
    before: i64,
    at: impl Fn(&T) -> i64 + Send + Copy + 'static,
) -> Result<(), Fault> {
    let mut after: Option<Key> = None;
    loop {
        let from = after.take();
        let last = platform.store.write(move |writer| {
            let found = writer.scan_all::<T>(from.as_ref(), BATCH)?;
            let last = found.last().map(|(key, _)| key.clone());
            for (key, _) in found.iter().filter(|(_, record)| at(record) <= before) {
                writer.delete::<T>(key)?;
            }
            Ok::<_, Fault>(last)
        });
        match last.await? {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

/// Lets each task that runs move messages, as many as it may in this time; whether any moved.
///
/// # Errors
/// The store fails: the task goes on the next time.
pub async fn move_messages(
    platform: &Arc<Platform>,
    hall: &Hall,
    time: Duration,
) -> Result<bool, Fault> {
    let tasks = platform.store.read(|reader| reader.scan_all::<MoveTask>(None, usize::MAX))?;
    let mut has_moved = false;
    for (key, task) in tasks.into_iter().filter(|(_, task)| task.status == MoveStatus::Running) {
        let most = task.per_second.map_or(MOVED_AT_ONCE, |most| {
            let share = u128::from(most) * time.as_millis() / 1000;
            usize::try_from(share.max(1)).unwrap_or(MOVED_AT_ONCE).min(MOVED_AT_ONCE)
        });
        has_moved |= move_some(platform, hall, key, &task, most).await?;
    }
    Ok(has_moved)
}

async fn move_some(
    platform: &Arc<Platform>,
    hall: &Hall,
    key: Key,
    task: &MoveTask,
    most: usize,
) -> Result<bool, Fault> {
    let now = platform.now();
    let Ok(shelf) = hall.find(&task.source) else {
        let end = end(platform, key, MoveStatus::Failed, Some("The source queue was deleted."));
        return end.await.map(|()| false);
    };
    let claims = shelf.claim(now.millis(), most, usize::MAX);
    let Some(claims) = claims.ok().filter(|claims| !claims.sequences.is_empty()) else {
        return end(platform, key, MoveStatus::Completed, None).await.map(|()| false);
    };
    let (queue, sequences) = (shelf.queue(), claims.sequences.clone());
    let halls = hall.clone();
    let moved = platform.store.write(move |writer| {
        let Some(mut task) = writer.get::<MoveTask>(&key)? else { return Ok(0) };
        if task.status != MoveStatus::Running {
            return Ok(0);
        }
        let mut moved = 0;
        for sequence in &sequences {
            let is_moved =
                move_one(writer, &halls, &queue, task.destination.as_ref(), *sequence, now);
            if let Err(error) = is_moved {
                if !matches!(error, SqsError::NoSuchQueue) {
                    return Err(error.into());
                }
                task.status = MoveStatus::Failed;
                task.failure = Some("The destination queue does not exist.".to_owned());
                break;
            }
            moved += 1;
        }
        task.moved += moved;
        writer.put(&key, &task)?;
        Ok::<_, Fault>(moved)
    });
    let moved = moved.await?;
    drop(claims);
    Ok(moved > 0)
}

/// A message that is moved back is a new one.
fn move_one(
    writer: &mut Writer<'_>,
    hall: &Hall,
    queue: &Queue,
    destination: Option<&bartizan_types::Arn>,
    sequence: u64,
    now: Timestamp,
) -> Result<(), SqsError> {
    let key = records::message_of(queue, sequence)?;
    let (Some(place), Some(content)) = (writer.get::<Place>(&key)?, writer.get::<Content>(&key)?)
    else {
        return Ok(());
    };
    let destination = destination.or(place.origin.as_ref()).ok_or(SqsError::NoSuchQueue)?;
    let target: Arc<Shelf> = hall.find(destination)?;
    let known = target.queue();
    let held = records::same(writer, &known.arn, &known.id)?;
    let new = records::message_of(&held, target.next(now))?;
    let moved = Place {
        sent: now.millis(),
        visible: now.millis(),
        received: 0,
        first_received: None,
        last_received: 0,
        receipt: String::new(),
        origin: None,
        ..place
    };
    writer.put(&new, &content)?;
    writer.put(&new, &moved)?;
    writer.delete::<Place>(&key)?;
    writer.delete::<Content>(&key)?;
    Ok(())
}

async fn end(
    platform: &Platform,
    key: Key,
    status: MoveStatus,
    failure: Option<&str>,
) -> Result<(), Fault> {
    let failure = failure.map(str::to_owned);
    let done = platform.store.write(move |writer| {
        if let Some(mut task) = writer.get::<MoveTask>(&key)?
            && task.status == MoveStatus::Running
        {
            task.status = status;
            task.failure = failure;
            writer.put(&key, &task)?;
        }
        Ok::<_, Fault>(())
    });
    done.await
}
