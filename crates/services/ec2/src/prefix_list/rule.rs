//! What changes of prefix lists must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new prefix list.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rules::new(ask, Kind::PrefixList)
}
