//! What trails and event data stores read of the activity record in one go.

use bartizan_service::Road;
use bartizan_service::store::Stretch;
use bartizan_types::{AccountId, Fault};

/// About how many bytes of events are read in one go.
const BYTES_MAX: usize = 8 << 20;
/// How many events are looked at in one go, whosever they are.
const PASSED_MAX: usize = 20_000;

/// How much is read in one go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portion {
    /// How many events a read of the store looks at.
    pub(crate) rows_read: usize,
    /// About how many events there are at most.
    pub(crate) rows_max: usize,
}

impl Portion {
    /// The next events of an account behind a place, up to a portion.
    pub(crate) fn read(
        self,
        road: &Road,
        account: AccountId,
        place: &str,
    ) -> Result<Stretch, Fault> {
        let account = account.to_string();
        let (mut stretch, mut passed) = (Stretch::default(), 0);
        loop {
            let behind = stretch.end.as_ref().map_or(place, |end| end.event_id.as_str());
            let more = road.platform().activity().stretch(&account, behind, self.rows_read)?;
            stretch.rows.extend(more.rows);
            stretch.end = more.end.or(stretch.end);
            stretch.goes_on = more.goes_on;
            passed += self.rows_read;
            if !stretch.goes_on || passed >= PASSED_MAX || self.is_full(&stretch) {
                return Ok(stretch);
            }
        }
    }

    fn is_full(self, stretch: &Stretch) -> bool {
        stretch.rows.len() >= self.rows_max
            || stretch.rows.iter().map(|row| row.body.len()).sum::<usize>() >= BYTES_MAX
    }
}
