//! Findings are kept for 90 days after they were last seen. (Amazon GuardDuty User Guide, "GuardDuty
//! quotas".)

use std::time::Duration;

use bartizan_service::Platform;
use bartizan_service::store::{Key, StoreError};
use bartizan_types::Fault;

use super::record::FindingRecord;

const KEPT: Duration = Duration::from_hours(90 * 24);
/// How many findings are looked at together.
const PAGE: usize = 500;

/// Forgets findings that are too old.
///
/// # Errors
/// The store's fault.
pub async fn forget_findings(platform: &Platform) -> Result<(), Fault> {
    let now = platform.now();
    let mut after: Option<Key> = None;
    loop {
        let page =
            platform.store.read(|reader| reader.scan_all::<FindingRecord>(after.as_ref(), PAGE))?;
        let is_last = page.len() < PAGE;
        after = page.last().map(|(key, _)| key.clone());
        let is_old = |record: &FindingRecord| now.since(record.updated) > KEPT;
        let old = page.into_iter().filter(|(_, record)| is_old(record));
        let old: Vec<Key> = old.map(|(key, _)| key).collect();
        if !old.is_empty() {
            let forget = platform.store.write(move |writer| {
                for key in &old {
                    // It may have been seen again meanwhile.
                    let found = writer.get::<FindingRecord>(key)?;
                    if found.is_some_and(|record| now.since(record.updated) > KEPT) {
                        writer.delete::<FindingRecord>(key)?;
                    }
                }
                Ok::<_, StoreError>(())
            });
            forget.await?;
        }
        if is_last {
            return Ok(());
        }
    }
}
