//! What trails and event data stores read of the activity record in one go.

use bartizan_service::Road;
use bartizan_service::store::ActivityRow;
use bartizan_types::Fault;

/// About how many bytes of events are read in one go.
const BYTES_MAX: usize = 8 << 20;

/// How much is read in one go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portion {
    /// How many events a read of the store brings.
    pub(crate) rows_read: usize,
    /// About how many events there are at most.
    pub(crate) rows_max: usize,
}

impl Portion {
    /// The next events of all accounts behind a place, up to a portion.
    pub(crate) fn read(self, road: &Road, place: &str) -> Result<Vec<ActivityRow>, Fault> {
        let mut rows: Vec<ActivityRow> = Vec::new();
        loop {
            let behind = rows.last().map_or(place, |row| row.event_id.as_str());
            let more = road.platform().activity().following(behind, self.rows_read)?;
            let is_last = more.len() < self.rows_read;
            rows.extend(more);
            if is_last || self.is_full(&rows) {
                return Ok(rows);
            }
        }
    }

    /// Whether there may be more events behind these.
    pub(crate) fn is_full(self, rows: &[ActivityRow]) -> bool {
        rows.len() >= self.rows_max
            || rows.iter().map(|row| row.body.len()).sum::<usize>() >= BYTES_MAX
    }
}
