//! How long a delivery waits after failures.

use std::time::Duration;

/// The longest pause, so that a repaired bucket is found again soon.
const PAUSE_MAX: Duration = Duration::from_mins(30);

/// The pause after so many failures in a row: it doubles with each.
pub fn pause(first: Duration, failures: u32) -> Duration {
    let factor = 1_u32 << failures.saturating_sub(1).min(20);
    first.saturating_mul(factor).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_half_an_hour() {
        for (failures, seconds) in
            [(0, 10), (1, 10), (2, 20), (4, 80), (30, 1800), (u32::MAX, 1800)]
        {
            let expected = Duration::from_secs(seconds);
            assert_eq!(pause(Duration::from_secs(10), failures), expected, "{failures}");
        }
    }
}
