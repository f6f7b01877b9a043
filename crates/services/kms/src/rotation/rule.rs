//! Which condition keys calls about rotation set.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::PERIOD_DAYS;
use crate::rules;

/// A key that shall be rotated, and how often.
pub(crate) fn scheduled(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let days = rules::number(ask, "RotationPeriodInDays").unwrap_or(PERIOD_DAYS.into());
    let access = rules::key(ask)?.into_iter();
    Ok(access.map(|one| one.key("kms:RotationPeriodInDays", days.to_string())).collect())
}
