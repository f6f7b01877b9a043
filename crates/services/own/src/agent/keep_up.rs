//! What is over is forgotten: activations that expired, and agents of instances that were terminated.

use bartizan_service::Platform;
use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::Fault;

use super::{Activation, Agent, place_of};
use crate::error::OwnError;

/// How many records are read at a time.
const PAGE: usize = 1000;
/// For how long an expired activation is kept, so that who comes late is told why it is refused.
const KEPT: std::time::Duration = std::time::Duration::from_hours(24);

/// Forgets what is over. Nothing of it is good before that: whoever uses it is refused.
///
/// # Errors
/// The store fails.
pub async fn keep_up(platform: &Platform) -> Result<(), Fault> {
    let now = platform.now();
    let Some(hosts) = platform.ports.hosts.clone() else { return Ok(()) };
    let inventories = platform.ports.inventories.clone();
    let ended = move |reader: &Reader<'_>| {
        let old = all(reader, |_, one: &Activation| Ok(now >= one.expires.plus(KEPT)))?;
        let gone = all(reader, |key, agent: &Agent| {
            let Some(place) = place_of(key) else { return Ok(true) };
            Ok(!hosts.stands(reader, &place, &agent.instance)?)
        })?;
        Ok::<_, OwnError>((old, gone))
    };
    let (old, gone) = platform.store.read(|reader| ended(reader).map_err(Fault::from))?;
    if old.is_empty() && gone.is_empty() {
        return Ok(());
    }
    platform
        .store
        .write(move |writer| {
            for key in &old {
                writer.delete::<Activation>(key)?;
            }
            for key in &gone {
                if let (Some(keeper), Some(place)) = (&inventories, place_of(key)) {
                    keeper.withdraw(writer, &place, &key.id)?;
                }
                writer.delete::<Agent>(key)?;
            }
            Ok::<_, Fault>(())
        })
        .await
}

/// The keys of all records that are to go.
fn all<T: Record>(
    reader: &Reader<'_>,
    is_over: impl Fn(&Key, &T) -> Result<bool, OwnError>,
) -> Result<Vec<Key>, OwnError> {
    let (mut over, mut after) = (Vec::new(), None);
    loop {
        let page = reader.scan_all::<T>(after.as_ref(), PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(over) };
        after = Some(last.clone());
        for (key, record) in page {
            if is_over(&key, &record)? {
                over.push(key);
            }
        }
    }
}
