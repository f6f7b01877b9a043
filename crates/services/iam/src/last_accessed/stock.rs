//! How much of reports is kept: an account's have so many and so many bytes together, and more push
//! the first out.

use bartizan_store::{Key, Record, Writer};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::report::{LIFETIME, Report};
use crate::error::IamError;

/// How many reports of an account are kept.
const REPORTS_MAX: u64 = 10_000;
/// How many bytes they have together, as they are stored.
const BYTES_MAX: u64 = 256 << 20;
/// How many reports that are too old one call takes out.
const SWEPT: usize = 100;

/// What an account's reports take together.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stock {
    bytes: u64,
}

impl Record for Stock {
    const COLLECTION: &'static str = "iam.last_accessed_stock";
}

/// The most that an account's reports may be.
#[derive(Clone, Copy)]
struct Bounds {
    reports: u64,
    bytes: u64,
}

/// Keeps a report, and takes out those that are too old or for which there is no room.
pub(super) fn keep(
    tx: &mut Writer<'_>,
    account: AccountId,
    id: &str,
    report: Report,
    now: Timestamp,
) -> Result<(), IamError> {
    keep_within(Bounds { reports: REPORTS_MAX, bytes: BYTES_MAX }, tx, account, id, report, now)
}

fn keep_within(
    bounds: Bounds,
    tx: &mut Writer<'_>,
    account: AccountId,
    id: &str,
    mut report: Report,
    now: Timestamp,
) -> Result<(), IamError> {
    report.bytes = report.measured();
    if report.bytes > bounds.bytes {
        return Err(IamError::LimitExceeded(format!(
            "The report would have {} bytes: it cannot have more than {}.",
            report.bytes, bounds.bytes
        )));
    }
    let place = Key::global(account, "stock");
    let mut stock = tx.get::<Stock>(&place)?.unwrap_or_default();
    let mut count = tx.count::<Report>(&account.to_string(), "")?;
    let mut old = 0;
    // Ids begin with the time, so the first that may stay ends the search: reports can be large.
    while let Some((key, first)) = tx.scan::<Report>(&account.to_string(), "", "", None, 1)?.pop() {
        let is_full = count >= bounds.reports || stock.bytes + report.bytes > bounds.bytes;
        let is_old = now.since(first.made) >= LIFETIME && old < SWEPT;
        if !is_full && !is_old {
            break;
        }
        tx.delete::<Report>(&key)?;
        stock.bytes = stock.bytes.saturating_sub(first.bytes);
        count = count.saturating_sub(1);
        old += usize::from(is_old);
    }
    stock.bytes = stock.bytes.saturating_add(report.bytes);
    tx.put(&place, &stock)?;
    Ok(tx.put(&Report::key(account, id), &report)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bartizan_store::{Store, StoreConfig};

    /// A store, and what an account's reports are after each of these was kept, a second apart.
    fn kept(bounds: Bounds, sizes: &[usize]) -> Result<Vec<String>, IamError> {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreConfig::Sqlite { dir: folder.path().to_owned() }).unwrap();
        let account: AccountId = "123456789012".parse().unwrap();
        for (number, size) in sizes.iter().enumerate() {
            let now = Timestamp::from_seconds(i64::try_from(number).unwrap());
            let report = Report::of_size(*size, now);
            store.write_blocking(move |tx| {
                keep_within(bounds, tx, account, &format!("{number:03}"), report, now)
            })?;
        }
        let listed =
            store.read(|reader| reader.scan::<Report>("123456789012", "", "", None, 99))?;
        let stock = store.read(|reader| reader.get::<Stock>(&Key::global(account, "stock")))?;
        let bytes: u64 = listed.iter().map(|(_, report)| report.bytes).sum();
        assert_eq!(stock.unwrap_or_default().bytes, bytes);
        assert!(bytes <= bounds.bytes);
        Ok(listed.into_iter().map(|(key, _)| key.id).collect())
    }

    #[test]
    fn a_report_pushes_out_the_first_for_which_there_is_no_room() {
        let bounds = Bounds { reports: 3, bytes: 4000 };
        for (sizes, expected) in [
            (&[1, 1, 1][..], &["000", "001", "002"][..]),
            (&[1, 1, 1, 1], &["001", "002", "003"]),
            (&[1500, 1500, 1500], &["001", "002"]),
            (&[1, 1, 3990], &["002"]),
        ] {
            assert_eq!(kept(bounds, sizes).unwrap(), expected, "{sizes:?}");
        }
        assert!(matches!(kept(bounds, &[1, 4001]), Err(IamError::LimitExceeded(_))));
    }
}
