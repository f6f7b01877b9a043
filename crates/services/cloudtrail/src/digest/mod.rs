//! Digests: signed lists of the log files that were delivered, each with the hash and the signature
//! of the one before. (CloudTrail User Guide, "CloudTrail digest file structure", "Custom
//! implementations of CloudTrail log file integrity validation".)

mod document;
mod key;

use bartizan_service::Road;
use bartizan_types::{Fault, Timestamp};

use crate::delivery::{Schedule, Upload, gzip, pause, progress_of, put, save};
use crate::records::{Chain, PreviousDigest, Progress, Trail};

use document::Document;
pub(crate) use key::{fingerprint, keys_of};

impl Chain {
    /// A chain without a digest yet.
    pub(crate) fn begun(region: &str, since: Timestamp) -> Self {
        Self { region: region.to_owned(), since, previous: None, files: Vec::new(), pending: None }
    }
}

/// Delivers the digests of a trail that are due.
pub(crate) async fn deliver(road: &Road, schedule: &Schedule, trail: &Trail) -> Result<(), Fault> {
    let Some(progress) = progress_of(road, trail)? else { return Ok(()) };
    let now = road.platform().now();
    if let Some(chains) = tidied(trail, &progress, now) {
        for chain in &chains {
            key::prepare(road, &chain.region, now).await?;
        }
        save(road, trail, move |progress| progress.chains = chains).await?;
    }
    let Some(progress) = progress_of(road, trail)? else { return Ok(()) };
    if progress.digest_due.is_some_and(|due| due > now) {
        return Ok(());
    }
    for chain in &progress.chains {
        let Some((end, files)) = chain.pending.or_else(|| due(chain, schedule, now)) else {
            continue;
        };
        if chain.pending.is_none() {
            let region = chain.region.clone();
            save(road, trail, move |progress| {
                change(progress, &region, |chain| chain.pending = Some((end, files)));
            })
            .await?;
        }
        if !deliver_one(road, schedule, trail, chain, (end, files)).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// The chains as they should be, where they are not: none of a trail that does not validate its
/// files, one for the home region of a trail that is logging, and none without files of one that
/// was stopped.
fn tidied(trail: &Trail, progress: &Progress, now: Timestamp) -> Option<Vec<Chain>> {
    let mut chains = progress.chains.clone();
    if !trail.validates_files {
        chains.clear();
    } else if progress.is_logging() {
        if !chains.iter().any(|chain| chain.region == trail.home_region) {
            chains.push(Chain::begun(&trail.home_region, now));
        }
    } else if progress.batch.is_none() && progress.periods.is_empty() {
        chains.retain(|chain| !chain.files.is_empty() || chain.pending.is_some());
    }
    (chains != progress.chains).then_some(chains)
}

/// The end of the digest that is due, and how many files it names. Its name has the second in it,
/// so that no two end in the same.
fn due(chain: &Chain, schedule: &Schedule, now: Timestamp) -> Option<(Timestamp, usize)> {
    let is_due = now >= chain.since.plus(schedule.digest) && now.seconds() > chain.since.seconds();
    is_due.then(|| (Timestamp::from_seconds(now.seconds()), chain.files.len()))
}

/// Writes one digest; whether it was taken.
async fn deliver_one(
    road: &Road,
    schedule: &Schedule,
    trail: &Trail,
    chain: &Chain,
    (end, files): (Timestamp, usize),
) -> Result<bool, Fault> {
    let now = road.platform().now();
    let key = key::of(road, &chain.region, end).await?;
    let document = Document::new(trail, chain, end, files, &key.fingerprint);
    let (signature, hash) = (key.sign(document.signed_text().as_bytes())?, document.hash());
    let packed = gzip(document.content.as_bytes())?;
    let upload = Upload::json(document.key.clone(), packed).with_metadata(vec![
        ("signature", signature.clone()),
        ("signature-algorithm", document::SIGNATURE_ALGORITHM.to_owned()),
    ]);
    let previous =
        PreviousDigest { bucket: trail.bucket.clone(), key: document.key, hash, signature };
    let region = chain.region.clone();
    match put(road, trail, upload).await {
        Ok(()) => {
            save(road, trail, move |progress| {
                progress.digest_delivered = Some(now);
                progress.digest_error = None;
                progress.digest_failures = 0;
                progress.digest_due = None;
                change(progress, &region, |chain| {
                    chain.previous = Some(previous);
                    chain.since = end;
                    chain.files.drain(..files.min(chain.files.len()));
                    chain.pending = None;
                });
            })
            .await?;
            Ok(true)
        }
        Err(fault) => {
            tracing::warn!(trail = %trail.arn(), %fault, "a digest could not be delivered");
            let first = schedule.delivery;
            save(road, trail, move |progress| {
                progress.digest_error = Some(fault.code.into_owned());
                progress.digest_failures = progress.digest_failures.saturating_add(1);
                progress.digest_due = Some(now.plus(pause(first, progress.digest_failures)));
            })
            .await?;
            Ok(false)
        }
    }
}

fn change(progress: &mut Progress, region: &str, change: impl FnOnce(&mut Chain)) {
    if let Some(chain) = progress.chains.iter_mut().find(|chain| chain.region == region) {
        change(chain);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_digest_is_due_at_its_hour_and_never_twice_in_a_second() {
        let at = Timestamp::from_millis;
        let chain = Chain::begun("us-east-1", at(10_500));
        let due = |digest: Duration, now: i64| {
            let schedule = Schedule { delivery: Duration::ZERO, digest };
            super::due(&chain, &schedule, at(now)).map(|(end, _)| end.millis())
        };
        assert_eq!(due(Duration::from_mins(1), 70_499), None);
        assert_eq!(due(Duration::from_mins(1), 70_700), Some(70_000));
        assert_eq!(due(Duration::ZERO, 10_900), None);
        assert_eq!(due(Duration::ZERO, 11_000), Some(11_000));
    }
}
