//! Cron expressions of six fields.

use bartizan_types::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::days::Days;
use super::field::{Bounds, Set};

const MINUTES: Bounds = Bounds { low: 0, high: 59, names: &[], has_steps: true };
const HOURS: Bounds = Bounds { low: 0, high: 23, names: &[], has_steps: true };
const MONTHS: Bounds = Bounds {
    low: 1,
    high: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    has_steps: true,
};
const YEARS: Bounds = Bounds { low: 1970, high: 2199, names: &[], has_steps: true };

/// Minutes that a rule runs at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cron {
    minutes: Set,
    hours: Set,
    days: Days,
    months: Set,
    years: Set,
}

impl Cron {
    /// Reads the fields between the parentheses.
    pub(super) fn read(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split(' ').filter(|field| !field.is_empty()).collect();
        let [minutes, hours, of_month, months, of_week, years] = fields.as_slice() else {
            return None;
        };
        Some(Self {
            minutes: Set::read(minutes, MINUTES)?,
            hours: Set::read(hours, HOURS)?,
            days: Days::read(of_month, of_week)?,
            months: Set::read(months, MONTHS)?,
            years: Set::read(years, YEARS)?,
        })
    }

    /// The first minute after an instant.
    pub(super) fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let first = after.seconds().div_euclid(60).checked_add(1)?.checked_mul(60)?;
        let first = jiff::Timestamp::from_second(first).ok()?.max(jiff::Timestamp::UNIX_EPOCH);
        let first = TimeZone::UTC.to_datetime(first);
        let (hour, minute) = (clock(first.hour())?, clock(first.minute())?);
        let found = if self.has_day(first.date())
            && let Some((hour, minute)) = self.time(hour, minute)
        {
            at(first.date(), hour, minute)?
        } else {
            let day = self.next_day(first.date())?;
            let (hour, minute) = self.time(0, 0)?;
            at(day, hour, minute)?
        };
        let seconds = TimeZone::UTC.to_timestamp(found).ok()?.as_second();
        Some(Timestamp::from_seconds(seconds))
    }

    fn has_day(&self, date: Date) -> bool {
        let year = u16::try_from(date.year()).is_ok_and(|year| self.years.has(year));
        year && clock(date.month()).is_some_and(|m| self.months.has(m)) && self.days.has(date)
    }

    /// The first time of a day that is not before another.
    fn time(&self, hour: u16, minute: u16) -> Option<(u16, u16)> {
        if self.hours.has(hour)
            && let Some(minute) = self.minutes.next(minute)
        {
            return Some((hour, minute));
        }
        Some((self.hours.next(hour + 1)?, self.minutes.next(0)?))
    }

    /// The first day behind another; months that are not asked for are skipped.
    fn next_day(&self, date: Date) -> Option<Date> {
        let mut date = date.tomorrow().ok()?;
        loop {
            let year = self.years.next(u16::try_from(date.year()).ok()?)?;
            let year = i16::try_from(year).ok()?;
            if year != date.year() {
                date = Date::new(year, 1, 1).ok()?;
            }
            if !clock(date.month()).is_some_and(|month| self.months.has(month)) {
                date = date.last_of_month().tomorrow().ok()?;
            } else if self.days.has(date) {
                return Some(date);
            } else {
                date = date.tomorrow().ok()?;
            }
        }
    }
}

fn clock(number: i8) -> Option<u16> {
    u16::try_from(number).ok()
}

fn at(date: Date, hour: u16, minute: u16) -> Option<DateTime> {
    Some(date.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0))
}
