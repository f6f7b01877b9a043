//! Ids of zones and changes. (Route 53 API Reference, `HostedZone` and `ChangeInfo`.)

use bartizan_types::{Random, Timestamp};

/// What stands before the id of a zone where it is shown.
pub(crate) const ZONE: &str = "/hostedzone/";
/// What stands before the id of a reusable delegation set where it is shown.
pub(crate) const DELEGATION_SET: &str = "/delegationset/";
/// What stands before the id of a change where it is shown.
pub(crate) const CHANGE: &str = "/change/";

/// How many characters of an id are drawn.
const DRAWN: usize = 12;
/// How many characters tell the time.
const TIMED: usize = 9;

/// An id without what stands before it where it is shown.
pub(crate) fn bare<'t>(text: &'t str, before: &str) -> &'t str {
    text.strip_prefix(before).unwrap_or(text)
}

/// The id of a new zone.
pub(crate) fn of_zone(random: &dyn Random) -> String {
    format!("Z0{}", drawn(random))
}

/// The id of a new reusable delegation set.
pub(crate) fn of_delegation_set(random: &dyn Random) -> String {
    format!("N0{}", drawn(random))
}

/// The id of a new change: later ones are greater.
pub(crate) fn of_change(random: &dyn Random, now: Timestamp) -> String {
    let millis = u64::try_from(now.millis()).unwrap_or_default();
    format!("C{}{}", digits(millis, TIMED), drawn(random))
}

fn drawn(random: &dyn Random) -> String {
    digits(random.next_u64(), DRAWN)
}

/// The lowest so many digits of a number, in base 36.
fn digits(mut number: u64, many: usize) -> String {
    let mut digits = vec!['0'; many];
    for digit in digits.iter_mut().rev() {
        let value = u32::try_from(number % 36).unwrap_or_default();
        *digit = char::from_digit(value, 36).unwrap_or('0').to_ascii_uppercase();
        number /= 36;
    }
    digits.into_iter().collect()
}
