//! What is done by the clock: keys are rotated, imported material that expired is wiped, and keys whose
//! time has come are deleted.

mod clusters;

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_keys::{KeyMaterial, KeySpec};
use bartizan_service::directory::kms::{KeyState, KmsKey};
use bartizan_service::store::Writer;
use bartizan_service::{Hsm, KeyLastUse, Platform, ServiceEvent, Vault};
use bartizan_types::{Fault, Random, Timestamp};
use serde_json::{Value as Json, json};

use self::clusters::Clusters;
use crate::error::KmsError;
use crate::records::{
    self, AliasRecord, BY_KEY, BY_TARGET, Deletion, GrantRecord, KeyRecord, MaterialRecord,
    Rotated, RotationType, Schedule, days,
};
use crate::{import, rotation};

/// Does all that is due, a key after the other; what fails for one is tried again the next time.
///
/// # Errors
/// The directory is stale.
pub async fn keep_up(platform: &Platform, hsm: &dyn Hsm) -> Result<(), Fault> {
    let now = platform.now();
    let directory = platform.directory()?;
    let look = move || directory.kms().due(now).cloned().collect::<Vec<_>>();
    // All keys are looked at, which would hold up requests.
    let due = tokio::task::spawn_blocking(look).await;
    let due = due.map_err(|error| KmsError::internal(format!("no key was looked at: {error}")))?;
    let mut clusters = Clusters { platform, hsm, failed: BTreeSet::new() };
    for key in due {
        if let Err(fault) = keep_up_key(&mut clusters, &key, now).await {
            tracing::warn!(key = %key.arn, error = %fault, "what is due for a key is tried again");
        }
    }
    Ok(())
}

async fn keep_up_key(
    clusters: &mut Clusters<'_>,
    key: &KmsKey,
    now: Timestamp,
) -> Result<(), Fault> {
    let platform = clusters.platform;
    let is_rotated = key.stored_state == KeyState::Enabled && key.spec == KeySpec::SymmetricDefault;
    let material = is_rotated.then(|| KeyMaterial::generate(key.spec, &*platform.random));
    let failed = |error| KmsError::internal(format!("no key could be made: {error}"));
    let material = material.transpose().map_err(failed)?;
    let gone = clusters.destroy_key(key, now).await?;
    let (arn, vault, random) =
        (key.arn.clone(), platform.vault.clone(), Arc::clone(&platform.random));
    let done = platform.store.write(move |writer| {
        let record = KeyRecord::find(writer, &arn)?;
        // Meanwhile it may have been changed.
        if record.due().is_none_or(|due| due > now) {
            return Ok(());
        }
        let clockwork = Clockwork { vault: &vault, random: &*random, now };
        if record.material_ends.is_some_and(|end| end <= now) {
            return clockwork.expire(writer, record);
        }
        match (record.deletion, &material) {
            (Some(_), _) => clockwork.delete(writer, &record, gone),
            (None, Some(material)) => clockwork.rotate(writer, record, material),
            (None, None) => Ok(()),
        }
    });
    done.await.map_err(|error: KmsError| error.into())
}

struct Clockwork<'c> {
    vault: &'c Vault,
    random: &'c dyn Random,
    now: Timestamp,
}

