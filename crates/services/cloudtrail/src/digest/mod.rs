//! Digests: signed lists of the log files that were delivered, each with the hash and the signature
//! of the one before. (CloudTrail User Guide, "CloudTrail digest file structure", "Custom
//! implementations of CloudTrail log file integrity validation".)

mod document;
mod key;

use bartizan_service::Road;
use bartizan_service::logs::{Upload, gzip, pause, put};
use bartizan_types::{Fault, Region, Timestamp};

use crate::delivery::{Schedule, place_of, progress_of, save};
use crate::records::{Chain, LoggedFile, PreviousDigest, Progress, Refusal, Trail};

use document::Document;
pub(crate) use document::SIGNATURE_ALGORITHM;
pub(crate) use key::{fingerprint, keys_of};

/// How many log files of a trail wait for a digest at most: two weeks' of one region. Beyond, while
/// digests are refused, the oldest are left out of them.
const FILES_MAX: usize = 4000;

impl Chain {
    /// A chain without a digest yet.
    pub(crate) fn begun(region: &str, since: Timestamp) -> Self {
        Self {
            region: region.to_owned(),
            since,
            previous: None,
            files: Vec::new(),
            pending: None,
            refusal: None,
        }
    }

    /// Leaves out the oldest file that no decided digest names, or else the newest.
    fn leave_out_one(&mut self) {
        let decided = self.pending.map_or(0, |(_, files)| files);
        let place = decided.min(self.files.len().saturating_sub(1));
        if place < self.files.len() {
            self.files.remove(place);
        }
    }
}

/// Enters a log file that was delivered into the chain of its region.
pub(crate) fn enter(progress: &mut Progress, region: &str, file: LoggedFile, now: Timestamp) {
    let waiting: usize = progress.chains.iter().map(|chain| chain.files.len()).sum();
    match progress.chains.iter_mut().find(|chain| chain.region == region) {
        Some(chain) => chain.files.push(file),
        None => {
            progress.chains.push(Chain { files: vec![file], ..Chain::begun(region, now) });
        }
    }
    if waiting >= FILES_MAX
        && let Some(longest) = progress.chains.iter_mut().max_by_key(|chain| chain.files.len())
    {
        tracing::warn!(
            region = longest.region,
            "so many log files wait for a digest that one is left out of it: the bucket refuses \
             the trail's digests"
        );
        longest.leave_out_one();
    }
}

/// Delivers the digests of a trail that are due. What is refused of one region is tried again later
/// and holds up no other.
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
    for chain in &progress.chains {
        if chain.refusal.as_ref().is_some_and(|refusal| refusal.due > now) {
            continue;
        }
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
        deliver_one(road, schedule, trail, chain, (end, files)).await?;
    }
    Ok(())
}

/// The chains as they should be, where they are not: none of a trail that does not validate its
/// files, one for the home region of a trail that is logging, and none without files of one that
/// was stopped or of a region that AWS has not.
fn tidied(trail: &Trail, progress: &Progress, now: Timestamp) -> Option<Vec<Chain>> {
    let mut chains = progress.chains.clone();
    if !trail.validates_files {
        chains.clear();
    } else if progress.is_logging() {
        chains.retain(|chain| {
            let is_empty = chain.files.is_empty() && chain.pending.is_none();
            !is_empty || chain.region == trail.home_region || Region::is_known(&chain.region)
        });
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

/// Writes one digest.
async fn deliver_one(
    road: &Road,
    schedule: &Schedule,
    trail: &Trail,
    chain: &Chain,
    (end, files): (Timestamp, usize),
) -> Result<(), Fault> {
    let now = road.platform().now();
    let key = key::of(road, &chain.region, end).await?;
    let document = Document::new(trail, chain, end, files, &key.fingerprint);
    let (signature, hash) = (key.sign(document.signed_text().as_bytes())?, document.hash());
    let packed = gzip(document.content.as_bytes())?;
    let upload = Upload::json(document.key.clone(), packed).with_metadata(vec![
        ("signature", signature.clone()),
        ("signature-algorithm", SIGNATURE_ALGORITHM.to_owned()),
    ]);
    let previous =
        PreviousDigest { bucket: trail.bucket.clone(), key: document.key, hash, signature };
    let region = chain.region.clone();
    match put(road, &place_of(trail, &trail.arn()), upload).await {
        Ok(()) => {
            save(road, trail, move |progress| {
                progress.digest_delivered = Some(now);
                change(progress, &region, |chain| {
                    chain.previous = Some(previous);
                    chain.since = end;
                    chain.files.drain(..files.min(chain.files.len()));
                    chain.pending = None;
                    chain.refusal = None;
                });
            })
            .await
        }
        Err(fault) => {
            tracing::warn!(trail = %trail.arn(), region, %fault, "a digest could not be delivered");
            let first = schedule.delivery;
            save(road, trail, move |progress| {
                change(progress, &region, |chain| {
                    let before = chain.refusal.as_ref().map_or(0, |refusal| refusal.failures);
                    let failures = before.saturating_add(1);
                    let due = now.plus(pause(first, failures));
                    chain.refusal = Some(Refusal { code: fault.code.into_owned(), failures, due });
                });
            })
            .await
        }
    }
}

/// Signs a text by the key that signs the digests of a region at this moment: the signature, and the
/// key's fingerprint.
pub(crate) async fn sign(
    road: &Road,
    region: &str,
    at: Timestamp,
    text: &str,
) -> Result<(String, String), Fault> {
    let key = key::of(road, region, at).await?;
    Ok((key.sign(text.as_bytes())?, key.fingerprint))
}

/// Changes the chain of a region; the trail's error is that of a chain that is still refused.
fn change(progress: &mut Progress, region: &str, change: impl FnOnce(&mut Chain)) {
    if let Some(chain) = progress.chains.iter_mut().find(|chain| chain.region == region) {
        change(chain);
    }
    let mut refusals = progress.chains.iter().filter_map(|chain| chain.refusal.as_ref());
    progress.digest_error = refusals.next().map(|refusal| refusal.code.clone());
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn file(name: &str) -> LoggedFile {
        LoggedFile {
            s3_bucket: "logs".to_owned(),
            s3_object: name.to_owned(),
            hash_value: String::new(),
            hash_algorithm: String::new(),
            newest_event_time: String::new(),
            oldest_event_time: String::new(),
        }
    }

    #[test]
    fn files_that_wait_for_digests_are_bounded_and_decided_digests_stay() {
        let at = Timestamp::from_millis(0);
        let mut progress = Progress::default();
        enter(&mut progress, "eu-west-1", file("elsewhere"), at);
        for number in 0..10 {
            enter(&mut progress, "us-east-1", file(&number.to_string()), at);
        }
        change(&mut progress, "us-east-1", |chain| chain.pending = Some((at, 2)));
        for number in 10..FILES_MAX + 10 {
            enter(&mut progress, "us-east-1", file(&number.to_string()), at);
        }
        let waiting: usize = progress.chains.iter().map(|chain| chain.files.len()).sum();
        assert_eq!(waiting, FILES_MAX);
        let names: Vec<&str> =
            progress.chains[1].files.iter().map(|file| file.s3_object.as_str()).collect();
        assert_eq!(names[..3], ["0", "1", "13"]);
        assert_eq!(progress.chains[0].files.len(), 1);
    }

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
