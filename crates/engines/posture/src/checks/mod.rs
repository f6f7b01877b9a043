//! All checks, by what they are about.

mod absent;
mod buckets;
mod contacts;
mod groups;
mod instances;
mod keys;
mod network;
mod passwords;
mod policies;
mod root;
mod trails;
mod users;

use std::sync::LazyLock;

use bartizan_benchmark::in_order;

use crate::check::{Check, Judgement};
use crate::facts::Topic;

static ALL: LazyLock<Vec<Check>> = LazyLock::new(|| {
    in_order([
        contacts::checks(),
        root::checks(),
        passwords::checks(),
        users::checks(),
        policies::checks(),
        buckets::checks(),
        trails::checks(),
        keys::checks(),
        network::checks(),
        groups::checks(),
        instances::checks(),
        absent::checks(),
    ])
});

/// All checks, in the order of their numbers; ours follow the benchmark's.
pub fn checks() -> &'static [Check] {
    &ALL
}

/// A check of these words.
fn check(
    id: &'static str,
    level: u8,
    title: &'static str,
    rationale: &'static str,
    needs: &'static [Topic],
    judge: fn(&crate::Facts, &mut crate::check::Case),
) -> Check {
    Check { id, level, title, rationale, needs, judgement: Judgement::Facts(judge) }
}