impl Clockwork<'_> {
    /// Gives a key new material, and sets when it is to be rotated next.
    fn rotate(
        &self,
        writer: &mut Writer<'_>,
        mut key: KeyRecord,
        material: &KeyMaterial,
    ) -> Result<(), KmsError> {
        let Some(schedule) = key.rotation.schedule else { return Ok(()) };
        key.rotation.schedule = Some(following(schedule, self.now));
        for mut one in key.family(writer)? {
            one.rotation.schedule = key.rotation.schedule;
            one.save(writer)?;
        }
        let rotated = Rotated { at: self.now, by: RotationType::Automatic };
        rotation::put_material(writer, &key, material, rotated, self.vault)?;
        let details = json!({
            "keyId": key.arn(),
            "rotationType": RotationType::Automatic.name(),
            "keyOrigin": key.origin.name(),
        });
        self.tell(writer, "RotateKey", &key, details)
    }

    /// Wipes the imported material whose time is over. What else is due is done the next time.
    fn expire(&self, writer: &mut Writer<'_>, mut key: KeyRecord) -> Result<(), KmsError> {
        let prefix = MaterialRecord::prefix(&key.id);
        for mut one in records::all::<MaterialRecord>(writer, key.account, &key.region, &prefix)? {
            if one.is_valid(self.now) {
                continue;
            }
            if one.pending {
                import::forget_pending(writer, &key, &one.id)?;
            } else if !one.is_wiped() {
                one.wipe(one.valid_to.unwrap_or(self.now));
                writer.put(&one.key(), &one)?;
            }
        }
        key.note_material_ends(writer)?;
        key.save(writer)?;
        self.tell(writer, "DeleteExpiredKeyMaterial", &key, json!({ "keyId": key.arn() }))
    }

    /// Deletes a key with all that it has: nothing that was encrypted by it can be decrypted any more.
    fn delete(
        &self,
        writer: &mut Writer<'_>,
        key: &KeyRecord,
        gone: Option<Json>,
    ) -> Result<(), KmsError> {
        let prefix = MaterialRecord::prefix(&key.id);
        for one in records::all::<MaterialRecord>(writer, key.account, &key.region, &prefix)? {
            writer.delete::<MaterialRecord>(&one.key())?;
        }
        for (row, _) in writer.find::<AliasRecord>(BY_TARGET, &key.reference())? {
            writer.delete::<AliasRecord>(&row)?;
        }
        for (row, _) in writer.find::<GrantRecord>(BY_KEY, &key.reference())? {
            writer.delete::<GrantRecord>(&row)?;
        }
        writer.delete::<KeyRecord>(&key.key())?;
        KeyLastUse::forget(writer, &key.arn())?;
        self.release_primary(writer, key)?;
        let mut details = json!({ "keyId": key.arn() });
        if let (Some(details), Some(Json::Object(gone))) = (details.as_object_mut(), gone) {
            details.extend(gone);
        }
        self.tell(writer, "DeleteKey", key, details)
    }

    /// The last replica is gone: the waiting time of its primary key begins, if that shall be deleted.
    fn release_primary(&self, writer: &mut Writer<'_>, gone: &KeyRecord) -> Result<(), KmsError> {
        let mut left = gone.family(writer)?;
        left.retain(|one| one.region != gone.region);
        let [primary] = left.as_mut_slice() else { return Ok(()) };
        if let Some(Deletion { window_days, at: None, .. }) = primary.deletion {
            let at = Some(self.now.plus(days(window_days)));
            primary.deletion = Some(Deletion { window_days, at, begun: false });
            primary.save(writer)?;
        }
        Ok(())
    }

    fn tell(
        &self,
        writer: &mut Writer<'_>,
        name: &'static str,
        key: &KeyRecord,
        details: Json,
    ) -> Result<(), KmsError> {
        let event = ServiceEvent {
            service: "kms.amazonaws.com",
            name,
            account: key.account,
            region: key.region.to_string(),
            details,
        };
        Ok(writer.emit(&event.row(self.random, self.now))?)
    }
}

/// The next time after `now`: what fell into a long stop is made up for once.
fn following(schedule: Schedule, now: Timestamp) -> Schedule {
    let next = Schedule::from(schedule.next, schedule.period_days);
    if next.next > now { next } else { Schedule::from(now, schedule.period_days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_keeps_its_day_unless_it_was_missed_for_a_whole_period() {
        let day = |number: i32| Timestamp::from_seconds(0).plus(days(number));
        let schedule = Schedule { period_days: 90, next: day(90) };
        for (now, next) in [(90, 180), (100, 180), (179, 180), (180, 270), (1000, 1090)] {
            assert_eq!(following(schedule, day(now)).next, day(next), "{now}");
        }
    }
}
