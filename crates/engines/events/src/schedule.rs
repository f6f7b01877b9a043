//! Schedules of rules: rates, and cron expressions in UTC with the precision of a minute.
//! (EventBridge User Guide, "Setting a schedule pattern for scheduled rules (legacy)".)

mod cron;
mod days;
mod field;

use std::time::Duration;

use bartizan_types::Timestamp;
use cron::Cron;

/// The longest expression. (EventBridge API Reference, `ScheduleExpression`.)
const CHARS_MAX: usize = 256;

/// The longest interval, in minutes: far beyond any use.
const MINUTES_MAX: u64 = 1_000_000_000;

/// When a rule runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Rate(Duration),
    Cron(Box<Cron>),
}

/// A text is no schedule. Its display is EventBridge's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Parameter ScheduleExpression is not valid.")]
pub struct InvalidSchedule;

impl Schedule {
    /// Reads `rate(…)` or `cron(…)`.
    ///
    /// # Errors
    /// It is neither, or a value is outside what its field may have.
    pub fn parse(text: &str) -> Result<Self, InvalidSchedule> {
        Self::read(text).ok_or(InvalidSchedule)
    }

    fn read(text: &str) -> Option<Self> {
        if text.chars().count() > CHARS_MAX {
            return None;
        }
        let (name, rest) = text.split_once('(')?;
        let inner = rest.strip_suffix(')')?;
        match name {
            "rate" => rate(inner).map(Form::Rate).map(Self),
            "cron" => Cron::read(inner).map(Box::new).map(Form::Cron).map(Self),
            _ => None,
        }
    }

    /// When a rule runs next after an instant; none if never again. A rate is counted from `since`,
    /// when the rule was made or enabled.
    pub fn next(&self, since: Timestamp, after: Timestamp) -> Option<Timestamp> {
        match &self.0 {
            Form::Rate(interval) => {
                let interval = i64::try_from(interval.as_millis()).ok()?;
                let passed = after.millis().saturating_sub(since.millis()).max(0);
                let whole = passed.checked_div(interval)?.checked_add(1)?;
                let next = since.millis().checked_add(whole.checked_mul(interval)?)?;
                Some(Timestamp::from_millis(next))
            }
            Form::Cron(cron) => cron.next(after),
        }
    }
}

/// One minute, or several minutes, hours or days.
fn rate(text: &str) -> Option<Duration> {
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let (number, unit) = (words.next()?, words.next()?);
    if words.next().is_some() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = number.parse().ok()?;
    let minutes = match (unit, number) {
        ("minute", 1) => 1,
        ("hour", 1) => 60,
        ("day", 1) => 24 * 60,
        ("minutes", 2..) => number,
        ("hours", 2..) => number.checked_mul(60)?,
        ("days", 2..) => number.checked_mul(24 * 60)?,
        _ => return None,
    };
    (minutes <= MINUTES_MAX).then(|| Duration::from_secs(60 * minutes))
}

#[cfg(test)]
mod tests;
